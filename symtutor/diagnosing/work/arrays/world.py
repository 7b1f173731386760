"""What a work with arrays is about: its definitions, the shapes of its letters, and values that can be compared."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import sympy as sp

from symtutor.diagnosing.work.arrays.entries import compared
from symtutor.diagnosing.work.arrays.instance import Instance
from symtutor.diagnosing.work.arrays.letters import assignments, free_indices, indices_of, letters_in, split_name
from symtutor.diagnosing.work.arrays.shapes import Shapes
from symtutor.diagnosing.work.arrays.walk import Meaning, Misfit, Named, Unread
from symtutor.diagnosing.work.verdicts import UNKNOWN
from symtutor.reading.work.lines import members
from symtutor.term import Blank, DifferentialOf, Nabla, PlusMinus, Quotient, Term, Variable, subterms
from symtutor.verdict import Proof, Status, Verdict
from symtutor.work import Part, Work

__all__ = ["ArrayWorld", "definition_of"]

_READ = 0.3
_UNEQUAL = re.compile(r"\\neq?(?![a-z])|≠|!=")


def definition_of(term: Term) -> tuple[str, Named] | None:
    """Return the name that an equation defines, with its meaning, or None.

    Examples
    --------
    >>> from symtutor.reading.read import parse_term
    >>> definition_of(parse_term("q_k = 2 z_k", syntax="latex")[0])[0]
    'q'
    """
    relation, sides = members(term)
    if relation is not sp.Eq or len(sides) < 2 or term.args[0].head is Blank:
        return None
    left, right = sides[0], sides[1]
    if any(part.head is PlusMinus for part in subterms(right)):
        return None
    if left.head is Variable:
        base, indices = split_name(str(left.args[0]))
        names = {split_name(str(leaf.args[0]))[0] for leaf in subterms(right) if leaf.head is Variable}
        return None if base in names or len(indices) > 1 else (base, Named(right, indices))
    name = getattr(left.head, "__name__", "")
    is_call = isinstance(left.head, type(sp.Function("f"))) and all(arg.head is Variable for arg in left.args)
    return (name, Named(right, (), tuple(str(a.args[0]) for a in left.args))) if is_call else None


@dataclass(frozen=True)
class ArrayWorld:
    """A work with arrays.

    Parameters
    ----------
    work : Work
        Problem and lines.
    """

    work: Work

    # ---- what is known --------------------------------------------------------------------------
    @cached_property
    def posed(self) -> tuple[Part, ...]:
        """The statements of the problem."""
        return () if self.work.problem is None else tuple(p for p in self.work.problem.parts if p.term is not None)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All that was read."""
        parts = itertools.chain(self.posed, *(line.parts for line in self.work.lines))
        return tuple(part.term for part in parts if part.term is not None)

    @cached_property
    def indices(self) -> frozenset[str]:
        """The letters that count."""
        return indices_of(self.terms)

    @cached_property
    def names(self) -> Mapping[str, Named]:
        """Definitions of the problem."""
        found: dict[str, Named] = {}
        for part in self.posed:
            made = None if part.term is None else definition_of(part.term)
            if made is not None and made[0] not in found:
                found[made[0]] = made[1]
        return found

    @cached_property
    def objective(self) -> str:
        """The name of what is differentiated: the first definition of the problem."""
        return next(iter(self.names), "")

    @cached_property
    def asked(self) -> Term | None:
        """What the problem asks for, where it is written down."""
        return next((p.term for p in self.posed if p.term is not None and p.term.head in {sp.Derivative, Nabla}), None)

    @cached_property
    def symmetric(self) -> frozenset[str]:
        """Letters that are said to be symmetric."""
        found: set[str] = set()
        for part in self.posed:
            assert part.term is not None
            relation, sides = members(part.term)
            if part.term.head is Variable:
                found.add(str(part.term.args[0]))
            elif relation is sp.Eq and sides[0].head is Variable and sides[-1] == Term(sp.Transpose, (sides[0],)):
                found.add(str(sides[0].args[0]))
        said = self.work.problem is not None and "symmetric" in self.work.problem.text
        return frozenset(found) if said or any("=" in p.text for p in self.posed) else frozenset()

    @cached_property
    def signs(self) -> frozenset[str]:
        """Letters whose entries are said to be 1 or −1."""
        found = set()
        for part in self.posed:
            assert part.term is not None
            relation, sides = members(part.term)
            if (
                relation is sp.Eq
                and sides[0].head is Variable
                and sides[-1].head is PlusMinus
                and sides[-1].args[0].args[:1] == (sp.S.One,)
            ):
                found.add(split_name(str(sides[0].args[0]))[0])
        return frozenset(found)

    @cached_property
    def varying(self) -> frozenset[str]:
        """Letters whose differentials stand in the work."""
        return frozenset(
            str(inner.args[0].args[0])
            for term in self.terms
            for inner in subterms(term)
            if inner.head is DifferentialOf and str(inner.args[0].args[0]) not in self.names
        )

    def meaning(self, names: Mapping[str, Named], layout: int = 0) -> Meaning:
        """Return what is known with further names."""
        return Meaning({**self.rows, **self.names, **names}, self.indices, self.objective, layout, self.varying)

    @cached_property
    def rows(self) -> Mapping[str, Named]:
        """Matrices whose rows are columns of the problem: X of the x_i."""
        own = {name for term in self.own for name, places in letters_in(term) if len(places) == 1}
        posed = {name for term in self.own for name, _ in letters_in(term)}
        later = {name for term in self.terms for name, places in letters_in(term) if not places}
        pairs = [(name.upper(), name) for name in sorted(own) if len(name) == 1 and name.upper() in later - posed]
        return {capital: Named(Term(Variable, (sp.Symbol(f"{small}_i"),)), ("i",)) for capital, small in pairs}

    @cached_property
    def own(self) -> tuple[Term, ...]:
        """What was read of the problem."""
        return tuple(p.term for p in self.posed if p.term is not None)

    @cached_property
    def conventional(self) -> Mapping[str, Named]:
        """Letters that usually mean the predicted probabilities, where the problem has log(1 + exp(...))."""
        for term in self.own:
            for inner in subterms(term):
                raised = inner.args[1] if inner.head is sp.Add and len(inner.args) == 2 and inner.args[0].args[:1] == (sp.S.One,) else None
                score = raised.args[0] if raised is not None and raised.head is sp.exp else None
                free = [] if score is None else free_indices(score, self.indices)
                if score is not None and len(free) == 1:
                    ratio = Term(Quotient, (raised, inner))
                    return dict.fromkeys(("p", "phat", "yhat", "mu", "pi"), Named(ratio, tuple(free)))
        return {}

    def unknown(self, terms: Sequence[Term], names: Mapping[str, Named]) -> frozenset[str]:
        """Return the letters of terms that neither the problem nor a definition knows."""
        known = {*self.names, *self.rows, *names, *self.indices, "I", "D", "d", "n", "N", "m"}
        known |= {name for term in self.own for name, _ in letters_in(term)}
        known |= {f"d{name}" for name in known}
        for term in terms:  # the direction of a differential
            for inner in subterms(term):
                if inner.head is sp.Mul and len(inner.args) == 3 and inner.args[0] == Term(Variable, (sp.Symbol("D"),)):
                    known |= {name for name, _ in letters_in(inner.args[2])}
        found = {name.removesuffix("'") for term in terms for name, _ in letters_in(term)}
        if self.objective:  # a name for what is differentiated
            found -= {
                str(inner.args[0].args[0])
                for term in terms
                for inner in subterms(term)
                if inner.head in {sp.Derivative, Nabla, DifferentialOf} and inner.args[0].head is Variable
            }
        return frozenset(found - known)

    # ---- shapes ---------------------------------------------------------------------------------
    @cached_property
    def ranks(self) -> tuple[Mapping[str, int], bool]:
        """The ranks with which most terms fit, those of the problem first; and whether the problem alone settles them."""
        later = {}
        for line in self.work.lines:
            for part in line.parts:
                made = None if part.term is None else definition_of(part.term)
                if made is not None and made[0] not in self.names:
                    later[made[0]] = made[1]
        taken = {*self.names, *self.rows, *later, *self.indices, "I", "D"}
        own = self.own
        fitting = [ranks for ranks in assignments(own, taken) if all(self._fits((term,), ranks, {}) for term in own)]
        best: tuple[float, Mapping[str, int]] | None = None
        for ranks in assignments(self.terms, taken):
            if own and not any(all(ranks.get(k) == v for k, v in known.items()) for known in fitting):
                continue
            count = self._fits(self.terms, ranks, later)
            if best is None or count > best[0]:
                best = (count, ranks)
            if count == len(self.terms):
                break
        if best is None:
            return {}, False
        return best[1], bool(fitting) and best[1] == {**best[1], **fitting[0]}

    def _fits(self, terms: Sequence[Term], ranks: Mapping[str, int], names: Mapping[str, Named]) -> float:
        """Return how many terms fit where letters have given ranks; one that cannot be read counts in part."""
        best = float("-inf")
        for layout in (0, 2):
            shapes = Shapes(self.meaning(names, layout), ranks)
            best = max(best, sum(_has_shapes(term, shapes) for term in terms))
            if best == len(terms):
                break
        return best

    # ---- comparing ------------------------------------------------------------------------------
    def same(self, a: Term, b: Term, names: Mapping[str, Named], *, turned: bool = False) -> Verdict:
        """Judge whether two terms are the same arrays, in one of the ways in which derivatives are laid out.

        Parameters
        ----------
        a, b : Term
            What is compared.
        names : mapping
            Definitions of lines before.
        turned : bool
            Whether the transpose counts as the same.
        """
        found: list[Verdict] = []
        has_slope = any(inner.head in {sp.Derivative, Nabla} for inner in (*subterms(a), *subterms(b), *self._defined(names)))
        misfits = 0
        layouts = (0, 1, 2) if has_slope else (0,)
        for layout in layouts:
            try:
                verdict = self._same(a, b, self.meaning(names, layout), turned=turned)
            except Misfit:
                misfits += 1
                continue
            except Unread:
                return UNKNOWN
            if verdict.status is Status.CORRECT:
                return verdict
            found.append(verdict)
        if misfits == len(layouts):
            is_firm = self.ranks[1] and not self.unknown((a, b), names)
            reason = "the shapes do not fit together"
            return Verdict(Status.INCORRECT, Proof(reason), explanation=reason) if is_firm else UNKNOWN
        wrong = [v for v in found if v.status is Status.INCORRECT]
        return wrong[0] if len(wrong) == len(found) and wrong else UNKNOWN

    def _defined(self, names: Mapping[str, Named]) -> Iterator[Term]:
        for known in (*self.names.values(), *names.values()):
            yield from subterms(known.term)

    def _same(self, a: Term, b: Term, meaning: Meaning, *, turned: bool) -> Verdict:
        shapes = Shapes(meaning, self.ranks[0])
        for term in self.terms:
            _has_shapes(term, shapes, joins=True)
        for term in (a, b):
            shapes.of(term)
        free = sorted({i for term in (a, b) for i in free_indices(term, self.indices)})
        verdict = UNKNOWN
        instance = Instance(shapes, self.symmetric)
        for places in self._places(free, instance):
            instance.env = dict(zip(free, places, strict=True))
            left, right = instance.of(a), instance.of(b)
            verdict = compared(left, right, instance, turned=turned)
            if verdict.status is not Status.CORRECT:
                signs = self._signs(instance)
                for ones in itertools.product((1, -1), repeat=len(signs)) if signs else ():
                    chosen = dict(zip(signs, ones, strict=True))
                    verdict = compared(left.subs(chosen), right.subs(chosen), instance, turned=turned)
                    if verdict.status is not Status.CORRECT:
                        break
            if verdict.status is not Status.CORRECT:
                return verdict
        return verdict

    def _places(self, free: Sequence[str], instance: Instance) -> Iterator[tuple[int, ...]]:
        """Yield places for free indices, one of each kind: which of them are equal is all that matters.

        Where the work treats equal indices apart, as in ∂²f/∂w_j² before ∂²f/∂w_j∂w_k, they are left out.
        """
        texts = [line.text for line in (self.work.problem, *self.work.lines) if line is not None]
        apart = any(_UNEQUAL.search(text) for text in texts) or any(
            inner.head is sp.Derivative and inner.args[2].args[0] == 2 and split_name(str(inner.args[1].args[0]))[1]
            for term in self.terms
            for inner in subterms(term)
        )
        for places in itertools.product(*(range(instance.range_of(i)) for i in free)):
            seen: dict[Any, list[int]] = {}
            for index, place in zip(free, places, strict=True):
                size = self._range(index, instance)
                own = seen.setdefault(size, [])
                if place not in own and place != len(own):
                    break
                if place in own and apart:
                    break
                if place not in own:
                    own.append(place)
            else:
                yield places

    @staticmethod
    def _range(index: str, instance: Instance) -> Any:
        size = instance.shapes.ranges.get(index)
        return index if size is None else size.root()

    def _signs(self, instance: Instance) -> list[Any]:
        return [symbol for base in sorted(self.signs) for symbol in instance.whole(base)]

    def values(self, terms: Sequence[Term], names: Mapping[str, Named]) -> list[Any] | None:
        """Return the values of terms without free indices at one choice of sizes, or None."""
        try:
            shapes = Shapes(self.meaning(names), self.ranks[0])
            for term in self.terms:
                _has_shapes(term, shapes, joins=True)
            for term in terms:
                shapes.of(term)
            instance = Instance(shapes, self.symmetric)
            return [instance.of(term) for term in terms]
        except (Misfit, Unread):
            return None

    def without_last(self) -> ArrayWorld | None:
        """Return the work on the problem without the last term of what is differentiated, or None."""
        known = self.names.get(self.objective)
        if known is None or known.term.head is not sp.Add or self.work.problem is None:
            return None
        rest = known.term.args[:-1]
        shorter = rest[0] if len(rest) == 1 else Term(sp.Add, rest)
        parts = tuple(_with_right_side(p, known.term, shorter) for p in self.work.problem.parts)
        return ArrayWorld(replace(self.work, problem=replace(self.work.problem, parts=parts)))


def _with_right_side(part: Part, old: Term, new: Term) -> Part:
    if part.term is None or part.term.head is not sp.Eq:
        return part
    return replace(part, term=Term(sp.Eq, tuple(new if a == old else a for a in part.term.args)))


def _has_shapes(term: Term, shapes: Shapes, *, joins: bool = False) -> float:
    """Return 1 where a term has a shape, and both sides of an equation have one; less where it cannot be read or does not fit."""
    relation, sides = members(term)
    try:
        found = [shapes.of(side) for side in sides]
        if relation is sp.Eq and (not joins or len(found) == 2):
            for one, other in itertools.pairwise(found):
                if not _is_zero(sides[-1]):
                    shapes.add(one, other)
    except Misfit:
        return 0.0
    except Unread:
        return _READ
    return 1.0


def _is_zero(term: Term) -> bool:
    return term.args[:1] == (sp.S.Zero,)
