"""Polynomial conditions on one symbol, solved exactly into intervals and points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor.checking.calculus.satisfying import holds_at

__all__ = ["Region", "intervals_of", "merged", "real_zeros", "regions", "solve_conditions", "sort_numbers"]

MAX_DEGREE = 24
_CLOSE = sp.Float("1e-20", 30)
_DIGITS = 400


@dataclass(frozen=True, slots=True)
class Region:
    """An open interval between neighbouring breakpoints, or one breakpoint (low = high)."""

    low: Any
    high: Any

    @property
    def sample(self) -> sp.Expr:
        """A rational number inside, or the breakpoint itself."""
        if self.low == self.high:
            return self.low
        if self.low is -sp.oo:
            return sp.Integer(0) if self.high is sp.oo else sp.floor(self.high) - 1
        if self.high is sp.oo:
            return sp.floor(self.low) + 1
        middle = (self.low + self.high) / 2
        return middle if middle.is_Rational else _rational_between(self.low, self.high)


def _rational_between(low: sp.Expr, high: sp.Expr) -> sp.Expr:
    """Return a rational number strictly between two real numbers."""
    digits = 10
    while True:
        middle = sp.Rational(str(sp.re(((low + high) / 2).evalf(digits))))
        if sp.N(middle - low, 30) > 0 and sp.N(high - middle, 30) > 0:  # SymPy does not order all algebraic numbers
            return middle
        digits *= 2


def real_zeros(f: Any, symbol: Any) -> tuple[Any, ...] | None:
    """Return the exact real zeros of a rational function of one symbol or of an exponential of it, in order, with its poles.

    Returns None for anything else.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> real_zeros(x**2 - 2, x)
    (-sqrt(2), sqrt(2))
    """
    if f == symbol:
        return (sp.Integer(0),)
    rest, moving = f.as_independent(symbol, as_Add=True)
    if not rest.free_symbols and (slope := moving / symbol).is_Rational and slope != 0:
        return (-sp.expand_log(rest, force=True) / slope,)
    exponent = _one_exponential(f, symbol)
    if exponent is not None:
        return () if exponent.has(sp.I, sp.zoo) else real_zeros(exponent, symbol)
    written, rate = _in_an_exponential(f, symbol)
    parts = _polynomials(written, symbol)
    if parts is None:
        return None
    roots = [r for p in parts if p.degree() > 0 for r in p.real_roots(multiple=False) for r in r[:1]]
    return sort_numbers(roots if rate is None else [sp.log(r) / rate for r in roots if r.is_positive])


def _in_an_exponential(f: sp.Basic, symbol: sp.Expr) -> tuple[sp.Basic, sp.Rational | None]:
    """Return f as an expression in the letter in place of an exponential of it, and the rate of that; f itself and None where it has none.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> _in_an_exponential(sp.exp(2 * x) - 4**x, x)[1] is None, _in_an_exponential(sp.exp(2 * x) - sp.exp(-x), x)
    (True, (x**2 - 1/x, 1))
    """
    rates: dict[sp.Expr, sp.Expr] = {}
    for part in f.atoms(sp.exp, sp.Pow):
        if part.exp.has(symbol):
            rate = sp.diff(part.exp, symbol) * sp.expand_log(sp.log(part.base), factor=True)
            if part.base.has(symbol) or part.base.is_positive is not True or rate.has(symbol) or part.exp.subs(symbol, 0) != 0:
                return f, None
            rates[part] = rate
    if not rates:
        return f, None
    first = sp.Abs(min(rates.values(), key=sp.default_sort_key))
    shares = {part: rate / first for part, rate in rates.items()}
    if not all(share.is_Rational for share in shares.values()):
        return f, None
    unit = sp.ilcm(1, *(share.q for share in shares.values()))
    mark = sp.Dummy()
    inside = f.xreplace({part: mark ** (share * unit) for part, share in shares.items()})
    return (f, None) if inside.has(symbol) else (inside.xreplace({mark: symbol}), first / unit)


def _one_exponential(f: Any, symbol: sp.Basic) -> Any:
    """Return u − ln(−b/a), which is 0 where a·e^u + b is, or None of another expression."""
    b, rest = f.as_independent(symbol, as_Add=True)
    a, raised = rest.as_independent(symbol, as_Add=False)
    return raised.args[0] - sp.log(-b / a) if isinstance(raised, sp.exp) and b.is_Rational and a.is_Rational and a * b != 0 else None


def _polynomials(f: Any, symbol: sp.Basic) -> tuple[Any, ...] | None:
    """Return numerator and denominator as polynomials with rational coefficients."""
    if f.free_symbols != {symbol}:
        return None
    try:
        if f.is_polynomial(symbol):
            parts: tuple[Any, ...] = (sp.Poly(f, symbol, domain=sp.QQ),)
        elif f.is_rational_function(symbol):
            top, bottom = sp.fraction(sp.together(f))
            parts = (sp.Poly(top, symbol, domain=sp.QQ), sp.Poly(bottom, symbol, domain=sp.QQ))
        else:
            return None
    except (sp.PolynomialError, sp.CoercionFailed):
        return None
    return parts if all(p.degree() <= MAX_DEGREE for p in parts) else None


def sort_numbers(numbers: list[Any]) -> tuple[sp.Basic, ...]:
    """Return real numbers in order, each once, whichever way it is written.

    Examples
    --------
    >>> len(sort_numbers([sp.sqrt(3 + 2 * sp.sqrt(2)), sp.S.One, 1 + sp.sqrt(2)]))
    2
    """
    kept: list[sp.Basic] = []
    for number in sorted(dict.fromkeys(numbers), key=lambda r: r if r.is_Rational else r.evalf(30)):
        if not kept or not _is_same(kept[-1], number):
            kept.append(number)
        elif kept[-1].has(sp.CRootOf):
            kept[-1] = number  # the one in radicals
    return tuple(kept)


def _is_same(a: Any, b: Any) -> bool:
    """Tell whether two real numbers are proved to be equal, or agree to more digits than numbers of such a size that differ."""
    if (a.is_Rational and b.is_Rational) or abs((b - a).evalf(30)) > _CLOSE:
        return bool(a == b)
    from symtutor.checking.equivalence.algebraic_numbers import is_algebraic_zero  # noqa: PLC0415 (few numbers are so close)

    return is_algebraic_zero(b - a) or abs((b - a).evalf(_DIGITS, maxn=2 * _DIGITS)) < sp.Float(10) ** -_DIGITS


def regions(breakpoints: tuple[Any, ...]) -> list[Region]:
    """Return the open intervals and the points into which breakpoints cut the line, in order."""
    found = []
    low = -sp.oo
    for b in breakpoints:
        found += [Region(low, b), Region(b, b)]
        low = b
    return [*found, Region(low, sp.oo)]


def solve_conditions(conditions: tuple[tuple[str, Any], ...]) -> Any:
    """Return one Boolean for conditions (kind, f) with kind ">", "≥" or "≠" against 0.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> solve_conditions((("≠", x**2 - 1), (">", x)))
    (x > 0) & Ne(x, 1)
    """
    grouped: dict[Any, list[tuple[str, Any, tuple[Any, ...]]]] = {}
    others = []
    for kind, f in conditions:
        (symbol,) = f.free_symbols if len(f.free_symbols) == 1 else (None,)
        zeros = real_zeros(f, symbol) if symbol is not None else None
        if zeros is None:
            others.append(_relation(kind, f))
        else:
            grouped.setdefault(symbol, []).append((kind, f, zeros))
    return sp.And(*(_solve(symbol, known) for symbol, known in grouped.items()), *others)


def _relation(kind: str, f: sp.Basic) -> sp.Rel:
    """Return a condition against 0, a difference as a comparison of its two parts."""
    relation = {">": sp.Gt, "≥": sp.Ge, "≠": sp.Ne}[kind]
    return relation(f, 0)


def _solve(symbol: Any, conditions: list[tuple[str, Any, tuple[Any, ...]]]) -> Any:
    """Return the Boolean of conditions on one symbol."""
    cuts = sort_numbers([z for _, _, zeros in conditions for z in zeros])
    parts = regions(cuts)
    return _boolean(symbol, parts, [all(_holds(c, symbol, part) for c in conditions) for part in parts])


def _holds(condition: tuple[str, Any, tuple[Any, ...]], symbol: Any, part: Region) -> bool:
    kind, f, zeros = condition
    if part.low == part.high and part.low in zeros:
        return kind == "≥" and not _is_pole(f, symbol, part.low)
    if kind == "≠":
        return True
    value = f.xreplace({symbol: part.sample})
    number = value if value.is_Rational else value.evalf(30)
    return bool(number.is_extended_real and number > 0)


def _is_pole(f: sp.Basic, symbol: sp.Expr, place: sp.Rational) -> bool:
    written, rate = _in_an_exponential(f, symbol)
    parts = _polynomials(written, symbol) or ()
    there = place if rate is None else sp.exp(rate * place)
    return len(parts) == 2 and parts[1].eval(there).equals(0) is True


def _boolean(symbol: sp.Expr, parts: list[Region], holds: list[bool]) -> Any:
    """Return regions that hold as relations: excluded points as x ≠ b, runs as bounds."""
    if all(h for p, h in zip(parts, holds, strict=True) if p.low != p.high):
        return sp.And(*(sp.Ne(symbol, p.low) for p, h in zip(parts, holds, strict=True) if not h))
    runs: list[Any] = []
    k = 0
    while k < len(parts):
        if not holds[k]:
            k += 1
            continue
        start, excluded = k, []
        while k + 1 < len(parts) and (holds[k + 1] or _is_gap(parts, holds, k + 1)):
            k += 1
            if not holds[k]:
                excluded.append(sp.Ne(symbol, parts[k].low))
        runs.append(sp.And(*_bounds(symbol, parts[start], parts[k]), *excluded))
        k += 1
    return sp.Or(*runs)


def _is_gap(parts: list[Region], holds: list[bool], k: int) -> bool:
    """Tell whether a region that does not hold is a single point between two that do."""
    return parts[k].low == parts[k].high and k + 1 < len(parts) and holds[k - 1] and holds[k + 1]


def _bounds(symbol: Any, first: Region, last: Region) -> list[sp.Rel]:
    found: list[sp.Rel] = []
    if first.low == last.high:
        return [sp.Eq(symbol, first.low)]
    if first.low is not -sp.oo:
        found.append(sp.Ge(symbol, first.low) if first.low == first.high else sp.Gt(symbol, first.low))
    if last.high is not sp.oo:
        found.append(sp.Le(symbol, last.high) if last.low == last.high else sp.Lt(symbol, last.high))
    return found


def merged(condition: Any) -> Any:
    """Return a conjunction with all conditions on one symbol against numbers joined into one.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> merged((x > 0) & sp.Ne(x, 0))
    x > 0
    """
    groups: dict[Any, list[Any]] = {}
    others = []
    for part in sp.And.make_args(condition):
        atoms = part.atoms(sp.core.relational.Relational)
        symbols = {r.lhs for r in atoms}
        if len(symbols) == 1 and all(r.lhs.is_Symbol and not r.rhs.free_symbols for r in atoms):
            groups.setdefault(symbols.pop(), []).append(part)
        else:
            others.append(part)
    return sp.And(*(_merged(symbol, parts) for symbol, parts in groups.items()), *others)


def _merged(symbol: Any, conditions: list[Any]) -> Any:
    """Return one condition for several on one symbol."""
    if len(conditions) == 1 and not isinstance(conditions[0], sp.Or):
        return conditions[0]
    cuts = sort_numbers([r.rhs for c in conditions for r in c.atoms(sp.core.relational.Relational)])
    parts = regions(cuts)
    return _boolean(symbol, parts, [all(holds_at(c, {symbol: p.sample}) for c in conditions) for p in parts])


def intervals_of(conditions: Any, symbol: sp.Expr) -> tuple[Region, ...] | None:
    """Return the maximal open intervals of a Boolean condition on one symbol; None where it is not a condition of `solve_conditions`.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> [(r.low, r.high) for r in intervals_of(sp.Ne(x, 1), x)]
    [(-oo, 1), (1, oo)]
    """
    cuts = []
    for relation in conditions.atoms(sp.core.relational.Relational):
        if relation.lhs != symbol or relation.rhs.free_symbols:
            return None
        cuts.append(relation.rhs)
    return tuple(r for r in regions(sort_numbers(cuts)) if r.low != r.high and conditions.subs(symbol, r.sample) == sp.true)
