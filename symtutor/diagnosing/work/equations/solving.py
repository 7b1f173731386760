"""Lines that solve an equation or an inequality: what satisfies each of them, beside what is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import intervals_of, rational_between
from symtutor.checking.equivalence.same_value import same_value
from symtutor.diagnosing.work.answers import Known
from symtutor.diagnosing.work.optimization.critical import places_in
from symtutor.diagnosing.work.verdicts import FAILURES, TRUE, UNKNOWN, wrong
from symtutor.diagnosing.work.world import World
from symtutor.reading.work.lines import NoValue, expression_of, members, with_sign
from symtutor.term import PlusMinus, Term, Variable, subterms
from symtutor.verdict import Proof, Status, Verdict
from symtutor.work import Context, Definition, Finding, Line, Link, Part, Relation, Role

__all__ = ["judge_solving"]

Judged = tuple[Finding, Context]
_LEADS = frozenset(
    "so then thus hence therefore and or we get have obtain which gives give is are the of answer final finally solution solutions only "
    "both either that means it follows where now both since square squaring divide dividing factor".split()
)
_NONE = ("no solution", "no real solution", "no solutions", "no real solutions", "no real root", "no real roots")


def judge_solving(line: Line, context: Context, world: World) -> Judged | None:
    """Judge a line by the numbers that satisfy it: those that are asked for, more of them, or fewer.

    A line of an equation may have further solutions, which a test removes at the end; none may be lost, unless another line
    names it.  None where a line is no condition on the unknown, or states one under a condition.

    Parameters
    ----------
    line, context, world
        See `symtutor.diagnosing.work.judge.judge_line`.
    """
    known = world.known
    if known is None or known.wanted is None or not line.parts:
        return None
    defined = _definition(line, context, known)
    if defined is not None:
        return defined
    if any(other.connective == ":" and members(before.term)[0] is sp.Eq for before, other in _pairs(line.parts)):
        return Finding(line.parts[0], Role.CASE, UNKNOWN, counts=False), context  # x = -1: what is put in does not hold
    groups = list(_groups(line.parts))
    letters = {letter: d.expression for letter, d in context.definitions.items()}
    sets = [_satisfying(group, letters, known) for group in groups]
    if not sets or None in sets:
        return None
    if any(isinstance(found, sp.FiniteSet) and any(place.is_real is False for place in found) for found in sets):
        return Finding(line.parts[0], Role.EQUATION, UNKNOWN, remark="only real solutions are looked for here"), context
    truths = [_truth(found, line, world, is_last=_is_answer(line, groups[-1], world) and found is sets[-1]) for found in sets]
    if None in truths:
        return None
    truth = next((t for t in truths if t is not None and t.status is not Status.CORRECT), truths[0])
    if truth is None:
        return None
    link = _link(sets[-1], truth, context, known)
    follows = truth if link is None else Verdict(Status.CORRECT, Proof("by its solutions"))
    kept = context.having(solutions=(line.number, sets[-1]))
    return Finding(line.parts[0], Role.EQUATION, truth, follows, link), kept


def _pairs(parts: Sequence[Part]) -> list[tuple[Any, Part]]:
    """Return the statements of a line beside the ones before them, where these are formulas."""
    return [(before, part) for before, part in pairwise(parts) if before.term is not None]


def _definition(line: Line, context: Context, known: Known) -> Judged | None:
    """Take u = x² as a definition: a new letter for an expression in the unknown; None where a line is something else."""
    part = line.parts[0]
    head, sides = (None, ()) if part.term is None or len(line.parts) > 1 else members(part.term)
    if head is not sp.Eq or len(sides) != 2 or sides[0].head is not Variable or sides[0].args[0] == known.unknown:
        return None
    letter, meaning = sides[0].args[0], expression_of(sides[1], part.text)
    if not isinstance(meaning, sp.Expr) or meaning.free_symbols != {known.unknown} or letter in context.definitions:
        return None
    kept = {**context.definitions, letter: Definition(letter, meaning, line.number)}
    return Finding(part, Role.DEFINITION, TRUE, counts=False), context.having(definitions=kept)


def _groups(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Yield the statements of a line between its arrows."""
    group: list[Part] = []
    for part in parts:
        if group and part.connective in {"⇒", "⇔"}:
            yield tuple(group)
            group = []
        group.append(part)
    yield tuple(group)


