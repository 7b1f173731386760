"""Several variables: gradients, Jacobians, Hessians, fields, chain rule, planes; every answer beside SymPy's own."""

from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.derivation import check_derivation
from symtutor.checking.meanings.by_goal import judge
from symtutor.deriving.search import derive
from symtutor.errors import InputError, StepRefuted
from symtutor.goals.vectors import Curl, Gradient, Jacobian, Partial, Potential
from symtutor.problem import Problem
from symtutor.rules import BOOK
from symtutor.rules.vectors.notation import matrix, partial
from symtutor.verdict import Status

x, y, z, r, s, t, u, v = sp.symbols("x y z r s t u v")

FUNCTIONS = (
    x**2 + y**3,
    x * y * z,
    sp.exp(x * y) * sp.sin(z),
    sp.log(x**2 + y**2 + 1),
    sp.sqrt(x**2 + y**2 + z**2),
    x / (y + z),
    sp.atan(y / x),
    x**y,
    sp.cosh(x - y) * z**3,
    1 / (1 + sp.exp(-x - 2 * y)),
    sp.Integer(7) * x,
)


@pytest.mark.parametrize("f", FUNCTIONS, ids=str)
def test_gradient_and_hessian_are_those_of_sympy(f: sp.Expr) -> None:
    names = sorted(f.free_symbols, key=str)
    found = st.gradient(f)
    assert found.answer.shape == (len(names), 1)
    assert all(st.equivalent(a, sp.diff(f, n)) for a, n in zip(found.answer.flat(), names, strict=True))
    assert found.report.status is Status.CORRECT
    assert found.explained
    second = st.hessian(f)
    assert second.answer == second.answer.T
    assert all(st.equivalent(second.answer[i, j], sp.diff(f, a, b)) for i, a in enumerate(names) for j, b in enumerate(names))


def test_the_jacobian_is_in_numerator_layout() -> None:
    found = st.jacobian((2 * x * y, x**2 * y, z), (x, y))
    assert found.answer == sp.Matrix([[2 * y, 2 * x], [2 * x * y, x**2], [0, 0]])
    text = str(found)
    assert "3 rows, 2 columns" in text
    assert "partial derivative" in text
    assert [step.rule for step in found.steps].count("vector.partial") == 6


def test_what_is_held_constant_is_said_and_not_left_out() -> None:
    found = st.differentiate("x^2 y^3", "x")
    assert found.answer == 2 * x * y**3
    assert "y held constant" in str(found)
    assert found.check("2x").mistake is not None
    assert found.check("0").mistake == "vector.partial/held-as-zero"
    assert "Partial derivative" in found.text(detail="full")


def test_variables_are_named_ordered_and_parameters_are_not() -> None:
    a = sp.Symbol("a")
    assert st.gradient(a * x * y, (y, x)).answer == sp.Matrix([a * x, a * y])
    assert st.gradient("a x y", "x, y").answer == sp.Matrix([a * y, a * x])
    with pytest.raises(InputError, match="twice"):
        st.gradient(x * y, (x, x))
    with pytest.raises(InputError, match="no variable"):
        st.gradient(5)
    with pytest.raises(InputError, match="empty"):
        st.jacobian([])


@pytest.mark.parametrize(
    "f, direction, at, answer",
    [
        ("x^2 y", (3, 4), (1, 2), sp.Rational(16, 5)),
        ("x y z", (1, 2, 2), (1, 1, 1), sp.Rational(5, 3)),
        ("x^2 + y^2", ("cos theta", "sin theta"), None, 2 * x * sp.cos(sp.Symbol("theta")) + 2 * y * sp.sin(sp.Symbol("theta"))),
        ("e^x y", (-1, 1), (0, 2), -sp.sqrt(2) / 2),
    ],
)
def test_directional_derivatives_are_per_unit_of_length(f: str, direction: Any, at: Any, answer: sp.Expr) -> None:
    found = st.directional_derivative(f, direction, ("x", "y", "z")[: len(direction)], at=at)
    assert st.equivalent(found.answer, answer)
    assert found.report.status is Status.CORRECT


def test_a_direction_that_is_no_direction_is_refused() -> None:
    with pytest.raises(InputError, match="zero vector"):
        st.directional_derivative("x y", (0, 0))
    with pytest.raises(InputError, match="2 variables"):
        st.directional_derivative("x y", (1, 2, 3))
    found = st.directional_derivative("x^2 y", (3, 4), at=(1, 2), unit=False)
    assert found.answer == 16


