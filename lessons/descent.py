"""Gradient descent and Newton's method: how far to step, and how fast it goes."""

from sympy import Rational, sqrt, symbols

from symtutor.course import ask, draw, table

NUMBER, TITLE = 10, "Gradient descent and Newton's method"

x, y = symbols("x y")
valley, rates = x**2 / 2 + 5 * y**2, (Rational(1, 10), Rational(2, 11), Rational(21, 100))
paths, two_steps = draw.paths_figure(valley, (x, y), (4, 2), rates, 12), ask.descend(valley, (4, 2), rate=rates[0], steps=2)
steps = [(1, Rational(1)), (2, Rational(3, 2)), (3, Rational(17, 12)), (4, Rational(577, 408))]
errors = table({"step": "0", "x": "1", "error": "2:.1e"}, *((k, at, abs(at - sqrt(2))) for k, at in steps))

WORDS = """
# How long should a step be?
Downhill is against the gradient, which is {slopes = gradient of x^2/2 + 5y^2} here; it says nothing of how far. In the long valley
$x^2/2 + 5y^2$ a short step hardly moves along it, and a long one jumps from side to side, higher every time.
{paths}

    slope := slopes
    for rate in (1 / 10, 2 / 11, 21 / 100):
        place = np.array([4.0, 2.0])
        for _ in range(50):
            place = place - rate * slope(*place)
        print(f"rate {rate:.3f}: distance {np.hypot(*place):.4f}")

# W16. What one step does
A step of rate h multiplies x by $1 - h$ and y by $1 - 10h$. It converges where both factors are between −1 and 1.
{two_steps}

# T10. The best rate
With bends a and b, $a < b$, the slower of the two factors is smallest when they are opposite, $1 - a h$ and $b h - 1$
being equal. Solve for h.
{solve 1 - a h = b h - 1 for h ≠ 2/(a - b) ≠ 1/(a + b)}

The factor is then $1 - a (2/(a + b)) = (b - a)/(b + a)$: near 1 when b is much larger than a. That ratio is why training is slow.

# W17. Newton's method asks for the bend too
Dividing by the bend makes all directions alike: on a quadratic function one step arrives. For a root of $x^2 - 2$ a step is x minus
value over slope, which is {d/dx (x^2 - 2)}, and the error is squared each time: $x - (x^2 - 2)/(2x) - √2 = (x - √2)^2/(2x)$.
{errors}

Neither method knows that it has arrived; a run that stops early gives as its answer {extrema of x^2/2 + 5y^2 ≠ (2, 0)}

# Summary
- The largest bend limits the rate, the ratio of the bends limits the speed.
- Newton's method needs second derivatives and doubles the right digits with each step, once it is near.
"""
