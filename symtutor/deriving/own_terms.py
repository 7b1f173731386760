"""Entries of an array in the form in which they are left: each simplified where it is found, shares e^u/Σ e^v in the shares themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.equivalence import is_proved_equal
from symtutor.deriving.steps import Block, Line, equality
from symtutor.goals.core import Finished, equal_chain
from symtutor.goals.vectors import Partial
from symtutor.term import ONE, Negation, Term, Variable, quote, value
from symtutor.textbook import opened

__all__ = ["finished_parts", "in_own_terms", "in_the_same_way"]


def in_own_terms(fields: tuple[Any, ...], letters: tuple[str, ...], matrix: Term, blocks: list[Block]) -> list[Block]:
    """Return blocks with a line in which a Jacobian is written in the letters of its fields, where all are shares of one sum.

    Parameters
    ----------
    fields : tuple of Expr
        What is differentiated.
    letters : tuple of str
        Their names.
    matrix : Term
        What stands left of the Jacobian.
    blocks : list of Block
        Those of its result.
    """
    last = opened(blocks[-1].lines[-1].term)
    found = _matrix(last.args[-1] if last.head in {sp.Eq, equal_chain} else last)
    if found is None or len(fields) < 2 or not all(map(_is_share, fields)):
        return blocks
    names = [Term(Variable, (sp.Symbol(letter),)) for letter in letters]
    pairs = list(zip(fields, names, strict=True))
    rows = [[_in_shares(found[i, j], [*pairs[i:], *pairs[:i]]) for j in range(found.cols)] for i in range(found.rows)]
    if any(entry is None for row in rows for entry in row):
        return blocks
    term = Term(sp.Matrix, tuple(Term(sp.Tuple, tuple(row)) for row in rows))
    said = (f"the same in {', '.join(letters[:-1])} and {letters[-1]} themselves",)
    return [*blocks, Block(None, (Line(None, equality(matrix, term), said=said),))]


def _matrix(term: Term) -> sp.ImmutableMatrix | None:
    """Return the matrix that a term holds, entry by entry; None of another term."""
    if term.head is not sp.Matrix:
        return None
    return sp.ImmutableMatrix([[value(entry) for entry in row.args] for row in term.args])


def _is_share(expr: Any) -> bool:
    """Tell whether an expression is an exponential over a sum of exponentials in which it stands."""
    above, below = sp.fraction(expr)
    return (
        isinstance(above, sp.exp) and isinstance(below, sp.Add) and above in below.args and all(isinstance(a, sp.exp) for a in below.args)
    )


def _in_shares(entry: Any, pairs: list[tuple[Any, Term]]) -> Term | None:
    """Return P(1 − P) or −P·Q for an entry of the row of P, the first of the pairs, that is proved equal to it, else None."""
    (p, name), *others = pairs
    if is_proved_equal(entry, p * (1 - p)):
        return Term(sp.Mul, (name, Term(sp.Add, (ONE, Term(Negation, (name,))))))
    for q, other in others:
        if is_proved_equal(entry, -p * q):
            return Term(Negation, (Term(sp.Mul, (name, other)),))
    return quote(sp.S.Zero) if entry == 0 else None


def finished_parts(middle: list[Line | Block], ending: list[Block]) -> tuple[list[Line | Block], list[Block]]:
    """Return parts and result of an array with each entry simplified where it is found, not once more in the whole array.

    Parameters
    ----------
    middle : list of Line or Block
        A line for each entry.
    ending : list of Block
        The array, and the array with its entries simplified.
    """
    first = ending[0].lines if ending else ()
    at = next((i for i, line in enumerate(first) if any(getattr(r.rule, "goal", None) is Finished for r in line.reasons)), 0)
    if at != 1:
        return middle, ending
    left, *_, rough = opened(first[0].term).args
    before, after = _matrix(rough), _matrix(opened(first[1].term))
    if before is None or after is None or before.shape != after.shape or not all(isinstance(line, Line) for line in middle):
        return middle, ending
    changed = {old: new for old, new in zip(before.flat(), after.flat(), strict=True) if old != new}
    lines: list[Line | Block] = []
    for line in middle:
        assert isinstance(line, Line)
        new = changed.get(value(opened(line.term).args[-1]))
        lines.append(line if new is None else replace(line, term=equality(*opened(line.term).args, quote(new))))
    told = {value(opened(line.term).args[-1]) for line in middle if isinstance(line, Line)}
    if not changed.keys() <= told:
        return middle, ending
    whole = replace(first[0], term=equality(left, first[1].term), conditions=(*first[0].conditions, *first[1].conditions))
    return lines, [replace(ending[0], lines=(whole, *first[2:])), *ending[1:]]


def in_the_same_way(lines: list[Line | Block]) -> list[Line | Block]:
    """Return lines in which long reasons that an earlier line has given already are replaced by its name."""
    known: dict[tuple[str, ...], Term] = {}
    found: list[Line | Block] = []
    for line in lines:
        if isinstance(line, Line) and len(line.reasons) > _MANY_REASONS:
            ids = tuple(sorted(r.rule.id for r in line.reasons))
            if ids in known:
                held = tuple(r for r in line.reasons if r.answers(Partial))
                found.append(replace(line, reasons=held, lets=(), said=(*line.said, "as for ", known[ids])))
                continue
            known[ids] = opened(line.term).args[0]
        found.append(line)
    return found


_MANY_REASONS = 4
