"""The gradient: which way is up and how steep it is, and what a sweep of directions finds instead."""

from sympy import Rational, atan, pi, symbols

from symtutor.course import claim, draw, lab

NUMBER, TITLE = 3, "Gradient of a function of a vector"

x, y = symbols("x y")
cubic, bowl = x**2 + y**3, x**2 + y**2
plane, point, step = (x, y), (2, 3), Rational(1, 10_000)
sweep, swapped = lab.direction_sweep(cubic, plane, point, step), lab.direction_sweep(y**2 + x**3, plane, (3, 2), step)
level, bowl_level = draw.gradient_figure(cubic, plane, point), draw.gradient_figure(bowl, plane, (1, 1))
unsaid = claim(180 * atan(Rational(27, 4)) / pi, 180 * atan(Rational(4, 27)) / pi, 90 - 180 * atan(Rational(4, 27)) / pi)

WORDS = """
# Which way is up, and how steep is it?
A hiker in the mist stands at $(x, y) = (2, 3)$ on the hill of height $x^2 + y^3$. She can feel how the ground rises to the east,
and how it rises to the north. That is two cuts through the hill, and each one is a curve with a slope.
{draw.slices_figure(cubic, plane, point)}

The slope of a cut is a partial derivative: one variable moves, the others are held. A loss has one for every weight of the
network; together they say how to change all weights at once.

# W4. Partial derivatives and the gradient
The partial derivatives together are the gradient. At {point} it is {at_point = gradient of x^2 + y^3 at (2, 3)}.
{slopes = gradient of x^2 + y^3} {at_point}

# P4. The surface
Along x the hill is a valley floor like $x^2$; along y it climbs like $y^3$, flat near 0 and steep outside.
{draw.surface_figure(cubic, plane)}

# P5. The directions of the gradient
Every arrow points where the ground rises fastest. All have the same length here; the colour tells how steep it is.
{draw.quiver_figure(cubic, plane)}

# W5. Why it points to where the ground rises fastest
In a direction u of length 1, f changes at the rate ∇f·u: each slope times how far its variable moves. That is |∇f| cos θ, where θ
is the angle between u and the gradient. The cosine is largest at $θ = 0$: straight along the gradient, and there the rate is the
gradient's length. At a right angle it is 0: that is the direction of the level line. Down, against the gradient, is where gradient
descent goes.
{directional derivative of x^2 + y^3 in the direction (4, 27) at (2, 3)} {level}

A sweep of {sweep.directions} directions finds it without calculus, nearly. The step is to blame, for a chord is not a tangent.

    f := cubic
    slope := slopes
    angle = np.deg2rad(np.arange(3600) / 10)  # clockwise from the y axis
    dx, dy, step = np.sin(angle), np.cos(angle), 1e-4
    rate = (f(2 + step * dx, 3 + step * dy) - f(2, 3)) / step
    best = rate.argmax()
    print(f"{best / 10} degrees, rate {rate[best]:.5f}")
    print("gradient", slope(2, 3), "of length", np.hypot(*slope(2, 3)).round(5))

{sweep}

# T3. A bowl
Which way is up from (1, 1) in the bowl $x^2 + y^2$, and how steep is it there?
{gradient of x^2 + y^2 at (1, 1) ≠ (1, 1) ≠ (2.00007, 2.00007) ≠ [[2, 2]] ≠ 4 ≠ (2x, 2y)}
{directional derivative of x^2 + y^2 in the direction (2, 2) at (1, 1)} {lab.direction_sweep(bowl, plane, (1, 1), step)} {bowl_level}

# Q5. Is the other variable ignored?
No, it is held constant. In a sum this looks like dropping a term; in a product the other factor stays:
{gradient of x^2 y^3}

# Q6. Why is the change of x the sine of the angle?
Because the sweep measures the angle clockwise from the y axis. From the x axis, counterclockwise, it is {sweep.polar:.1f} degrees
instead of {sweep.from_y_axis:.1f}. With the variables exchanged the two numbers change places: {swapped.from_y_axis:.1f} and
{swapped.polar:.1f}.

# Q7. Why does the sweep say 359.9 degrees?
A reader's sweep of the bowl from (1, 1) ended with this direction instead of 45 degrees. The comparison stood outside of the loop,
so that only the last direction was looked at.
{lab.directional_rate(bowl, plane, (1, 1), Rational(3599, 10), step)}

# Q8. What if the arrows are drawn with 2y for the derivative of the cube of y?
They point the wrong way nearly everywhere: they are the arrows of the bowl.
{lab.direction_turn((2 * x, 2 * y), (2 * x, 3 * y**2), plane)} {draw.quiver_figure(bowl, plane, count=21)}

# Q9. Which way does the arrow point where the gradient is 0?
Nowhere: there is no direction of fastest growth, and dividing by the length would be 0/0. In the picture above that is the dot in
the middle, the bottom of the bowl.
{gradient of x^2 + y^2 at (0, 0)}

# Q10. Is the sweep close enough?
That depends on what it is for, so it needs a bound. The first component came out as {sweep.components.0:.4f} instead of 4: a
direction on a grid of a tenth of a degree is turned a little. “Close enough” is a bound, and the sweep has to come with one, here
{sweep.angle_bound:.2g} degrees and {sweep.tail:.0e} in the rate.

# What courses get wrong
- (12) They speak of the gradient of a vector function, such as $(x y, x + y)$; it has a Jacobian, and this is one row:
  {jacobian of (x y, x + y) ≠ (y, x)}
- (13) The other variable is said to be ignored, so for $x^2 y^3$: {gradient of x^2 y^3 ≠ (2x, 3y^2)}
- (14) The arrows are drawn with 2y: {slopes ≠ (2x, 2y)}
- (15) Steepness is then read off these arrows: {√(4x^2 + 9y^4) =? √(4x^2 + 4y^2)}
- (16) On a grid that has the origin every arrow is divided by its length; along the x axis its first component is then
  $2x/√(4x^2)$, and 0/0 is drawn as if it were a number: {lim x->0 2x/√(4x^2) ≠ 1}
- (17) The direction of (4, 27) is given as {sweep.from_y_axis:.1f} degrees, unsaid from where; from the x axis: {unsaid}
- (18) The sweep is called close enough, without a bound: {at_point ≠ (3.987419245872443, 27.002750276227097)}

# Summary
- A partial derivative is the slope of a cut: one variable moves, the others are held.
- The gradient collects them; it points to where f grows fastest, at right angles to the level lines, and its length is the rate.
- A sweep with steps finds the same up to an error that can be predicted.
"""