CHAINS = (
    (3 * x**2 * y**3, {x: t**4, y: t**2}, t),
    (x**2 * t, {x: sp.sin(t)}, t),
    (x * y * sp.exp(x / y), {x: r * sp.cos(s), y: r * sp.sin(s)}, s),
    (x * y, {x: 2 * sp.cos(u), y: 3 * sp.sin(v)}, u),
    (sp.log(x + y) + t, {x: u * t, y: u + t}, t),
    (x**4 - 3 * x * y, {y: t**3}, x),
    (x + y, {x: u, y: v}, t),
)


@pytest.mark.parametrize("f, places, variable", CHAINS, ids=str)
def test_the_chain_rule_adds_a_product_for_each_path(f: sp.Expr, places: dict[Any, Any], variable: sp.Symbol) -> None:
    found = st.differentiate(f, variable, where=places)
    wanted = sp.diff(f.subs(places, simultaneous=True), variable)
    assert st.equivalent(found.answer, wanted)
    assert found.report.status is Status.CORRECT
    known: dict[Any, Any] = {}
    for step in found.steps:
        known.update(step.lets)
        assert sp.simplify((step.before.subs(known) - step.after.subs(known)).doit()) == 0, step


def test_chain_rule_mistakes_are_named() -> None:
    found = st.differentiate("x y", "t", where={"x": "t^2", "y": "sin t"})
    assert found.check("2t sin t").mistake == "vector.chain/last-term-forgotten"
    assert found.check("sin t + t^2").mistake == "vector.chain/no-inner-derivative"
    direct = st.differentiate("x^2 t", "t", where={"x": "sin t"})
    assert direct.check("2t sin t cos t").mistake == "vector.total/direct-forgotten"
    assert direct.check("sin^2 t").mistake == "vector.total/only-direct"
    with pytest.raises(InputError, match="new letters"):
        st.differentiate("x y", "t", where={"x": "t y", "y": "t"})
    with pytest.raises(InputError, match="stands for"):
        st.differentiate("x y", "x", where={"x": "2t", "y": "t"})


def test_divergence_and_curl() -> None:
    field = (x**2 * z, x * y**2, y + 2 * z)
    assert st.divergence(field).answer == 2 * x * z + 2 * x * y + 2
    assert st.curl(field).answer == sp.Matrix([1, x**2, y**2])
    assert st.curl("(-y, x)").answer == sp.Matrix([0, 0, 2])
    assert st.divergence((sp.exp(-x * y), sp.exp(x * z), sp.exp(y * z)), at={x: 3, y: 2, z: 0}).answer == 2 - 2 * sp.exp(-6)
    f = sp.sin(x * y) * sp.exp(z)
    assert all(st.equivalent(entry, 0) for entry in st.curl(list(st.gradient(f).answer)).answer.flat())
    with pytest.raises(InputError, match="component for each variable"):
        st.divergence((x, y), (x, y, z))


POTENTIALS = (
    x**2 * y + y**2 * z,
    y * sp.exp(x) + x * sp.sin(y),
    z**2 - z - x / y,
    sp.log(x**2 + 1) * y,
    x * y * z + sp.cos(z),
    sp.exp(x * y),
)


@pytest.mark.parametrize("f", POTENTIALS, ids=str)
def test_a_potential_is_found_from_its_gradient(f: sp.Expr) -> None:
    names = sorted(f.free_symbols, key=str)
    field = [sp.diff(f, n) for n in names]
    found = st.potential(field, names)
    assert all(st.equivalent(sp.diff(found.answer, n), c) for n, c in zip(names, field, strict=True))
    assert found.report.status is Status.CORRECT


def test_a_field_without_potential_is_proved_to_have_none() -> None:
    found = st.potential("(-y, x)")
    assert found.answer is None
    assert "−1 ≠ 1" in str(found)
    assert "Clairaut" in found.text(detail="full")
    assert judge(Potential((-y, x), (x, y)), sp.Ne(-1, 1, evaluate=False)).status is Status.CORRECT
    assert judge(Potential((2 * x * y, x**2), (x, y)), sp.Ne(2 * x, 2 * x + 1, evaluate=False)).status is Status.INCORRECT
    assert judge(Potential((2 * x * y, x**2), (x, y)), x**2 * y + x).status is Status.INCORRECT


def test_a_potential_is_judged_up_to_a_constant() -> None:
    found = st.potential("(2xy, x^2)")
    assert found.check("x^2 y + 7").status is Status.CORRECT
    assert found.check("x^2 y + x").status is Status.INCORRECT
    assert found.check(None).status is Status.INCORRECT
    none = st.potential("(-y, x)")
    assert none.check(None).status is Status.CORRECT
    assert none.check("x y").status is Status.INCORRECT


