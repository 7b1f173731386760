"""Each mistake of the book of integrals is wrong on its example, and its rule answers that example."""

from collections.abc import Callable
from typing import Any

import mpmath
import pytest
import sympy as sp

import symtutor
from symtutor.deriving.search import Search
from symtutor.errors import NoRuleApplies, OutOfBudget
from symtutor.goals.core import DefiniteIntegral, I, Integral, RiemannSum, Summation
from symtutor.rule import Mistake, Rule, quoted
from symtutor.rules import BOOK
from symtutor.rules.integrals.definite.riemann_sums import RIEMANN_SUMS
from symtutor.rules.integrals.order import INTEGRATION
from tests.integration_helpers import X, parsed

CASES = [(rule, mistake) for rule in INTEGRATION for mistake in rule.mistakes if rule.goal is Integral]
OTHERS = [rule for rule in (*INTEGRATION, *RIEMANN_SUMS) if rule.goal is not Integral]


@pytest.mark.parametrize("rule, mistake", CASES, ids=[f"{r.id}/{m.id}" for r, m in CASES])
def test_a_mistake_differs_from_the_right_answer_on_its_example(rule: Rule, mistake: Mistake) -> None:
    f = parsed(mistake.example)
    goal = I(f, X)
    search = Search(BOOK)
    assert rule in BOOK.rules_for(goal), f"{rule.id} is not tried on {f}"
    bindings = next(iter(rule.when(goal, search.context)), None)
    assert bindings is not None, f"{rule.id} does not answer {f}"
    try:
        wrong = search.value_of(mistake.right(**quoted(bindings)))
    except (NoRuleApplies, OutOfBudget):
        return  # the wrong right side holds an integral that nobody can do
    if wrong is None:
        return
    slope = sp.lambdify(X, wrong, "mpmath")
    wanted = sp.lambdify(X, f, "mpmath")
    differs = isinstance(f, sp.Piecewise) and _jumps(slope)
    for place in ("0.31", "0.73", "1.57", "2.9", "-0.4"):
        at = mpmath.mpf(place)
        try:
            differs |= bool(abs(mpmath.diff(slope, at) - wanted(at)) > 1e-6 or abs(mpmath.im(slope(at))) > 1e-6)
        except (ZeroDivisionError, ValueError, TypeError, NameError):
            differs = True  # a letter is left, or the value is not real
    assert differs


def _jumps(value: Callable[[Any], Any]) -> bool:
    """Tell whether a function jumps at 1, where the pieces of the examples meet."""
    return bool(abs(value(mpmath.mpf("1.000001")) - value(mpmath.mpf("0.999999"))) > 0.1)


@pytest.mark.parametrize("rule", [*INTEGRATION, *RIEMANN_SUMS], ids=lambda r: r.id)
def test_a_rule_has_words_a_source_and_its_parameters(rule: Rule) -> None:
    assert rule.words.endswith((".", "!"))
    assert rule.source
    assert rule.goal in {Integral, DefiniteIntegral, RiemannSum, Summation} or not rule.mistakes
    assert len({m.id for m in rule.mistakes}) == len(rule.mistakes)


RECOGNISED = """
x e^x | x e^x + e^x | int.parts/plus
x e^x | x^2/2 e^x | int.parts/product-of-integrals
x ln x | x^2 ln(x)/2 + x^2/4 | int.parts/plus
ln x | 1/x | int.parts/differentiated
1/x | 1 | int.reciprocal/power-rule
1/x | -1/x^2 | int.reciprocal/derivative
x^3 | x^4 | int.power/not-divided
x^3 | 3x^2 | int.power/differentiated
(3x+1)^4 | (3x+1)^5/5 | int.power/inner-factor-lost
sin(3x) | -cos(3x) | int.sin/inner-factor-lost
sin(3x) | -3cos(3x) | int.sin/inner-factor-multiplied
sin x | cos x | int.sin/sign
x cos(x^2) | sin(x^2) | int.substitution/du-factor-lost
2x cos(x^2) | 2x sin(x^2) | int.substitution_exact/du-forgotten
1/(x^2+4) | arctan(x/2) | int.arctan/factor-lost
1/(x^2+4) | ln(x^2+4) | int.arctan/logarithm
1/(x^2-1) | ln|x^2-1| | int.artanh/logarithm-of-the-denominator
x/(x^2+1) | ln(x^2+1) | int.log_derivative/factor-lost
tan(x)^2 | tan x | int.reduce_tan/lower-power-forgotten
x^2/(x+1) | x^2/2 - x | int.divide/rest-lost
x^2 + sin x | x^3/3 | int.sum/term-forgotten
3 sin x | -cos x | int.constant_multiple/dropped
2^x | 2^x | int.exponential/no-log
1/sqrt(9-x^2) | asin(x) | int.arcsin/inner-lost
sin(x)^3 | cos x - cos(x)^3/3 | int.cosine_substitution/sign
(x^2+sin x)/x | x^2/2 - cos x | int.expand/first-term-only
e^(-x^2) | e^(-x^2)/(-2x) | int.gaussian/divided-by-inner-derivative
sec(x)^2 | sec(x)^3/3 | int.sec_squared/cube
"""


@pytest.mark.parametrize("row", RECOGNISED.strip().splitlines())
def test_check_names_what_students_write(row: str) -> None:
    problem, answer, mistake = (part.strip() for part in row.split(" | "))
    judgement = symtutor.integrate(problem, "x").check(answer)
    assert judgement.status == "incorrect"
    assert judgement.mistake == mistake
