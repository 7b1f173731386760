"""The derivative: the number that the slopes of chords approach, and what a difference quotient gives instead."""

from sympy import Rational, exp, symbols

from symtutor.course import ask, claim, draw, judge, lab, table, task

NUMBER, TITLE = 1, "Differential calculus"

x, d = symbols("x delta")
square, cubic = x**2, x**3 - 2 * x**2 + 1
step, tiny, grid = Rational(1, 10_000), Rational(1, 10**15), (-10, 10, 500)

chord, chords = ((3 + d) ** 2 - 9) / d, (2, 1, Rational(1, 10))
widest, first, second, third = (float(chord.subs(d, h)) for h in (*chords, Rational(1, 100)))
limit, by_limit = (ask.differentiate(f, x, method="limit") for f in (square, cubic))
slope, cubic_slope = ask.differentiate(square, x), ask.differentiate(cubic, x)
gap, measured = (lab.gap_on_grid(f, x, grid, step) for f in (square, cubic))
panels, more_panels = (
    draw.derivative_figure(square, slope, x, (-10, 10), step),
    draw.derivative_figure(cubic, cubic_slope, x, (-10, 10), step),
)
wrong = ("3x^2 - 4x + 1", "3x^2 - 2x^2 + 1", "3x^3 - 4x^2", "x^2 - 4x", "3x^2")
T1 = task(cubic_slope, *wrong, then=(by_limit, ask.difference_gap(cubic, x), measured, more_panels))
forward = [lab.difference_quotient(exp(x), x, at, h) for at in (1, 20, 99) for h in (step, tiny)]
central = lab.difference_quotient(exp(x), x, 99, Rational(1, 2**17), kind="central")
complex_step = lab.difference_quotient(exp(x), x, 99, tiny, kind="complex step")
columns = {"quotient": "name", "x": "at:g", "h": "step:.3g", "relative error": "relative:.2g", "mostly from": "cause"}
errors, lost = table(columns, *forward, central, complex_step), forward[3]
small, smaller = (lab.gap_on_grid(square, x, grid, Rational(1, 10**n)) for n in (12, 16))
as_small_as_possible = claim(lab.difference_quotient(square, x, 10, Rational(1, 10**16)), 20)
coincide = judge(cubic_slope, "3x^2 - 4x + 10^(-4)(3x - 2) + 10^(-8)")

WORDS = """
# How steep is a parabola at one point?
A straight line has one slope. The curve $f(x) = x^2$ has another one at every place: flat at the bottom, steeper and steeper
outside. How steep is it at $x = 3$? What can be measured is the slope of a chord, rise over run between two points. Let the second
point lie δ to the right: for δ = 2, 1, 0.1, 0.01 the chord has the slope {widest}, {first}, {second}, {third}. Which number do they
approach?
{draw.chords_figure(square, x, 3, chords)}

A line of algebra answers it: $(f(3 + δ) - f(3))/δ = 6 + δ$ for every δ except 0. The slopes approach 6, although no chord has it:
6 is their limit. This limit is the derivative of f at 3, written $f'(3) = 6$. It says how fast f grows there, per unit of x.
Training a network is the same question asked of a loss: if this weight is nudged, how fast does the loss change?

# W1. From the definition, then by a rule
Nothing was special about 3. With x in its place, and h for the step, the limit is a function of x. The power rule,
$d/dx x^n = n x^(n-1)$, writes it down at once.
{limit} {slope}

# P1. The difference quotient beside the derivative
A program cannot take a limit; it takes a small step and stops. What does that cost? Here the answer is exact: one δ, everywhere.
{difference gap of x^2}

    f := square
    slope := slope
    x, step = np.linspace(-10, 10, 500), 1e-4
    gap = (f(x + step) - f(x)) / step - slope(x)
    print(f"largest gap {abs(gap).max():.4e}")

{gap} {panels}

In the middle the two curves cannot be told apart by eye. They are not the same: their distance, on the right, is the step,
{gap.step:g}.

# T1. A cubic
Find the slope of $x^3 - 2x^2 + 1$ by the rules. Then ask how far its difference quotient is from that: is it still one δ?
{T1}

# Q1. Does the difference quotient of an exponential blow up?
No. Its values do, for the derivative of $e^x$ is $e^x$ itself, so judge it by the relative error: half a step at any x, as long as
the step survives: that error comes from truncation, from stopping before the limit. It does not survive when h is so small that the
machine rounds x + h to x, as at x = {lost.at:g} with h = {lost.step:g}: then the quotient is {lost.value:g}. There x + h == x; such
an error comes from displacement, from a step that was not the one asked for. The cure is a larger step between points on both
sides, or the complex step, which subtracts nothing.
{errors} {draw.error_curve_figure(lab.error_curve(exp(x), x, 99))}

# Q2. Should the step be as small as possible?
No: a limit is not a very small number. For the square a step of {small.step:.0e} is off by up to {small.largest:.2g}, and one of
{smaller.step:.0e} by up to {smaller.largest:g}, the whole derivative. The curves above have a bottom: left of it rounding rules.

# What courses get wrong
- (1) The quotient is called the derivative: {((x + δ)^2 - x^2)/δ =? 2x = 2x + δ}
- (2) The derivative is called the quotient with a step as close to 0 as possible, such as 10⁻¹⁶; at $x = 10$ a machine then has:
  {as_small_as_possible}
- (3) Quotient and derivative are said to coincide perfectly, here those of the cubic with a step of {step}: {coincide}

# Summary
- A derivative is the limit of the slopes of chords; the quotient with a step that is not 0 is something else.
- The rules give it exactly; the definition says what it is.
- A forward quotient is off by about the step times half the second derivative, until rounding takes over.
"""
