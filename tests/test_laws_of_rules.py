"""Laws over every rule of every shelf: it answers its examples, a derivation uses it, its value is true there,
and each of its mistakes is found by diagnosing and is not true.

A new rule fails the first law until it has an example: a line in `rule_examples.txt`.
"""

from functools import cache
from typing import Any

import pytest

from symtutor.checking.derivation import check_derivation
from symtutor.checking.meanings.by_goal import judge
from symtutor.derivation import Derivation, Solved
from symtutor.deriving.search import UNBOUNDED, Search
from symtutor.diagnosing.mistakes import mistaken_at
from symtutor.errors import StepRefuted
from symtutor.goals.core import Goal
from symtutor.problem import Problem
from symtutor.rule import Bindings, Mistake, Rule, quoted
from symtutor.rules import BOOK
from symtutor.term import quote
from symtutor.verdict import Status
from symtutor.writing.document import filled
from symtutor.writing.marks.text import UNICODE
from tests.rule_examples import derived, examples

RULES = BOOK.rules
EXAMPLES = examples()
CASES = {f"{rule.id}#{number}": (rule, goal) for rule in RULES for number, goal in enumerate(EXAMPLES.get(rule.id, ()), 1)}
MISTAKES = [(rule, mistake) for rule in RULES for mistake in rule.mistakes]

# Rules that no goal is known to lead to.  This list may only become shorter.
WITHOUT_EXAMPLE = frozenset({"finish.cancelled_first"})
# Rules that no derivation of their examples comes to: a method asks for them, or others come first.  This list may only become shorter.
UNREACHED = frozenset({"int.divide_termwise", "int.reduce_cos", "int.trigonometric_substitution", "network.by_differentials"})
# Examples whose step nothing proves.  This list may only become shorter.
UNPROVED = frozenset("diff.leibniz#1 join.definition#1 int.dilogarithm#1 int.dilogarithm_negative#1".split())
# Mistakes that nothing refutes: true on a part of the domain (ln x for ln|x|), or of a kind that is only proved.
# This list may only become shorter.
UNREFUTED = frozenset(
    """
    diff.under_the_integral/at-the-limit diff.under_the_integral/zero diff.leibniz/integrand-held
    diff.leibniz/limits-held join.definition/value join.definition/constant
    taylor.remainder/no-factorial
    int.reciprocal/no-absolute-value int.coth/no-absolute-value int.log_derivative/no-absolute-value
    int.piecewise/jump
    int.definite_split/pole-ignored
    int.improper_both/symmetric-limit
    """.split()
)


@cache
def search_at(goal: Goal) -> Search:
    """Return a search that stands at a goal, shared by all that is tried there."""
    search = Search(BOOK)
    search._open[goal] = None  # noqa: SLF001 (as if the search were at this goal)
    return search


def bindings_at(rule: Rule, goal: Goal) -> Bindings | None:
    return next(iter(rule.when(goal, search_at(goal).context)), None)


def node_of(rule: Rule, goal: Goal, bindings: Bindings) -> Derivation | None:
    """Return the node that a rule makes of a goal, its premises derived by the whole book."""
    return search_at(goal)._attempt(goal, rule, bindings, UNBOUNDED // 2)  # noqa: SLF001


def status_of(node: Derivation) -> Status:
    """Return what independent code finds of one node, premises proved before it."""
    try:
        report = check_derivation(Solved(quote(node.value), (node,), node.value))
    except StepRefuted:
        return Status.INCORRECT
    if report.status is Status.CORRECT:  # every node was judged, this one with its premises proved
        return report.status
    return judge(node.goal, node.value, conditions=node.conditions).status


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_has_an_example(rule: Rule) -> None:
    assert (rule.id in EXAMPLES) != (rule.id in WITHOUT_EXAMPLE), f"write a goal that {rule.id} answers into tests/rule_examples.txt"


def test_an_example_belongs_to_a_rule() -> None:
    assert set(EXAMPLES) <= set(BOOK.by_id)
    assert set(CASES) >= UNPROVED
    assert {f"{rule.id}/{mistake.id}" for rule, mistake in MISTAKES} >= UNREFUTED


@pytest.mark.parametrize("case", CASES)
def test_a_rule_is_an_equation_that_is_true_on_its_examples(case: str) -> None:
    rule, goal = CASES[case]
    assert rule in BOOK.rules_for(goal)
    bindings = bindings_at(rule, goal)
    assert bindings is not None, "the rule does not answer its example"
    assert set(bindings) == set(rule.parameters)
    assert rule.left(**quoted(bindings)) == goal
    node = node_of(rule, goal, bindings)
    assert node is not None
    status = status_of(node)
    assert status is not Status.INCORRECT
    assert (status is Status.UNDECIDED) == (case in UNPROVED)


@cache
def mistaken_values(rule: Rule, goal: Goal) -> dict[str, Any]:
    """Return what diagnosing makes of a goal with each mistake of the rule that answers it, by the mistake's id."""
    bindings = bindings_at(rule, goal)
    node = None if bindings is None else node_of(rule, goal, bindings)
    if node is None:
        return {}
    made = mistaken_at((node,), Problem(goal), Solved(goal, (node,), node.value), BOOK)
    return {mistake.id: value for _, mistake, value in made}


@pytest.mark.parametrize("rule, mistake", MISTAKES, ids=[f"{r.id}/{m.id}" for r, m in MISTAKES])
def test_a_mistake_is_made_on_an_example_and_refuted_there(rule: Rule, mistake: Mistake) -> None:
    made = [(goal, values[mistake.id]) for goal in EXAMPLES[rule.id] if mistake.id in (values := mistaken_values(rule, goal))]
    assert made, "no example uses the rule, or the mistake changes nothing there: nobody could be told of it"
    refuted = any(judge(goal, value).status is Status.INCORRECT for goal, value in made)
    assert refuted == (f"{rule.id}/{mistake.id}" not in UNREFUTED)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_derivation_uses_a_rule(rule: Rule) -> None:
    used = any(node.rule is rule for goal in EXAMPLES.get(rule.id, ()) for node in derived(goal).nodes())
    assert used == (rule.id not in UNREACHED | WITHOUT_EXAMPLE)


@pytest.mark.parametrize("rule", [r for r in RULES if r.why], ids=lambda rule: rule.id)
def test_what_a_rule_says_of_its_use_is_a_sentence_that_every_example_fills(rule: Rule) -> None:
    assert rule.why.endswith(".")
    assert rule.why[0].isupper() or rule.why[0] == "{"
    assert rule.why != rule.words
    for goal in EXAMPLES.get(rule.id, ()):
        bindings = bindings_at(rule, goal)
        assert bindings is not None
        text = "".join(p if isinstance(p, str) else UNICODE.render(p) for p in filled(rule.why, bindings))
        assert len(text) < 250
