"""What an expansion must know of its coefficients: whether they are 0, and their sign.

A coefficient is a number, holds parameters, or holds bounded quantities such as
the value of an oscillating sine, of which only an interval is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import prod
from typing import Any

import sympy as sp
from mpmath import libmp

from symtutor.checking.enclosures.enclosure import Undefined, enclose
from symtutor.checking.normal_form.normal_form import have_equal_normal_forms

__all__ = ["Constants", "Undecided"]

_PRECISIONS = (64, 192, 512)
_SAMPLES = (sp.Rational(137, 100), sp.Rational(23, 10), sp.Rational(7, 11))
_STEP = sp.Rational(613, 1000)
_WORK = 20_000
_POSITIVE, _NEGATIVE = sp.Interval.open(0, sp.oo), sp.Interval.open(-sp.oo, 0)
_PARTS: dict[Any, Callable[[Any], Any]] = {  # of the line, each through a positive letter
    _NEGATIVE: lambda s: -s,
    sp.Interval.open(0, 1): lambda s: 1 / (1 + s),
    sp.Interval.open(1, sp.oo): lambda s: 1 + s,
    _POSITIVE: lambda s: s,
}


class Undecided(Exception):  # noqa: N818 (an outcome, not an error)
    """No proof is found this way."""


class Constants:
    """Facts about coefficients, with the conditions on parameters on which they were found to rest.

    Parameters
    ----------
    domain : mapping of Symbol to Set
        Where parameters live; what must be known beyond that is noted in ``assumed``.

    Examples
    --------
    >>> a = sp.Symbol("a")
    >>> constants = Constants({})
    >>> constants.sign(sp.sqrt(2) - sp.Rational(7, 5)), constants.sign(a + 1), constants.conditions()
    (1, 1, a > 0)
    """

    def __init__(self, domain: Mapping[sp.Symbol, sp.Set]) -> None:
        self.domain = domain
        self.assumed: dict[Any, None] = {}
        self.bounded: dict[Any, tuple[Fraction, Fraction]] = {}
        self._signs: dict[Any, int] = {}
        self._zeros: dict[Any, bool] = {}

    def conditions(self) -> Any:
        """Return all that was assumed of parameters, as one condition."""
        return sp.And(*(c for c in self.assumed if not self._follows(c)))

    def _follows(self, condition: sp.Rel) -> bool:
        """Tell whether an assumption follows from the others."""
        if isinstance(condition, sp.Ne):
            return bool(self._known_sign(condition.lhs))
        return condition.rhs == 0 and self._assumed_bound(condition.lhs) == 1

    def quantity(self, low: int, high: int) -> sp.Symbol:
        """Return a new letter for a quantity of which only bounds are known."""
        letter = sp.Symbol(f"[{len(self.bounded)}]")
        self.bounded[letter] = (Fraction(low), Fraction(high))
        return letter

    def is_fixed(self, c: sp.Basic) -> bool:
        """Tell whether a coefficient is one number, whatever the bounded quantities do."""
        return c.free_symbols.isdisjoint(self.bounded)

    def is_zero(self, c: Any) -> bool:
        """Tell whether a coefficient is 0; with parameters, whether it is 0 for all of them.

        Raises
        ------
        Undecided
            If this is not proved either way.
        """
        if c.is_Rational:
            return bool(c == 0)
        if c not in self._zeros:
            self._zeros[c] = self._find_zero(c)
        return self._zeros[c]

    def _find_zero(self, c: Any) -> bool:
        if self._excludes_zero(c, _PRECISIONS[:1]):
            return False
        positive = [s for s in c.free_symbols if self._assumed_bound(s) is not None or self._lives_in(s, _POSITIVE)]
        bounds = dict.fromkeys(positive, (Fraction(0), None))
        if sp.expand(c) == 0 or have_equal_normal_forms(c, sp.S.Zero, bounds=bounds, work=_WORK):
            return True
        if self._excludes_zero(c, _PRECISIONS[1:]):
            return False
        raise Undecided(f"whether {c} is 0")

    def _excludes_zero(self, c: Any, precisions: tuple[int, ...]) -> bool:
        """Tell whether an enclosure, at some point where there are parameters, does not hold 0."""
        letters = sorted(c.free_symbols - self.bounded.keys(), key=str)
        starts = _SAMPLES if letters else _SAMPLES[:1]
        points = [{s: self._sample(s, start + i * _STEP) for i, s in enumerate(letters)} for start in starts]
        return any(self._enclosed_sign(c, point, precision) for precision in precisions for point in points)

    def _sample(self, letter: sp.Expr, number: sp.Expr) -> sp.Expr:
        return next((expr(number) for part, expr in _PARTS.items() if self._lives_in(letter, part)), number)

    def _enclosed_sign(self, c: Any, point: Mapping[Any, Any], precision: int) -> int:
        """Return the sign of an enclosure, 0 where it has none."""
        try:
            low, high = enclose(c, {**point, **self.bounded}, precision)
        except Undefined:
            return 0
        return int(libmp.mpf_sign(low)) if libmp.mpf_sign(low) == libmp.mpf_sign(high) else 0

    def require_nonzero(self, c: sp.Basic) -> None:
        """Note that a coefficient with parameters is not 0; raise Undecided for one that oscillates through 0."""
        if c.is_number or self._known_sign(c):
            return
        factors = self._factors(c)
        if len(factors) > 1:
            for factor in factors:
                self.require_nonzero(factor)
            return
        if not self.is_fixed(c):
            raise Undecided(f"{c} may come close to 0")
        self.assumed.setdefault(sp.Ne(c, 0))

    def sign(self, c: Any) -> int:
        """Return the sign of a coefficient, parameters counted as positive if need be, as larger than 1 in a logarithm.

        Raises
        ------
        Undecided
            If it has no sign that is known.
        """
        if c.is_Rational:
            return int(sp.sign(c))
        known = self._known_sign(c)
        if known is not None:
            return known
        factors = self._factors(c)
        if len(factors) > 1:
            return prod(map(self.sign, factors))
        letters = {s for s in c.free_symbols if s not in self.domain} if self.is_fixed(c) else set()
        inside: set[Any] = set().union(*[u.args[0].free_symbols & letters for u in c.atoms(sp.log)])
        for large in (set(), inside) if letters else ():
            bounds = {s: int(s in large) for s in sorted(letters, key=str)}
            found = _sign_of(c.xreplace({s: self._real(s, bounds.get(s)) for s in c.free_symbols}))
            if found is not None:
                self.assumed.update(dict.fromkeys(s > bound for s, bound in bounds.items()))
                return found
        raise Undecided(f"the sign of {c}")

    def is_negative(self, c: sp.Expr) -> bool:
        """Tell whether a coefficient of which a root or logarithm is taken is negative; where that is open, note that it must not be."""
        try:
            return self.sign(c) < 0
        except Undecided:
            if not isinstance(c, sp.Abs):
                self.assumed.setdefault(c >= 0)
            return False

    def _factors(self, c: Any) -> tuple[sp.Basic, ...]:
        """Return the factors of a coefficient that holds bounded quantities and parameters; of another one itself."""
        return (c,) if self.is_fixed(c) else sp.Mul.make_args(sp.factor_terms(c))

    def _known_sign(self, c: Any) -> int | None:
        """Return the sign that a coefficient has without any assumption, or None."""
        if c in self._signs:
            return self._signs[c]
        found: int | None = None
        if c.free_symbols <= self.bounded.keys():
            found = next((s for p in _PRECISIONS if (s := self._enclosed_sign(c, {}, p))), None)
            if found is None and self.is_fixed(c) and self.is_zero(c):
                found = 0
        elif self.is_fixed(c):
            found = _sign_of(c.xreplace({s: self._real(s, self._assumed_bound(s)) for s in c.free_symbols}))
        if found is not None:
            self._signs[c] = found
        return found

    def _assumed_bound(self, letter: sp.Expr) -> int | None:
        """Return the number above which a letter was assumed to lie, or None."""
        return next((bound for bound in (1, 0) if (letter > bound) in self.assumed), None)

    def _real(self, letter: Any, bound: int | None) -> Any:
        """Return a letter by a positive one, as far as it is known to lie above a bound or in a part of the line."""
        positive = sp.Symbol(letter.name, positive=True)
        for part, expr in _PARTS.items():
            if self._lives_in(letter, part):
                return expr(positive)
        return sp.Symbol(letter.name, real=True) if bound is None else bound + positive

    def _lives_in(self, letter: Any, where: sp.Basic) -> bool:
        return letter in self.domain and self.domain[letter].is_subset(where) is True


def _sign_of(c: sp.Expr) -> int | None:
    """Return the sign that SymPy's assumptions give, or None."""
    return 1 if c.is_positive else -1 if c.is_negative else 0 if c.is_zero else None