def test_tangent_planes() -> None:
    found = st.tangent_plane("2x^2 - 3xy + 8y^2 + 2x - 4y + 4", at={"x": 2, "y": -1})
    assert found.answer == sp.Eq(z, 13 * x - 26 * y - 18)
    assert found.check("13x - 26y - z = 18")
    assert found.check("z = 13x - 26y").mistake == "vector.tangent_plane/slopes-alone"
    assert found.check("z = 13(x - 2) - 26(y + 1)").mistake == "vector.tangent_plane/value-forgotten"
    level = st.tangent_plane("x y + y z + z x = 11", at={"x": 1, "y": 2, "z": 3})
    assert level.answer == sp.Eq(5 * x + 4 * y + 3 * z - 22, 0)
    with pytest.raises(InputError, match="not on the surface"):
        st.tangent_plane("x y + y z + z x = 11", at={"x": 1, "y": 2, "z": 4})
    with pytest.raises(InputError, match="gradient is 0"):
        st.tangent_plane("x^2 + y^2 = z^2", at={"x": 0, "y": 0, "z": 0})
    assert found.check("13x").status is Status.INCORRECT  # z = 13x
    with pytest.raises(InputError, match="an equation was expected"):
        found.check("13z")


def test_approximations_and_differentials() -> None:
    f = sp.exp(x) * y
    assert sp.expand(st.approximation(f, at=(0, 2), order=2).answer - (2 + 2 * x + (y - 2) + x**2 + x * (y - 2))) == 0
    assert st.approximation(f, at=(0, 1)).answer == x + y
    dx, dy = sp.symbols("dx dy")
    assert st.total_differential(f).answer == dx * y * sp.exp(x) + dy * sp.exp(x)
    assert st.jacobian_determinant((r * sp.cos(t), r * sp.sin(t)), (r, t)).check("r")
    with pytest.raises(InputError, match="square"):
        st.jacobian_determinant((x, y, x * y), (x, y))


def test_the_answer_is_the_same_for_matrices_lists_and_text() -> None:
    wanted = st.jacobian("(2xy, x^2 y)").answer
    assert st.jacobian([2 * x * y, x**2 * y]).answer == wanted
    assert st.jacobian(sp.Matrix([2 * x * y, x**2 * y])).answer == wanted
    assert st.jacobian("2xy, x^2 y").answer == wanted


def test_a_point_that_is_not_whole_is_refused() -> None:
    with pytest.raises(InputError, match="no value for y"):
        st.tangent_plane(x * y, at={"x": 1}, variables=(x, y))
    assert st.gradient(x * y, at={"x": 1}).answer == sp.Matrix([y, 1])


FALSE = {
    "vector.gradient": (
        lambda f, variables: matrix([[partial(f, w, variables)] for w in reversed(variables)]),
        Gradient(x**2 + y**3, (x, y)),
    ),
    "vector.jacobian": (
        lambda components, variables: matrix([[partial(f, w, variables) for f in components] for w in variables]),
        Jacobian((2 * x * y, x**2 * y), (x, y)),
    ),
    "vector.curl": (BOOK.by_id["vector.curl"].mistakes[0].right, Curl((x * y, y * z, z * x), (x, y, z))),
    "vector.partial": (BOOK.by_id["vector.partial"].mistakes[0].right, Partial(x**2 * y, x, (y,))),
}


@pytest.mark.parametrize("rule", FALSE)
def test_a_false_vector_rule_is_refuted(rule: str) -> None:
    from dataclasses import replace  # noqa: PLC0415 (only here)

    right, goal = FALSE[rule]
    book = BOOK.with_rules(replace(BOOK.by_id[rule], right=right))
    with pytest.raises(StepRefuted, match=rule):
        check_derivation(derive(Problem(goal), book))


STATED_IN_WORDS = {"vector.free_of", "vector.unit", "vector.directional", "vector.directional_at"}
VECTOR_RULES = [rule for rule in BOOK.rules if rule.id.startswith("vector.")]


@pytest.mark.parametrize("rule", VECTOR_RULES, ids=lambda rule: rule.id)
def test_every_vector_rule_states_itself(rule: Any) -> None:
    stated = rule.statement()
    if rule.id in STATED_IN_WORDS:
        assert stated is None
    else:
        left, right = stated
        assert left != right
    assert rule.words.endswith(".")
    assert rule.source


def test_json_round_trip_and_latex() -> None:
    found = st.gradient("x^2 y", at={"x": 1, "y": 2})
    assert st.Solution.from_json(found.json()).answer == found.answer
    assert r"\nabla" in found.latex()
    assert r"\begin{pmatrix}4 \\ 1\end{pmatrix}" in found.latex()
    assert "∇" not in found.latex()
    assert found.text(ascii_only=True).isascii()
