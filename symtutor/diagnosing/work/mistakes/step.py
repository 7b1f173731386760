"""A wrong line beside the one before it, with what measures both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor.checking.values.senses import AsAntiderivative, AsLimit, Sense, put_in, worked_out
from symtutor.checking.values.slopes import slope
from symtutor.diagnosing.work.verdicts import FAILURES
from symtutor.diagnosing.work.world import World
from symtutor.reading.work.lines import NoValue
from symtutor.term import LEAVES, Negation, Term, subterms
from symtutor.work import Chain, Context, Finding

__all__ = ["Step", "agree", "changed_at_a_node", "numbers_of", "terms_of"]

_POINTS = tuple(sp.Rational(n, d) for n, d in ((137, 100), (61, 50), (163, 90), (211, 130)))
_DIGITS = 30
_NODES = 80


@dataclass(frozen=True, slots=True)
class Step:
    """A wrong line beside the one before it, with what measures both."""

    term: Term
    line: Any
    before: Term | None
    chain: Chain
    measure: Callable[[Any], Any]
    wanted: Any
    letters: tuple[Any, ...]
    text: str
    read: Callable[[Term], Any]

    @classmethod
    def of(cls, term: Term, chain: Chain, finding: Finding, context: Context, world: World) -> Step:
        """Return a step with the functional of its sense: derivative, value, or the expression under lim."""
        sense: Sense = chain.sense
        letters = world.letters_of(context)
        if isinstance(sense, AsAntiderivative):
            letters.pop(sense.variable, None)

        def read(part: Term) -> Any:
            return world.expression(part, finding.part, context)

        def measure(expr: Any) -> Any:
            if isinstance(sense, AsAntiderivative):
                return slope(expr, sense.variable, letters)
            if isinstance(sense, AsLimit):
                expr = expr.replace(lambda e: isinstance(e, sp.Limit), lambda e: e.args[0])
            return worked_out(put_in(expr, letters))

        line = read(term)
        wanted = measure(chain.expression)
        free = tuple(sorted(wanted.free_symbols | measure(line).free_symbols, key=str))
        return cls(term, line, chain.term, chain, measure, wanted, free, finding.part.text, read)

    def numbers(self, expr: Any) -> tuple[Any, ...] | None:
        """Return the values of what an expression measures at the points, or None where it has none."""
        measured = self.measure(expr)
        return self.values(measured)

    def values(self, measured: Any) -> tuple[Any, ...] | None:
        """Return values at the points."""
        if measured.has(sp.Integral, sp.Limit, sp.Sum, sp.Derivative):
            return None
        found = []
        for k, point in enumerate(_POINTS):
            at = {s: point + sp.Rational(k + 2 * i, 7) for i, s in enumerate(self.letters)}
            number = sp.N(measured.subs(at), _DIGITS)
            if not number.is_number or not number.is_finite:
                return None
            found.append(number)
        return tuple(found)

    def is_right(self, numbers: tuple[Any, ...] | None) -> bool:
        """Tell whether values are those of the line before."""
        wanted = self.values(self.wanted)
        return numbers is not None and wanted is not None and agree(numbers, wanted)


def agree(a: tuple[Any, ...], b: tuple[Any, ...]) -> bool:
    """Tell whether two rows of values are the same."""
    return all(abs(p - q) <= sp.Float(10) ** (-_DIGITS + 8) * (1 + abs(p)) for p, q in zip(a, b, strict=True))


def numbers_of(step: Step, term: Term) -> tuple[Any, ...] | None:
    """Return the values of what a term measures, or None where it has none."""
    try:
        return step.numbers(step.read(term))
    except (NoValue, *FAILURES):
        return None


def changed_at_a_node(term: Term, wrong: Callable[[Term], Iterator[Term]]) -> Iterator[Term]:
    """Yield a term with one node rewritten, at each node in turn."""
    count = sum(1 for _ in subterms(term))
    if count > _NODES:
        return
    yield from wrong(term)
    if term.head in LEAVES:
        return
    for place, arg in enumerate(term.args):
        if isinstance(arg, Term):
            for changed in changed_at_a_node(arg, wrong):
                yield Term(term.head, (*term.args[:place], changed, *term.args[place + 1 :]), term.span)


def terms_of(term: Term) -> list[Term]:
    """Return the terms of a sum as written, signs with them."""
    if term.head is sp.Add:
        return [t for a in term.args for t in terms_of(a)]
    if term.head is Negation and isinstance(term.args[0], Term) and term.args[0].head is sp.Add:
        return [-t for t in terms_of(term.args[0])]
    return [term]
