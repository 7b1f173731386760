"""Natural domains, solved exactly, and their words."""

from typing import Any

import pytest
import sympy as sp

from symtutor.checking.calculus.regions import intervals_of, merged, real_zeros, regions
from symtutor.checking.equivalence.domains import condition_text, natural_domain
from symtutor.checking.equivalence.splitting import pieces

x, y, a = sp.symbols("x y a")
R = sp.Rational

DOMAINS = [
    (x**2 + sp.sin(x) * sp.exp(x), "all real numbers"),
    (1 / x, "x ≠ 0"),
    (1 / (x**2 - 1), "x ≠ -1 and x ≠ 1"),
    (1 / (x**2 + 1), "all real numbers"),
    (sp.sqrt(x), "x ≥ 0"),
    (1 / sp.sqrt(x), "x > 0"),
    (sp.sqrt(x**2), "all real numbers"),
    (sp.sqrt(4 - x**2), "-2 ≤ x ≤ 2"),
    (sp.sqrt(x**2 - 4), "x ≤ -2 or x ≥ 2"),
    (sp.sqrt(x**2 - 4) / (x - 3), "x ≠ 3 and x ≥ 2 or x ≤ -2"),
    (sp.log(x), "x > 0"),
    (sp.log(sp.Abs(x)), "x ≠ 0"),
    (sp.log(x**2 - 2), "x < -√2 or x > √2"),
    (sp.log((x - 1) / (x + 1)), "x < -1 or x > 1"),
    (1 / sp.log(x), "x > 0 and x ≠ 1"),
    (sp.sqrt(sp.log(x)), "x ≥ 1"),
    (1 / (sp.exp(x) - 1), "x ≠ 0"),
    (sp.log(sp.exp(x) - 2), "x > ln(2)"),
    (sp.tan(x), "cos(x) ≠ 0"),
    (1 / (1 + sp.cos(x)), "cos(x) + 1 ≠ 0"),
    (1 / (2 + sp.cos(x)), "all real numbers"),
    (sp.log(sp.sin(x)), "sin(x) > 0"),
    (sp.asin(2 * x), "-1/2 ≤ x ≤ 1/2"),
    (sp.asin(x / sp.sqrt(x**2 + 1)), "all real numbers"),
    (sp.atanh(x), "-1 < x < 1"),
    (sp.acosh(x), "x ≥ 1"),
    (sp.asec(x), "x ≤ -1 or x ≥ 1"),
    (sp.acsch(x), "x ≠ 0"),
    (sp.log(x + sp.sqrt(x**2 + 1)), "all real numbers"),
    (x ** R(1, 3), "all real numbers"),
    (x ** R(-2, 3), "x ≠ 0"),
    (x ** R(1, 6), "x ≥ 0"),
    (x**a, "x > 0"),
    (sp.gamma(x**2 + 1) / (1 + sp.exp(-x)), "all real numbers"),
    (1 / (x * y), "x ≠ 0 and y ≠ 0"),
    (sp.sqrt(1 - x**2 - y**2), "-x^2 - y^2 + 1 ≥ 0"),
    (sp.Piecewise((1 / (x - 2), x > 0), (sp.sqrt(x + 1), True)), "x ≠ 2 and x ≥ -1"),
    (sp.log(-1 - x**2), "False"),
]


@pytest.mark.parametrize("expr, words", DOMAINS, ids=[str(e) for e, _ in DOMAINS])
def test_natural_domains(expr: Any, words: Any) -> None:
    assert condition_text(natural_domain(expr)) == words


def test_positive_parameters_need_no_condition() -> None:
    assert natural_domain(sp.log(a) / a + sp.sqrt(x * a), frozenset({a})) == sp.Ge(a * x, 0)
    assert natural_domain(1 / (x**2 + a), frozenset({a})) == sp.true


def test_a_domain_is_where_the_enclosure_exists() -> None:
    from symtutor.checking.enclosures.enclosure import Blurred, Outside, enclose  # noqa: PLC0415 (the independent witness of this test only)
    from symtutor.checking.equivalence.points import VALUES  # noqa: PLC0415

    for expr, _ in DOMAINS:
        if expr.free_symbols != {x}:
            continue
        condition = natural_domain(expr)
        for value in VALUES:
            inside = condition.subs(x, value)
            inside = inside if inside in {sp.true, sp.false} else sp.sympify(bool(inside.evalf()))
            try:
                enclose(expr, {x: value}, 128)
            except Outside:
                assert inside == sp.false, (expr, value)
            except Blurred:
                continue
            else:
                assert inside == sp.true, (expr, value)


def test_zeros_and_poles_are_exact() -> None:
    assert real_zeros((x**3 - 2 * x) / (x - 5), x) == (-sp.sqrt(2), 0, sp.sqrt(2), 5)
    assert real_zeros(sp.sin(x), x) is None
    assert real_zeros(x * y, x) is None
    assert real_zeros(x + y, x) is None


def test_regions_alternate_intervals_and_points() -> None:
    assert [(r.low, r.high) for r in regions((0, 1))] == [(-sp.oo, 0), (0, 0), (0, 1), (1, 1), (1, sp.oo)]
    assert all(r.low < r.sample < r.high or r.low == r.sample == r.high for r in regions((-sp.sqrt(2), sp.sqrt(2))))


def test_conditions_on_one_symbol_merge() -> None:
    assert merged((x > 0) & sp.Ne(x, 0) & (x < 5) & (x < 3)) == ((x > 0) & (x < 3))
    assert merged((x > 0) & (x < 0)) == sp.false


def test_intervals_of_a_condition() -> None:
    assert [(r.low, r.high) for r in intervals_of((x > 0) & sp.Ne(x, 1), x) or ()] == [(0, 1), (1, sp.oo)]
    assert intervals_of(sp.Ne(sp.cos(x), 0), x) is None


def test_pieces_resolve_every_kink() -> None:
    found = pieces(sp.Max(x, x**2) + sp.sign(x), sp.Integer(0), x)
    assert [p.left for p in found or ()] == [x**2 - 1, 0, x + 1, 2, x**2 + 1]
    assert pieces(sp.Abs(sp.sin(x)), x, x) is None
