"""An antiderivative has no jump inside an interval on which its integrand is continuous."""

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import mpmath
import pytest
import sympy as sp

from symtutor.deriving.search import Search
from symtutor.errors import SymtutorError
from symtutor.goals.core import I
from symtutor.rules import BOOK
from tests.integration_helpers import X, parsed
from tests.test_integration import EXPLAINED

OWN = """
1/(2 + cos(x)); 1/(2 - sin(x)); 1/(3 + sin(x) + cos(x)); 1/(1 + 3*sin(x)**2); 1/(4 - 3*cos(x)**2); sin(x)/(2 + cos(x)**2)
1/(5 + 4*cos(2*x)); 1/(2 + sin(3*x + 1)); sin(x)**2/(2 + cos(x)); cos(x)/(5 - 3*cos(x)); 1/(2 + cos(x))**2; sec(x)**2/(1 + 4*tan(x)**2)
csc(x)**2/(4 + cot(x)**2); sqrt(1 + cos(x)); sqrt(1 - sin(x)); Abs(cos(x)); Abs(cos(x))**3; Abs(x - 1)*x; sqrt(x**2)*x
sqrt(x**4 + x**2); Max(0, x - 1); Abs(x)**3; 1/(1 + x**4); x**2/(1 + x**4); 1/(1 + x**2)**2; 1/(x**2 + x + 1); x/(x**4 + x**2 + 1)
1/(x**6 + 1); (1 - x**2)/((1 + x**2)*sqrt(1 + x**4)); sqrt(4 - x**2); 1/sqrt(x**2 + 1); x**2*sqrt(1 - x**2); 1/(x + sqrt(x**2 + 1))
sqrt((1 + x)/(1 - x)); asin(x)**2; atan(x); atan(1/x); atan(tan(x/3)); 1/(cosh(x) + 2); 1/(3*cosh(x) + sinh(x)); sech(x)
1/(1 + exp(x)); exp(x)/(1 + exp(2*x)); tanh(x)**3; log(x**2 + 1); log(1 + exp(x)); x*atan(x); exp(-Abs(x)); sin(x)*Abs(x)
sqrt(2 + tan(x)**2); 1/(1 + sec(x)**2); (x + sin(x))/(1 + cos(x)); cos(x)/sqrt(1 + sin(x)**2)
"""


def _texts() -> list[str]:
    lists = (*OWN.strip().splitlines(), *EXPLAINED.split(";"))
    return list(dict.fromkeys(t.strip() for line in lists for t in line.split(";") if t.strip()))


@cache
def _functions(text: str) -> tuple[Callable[[Any], Any], Callable[[Any], Any]] | None:
    """Return integrand and antiderivative as functions, or None for one with letters, or without an antiderivative."""
    f = parsed(text)
    if f.free_symbols != {X}:
        return None
    try:
        value = Search(BOOK, nodes=400).solve(I(f, X)).value
    except SymtutorError:
        return None
    outer, inner = (sp.lambdify(X, e, "mpmath") for e in (value, f))
    return inner, outer


def _real(f: Callable[[Any], Any], at: Any) -> Any:
    """Return a value as a real number, or None where it is none."""
    try:
        found = mpmath.mpmathify(f(at))
    except (ZeroDivisionError, ValueError, TypeError, OverflowError):
        return None
    if not mpmath.isfinite(found) or abs(mpmath.im(found)) > 1e-12:
        return None
    return mpmath.re(found)


def jumps(f: Callable[[Any], Any], antiderivative: Callable[[Any], Any]) -> list[float]:
    """Return where an antiderivative gains much more or less over a small step than its integrand allows."""
    found = []
    places = [mpmath.mpf(k) / 16 + mpmath.mpf("0.0003") for k in range(-110, 111)]
    for low, high in pairwise(places):
        step = (high - low) / 4
        values = [_real(f, low + i * step) for i in range(5)]
        if None in values or max(map(abs, values)) > 50:
            continue
        a, b, c, d, e = values
        rough, fine = 4 * step * (a + 4 * c + e) / 6, step * (a + 4 * b + 2 * c + 4 * d + e) / 3
        if abs(rough - fine) > 1e-3:
            continue
        ends = _real(antiderivative, low), _real(antiderivative, high)
        if None in ends or abs(ends[1] - ends[0] - fine) > 2e-2:
            found.append(float(low))
    return found


@pytest.mark.parametrize("text", _texts())
def test_an_antiderivative_has_no_hidden_jump_and_is_real(text: str) -> None:
    functions = _functions(text)
    if functions is not None:
        assert jumps(*functions) == []


def test_a_jump_is_found() -> None:
    f, jumping = (sp.lambdify(X, e, "mpmath") for e in (1 / (2 + sp.cos(X)), 2 * sp.atan(sp.tan(X / 2) / sp.sqrt(3)) / sp.sqrt(3)))
    assert [round(place) for place in jumps(f, jumping)] == [-3, 3]
