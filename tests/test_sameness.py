"""The same function, the same up to a constant, on a curve, up to a factor, as a set."""

from typing import Any

import pytest
import sympy as sp

import symtutor
from symtutor.checking.equivalence.sameness import same, same_set
from symtutor.errors import InputError
from symtutor.problem import Problem, Sameness
from symtutor.term import as_term
from symtutor.verdict import Status

x, y, z = sp.symbols("x y z")
R = sp.Rational
CORRECT, INCORRECT, UNDECIDED = Status.CORRECT, Status.INCORRECT, Status.UNDECIDED


def problem(sameness: Any, **options: Any) -> Any:
    return Problem(as_term(0), sameness, **options)


CIRCLE = problem(Sameness.MODULO_CURVE, curve=x**2 + y**2 - 1)
WAVE = problem(Sameness.MODULO_CURVE, curve=sp.Eq(sp.sin(x * y), y - x))
SLOPE = -(y * sp.cos(x * y) + 1) / (x * sp.cos(x * y) - 1)
ROOTS = problem(Sameness.MODULO_CURVE, curve=sp.sqrt(x) + sp.sqrt(y) - 3)
PRIMITIVE = problem(Sameness.UP_TO_CONSTANT, variable=x)
LINE = problem(Sameness.UP_TO_FACTOR)
SET = problem(Sameness.SET)
PLAIN = problem(Sameness.FUNCTION)

CASES = [
    (PLAIN, (x + 1) ** 2, x**2 + 2 * x + 1, CORRECT),
    (PLAIN, x**2, x**2 + 1, INCORRECT),
    (problem(Sameness.FUNCTION, domain={x: sp.Interval.open(0, sp.oo)}), sp.sqrt(x**2), x, CORRECT),
    (PRIMITIVE, sp.log(x), sp.log(5 * x), CORRECT),
    (PRIMITIVE, x**2 + y, x**2, CORRECT),
    (PRIMITIVE, x**2, x**3, INCORRECT),
    (CIRCLE, -x / y, -x / y, CORRECT),
    (CIRCLE, -x / y, (y**2 - 1) / (x * y), CORRECT),
    (CIRCLE, -x / y, x / y, INCORRECT),
    (CIRCLE, -x / y, -x / y + R(1, 10**20), INCORRECT),
    (WAVE, SLOPE, SLOPE + (sp.sin(x * y) - y + x) ** 2, CORRECT),
    (WAVE, SLOPE, SLOPE + R(1, 10**12), INCORRECT),
    (ROOTS, -sp.sqrt(y) / sp.sqrt(x), 1 - 3 / sp.sqrt(x), CORRECT),
    (ROOTS, -sp.sqrt(y) / sp.sqrt(x), 1 - 2 / sp.sqrt(x), INCORRECT),
    (LINE, sp.Eq(2 * y, 4 * x - 2), sp.Eq(y, 2 * x - 1), CORRECT),
    (LINE, sp.Eq(-sp.sqrt(2) * y, -2 * x), sp.Eq(y, sp.sqrt(2) * x), CORRECT),
    (LINE, sp.Eq(y, 2 * x), sp.Eq(y, 2 * x - 1), INCORRECT),
    (LINE, 2 * x + 4 * y - 2 * z, sp.Eq(z, x + 2 * y), CORRECT),
    (LINE, 2 * x + 4 * y - z, sp.Eq(z, x + 2 * y), INCORRECT),
    (SET, (1, -1), (-1, 1), CORRECT),
    (SET, sp.FiniteSet(1 / sp.sqrt(2)), [sp.sqrt(2) / 2], CORRECT),
    (SET, (1, 1, 2), (2, 1), CORRECT),
    (SET, (1,), (1, 2), INCORRECT),
    (SET, (1, 2, 3), (1, 2), INCORRECT),
    (SET, [(0, "local maximum")], [(0, "saddle")], INCORRECT),
    (SET, [(0, 1, "saddle"), (1, 2, "saddle")], [(1, 2, "saddle"), (0, 1, "saddle")], CORRECT),
    (SET, [{x: 0, y: 1}], [{y: 1, x: 0}], CORRECT),
    (SET, [{x: 0, y: 1}], [{x: 0}], INCORRECT),
    (SET, (sp.I, -sp.I), (-sp.I, sp.I), CORRECT),
    (SET, (), sp.S.EmptySet, CORRECT),
    (PLAIN, sp.Interval(0, 1), sp.Interval.open(0, 1), INCORRECT),
    (PLAIN, x < 1, sp.Gt(1, x), CORRECT),
    (PLAIN, sp.FiniteSet(1, 2), sp.FiniteSet(2, 1), CORRECT),
    (PLAIN, (x, y), (x, y + 0), CORRECT),
    (PLAIN, (x, y), (x,), INCORRECT),
    (PLAIN, x, [x], INCORRECT),
    (PLAIN, sp.Matrix([1 / x, y]), sp.Matrix([1 / x, y]), CORRECT),
]


@pytest.mark.parametrize("question, found, wanted, status", CASES, ids=[f"{q.sameness.name} {f} | {w}" for q, f, w, _ in CASES])
def test_sameness(question: Any, found: Any, wanted: Any, status: Any) -> None:
    assert same(question, found, wanted).status is status


def test_what_is_missing_and_what_does_not_belong_is_told() -> None:
    assert str(same_set((1, 3), (1, 2))) == "Not the same set: 2 is missing, 3 does not belong."


def test_a_point_of_the_curve_is_the_witness() -> None:
    witness: Any = same(CIRCLE, -x / y, x / y).evidence
    assert abs(witness.point[x] ** 2 + witness.point[y] ** 2 - 1) < R(1, 10**20)


def test_a_curve_without_real_points_is_undecided() -> None:
    assert same(problem(Sameness.MODULO_CURVE, curve=x**2 + y**2 + 1), x, y).status is UNDECIDED


def test_a_curve_must_be_given() -> None:
    with pytest.raises(InputError, match="needs the curve"):
        same(problem(Sameness.MODULO_CURVE), x, y)


def test_a_sentence_says_which_value_is_that_of_the_answer() -> None:
    assert "t x = 1 your answer is 1, and 2 is right." in str(symtutor.check("d/dx x^2", "x^2"))
    assert "the derivative of your answer is 2, and 1 is right" in str(symtutor.check("∫ 1/x dx", "-1/x^2"))
    assert "our answer is 3, and ∞ is right" in str(symtutor.check("lim x->0 1/x^2", "3"))
    assert str(symtutor.equivalent("sqrt(x^2)", "x")) == "Not the same: at x = −5/3 the values are 5/3 and −5/3."


@pytest.mark.parametrize(
    ("problem", "answer", "told"),
    [
        ("lim x->0 |x|/x", "does not exist", "Correct: no value exists."),
        ("lim x->0 |x|/x", "DNE", "Correct: no value exists."),
        ("lim x->0 1/x^2", "Doesn't exist.", "more exactly it is ∞"),
        ("∫_0^oo x dx", "diverges", "more exactly it is ∞"),
        ("lim x->0 x", "undefined", "our answer is undefined, and 0 is right"),
        ("d/dx x^2", "dy/dx = 2x", "Correct."),
        ("d/dx x^2", "f'(x) = 2x", "Correct."),
        ("d/dx x^2", "y' = 3x", "our answer is 3, and 2 is right"),
    ],
)
def test_answers_are_taken_as_students_write_them(problem: str, answer: str, told: str) -> None:
    assert told in str(symtutor.check(problem, answer))
