"""Enclosures hold the true value, are narrow, and say where an expression is not real."""

from typing import Any

import mpmath
import pytest
import sympy as sp
from mpmath import libmp

from symtutor.checking.enclosures.enclosure import Outside, Undefined, Unknown, contains_zero, enclose, exact_value, is_true, subtract
from symtutor.checking.enclosures.rules import EXACT
from symtutor.checking.equivalence.points import VALUES, points_of, special_values

x, y = sp.symbols("x y")
R = sp.Rational

EXPRESSIONS = [
    *(
        head(x)
        for head in (
            sp.sin,
            sp.cos,
            sp.tan,
            sp.cot,
            sp.sec,
            sp.csc,
            sp.exp,
            sp.log,
            sp.sqrt,
            sp.atan,
            sp.asin,
            sp.acos,
            sp.acot,
            sp.asec,
            sp.acsc,
        )
    ),
    *(
        head(x)
        for head in (sp.sinh, sp.cosh, sp.tanh, sp.coth, sp.sech, sp.csch, sp.asinh, sp.acosh, sp.atanh, sp.acoth, sp.asech, sp.acsch)
    ),
    *(
        head(x)
        for head in (
            sp.erf,
            sp.erfc,
            sp.Ei,
            sp.li,
            sp.Si,
            sp.Ci,
            sp.gamma,
            sp.loggamma,
            sp.factorial,
            sp.Abs,
            sp.sign,
            sp.floor,
            sp.ceiling,
        )
    ),
    x**7,
    x**-3,
    x ** R(1, 4),
    sp.sign(x) * sp.Abs(x) ** R(1, 3),
    x ** R(-5, 2),
    x**sp.pi,
    2**x,
    sp.Max(x, sp.cos(x)),
    sp.Min(x, 1 / x),
    sp.Heaviside(x),
    sp.Piecewise((sp.sin(x), x > 1), (x**2, True)),
    (x + sp.pi) / (x - sp.E),
    sp.exp(sp.sin(x)) * sp.log(x**2 + 1) - sp.sqrt(x**2),
    sp.GoldenRatio * x + sp.EulerGamma - sp.Catalan,
]


def true_value(expr: Any, value: Any) -> Any:
    """Return mpmath's value at 120 digits, or None where it is not real."""
    with mpmath.workdps(120):
        found = sp.lambdify(x, expr, "mpmath")(mpmath.mpf(int(value.p)) / int(value.q))
        if isinstance(found, mpmath.mpc):
            found = found.real if abs(found.imag) < mpmath.mpf(10) ** -100 else None
        return None if found is None or not mpmath.isfinite(found) else mpmath.mpf(found)


@pytest.mark.parametrize("expr", EXPRESSIONS, ids=str)
def test_an_enclosure_holds_the_value_and_is_narrow(expr: Any) -> None:
    seen = 0
    for value in VALUES:
        try:
            low, high = (mpmath.make_mpf(end) for end in enclose(expr, {x: value}, 100))
        except Undefined:
            continue
        wanted = true_value(expr, value)
        assert wanted is not None
        with mpmath.workdps(120):
            rounding = (1 + abs(wanted)) * mpmath.mpf(10) ** -110
            assert low - rounding <= wanted <= high + rounding
            assert high - low <= (1 + abs(wanted)) * mpmath.mpf(2) ** -70
        seen += 1
    assert seen >= 3


@pytest.mark.parametrize(("exponent", "value"), [(R(1, 3), -2), (R(2, 3), 4), (R(-1, 3), -R(1, 2)), (R(5, 3), -32)])
def test_odd_roots_of_negative_numbers_are_real(exponent: Any, value: Any) -> None:
    assert enclose(x**exponent, {x: R(-8)}) == enclose(R(value), {})


@pytest.mark.parametrize(
    "expr, value", [(sp.log(x), -1), (sp.log(x), 0), (1 / x, 0), (sp.sqrt(x), -2), (sp.asin(x), 2), (sp.acosh(x), 0), (x ** R(1, 4), -8)]
)
def test_outside_the_real_domain_is_said(expr: Any, value: Any) -> None:
    with pytest.raises(Outside):
        enclose(expr, {x: sp.Integer(value)})


def test_an_exact_edge_is_inside() -> None:
    assert contains_zero(enclose(sp.sqrt(x - R(1, 3)), {x: R(1, 3)}))


