"""By which number terms of a line have to be multiplied, and which single change makes it right."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import sympy as sp

from symtutor.checking.values.senses import AsFunction
from symtutor.diagnosing.work.mistakes.explanation import Explanation, explanation
from symtutor.diagnosing.work.mistakes.step import Step, changed_at_a_node, numbers_of, terms_of
from symtutor.rules.algebra_slips import flipped, off_by_one
from symtutor.term import Negation, Term, subterms

__all__ = ["missing", "ratios"]

_NICE = 12


def ratios(step: Step) -> Iterator[Explanation]:
    """Yield which terms have to be multiplied by one number to make the line right: the fewest, if they are the only ones."""
    inside = step.term.args[0] if step.term.head is sp.Limit else step.term
    terms = terms_of(inside)
    if not 1 <= len(terms) <= 6:
        return
    measured = [numbers_of(step, t) for t in terms]
    wanted = step.values(step.wanted)
    if wanted is None or any(m is None for m in measured):
        return
    columns = [m for m in measured if m is not None]
    for size in range(1, len(terms) + 1):
        if size not in {1, 2, len(terms)}:
            continue
        found = [
            (chosen, ratio) for chosen in combinations(range(len(terms)), size) if (ratio := _ratio(columns, chosen, wanted)) is not None
        ]
        if len(found) == 1:
            yield _by_ratio(step, terms, *found[0])
            return
        if found:
            return  # several subsets fit: silence
    yield from _corrections(step, inside)


def _ratio(columns: list[tuple[Any, ...]], chosen: tuple[int, ...], wanted: tuple[Any, ...]) -> Any:
    """Return the number by which the chosen terms have to be multiplied, if it is the same and a simple fraction at all points."""
    ratio = None
    for k, goal in enumerate(wanted):
        inside = sum(columns[i][k] for i in chosen)
        outside = sum(column[k] for i, column in enumerate(columns) if i not in chosen)
        if abs(inside) < sp.Float(10) ** -15:
            return None
        here = (goal - outside) / inside
        if ratio is None:
            ratio = sp.nsimplify(here, rational=True, tolerance=1e-18)
        if not ratio.is_Rational or abs(ratio - here) > sp.Float(10) ** -18:
            return None
    if ratio is None or abs(ratio.p) > _NICE or ratio.q > _NICE or ratio == 1:
        return None
    return ratio


def _by_ratio(step: Step, terms: list[Term], chosen: tuple[int, ...], ratio: Any) -> Explanation:
    shown = " and ".join(_as_typed(step, terms[i]) for i in chosen)
    expected = sum((ratio if i in chosen else 1) * step.read(t) for i, t in enumerate(terms))
    if ratio == -1:
        return explanation("work.sign", expected, term=shown)
    if ratio == 0:
        return explanation("work.extra-term", expected, term=shown)
    return explanation("work.factor", expected, term=shown, ratio=ratio)


def _as_typed(step: Step, term: Term) -> str:
    """Return a term as the learner typed it."""
    inner = term if term.span else next((t for t in subterms(term) if t.span), None)
    if inner is None or inner.span is None:
        return str(step.read(term))
    sign = "−" if term.head is Negation and not step.text[inner.span[0] : inner.span[1]].lstrip().startswith(("-", "−")) else ""
    return sign + step.text[inner.span[0] : inner.span[1]].strip()


def _corrections(step: Step, term: Term) -> Iterator[Explanation]:
    """Yield the single changes inside a line that make it right: a sign, an exponent one too many or too few."""
    found: dict[str, Explanation] = {}
    for change, id_ in ((flipped, "work.sign"), (off_by_one, "work.exponent")):
        places = 0
        for changed in changed_at_a_node(term, change):
            if step.is_right(numbers_of(step, changed)):
                places += 1
                found[id_] = explanation(id_, step.read(changed), term="a term inside the line")
        if places > 1:
            found.pop(id_, None)
    yield from found.values()


def missing(step: Step) -> Iterator[Explanation]:
    """Yield that one term of the right line, multiplied out, is not there."""
    if not isinstance(step.chain.sense, AsFunction) or not step.letters:
        return
    line, wanted = step.measure(step.line), step.wanted
    if line.has(sp.Integral, sp.Limit) or wanted.count_ops() > _LARGEST:
        return
    gap = sp.expand(wanted - line)
    terms = [t for form in (wanted, sp.expand(wanted)) if form.is_Add for t in form.args]
    if any(sp.expand(gap - t) == 0 for t in terms):
        yield explanation("algebra.lost-term", wanted)


_LARGEST = 60
