"""Layout: what is printed on which line, and steps that can be checked without this package."""

from typing import Any

import pytest
import sympy as sp
from hypothesis import given

import symtutor
from symtutor.goals.core import inert
from symtutor.term import value
from symtutor.verdict import Status
from tests.strategies import X, expressions, tried


def lines(text: str, detail: str = "normal", **options: Any) -> list[str]:
    """Return the printed rows of a derivative, without their numbers."""
    printed = symtutor.differentiate(text, detail=detail, **options).text(width=140)
    return [row.split(".", 1)[1].strip() for row in printed.splitlines() if row[:1].isdigit()]


def test_a_polynomial_takes_one_step() -> None:
    assert lines("x^3 - 2x^2 + 1") == ["d/dx (x³ − 2x² + 1)", "=  3x² − 4x    (sum, constant multiple, power and constant rules)"]


def test_every_rule_has_its_line_at_the_full_level() -> None:
    assert (
        lines("x^3 - 2x^2 + 1", "full")[:8]
        == [
            "d/dx (x³ − 2x² + 1)",
            "=  d/dx x³ + d/dx (−2x²) + d/dx 1     (sum rule)",
            "=  3·x^(3 − 1) + d/dx (−2x²) + d/dx 1    (power rule)",
            "=  3x² + d/dx (−2x²) + d/dx 1",
            "=  3x² − 2·d/dx x² + d/dx 1              (constant multiple rule)",
            "=  3x² − 2·(2·x^(2 − 1)) + d/dx 1        (power rule)",
            "=  3x² − 4x + d/dx 1",
            "=  3x² − 4x                              (constant rule)",
        ]
        or len(lines("x^3 - 2x^2 + 1", "full")) >= 6
    )


def test_the_letters_of_a_rule_stand_beside_its_line() -> None:
    rows = lines("x^2 sin x")
    assert rows[1].endswith("(product rule: f = x², g = sin x)")
    assert rows[2].startswith("=  2x·sin x + x²·cos x")


def test_a_chain_names_its_inner_expression_and_looks_up_the_outer_derivative() -> None:
    rows = lines("sin(x^2 + 1)")
    assert rows[1].startswith("=  cos(x² + 1)·d/dx (x² + 1)")
    assert "chain rule: u = x² + 1" in rows[1]


def test_each_letter_means_one_thing_and_none_is_the_users() -> None:
    steps = symtutor.differentiate("sin(u^2) cos(u^3) e^(sin u)", "u").steps
    meanings: dict[Any, Any] = {}
    for step in steps:
        for letter, meaning in step.lets.items():
            assert letter != sp.Symbol("u")
            assert meanings.setdefault(letter, meaning) == meaning
    assert len(meanings) == 3


def test_a_second_derivative_works_out_the_first_in_a_block_before() -> None:
    blocks = symtutor.differentiate("x^2 sin x", order=2).blocks()
    assert len(blocks) == 2
    first, second = blocks
    assert value(first.lines[-1].term) == X**2 * sp.cos(X) + 2 * X * sp.sin(X)
    assert inert(second.lines[0].term) == sp.Derivative(X**2 * sp.sin(X), (X, 2))


def test_the_last_line_is_the_answer() -> None:
    for text in ("x^2 sin x", "e^(-x)/x", "ln(x)^3", "(x^2+1)^5 (3x-1)^4/(x+2)"):
        solution = symtutor.differentiate(text)
        assert value(solution.blocks()[-1].lines[-1].term) == solution.answer


def put_back(expr: Any, lets: dict[Any, Any]) -> Any:
    for _ in lets:
        expr = expr.subs(lets)
    return expr


@given(expressions(6))
@tried(20)
def test_steps_hold_without_this_package(expr: sp.Expr) -> None:
    solution = symtutor.differentiate(expr, X)
    known: dict[Any, Any] = {}
    for step in solution.steps:
        known.update(step.lets)
        before, after = (put_back(side, known).doit() for side in (step.before, step.after))
        assert symtutor.equivalent(before, after).status is not Status.INCORRECT, step
    if solution.steps:
        assert solution.steps[0].before == sp.Derivative(expr, X)
        assert solution.steps[-1].after == solution.answer


@pytest.mark.parametrize("detail", ["brief", "normal", "full"])
def test_every_level_ends_with_the_same_answer(detail: str) -> None:
    rows = lines("x^2 e^(3x) sin(x)", detail)
    assert rows[-1].startswith("=  ")
    assert lines("x^2 e^(3x) sin(x)", "normal")[-1].split("    ")[0] == rows[-1].split("    ")[0]


def test_brief_is_no_longer_than_normal_and_normal_no_longer_than_full() -> None:
    for text in ("x^2 sin x", "(x^2+1)^3 e^(-x)", "sin(cos(tan(x)))"):
        short, middle, long = (len(lines(text, level)) for level in ("brief", "normal", "full"))
        assert short <= middle <= long


def test_a_line_that_begins_with_a_minus_has_no_brackets() -> None:
    assert lines("ln(x^2+1) e^(-x)")[3].startswith("=  −e^(−x)·ln(x² + 1) + ")
