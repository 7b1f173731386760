"""Laws over every entry of the book: what it says of itself, how it is stated, and that a false one is refuted."""

import inspect
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sympy as sp
from hypothesis import given

from symtutor.book import Book
from symtutor.checking.derivation import check_derivation
from symtutor.checking.meanings.by_goal import judge
from symtutor.derivation import Derivation
from symtutor.deriving.search import derive
from symtutor.errors import StepRefuted
from symtutor.goals.core import D, Goal
from symtutor.problem import Problem
from symtutor.rule import Rule
from symtutor.rules import BOOK
from symtutor.rules.notation import cos
from symtutor.term import total
from symtutor.verdict import Status
from symtutor.writing.marks.latex import LATEX
from symtutor.writing.marks.text import UNICODE
from tests.strategies import X, expressions, tried

RULES = BOOK.rules
# Rules in which nothing is worked out that could go wrong.  This list may only become shorter.
WITHOUT_MISTAKE = frozenset(
    """
    finish.nothing finish.entries finish.softmax finish.number_in_front finish.shared_ends finish.entries_collected
    finish.common_denominator_first finish.cancelled_first finish.sum_first nth.constant diff.named diff.prime diff.open eval.insert
    diff.constant_integrand diff.left_open join.together join.no_value join.each_derivative join.along_line join.point_definition
    join.higher_at_point implicit.one_side implicit.alone implicit.letters implicit.one_fraction line.slope line.slope_at_kink
    line.vertical_tangent line.vertical_normal line.horizontal_normal line.curve_vertical_tangent line.curve_vertical_normal
    line.curve_horizontal_normal eval.named eval.undefined int.joined int.triangle int.as_it_is int.definite_empty int.definite_not_real
    int.black_box vector.unit vector.no_path vector.potential_of_zero vector.potential_of_one vector.no_potential vector.free_of
    vector.pythagorean solve.inequality solve.never
    solve.one_side solve.by_cases solve.tangent solve.substitution solve.isolated solve.isolated_part solve.squared solve.monotone
    solve.logarithms
    optimize.stationary_points optimize.constrained optimize.lagrange optimize.unconstrained
    optimize.along_a_curve optimize.support_vectors optimize.descent optimize.convexity optimize.convexity_of_parts optimize.chords
    matrix.derivative matrix.gather matrix.gather_matrix matrix.other_layout matrix.constant matrix.symbol matrix.sum matrix.scaled
    matrix.transpose matrix.power matrix.hadamard matrix.kronecker matrix.vec matrix.diagonal matrix.diagonal_of matrix.trace
    matrix.determinant_of_power matrix.determinant matrix.log_determinant_of_power matrix.log_determinant matrix.scalar_product
    network.backpropagation network.softmax_cross_entropy network.cross_entropy_with_logits network.row_sums network.binary_cross_entropy
    network.binary_cross_entropy_with_logits network.cross_entropy network.hinge network.penalty network.by_differentials
    """.split()
)


def nodes_of(goal: Goal) -> Iterator[Derivation]:
    yield from derive(Problem(goal), BOOK).nodes()


def names(rules: Any) -> list[str]:
    return [rule.id for rule in rules]


@pytest.mark.parametrize("rule", RULES, ids=names(RULES))
def test_an_entry_says_what_it_is(rule: Rule) -> None:
    assert rule.id.count(".") == 1
    assert rule.name
    assert rule.name == rule.name.strip()
    assert rule.words.endswith(".")
    assert not rule.words[0].islower()
    assert rule.source
    assert set(inspect.signature(rule.right).parameters) <= set(rule.parameters)
    assert bool(rule.mistakes) != (rule.id in WITHOUT_MISTAKE), "say what people write instead"
    assert len({mistake.id for mistake in rule.mistakes}) == len(rule.mistakes)
    for mistake in rule.mistakes:
        assert set(inspect.signature(mistake.right).parameters) <= set(rule.parameters), mistake.id
        assert mistake.words.endswith("."), mistake.id


@given(expressions(7))
@tried(30)
def test_every_node_fits_its_rule_and_is_true(expr: sp.Expr) -> None:
    for node in nodes_of(D(expr, X)):
        assert node.left() == node.goal, node.rule.id
        assert isinstance(node.rule, Rule), node
        assert set(node.bindings) == set(node.rule.parameters), node.rule.id
        assert judge(node.goal, node.value).status is not Status.INCORRECT, node


FALSE_RULES = (
    replace(BOOK.by_id["diff.sin"], right=lambda x: -cos(x)),
    replace(BOOK.by_id["diff.product"], right=lambda factors, x: total([D(f, x) for f in factors])),
    replace(BOOK.by_id["diff.power"], right=lambda x, n: n * x**n),
    replace(BOOK.by_id["diff.chain"], right=BOOK.by_id["diff.chain"].mistakes[0].right),
)


@pytest.mark.parametrize("rule", FALSE_RULES, ids=names(FALSE_RULES))
def test_a_false_rule_is_refuted_when_it_is_used(rule: Rule) -> None:
    book = BOOK.with_rules(rule)
    solved = derive(Problem(D(X**3 * sp.sin(X**2), X)), book)
    with pytest.raises(StepRefuted, match=rule.id) as caught:
        check_derivation(solved)
    assert caught.value.rule == rule.id


@pytest.mark.parametrize("rule", FALSE_RULES, ids=names(FALSE_RULES))
def test_the_law_of_nodes_would_catch_a_false_rule(rule: Rule) -> None:
    nodes = derive(Problem(D(X**3 * sp.sin(X**2), X)), BOOK.with_rules(rule)).nodes()
    assert any(judge(node.goal, node.value).status is Status.INCORRECT for node in nodes)


def test_two_rules_may_not_share_an_id() -> None:
    with pytest.raises(ValueError, match="same id"):
        Book.of((*RULES, RULES[0]))


def test_a_statement_is_an_equation_over_opaque_functions() -> None:
    sides = BOOK.by_id["diff.chain"].statement()
    assert sides is not None
    left, right = sides
    assert str(left) == str(D(sp.Function("f")(sp.Function("g")(X)), X))
    assert right.args


@pytest.mark.parametrize("rule", RULES, ids=names(RULES))
def test_a_rule_is_stated_as_a_textbook_does_or_in_words_only(rule: Rule) -> None:
    sides = rule.statement()
    if sides is not None:
        for printer in (UNICODE, LATEX):
            assert all(printer.render(side) for side in sides)
