"""Extrema, and what the second derivative and the ends say about them."""

from sympy import Abs, Rational, log, oo, symbols

from symtutor.course import ask, draw, judge, program, task

NUMBER, TITLE = 6, "Optimization"

x, y = symbols("x y")
cubic, valley = x**3 - 2 * x**2 + 1, x**2 - 4 * x + 3

flat, of_cubic = ask.solve_equation(3 * x**2 - 4 * x, x), ask.optimize(cubic, x)
curve = draw.picture(of_cubic)
called_global, inflection = judge(of_cubic, {0: "global maximum"}), judge(of_cubic, [0, Rational(2, 3), Rational(4, 3)])
slope, bend = ask.differentiate(cubic, x), ask.differentiate(cubic, x, order=2)
beside = program(
    """
    for place in (0, 4 / 3):
        kind = "maximum" if bend(place) < 0 else "minimum"
        print(f"x = {place:.4f}: slope {slope(place):.0f}, bend {bend(place):.0f}, local {kind} {f(place):.6f}")
    print(f"but f(-10) = {f(-10)} and f(10) = {f(10)}")
    """,
    f=cubic,
    slope=slope,
    bend=bend,
)
of_log = ask.optimize(log(x), x)
T6 = task(of_log, [1], then=(draw.picture(of_log, (Rational(1, 20), 10)),))
closed = ask.optimize(valley, x, domain=(1, 4))
standing, corner = ask.optimize(x**3, x), ask.optimize(Abs(x), x)
terrace, overlooked = judge(standing, {0: "minimum"}), judge(corner, [])
base, endless = judge(ask.differentiate(log(x, 10), x), "1/x"), judge(of_log, {oo: "maximum"})
folded, undecided = ask.optimize(x**4 + y**4 - 4 * x * y, (x, y)), ask.optimize(x**2 - y**3, (x, y))

WORDS = """
# Where does a curve turn round?
At the top of a hill the ground is level: neither forward nor backward goes up. So look where the slope is 0. But level ground is
also found in a valley, and on a terrace on the way up. Training looks for the lowest loss, and only ever finds level ground; what
else has to be asked?

# W9. A cubic has a local maximum and a local minimum, and no global one
Level ground first: where is the derivative 0? Then the second derivative: where it is negative the curve bends down, so the level
place is a top; where it is positive it is a bottom. Then the ends: what happens far away?
{flat} {of_cubic}

# P5. The cubic with its extrema
{curve} {beside}

# T6. The logarithm
Where is the natural logarithm, on $x > 0$, largest, and where is it smallest?
{T6}

# Q1. On a closed interval, do the ends count?
Yes. At an end the slope need not be 0: there is nothing on the other side that could be higher.
{closed}

# Q2. Is level ground always a maximum or a minimum?
No, and neither is it needed: a terrace is level and no extremum, a sharp bottom is one and not level.
{standing} {corner}

# Q3. In several variables, does the Hessian decide?
Yes, except where it has an eigenvalue 0 and none of the other sign: then other directions must be tried.
{folded} {undecided}

# What courses get wrong
- (23) The places are called the maximum or minimum, and 0 is taken for the highest point of all: {called_global} Or the inflection
  2/3 is taken for an extremum: {inflection}
- (24) A slope of 0 is said to mean an extremum, as for $x^3$ at 0: {terrace} And only there one is looked for, as for $|x|$: {overlooked}
- (25) The base of a logarithm is left unsaid; for base 10 its slope is not 1/x: {base} And so is the domain, $x > 0$: that the
  logarithm has its maximum at ∞ is what a reader then says: {endless}

# Summary
- Extrema are looked for at level places, at ends, and where there is no derivative.
- The second derivative, or the Hessian, tells tops from bottoms where it does not vanish.
- Local is not global: that needs the ends, or what happens far away.
"""
