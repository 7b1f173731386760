"""Work on problems whose lines have no meaning of their own here: they are compared with what is known of the answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.checking.equivalence.same_value import same_value
from symtutor.diagnosing.work.names import Names, named_expression
from symtutor.diagnosing.work.verdicts import UNKNOWN, wrong
from symtutor.errors import SymtutorError
from symtutor.reading.work.lines import NoValue, expression_of, members, with_sign
from symtutor.term import PlusMinus, Term, Variable, subterms
from symtutor.verdict import Proof, Status, Verdict
from symtutor.work import Context, Finding, Line, Link, Part, Relation, Role, Work

__all__ = ["Known", "handed_in", "judge_answer"]

_LEADS = frozenset(
    "answer so then thus hence therefore and or we get the is finally final result "
    "maximum minimum extremum local global absolute at a no saddle point there".split()
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the answer to a problem.

    Parameters
    ----------
    check : callable
        Judges a text as the answer.
    unknown : Symbol, optional
        What the problem is to be solved for, or where its function has special places.
    places : tuple of Expr
        All values of the unknown that the problem asks for.
    names : Names
        The function that the problem is about.
    others : tuple of Expr
        Values of the unknown at which equations of the way hold as well, as those where f″ is 0.
    wanted : Set, optional
        All numbers that solve an equation or inequality.
    domain : Set
        Where they are looked for.
    solutions : callable, optional
        Gives the set of numbers that satisfy another relation, or None.
    is_family : bool
        Whether the places hold a letter for any whole number.
    gap : Expr, optional
        The left side of an equation that is to be solved minus its right side.
    """

    check: Callable[[str], Verdict]
    unknown: Any = None
    places: tuple[Any, ...] = ()
    names: Names = field(default_factory=Names)
    others: tuple[Any, ...] = ()
    wanted: Any = None
    domain: Any = sp.S.Reals
    solutions: Callable[[Any], Any] | None = None
    is_family: bool = False
    gap: Any = None

    def verdict_on(self, text: str) -> Verdict | None:
        """Return the verdict on a text as the answer, or None where it cannot be one."""
        plain = re.sub(r"^\s*(?:Answer:|so\b|then\b|[=⇒∴&])\s*", "", text).strip()
        try:
            verdict = self.check(plain)
        except SymtutorError:
            return None
        is_on_the_way = verdict.status is Status.INCORRECT and isinstance(verdict.evidence, Proof)  # the value is right
        return None if is_on_the_way else verdict


def judge_answer(part: Part, line: Line, context: Context, work: Work, known: Known | None) -> tuple[Finding, Context]:
    """Judge one statement by the right answer.

    A line that is the answer is right; so is an equation that all the places satisfy, and a value of the function or its
    derivatives.  An equation that no place satisfies is wrong, and so is the last formula, where it is handed in as the answer.

    Parameters
    ----------
    part, line, context
        See `judge_line`.
    work : Work
        All lines.
    known : Known, optional
        What is known of the answer.
    """
    if part.term is None and part.error and known is not None and _is_last(line, work):
        told = known.verdict_on(line.text)  # x ∈ (−∞, 4)
        if told is not None and told.status is not Status.UNDECIDED:
            return Finding(replace(part, error=""), Role.ANSWER, told, told, Link(0, Relation.EQUAL) if told else None), context
    if part.term is not None and known is not None:
        numeric = _of_numbers(part, line)
        if numeric is not None:
            return numeric, context
    if part.term is None or known is None:
        return Finding(part, Role.WORDS, UNKNOWN, counts=False), context
    is_late = _is_last(line, work, among=_LATE)
    whole = known.verdict_on(line.text) if is_late else None
    verdict = whole if whole is not None and whole.status is Status.CORRECT else known.verdict_on(part.text) if is_late else None
    if verdict is not None and verdict.status is Status.CORRECT:
        return Finding(part, Role.ANSWER, verdict, verdict, Link(0, Relation.EQUAL)), context
    stated = _listed(line, known) or _stated(part, part.term, line, known)
    handed_in = verdict if len(line.parts) == 1 else whole
    is_answer = handed_in is not None and _is_last(line, work) and not set(part.words) - _LEADS
    if stated is not None and not (stated.status is Status.INCORRECT and is_answer):
        return Finding(part, Role.NAMED, stated, stated, Link(0, Relation.EQUAL) if stated else None), context
    if is_answer and handed_in is not None:
        return Finding(part, Role.ANSWER, handed_in, handed_in), context
    return Finding(part, Role.VALUE, UNKNOWN), context


