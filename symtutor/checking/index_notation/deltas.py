"""Products of entries: their Kronecker deltas used up, and the parts of them that share no index."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.checking.index_notation.monomials import DELTA, Factors, Index, IndexNotationError, Monomial, Slot, Z, renamed

__all__ = ["components", "with_open_deltas", "without_deltas"]


def with_open_deltas(monomial: Monomial) -> Monomial:
    """Return a monomial in which the deltas among its entries are to be used up again: their indices may be bound now."""
    slots = [slot for slot, _ in monomial.factors if slot.atom == DELTA]
    kept = tuple(factor for factor in monomial.factors if factor[0].atom != DELTA)
    return (
        replace(monomial, factors=kept, deltas=monomial.deltas + tuple((s.indices[0], s.indices[1]) for s in slots)) if slots else monomial
    )


def without_deltas(monomial: Monomial) -> Monomial:
    """Use up Kronecker deltas with a bound index; of free indices that are equal the first stands in all entries, beside an entry δ."""
    equal: dict[Index, Index] = {}
    while monomial.deltas:
        (i, j), *rest = monomial.deltas
        if i.size != j.size:
            raise IndexNotationError(f"an index of size {i.size} meets one of size {j.size}")
        if i.is_free and j.is_free:
            first, other = sorted((i, j), key=lambda index: -index.number)
            if first != other:
                equal = {index: first if root == other else root for index, root in equal.items()} | {other: first}
            monomial = renamed(replace(monomial, deltas=tuple(rest)), {other: first})
            continue
        old, new = (j, i) if i.is_free else (i, j)
        bound = monomial.bound if old == new else tuple(b for b in monomial.bound if b != old)
        monomial = renamed(replace(monomial, deltas=tuple(rest), bound=bound), {old: new})
    kept = tuple((Slot(DELTA, (root, index)), Z) for index, root in sorted(equal.items(), key=lambda pair: -pair[0].number))
    return replace(monomial, factors=monomial.factors + kept)


def components(factors: Factors) -> list[list[tuple[Slot, sp.Expr]]]:
    """Return the parts of a product that share no index with each other."""
    parts: list[tuple[set[Index], list[tuple[Slot, Any]]]] = []
    for factor in factors:
        indices, members = set(factor[0].indices), [factor]
        touched = [part for part in parts if part[0] & indices]
        for part in touched:
            indices |= part[0]
            members = part[1] + members
        parts = [part for part in parts if part not in touched] + [(indices, members)]
    return [members for _, members in parts]
