"""Documents: what they say, hints, golden files, and the same bytes whatever the hash seed."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import sympy as sp

import symtutor
from symtutor.errors import InputError
from symtutor.goals.core import HigherDerivative
from symtutor.kinds import question
from symtutor.problem import Problem
from symtutor.writing.document import Chain, Heading, filled
from symtutor.writing.formats.html import as_html
from symtutor.writing.marks.text import UNICODE
from tests.worked import WORKED

X = sp.Symbol("x")
PRODUCT_PLAN = "A product of functions of x: differentiate one factor at a time."
POWER_PLAN = "x stands in the base and in the exponent, so neither the power rule nor that of exponentials fits: take the logarithm."
PRODUCT_WORDS = "Differentiate one factor at a time while the others stay as they are, and add."


@pytest.mark.parametrize("name", WORKED)
def test_text_is_as_it_was(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.txt", WORKED[name]().text(width=100) + "\n")


@pytest.mark.parametrize("name", WORKED)
def test_latex_is_as_it_was(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.tex", WORKED[name]().latex())


@pytest.mark.parametrize("name", ["product", "nested_chain", "long"])
def test_markdown_is_as_it_was(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.md", WORKED[name]().markdown())


@pytest.mark.parametrize("name", ["product", "definition"])
def test_json_is_as_it_was(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}.json", WORKED[name]().json() + "\n")


@pytest.mark.parametrize("name", ["product", "long"])
def test_html_is_as_it_was(name: str, golden: Callable[[str, str], None]) -> None:
    before, sheet, after = re.split(r"(?<=<style>\n)(.*?)(?=</style>)", as_html(WORKED[name]().document()), flags=re.DOTALL)
    golden(f"{name}.html", before + after)
    assert sheet == (Path(symtutor.__file__).parent / "writing/templates/style.css").read_text(encoding="utf-8")


def test_the_question_of_a_higher_derivative_is_an_ordinal() -> None:
    asked = [question(Problem(HigherDerivative(sp.sin(X), X, n)))[1] for n in (2, 10, 11, 12, 13, 21, 22, 101, 112)]
    assert asked == ["second", "tenth", "11th", "12th", "13th", "21st", "22nd", "101st", "112th"]


def test_a_template_takes_mathematics_for_its_names() -> None:
    pieces = filled("Bring {n} down: {n} and {words}.", {"n": sp.Integer(3), "words": "so on"})
    assert "".join(p if isinstance(p, str) else UNICODE.render(p) for p in pieces) == "Bring 3 down: 3 and so on."


@pytest.mark.parametrize(
    ("expression", "hints"),
    [
        ("x^3", ["Use the power rule.", "Use the power rule. Bring the exponent 3 down as a factor and lower it by one."]),
        (
            "x sin x",
            [
                f"{PRODUCT_PLAN} Begin with the product rule.",
                f"{PRODUCT_PLAN} Begin with the product rule. {PRODUCT_WORDS} Here f = x, g = sin x.",
            ],
        ),
        ("x^x", [POWER_PLAN]),
        ("x^3 - 2x^2 + 1", ["A sum: differentiate it term by term. Begin with the power rule."]),
        ("7", ["Use the constant rule.", "Use the constant rule."]),  # more would be the answer
    ],
)
def test_hints_say_more_at_each_level(expression: str, hints: list[str]) -> None:
    solution = symtutor.differentiate(expression, "x")
    assert [solution.hint(level) for level in range(1, len(hints) + 1)] == hints
    assert solution.hint(3).startswith(solution.hint(2))
    assert "The next line: " in solution.hint(3)


@pytest.mark.parametrize(
    ("ask", "problem", "first", "whole"),
    [
        (symtutor.integrate, "2x + 2e^x - 7sin x - 9/x", "x²", "x² + 2e^x + 7 cos x − 9 ln|x| + C"),
        (symtutor.integrate, "cos x - x", "sin x", "sin x − x²/2 + C"),
        (symtutor.differentiate, "x^3 - 2x^2 + 1", "3x²", "3x² − 4x"),
    ],
)
def test_the_answer_to_a_sum_is_told_part_by_part(ask: Callable[[str], symtutor.Solution], problem: str, first: str, whole: str) -> None:
    solution = ask(problem)
    assert solution.hint(3).endswith(f" The next line: it begins with {first}.")
    assert solution.hint(4).endswith(f" The next line: it begins with {first}. It goes on: {whole}.")


def test_the_answer_with_a_single_part_is_told_at_once() -> None:
    assert symtutor.integrate("2x").hint(3).endswith(" The next line: x² + C.")


def test_the_full_level_states_the_rules_that_were_used() -> None:
    document = symtutor.differentiate("x sin x", detail="full").document()
    heading = next(i for i, part in enumerate(document.parts) if isinstance(part, Heading))
    said = "".join(UNICODE.render(p) if not isinstance(p, str) else p for p in document.parts[heading + 1].pieces)
    assert said.startswith("Product rule: d/dx (f(x)·g(x)) = f′(x)·g(x) + f(x)·g′(x). ")


def test_rows_are_numbered_through_all_blocks() -> None:
    chains = [part for part in WORKED["second_derivative"]().document().parts if isinstance(part, Chain)]
    assert len(chains) == 2
    assert [row.number for chain in chains for row in chain.rows] == list(range(1, sum(len(c.rows) for c in chains) + 1))


def test_no_line_says_what_the_line_before_said() -> None:
    for make in WORKED.values():
        for part in make().document().parts:
            if isinstance(part, Chain):
                shown = [UNICODE.render(row.term) for row in part.rows]
                assert all(a != b for a, b in pairwise(shown))


@pytest.mark.parametrize("name", WORKED)
def test_a_hint_does_not_tell_what_the_next_level_does(name: str) -> None:
    solution = WORKED[name]()
    hints = [solution.hint(level) for level in (1, 2, 3, 4)]
    assert all(longer.startswith(shorter) for shorter, longer in pairwise(hints))
    told = hints[2].rpartition(" The next line: ")[2].rstrip(".")
    assert len(told) < 4 or told not in hints[1]


def test_a_hint_is_for_the_line_after_the_one_that_was_reached() -> None:
    solution = symtutor.differentiate("x^2 sin x")
    assert solution.hint(1, after=2) == "Use the power rule."
    assert solution.hint(3, after=2).endswith("The next line: 2x·sin x + x²·cos x.")
    assert solution.hint(1, after=3) == "Nothing is left to do."
    with pytest.raises(InputError, match="after='x' is no line"):
        solution.hint(1, after="x")


def test_a_solution_begins_with_what_kind_of_problem_it_is() -> None:
    for detail in ("brief", "normal", "full"):
        assert f"Plan: {PRODUCT_PLAN}" in symtutor.differentiate("x sin x", detail=detail).text()
    assert "Plan:" not in symtutor.differentiate("sin x").text()
    definite = symtutor.integrate("x e^x", "x", (0, 1)).text(width=200)
    assert "Find an antiderivative, then put the limits in. Integrate one factor" in definite


def test_a_hint_says_a_letter_once() -> None:
    """Letters that the words of the rule name are filled in there, and not told again behind them."""
    assert "Here" not in symtutor.differentiate("x^3").hint(2)
    assert symtutor.differentiate("sin(x^2)").hint(2).count("u =") == 1
