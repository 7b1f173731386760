"""Laws over the lines of a solution as they are printed: each equation holds, and lengths are those of a book."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.deriving.layout import Block, laid_out
from symtutor.goals.core import Derivative, Integral, Limit, equal_chain
from symtutor.rule import Relation, unquoted
from symtutor.term import Term, value
from symtutor.textbook import opened
from tests.benchmarks.lengths import ALLOWED, PROBLEMS, lines
from tests.rule_examples import derived, examples

FAR = {
    "Taylor e^x with a bound",
    "Taylor √(1+x) with a bound",
    "∫ (3x+5)/(x²−x−6)",  # its equations stand beside a line
    "∫ ln x from 0 to 1",
}
TINY = sp.Float("1e-9")
PLACES = (sp.Rational(7, 5), sp.Rational(3, 7), sp.Rational(12, 5))


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_solution_has_the_length_of_a_book_and_the_short_one_is_not_longer(name: str) -> None:
    wanted, solve = PROBLEMS[name]
    brief, normal = (lines(solve(detail)) for detail in ("brief", "normal"))
    assert brief <= normal
    assert (abs(normal - wanted) > ALLOWED) == (name in FAR)


KINDS = (Derivative, Integral, Limit)
OTHERWISE = {
    *("int.by_cases", "int.sign", "diff.abs_by_cases", "diff.sign_by_cases"),  # a line holds on the side of a kink named beside it
    *("diff.max", "diff.min", "diff.min_by_cases"),  # a line names the place of a kink
    "diff.by_logarithm",  # y in its lines stands for the function
}
SHOWN = {rule: goals[0] for rule, goals in examples().items() if isinstance(goals[0], KINDS) and rule not in OTHERWISE}


@pytest.mark.parametrize("rule", SHOWN)
def test_every_printed_equation_holds_in_numbers(rule: str) -> None:
    goal = SHOWN[rule]
    for block in laid_out(derived(goal)):
        for left, right in equations(block):
            refuted = difference(left, right)
            assert not refuted, f"{left} = {right} is refuted at {refuted}"


def equations(block: Block) -> Iterator[tuple[Any, Any]]:
    """Yield the sides of each equation that a block prints, letters put back; of antiderivatives their derivatives."""
    lets = {unquoted(letter): unquoted(meaning) for line in block.lines for letter, meaning in line.lets}
    is_antiderivative = block.node is not None and type(block.node.goal).has_constant
    before = None
    for line in () if any(line.conditions for line in block.lines) else block.lines:  # one case of several
        sides = [_put_back(side, lets) for side in _sides(opened(line.term))]
        if line.relation is Relation.EQUAL and before is not None:
            sides = [before, *sides]
        for left, right in pairwise(sides):
            if lets and any(isinstance(side, sp.Expr) and side.has(sp.Integral) for side in (left, right)):
                continue  # an integral in a new letter beside one in the old
            if is_antiderivative and block.node is not None and all(isinstance(side, sp.Expr) for side in (left, right)):
                x = block.node.goal.args[1]
                yield sp.diff(left, x), sp.diff(right, x)
            else:
                yield left, right
        before = sides[-1]


def _sides(term: Term) -> list[Any]:
    return [value(t) for t in (term.args if term.head in {sp.Eq, equal_chain} else (term,))]


def _put_back(side: Any, lets: dict[Any, Any]) -> Any:
    for letter, meaning in reversed(lets.items()):
        if isinstance(side, sp.Expr) and isinstance(meaning, sp.Basic) and not side.has(sp.Integral):
            side = side.xreplace({letter: meaning})
    return side


def difference(left: Any, right: Any) -> Any:
    """Return a place at which two sides differ, None where they do not or where numbers cannot say."""
    if not all(isinstance(side, sp.Expr) and not side.has(sp.Integral, sp.Limit, sp.Subs, AppliedUndef) for side in (left, right)):
        return None
    letters = sorted(left.free_symbols | right.free_symbols, key=lambda s: s.name)
    for number in PLACES:
        place = {s: number + sp.Rational(k, 9) for k, s in enumerate(letters)}
        found = [sp.N(part.doit().subs(place), 20) for part in (left, right)]
        if all(f.is_Float and f.is_finite for f in found) and abs(found[0] - found[1]) > TINY * (1 + abs(found[0])):
            return place
    return None
