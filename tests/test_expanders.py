"""What the two expanders know of functions, against a table of neither: Taylor coefficients as mpmath has them."""

from typing import Any

import mpmath
import pytest
import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import limit_value, taylor_terms
from symtutor.algorithms.asymptotics.functions import FUNCTIONS
from symtutor.checking.limits.constants import Constants
from symtutor.checking.limits.expander import _FUNCTIONS as CHECKED
from symtutor.checking.limits.expander import Expander

X = sp.Symbol("x")
DEGREE = 4
OF_SEVERAL = {sp.Max, sp.Min, sp.Piecewise, sp.polygamma}
AT_INFINITY = {sp.gamma, sp.loggamma, sp.factorial}  # which the rules expand there alone
HALF, LN_2 = sp.S.Half, sp.log(2)
# places at which the values of a function are numbers of its own kind, so that coefficients stay short
PLACES: dict[Any, tuple[Any, ...]] = {
    **dict.fromkeys((sp.tan, sp.sec, sp.csc, sp.cot), (sp.pi / 4, sp.pi / 6)),
    **dict.fromkeys((sp.sinh, sp.cosh, sp.tanh, sp.coth, sp.sech, sp.csch), (LN_2, -sp.log(3))),
    **dict.fromkeys((sp.asin, sp.acos, sp.atanh), (HALF, -HALF)),
    **dict.fromkeys((sp.asec, sp.acsc, sp.acoth), (sp.Integer(2), sp.Integer(-2))),
    sp.asinh: (sp.Rational(3, 4), -sp.Rational(3, 4)),
    sp.acsch: (sp.Rational(4, 3), -sp.Rational(4, 3)),
    sp.acosh: (sp.Rational(5, 4), sp.Rational(5, 3)),
    sp.asech: (sp.Rational(3, 5), sp.Rational(4, 5)),
    sp.log: (HALF, sp.Integer(3)),
    **dict.fromkeys((*AT_INFINITY, sp.digamma), (sp.Rational(3, 10), sp.Rational(7, 4))),
}
ROWS = [
    pytest.param(head, place, id=f"{head.__name__} at {place}")
    for head in sorted({*FUNCTIONS, *CHECKED} - OF_SEVERAL, key=lambda head: head.__name__)
    for place in PLACES.get(head, (sp.Rational(3, 10), -sp.Rational(7, 4)))
]


def _outside(head: Any, place: Any) -> list[Any]:
    """Return Taylor coefficients by mpmath's own functions and its differences of high precision."""
    with mpmath.workdps(60):
        return mpmath.taylor(sp.lambdify(X, head(X), "mpmath"), mpmath.mpf(str(sp.N(place, 60))), DEGREE)


def _are_close(found: Any, wanted: Any) -> bool:
    with mpmath.workdps(30):
        return abs(mpmath.mpf(str(sp.N(found, 30))) - mpmath.re(wanted)) < mpmath.mpf(10) ** -15 * (1 + abs(wanted))


@pytest.mark.parametrize("head, place", [row for row in ROWS if row.values[0] in {*FUNCTIONS} - AT_INFINITY])
def test_the_rules_expand_a_function(head: Any, place: Any) -> None:
    found = taylor_terms(head(X), X, place, DEGREE)
    assert found is not None
    assert [_are_close(c, w) for c, w in zip(found, _outside(head, place), strict=True)] == [True] * (DEGREE + 1)


@pytest.mark.parametrize("head, place", [row for row in ROWS if row.values[0] in CHECKED])
@pytest.mark.parametrize("side", [1, -1])
def test_the_checker_expands_a_function(head: Any, place: Any, side: int) -> None:
    found = Expander(X, place, side, Constants({}), DEGREE + 1).expand(head(X))
    known = {-monomial[0][0]: c for monomial, c in found.terms}
    told = [k for k in range(DEGREE + 1) if k in known or found.error is None]
    assert len(told) > 2
    wanted = _outside(head, place)
    assert [_are_close(known.get(k, sp.S.Zero) * side**k, wanted[k]) for k in told] == [True] * len(told)


@pytest.mark.parametrize("head", sorted(AT_INFINITY, key=str))
def test_the_rules_expand_factorials_at_infinity(head: Any) -> None:
    logarithm = head(X) if head is sp.loggamma else sp.log(head(X))
    power = X + HALF if head is sp.factorial else X - HALF
    stirling = power * sp.log(X) - X + sp.log(2 * sp.pi) / 2
    assert limit_value(X * (logarithm - stirling), X, sp.oo) == sp.Rational(1, 12)
    with mpmath.workdps(60):
        far = mpmath.mpf(10) ** 12
        gap = mpmath.loggamma(far + (head is sp.factorial)) - sp.lambdify(X, stirling, "mpmath")(far)
        assert abs(far * gap - mpmath.mpf(1) / 12) < 1e-9
