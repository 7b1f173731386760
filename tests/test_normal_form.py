"""Normal forms: polynomial arithmetic against SymPy's, identities that hold, and traps that must not."""

from fractions import Fraction
from typing import Any

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from symtutor.checking.normal_form.conversion import Converter
from symtutor.checking.normal_form.normal_form import have_equal_normal_forms, prove_by_normal_form
from symtutor.checking.normal_form.polynomial import BITS, MASK, exponents, factor, multiply, sign_between, sign_vectors
from symtutor.checking.normal_form.tower import NoNormalForm
from tests.strategies import tried

x, y, a, n = sp.symbols("x y a n")
R = sp.Rational

monomials = st.tuples(st.integers(0, 4), st.integers(0, 3)).map(lambda m: m[0] + (m[1] << BITS))
polynomials = st.dictionaries(monomials, st.integers(-5, 5).filter(bool), max_size=5)


def as_sympy(p: Any) -> Any:
    return sp.Add(*(c * sp.Mul(*((x, y)[i] ** k for i, k in exponents(m))) for m, c in p.items()))


@tried(25)
@given(polynomials, polynomials)
def test_products_are_those_of_sympy(p: Any, q: Any) -> None:
    assert sp.expand(as_sympy(multiply(p, q)) - as_sympy(p) * as_sympy(q)) == 0


@tried(20)
@given(polynomials.filter(bool), polynomials.filter(bool))
def test_factors_multiply_back(p: Any, q: Any) -> None:
    product = multiply(p, q)
    unit, pieces = factor(product)
    back = {0: unit}
    for key, k in pieces.items():
        for _ in range(k):
            back = multiply(back, dict(key))
    assert back == product


@tried(25)
@given(st.recursive(st.sampled_from([x, y, sp.Integer(2), R(1, 3)]), lambda e: st.tuples(st.sampled_from("+*/^sel"), e, e), max_leaves=6))
def test_an_expression_equals_its_expansion_and_not_its_neighbour(tree: Any) -> Any:
    def build(t: Any) -> Any:
        if not isinstance(t, tuple):
            return t
        kind, p, q = t[0], build(t[1]), build(t[2])
        made = {"+": p + q, "*": p * q, "/": p / (q**2 + 1), "^": p**2, "s": sp.sin(p), "e": sp.exp(p), "l": sp.log(q**2 + 1)}
        return made[kind]

    expr = build(tree)
    assert have_equal_normal_forms(expr, sp.expand(expr))
    assert not have_equal_normal_forms(expr, expr + x**7 + R(1, 10**30))


TRAPS = [
    (sp.sqrt(x**2), x),
    (sp.log(x**2), 2 * sp.log(-x) + 1),
    (sp.sqrt(1 - sp.sin(x) ** 2), sp.cos(x)),
    (sp.sqrt(x**2 * y), x * sp.sqrt(y)),
    (sp.atan(1 / x), sp.pi / 2 - sp.atan(x)),
    (sp.Abs(x + y), sp.Abs(x) + sp.Abs(y)),
    (sp.Max(x, 0) ** 2, x**2),
    (2 * sp.asin(x), sp.acos(1 - 2 * x**2)),
    (sp.sqrt((x - 1) ** 2) + sp.sqrt((x - 2) ** 2), 2 * x - 3),
    ((x**2) ** R(3, 2), x**3),
    (sp.exp(x) ** 2, sp.exp(x**2)),
    (sp.log(x + y), sp.log(x) + sp.log(y)),
    (sp.tan(x + y), sp.tan(x) + sp.tan(y)),
    (sp.sqrt(sp.sqrt(2) - 1), sp.sqrt(2) - 1),
]


@pytest.mark.parametrize("left, right", TRAPS, ids=str)
def test_false_identities_have_no_proof(left: Any, right: Any) -> None:
    assert not have_equal_normal_forms(left, right)
    proof = prove_by_normal_form(left, right)
    assert proof is None or any(step[0] == "multiple of π" for step in proof.steps)


BOUNDED = [
    (sp.sqrt(x**2), x, (0, None)),
    (sp.sqrt((x - 1) ** 2), 1 - x, (None, 1)),
    (sp.Abs(x**2 - 4), 4 - x**2, (-2, 2)),
    (sp.sqrt(x**4 - 2 * x**2 + 1), x**2 - 1, (1, None)),
    (sp.log(x**2), 2 * sp.log(x), (0, None)),
]


@pytest.mark.parametrize("left, right, ends", BOUNDED, ids=str)
def test_bounds_settle_signs(left: Any, right: Any, ends: Any) -> None:
    assert have_equal_normal_forms(left, right, bounds={x: ends})
    assert not have_equal_normal_forms(left, -right, bounds={x: ends})


def test_signs_of_polynomials_between_numbers() -> None:
    parabola = {2: 1, 0: -2}
    assert sign_between(parabola, Fraction(2), None) == 1
    assert sign_between(parabola, Fraction(-1), Fraction(1)) == -1
    assert sign_between(parabola, Fraction(1), Fraction(2)) is None


def test_impossible_signs_are_not_among_the_combinations() -> None:
    keys = tuple(frozenset({(1, 1), (0, shift)}) for shift in (1, -1))
    assert (-1, 1) not in sign_vectors(keys)
    assert len(sign_vectors(keys)) == 3


def test_signs_between_neighbouring_zeros_are_found() -> None:
    keys = (frozenset({(1, 2), (0, -1)}), frozenset({(1, 1)}), frozenset({(1, 2), (0, 1)}))
    assert sign_vectors(keys) == {(-1, -1, -1), (-1, -1, 1), (-1, 1, 1), (1, 1, 1)}


def test_a_tiny_factor_on_a_power_of_an_angle_has_no_proof() -> None:
    tiny = 1 + R(1, 10**26)
    assert prove_by_normal_form(sp.asin(2 * x) ** R(3, 2), tiny * (sp.pi / 2 - sp.acos(2 * x)) ** R(3, 2)) is None


def test_a_budget_of_work_ends_an_expansion() -> None:
    with pytest.raises(NoNormalForm, match="too many terms"):
        Converter(work=5_000).difference((x + y + a + n + 1) ** 40 * (x - y) ** 40, (x + 2) ** 40)


def test_what_has_no_place_in_the_tower_is_said() -> None:
    with pytest.raises(NoNormalForm, match="no generator"):
        Converter().difference(sp.I * x, x)


def test_exponents_are_packed_apart() -> None:
    assert MASK == 2**BITS - 1
    assert list(exponents(3 + (2 << (2 * BITS)))) == [(0, 3), (2, 2)]
