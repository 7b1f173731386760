"""What the text of an argument asks besides the expression."""

from typing import Any

import pytest
import sympy as sp
from sympy.abc import b, t, w, x, y

import symtutor as st
from symtutor.errors import SymtutorError


@pytest.mark.parametrize(
    "call, answer",
    [
        (lambda: st.differentiate("t^3 at 2"), 12),
        (lambda: st.differentiate("t^3 at t = 2"), 12),
        (lambda: st.differentiate("d/dx x^4"), 4 * x**3),
        (lambda: st.differentiate(r"\frac{d}{dt} t^5"), 5 * t**4),
        (lambda: st.differentiate("d^2/dx^2 x^4"), 12 * x**2),
        (lambda: st.differentiate("second derivative of x^4"), 12 * x**2),
        (lambda: st.differentiate("x^2 y with respect to y"), x**2),
        (lambda: st.integrate("5x^4 dx"), x**5),
        (lambda: st.integrate("dt/(1 + t^2)"), sp.atan(t)),
        (lambda: st.integrate("1/t from 1 to 5"), sp.log(5)),
        (lambda: st.integrate("integral of 3x^2 from 0 to 2"), 8),
        (lambda: st.integrate("b x^2 for x"), b * x**3 / 3),
        (lambda: st.limit("sin(5x)/x as x -> 0"), 5),
        (lambda: st.limit("lim x->0 sin(7x)/x", "x", 0), 7),
        (lambda: st.limit("sin(3t)/t", 0), 3),
        (lambda: st.limit("1/x", "x", "0-"), -sp.oo),
        (lambda: st.limit("1/x", "x", "0^+"), sp.oo),
        (lambda: st.limit("(1 + 1/x)^x as x approaches oo"), sp.E),
        (lambda: st.riemann_sum("x^2", 0, 1, 4), sp.Rational(7, 32)),
        (lambda: st.gradient("(w x - y)^2", "w", "x"), sp.Matrix([2 * x * (w * x - y), 2 * w * (w * x - y)])),
        (lambda: st.hessian("x^2 y", "x", "y"), sp.Matrix([[2 * y, 2 * x], [2 * x, 0]])),
    ],
    ids=map(str, range(21)),
)
def test_a_question_may_stand_in_the_text(call: Any, answer: Any) -> None:
    found = call().answer
    assert found == answer or sp.expand(found - answer).is_zero_matrix


@pytest.mark.parametrize(
    "problem, answer",
    [
        ("integral of t^3 from 0 to 2", "4"),
        ("integral of 2x dx", "x^2 + C"),
        ("integrate x^2 from 1 to 2", "7/3"),
        ("derivative of x^3 at x=2", "12"),
        ("d/dx x^3 at x = 1", "3"),
        ("second derivative of t^3", "6t"),
        ("limit of sin(3x)/x as x approaches 0", "3"),
        ("gradient of x^2 + y^3 at (1, 2)", "(2, 12)"),
        (r"\frac{d}{dt}(t)+4", "5"),
    ],
)
def test_a_problem_in_words(problem: str, answer: str) -> None:
    assert st.check(problem, answer).status == "correct"


@pytest.mark.parametrize(
    "call, answer",
    [
        (lambda: st.integrate("t^2 dt from 0 to 3"), 9),
        (lambda: st.differentiate("x y^2 at (1, 2)", "y"), 4),
        (lambda: st.differentiate("sum_{k=1}^3 x^k", "x"), 1 + 2 * x + 3 * x**2),
        (lambda: st.differentiate(r"\sum_{i=1}^{2} w x_i", "w"), sp.Symbol("x_1") + sp.Symbol("x_2")),
        (lambda: st.differentiate("np.exp(2*x)"), 2 * sp.exp(2 * x)),
    ],
    ids=map(str, range(5)),
)
def test_sums_are_written_out_and_places_are_found(call: Any, answer: Any) -> None:
    assert sp.expand(call().answer - answer) == 0


def test_a_letter_of_an_index_needs_whole_bounds() -> None:
    with pytest.raises(SymtutorError, match="depends on the index i"):
        st.gradient(r"\sum_{i=1}^{n} (w x_i)^2", "w")


