"""Derivatives at kinks in every question that takes a point, and questions that make no sense among real numbers."""

from typing import Any

import pytest
import sympy as sp

import symtutor
from symtutor.checking.meanings.by_goal import judge
from symtutor.errors import InputError, NoRuleApplies
from symtutor.goals import vectors as kinds
from symtutor.verdict import Status

X, Y = sp.symbols("x y")
NAN = sp.nan
AT = {"x": 0, "y": 1}


def worked(solution: Any) -> Any:
    assert solution.explained
    assert solution.report.status is Status.CORRECT
    assert str(solution)
    return solution.answer


# ---- kinks at a point ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    "f, entries",
    [
        ("|x| + |y|", (NAN, 1)),
        ("|sin x| + y", (NAN, 1)),
        ("sin(x) |sin x| + y", (0, 1)),
        ("x |x| + y^2", (0, 2)),
        ("|x y|", (NAN, 0)),
        ("floor(x) + y", (NAN, 1)),
        ("sign(sin x) + y", (NAN, 1)),
        ("max(sin x, x) + y", (1, 1)),
    ],
)
def test_each_entry_of_a_gradient_is_taken_from_both_sides(f: str, entries: Any) -> None:
    assert worked(symtutor.gradient(f, ("x", "y"), at=AT)) == sp.ImmutableMatrix(entries)


OF_A_POINT: list[tuple[Any, Any]] = [
    (lambda: symtutor.hessian("x |x| + y^2", at=AT), sp.ImmutableMatrix([[NAN, 0], [0, 2]])),
    (lambda: symtutor.jacobian(("|sin x|", "x y"), at=AT), sp.ImmutableMatrix([[NAN, 0], [1, 0]])),
    (lambda: symtutor.divergence(("|sin x|", "x y"), at=AT), NAN),
    (lambda: symtutor.divergence(("x |sin x|", "x y"), at=AT), 0),
    (lambda: symtutor.directional_derivative("|x| + y", (1, 0), at=AT), NAN),
    (lambda: symtutor.directional_derivative("|sin x| + y", (0, 3), at=AT), 1),
    (lambda: symtutor.directional_derivative("x |x| + y", (1, 1), at=AT), sp.sqrt(2) / 2),
    (lambda: symtutor.parametric("t", "|sin t|", at=0), NAN),
    (lambda: symtutor.parametric("t", "t |sin t|", at=0), 0),
    (lambda: symtutor.differential("|sin x|", at={"x": 0, "dx": 1}), NAN),
    (lambda: symtutor.differential("x |x| + x", at={"x": 0, "dx": 2}), 2),
    (lambda: symtutor.differentiate("|sin x|", "t", where={"x": "t"}, at=0), NAN),
    (lambda: symtutor.differentiate("|sin x| y", "x", "y", at=AT), NAN),
    (lambda: symtutor.differentiate("|y| x", "x", "y", at=AT), 1),
    (lambda: symtutor.differentiate("ln|x|", at=0), NAN),
    (lambda: symtutor.differentiate("|x|/x", at=0), NAN),
    (lambda: symtutor.tangent_plane("x |x| + y", at=AT), sp.Eq(sp.Symbol("z"), Y)),
]


@pytest.mark.parametrize("asked, answer", OF_A_POINT, ids=map(str, range(len(OF_A_POINT))))
def test_no_question_at_a_point_overlooks_a_kink(asked: Any, answer: Any) -> None:
    assert worked(asked()) == answer


@pytest.mark.parametrize("asked", [symtutor.tangent_plane, symtutor.approximation])
def test_there_is_no_tangent_plane_at_a_kink(asked: Any) -> None:
    with pytest.raises(InputError, match="direction of x do not agree"):
        asked("|sin x| + y", at=AT)


@pytest.mark.parametrize(
    "goal, claimed",
    [
        (kinds.DerivativesAt(sp.Derivative(sp.Abs(sp.sin(X)), X), (X,), (0,)), sp.S.Zero),
        (kinds.DerivativesAt(kinds.grad(sp.Abs(X) + Y, (X, Y)), (X, Y), (0, 1)), sp.ImmutableMatrix([0, 1])),
        (kinds.DirectionalDerivativeAt(sp.Abs(X) + Y, (X, Y), sp.ImmutableMatrix([1, 0]), (0, 1)), sp.S.Zero),
        (kinds.TangentPlane(sp.Abs(X) + Y, (X, Y), (0, 1), sp.Symbol("z")), sp.Eq(sp.Symbol("z"), Y)),
    ],
)
def test_the_check_refutes_a_derivative_read_off_a_formula(goal: Any, claimed: Any) -> None:
    assert judge(goal, claimed).status is not Status.CORRECT


@pytest.mark.parametrize(
    "pieces, slope",
    [
        (((X, sp.Ne(X, 0)), (0, True)), 1),
        (((sp.sin(X) / X, sp.Ne(X, 0)), (5, True)), NAN),
        (((sp.sin(X), sp.sin(X) > 0), (0, True)), NAN),
    ],
)
def test_a_single_value_is_no_piece_at_its_point(pieces: Any, slope: Any) -> None:
    assert symtutor.differentiate(sp.Piecewise(*pieces), at=0).answer == slope


