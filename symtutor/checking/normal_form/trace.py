"""The trace of a normal form: what each generator is, and what each function became."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.checking.normal_form.conversion import Converter
from symtutor.checking.normal_form.polynomial import Poly, exponents
from symtutor.checking.normal_form.tower import Element

__all__ = ["Names", "trace"]

PLAIN = (sp.Add, sp.Mul, sp.Symbol, sp.Rational)


class Names:
    """Names for the generators of a tower, and what they stand for in the symbols of the problem."""

    def __init__(self, converter: Converter) -> None:
        self.tower = converter.tower
        taken = {str(g.meaning) for g in self.tower.generators if g.kind == "symbol"}
        self.letter = next(c for c in ("g", "k", "w", "gg") if not any(name.startswith(c) for name in taken))
        self._definitions: dict[int, Any] = {}

    def symbol(self, index: int) -> Any:
        """Return the name of a generator: a symbol of the problem stays itself."""
        generator = self.tower.generators[index]
        if generator.kind == "symbol" and self.tower.order.get(index, 1) == 1:
            return generator.meaning
        return sp.Symbol(f"{self.letter}{index}")

    def definition(self, index: int) -> sp.Expr:
        """Return what a generator stands for, in the symbols of the problem."""
        found = self._definitions.get(index)
        if found is None:
            generator = self.tower.generators[index]
            found = self._definitions[index] = getattr(self, f"_{generator.kind}")(index, generator.meaning)
        return found

    def _root_of(self, base: sp.Expr, index: int) -> sp.Expr:
        return sp.Abs(base) ** sp.Rational(1, self.tower.order.get(index, 1))

    def _symbol(self, index: int, symbol: sp.Symbol) -> sp.Expr:
        return symbol if self.tower.order.get(index, 1) == 1 else self._root_of(symbol, index)

    def _prime(self, index: int, prime: int) -> sp.Expr:
        return sp.Integer(prime) ** sp.Rational(1, self.tower.order.get(index, 1))

    def _root(self, index: int, key: Any) -> sp.Basic:
        return self._root_of(self.meaning(dict(key)), index)

    def _sign(self, _: int, of: Any) -> sp.Expr:
        return sp.sign(self.tower.generators[of].meaning if isinstance(of, int) else self.meaning(dict(of)))

    def _log(self, _: int, of: Any) -> sp.Expr:
        if isinstance(of, frozenset):
            return sp.log(sp.Abs(self.meaning(dict(of))))
        kind, value = of
        return sp.log(value) if kind == "prime" else sp.log(sp.Abs(self.tower.generators[value].meaning))

    def _exp(self, _: int, monomial: Any) -> sp.Expr:
        return sp.exp(self._share("exp", monomial))

    def _tan(self, _: int, monomial: Any) -> Any:
        return sp.tan(self._share("tan", monomial) / 2)

    def _opaque(self, _: int, expr: Any) -> Any:
        return expr

    def _share(self, kind: str, meaning: Any) -> Any:
        share = self.tower.unit[kind, meaning]
        numerator, denominators = meaning
        below = sp.Mul(*(self.meaning(dict(key)) ** k for key, k in sorted(denominators, key=lambda part: sorted(part[0]))))
        return sp.Rational(share.numerator, share.denominator) * self.meaning(dict(numerator)) * below

    def inside_of_log(self, index: int) -> Any:
        """Return f of a generator log|f|, in generators."""
        meaning: Any = self.tower.generators[index].meaning
        if isinstance(meaning, frozenset):
            return self.polynomial(dict(meaning))
        kind, value = meaning
        return sp.Integer(value) if kind == "prime" else self.symbol(value) ** self.tower.order.get(value, 1)

    def polynomial(self, p: Poly) -> Any:
        """Return a polynomial in the names of the generators."""
        return sp.Add(*(c * sp.Mul(*(self.symbol(i) ** k for i, k in exponents(m))) for m, c in sorted(p.items())))

    def meaning(self, p: Poly) -> sp.Expr:
        """Return a polynomial in the symbols of the problem."""
        return sp.Add(*(c * sp.Mul(*(self.definition(i) ** k for i, k in exponents(m))) for m, c in sorted(p.items())))

    def element(self, e: Element) -> Any:
        """Return an element in the names of the generators."""
        factors = (self.polynomial(self.tower.polys[f]) ** k for f, k in sorted(e.factors.items()))
        return sp.Mul(self.polynomial(e.num) / e.den, *factors)


def trace(converter: Converter) -> tuple[Any, ...]:
    """Return the steps of a normal form that a reader or another program can check.

    Returns
    -------
    tuple of steps
        ("let", name, definition) for each generator, ("relation", polynomial that is 0)
        for roots and signs, and ("becomes", function, element) for each function.
    """
    names, tower = Names(converter), converter.tower
    becomes: list[Any] = []
    used: set[int] = set()
    for expr, element in converter.memo.items():
        if isinstance(expr, PLAIN) or (isinstance(expr, sp.Pow) and expr.exp.is_Integer):
            continue
        becomes.append((expr, element))
        used |= _generators(converter, element)
    for expr, element in converter.memo.items():
        if isinstance(expr, sp.Symbol) and tower.order.get(tower.generator("symbol", expr), 1) > 1:
            becomes.append((expr, element))
            used |= _generators(converter, element)
    relations = []
    for index in sorted(tower.relations, reverse=True):
        if index in used:
            order, value = tower.relations[index]
            used |= {i for m in value for i, _ in exponents(m)}
            relations.append(("relation", names.symbol(index) ** order - names.polynomial(value)))
    lets = [("let", names.symbol(i), names.definition(i)) for i in sorted(used) if names.symbol(i) != names.definition(i)]
    return (*lets, *reversed(relations), *(("becomes", expr, names.element(element)) for expr, element in becomes))


def _generators(converter: Converter, element: Element) -> set[int]:
    """Return the generators that occur in an element."""
    polys = [element.num, *(converter.tower.polys[f] for f in element.factors)]
    return {i for p in polys for m in p for i, _ in exponents(m)}