# ---- what satisfies a line ---------------------------------------------------------------------------
def _satisfying(group: Sequence[Part], letters: Mapping[Any, Any], known: Known) -> Any:
    """Return the set of numbers that satisfy some statements, or None where it is not known what they say together."""
    said = [word.strip(".") for part in group for word in part.words]
    if len(group) == 1 and group[0].term is None:
        return sp.S.EmptySet if " ".join(said) in _NONE else None
    if set(said) - _LEADS or any(part.term is None or part.connective == ":" for part in group):
        return None
    try:
        sets = [_of_statement(part, part.term, letters, known, is_one_of_several=len(group) > 1) for part in group if part.term is not None]
    except (NoValue, *FAILURES):
        return None
    if None in sets:
        return None
    joins = {part.connective for part in group[1:]}
    if len(sets) > 1 and not (joins <= {"or", ","} or joins == {"and"}):
        return None
    are_places = all(isinstance(found, sp.FiniteSet) for found in sets)
    if "," in joins and not are_places:
        return None  # x > 1, x > −2: both, or one after the other
    return sp.Intersection(*sets) if joins == {"and"} and not are_places else sp.Union(*sets)


def _of_statement(part: Part, term: Term, letters: Mapping[Any, Any], known: Known, *, is_one_of_several: bool = False) -> Any:
    """Return the numbers that satisfy an equation, an inequality or a chain of them; None where they are not known."""
    x = known.unknown
    if any(inner.head is PlusMinus for inner in subterms(term)):
        both = [_of_statement(part, with_sign(term, sign), letters, known) for sign in (1, -1)]
        return None if None in both else sp.Union(*both)
    if term.head is sp.And:
        sets = [_of_statement(part, a, letters, known) for a in term.args]
        return None if None in sets else sp.Intersection(*sets)
    head, sides = members(term)
    values = [expression_of(side, part.text) for side in sides]
    if head is None or len(values) < 2 or not all(isinstance(v, sp.Expr) for v in values):
        return None
    values = [v.subs(letters) for v in values]
    if head is sp.Eq and is_one_of_several and len(values) == 2 and same_value(values[0], values[1], {}).status is Status.INCORRECT:
        gap = sp.expand(values[0] - values[1])
        if gap.is_number:
            return sp.S.EmptySet  # x − 2 = x, which holds nowhere
    if set().union(*(v.free_symbols for v in values)) != {x}:
        return None
    if head is sp.Eq and values[0] == x and not any(v.free_symbols for v in values[1:]):
        same = all(same_value(values[1], v, {}).status is Status.CORRECT for v in values[2:])
        return sp.FiniteSet(values[-1]) if same else None
    return known.solutions(head(*values, evaluate=False)) if len(values) == 2 and known.solutions is not None else None


def _is_answer(line: Line, group: Sequence[Part], world: World) -> bool:
    """Tell whether a line is the last one and tells what the unknown is."""
    last = max((other.number for other in world.work.lines if any(p.term is not None or p.words for p in other.parts)), default=0)
    return line.number == last and all(_tells(part.term, world) for part in group)


def _tells(term: Term | None, world: World) -> bool:
    if term is None:
        return True
    if term.head is sp.And:
        return all(_tells(a, world) for a in term.args if isinstance(a, Term))
    _, sides = members(term)
    unknown = Term(Variable, (getattr(world.known, "unknown", None),))
    return unknown in sides and not any(unknown in subterms(side) for side in sides if side != unknown)


