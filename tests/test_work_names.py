"""Names of mistakes in hand work: a slip of algebra, a mistake of a rule, a ratio; and silence."""

import pytest
import sympy as sp

from symtutor import check_work
from symtutor.reading.read import read_term
from symtutor.rule import Slip
from symtutor.rules import BOOK
from symtutor.rules.algebra_slips import SLIPS
from symtutor.term import subterms, value

STEPS = [
    ("int.parts/plus", "∫ x e^x dx", ["x e^x + ∫ e^x dx"]),
    ("work.sign", "d/dx (x^4 - x^2)", ["4x^3 - 2x", "2x(2x^2 + 1)"]),
    ("work.factor", "∫ x cos(2x) dx", ["x/2 sin(2x) - ∫ sin(2x) dx"]),
    ("diff.chain/no-inner-derivative", None, ["y = sin(x^2)", "y' = cos(x^2)"]),
    ("diff.chain/no-inner-derivative", None, ["f(x) = sqrt(x^2+1)", "f'(x) = 1/(2 sqrt(x^2+1))"]),
    ("diff.product/product-of-derivatives", None, ["d/dx x^2 e^x", "= 2x e^x"]),
    ("int.exp/inner-factor-lost", r"\int e^{2x}\,dx", [r"e^{2x}+C"]),
    ("int.sin/sign", r"\int (x+\sin x)\,dx", [r"\frac{x^2}{2}+\cos x+C"]),
    ("int.definite.substitution/limits-kept", r"\int_0^2 (x+1)^3\,dx", [r"u=x+1,\ du=dx", r"\int_0^2 u^3\,du"]),
    ("algebra.power-of-sum", r"f(x)=\frac{x^3}{3}+2x^2+4x", [r"f'(x)=(x+2)^2", r"=x^2+4"]),
    ("algebra.factor-on-one-term", r"f(x)=(x+1)^3", [r"f'(x)=3(x^2+2x+1)", r"=3x^2+2x+1"]),
    ("algebra.sign-over-brackets", r"f(x)=\frac{x^2+1}{x}", [r"f'(x)=\frac{2x^2-(x^2+1)}{x^2}", r"=\frac{2x^2-x^2+1}{x^2}"]),
    ("diff.product/product-of-derivatives", "d/dx x^2 sin x", ["2x cos x"]),
]

SILENT = [
    ("d/dx x^2 sin x", ["x^5 + ln(x+7)"]),
    (r"\int x e^x\,dx", [r"3x^2e^{x}-7\sin x+C"]),
    (r"\int_0^1 x^2\,dx", [r"\frac{2}{7}"]),
]


@pytest.mark.parametrize(("name", "problem", "lines"), STEPS, ids=range(len(STEPS)))
def test_a_mistake_is_named(name: str, problem: str | None, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert found.first_wrong == len(lines)
    assert found.mistake == name, found.rivals


@pytest.mark.parametrize(("problem", "lines"), SILENT, ids=range(len(SILENT)))
def test_no_name_is_given_for_what_nothing_explains(problem: str, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert (found.first_wrong, found.mistake) == (len(lines), None)


@pytest.mark.parametrize("slip", SLIPS, ids=[s.id for s in SLIPS])
def test_every_slip_stands_in_the_book(slip: Slip) -> None:
    assert BOOK.mistake(slip.id) is slip


REWRITTEN = [s for s in SLIPS if s.wrong is not None]


@pytest.mark.parametrize("slip", REWRITTEN, ids=[s.id for s in REWRITTEN])
def test_every_slip_of_algebra_changes_its_example(slip: Slip) -> None:
    assert slip.wrong is not None
    term = read_term(slip.example).term
    wrong = [w for node in subterms(term) for w in slip.wrong(node)]
    assert wrong
    at = {sp.Symbol("x"): sp.Rational(7, 3)}
    parts = [(w, node) for node in subterms(term) for w in slip.wrong(node)]
    assert all(sp.simplify(value(w).subs(at) - value(node).subs(at)) != 0 for w, node in parts)
