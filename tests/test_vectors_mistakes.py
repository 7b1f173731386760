"""Mistakes in several variables are placed in entries by row and column, and named."""

from dataclasses import replace

import pytest
import sympy as sp

import symtutor as st
from symtutor.deriving.search import derive
from symtutor.diagnosing.mistakes import mistaken_answers
from symtutor.goals.vectors import Potential
from symtutor.problem import Problem
from symtutor.rules import BOOK
from symtutor.verdict import Status

x, y = sp.symbols("x y")


def test_mistakes_are_found_where_another_component_is_integrated_first() -> None:
    book = BOOK.with_rules(replace(BOOK.by_id["vector.potential"], when=lambda _goal, _context: ()))
    problem = Problem(Potential((2 * x * y, x**2 + 2 * y), (x, y)))
    solved = derive(problem, book)
    assert "vector.potential_otherwise" in {node.rule.id for node in solved.nodes()}
    made = {m.id: value for r, m, value in mistaken_answers(problem, solved, book) if r.id == "vector.potential_otherwise"}
    assert made == {"integrals-added": 2 * x**2 * y + y**2, "components-added": 2 * x * y + x**2 + 2 * y}


CUBIC = st.gradient("x^2 + y^3")
CUBIC_AT = st.gradient("x^2 + y^3", at=(2, 3))
PRODUCT = st.gradient("x^2 y^3")
MAP = st.jacobian("(2xy, x^2 y)")
SECOND = st.hessian("x^2 y^3")
SECOND_AT = st.hessian("x^2 y^3", at=(1, 1))
SPIN = st.curl("(x y, y z, z x)")

PLACED = (
    (CUBIC, "(2x, 2y)", "vector.gradient/pattern-repeated", "The y component is wrong"),
    (CUBIC, "(2x, y^2)", "diff.power/no-factor", "The y component is wrong"),
    (CUBIC, "(2x + y^3, x^2 + 3y^2)", "vector.partial/held-term-kept", "Every component is wrong"),
    (CUBIC, "(x, 3y^3)", "diff.power/no-factor", "In the y component: The exponent has to drop by one"),
    (CUBIC, "(17, 3y^3)", "diff.power/exponent-kept", "In the y component: The exponent has to drop by one"),
    (CUBIC_AT, "(4, 6)", "vector.gradient/pattern-repeated", "y component"),
    (CUBIC_AT, "(4, 9)", "diff.power/no-factor", "y component"),
    (PRODUCT, "(0, 0)", "vector.partial/held-as-zero", "Every component is wrong"),
    (PRODUCT, "(2x, 3y^2)", "vector.partial/held-factor-lost", "Every component is wrong"),
    (PRODUCT, "(2x y^3, 6x y^2)", "vector.partial/held-differentiated", "y component"),
    (MAP, "[[2y, x], [2xy, x^2]]", "vector.partial/number-lost", "row 1, column 2"),
    (MAP, "[[2y, 0], [0, x^2]]", "vector.jacobian/others-as-zero", "row 1, column 2 and row 2, column 1"),
    (MAP, "[[2y, 2x]]", "vector.jacobian/row-of-first", "1 row and 2 columns"),
    (MAP, "-2x^2 y", "vector.jacobian/determinant", "1 row and 1 column"),
    (SECOND, "(2x y^3, 3x^2 y^2)", "vector.hessian/gradient", "2 rows and 1 column"),
    (SECOND, "[[2y^3, 6x y^2], [0, 6x^2 y]]", "vector.partial/held-as-zero", "row 2, column 1"),
    (SECOND, "[[2y^3, 6x y^2], [6x^2 y, 6x^2 y]]", "vector.partial/other-variable", "By Clairaut's theorem the Hessian is symmetric"),
    (SECOND_AT, "[[2, 0], [0, 6]]", "vector.hessian/mixed-as-zero", "row 1, column 2 and row 2, column 1"),
    (SPIN, "(-y, z, -x)", "vector.curl/middle-sign", "The y component is wrong"),
    (SPIN, "x + y + z", "vector.curl/divergence", "1 row and 1 column"),
    (st.curl("(-y, x)"), "2", "vector.curl/third-entry-alone", "1 row and 1 column"),
)


@pytest.mark.parametrize("solution, answer, mistake, words", PLACED, ids=[f"{answer}: {mistake}" for _, answer, mistake, _ in PLACED])
def test_entries_are_placed_and_named_by_their_own_derivation(solution: st.Solution, answer: str, mistake: str, words: str) -> None:
    verdict = solution.check(answer)
    assert verdict.status is Status.INCORRECT
    assert verdict.mistake == mistake
    assert words in verdict.explanation


def test_a_symmetric_wrong_hessian_is_not_called_asymmetric() -> None:
    assert "symmetric" not in SECOND.check("[[2y^3, 12x y^2], [12x y^2, 6x^2 y]]").explanation
    assert "symmetric" not in MAP.check("[[2y, 0], [0, x^2]]").explanation


def test_an_answer_that_no_mistake_leads_to_has_no_name() -> None:
    for solution, answer in ((CUBIC, "(2x, 17)"), (MAP, "[[7, 2x], [2xy, 5]]"), (SPIN, "(1, 2, 3)")):
        verdict = solution.check(answer)
        assert verdict.status is Status.INCORRECT
        assert verdict.mistake is None


def test_planes_are_named_in_any_form_of_their_equation() -> None:
    plane = st.tangent_plane("x^2 y", at={"x": 1, "y": 2})
    assert plane.check("8x + 2y - 2z = 8")
    assert plane.check("z - 4x - y = 2").mistake == "vector.tangent_plane/not-shifted"
    assert plane.check("2z = 8x + 2y").mistake == "vector.tangent_plane/slopes-alone"
    assert plane.check("z = 4x + y + 3").mistake is None


def test_a_potential_with_a_term_counted_twice_is_named() -> None:
    found = st.potential("(2xy + y^2, x^2 + 2xy)")
    assert found.check("2x^2 y + 2x y^2").mistake == "vector.potential/integrals-added"
    assert found.check("x^2 y").mistake is None
    assert found.check("x^2 y + x y^2 - 3").status is Status.CORRECT


def test_increments_are_letters_of_an_answer() -> None:
    found = st.total_differential("x^2 y")
    assert found.check("2x y dx + x^2 dy")
    assert found.check("2xy dy + x^2 dx").mistake == "vector.differential/increments-swapped"
    assert found.check("2xy + x^2").mistake == "vector.differential/no-increments"


@pytest.mark.parametrize(
    "f, answer", [("e^(x y)", "e^(x y)"), ("sin(x y^2)", "cos(x y^2)"), ("sin(3x)", "cos(3x)"), ("sin(3x + 1)", "cos(3x + 1)")]
)
def test_an_inner_derivative_that_is_not_there_is_named_so(f: str, answer: str) -> None:
    assert st.differentiate(f, "x").check(answer).mistake == "diff.chain/no-inner-derivative"