def _of_numbers(part: Part, line: Line) -> Finding | None:
    """Return what is found about an equation between numbers, as a test of a solution; None where it is none, or is denied."""
    relation, sides = (None, ()) if part.term is None else members(part.term)
    if relation is not sp.Eq or part.term is None or len(sides) != len(part.term.args) or len(sides) < 2:
        return None
    try:
        values = [expression_of(side, part.text) for side in sides]
    except (SymtutorError, NoValue):
        return None
    if not all(isinstance(v, sp.Expr) and v.is_number for v in values):
        return None
    found = [same_value(values[0], v, {}) for v in values[1:]]
    truth = next((v for v in found if v.status is not Status.CORRECT), found[0])
    if truth.status is Status.INCORRECT and (part.connective in {"⇒", "⇔"} or any(p.connective == "or" for p in line.parts)):
        return Finding(part, Role.CASE, UNKNOWN)  # 2 = 0 follows from an equation without solutions
    is_denied = bool({"false", "not", "no", "wrong", "contradiction"} & set(part.words))
    return Finding(part, Role.SIDE, truth, truth, Link(0, Relation.EQUAL) if truth else None, counts=not is_denied)


def handed_in(line: Line, answer: Known, wants: str = "") -> tuple[Finding, ...] | None:
    """Return what is found about a line as the answer; None where it is none, or where words say what it is."""
    verdict = answer.verdict_on(line.text)
    if verdict is None or verdict.status is Status.UNDECIDED:
        return None
    words = {word for part in line.parts for word in part.words if not re.search(r"\d", word)}
    if "no" in words and wants in _OTHER and _OTHER[wants] in words:
        return None  # "no maximum", where a minimum is asked for, is a remark
    if verdict.status is Status.INCORRECT and (words - _LEADS or any(_relates_letters(part.term) for part in line.parts)):
        return None
    link = Link(0, Relation.EQUAL) if verdict else None
    return (Finding(line.parts[0], Role.ANSWER, verdict, verdict, link),)


_OTHER = {"minimum": "maximum", "maximum": "minimum"}


def _relates_letters(term: Term | None) -> bool:
    """Tell whether an equation holds letters on both sides, so that it is on the way and no answer."""
    relation, sides = (None, ()) if term is None else members(term)
    return relation is sp.Eq and all(any(leaf.head is Variable for leaf in subterms(side)) for side in sides)


