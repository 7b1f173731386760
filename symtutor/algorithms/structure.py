"""The shape of an expression in one variable: linear, polynomial, product of powers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.concrete.expr_with_limits import ExprWithLimits

__all__ = [
    "BINDING",
    "coefficients",
    "depends",
    "from_coefficients",
    "is_everywhere_positive",
    "is_positive",
    "likely_positive",
    "linear",
    "merged",
    "nodes",
    "over_reals",
    "separated",
    "square_root",
    "symbols",
    "worth",
]

_LARGEST_DEGREE = 60


BINDING = (sp.CRootOf, ExprWithLimits, sp.Limit)  # a letter stands in their arguments that is their own


@lru_cache(maxsize=50_000)
def symbols(expr: Any) -> frozenset[Any]:
    """Return the symbols that stand in an expression."""
    if isinstance(expr, sp.Symbol):
        return frozenset((expr,))
    if isinstance(expr, BINDING):
        return frozenset(expr.free_symbols)
    return frozenset().union(*[symbols(a) for a in expr.args]) if expr.args else frozenset()


def depends(expr: sp.Basic, x: sp.Basic) -> bool:
    """Tell whether a symbol stands in an expression."""
    return x in symbols(expr)


def separated(expr: Any, x: Any) -> tuple[Any, Any]:
    """Return the factor of a product that is free of x, and the rest.

    Examples
    --------
    >>> a, x = sp.symbols("a x")
    >>> separated(3 * a * x**2, x)
    (3*a, x**2)
    """
    if not isinstance(expr, sp.Mul):
        return (sp.S.One, expr) if depends(expr, x) else (expr, sp.S.One)
    held = [a for a in expr.args if not depends(a, x)]
    if not held:
        return sp.S.One, expr
    return sp.Mul(*held), sp.Mul(*[a for a in expr.args if depends(a, x)])


def linear(expr: Any, x: Any) -> tuple[Any, Any] | None:
    """Return (a, b) with expr = a*x + b and a not 0, or None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> linear(3 - 2 * x, x)
    (-2, 3)
    >>> linear(x**2, x) is None
    True
    """
    if expr == x:
        return sp.S.One, sp.S.Zero
    if isinstance(expr, sp.Mul):
        held, rest = separated(expr, x)
        found = linear(rest, x) if held is not sp.S.One and rest is not sp.S.One else None
        return None if found is None else (held * found[0], held * found[1])
    if isinstance(expr, sp.Add):
        slope, constant = [], []
        for term in expr.args:
            if not depends(term, x):
                constant.append(term)
                continue
            found = linear(term, x)
            if found is None:
                return None
            slope.append(found[0])
            constant.append(found[1])
        a = sp.Add(*slope)
        return None if a == 0 else (a, sp.Add(*constant))
    return None


@lru_cache(maxsize=20_000)
def coefficients(expr: sp.Basic, x: sp.Symbol) -> tuple[Any, ...] | None:
    """Return the coefficients of a polynomial in x, constant term first, or None for anything else.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> coefficients((x + 1) ** 2 - 3, x)
    (-2, 2, 1)
    """
    if not depends(expr, x):
        return (expr,)
    if expr == x:
        return (sp.S.Zero, sp.S.One)
    if isinstance(expr, sp.Add):
        total: list[sp.Expr] = []
        for term in expr.args:
            found = coefficients(term, x)
            if found is None:
                return None
            total.extend([sp.S.Zero] * (len(found) - len(total)))
            for i, c in enumerate(found):
                total[i] += c
        return _trimmed(total)
    if isinstance(expr, sp.Mul):
        result: tuple[Any, ...] = (sp.S.One,)
        for factor in expr.args:
            found = coefficients(factor, x)
            if found is None or len(found) + len(result) > _LARGEST_DEGREE:
                return None
            result = _convolved(result, found)
        return _trimmed(list(result))
    if isinstance(expr, sp.Pow) and expr.exp.is_Integer and 0 < expr.exp <= _LARGEST_DEGREE:
        base = coefficients(expr.base, x)
        if base is None or (len(base) - 1) * int(expr.exp) > _LARGEST_DEGREE:
            return None
        return _power(base, int(expr.exp))
    return None


def _power(base: tuple[Any, ...], n: int) -> tuple[Any, ...]:
    """Return the coefficients of the n-th power of a polynomial."""
    if sum(c != 0 for c in base) == 1:
        degree = len(base) - 1
        return (*(sp.S.Zero,) * (degree * n), base[-1] ** n)
    result: tuple[Any, ...] = (sp.S.One,)
    for _ in range(n):
        result = _convolved(result, base)
    return result


def _convolved(left: tuple[Any, ...], right: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the coefficients of a product."""
    total: list[Any] = [sp.S.Zero] * (len(left) + len(right) - 1)
    for i, a in enumerate(left):
        if a == 0:
            continue
        for j, b in enumerate(right):
            if b != 0:
                total[i + j] += a * b
    return tuple(c if c.is_Number else sp.expand(c) for c in total)


def _trimmed(found: list[sp.Expr]) -> tuple[sp.Expr, ...]:
    while len(found) > 1 and found[-1] == 0:
        found.pop()
    return tuple(found)


def from_coefficients(found: Any, x: Any) -> Any:
    """Return the polynomial with these coefficients, constant term first.

    Examples
    --------
    >>> from_coefficients((1, 0, 3), sp.Symbol("x"))
    3*x**2 + 1
    """
    return sp.Add(*[c * x**i for i, c in enumerate(found)])