def test_sympys_e_is_e_in_an_answer() -> None:
    solution = st.integrate("x e^(x^2)", limits=(0, 1))
    assert solution.check(str(solution.answer)).status == "correct"
    assert st.check("d/dx E x^2", "2 E x").status == "correct"


def test_what_is_read_as_a_product_is_told() -> None:
    assert any("x^3x" in note for note in st.differentiate("x^3x").notes)


@pytest.mark.parametrize("level", ["one", 1.5, None, True])
def test_a_level_of_a_hint_is_a_number(level: Any) -> None:
    with pytest.raises(SymtutorError):
        st.differentiate("x^2").hint(level)


@pytest.mark.parametrize("text", ["||B u - c||^2", r"\|w\|_2"])
def test_matrices_are_no_numbers(text: str) -> None:
    with pytest.raises(SymtutorError, match="matrix"):
        st.differentiate(text, "x")


@pytest.mark.parametrize("text, slope", [("x^T B x", "(B + B^T) x"), ("2 x^T a", "2a")])
def test_what_is_written_with_matrices_is_passed_on_with_a_note(text: str, slope: str) -> None:
    found = st.differentiate(text, "x")
    assert found.check(slope).status == "correct"
    assert any("is read as matrix calculus" in note for note in found.notes)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("d/dx log10 x", "1/(x ln 10)"),
        ("d/dx log2 t", "0"),
        ("d/dt t^2", "= 2t"),
        ("taylor of e^x to degree 2", "1 + x + x^2/2"),
        ("Taylor polynomial of degree 2 of cos x at 0", "1 - x^2/2"),
        ("dy/dx of x^2 + y^2 = 9", "-x/y"),
        ("dy/dx if y = x^5", "dy/dx = 5x^4"),
        ("dy/dx of y = x y", "y/(1-x)"),
        ("dy/dx for y = sin(x+y)", "cos(x+y)/(1 - cos(x+y))"),
        ("g'(t) for g(t) = t^3", "3t^2"),
        ("solve t^2 = 9", "L = {-3; 3}"),
        ("solve t^2 = 9", "t = +-3"),
        ("solve x^2 = 1/4", "{0,5; -0,5}"),
        ("solve t^2 < 9", "]-3; 3["),
        ("limit t to 0 of sin t / t", "1"),
        ("limit as t approaches 0 of sin t / t", "1"),
        ("∫ from 0 to 1 of x^3 dx", "1/4"),
        ("maximum of x(4 - x)", "4"),
        ("grad x^2 y", "(2xy, x^2)"),
        ("sum k=1..oo 1/k", "diverges"),
        ("sum k=0..oo (-1)^k", "diverges"),
    ],
)
def test_a_question_and_its_answer_may_be_typed_as_books_print_them(question: str, answer: str) -> None:
    assert st.check(question, answer)


@pytest.mark.parametrize(
    ("question", "answer", "advice"),
    [
        ("d/dx 0,5x^2", "x", "Write a decimal point: 0.5"),
        ("lim x->0 1,5x", "0", "Write a decimal point: 1.5"),
        ("∫[0..1] x^2 dx", "0,333", "Write a decimal point: 0.333"),
        ("d/dx x^2", "two x", "'two' is not a known name"),
        ("x^2 + y^2 = 25", "-x/y", 'Write "solve x'),
        ("d/dx x^2, x", "2x", "a part of the list asks nothing"),
    ],
)
def test_what_is_no_mathematics_is_refused_with_advice(question: str, answer: str, advice: str) -> None:
    with pytest.raises(SymtutorError, match=advice):
        st.check(question, answer)


def test_the_differential_at_a_number() -> None:
    assert st.differential("ln t", at=2).answer == sp.Symbol("dt") / 2


def test_an_equation_with_its_letter_on_both_sides_is_no_formula() -> None:
    assert st.check("dy/dx of y = sin(x+y)", "cos(x+y)").status == "incorrect"
    with pytest.raises(st.InputError, match="f stands on both sides"):
        st.check("f'(x) of f(x) = x f(x)", "f(x)")
