"""Terms stay where they stood on the line before, and new ones stand where the old one stood."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sympy as sp

from symtutor import Solution, differentiate, hessian, implicit, integrate, matrix_derivative
from symtutor.deriving.layout import laid_out
from symtutor.term import Term, subterms
from symtutor.textbook import opened

_PROBLEMS: dict[str, Callable[[], Solution]] = {
    "power": lambda: differentiate("(ln x)^x"),
    "product": lambda: differentiate("(x^2 + 1) e^(3x)"),
    "second": lambda: differentiate("e^(-x) sin(2x)", order=2),
    "curve": lambda: implicit("x^2 + x y + y^2 = 7", "y", "x"),
    "curve through a sine": lambda: implicit("sin(x y) = x", "y", "x"),
    "parts": lambda: integrate("x^2 cos x"),
    "hessian": lambda: hessian("x^3 y - y^2 + x y^2"),
    "matrices": lambda: matrix_derivative("x' A x", "x"),
}


def _sums(term: Term) -> Iterator[tuple[Term, ...]]:
    return (part.args for part in subterms(opened(term)) if part.head is sp.Add)


@pytest.mark.parametrize("problem", _PROBLEMS.values(), ids=_PROBLEMS)
def test_a_sum_that_comes_again_has_its_terms_in_the_same_order(problem: Callable[[], Solution]) -> None:
    seen: dict[frozenset[Term], tuple[Term, ...]] = {}
    for block in laid_out(problem().derivation):
        for line in block.lines:
            for terms in _sums(line.term):
                assert seen.setdefault(frozenset(terms), terms) == terms


@pytest.mark.parametrize(
    ("solution", "line"),
    [
        (lambda: implicit("x^2 + x y + y^2 = 7", "y", "x"), "2x + y + x·y′ + 2y·y′ = 0"),
        (lambda: implicit("sin(x y) = x", "y", "x"), "cos(x·y)·(y + x·y′) = 1"),
        (lambda: matrix_derivative("||A x - b||^2 + lambda ||x||^2", "x"), "=  2(xᵀ·Aᵀ − bᵀ)·d(A·x − b) + λ·d(‖x‖²)"),
        (lambda: differentiate("(ln x)^x"), "Answer: (ln x)^x·(ln(ln x) + 1/(ln x))"),
    ],
)
def test_what_was_worked_out_stands_where_it_was_asked(solution: Callable[[], Solution], line: str) -> None:
    assert line in str(solution())


@pytest.mark.parametrize(
    ("text", "last", "answer"),
    [
        ("x^2 sin x", "2x·sin x + x²·cos x", "x²·cos x + 2x·sin x (in falling powers of x)"),
        ("x sin x", "sin x + x·cos x", "x·cos x + sin x (in falling powers of x)"),
        ("sqrt(x) sin x", "(sin x)/(2√x) + √x·cos x", "√x·cos x + (sin x)/(2√x) (in falling powers of x)"),
        ("(x^2 + 1) sin x", "2x·sin x + (x² + 1)·cos x", "(x² + 1)·cos x + 2x·sin x (in falling powers of x)"),
        ("t*2^t", "2^t + t·2^t·ln 2", "t·2^t·ln 2 + 2^t (in falling powers of t)"),
        ("x cos x", "cos x − x·sin x", "cos x − x·sin x"),  # no minus is brought to the front
        ("x + x^3/3", "1 + x²", "1 + x²"),  # as it was typed
        ("(1 + x) ln x", "ln x + (1 + x)/x", "ln x + (1 + x)/x"),  # a quotient of sums has no power
    ],
)
def test_an_answer_is_in_falling_powers_and_says_so_where_the_last_line_is_not(text: str, last: str, answer: str) -> None:
    for detail in ("brief", "normal", "full"):
        solution = differentiate(text, detail=detail)
        assert last in solution.text()
        assert f"Answer: {answer}\n" in solution.text()
        for shown in (solution.latex(), solution.markdown(), solution.html()):
            assert ("in falling powers" in shown) == ("in falling powers" in answer)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("(2x - 1)/(x^2 + 3)", "(2(x² + 3) − 2x(2x − 1))/(x² + 3)²"),
        ("(x - 1)/(x^2 + 2x)", "(x² + 2x − (x − 1)(2x + 2))/(x² + 2x)²"),
        ("(2x + 1)(x^3 + x)", "2(x³ + x) + (2x + 1)(3x² + 1)"),
        ("(4 - x)/(x^2 + 5)", "(−x² − 5 − 2x(4 − x))/(x² + 5)²"),
    ],
)
def test_a_number_stays_before_its_bracket_until_all_is_multiplied_out(text: str, line: str) -> None:
    assert f"3.  =  {line}  " in str(differentiate(text))
