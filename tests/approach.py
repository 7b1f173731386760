"""Values of an expression on the way to a point, at high precision: an independent witness of limits."""

import mpmath
import sympy as sp

DIGITS = 300
_NEAR = (sp.Rational(1, 10**4), sp.Rational(1, 10**9), sp.Rational(1, 10**18), sp.Rational(1, 10**36))
_FAR = (10**2, 10**4, 10**8, 10**16)
_PHASES = (sp.Rational(1), sp.Rational(137, 100), sp.Rational(61, 100), sp.Rational(229, 100), sp.Rational(311, 100))


def values(f, x, to, side, scale=sp.S.One):
    """Return the values at points that come closer and closer, None where one is not real."""
    places = [scale * p * (1 if to is sp.oo else -1) for p in _FAR] if to.is_infinite else [to + side * scale * d for d in _NEAR]
    found = []
    with mpmath.workdps(DIGITS):
        evaluate = sp.lambdify(x, f, ["mpmath"])
        for place in places:
            try:
                number = mpmath.mpmathify(evaluate(mpmath.mpmathify(sp.N(place, DIGITS))))
            except (ValueError, ZeroDivisionError, OverflowError, MemoryError, TypeError):
                return found
            found.append(number.real if abs(mpmath.im(number)) < mpmath.mpf(10) ** -40 else None)
    return found


def with_numbers(f, x):
    """Return an expression with numbers for its parameters."""
    letters = sorted(f.free_symbols - {x}, key=str)
    return f.xreplace({s: sp.Rational(7 + 3 * i, 3) for i, s in enumerate(letters)})


def tends_to(f, x, to, side, answer):
    """Tell whether the values come close to an answer, or grow without bound with its sign."""
    seen = values(f, x, to, side)
    if len(seen) < 2 or any(v is None for v in seen[-2:]):
        return False
    if answer.is_infinite:
        sign = 1 if answer is sp.oo else -1
        return sign * seen[-1] > 3 and abs(seen[-1]) > abs(seen[-2])
    with mpmath.workdps(DIGITS):
        gaps = [abs(v - mpmath.mpmathify(sp.N(answer, DIGITS))) for v in seen]
    return gaps[-1] < mpmath.mpf(10) ** -15 or (gaps[-1] < gaps[-2] < gaps[0] and gaps[-1] < 0.2)


def is_unsettled(f, x, to, sides):
    """Tell whether the values do not come together: not real on a side, or spread far apart."""
    last = []
    for side in sides:
        for phase in _PHASES:
            seen = values(f, x, to, side, phase)
            if not seen or seen[-1] is None:
                return True
            last.append(seen[-1])
    return max(last) - min(last) > 0.01