# ---- real numbers -------------------------------------------------------------------------------
@pytest.mark.parametrize("f", ["(-2)^x", "0^x", "ln(-1 - x^2)", "sqrt(-1 - x^2)", "arcsin(x^2 + 2)", "ln(sin(x) - 2)"])
def test_what_is_real_nowhere_is_refused(f: str) -> None:
    for asked in (symtutor.differentiate, symtutor.differential, symtutor.gradient):
        with pytest.raises(InputError, match="is real"):
            asked(f)


@pytest.mark.parametrize("f", ["(-1)^n x^n", "(-1 - x^2)^(1/3)", "ln(-x)", "x^x", "sqrt(x - 1)"])
def test_what_is_real_somewhere_is_not_refused(f: str) -> None:
    assert symtutor.differentiate(f, "x").answer is not None


def test_an_empty_curve_has_no_slope() -> None:
    with pytest.raises(InputError, match="no real point"):
        symtutor.implicit("x^2 + y^2 = -1", "y", "x")


@pytest.mark.parametrize(
    "asked, told",
    [
        (lambda: symtutor.differentiate("x^2", at="i"), "not real"),
        (lambda: symtutor.differentiate("x^2", at="oo"), "finite coordinates"),
        (lambda: symtutor.differentiate("x^2", at={"y": 3}), "y, which does not occur"),
        (lambda: symtutor.gradient("x^2 + y", at={"x": 1, "y": 1, "z": 2}), "z, which does not occur"),
    ],
)
def test_a_point_must_be_one(asked: Any, told: str) -> None:
    with pytest.raises(InputError, match=told):
        asked()


def test_the_gamma_function_is_known_by_its_letter() -> None:
    assert symtutor.equivalent("Γ(x+1)", "x Γ(x)").status is not Status.INCORRECT
    assert symtutor.differentiate("Γ(x)").answer == sp.gamma(X) * sp.digamma(X)


# ---- inverses, lines ----------------------------------------------------------------------------
def test_an_inverse_leads_to_the_branch_that_is_not_negative() -> None:
    solution = symtutor.inverse_derivative("x^2", 4)
    assert solution.answer == sp.Rational(1, 4)
    assert "also taken at x = -2" in str(solution)
    assert symtutor.inverse_derivative("x^2", 4, point=-2).answer == -sp.Rational(1, 4)


def test_an_inverse_has_no_derivative_where_the_slope_is_0() -> None:
    with pytest.raises(InputError, match="vertical tangent at 0"):
        symtutor.inverse_derivative("x^3", 0)


def test_a_vertical_tangent_of_a_curve_is_told() -> None:
    assert "The tangent is vertical" in str(symtutor.implicit("x^2 + y^2 = 25", "y", "x", at=(5, 0)))
    assert "vertical" not in str(symtutor.implicit("x^2 + y^2 = 25", "y", "x", at=(3, 4)))


@pytest.mark.parametrize("asked", [symtutor.tangent, symtutor.normal_line])
def test_there_is_no_line_at_a_kink(asked: Any) -> None:
    with pytest.raises(NoRuleApplies, match="no tangent at x = 0"):
        asked("|x|", at=0)


def test_a_mistake_of_the_rule_for_the_whole_is_named_first() -> None:
    verdict = symtutor.check("d/dx x^x", "x x^(x-1)")
    assert verdict.mistake == "diff.general_power/power-rule"


def test_a_slope_by_a_parameter_needs_an_x_that_moves() -> None:
    assert "for t ≠ 0" in str(symtutor.parametric("t^2", "t^3"))
    assert "limit of the slope" in str(symtutor.parametric("t^2", "t^3", at=0))
    assert "≠" not in str(symtutor.parametric("e^t", "t"))


def test_a_derivative_that_stands_alone_is_not_divided_by_1() -> None:
    text = str(symtutor.implicit("y = x^2", "y", "x"))
    assert "1·" not in text
    assert text.count("⇒  y′ = 2x") == text.count("Answer: y′ = 2x") == 1
    assert text.count("y′ = 2x") == 2


def test_the_definition_needs_a_place_where_formulas_change() -> None:
    with pytest.raises(InputError, match="no single limit"):
        symtutor.differentiate("|x|", method="limit")
    assert symtutor.differentiate("|x|", method="limit", at=0).answer is NAN


def test_a_right_derivative_of_a_floor_is_told_to_hold_between_the_jumps() -> None:
    assert str(symtutor.check("d/dx floor(x)", "0")) == "Correct for x not a whole number."
    assert symtutor.check("d/dx floor(x)", "0").domain == sp.Ne(sp.floor(X), X)
    assert str(symtutor.check("d/dx |x|", "sign(x)")) == "Correct for x ≠ 0."
