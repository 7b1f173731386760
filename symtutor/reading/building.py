"""Values of heads of terms over values, as reading builds them: checked for size and meaning before SymPy evaluates."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.functions import FORMULAS
from symtutor.reading import size_limits as sizes
from symtutor.reading.size_limits import Limits
from symtutor.term import (
    Angled,
    At,
    Negation,
    Norm,
    Quotient,
    Root,
    combine,
)

__all__ = ["BUILD", "MATRICES", "Meaningless", "TooLarge", "need_scalars"]


class TooLarge(Exception):  # noqa: N818 (never leaves this module)
    """A value beyond the limits; the place is added by `elaborate`."""


class Meaningless(Exception):  # noqa: N818 (never leaves this module)
    """Arguments that do not go together; the place is added by `elaborate`."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


MATRICES = "Ask matrix_derivative, which reads letters as matrices and columns."


# ---- arithmetic ---------------------------------------------------------------------------------
def _folded(head: Any, fold: Callable[[Any, Any], Any]) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of sums or products that also takes matrices."""

    def build(args: list[sp.Expr], _limits: Limits) -> Any:
        need_scalars(args, matrices=True)
        _need_numbers_beside_infinity(args)
        return functools.reduce(fold, args) if any(isinstance(a, sp.MatrixBase) for a in args) else head(*args)

    return build


def need_scalars(args: list[sp.Expr], *, matrices: bool = False) -> None:
    """Refuse tuples and relations where an expression has to stand."""
    for arg in args:
        if isinstance(arg, sp.MatrixBase):
            if not matrices:
                raise Meaningless("a matrix cannot stand here")
        elif not isinstance(arg, sp.Expr):
            raise Meaningless("an equation or a list cannot be part of a formula")


def _need_numbers_beside_infinity(args: list[sp.Expr]) -> None:
    """Refuse x + ∞; SymPy would try to find out whether x is finite, which can take forever."""
    if any(arg in {sp.oo, -sp.oo} for arg in args) and not all(arg.is_Rational or arg in {sp.oo, -sp.oo, sp.pi, sp.E} for arg in args):
        raise Meaningless("∞ is no number: it stands as a bound or as what a variable tends to")


def _power(args: list[sp.Expr], limits: Limits) -> sp.Basic:
    base, exponent = args
    need_scalars([base], matrices=True)
    need_scalars([exponent])
    if isinstance(base, sp.MatrixBase):
        if (
            not exponent.is_Integer
            or abs(exponent) > limits.exponent
            or sizes.power_is_too_large(sp.Symbol("m") + 2, exponent * base.rows, limits)
        ):
            raise TooLarge
        return base**exponent
    if sizes.power_is_too_large(base, exponent, limits):
        raise TooLarge
    is_usual = exponent.is_Integer or base in {sp.E, sp.I} or not (base.has(sp.I) or exponent.has(sp.I))
    return sp.Pow(base, exponent, evaluate=is_usual)


def _root(args: list[sp.Expr], limits: Limits) -> sp.Basic:
    radicand, degree = args
    if degree == 0:
        raise Meaningless("there is no root of degree 0")
    return _power([radicand, 1 / degree], limits)


def _quotient(args: list[sp.Expr], _limits: Limits) -> Any:
    need_scalars(args[:1], matrices=True)
    need_scalars(args[1:])
    return args[0] / args[1]


def _negation(args: list[sp.Expr], _limits: Limits) -> sp.Expr:
    need_scalars(args, matrices=True)
    return -args[0]


def _unless(is_too_large: Callable[[Any, Limits], bool], head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of a function, refused where its first argument makes it too large: exp, a factorial, floor."""

    def build(args: list[sp.Expr], limits: Limits) -> sp.Basic:
        need_scalars(args)
        if is_too_large(args[0], limits):
            raise TooLarge
        return head(*args)

    return build


def _growth(head: Any) -> Callable[[list[Any], Limits], Any]:
    return _unless(sizes.growth_is_too_large, head)


def _factorial(head: Any) -> Callable[[list[Any], Limits], Any]:
    return _unless(sizes.factorial_is_too_large, head)


def _rounding(head: Any) -> Callable[[list[Any], Limits], Any]:
    return _unless(lambda x, _limits: sizes.rounding_is_too_large(x), head)


def _binomial(args: list[Any], limits: Limits) -> Any:
    need_scalars(args)
    if sizes.binomial_is_too_large(args[0], args[1], limits):
        raise TooLarge
    is_exact = args[1].is_Integer and (args[0].is_Rational or bool(args[0].free_symbols))
    return sp.binomial(*args, evaluate=is_exact)


