"""Answers with several entries: the wrong entry is named, the transpose and a row for a column are recognised."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.errors import InputError
from symtutor.verdict import Status

x, y = sp.symbols("x y")
GRADIENT = st.gradient("x^2 + y^3")
JACOBIAN = st.jacobian("(2xy, x^2 y)")
HESSIAN = st.hessian("x^2 y^3")

RIGHT = (
    (GRADIENT, "(2x, 3y^2)"),
    (GRADIENT, "[2x, 3 y y]"),
    (GRADIENT, [2 * x, 3 * y**2]),
    (GRADIENT, sp.Matrix([2 * x, 3 * y**2])),
    (GRADIENT, r"\begin{pmatrix} 2x \\ 3y^2 \end{pmatrix}"),
    (JACOBIAN, "[[2y, 2x], [2xy, x^2]]"),
    (JACOBIAN, [[2 * y, 2 * x], [2 * x * y, x**2]]),
    (HESSIAN, "[[2y^3, 6x y^2], [6x y^2, 6x^2 y]]"),
)


@pytest.mark.parametrize("solution, answer", RIGHT, ids=lambda thing: str(thing)[:30].replace("\n", " "))
def test_right_answers_are_right_in_every_form(solution: st.Solution, answer: object) -> None:
    assert solution.check(answer).status is Status.CORRECT


WRONG = (
    (GRADIENT, "(2x, 3y)", None, "The y component is wrong"),
    (GRADIENT, "(2x, 3y^3)", "diff.power/exponent-kept", "The y component is wrong"),
    (GRADIENT, "[[2x, 3y^2]]", "vector.gradient/row-for-column", "1 row and 2 columns"),
    (GRADIENT, "(3y^2, 2x)", "vector.gradient/entries-swapped", "Every component is wrong"),
    (GRADIENT, "2x + 3y^2", "vector.gradient/added", "added"),
    (GRADIENT, "(2x, 3y^2, 0)", None, "3 rows"),
    (JACOBIAN, "[[2y, 2xy], [2x, x^2]]", "vector.jacobian/transposed", "row 1, column 2 and row 2, column 1"),
    (JACOBIAN, "[[2x, 2y], [x^2, 2xy]]", "vector.jacobian/columns-swapped", "columns"),
    (JACOBIAN, "[[2xy, x^2], [2y, 2x]]", "vector.jacobian/rows-swapped", "rows"),
    (JACOBIAN, "(2y, 2x)", "vector.jacobian/gradient-of-first", "2 rows and 1 column"),
    (JACOBIAN, "[[2y, 2x], [2x, x^2]]", "vector.partial/held-factor-lost", "row 2, column 1"),
    (JACOBIAN, "[[2y, 2x], [2xy, 2x^2]]", None, "row 2, column 2"),
    (HESSIAN, "[[2y^3, 0], [0, 6x^2 y]]", "vector.hessian/mixed-as-zero", "row 1, column 2"),
)


@pytest.mark.parametrize("solution, answer, mistake, words", WRONG, ids=lambda thing: str(thing)[:30].replace("\n", " "))
def test_wrong_answers_are_placed_and_named(solution: st.Solution, answer: str, mistake: str | None, words: str) -> None:
    verdict = solution.check(answer)
    assert verdict.status is Status.INCORRECT
    assert verdict.mistake == mistake
    assert words in verdict.explanation


def test_a_jacobian_that_is_not_square_may_be_transposed() -> None:
    solution = st.jacobian("(x y, x, y)", ("x", "y"))
    verdict = solution.check(solution.answer.T)
    assert verdict.mistake == "vector.jacobian/transposed"
    assert "2 rows and 3 columns" in verdict.explanation


def test_a_direction_left_long_is_named() -> None:
    solution = st.directional_derivative("x^2 y", (3, 4), at=(1, 2))
    assert solution.check("16/5")
    assert solution.check("16").mistake == "vector.normalize/not-normalized"
    assert solution.check("16/25").mistake == "vector.normalize/squared-length"


def test_rows_of_different_lengths_are_refused() -> None:
    with pytest.raises(InputError, match="different lengths"):
        JACOBIAN.check([[1, 2], [3]])
    with pytest.raises(InputError, match="mathematics was expected"):
        JACOBIAN.check(None)


def test_shape_and_entries_at_a_point() -> None:
    solution = st.gradient("x^2 + y^3", at=(2, 3))
    assert solution.check("(4, 27)")
    assert "y component" in solution.check("(4, 6)").explanation


@pytest.mark.parametrize(
    "solution, answer, words",
    [
        (st.gradient("x y z + z^2"), "(x z, y z, x y + 2z)", "The x and y components are wrong"),
        (st.gradient("x y z + z^2"), "(x z, y z, x y + 2z)", "in the x component"),
        (st.curl("(y z, 0, x^2)"), "(0, y + 2x, -z)", "The y component is wrong"),
        (st.gradient("x^2"), "3x", "The only entry is wrong"),
        (st.hessian("x^3"), "3x^2", "That is the first derivative"),
    ],
    ids=str,
)
def test_components_are_called_by_their_variables(solution: st.Solution, answer: str, words: str) -> None:
    assert words in solution.check(answer).explanation


def test_letters_left_at_a_point_are_named() -> None:
    verdict = st.gradient("x^2 + y^3", at=(2, 3)).check("(2x, 3y^2)")
    assert verdict.mistake == "eval.substitute/not-evaluated"
    assert "put in the numbers" in verdict.explanation
    assert st.differentiate("x^3", at=2).check("3x^2").mistake == "eval.substitute/not-evaluated"
    assert st.divergence("(x^2, y^3)", at=(2, 3)).check("2x + 3y^2").mistake == "eval.substitute/not-evaluated"


def test_repeated_partial_derivatives_say_what_is_held_constant() -> None:
    found = st.differentiate("x^2 y + y^3", "x", order=2)
    assert found.answer == 2 * y
    assert "y held constant" in str(found)
    assert "∂²/∂x² (x²·y + y³)" in str(found)
    assert r"\frac{\partial^{2}}{\partial x^{2}}" in found.latex()
    assert "d²/dx² x³" in str(st.hessian("x^3"))
    assert "Clairaut" not in str(st.hessian("x^3"))


@pytest.mark.parametrize("answer", ["(y, 2y)", "[[y, 2y], [0, 1]]", [y, 2 * y], (y, 2 * y), sp.Matrix([y, 2 * y])], ids=str)
def test_a_list_for_a_single_expression_is_wrong(answer: object) -> None:
    verdict = st.divergence("(x y, y^2)").check(answer)
    assert verdict.status is Status.INCORRECT
    assert "a single expression was asked for" in verdict.explanation
    assert "entries" in verdict.text()
    assert verdict.json()


def test_a_list_is_no_derivative_and_no_integral() -> None:
    assert st.check("d/dx x^2", "(2x, 0)").status is Status.INCORRECT
    assert st.check("∫ 2x dx", "(x^2, 1)").status is Status.INCORRECT
    assert st.potential("(2xy, x^2)").check("(2xy, x^2)").status is Status.INCORRECT
    assert st.check("lim x→0 sin(x)/x", "(1, 1)").status is Status.INCORRECT
