"""Matrices that meet their inverses or powers in a sum over an index: Σ_k (X⁻¹)_ik X_kj = δ_ij, and X·X^k = X^(k+1)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from symtutor.checking.index_notation.monomials import DELTA, Factors, Index, Monomial, Slot, Sum, Z, renamed

__all__ = ["Family", "cancelled"]

Matrices = Mapping[str, tuple[Sum, Index, Index]]


class Family(NamedTuple):
    """A matrix as a power of a base."""

    base: str
    exponent: Any


def cancelled(
    monomial: Monomial,
    families: Mapping[str, Family],
    matrices: Matrices,
    symmetric: Collection[str],
    new_index: Callable[[Any], Index],
    power: Callable[[str, Any], str],
) -> Sum | None:
    """Return what a product becomes where a matrix meets its inverse or a symbolic power of itself; None where it does not.

    Parameters
    ----------
    monomial : Monomial
        Without deltas, equal entries brought together.
    families : mapping
        Which letters are powers of which base.
    matrices : mapping
        The entries of the bases that are no letters, with their row and column index.
    symmetric : collection of str
        Letters of matrices that equal their transposes.
    new_index : callable
        Gives an index of a size.
    power : callable
        Gives the letter of a power of a base.
    """
    for index in monomial.bound:
        places = [(k, slot.indices.index(index)) for k, (slot, _) in enumerate(monomial.factors) if index in slot.indices]
        if len(places) != 2 or any(monomial.factors[k][0].indices.count(index) > 1 or monomial.factors[k][1] != Z for k, _ in places):
            continue
        joined = _joined(monomial, index, places, families, symmetric, new_index, power)
        if joined is not None:
            return joined
    return _by_definition(monomial, families, matrices, symmetric)


def _joined(
    monomial: Monomial,
    index: Index,
    places: list[tuple[int, int]],
    families: Mapping[str, Family],
    symmetric: Collection[str],
    new_index: Callable[[Any], Index],
    power: Callable[[str, Any], str],
) -> Sum | None:
    """Return the product in which two powers of one base that meet are one."""
    (first, at), (second, beside) = places
    left, right = monomial.factors[first][0], monomial.factors[second][0]
    if left.atom not in families or right.atom not in families or len(left.indices) != 2 or len(right.indices) != 2:
        return None
    one, other = families[left.atom], families[right.atom]
    base, exponent = one.base, one.exponent + other.exponent
    if base != other.base or (at == beside and base not in symmetric) or not _is_simpler(one.exponent, other.exponent):
        return None
    ends = left.indices[1 - at], right.indices[1 - beside]
    start, end = ends if at == 1 or base in symmetric else ends[::-1]
    rest = tuple(f for k, f in enumerate(monomial.factors) if k not in {first, second})
    bound = tuple(b for b in monomial.bound if b != index)
    if exponent == 0:
        return (Monomial(monomial.coefficient, rest, bound, ((start, end),)),)
    count = abs(int(exponent)) if exponent.is_Integer else 1
    name = power(base, exponent / count)
    inner = [new_index(index.size) for _ in range(count - 1)]
    path = [start, *inner, end]
    chain = tuple((Slot(name, (path[k], path[k + 1])), Z) for k in range(count))
    return (Monomial(monomial.coefficient, rest + chain, bound + tuple(inner)),)


def _is_simpler(m: Any, n: Any) -> bool:
    """Tell whether two exponents should be added: whole ones of one sign stay a chain."""
    return not (m.is_Integer and n.is_Integer and m * n > 0)


# ---- inverses of sums and products ---------------------------------------------------------------
def _by_definition(monomial: Monomial, families: Mapping[str, Family], matrices: Matrices, symmetric: Collection[str]) -> Sum | None:
    """Return a product in which the leading term of a matrix beside its inverse is replaced: L·M⁻¹ = I − (M − L)·M⁻¹."""
    for k, (slot, f) in enumerate(monomial.factors):
        family = families.get(slot.atom)
        if family is None or family.base not in matrices or family.exponent != -1 or f != Z:
            continue
        for side in (0, 1):
            found = _replaced(monomial, k, side, matrices[family.base], symmetric)
            if found is not None:
                return found
    return None


def _replaced(monomial: Monomial, k: int, side: int, matrix: tuple[Sum, Index, Index], symmetric: Collection[str]) -> Sum | None:
    """Replace the leading term of a matrix that meets its inverse at one of the two indices of the inverse."""
    terms, row, column = matrix
    inverse = monomial.factors[k][0]
    met = inverse.indices[side]
    if met.is_free or inverse.indices[0] == inverse.indices[1]:
        return None
    candidates = [m for m in terms if all(f == Z and slot.atom != DELTA for slot, f in m.factors)]
    if not candidates:
        return None
    lead = min(candidates, key=lambda m: (len(m.factors), str(m)))
    near, far = (column, row) if side == 0 else (row, column)  # M⁻¹ stands after M, or before it
    others = tuple(f for place, f in enumerate(monomial.factors) if place != k)
    for names, used in _matches(lead.factors, others, {near: met}, symmetric):
        rest = tuple(f for place, f in enumerate(others) if place not in used)
        gone = {names[i] for i in lead.bound} | {met}
        if far not in names or any(i.is_free for i in gone) or any(i in gone for slot, _ in rest for i in slot.indices):
            continue
        if len(gone) != len(lead.bound) + 1 or names[far] in gone:
            continue
        end = inverse.indices[1 - side]
        bound = tuple(b for b in monomial.bound if b not in gone)
        number = monomial.coefficient / lead.coefficient
        identity = Monomial(number, rest, bound, ((names[far], end),))
        replaced = [identity]
        for term in terms:
            if term is lead:
                continue
            moved = renamed(term, {near: met, far: names[far]})
            replaced.append(
                Monomial(
                    -number * term.coefficient,
                    (*rest, *moved.factors, (inverse, Z)),
                    (*bound, met, *moved.bound),
                    moved.deltas,
                )
            )
        return tuple(replaced)
    return None


def _matches(
    pattern: Factors,
    others: Factors,
    names: dict[Index, Index],
    symmetric: Collection[str],
    used: frozenset[int] = frozenset(),
) -> Iterator[tuple[dict[Index, Index], frozenset[int]]]:
    """Yield the ways in which the factors of a pattern stand among others, with what its indices are called there."""
    if not pattern:
        yield names, used
        return
    (slot, _), *rest = pattern
    for place, (other, f) in enumerate(others):
        if place in used or other.atom != slot.atom or f != Z or len(other.indices) != len(slot.indices):
            continue
        orders = (other.indices, other.indices[::-1]) if slot.atom in symmetric else (other.indices,)
        for order in orders:
            extended = dict(names)
            if all(extended.setdefault(i, j) == j for i, j in zip(slot.indices, order, strict=True)):
                yield from _matches(tuple(rest), others, extended, symmetric, used | {place})
