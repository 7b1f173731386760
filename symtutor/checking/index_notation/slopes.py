"""Derivatives in index notation: ∂x_ij/∂x_kl = δ_ik δ_jl, the product rule, and the chain rule for functions of entries and numbers.

All derivatives are taken along a direction E, so that ∂/∂X becomes
Σ_ij (∂f/∂x_ij) e_ij and nothing has to be said about layouts.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.index_notation.monomials import Factors, Index, IndexNotationError, Monomial, Slot, Sum, Z
from symtutor.checking.index_notation.sums import Calculation

__all__ = ["Direction"]


class Direction:
    """Derivatives along a change of one matrix.

    Parameters
    ----------
    calculation : Calculation
        What the letters stand for.
    matrix, change : str
        The letters of the matrix that varies and of its change.
    """

    def __init__(self, calculation: Calculation, matrix: str, change: str) -> None:
        self._calculation = calculation
        self._matrix = matrix
        self._change = change
        self._of_numbers: dict[Any, Sum] = {}

    def of_number(self, expr: Any) -> Sum:
        """Return the derivative of a number that is written in letters for numbers."""
        letters = sorted(expr.free_symbols & self._calculation.numbers.keys(), key=str)
        return sum((self._scaled(differentiated(expr, letter), self._of_letter(letter)) for letter in letters), ())

    def of_sum(self, terms: Sum) -> Sum:
        """Return the derivative of a reduced sum."""
        return sum((self._of_monomial(m) for m in self._calculation.copied(terms)), ())

    def _scaled(self, number: sp.Basic, terms: Sum) -> Sum:
        return self._calculation.product((Monomial(number),), terms)

    def _of_letter(self, letter: Any) -> Sum:
        if letter not in self._of_numbers:
            meaning = self._calculation.numbers[letter]
            found = self._of_determinant(letter, meaning) if isinstance(meaning, str) else self.of_sum((meaning,))
            self._of_numbers[letter] = self._calculation.reduced(found)
        return self._of_numbers[letter]

    def _of_determinant(self, letter: sp.Expr, base: str) -> Sum:
        """Return det M · Σ (M⁻¹)_ji dM_ij."""
        i, j = self._pair(base)
        inverse = Slot(self._calculation.power(base, sp.S.NegativeOne), (j, i))
        return self._calculation.spread((Monomial(letter, ((inverse, Z),), (i, j)),), self._of_base(base, i, j))

    def _pair(self, base: str) -> tuple[Index, Index]:
        """Return two new indices for the sides of a square matrix."""
        size = self._calculation.side(base)
        return self._calculation.index(size), self._calculation.index(size)

    def _of_base(self, base: str, i: Index, j: Index) -> Sum:
        """Return the derivative of an entry of a base."""
        if base in self._calculation.matrices:
            terms, r, c = self._calculation.matrices[base]
            return self._calculation.copied(self.of_sum(terms), {r: i, c: j})
        return (Monomial(sp.S.One, ((Slot(self._change, (i, j)), Z),)),) if base == self._matrix else ()

    def _of_monomial(self, monomial: Monomial) -> Sum:
        found: list[Monomial] = []
        whole = Monomial(sp.S.One, monomial.factors, monomial.bound)
        found.extend(self._calculation.spread((whole,), self.of_number(monomial.coefficient)))
        for place, (slot, f) in enumerate(monomial.factors):
            others = monomial.factors[:place] + monomial.factors[place + 1 :]
            for slope in sp.Add.make_args(sp.expand(differentiated(f, Z))):
                kept = others if slope == 1 else (*others, (slot, slope))
                rest = Monomial(monomial.coefficient, kept, self._still_bound(monomial, slot, kept))
                found.extend(self._calculation.spread((rest,), self._of_slot(slot)))
        return tuple(found)

    def _still_bound(self, monomial: Monomial, slot: Slot, kept: Factors) -> tuple[Index, ...]:
        """Return the bound indices that are left; the sum over the diagonal of a symbolic power is part of its derivative."""
        family = self._calculation.families.get(slot.atom)
        if family is None or family.exponent in {1, -1}:
            return monomial.bound
        index = slot.indices[0]
        if slot.indices != (index, index) or index not in monomial.bound or any(index in other.indices for other, _ in kept):
            raise IndexNotationError("the derivative of a symbolic power outside a trace")
        return tuple(i for i in monomial.bound if i != index)

    def _of_slot(self, slot: Slot) -> Sum:
        """Return the derivative of an entry."""
        calculation = self._calculation
        if slot.atom == self._matrix:
            return (Monomial(sp.S.One, ((Slot(self._change, slot.indices), Z),)),)
        if slot.atom in calculation.entries:
            terms, free = calculation.entries[slot.atom]
            return calculation.copied(self.of_sum(terms), dict(zip(free, slot.indices, strict=True)))
        if slot.atom not in calculation.families:
            return ()
        base, exponent = calculation.families[slot.atom]
        i, j = self._pair(base)
        moved = self._of_base(base, i, j)
        if exponent == 1 or not moved:
            return ()
        start, end = slot.indices
        if exponent == -1:  # d(M⁻¹) = −M⁻¹ dM M⁻¹
            around = ((Slot(slot.atom, (start, i)), Z), (Slot(slot.atom, (j, end)), Z))
            return calculation.spread((Monomial(sp.S.NegativeOne, around, (i, j)),), moved)
        lower = Slot(calculation.power(base, exponent - 1), (j, i))  # d tr(M^k): k places, each gives tr(M^(k−1) dM)
        return calculation.spread((Monomial(exponent, ((lower, Z),), (i, j)),), moved)
