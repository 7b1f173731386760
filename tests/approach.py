"""Values of an expression on the way to a point, at high precision: an independent witness of limits."""

from typing import Any

import mpmath
import sympy as sp

DIGITS = 300
_NEAR = (sp.Rational(1, 10**4), sp.Rational(1, 10**9), sp.Rational(1, 10**18), sp.Rational(1, 10**36))
_FAR = (10**2, 10**4, 10**8, 10**16)
_PHASES = (sp.Rational(1), sp.Rational(137, 100), sp.Rational(61, 100), sp.Rational(229, 100), sp.Rational(311, 100))


_read: Any = sp.sympify


def expression(text: str) -> Any:
    """Return an exact expression."""
    return _read(text, rational=True)


def values(f: Any, x: Any, to: Any, side: int, scale: Any = sp.S.One) -> list[Any]:
    """Return the values at points that come closer and closer, None where one is not real."""
    places = [scale * p * (1 if to is sp.oo else -1) for p in _FAR] if to.is_infinite else [to + side * scale * d for d in _NEAR]
    found: list[Any] = []
    with mpmath.workdps(DIGITS):
        evaluate = sp.lambdify(x, f, ["mpmath"])
        for place in places:
            try:
                number = mpmath.mpmathify(evaluate(mpmath.mpmathify(sp.N(place, DIGITS))))
            except (ValueError, ZeroDivisionError, OverflowError, MemoryError, TypeError):
                return found
            found.append(number.real if abs(mpmath.im(number)) < mpmath.mpf(10) ** -40 else None)
    return found


def with_numbers(f: Any, x: Any = None) -> Any:
    """Return an expression with numbers for its parameters; a letter has the same number everywhere."""
    letters = f.free_symbols - {x}
    return f.xreplace({s: sp.Rational(3 + ord(s.name[0]) % 7, 5) for s in letters})


def tends_to(f: Any, x: Any, to: Any, side: int, answer: Any) -> bool:
    """Tell whether the values come close to an answer, or grow without bound with its sign."""
    seen = values(f, x, to, side)
    if len(seen) < 2 or any(v is None for v in seen[-2:]):
        return False
    if answer.is_infinite:
        sign = 1 if answer is sp.oo else -1
        return bool(sign * seen[-1] > 3 and abs(seen[-1]) > abs(seen[-2]))
    with mpmath.workdps(DIGITS):
        gaps = [abs(v - mpmath.mpmathify(sp.N(answer, DIGITS))) for v in seen]
    return bool(gaps[-1] < mpmath.mpf(10) ** -15 or (gaps[-1] < gaps[-2] < gaps[0] and gaps[-1] < 0.2))


def is_unsettled(f: Any, x: Any, to: Any, sides: tuple[int, ...]) -> bool:
    """Tell whether the values do not come together: not real on a side, or spread far apart."""
    last = []
    for side in sides:
        for phase in _PHASES:
            seen = values(f, x, to, side, phase)
            if not seen or seen[-1] is None:
                return True
            last.append(seen[-1])
    return bool(max(last) - min(last) > 0.01)