def test_what_has_no_enclosure_is_blurred() -> None:
    with pytest.raises(Unknown, match="no enclosure for f"):
        enclose(sp.Function("f")(x), {x: sp.Integer(1)})


def test_towers_of_exponentials_end_at_once() -> None:
    with pytest.raises(Unknown, match="too large"):
        enclose(sp.exp(sp.exp(sp.exp(sp.exp(x)))), {x: sp.Integer(100)})


def test_precision_tells_tiny_differences_apart() -> None:
    tiny = x + R(1, 10**40)
    assert contains_zero(subtract(enclose(sp.sin(x), {x: R(1, 7)}, 64), enclose(sp.sin(tiny), {x: R(1, 7)}, 64), 64))
    assert not contains_zero(subtract(enclose(sp.sin(x), {x: R(1, 7)}, 200), enclose(sp.sin(tiny), {x: R(1, 7)}, 200), 200))


def test_conditions_are_decided_exactly_at_rational_points() -> None:
    assert is_true(sp.And(x >= R(1, 3), sp.Ne(x, 1)), {x: R(1, 3)})
    assert not is_true(sp.Or(x > R(1, 3), sp.Not(x <= 1)), {x: R(1, 3)})


def test_an_interval_may_stand_for_a_coordinate() -> None:
    low, high = enclose(x**2, {x: (R(1, 2), R(3, 2))})
    assert libmp.to_float(low) <= 0.25
    assert libmp.to_float(high) >= 2.25


def test_points_lie_in_the_domain() -> None:
    domain = {x: sp.Interval(2, 3), y: sp.Interval.open(0, sp.oo)}
    points = list(points_of((x, y), domain))
    assert len(points) > 10
    assert all(2 <= p[x] <= 3 and p[y] > 0 for p in points)
    assert points == list(points_of((x, y), domain))


def test_points_of_other_sets() -> None:
    assert [p[x] for p in points_of((x,), {x: sp.FiniteSet(3, R(1, 2))})] == [3, R(1, 2)]
    assert all(p[x].is_Integer for p in points_of((x,), {x: sp.S.Integers}))
    assert all(abs(p[x]) >= 1 for p in points_of((x,), {x: sp.Union(sp.Interval(-2, -1), sp.Interval(1, 2))}))
    assert all(0 < p[x] < sp.pi for p in points_of((x,), {x: sp.Interval.open(0, sp.pi)}))


def test_special_values_stand_on_both_sides_of_each_breakpoint() -> None:
    values = special_values((sp.Abs(x - 100), sp.Piecewise((1, x < 50), (2, True))), x)
    assert values == (49, 50, 75, 100, 101)


@pytest.mark.parametrize(("head", "place", "value"), [(head, place, value) for head, row in EXACT.items() for place, value in row.items()])
def test_exact_values_are_those_of_the_functions(head: Any, place: Any, value: Any) -> None:
    assert head(R(place.numerator, place.denominator)) == R(value.numerator, value.denominator)


def test_the_edge_of_a_domain_is_reached_exactly() -> None:
    low, high = enclose(sp.asin(sp.cosh(x)), {x: sp.Integer(0)})
    assert libmp.mpf_le(low, libmp.mpf_shift(libmp.mpf_pi(53, "c"), -1))
    assert libmp.mpf_ge(high, libmp.mpf_shift(libmp.mpf_pi(53, "f"), -1))


@pytest.mark.parametrize(
    ("expression", "exact"),
    [
        (sp.sqrt(x**2), R(5, 3)),
        (1 / sp.sqrt(4 * x**2), R(3, 10)),
        (sp.floor(x), R(-2)),
        (sp.ceiling(x), R(-1)),
        (sp.Max(x, -1), R(-1)),
        (sp.Min(x, -1), R(-5, 3)),
        (sp.Piecewise((x, x > 0), (-x, True)), R(5, 3)),
        (sp.exp(x + R(5, 3)), R(1)),
        (sp.exp(x), None),
        (sp.sqrt(2) * x, None),
    ],
)
def test_a_value_is_exact_where_every_part_is_rational(expression: Any, exact: Any) -> None:
    found = exact_value(expression, {x: R(-5, 3)})
    assert (None if found is None else R(found.numerator, found.denominator)) == exact
