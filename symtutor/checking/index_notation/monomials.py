"""Products of entries of matrices under a summation sign: Σ_k a_ik b_kj, and the one form in which each is written.

An entry ``a_ij`` is a slot: a letter with indices.  A monomial is a number
times functions of entries, summed over its bound indices.  Bound indices have
no names of their own, so a monomial is compared by a canonical labelling:
colours are refined until they tell the indices apart, and where they do not,
each choice is tried and the least result is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sympy as sp

__all__ = ["DELTA", "Factors", "Index", "IndexNotationError", "Monomial", "Slot", "Structure", "Sum", "Z", "labelled", "renamed"]

Z = sp.Symbol("_z")  # the entry in a function of an entry
DELTA = "δ"
_MOST_LABELLINGS = 300


class IndexNotationError(Exception):
    """Something has no form in index notation here, or its form grew too large; nothing follows from that."""


class Index(NamedTuple):
    """An index with its size; a negative number marks a free one, which is not summed over."""

    number: int
    size: Any

    @property
    def is_free(self) -> bool:
        """Tell whether the index is not summed over."""
        return self.number < 0


class Slot(NamedTuple):
    """An entry of a matrix: the name of the matrix and the indices."""

    atom: str
    indices: tuple[Index, ...]


Factors = tuple[tuple[Slot, Any], ...]


@dataclass(frozen=True, slots=True)
class Monomial:
    """A number times functions of entries, summed over the bound indices.

    Parameters
    ----------
    coefficient : Expr
        A number.
    factors : tuple of (Slot, Expr)
        Each entry with the function of it, an expression in `Z`.
    bound : tuple of Index
        Indices that are summed over; they need not occur in a slot.
    deltas : tuple of pairs of Index
        Kronecker deltas that were not yet used up.
    """

    coefficient: Any
    factors: Factors = ()
    bound: tuple[Index, ...] = ()
    deltas: tuple[tuple[Index, Index], ...] = ()


Sum = tuple[Monomial, ...]
Structure = tuple[Any, ...]


def renamed(monomial: Monomial, names: Mapping[Index, Index]) -> Monomial:
    """Return a monomial with other indices; one that is mapped to itself or left out stays."""

    def new(index: Index) -> Index:
        return names.get(index, index)

    return Monomial(
        monomial.coefficient,
        tuple((Slot(slot.atom, tuple(map(new, slot.indices))), f) for slot, f in monomial.factors),
        tuple(map(new, monomial.bound)),
        tuple((new(i), new(j)) for i, j in monomial.deltas),
    )


def labelled(slots: Iterable[Slot], symmetric: Collection[str]) -> tuple[Structure, list[list[int]]]:
    """Return what a product of entries is up to the names of its bound indices, and every order of its slots that shows it.

    Parameters
    ----------
    slots : iterable of Slot
        The entries, no two of them equal.
    symmetric : collection of str
        Letters of matrices that equal their transposes.

    Returns
    -------
    structure : tuple
        Equal for two products exactly when a renaming of bound indices makes one the other.
    orders : list of list of int
        The orders of the slots in which they are written so; several where the product has a symmetry.

    Raises
    ------
    IndexNotationError
        If too many labellings would have to be tried.

    Examples
    --------
    >>> i, j = Index(1, sp.Symbol("n")), Index(2, sp.Symbol("n"))
    >>> labelled([Slot("A", (i, j)), Slot("A", (j, i))], ())[0] == labelled([Slot("A", (j, i)), Slot("A", (i, j))], ())[0]
    True
    """
    given = list(slots)
    found: list[tuple[Structure, list[int]]] = []
    _search(given, symmetric, _refined(given, symmetric, _first_colours(given)), found)
    least = min(structure for structure, _ in found)
    return least, [order for structure, order in found if structure == least]


def _first_colours(slots: list[Slot]) -> dict[Index, int]:
    indices = {i for slot in slots for i in slot.indices}
    shown = {i: (0, -i.number, "") if i.is_free else (1, 0, str(i.size)) for i in indices}
    return _ranked(shown)


def _ranked(signatures: Mapping[Index, Any]) -> dict[Index, int]:
    rank = {signature: k for k, signature in enumerate(sorted(set(signatures.values())))}
    return {index: rank[signature] for index, signature in signatures.items()}


def _refined(slots: list[Slot], symmetric: Collection[str], colours: dict[Index, int]) -> dict[Index, int]:
    """Tell indices apart by the slots they stand in, until this tells no more."""
    while True:
        seen: dict[Index, list[Any]] = {i: [] for i in colours}
        for atom, indices in slots:
            around = [colours[i] for i in indices]
            for place, index in enumerate(indices):
                view = (atom, 0, tuple(sorted(around))) if atom in symmetric else (atom, place, tuple(around))
                seen[index].append(view)
        finer = _ranked({i: (colours[i], tuple(sorted(seen[i]))) for i in colours})
        if len(set(finer.values())) == len(set(colours.values())):
            return finer
        colours = finer


def _search(slots: list[Slot], symmetric: Collection[str], colours: dict[Index, int], found: list[tuple[Structure, list[int]]]) -> None:
    """Collect the labellings that the colours leave open."""
    classes: dict[int, list[Index]] = {}
    for index in sorted(colours, key=lambda i: i.number):
        classes.setdefault(colours[index], []).append(index)
    alike = next((classes[c] for c in sorted(classes) if len(classes[c]) > 1), None)
    if alike is None:
        found.append(_written(slots, symmetric, colours))
        if len(found) > _MOST_LABELLINGS:
            raise IndexNotationError("a product of entries with too many symmetries")
        return
    for chosen in alike:
        apart = {i: (c, 1 if i in alike and i != chosen else 0) for i, c in colours.items()}
        _search(slots, symmetric, _refined(slots, symmetric, _ranked(apart)), found)


def _written(slots: list[Slot], symmetric: Collection[str], labels: dict[Index, int]) -> tuple[Structure, list[int]]:
    rows = []
    for place, (atom, indices) in enumerate(slots):
        marks = tuple(labels[i] for i in indices)
        rows.append((atom, tuple(sorted(marks)) if atom in symmetric else marks, place))
    rows.sort()
    named = sorted(labels.items(), key=lambda pair: pair[1])
    sizes = tuple((label, index.number if index.is_free else 0, str(index.size)) for index, label in named)
    return (tuple(row[:2] for row in rows), sizes), [row[2] for row in rows]