def _size_or_sign(head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of |z| or sign z, which SymPy evaluates for a complex z only at a price."""

    def build(args: list[sp.Expr], _limits: Limits) -> sp.Basic:
        need_scalars(args)
        is_usual = not args[0].has(sp.I) or not args[0].has(sp.Function, sp.Pow)
        return head(args[0], evaluate=is_usual)

    return build


def _logarithm(args: list[sp.Expr], _limits: Limits) -> sp.Expr:
    need_scalars(args)
    if len(args) == 2 and args[1] in {sp.S.Zero, sp.S.One}:
        raise Meaningless(f"there is no logarithm to the base {args[1]}")
    return sp.log(*args)


def _activation(formula: Callable[..., Any]) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of a function that SymPy lacks."""

    def build(args: list[Any], limits: Limits) -> Any:
        need_scalars(args)
        if sizes.growth_is_too_large(args[0], limits):
            raise TooLarge
        return formula(*args)

    return build


# ---- calculus, kept unevaluated -----------------------------------------------------------------
def _derivative(args: list[sp.Expr], _limits: Limits) -> sp.Expr:
    expr, variable, order = args
    need_scalars([expr], matrices=True)
    if not (order.is_Integer or isinstance(order, sp.Symbol)):
        raise Meaningless("the order of a derivative is a whole number")
    return sp.Derivative(expr, (variable, order))


def _over_range(head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of an integral, sum or product; one that stands inside another is joined with it."""

    def build(args: list[sp.Expr], _limits: Limits) -> Any:
        need_scalars(args)
        return head(args[0], tuple(args[1:]))

    return build


def _limit(args: list[Any], _limits: Limits) -> Any:
    expr, variable, to, direction = args
    need_scalars([expr, variable, to])
    return sp.Limit(expr, variable, to, direction)


def _at(args: list[sp.Basic], _limits: Limits) -> Any:
    return sp.Subs(*args) if args[0].has(sp.Derivative) else combine(At, args)


# ---- relations and collections ------------------------------------------------------------------
def _relation(head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of an unevaluated relation; more than two sides become a tuple."""

    def build(args: list[Any], _limits: Limits) -> Any:
        if head is not sp.Eq:
            need_scalars(args)
        return head(*args, evaluate=False) if len(args) == 2 else tuple(args)

    return build


def _joined(head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of "and" or "or" between statements."""

    def build(args: list[sp.Rel], _limits: Limits) -> Any:
        if not all(isinstance(arg, sp.logic.boolalg.Boolean) for arg in args):
            raise Meaningless(f"{head.__name__.lower()} stands between equations or inequalities")
        return head(*args, evaluate=False)

    return build


def _norm(args: list[Any], _limits: Limits) -> Any:
    if not isinstance(args[0], sp.MatrixBase | sp.Tuple):
        raise Meaningless("a norm is that of a vector, and this is read as a number", MATRICES)
    if len(args) > 1 and args[1] != 2:
        raise Meaningless("only the length of a vector is worked out here", "Write it out.")
    entries = args[0].flat() if isinstance(args[0], sp.MatrixBase) else args[0].args
    return sp.sqrt(sp.Add(*[sp.Pow(entry, 2) for entry in entries]))


def _matrix(args: list[sp.Tuple], _limits: Limits) -> sp.ImmutableMatrix:
    for row in args:
        need_scalars(list(row))
    return sp.ImmutableMatrix([list(row) for row in args])


def _transposition(args: list[Any], _limits: Limits) -> Any:
    if not isinstance(args[0], sp.MatrixBase):
        raise Meaningless("only a matrix can be transposed here", f"{MATRICES} For a power write x^(T).")
    return args[0].T


def _of_matrix(head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of a determinant or trace, which is a number where all entries are."""

    def build(args: list[Any], _limits: Limits) -> Any:
        if not isinstance(args[0], sp.MatrixBase):
            raise Meaningless("a matrix is needed here")
        made = head(args[0])
        return made.doit() if args[0].rows <= 3 else made

    return build


BUILD: dict[Any, Callable[[list[Any], Limits], Any]] = {
    sp.Add: _folded(sp.Add, operator.add),
    sp.Mul: _folded(sp.Mul, operator.mul),
    Negation: _negation,
    Quotient: _quotient,
    Root: _root,
    sp.Pow: _power,
    sp.exp: _growth(sp.exp),
    sp.sinh: _growth(sp.sinh),
    sp.cosh: _growth(sp.cosh),
    sp.log: _logarithm,
    sp.factorial: _factorial(sp.factorial),
    sp.gamma: _factorial(sp.gamma),
    sp.loggamma: _factorial(sp.loggamma),
    sp.digamma: _factorial(sp.digamma),
    sp.binomial: _binomial,
    sp.floor: _rounding(sp.floor),
    sp.ceiling: _rounding(sp.ceiling),
    sp.Abs: _size_or_sign(sp.Abs),
    sp.sign: _size_or_sign(sp.sign),
    sp.Derivative: _derivative,
    sp.Integral: _over_range(sp.Integral),
    sp.Sum: _over_range(sp.Sum),
    sp.Product: _over_range(sp.Product),
    sp.Limit: _limit,
    sp.Matrix: _matrix,
    sp.Transpose: _transposition,
    sp.Determinant: _of_matrix(sp.Determinant),
    sp.Trace: _of_matrix(sp.Trace),
    **{head: _relation(head) for head in (sp.Eq, sp.Ne, sp.Lt, sp.Le, sp.Gt, sp.Ge)},
    **{head: _activation(formula) for head, formula in FORMULAS.items()},
    sp.And: _joined(sp.And),
    sp.Or: _joined(sp.Or),
    Norm: _norm,
    sp.Piecewise: lambda args, _limits: sp.Piecewise(*(tuple(pair) for pair in args), evaluate=False),
    sp.Tuple: lambda args, _limits: sp.Tuple(*args),
    Angled: lambda args, _limits: sp.Tuple(*args),
    At: _at,
}
