"""Layout of integrals: parts in one line, letters of substitutions, blocks that are cited."""

from typing import Any

import pytest
import sympy as sp

import symtutor
from symtutor.deriving.layout import laid_out, steps
from symtutor.verdict import Status
from tests.integration_helpers import X, antiderivative

LETTERS = {"I", "J", "K"}


def lines(text: str) -> list[str]:
    """Return the printed rows of an antiderivative, without their numbers."""
    printed = symtutor.integrate(text, "x").text(width=140)
    return [row.split(".", 1)[1].strip() for row in printed.splitlines() if row[:1].isdigit()]


def test_parts_take_one_line_that_names_all_four() -> None:
    assert lines("x^2 cos x") == [
        "∫ x²·cos x dx",
        "=  x²·sin x − 2·∫ x·sin x dx              (integration by parts: f = x², g′ = cos x, f′ = 2x, g = sin x)",
        "=  x²·sin x − 2(−x·cos x + ∫ cos x dx)    (integration by parts: f = x, g′ = sin x, f′ = 1, g = −cos x)",
        "=  x²·sin x + 2x·cos x − 2 sin x + C      (integral of cosine)",
    ]


def test_an_integral_that_comes_back_is_named_on_the_line_where_it_does() -> None:
    rows = lines("e^x sin x")
    assert len(rows) == 6
    assert "let I = ∫ e^x·sin x dx" in " ".join(rows)
    assert rows[-3].startswith("⇒  2I = e^x·sin x − e^x·cos x ")
    assert rows[-1].startswith("=  e^x·(sin x − cos x)/2 + C")


def test_a_letter_that_is_put_back_stands_in_the_chain_with_its_meaning() -> None:
    rows = lines("1/(2 + cos x)")
    assert rows[0] == "∫ 1/(2 + cos x) dx"
    assert "du" in rows[1]
    assert rows[1].endswith("(half-angle substitution: u = tan(x/2))")
    assert len(laid_out(antiderivative("1/(2 + cos(x))"))) == 1


def test_a_goal_that_comes_twice_is_derived_once_and_cited() -> None:
    rows = lines("x^2 e^x sin x")
    firsts = [row for row in rows if row.startswith("∫")]
    assert len(firsts) == len(set(firsts))
    assert sum("g′ = e^x, f′ = cos x" in row for row in rows) == 1
    assert "found above" in symtutor.integrate("x^2 e^x sin x", "x").text(width=140)


def test_no_line_asks_for_the_integral_of_zero() -> None:
    assert not any("∫ 0" in row for text in ("x^3 e^(2x)", "x^3 e^(x^2)") for row in lines(text))


@pytest.mark.parametrize(
    "text",
    [
        "x**2*cos(x)",
        "exp(x)*sin(x)",
        "1/(2 + cos(x))",
        "x**2*exp(x)*sin(x)",
        "x*log(x**2 + 1)",
        "sin(x)/x**3",
        "sqrt(tan(x))",
        "x**3*exp(2*x)",
    ],
)
def test_steps_of_integrals_hold_without_this_package(text: str) -> None:
    letters: dict[Any, Any] = {}
    for step in steps(antiderivative(text)):
        letters.update(step.lets)
        if any(s.name in LETTERS for side in (step.before, step.after) for s in side.free_symbols):
            continue
        before, after = (sp.diff(_back(_open(side), letters), X) for side in (step.before, step.after))
        if not (before.has(sp.Subs, sp.Integral) or after.has(sp.Subs, sp.Integral)):
            assert symtutor.equivalent(before, after).status is not Status.INCORRECT, step


def _open(expr: Any) -> Any:
    """Return a state in which an integral is a function whose derivative is its integrand."""
    table = {}
    for i, integral in enumerate(sorted(expr.atoms(sp.Integral), key=sp.default_sort_key)):
        table[integral] = sp.Function(f"F{i}")(integral.limits[0][0])
    return expr.doit(deep=False) if not table else expr


def _back(expr: Any, letters: dict[Any, Any]) -> Any:
    for _ in letters:
        expr = expr.subs(letters)
    return expr


def test_a_letter_that_is_renamed_captures_no_letter_below() -> None:
    meanings: dict[Any, Any] = {}
    for step in steps(antiderivative("x**3*asec(x)/sqrt(x**4 - 1)")):
        for letter, meaning in step.lets.items():
            assert letter not in meaning.free_symbols
            assert meanings.setdefault(letter, meaning) == meaning
    assert len(meanings) == 3
