"""Each mistake of the book of integrals is wrong on its example, and its rule answers that example."""

from collections.abc import Callable
from typing import Any

import mpmath
import pytest
import sympy as sp

from symtutor.deriving.search import Search
from symtutor.errors import NoRuleApplies, OutOfBudget
from symtutor.goals import DefiniteIntegral, I, Integral, RiemannSum, Summation
from symtutor.rule import Mistake, Rule, quoted
from symtutor.rules import BOOK
from symtutor.rules.integration import INTEGRATION
from symtutor.rules.riemann_sums import RIEMANN_SUMS
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
