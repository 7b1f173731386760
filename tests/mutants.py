"""False variants of the rules of the book: what a wrong rule would give at an example, and what the check finds of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.checking.calculus.satisfying import points_where
from symtutor.checking.derivation import check_derivation
from symtutor.derivation import Derivation, Solved
from symtutor.deriving.search import UNBOUNDED, Search
from symtutor.errors import StepRefuted, SymtutorError
from symtutor.goals.core import AbsoluteBound, Goal, Integral, Restored
from symtutor.goals.vectors import Potential
from symtutor.rule import Relation, Rule
from symtutor.rules import BOOK
from symtutor.term import quote
from symtutor.verdict import Status

__all__ = ["VARIANTS", "false_variants", "found_of", "node_of"]

TINY = sp.Rational(1, 10**12)
VARIANTS = ("sign", "factor", "summand", "step", "condition")
_UP_TO_A_CONSTANT = (Integral, Restored, Potential)


def node_of(rule: Rule, goal: Goal) -> Derivation | None:
    """Return the node that a rule makes of a goal, its premises derived by the whole book."""
    search = Search(BOOK)
    search._open[goal] = None  # noqa: SLF001 (as if the search were at this goal)
    bindings = next(iter(rule.when(goal, search.context)), None)
    try:
        return None if bindings is None else search._attempt(goal, rule, bindings, UNBOUNDED // 2)  # noqa: SLF001
    except SymtutorError:
        return None


def false_variants(node: Derivation) -> Iterator[tuple[str, Derivation]]:
    """Yield nodes with a false value, or without the conditions under which the value is true."""
    value, letter = node.value, _letter(node.goal)
    if isinstance(value, sp.MatrixBase) and any(value.flat()):
        yield "sign", replace(node, value=-value)
        yield "factor", replace(node, value=value * (1 + TINY))
        yield "summand", replace(node, value=value + TINY * sp.ones(*value.shape))
    is_number = (
        isinstance(value, sp.Expr)
        and not isinstance(value, sp.MatrixBase | sp.MatrixExpr)
        and value.is_finite is not False
        and value is not sp.nan
    )
    is_bound = isinstance(node.goal, AbsoluteBound) or (isinstance(node.rule, Rule) and node.rule.relation is Relation.AT_MOST)
    if is_number and not is_bound:  # what is above a bound is one
        if value != 0 and not _is_zero_somewhere(value):
            yield "sign", replace(node, value=-value)
            yield "factor", replace(node, value=value * (1 + TINY))
        depends = letter is not None and letter in value.free_symbols and not value.has(AppliedUndef)
        if not isinstance(node.goal, _UP_TO_A_CONSTANT):
            yield "summand", replace(node, value=value + TINY)
        elif letter is not None:
            yield "summand", replace(node, value=value + TINY * letter)
        if depends and sp.N(value.subs(letter, 50)).is_real is not False:
            yield "step", replace(node, value=value + sp.floor(letter / 100 + sp.S.Half))
    if node.conditions and isinstance(node.rule, Rule) and node.rule.holds is not None and value != node.goal.args[0] and _says_more(node):
        yield "condition", replace(node, conditions=())


def _is_zero_somewhere(value: Any) -> bool:
    """Tell whether pieces of a value are 0, so that its negative is not false there."""
    return bool(value.has(sp.Piecewise)) and all(piece == 0 for part in value.atoms(sp.Piecewise) for piece, _ in part.args)


def _says_more(node: Derivation) -> bool:
    """Tell whether there are letters for which a value is real although the conditions fail: else the value itself says where it holds."""
    for condition in node.conditions:
        for point in points_where([sp.Not(condition)], node.value.free_symbols, count=3):
            is_plain = isinstance(node.value, sp.Expr) and not node.value.has(sp.MatrixExpr)
            found = sp.N(node.value.xreplace(point)) if is_plain else sp.nan
            if found.is_real and found.is_finite:
                return True
    return False


def _letter(goal: Goal) -> Any:
    """Return the variable of a goal, if its values are functions of it."""
    if "variable" not in goal.fields:
        return None
    found = goal.args[goal.fields.index("variable")]
    return found if isinstance(found, sp.Symbol) else None


def found_of(node: Derivation) -> Status:
    """Return what the check finds of a node whose premises are right: refuted, shown as proved, or undecided."""
    below = {c for premise in node.premises for part in premise.nodes() for c in part.conditions}
    try:
        report = check_derivation(Solved(quote(node.value), (node,), node.value))
    except StepRefuted:
        return Status.INCORRECT
    except RecursionError:
        return Status.UNDECIDED
    own = next(f.verdict for f in report.findings if f.goal == node.goal)
    if own.status is Status.CORRECT and not node.conditions and not set(sp.And.make_args(own.domain)) <= {sp.true, *below}:
        return Status.UNDECIDED  # proved under conditions that the verdict names
    return own.status
