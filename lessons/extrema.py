"""Extrema, and what the second derivative and the ends say about them."""

from sympy import Abs, Rational, log, oo, symbols

from symtutor.course import ask, draw, judge, task

NUMBER, TITLE = 6, "Optimization"

x = symbols("x")
of_cubic, of_log, terrace, corner = (ask.optimize(f, x) for f in (x**3 - 2 * x**2 + 1, log(x), x**3, Abs(x)))
T6 = task(of_log, [1], then=(draw.picture(of_log, (Rational(1, 20), 10)),))
called_global, inflection = judge(of_cubic, {0: "global maximum"}), judge(of_cubic, [0, Rational(2, 3), Rational(4, 3)])
called_minimum, overlooked, endless = judge(terrace, {0: "minimum"}), judge(corner, []), judge(of_log, {oo: "maximum"})

WORDS = """
# Where does a curve turn round?
At the top of a hill the ground is level: neither forward nor backward goes up. So look where the slope is 0. But level ground is
also found in a valley, and on a terrace on the way up. Training looks for the lowest loss, and only ever finds level ground; what
else has to be asked?

# W9. A cubic has a local maximum and a local minimum, and no global one
Level ground first: where is the derivative, {slope = d/dx (x^3 - 2x^2 + 1)}, equal to 0? Then the second derivative,
{bend = d^2/dx^2 (x^3 - 2x^2 + 1)}: where it is negative the curve bends down, so the level
place is a top; where it is positive it is a bottom. Then the ends: what happens far away?
{solve 3x^2 - 4x = 0} {of_cubic}

# P6. The cubic with its extrema
A top and a bottom, each higher or lower than what is near. The ends go further: a program finds that out by trying.
{of_cubic.picture}

    f := x^3 - 2x^2 + 1
    slope := slope
    bend := bend
    for place in (0, 4 / 3):
        kind = "maximum" if bend(place) < 0 else "minimum"
        print(f"x = {place:.4f}: slope {slope(place):.0f}, bend {bend(place):.0f}")
        print(f"local {kind} {f(place):.6f}")
    print(f"but f(-10) = {f(-10)} and f(10) = {f(10)}")

# T6. The logarithm
Where is the natural logarithm, on $x > 0$, largest, and where is it smallest?
{T6}

# Q13. On a closed interval, do the ends count?
Yes. At an end the slope need not be 0: there is nothing on the other side that could be higher.
{extrema of x^2 - 4x + 3 on [1, 4]}

# Q14. Is level ground always a maximum or a minimum?
No, and neither is it needed: a terrace is level and no extremum, a sharp bottom is one and not level.
{terrace} {corner}

# Q15. In several variables, does the Hessian decide?
Yes, except where it has an eigenvalue 0 and none of the other sign: then other directions must be tried.
{extrema of x^4 + y^4 - 4x y} {extrema of x^2 - y^3}

# What courses get wrong
- (23) The places are called the maximum or minimum, and 0 is taken for the highest point of all: {called_global} Or the inflection
  2/3 is taken for an extremum: {inflection}
- (24) A slope of 0 is said to mean an extremum, as for $x^3$ at 0: {called_minimum} And only there one is looked for, as for $|x|$:
  {overlooked}
- (25) The base of a logarithm is left unsaid; for base 10 its slope is not 1/x: {d/dx log_10(x) ≠ 1/x} And so is the domain,
  $x > 0$: that the logarithm has its maximum at ∞ is what a reader then says: {endless}

# Summary
- Extrema are looked for at level places, at ends, and where there is no derivative.
- The second derivative, or the Hessian, tells tops from bottoms where it does not vanish.
- Local is not global: that needs the ends, or what happens far away.
"""
