"""Gradient descent and Newton's method: how far to step, and how fast it goes."""

from sympy import Rational, sqrt, symbols

from symtutor.course import ask, draw, judge, program, table, task

NUMBER, TITLE = 10, "Gradient descent and Newton's method"

x, y, a, b, h = symbols("x y a b h")
valley, slow, best, fast = x**2 / 2 + 5 * y**2, Rational(1, 10), Rational(2, 11), Rational(21, 100)
slopes = ask.gradient(valley, (x, y))
paths = draw.paths_figure(valley, (x, y), (4, 2), (slow, best, fast), 12)
two_steps = ask.descend(valley, (4, 2), rate=slow, steps=2)
T10 = task(ask.solve_equation("1 - a h = b h - 1", "h"), "2/(a - b)", "1/(a + b)")
newton = ask.differentiate(x**2 - 2, x)
steps = [(1, Rational(1)), (2, Rational(3, 2)), (3, Rational(17, 12)), (4, Rational(577, 408))]
errors = table({"step": "0", "x": "1", "error": "2:.1e"}, *((k, at, abs(at - sqrt(2))) for k, at in steps))
too_early = judge(ask.optimize(valley, (x, y)), [(2, 0)])
run = program(
    """
    for rate in (1 / 10, 2 / 11, 21 / 100):
        place = np.array([4.0, 2.0])
        for _ in range(50):
            place = place - rate * slope(*place)
        print(f"rate {rate:.3f}: distance {np.hypot(*place):.4f}")
    """,
    slope=slopes,
)

WORDS = """
# How long should a step be?
Downhill is against the gradient; it says nothing of how far. In the long valley $x^2/2 + 5y^2$ a short step hardly moves along it,
and a long one jumps from side to side, higher every time.
{paths} {run}

# W16. What one step does
A step of rate h multiplies x by $1 - h$ and y by $1 - 10h$. It converges where both factors are between −1 and 1.
{two_steps}

# T10. The best rate
With bends a and b, $a < b$, the slower of the two factors is smallest when they are opposite, $1 - a h$ and $b h - 1$
being equal. Solve for h.
{T10}

The factor is then $1 - a (2/(a + b)) = (b - a)/(b + a)$: near 1 when b is much larger than a. That ratio is why training is slow.

# W17. Newton's method asks for the bend too
Dividing by the bend makes all directions alike: on a quadratic function one step arrives. For a root of $x^2 - 2$ a step is x minus
value over slope, and the error is squared each time: $x - (x^2 - 2)/(2x) - √2 = (x - √2)^2/(2x)$.
{newton} {errors}

Neither method knows that it has arrived: a run that stops early gives a place such as (2, 0). Ask for the slope there: {too_early}

# Summary
- The largest bend limits the rate, the ratio of the bends limits the speed.
- Newton's method needs second derivatives and doubles the right digits with each step, once it is near.
"""
