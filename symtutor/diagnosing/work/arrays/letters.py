"""The letters of work with arrays: base names with indices, and the ranks that they may have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product

import sympy as sp

from symtutor.term import Term, Variable, subterms

__all__ = ["assignments", "free_indices", "indices_of", "letters_in", "split_name", "symbols_of"]

_GREEK = frozenset("alpha beta gamma delta epsilon eta theta kappa lambda mu nu xi rho sigma tau phi chi psi omega".split())
_INDEX = re.compile(r"^(\w+?)_\{?([ijklmnrst](?:,?[ijklmnrst])?)\}?$")
_TRIED = 200


def split_name(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the base of a name and its indices.

    Examples
    --------
    >>> split_name("x_ij"), split_name("beta"), split_name("W_1")
    (('x', ('i', 'j')), ('beta', ()), ('W_1', ()))
    """
    match = _INDEX.match(name)
    return (name, ()) if match is None else (match.group(1), tuple(match.group(2).replace(",", "")))


def letters_in(term: Term) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield base and indices of each name in a term."""
    for leaf in subterms(term):
        if leaf.head is Variable:
            name = str(leaf.args[0])
            yield split_name(name[:-1] if name.endswith("'") and name[:1].isupper() else name)


def indices_of(terms: Iterable[Term]) -> frozenset[str]:
    """Return the letters that count: indices of names and of sums."""
    found: set[str] = set()
    for term in terms:
        for _, indices in letters_in(term):
            found.update(indices)
        for part in subterms(term):
            if part.head in {sp.Sum, sp.Product} and len(part.args) > 1:
                found.update(str(leaf.args[0]) for leaf in subterms(part.args[1]) if leaf.head is Variable)
    return frozenset(found)


def assignments(terms: Iterable[Term], taken: Iterable[str]) -> Iterator[Mapping[str, int]]:
    """Yield ranks for the letters of terms, the usual ones first: 0 a number, 1 a column, 2 a matrix.

    Parameters
    ----------
    terms : iterable of Term
        All that was read.
    taken : iterable of str
        Names that definitions give a meaning, and letters that count.
    """
    terms = tuple(terms)
    uses: dict[str, set[int]] = {}
    turned: set[str] = set()
    for term in terms:
        for base, indices in letters_in(term):
            uses.setdefault(base, set()).add(len(indices))
        for part in subterms(term):
            if part.head is sp.Transpose and part.args[0].head is Variable:
                turned.add(split_name(str(part.args[0].args[0]))[0])
    names = sorted(set(uses) - set(taken))
    choices = [_ranks(name, uses[name], is_turned=name in turned) for name in names]
    order = sorted(islice(product(*[range(len(c)) for c in choices]), 20_000), key=lambda chosen: (sum(chosen), chosen))
    for chosen in order[:_TRIED]:
        yield {name: choices[k][place] for k, (name, place) in enumerate(zip(names, chosen, strict=True))}


def _ranks(name: str, uses: set[int], *, is_turned: bool) -> tuple[int, ...]:
    """Return the ranks that a letter may have, the usual one first."""
    if 2 in uses:
        return (2,)
    if 1 in uses:
        return (2, 1) if name[:1].isupper() and 0 in uses else (1, 2)
    plain = name.removesuffix("hat").removesuffix("bar").split("_")[0]
    ranks: tuple[int, ...] = (0, 1, 2) if plain in _GREEK else (2, 0, 1) if plain[:1].isupper() else (1, 0, 2)
    return tuple(r for r in ranks if r) if is_turned else ranks


def free_indices(term: Term, known: frozenset[str]) -> list[str]:
    r"""Return the indices of names in a term that no sum in it binds.

    Examples
    --------
    >>> from symtutor.reading.read import parse_term
    >>> free_indices(parse_term(r"\sum_j a_{ij} x_j", syntax="latex")[0], frozenset("ij"))
    ['i']
    """
    if term.head is Variable:
        return list(split_name(str(term.args[0]))[1])
    found: list[str] = []
    for arg in term.args:
        if isinstance(arg, Term):
            found.extend(free_indices(arg, known))
    if term.head is sp.Sum and len(term.args) > 1:
        own = {str(leaf.args[0]) for leaf in subterms(term.args[1]) if leaf.head is Variable}
        found = [i for i in found if i not in own]
    return [i for i in dict.fromkeys(found) if i in known]


def symbols_of(base: str, rows: int, columns: int, *, symmetric: bool = False) -> sp.ImmutableMatrix:
    """Return a matrix of symbols, one an entry; a number for one row and one column."""
    if rows == columns == 1:
        return sp.ImmutableMatrix([[sp.Symbol(base)]])

    def entry(i: int, j: int) -> sp.Symbol:
        a, b = sorted((i, j)) if symmetric else (i, j)
        return sp.Symbol(f"{base}_{a + 1}" if columns == 1 else f"{base}_{a + 1}{b + 1}")

    return sp.ImmutableMatrix(rows, columns, entry)
