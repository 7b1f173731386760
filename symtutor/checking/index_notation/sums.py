"""Sums of products of entries brought to one form: Kronecker deltas used up, inverses met by their matrices cancelled.

Two matrix expressions are equal at every size when the difference of their
entries is the empty sum in this form.  Parts without a free index are numbers
and become letters, so that a function of a trace is a function of a letter;
what remains to be shown about numbers is shown by the normal form of
`symtutor.checking.equivalence.equivalence`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.calculus.real_derivatives import JUMPING
from symtutor.checking.equivalence.equivalence import is_proved_equal
from symtutor.checking.index_notation.deltas import components, with_open_deltas, without_deltas
from symtutor.checking.index_notation.kinks import vanishes_between_kinks
from symtutor.checking.index_notation.matching import Family, cancelled
from symtutor.checking.index_notation.monomials import DELTA, Factors, Index, IndexNotationError, Monomial, Slot, Sum, Z, labelled, renamed

__all__ = ["Calculation", "negated"]

_MOST_TERMS = 3_000
_SURE = 1e-6


@dataclass
class Calculation:
    """What one calculation in index notation knows: its letters, what they stand for, and which names are taken.

    Parameters
    ----------
    symmetric : set of str
        Letters of matrices that equal their transposes.
    of_sum_one : set of str
        Letters whose entries sum to 1 over their last index.
    one_hot : set of str
        Those of them of which one entry is 1 and the others are 0.
    families : dict
        The letters that are a matrix or a power of one, with base and exponent.
    matrices : dict
        Entries of the bases that are no plain letters, with their row and column index.
    entries : dict
        Entries that a function is applied to, with their free indices.
    numbers : dict
        Letters of numbers: a product of entries without free indices, or the base of a determinant.
    sizes : dict
        The number of rows of each letter of a square matrix.
    """

    symmetric: set[str] = field(default_factory=lambda: {DELTA})
    of_sum_one: set[str] = field(default_factory=set)
    one_hot: set[str] = field(default_factory=set)
    families: dict[str, Family] = field(default_factory=dict)
    matrices: dict[str, tuple[Sum, Index, Index]] = field(default_factory=dict)
    entries: dict[str, tuple[Sum, tuple[Index, ...]]] = field(default_factory=dict)
    numbers: dict[Any, Monomial | str] = field(default_factory=dict)
    sizes: dict[str, Any] = field(default_factory=dict)
    _last: int = 0
    _closed: dict[Any, list[tuple[tuple[Any, ...], Any]]] = field(default_factory=dict)

    # ---- indices ---------------------------------------------------------------------------------
    def index(self, size: Any) -> Index:
        """Return an index that is used nowhere, to be summed over."""
        self._last += 1
        return Index(self._last, size)

    def free(self, size: Any) -> Index:
        """Return an index that is used nowhere, not to be summed over."""
        self._last += 1
        return Index(-self._last, size)

    def copied(self, terms: Iterable[Monomial], names: dict[Index, Index] | None = None) -> Sum:
        """Return a sum with bound indices of its own, and free ones renamed."""
        return tuple(renamed(m, {**(names or {}), **{i: self.index(i.size) for i in m.bound}}) for m in terms)

    def product(self, left: Sum, right: Sum) -> Sum:
        """Return the product of two sums, each with bound indices of its own."""
        return self.spread(self.copied(left), right)

    def spread(self, left: Sum, right: Sum) -> Sum:
        """Return the product of two sums where the left one may bind indices that stand in the right one."""
        if len(left) * len(right) > _MOST_TERMS:
            raise IndexNotationError("too many terms")
        return tuple(
            Monomial(a.coefficient * b.coefficient, a.factors + b.factors, a.bound + b.bound, a.deltas + b.deltas)
            for a in left
            for b in self.copied(right)
        )

    # ---- one form --------------------------------------------------------------------------------
    def reduced(self, terms: Iterable[Monomial]) -> Sum:
        """Return a sum with deltas used up, inverses cancelled, and parts without free index made letters."""
        found: list[Monomial] = []
        waiting = list(terms)[::-1]
        while waiting:
            monomial = self._gathered(waiting.pop())
            simpler = cancelled(monomial, self.families, self.matrices, self.symmetric, self.index, self.power)
            if simpler is not None:
                waiting.extend(self.copied(simpler)[::-1])
            elif monomial.coefficient != 0:
                found.append(self._with_numbers_apart(monomial))
            if len(waiting) + len(found) > _MOST_TERMS:
                raise IndexNotationError("too many terms")
        return tuple(found)

    def _gathered(self, monomial: Monomial) -> Monomial:
        """Use up the deltas, bring equal entries together, and sum over indices that stand nowhere."""
        monomial = without_deltas(with_open_deltas(monomial))
        held: dict[Slot, sp.Expr] = {}
        for (atom, indices), f in monomial.factors:
            slot = Slot(atom, tuple(sorted(indices)) if atom in self.symmetric else indices)
            held[slot] = held[slot] * f if slot in held else f
        coefficient = monomial.coefficient
        factors: list[tuple[Slot, sp.Expr]] = []
        for slot, f in held.items():
            if slot.atom == DELTA:
                if slot.indices[0] != slot.indices[1]:
                    factors.append((slot, Z))
                continue
            number, rest = self._of_entry(slot, f).as_independent(Z, as_Add=False)
            coefficient = coefficient * number
            if rest != 1:
                factors.append((slot, rest))
        met = next(self._of_one_row(factors), None)
        if met is not None:
            return self._gathered(Monomial(coefficient, tuple(factors), monomial.bound, (met,)))
        used = [i for slot, _ in factors for i in slot.indices]
        idle = [i for i in monomial.bound if i not in used]
        summed = {
            slot
            for slot, f in factors
            if slot.atom in self.of_sum_one and f == Z and used.count(last := slot.indices[-1]) == 1 and last in monomial.bound
        }
        gone = {slot.indices[-1] for slot in summed}
        kept = Monomial(
            sp.Mul(coefficient, *[i.size for i in idle]),
            tuple(factor for factor in factors if factor[0] not in summed),
            tuple(i for i in monomial.bound if i in used and i not in gone),
        )
        return self._gathered(kept) if summed else kept

    def _of_entry(self, slot: Slot, f: Any) -> Any:
        """Return a function of an entry; one of a one-hot row is 0 or 1, so its square is itself."""
        return f.subs(Z, 1) * Z if slot.atom in self.one_hot and f.is_polynomial(Z) and f.subs(Z, 0) == 0 else f

    def _of_one_row(self, factors: list[tuple[Slot, sp.Expr]]) -> Iterator[tuple[Index, Index]]:
        """Yield the last indices of two entries of one row that is one-hot: y_i y_j = δ_ij y_i."""
        plain = [slot for slot, f in factors if slot.atom in self.one_hot and f == Z]
        equal = {frozenset(slot.indices) for slot, _ in factors if slot.atom == DELTA}
        for one, other in combinations(plain, 2):
            pair = (one.indices[-1], other.indices[-1])
            if one.atom == other.atom and one.indices[:-1] == other.indices[:-1] and frozenset(pair) not in equal:
                yield pair

    def _with_numbers_apart(self, monomial: Monomial) -> Monomial:
        coefficient = monomial.coefficient
        kept: list[tuple[Slot, sp.Expr]] = []
        for part in components(monomial.factors):
            if any(i.is_free for slot, _ in part for i in slot.indices):
                kept.extend(part)
            else:
                coefficient = coefficient * self._number(tuple(part))
        used = {i for slot, _ in kept for i in slot.indices}
        return Monomial(coefficient, tuple(kept), tuple(i for i in monomial.bound if i in used))

    def _number(self, factors: Factors) -> Any:
        """Return the letter of a product of entries that is summed over all its indices."""
        structure, orders = labelled([slot for slot, _ in factors], self.symmetric)
        known = self._closed.setdefault(structure, [])
        functions = min((tuple(factors[k][1] for k in order) for order in orders), key=str)
        for earlier, letter in known:
            if any(self._are_same(earlier, tuple(factors[k][1] for k in order)) for order in orders):
                return letter
        letter = sp.Symbol(f"_s{len(self.numbers)}")
        known.append((functions, letter))
        self.numbers[letter] = Monomial(sp.S.One, factors, tuple({i: None for slot, _ in factors for i in slot.indices}))
        return letter

    @staticmethod
    def _are_same(a: tuple[Any, ...], b: tuple[Any, ...]) -> bool:
        return a == b or _vanishes(sp.Mul(*_placed(a)) - sp.Mul(*_placed(b)))

    # ---- equality --------------------------------------------------------------------------------
    def is_zero(self, terms: Iterable[Monomial]) -> bool:
        """Tell whether a sum is proved to be 0 for all matrices of all sizes; False proves nothing."""
        return not self.remainder(terms)

    def remainder(self, terms: Iterable[Monomial]) -> dict[Any, Any]:
        """Return what is left of a sum after like terms were added: the coefficient of each product of entries."""
        found: dict[Any, sp.Expr] = {}
        examples: dict[Any, tuple[Slot, ...]] = {}
        functions: dict[Any, set[int]] = {}
        for monomial in self.reduced(map(self._in_letters, terms)):
            structure, orders = labelled([slot for slot, _ in monomial.factors], self.symmetric)
            ways = [sp.Mul(*_placed([monomial.factors[k][1] for k in order])) for order in orders]
            found[structure] = found.get(structure, 0) + monomial.coefficient * sp.Add(*ways) / len(ways)
            examples.setdefault(structure, tuple(monomial.factors[k][0] for k in orders[0]))
            applied = {place for order in orders for place, k in enumerate(order) if monomial.factors[k][1] != Z}
            functions[structure] = functions.get(structure, set()) | applied
        left = {structure: value for structure, value in found.items() if not self._vanishes(value)}
        shorter: list[Monomial] = []
        for structure in list(left):  # as σ(z) + σ(−z), which is a number and no function of the entry
            without = _without_idle(left[structure], examples[structure], functions[structure])
            if without is not None:
                del left[structure]
                shorter.extend(without)
        if not shorter:
            return left
        for structure, value in self.remainder(shorter).items():
            left[structure] = left.get(structure, 0) + value
        return {structure: value for structure, value in left.items() if not self._vanishes(value)}

    def _vanishes(self, value: Any) -> bool:
        """Tell whether a number is proved to be 0, where sums over the same entries are one sum: Σ f(u) + Σ g(u) = Σ (f + g)(u)."""
        if _vanishes(value):
            return True
        rest = sp.expand(value.xreplace({letter: self._number_in_letters(letter) for letter in value.free_symbols & self.numbers.keys()}))
        for known in sorted(self._closed.values(), key=lambda held: -len(held)):
            letters = [letter for _, letter in known if rest.has(letter)]
            weights = [rest.coeff(letter, 1) for letter in letters]
            others = sp.expand(rest - sp.Add(*[w * s for w, s in zip(weights, letters, strict=True)]))
            if letters and not any(part.has(*letters) for part in (*weights, others)):
                summed = self._summed(letters, sp.Add(*[w * self._summand(s) for w, s in zip(weights, letters, strict=True)]))
                rest = rest if summed is None else sp.expand(others + summed)
        return bool(rest == 0) or (rest != value and _vanishes(rest))

    def _summed(self, letters: list[sp.Symbol], summand: sp.Expr) -> Any:
        """Return the number that a summand gives: 0, or one over fewer entries where it does not depend on some; else None."""
        if _vanishes(summand):
            return sp.S.Zero
        given = self.numbers[letters[0]].factors  # type: ignore[union-attr]
        _, (order, *_) = labelled([slot for slot, _ in given], self.symmetric)
        factors = [given[k] for k in order]  # as the letters of the summand count them
        places = [k for k in range(len(factors)) if summand.has(_letter(k, "_w"))]
        idle = [k for k in places if len(places) > 1 and _vanishes(differentiated(summand, _letter(k, "_w")))]
        if not idle:
            return None
        kept = summand.xreplace({_letter(k, "_w"): sp.S.Zero for k in idle})
        held = []
        for k in places:
            if k not in idle:
                kept, own = kept.as_independent(_letter(k, "_w"), as_Add=False)
                held.append((factors[k][0], own.xreplace({_letter(k, "_w"): Z})))
        if kept.has(sp.nan, sp.zoo, *[_letter(k, "_w") for k in places]):
            return None
        bound = tuple(dict.fromkeys(i for slot, _ in factors for i in slot.indices))
        return sp.Add(*[m.coefficient for m in self.reduced((Monomial(kept, tuple(held), bound),))])

    def _summand(self, letter: sp.Symbol) -> sp.Expr:
        """Return what a number sums over its indices, in a letter for each entry; its symmetric orders count alike."""
        meaning = self.numbers[letter]
        factors = meaning.factors if isinstance(meaning, Monomial) else ()
        _, orders = labelled([slot for slot, _ in factors], self.symmetric)
        ways = [sp.Mul(*_placed([factors[k][1] for k in order], "_w")) for order in orders]
        return sp.Add(*ways) / len(ways)

    def _in_letters(self, monomial: Monomial) -> Monomial:
        """Return a product in which a function of an entry that holds one entry alone, as e^(z_i)/Σ e^(z_k), is a function of that one."""
        factors = []
        coefficient = monomial.coefficient
        for slot, f in monomial.factors:
            terms, free = self.entries.get(slot.atom, ((), ()))
            inner = {part for term in terms for part, _ in term.factors}
            number, power = f.as_independent(Z, as_Add=False)
            base, exponent = power.as_base_exp()
            if len(terms) == 1 and len(inner) > 1 and base == Z and exponent.is_Integer and not terms[0].bound and not terms[0].deltas:
                names = dict(zip(free, slot.indices, strict=True))
                coefficient *= number * terms[0].coefficient ** exponent
                factors += [(Slot(p.atom, tuple(names[i] for i in p.indices)), g**exponent) for p, g in terms[0].factors]
                continue
            if len(inner) != 1 or any(term.bound or term.deltas or len(term.factors) > 1 for term in terms):
                factors.append((slot, f))
                continue
            (held,) = inner
            names = dict(zip(free, slot.indices, strict=True))
            meant = sp.Add(*[term.coefficient * sp.Mul(*[g for _, g in term.factors]) for term in terms])
            factors.append((Slot(held.atom, tuple(names[i] for i in held.indices)), f.xreplace({Z: meant})))
        return replace(monomial, coefficient=coefficient, factors=tuple(factors))

    def _number_in_letters(self, letter: sp.Expr) -> sp.Expr:
        """Return a number that is a sum over entries in the letters of sums over entries of matrices alone."""
        meaning = self.numbers[letter]
        if not isinstance(meaning, Monomial):
            return letter
        opened = self._in_letters(meaning)
        return letter if opened == meaning else sp.Add(*[m.coefficient for m in self.reduced((opened,))])

    # ---- letters for matrices --------------------------------------------------------------------
    def base(self, terms: Sum, row: Index, column: Index) -> tuple[str, Any, bool, Any]:
        """Return the base and exponent of which a matrix is a power, whether it is turned over, and a number in front."""
        terms = self.reduced(terms)
        if len(terms) == 1 and len(terms[0].factors) == 1:
            ((slot, f),) = terms[0].factors
            if f == Z and set(slot.indices) == {row, column} and slot.atom in self.families:
                name, exponent = self.families[slot.atom]
                return name, exponent, slot.indices == (column, row), terms[0].coefficient
        for name, (known, r, c) in self.matrices.items():
            if r.size != row.size:
                continue
            for is_turned, names in ((False, {r: row, c: column}), (True, {r: column, c: row})):
                if self.is_zero((*self.copied(terms), *negated(self.copied(known, names)))):
                    return name, sp.S.One, is_turned, sp.S.One
        name = f"M{len(self.matrices)}"
        if self.is_zero((*self.copied(terms), *negated(self.copied(terms, {row: column, column: row})))):
            self.symmetric.add(name)
        self.matrices[name] = (self.copied(terms), row, column)
        return name, sp.S.One, False, sp.S.One

    def side(self, base: str) -> Any:
        """Return the number of rows of a base."""
        return self.matrices[base][1].size if base in self.matrices else self.sizes[base]

    def power(self, base: str, exponent: Any) -> str:
        """Return the letter of a power of a base."""
        name = base if exponent == 1 else f"{base}^({exponent})"
        self.families.setdefault(name, Family(base, exponent))
        if base in self.symmetric:
            self.symmetric.add(name)
        return name

    def entry(self, terms: Sum, free: tuple[Index, ...]) -> tuple[Slot, Any]:
        """Return a slot and a number: an entry that a function will be applied to is the number times what stands in the slot."""
        terms = self.reduced(terms)
        for name, (known, places) in self.entries.items():
            for order in permutations(free) if len(places) == len(free) else ():
                if any(a.size != b.size for a, b in zip(places, order, strict=True)):
                    continue
                held = self.copied(known, dict(zip(places, order, strict=True)))
                for number in _shares(terms, held):
                    if self.is_zero((*self.copied(terms), *scaled(held, -number))):
                        return Slot(name, order), number
        name = f"u{len(self.entries)}"
        self.entries[name] = (self.copied(terms), free)
        return Slot(name, free), sp.S.One


def _shares(terms: Sum, known: Sum) -> list[Any]:
    """Return the numbers by which terms may be a multiple of known ones: 1 and −1 first."""
    found = {} if not known else {t.coefficient / known[0].coefficient: None for t in terms}
    return [share for share in sorted(found, key=lambda c: (c != 1, c != -1)) if share.is_Rational] if len(terms) == len(known) else []


def scaled(terms: Sum, number: Any) -> Sum:
    """Return a sum times a number."""
    return tuple(replace(m, coefficient=number * m.coefficient) for m in terms)


def negated(terms: Sum) -> Sum:
    """Return the sum with the other sign."""
    return scaled(terms, -1)


def _letter(place: int, name: str = "_z") -> sp.Symbol:
    return sp.Symbol(f"{name}{place}")


def _may_vanish(value: Any) -> bool:
    """Tell whether a number is about 0 at one place: what is not need not be tried to be proved."""
    place = {s: sp.Float(0.3 + 0.17 * k) for k, s in enumerate(sorted(value.free_symbols, key=str))}
    found = value.xreplace(place).evalf(15)
    return not (found.is_number and found.is_finite and abs(found) > _SURE)


def _without_idle(value: sp.Expr, slots: tuple[Slot, ...], applied: set[int]) -> list[Monomial] | None:
    """Return a sum of functions of entries without an entry on which it turns out not to depend, or None where it needs them all."""
    idle = next((k for k in sorted(applied) if _may_vanish(slope := differentiated(value, _letter(k))) and _vanishes(slope)), None)
    if idle is None:
        return None
    bound = tuple({i: None for slot in slots for i in slot.indices if not i.is_free})
    kept = [k for k in range(len(slots)) if k != idle]
    found = []
    for term in sp.Add.make_args(sp.expand(value.xreplace({_letter(idle): sp.S.One}))):
        rest, factors = term, []
        for k in kept:
            rest, own = rest.as_independent(_letter(k), as_Add=False)
            factors.append((slots[k], own.xreplace({_letter(k): Z})))
        if rest.has(sp.nan, sp.zoo, *map(_letter, kept)):
            return None
        found.append(Monomial(rest, tuple(factors), bound))
    return found


def _placed(functions: Iterable[sp.Expr], name: str = "_z") -> list[sp.Expr]:
    """Return functions of entries, each in a letter of its own."""
    return [f.xreplace({Z: _letter(place, name)}) for place, f in enumerate(functions)]


def _vanishes(value: Any) -> bool:
    """Tell whether a number is proved to be 0 wherever it is defined, or where a derivative has a kink between the kinks."""
    value = sp.sympify(value)
    if value == 0 or sp.expand(value) == 0 or is_proved_equal(value, sp.S.Zero):
        return True
    return bool(value.has(*JUMPING)) and vanishes_between_kinks(value)