def _stated(part: Part, term: Term, line: Line, known: Known) -> Verdict | None:
    """Return the verdict on a value of the function, or an equation for the unknown; None where it is something else."""
    relation, sides = members(term)
    if relation is not sp.Eq or len(sides) != 2:
        return None
    if any(inner.head is PlusMinus for inner in subterms(term)):
        return _with_both_signs(part, term, known)
    try:
        raw = [expression_of(side, part.text) for side in sides]
        left, right = (named_expression(side, known.names) for side in raw)
    except (SymtutorError, NoValue):
        return None
    if not isinstance(left, sp.Expr) or not isinstance(right, sp.Expr) or left.has(AppliedUndef) or right.has(AppliedUndef):
        return None
    places = [same_value(left.subs(known.unknown, place), right.subs(known.unknown, place), {}).status for place in known.places]
    if right in {sp.oo, -sp.oo}:
        return None  # an end of the graph, or that it is unbounded
    if left != raw[0] and right != 0:
        found = same_value(left, right, {})
        is_at_place = Status.CORRECT in places and not right.free_symbols  # f″ = 6 at the place that is looked at
        return None if found.status is not Status.CORRECT and is_at_place else found
    if known.gap is not None and same_value(known.gap, left - right, {}):
        return Verdict(Status.CORRECT, Proof("the equation itself"))
    letters = {known.unknown}.union(*(place.free_symbols for place in known.places))
    free = left.free_symbols | right.free_symbols
    if known.is_family or known.unknown is None or not {known.unknown} <= free <= letters or not places:
        return None
    if all(status is Status.CORRECT for status in places):
        return Verdict(Status.CORRECT, Proof("what is asked satisfies it"))
    if any(same_value(left.subs(known.unknown, place), right.subs(known.unknown, place), {}) for place in known.others):
        return Verdict(Status.CORRECT, Proof("the graph changes its bending where it holds"))
    if right == 0 and _is_slope(left, known):
        return Verdict(Status.CORRECT, Proof("a derivative set to 0"))
    is_alone = part.connective == "" and not part.words and all(other.connective != "or" for other in line.parts)
    told = f"{known.unknown} = {known.places[0]} is asked for and does not satisfy this line"
    return wrong(told) if is_alone and all(s is Status.INCORRECT for s in places) else None


def _is_slope(expr: sp.Expr, known: Known) -> bool:
    """Tell whether an expression is the first or second derivative of the function that is asked about."""
    f, x = known.names.values.get("f"), known.unknown
    return isinstance(f, sp.Expr) and any(bool(same_value(sp.diff(f, x, n), expr, {})) for n in (1, 2))


def _listed(line: Line, known: Known) -> Verdict | None:
    """Return the verdict on a line that only lists values of the unknown; None where it does something else, or leaves some out."""
    values = []
    for part in line.parts:
        relation, sides = (None, ()) if part.term is None or part.words else members(part.term)
        if relation is not sp.Eq or sides[0] != Term(Variable, (known.unknown,)) or len(sides) != 2:
            return None
        values.append(expression_of(sides[1], part.text))
    if not known.places or not all(isinstance(v, sp.Expr) and v.is_number for v in values):
        return None
    among = [[same_value(v, place, {}).status for place in known.places] for v in values]
    strange = next((v for v, found in zip(values, among, strict=True) if all(s is Status.INCORRECT for s in found)), None)
    if strange is not None:
        return wrong(f"{known.unknown} = {strange} is none of them")
    is_whole = all(any(found[k] is Status.CORRECT for found in among) for k in range(len(known.places)))
    return Verdict(Status.CORRECT, Proof("all that is asked")) if is_whole else None


def _with_both_signs(part: Part, term: Term, known: Known) -> Verdict | None:
    """Return the verdict on an equation with ±: each place satisfies it with one of the signs."""
    gaps = []
    for sign in (1, -1):
        left, right = (expression_of(side, part.text) for side in members(with_sign(term, sign))[1])
        gaps.append(left - right)
    if known.unknown is None or not known.places:
        return None
    found = [[same_value(gap.subs(known.unknown, place), sp.S.Zero, {}).status for gap in gaps] for place in known.places]
    if all(Status.CORRECT in statuses for statuses in found):
        return Verdict(Status.CORRECT, Proof("what is asked satisfies it with one of the signs"))
    return wrong("nothing that is asked satisfies it") if all(s is Status.INCORRECT for f in found for s in f) else None


_LATE = 2


def _is_last(line: Line, work: Work, *, among: int = 1) -> bool:
    """Tell whether a line is among the last ones with a formula."""
    last = [other.number for other in work.lines if any(p.term is not None or p.error for p in other.parts)][-among:]
    return line.number in last