# ---- beside what is asked for ------------------------------------------------------------------------
def _truth(found: Any, line: Line, world: World, *, is_last: bool) -> Verdict | None:
    """Return whether the numbers that satisfy a line are the right ones; None where that is left open."""
    known = world.known
    assert known is not None
    wanted = known.wanted
    is_equation = isinstance(wanted, sp.FiniteSet) or wanted is sp.S.EmptySet
    inside = found if is_last else sp.Intersection(found, known.domain)
    lost, extra = _without(wanted, inside), _without(inside, wanted)
    if lost is None or extra is None:
        return None
    if lost is sp.S.EmptySet and extra is sp.S.EmptySet:
        return Verdict(Status.CORRECT, Proof("the same solutions"))
    if is_last:
        handed_in = known.verdict_on(line.text)
        return wrong(_told(lost, extra, known)) if handed_in is None or handed_in else handed_in
    if lost is sp.S.EmptySet and (is_equation or _without(known.domain, found) is sp.S.EmptySet):
        return Verdict(Status.CORRECT, Proof("all that is asked for satisfies it"))
    if isinstance(lost, sp.FiniteSet) and is_equation:
        if found is not sp.S.EmptySet and lost != wanted and _are_named(lost, line, world):
            return None
        named = known.verdict_on(", ".join(f"{known.unknown} = {place}" for place in found)) if isinstance(found, sp.FiniteSet) else None
        return named if named is not None and named.mistake else wrong(_told(lost, extra, known))
    return wrong(_told(lost, extra, known))


def _without(one: Any, other: Any) -> Any:
    """Return what is in one set and not in another, numbers compared by their value; None where it is not found."""
    if isinstance(one, sp.FiniteSet) and isinstance(other, sp.FiniteSet):
        pairs = [(p, [same_value(p, q, {}).status for q in other]) for p in one]
        if any(Status.CORRECT not in found and Status.UNDECIDED in found for _, found in pairs):
            return None
        return sp.FiniteSet(*(p for p, found in pairs if Status.CORRECT not in found))
    rest = sp.Complement(one, other)
    return None if rest.has(sp.Complement, sp.ConditionSet) else rest


def _are_named(places: sp.FiniteSet, line: Line, world: World) -> bool:
    """Tell whether each place stands in another line."""
    unknown = getattr(world.known, "unknown", None)
    others = [p.term for other in world.work.lines if other.number != line.number for p in other.parts if p.term is not None]
    named = [value for term in others for value in places_in(term, unknown)]
    return all(any(isinstance(v, sp.Expr) and same_value(place, v, {}) for v in named) for place in places)


def _told(lost: Any, extra: Any, known: Known) -> str:
    """Return in words where a line and what is asked differ."""
    x = known.unknown
    place = _member(extra)
    if place is not None and lost is sp.S.EmptySet:
        return f"{x} = {place} satisfies this line and is no solution"
    kept = _member(lost)
    if kept is None:
        return "it has other solutions"
    told = f"{x} = {kept} is a solution and does not satisfy this line"
    return told if place is None or not isinstance(extra, sp.FiniteSet) else f"{told}, which has {x} = {place}"


def _member(found: Any) -> Any:
    """Return a number of a set, the simplest that is at hand, or None."""
    if isinstance(found, sp.FiniteSet):
        return min(found, key=lambda e: (e.count_ops(), abs(sp.N(e))), default=None)
    pieces = [p for p in intervals_of(found) if isinstance(p, sp.Interval)] if isinstance(found, sp.Interval | sp.Union) else []
    return rational_between(pieces[0].inf, pieces[0].sup) if pieces else None


def _link(found: Any, truth: Verdict, context: Context, known: Known) -> Link | None:
    """Return from where a line follows: the line before where its solutions are among these, else the problem where it is right."""
    number, before = (0, known.wanted) if context.solutions is None else context.solutions
    lost, extra = _without(before, found), _without(found, before)
    if lost is sp.S.EmptySet and extra is sp.S.EmptySet:
        return Link(number, Relation.EQUIVALENT)
    if lost is sp.S.EmptySet and isinstance(before, sp.FiniteSet):
        return Link(number, Relation.IMPLIED)
    return Link(0, Relation.EQUIVALENT) if truth.status is Status.CORRECT else None
