"""Refutation by numbers: an exact point at which the enclosures of two expressions are disjoint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import sympy as sp
from mpmath import libmp
from sympy.core.function import AppliedUndef

from symtutor.checking.calculus.real_derivatives import JUMPING
from symtutor.checking.calculus.real_values import in_one_form
from symtutor.checking.enclosures.enclosure import Interval, Undefined, Unknown, contains_zero, digits_of, enclose, exact_value, subtract
from symtutor.checking.equivalence.points import Point, points_of, special_values
from symtutor.checking.equivalence.whole_numbers import asks_for_whole_numbers, whole_points
from symtutor.verdict import Witness

__all__ = ["Search", "compare_at", "refute", "search"]

_SHORT = 12  # characters
_STEPS = (sp.floor, sp.ceiling, sp.frac, sp.Mod)
_FAR = tuple(sign * sp.Rational(3, 7) * sp.Rational(4) ** k for k in range(-4, 15) for sign in (1, -1))
QUICK = 64
QUICK_POINTS = 3
SLOW = ((192, 16), (640, 6), (2000, 2))


@dataclass(frozen=True, slots=True)
class Search:
    """What a search for a point of difference found.

    Parameters
    ----------
    witness : Witness or None
        A point of difference.
    points : int
        At how many points both sides are real and agree.
    digits : int
        To how many decimal digits they agree there.
    unknown : bool
        Whether some point could not be judged, by lack of an enclosure.
    """

    witness: Witness | None
    points: int = 0
    digits: int = 0
    unknown: bool = False


def refute(a: sp.Expr, b: sp.Expr, *, domain: Any = None) -> Witness | None:
    """Return an exact point at which a and b surely differ, or None.

    Parameters
    ----------
    a, b : Expr
        The two sides; every free symbol is a real number.
    domain : mapping of Symbol to Set, optional
        Where the symbols live.

    Returns
    -------
    Witness or None
        None says nothing about equality.

    Notes
    -----
    Only points at which every part of both sides is real are used.

    Examples
    --------
    >>> from sympy.abc import x
    >>> print(refute(sp.sqrt(x**2), x))
    at x = -5/3: 5/3 ≠ -5/3
    >>> refute(sp.sin(x), sp.sin(x) + sp.Rational(1, 10**30)).digits > 30
    True
    """
    sets = domain or {}
    found = search(a, b, sets)
    return found.witness or search(a, b, sets, thorough=True).witness


def search(a: Any, b: Any, domain: Mapping[Any, Any], *, thorough: bool = False, guards: tuple[Any, ...] = ()) -> Search:
    """Look for a point of difference: a few points at 64 bits, or with `thorough` many at up to 2000 bits.

    Parameters
    ----------
    a, b : Expr
        The two sides.
    domain : mapping of Symbol to Set
        Where the symbols live.
    thorough : bool
        Try hard.
    guards : tuple of Expr
        Expressions that must be real at the points too.
    """
    return _searched(a, b, tuple(sorted(domain.items(), key=str)), thorough, guards)


@lru_cache(maxsize=4096)
def _searched(a: Any, b: Any, sets: tuple[tuple[Any, Any], ...], thorough: bool, guards: tuple[Any, ...]) -> Search:
    """Search once: a step, its sides and the whole answer ask the same question."""
    domain = dict(sets)
    functions = _concrete_functions((a, b))
    if functions:
        a, b = (_instantiated(e, functions) for e in (a, b))
    symbols = tuple(sorted(set().union(*(e.free_symbols for e in (a, b, *guards))), key=str))
    first: Search | None = None
    more = 2 * len(_FAR) if a.has(*_STEPS) or b.has(*_STEPS) else 0
    for precision, wanted in SLOW if thorough else ((QUICK, QUICK_POINTS),):
        found = _search(a, b, _candidates(a, b, symbols, domain, thorough=thorough), precision, wanted + more, guards)
        if found.witness is not None:
            return found if not functions else _with_functions(found, functions)
        first = first or found
        if not found.points:
            break
    if first is not None and first.unknown and not first.points and not (functions or guards):
        return Search(_plainly_different(a, b, points_of(symbols, domain) if symbols else iter(({},))), unknown=True)
    return first or Search(None)


def _search(a: Any, b: Any, candidates: Iterator[Point], precision: int, wanted: int, guards: tuple[sp.Basic, ...]) -> Search:
    """Compare at candidate points until enough of them agree."""
    agreed, unknown = 0, False
    for point in candidates:
        try:
            for guard in guards:
                enclose(guard, point, precision)
            witness = compare_at(a, b, point, precision)
        except Unknown:
            unknown = True
            continue
        except Undefined:
            continue
        if witness is not None:
            return Search(_without_guards(witness, a, b))
        agreed += 1
        if agreed == wanted:
            break
    return Search(None, agreed, int(precision * 0.3), unknown)


def _plainly_different(a: Any, b: Any, candidates: Iterator[Point]) -> Witness | None:
    """Return a point at which sides without enclosures differ by far more than two precisions of their values do, or None.

    Such values are no enclosures, so that they have to differ at several points; that they agree proves nothing. The points are numbers:
    matrices are left alone.
    """
    if any(side.has(*_OPEN) or not isinstance(side, sp.Expr) for side in (a, b)):
        return None
    found: list[Witness] = []
    for point, _ in zip(candidates, range(_TRIED), strict=False):
        values = [[_number(side, point, digits) for digits in _DIGITS] for side in (a, b)]
        if any(value is None for pair in values for value in pair):
            continue
        (left, left_again), (right, right_again) = values
        gap = abs(left - right)
        if gap <= _FAR_APART * (abs(left) + abs(right)) or gap < 10**6 * (abs(left - left_again) + abs(right - right_again)):
            return None
        found.append(Witness(dict(point), str(sp.N(left, 15)), str(sp.N(right, 15)), ("", ""), _DIGITS[0]))
        if len(found) == (_SEEN if point else 1):
            return found[0]
    return None


_OPEN = (
    sp.Integral,
    sp.Sum,
    sp.Product,
    sp.Limit,
    sp.Derivative,
    sp.Subs,
    sp.MatrixExpr,
    sp.MatrixBase,
    sp.Trace,
    sp.Determinant,
    *JUMPING,
)
_TRIED, _SEEN = 12, 3
_DIGITS = (40, 60)
_FAR_APART = sp.Float("1e-25")


def _number(side: Any, point: Point, digits: int) -> Any:
    """Return the value of a side at a point to so many digits, None where it is no real number."""
    try:
        value = sp.N(side.xreplace(dict(point)), digits)
    except (ValueError, TypeError, ArithmeticError, NotImplementedError):
        return None
    return value if value.is_Float or value.is_Rational else None


def _without_guards(witness: Witness, a: sp.Expr, b: sp.Expr) -> Witness:
    """Return a witness without letters that stand in the guards alone."""
    told = {s: v for s, v in witness.point.items() if s in a.free_symbols | b.free_symbols}
    return Witness(told, witness.left, witness.right, witness.enclosure, witness.digits)


def _candidates(a: Any, b: Any, symbols: tuple[sp.Expr, ...], domain: Mapping[sp.Expr, sp.Interval], *, thorough: bool) -> Iterator[Point]:
    """Yield the points to try: those where a form changes first when that matters or on a thorough search, last otherwise."""
    if not symbols:
        return iter(({},))
    generic = points_of(symbols, domain)
    if asks_for_whole_numbers(a) or asks_for_whole_numbers(b):
        return whole_points(symbols, domain)
    if thorough:
        far = _far_points(symbols, domain) if a.has(*_STEPS) or b.has(*_STEPS) else ()
        return chain(_special_points(a, b, symbols, domain), far, generic, points_of(symbols, domain, dense=True))
    if a.has(*JUMPING) or b.has(*JUMPING):
        return chain(_special_points(a, b, symbols, domain), generic)
    return chain(generic, _special_points(a, b, symbols, domain))


def _far_points(symbols: tuple[Any, ...], domain: Mapping[Any, Any]) -> Iterator[Point]:
    """Yield points of every size: the steps of floor(x/1000) are far from each other."""
    return points_of(symbols, domain, dict.fromkeys(symbols, _FAR))


def _special_points(a: Any, b: Any, symbols: tuple[Any, ...], domain: Mapping[Any, Any]) -> Iterator[Point]:
    """Yield the points at and between the breakpoints of expressions in one symbol."""
    if len(symbols) == 1:
        values = special_values((a, b), symbols[0])
        yield from points_of(symbols, domain, {symbols[0]: values})


def compare_at(a: Any, b: sp.Basic, point: Point, precision: int) -> Witness | None:
    """Return a witness if the enclosures of the two sides at a point are disjoint.

    Raises
    ------
    Undefined
        If a side has no enclosure there.
    """
    left, right = enclose(a, point, precision), enclose(b, point, precision)
    gap = subtract(left, right, precision)
    if contains_zero(gap):
        return None
    digits = max(15, _digits_to_tell(left, gap))
    values = _short_values(a, b, point, precision) or (_told(left, digits), _told(right, digits))
    return Witness(dict(point), *values, _outward(gap), digits)


def _told(value: Interval, digits: int) -> str:
    """Return digits of a value, 0 where its enclosure holds 0: the other value is told apart from it."""
    return "0" if contains_zero(value) else digits_of(value, digits)


def _short_values(a: sp.Expr, b: sp.Basic, point: Point, precision: int) -> tuple[str, str] | None:
    """Return both values as fractions where that is shorter to read than decimals."""
    exact = [exact_value(side, point, precision) for side in (a, b)]
    told = [str(value) for value in exact if value is not None]
    return (told[0], told[1]) if len(told) == 2 and max(map(len, told)) <= _SHORT else None


def _digits_to_tell(value: Interval, gap: Interval) -> int:
    """Return how many digits of a value show a gap."""
    bits = max(_bits(value[0]), _bits(value[1])) - min(_bits(gap[0]), _bits(gap[1]))
    return int(bits * 0.302) + 4


def _bits(number: Any) -> int:
    return int(number[2] + number[3])


def _outward(gap: Interval) -> tuple[str, str]:
    """Return an interval as two decimals that still enclose it."""
    low, high = gap
    slack = libmp.from_rational(1, 10**5, 53, "u")
    below = libmp.mpf_sub(low, libmp.mpf_mul(libmp.mpf_abs(low), slack), 53, "f")
    above = libmp.mpf_add(high, libmp.mpf_mul(libmp.mpf_abs(high), slack), 53, "c")
    return libmp.to_str(below, 8), libmp.to_str(above, 8)


# ---- functions that are only named ------------------------------------------------------------------
def _concrete_functions(expressions: tuple[sp.Basic, ...]) -> dict[Any, Any]:
    """Return a cubic for each undefined function, so that an identity in f can be refuted."""
    heads = sorted({part.func for e in expressions for part in e.atoms(AppliedUndef)}, key=str)
    return {head: _cubic(k) for k, head in enumerate(heads)}


def _cubic(k: int) -> Any:
    """Return a positive-looking function with simple derivatives."""

    def value(*args: Any) -> Any:
        inner = sp.Add(*((j + 1) * arg for j, arg in enumerate(args)))
        return 3 + k + inner / (k + 2) + (k + 1) * inner**2 / 5 + inner**3 / (k + 7)

    return value


def _instantiated(expr: Any, functions: dict[Any, Any]) -> sp.Basic:
    """Put concrete functions in and carry derivatives out; f′(g(x)) has to be a derivative in a letter for that."""
    expr = in_one_form(expr)
    for head, value in functions.items():
        expr = expr.replace(head, value)
    return expr.doit(integrals=False, limits=False) if expr.has(sp.Derivative, sp.Subs) else expr


def _with_functions(found: Search, functions: dict[Any, Any]) -> Search:
    """Name the functions in the witness."""
    witness = found.witness
    if witness is None:
        return found
    u = sp.Symbol("u")
    chosen = {sp.Function(str(head))(u): value(u) for head, value in functions.items()}
    return Search(Witness({**chosen, **witness.point}, witness.left, witness.right, witness.enclosure, witness.digits))