def merged(expr: Any) -> Any:
    """Return a product in which powers of one base with letters in their exponents are one power.

    Examples
    --------
    >>> x, n = sp.symbols("x n")
    >>> merged(x * x**n)
    x**(n + 1)
    """
    if isinstance(expr, sp.Mul) and any(isinstance(a, sp.Pow) and not a.exp.is_Number for a in expr.args):
        return sp.powsimp(expr, combine="exp", deep=False)
    return expr


def nodes(expr: Any, x: Any) -> Iterator[Any]:
    """Yield the distinct subexpressions that depend on x, outermost first, in the order of their arguments."""
    seen: set[Any] = set()
    level = [expr]
    while level:
        below = []
        for node in level:
            if node in seen or not depends(node, x):
                continue
            seen.add(node)
            yield node
            below.extend(node.args)
        level = below


def over_reals(expr: sp.Basic) -> sp.Basic:
    """Return an expression in which letters are real numbers: re(x) is x, log(exp(x)) is x, and |e^x + 1| has no bars.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> over_reals(sp.log(sp.Abs(sp.exp(2 * x))))
    2*x
    """
    if not isinstance(expr, sp.Expr) or not expr.has(sp.re, sp.im, sp.log, sp.Abs, sp.sign):
        return expr
    table = {n: n.args[0] if isinstance(n, sp.re) else sp.S.Zero for n in expr.atoms(sp.re, sp.im)}
    for bars in expr.atoms(sp.Abs, sp.sign):
        letters, inside = symbols(bars), bars.args[0]
        is_root = isinstance(inside, sp.Pow) and inside.exp.is_Rational and inside.exp.q % 2 == 0
        if is_root or isinstance(inside, sp.acos | sp.acosh) or (len(letters) == 1 and is_everywhere_positive(inside, *letters)):
            table[bars] = inside if isinstance(bars, sp.Abs) else sp.S.One
    found = expr.xreplace(table)
    return found.xreplace({n: n.args[0].args[0] for n in found.atoms(sp.log) if isinstance(n.args[0], sp.exp)})


@lru_cache(maxsize=20_000)
def is_positive(expr: Any, *, letters: bool | None = None) -> bool | None:
    """Return whether a constant is positive, or None when its letters leave that open.

    A square of real letters, an even power, a root, an absolute value and an exponential are
    known to be positive, given that they are defined and not 0.

    Parameters
    ----------
    expr : Expr
        The constant.
    letters : bool, optional
        What to take for the sign of a letter; nothing by default.

    Examples
    --------
    >>> a, b = sp.symbols("a b")
    >>> is_positive(a**2 + 1), is_positive(-3 * b**2), is_positive(a - b)
    (True, False, None)
    """
    if isinstance(expr, sp.Symbol):
        return letters
    if not symbols(expr):
        number = sp.N(expr, 15)
        return bool(number > 0) if number.is_real and number != 0 else None
    if isinstance(expr, sp.exp | sp.Abs):
        return True
    if isinstance(expr, sp.Pow):
        if expr.exp.is_Integer:
            return True if expr.exp % 2 == 0 else is_positive(expr.base, letters=letters)
        return True
    if isinstance(expr, sp.Mul):
        signs = [is_positive(a, letters=letters) for a in expr.args]
        return None if None in signs else signs.count(False) % 2 == 0
    if isinstance(expr, sp.Add):
        signs = [is_positive(a, letters=letters) for a in expr.args]
        return signs[0] if len(set(signs)) == 1 else None
    return None


def likely_positive(expr: Any) -> bool | None:
    """Return whether a constant is positive when its letters are: which case a rule tries, and states as its condition.

    Examples
    --------
    >>> a, b = sp.symbols("a b")
    >>> likely_positive(-a / b), likely_positive(a - b)
    (False, None)
    """
    return is_positive(expr, letters=True)


def is_everywhere_positive(expr: Any, x: Any) -> bool:
    """Tell whether an expression is surely positive for all real x (and real letters).

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> is_everywhere_positive(x**2 + 1, x), is_everywhere_positive(x**2 - x + 1, x), is_everywhere_positive(x**2 - 1, x)
    (True, True, False)
    """
    found = coefficients(expr, x)
    if found is not None and len(found) == 3 and all(c.is_Rational for c in found):
        return bool(found[2] > 0 and found[1] ** 2 < 4 * found[0] * found[2])
    if isinstance(expr, sp.Add):
        return all(_is_nonnegative(a, x) for a in expr.args) and any(is_everywhere_positive(a, x) for a in expr.args)
    if isinstance(expr, sp.Mul):
        return all(is_everywhere_positive(a, x) for a in expr.args)
    return isinstance(expr, sp.exp | sp.cosh) or (not depends(expr, x) and expr.is_number and bool(expr > 0))


def _is_nonnegative(expr: sp.Expr, x: sp.Expr) -> bool:
    if isinstance(expr, sp.Mul):
        return all(_is_nonnegative(a, x) for a in expr.args)
    if isinstance(expr, sp.Pow) and expr.exp.is_Integer and expr.exp % 2 == 0:
        return True
    return is_everywhere_positive(expr, x)


def square_root(expr: Any) -> Any:
    """Return r with r² = expr, taken out of even powers; the sign of a letter is left open.

    Examples
    --------
    >>> a = sp.Symbol("a")
    >>> square_root(4 * a**2), square_root(sp.Integer(8))
    (2*a, 2*sqrt(2))
    """
    if isinstance(expr, sp.Mul):
        return sp.Mul(*[square_root(a) for a in expr.args])
    if isinstance(expr, sp.Pow) and expr.exp.is_Integer and expr.exp % 2 == 0:
        return expr.base ** (expr.exp / 2)
    return sp.sqrt(expr)


@lru_cache(maxsize=50_000)
def worth(expr: sp.Basic) -> int:
    """Return the size of an expression: the number of its nodes."""
    return 1 + sum(worth(a) for a in expr.args)
