"""Judging lines about arrays: definitions, derivatives, differentials, values, equations for the best letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.same_value import same_value
from symtutor.diagnosing.work.arrays.letters import split_name
from symtutor.diagnosing.work.arrays.walk import Named
from symtutor.diagnosing.work.arrays.world import ArrayWorld, definition_of
from symtutor.diagnosing.work.verdicts import TRUE, UNKNOWN
from symtutor.reading.work.lines import members
from symtutor.term import Blank, DifferentialOf, Nabla, Term, Variable, subterms
from symtutor.verdict import Proof, Status, Verdict
from symtutor.work import Context, Finding, Line, Link, Part, Relation, Role

__all__ = ["ArrayContext", "judge_array_part"]

Judged = tuple[Finding, Context]


class ArrayContext:
    """What is known between two lines with arrays: definitions, what the chain is about, and its last member."""

    def __init__(
        self, names: Mapping[str, Named] | None = None, reference: Term | None = None, last: tuple[int, Term] | None = None
    ) -> None:
        self.names: Mapping[str, Named] = names or {}
        self.reference = reference
        self.last = last


def judge_array_part(part: Part, line: Line, context: Context, worlds: Sequence[ArrayWorld]) -> Judged:
    """Judge one statement of a work with arrays.

    Parameters
    ----------
    part, line, context
        See `judge_line`.
    worlds : sequence of ArrayWorld
        The work, and variants of its problem that a line may be about; a line is wrong where it is wrong for all of them.
    """
    known = _with_line(context.arrays or ArrayContext(), part, line, worlds[0])
    assert part.term is not None
    relation, sides = members(part.term)
    if relation not in {None, sp.Eq}:
        return Finding(part, Role.REMARK, UNKNOWN, counts=False), context
    continues = relation is None or part.term.args[0].head is Blank
    if not continues:
        defined = _definition(part.term, line, known, worlds[0])
        if defined is not None:
            return defined[0](part), context.having(arrays=defined[1])
    reference = (known.reference or worlds[0].asked) if continues else sides[0]
    right = sides if continues else sides[1:]
    if reference is None:
        return _of_something(part, right[-1], line, context, known, worlds)
    solved = None if continues else _stationary(sides, known, worlds[0])
    if solved is not None:
        return Finding(part, Role.EQUATION, solved, solved, Link(0, Relation.IMPLIED) if solved else None), context
    turned = _is_slope(reference, known)

    def truth_with(names: Mapping[str, Named]) -> Verdict:
        return _all([_best([world.same(reference, side, names, turned=turned) for world in worlds]) for side in right])

    unknown = worlds[0].unknown((reference, *right), known.names)
    conventional = {name: worlds[0].conventional[name] for name in unknown if name in worlds[0].conventional}
    truth = truth_with({**known.names, **conventional}) if unknown == conventional.keys() else UNKNOWN
    if unknown and truth.status is Status.CORRECT:
        known = ArrayContext({**known.names, **conventional}, known.reference, known.last)
    elif unknown:
        return Finding(part, Role.NAMED, UNKNOWN), context
    link = Link(0, Relation.EQUAL) if truth.status is Status.CORRECT else None
    follows = truth
    if known.last is not None and continues:
        follows = _best([worlds[0].same(known.last[1], right[0], known.names, turned=turned)])
        link = Link(known.last[0], Relation.EQUAL) if follows.status is Status.CORRECT else link
    if relation is None and truth.status is Status.INCORRECT and not _is_asked(known, worlds[0]):
        return _of_something(part, right[-1], line, context, known, worlds)
    made = ArrayContext(known.names, reference, (line.number, right[-1]))
    return Finding(part, Role.CONTINUED if continues else Role.NAMED, truth, follows, link), context.having(arrays=made)


def _with_line(known: ArrayContext, part: Part, line: Line, world: ArrayWorld) -> ArrayContext:
    """Return what is known with the new names that other statements of the line define."""
    found = dict(known.names)
    for other in line.parts:
        made = None if other is part or other.term is None else definition_of(other.term)
        if made is not None and made[0] not in found and made[0] not in world.names and made[0] not in _letters_of_problem(world):
            found[made[0]] = made[1]
    return ArrayContext(found, known.reference, known.last)


def _is_asked(known: ArrayContext, world: ArrayWorld) -> bool:
    return known.last is None and world.asked is not None


def _of_something(part: Part, term: Term, line: Line, context: Context, known: ArrayContext, worlds: Sequence[ArrayWorld]) -> Judged:
    """Judge an expression alone: right where it is the gradient, the second derivative, or what is differentiated."""
    for world in worlds:
        for candidate in _derived(world):
            if world.same(candidate, term, known.names, turned=True).status is Status.CORRECT:
                verdict = Verdict(Status.CORRECT, Proof("a derivative of what the problem names"))
                made = ArrayContext(known.names, candidate, (line.number, term))
                return Finding(part, Role.VALUE, verdict, verdict, Link(0, Relation.DIFFERENTIATED)), context.having(arrays=made)
    return Finding(part, Role.VALUE, UNKNOWN), context


def _derived(world: ArrayWorld) -> list[Term]:
    """Return what a line alone may be: the derivatives of the objective by its letters, and the objective."""
    name = world.objective
    if not name:
        return []
    objective = Term(Variable, (sp.Symbol(name),))
    ranks = world.ranks[0]
    letters = world.names[name].parameters or tuple(letter for letter, rank in ranks.items() if rank)
    found: list[Term] = []
    for letter in letters:
        by = Term(Variable, (sp.Symbol(letter),))
        found.extend(Term(sp.Derivative, (objective, by, Term(_number(), (sp.Integer(order),)))) for order in (1, 2))
    return [*found, objective]


def _number() -> Any:
    from symtutor.term import Number  # noqa: PLC0415 (the marker is needed here alone)

    return Number


def _definition(term: Term, line: Line, known: ArrayContext, world: ArrayWorld) -> tuple[Any, ArrayContext] | None:
    """Return the finding and the context of an equation that gives a new name its meaning, or None."""
    made = definition_of(term)
    if made is None:
        return None
    name, meaning = made
    if name in world.names or name in known.names or name in _letters_of_problem(world):
        return None
    later = [t for other in world.work.lines for p in other.parts if p.term is not None and other.number >= line.number for t in (p.term,)]
    is_used = any(_stands_in(name, t) for t in later if t is not term)
    is_named = any(inner.head in {sp.Derivative, Nabla} for inner in subterms(meaning.term))
    truth = TRUE if is_used or is_named else UNKNOWN

    def finding(part: Part) -> Finding:
        return Finding(part, Role.DEFINITION, truth, truth, Link(line.number, Relation.GIVEN))

    return finding, ArrayContext({**known.names, name: meaning}, known.reference, known.last)


def _stands_in(name: str, term: Term) -> bool:
    return any(
        (leaf.head is Variable and split_name(str(leaf.args[0]))[0] == name) or getattr(leaf.head, "__name__", "") == name
        for leaf in subterms(term)
    )


def _letters_of_problem(world: ArrayWorld) -> set[str]:
    return {
        split_name(str(leaf.args[0]))[0] for p in world.posed if p.term is not None for leaf in subterms(p.term) if leaf.head is Variable
    }


def _is_slope(reference: Term, known: ArrayContext) -> bool:
    """Tell whether something is a derivative, which may be written as a row or as a column."""
    if reference.head is Variable and str(reference.args[0]) in known.names:
        reference = known.names[str(reference.args[0])].term
    return reference.head in {sp.Derivative, Nabla, DifferentialOf}


# ---- the best letter --------------------------------------------------------------------------------
def _stationary(sides: Sequence[Term], known: ArrayContext, world: ArrayWorld) -> Verdict | None:
    """Return whether an equation is the condition that the gradient is 0, or solves it; None where it is something else."""
    name = world.objective
    if not name or len(sides) != 2:
        return None
    left, right = sides
    letters = world.names[name].parameters or tuple(k for k, rank in world.ranks[0].items() if rank == 1)
    solved = str(left.args[0]).removesuffix("hat").removesuffix("^*") if left.head is Variable else ""
    is_zero = right.args[:1] == (sp.S.Zero,)
    if left.head in {sp.Derivative, Nabla} and is_zero:
        return TRUE
    if solved and solved not in letters:
        return None
    if not solved and left.head in {sp.Derivative, Nabla, DifferentialOf}:
        return None
    objective = Term(Variable, (sp.Symbol(name),))
    for letter in (solved,) if solved else letters:
        by = Term(Variable, (sp.Symbol(letter),))
        gradient = Term(sp.Derivative, (objective, by, Term(_number(), (sp.S.One,))))
        found = world.values([gradient, by, right, *([] if solved else [left])], known.names)
        if found is None:
            continue
        slope, own, there, *here = found
        if solved:
            if own.shape != there.shape:
                return None
            rest = slope.subs(dict(zip(own, there, strict=True)))
            return _vanishes(rest)
        gap = here[0] - there if here[0].shape == there.shape else here[0] if is_zero else None
        if gap is not None and _are_proportional(gap, slope):
            return Verdict(Status.CORRECT, Proof("a multiple of the gradient"))
    return None if not solved else UNKNOWN


def _vanishes(matrix: Any) -> Verdict:
    """Return whether all entries are 0."""
    for entry in matrix:
        found = same_value(sp.together(entry), sp.S.Zero, {})
        if found.status is not Status.CORRECT:
            return found
    return Verdict(Status.CORRECT, Proof("the gradient vanishes there"))


def _are_proportional(gap: Any, slope: Any) -> bool:
    if gap.shape != slope.shape:
        gap = gap.T
    if gap.shape != slope.shape:
        return False
    ratios = {sp.cancel(a / b) for a, b in zip(gap, slope, strict=True) if b != 0}
    return len(ratios) == 1 and next(iter(ratios)).is_number and next(iter(ratios)) != 0


def _best(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict of a statement that may be about one of several things."""
    for status in (Status.CORRECT, Status.UNDECIDED):
        found = next((v for v in verdicts if v.status is status), None)
        if found is not None:
            return found
    return verdicts[0]


def _all(verdicts: Sequence[Verdict]) -> Verdict:
    for status in (Status.INCORRECT, Status.UNDECIDED):
        found = next((v for v in verdicts if v.status is status), None)
        if found is not None:
            return found
    return verdicts[-1]
