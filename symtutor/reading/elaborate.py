"""From a Term to the SymPy object it stands for, within the limits."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.errors import OutOfBudget, ReadError, SymtutorError
from symtutor.reading import size_limits as sizes
from symtutor.reading.size_limits import DEFAULT_LIMITS, Limits
from symtutor.reading.text.names import ACTIVATIONS
from symtutor.term import LEAVES, At, Negation, Quotient, Root, Term, combine

__all__ = ["elaborate"]


class _TooLarge(Exception):  # noqa: N818 (never leaves this module)
    """A value beyond the limits; the place is added by `elaborate`."""


class _Meaningless(Exception):  # noqa: N818 (never leaves this module)
    """Arguments that do not go together; the place is added by `elaborate`."""


def elaborate(term: Term, *, text: str = "", limits: Limits = DEFAULT_LIMITS) -> Any:
    """Return the SymPy object of a Term.

    Numbers are combined as SymPy does; derivatives, integrals, limits, sums,
    products and relations stay as they are.

    Parameters
    ----------
    term : Term
        As read.
    text : str
        What it was read from, for messages.
    limits : Limits
        Limits of size, checked before each step of evaluation.

    Returns
    -------
    Basic, matrix or tuple
        A tuple for a chain a = b = c.

    Raises
    ------
    ReadError
        If a value would be too large, or does not exist.

    Examples
    --------
    >>> from symtutor.term import as_term
    >>> x = as_term(sp.Symbol("x"))
    >>> elaborate(Term(sp.Derivative, (x**2, x, as_term(1))))
    Derivative(x**2, x)
    """
    try:
        return _values(term, text, limits)
    except RecursionError:
        raise OutOfBudget("the expression is nested too deeply for SymPy: write it in several lines") from None


def _values(root: Term, text: str, limits: Limits) -> Any:
    """Return the value of a term, working on a list instead of the Python stack."""
    done: list[Any] = []
    todo: list[tuple[Term, bool]] = [(root, False)]
    while todo:
        term, ready = todo.pop()
        if term.head in LEAVES:
            done.append(term.args[0])
            continue
        parts = [a for a in term.args if isinstance(a, Term)]
        if not ready:
            todo.append((term, True))
            todo.extend((a, False) for a in reversed(parts))
            continue
        values = done[len(done) - len(parts) :]
        del done[len(done) - len(parts) :]
        given = iter(values)
        args = [next(given) if isinstance(a, Term) else a for a in term.args]
        done.append(_checked(term, args, text, limits))
    return done[0]


def _checked(term: Term, args: list[Any], text: str, limits: Limits) -> Any:
    """Return the value of one node, or say where it has none."""
    place = term.span[0] if term.span else 0
    typed = text[term.span[0] : term.span[1]].strip() if term.span else ""
    shown = f" {typed[:40]}" if typed else ""
    try:
        build = _BUILD.get(term.head)
        made = _applied(term.head, args) if build is None else build(args, limits)
    except _TooLarge:
        raise ReadError(
            f"the value of{shown or ' this'} has more than {limits.result_digits} digits", text, place, "Keep it as a power of a letter."
        ) from None
    except _Meaningless as problem:
        raise ReadError(str(problem), text, place) from None
    except (SymtutorError, RecursionError):
        raise
    except (TypeError, ValueError, AttributeError, NotImplementedError, ArithmeticError, KeyError, IndexError):
        raise ReadError(f"the parts of{shown or ' this'} do not go together", text, place) from None
    if isinstance(made, sp.Basic):
        if made in {sp.zoo, sp.nan}:
            raise ReadError(
                f"{shown.strip() or 'this'} has no value", text, place, "Division by zero, or a point where the function is not defined."
            )
        if made.is_Rational and sizes.number_is_too_large(made, limits):
            raise ReadError(f"the value of{shown or ' this'} has more than {limits.result_digits} digits", text, place)
    return made


def _applied(head: Any, args: list[Any]) -> Any:
    """Return the value of a function without a builder of its own."""
    _need_scalars(args)
    return combine(head, args)


# ---- arithmetic ---------------------------------------------------------------------------------
def _folded(head: Any, fold: Callable[[Any, Any], Any]) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of sums or products that also takes matrices."""

    def build(args: list[Any], _limits: Limits) -> Any:
        _need_scalars(args, matrices=True)
        _need_numbers_beside_infinity(args)
        return functools.reduce(fold, args) if any(isinstance(a, sp.MatrixBase) for a in args) else head(*args)

    return build


def _need_scalars(args: list[Any], *, matrices: bool = False) -> None:
    """Refuse tuples and relations where an expression has to stand."""
    for arg in args:
        if isinstance(arg, sp.MatrixBase):
            if not matrices:
                raise _Meaningless("a matrix cannot stand here")
        elif not isinstance(arg, sp.Expr):
            raise _Meaningless("an equation or a list cannot be part of a formula")


def _need_numbers_beside_infinity(args: list[Any]) -> None:
    """Refuse x + ∞; SymPy would try to find out whether x is finite, which can take forever."""
    if any(arg in {sp.oo, -sp.oo} for arg in args) and not all(arg.is_Rational or arg in {sp.oo, -sp.oo, sp.pi, sp.E} for arg in args):
        raise _Meaningless("∞ is no number: it stands as a bound or as what a variable tends to")


def _power(args: list[Any], limits: Limits) -> Any:
    base, exponent = args
    _need_scalars([base], matrices=True)
    _need_scalars([exponent])
    if isinstance(base, sp.MatrixBase):
        if (
            not exponent.is_Integer
            or abs(exponent) > limits.exponent
            or sizes.power_is_too_large(sp.Symbol("m") + 2, exponent * base.rows, limits)
        ):
            raise _TooLarge
        return base**exponent
    if sizes.power_is_too_large(base, exponent, limits):
        raise _TooLarge
    is_usual = exponent.is_Integer or base in {sp.E, sp.I} or not (base.has(sp.I) or exponent.has(sp.I))
    return sp.Pow(base, exponent, evaluate=is_usual)


def _root(args: list[Any], limits: Limits) -> Any:
    radicand, degree = args
    if degree == 0:
        raise _Meaningless("there is no root of degree 0")
    return _power([radicand, 1 / degree], limits)


def _quotient(args: list[Any], _limits: Limits) -> Any:
    _need_scalars(args[:1], matrices=True)
    _need_scalars(args[1:])
    return args[0] / args[1]


def _negation(args: list[Any], _limits: Limits) -> Any:
    _need_scalars(args, matrices=True)
    return -args[0]


def _growth(head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of exp, sinh or cosh."""

    def build(args: list[Any], limits: Limits) -> Any:
        _need_scalars(args)
        if sizes.growth_is_too_large(args[0], limits):
            raise _TooLarge
        return head(args[0])

    return build


def _factorial(head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return the construction of a factorial, or of a function that holds one at whole numbers."""

    def made(args: list[Any], limits: Limits) -> Any:
        _need_scalars(args)
        if sizes.factorial_is_too_large(args[0], limits):
            raise _TooLarge
        return head(*args)

    return made


def _binomial(args: list[Any], limits: Limits) -> Any:
    _need_scalars(args)
    if sizes.binomial_is_too_large(args[0], args[1], limits):
        raise _TooLarge
    is_exact = args[1].is_Integer and (args[0].is_Rational or bool(args[0].free_symbols))
    return sp.binomial(*args, evaluate=is_exact)


def _rounding(head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of floor or ceiling."""

    def build(args: list[Any], _limits: Limits) -> Any:
        _need_scalars(args)
        if sizes.rounding_is_too_large(args[0]):
            raise _TooLarge
        return head(args[0])

    return build


def _size_or_sign(head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of |z| or sign z, which SymPy evaluates for a complex z only at a price."""

    def build(args: list[Any], _limits: Limits) -> Any:
        _need_scalars(args)
        is_usual = not args[0].has(sp.I) or not args[0].has(sp.Function, sp.Pow)
        return head(args[0], evaluate=is_usual)

    return build


def _logarithm(args: list[Any], _limits: Limits) -> Any:
    _need_scalars(args)
    if len(args) == 2 and args[1] in {sp.S.Zero, sp.S.One}:
        raise _Meaningless(f"there is no logarithm to the base {args[1]}")
    return sp.log(*args)


def _activation(formula: Callable[..., Any]) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of a function that SymPy lacks."""

    def build(args: list[Any], limits: Limits) -> Any:
        _need_scalars(args)
        if sizes.growth_is_too_large(args[0], limits):
            raise _TooLarge
        return formula(*args)

    return build


# ---- calculus, kept unevaluated -----------------------------------------------------------------
def _derivative(args: list[Any], _limits: Limits) -> Any:
    expr, variable, order = args
    _need_scalars([expr], matrices=True)
    if not (order.is_Integer or isinstance(order, sp.Symbol)):
        raise _Meaningless("the order of a derivative is a whole number")
    return sp.Derivative(expr, (variable, order))


def _over_range(head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of an integral, sum or product; one that stands inside another is joined with it."""

    def build(args: list[Any], _limits: Limits) -> Any:
        _need_scalars(args)
        return head(args[0], tuple(args[1:]))

    return build


def _limit(args: list[Any], _limits: Limits) -> Any:
    expr, variable, to, direction = args
    _need_scalars([expr, variable, to])
    return sp.Limit(expr, variable, to, direction)


def _at(args: list[Any], _limits: Limits) -> Any:
    return sp.Subs(*args) if args[0].has(sp.Derivative) else combine(At, args)


# ---- relations and collections ------------------------------------------------------------------
def _relation(head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of an unevaluated relation; more than two sides become a tuple."""

    def build(args: list[Any], _limits: Limits) -> Any:
        if head is not sp.Eq:
            _need_scalars(args)
        return head(*args, evaluate=False) if len(args) == 2 else tuple(args)

    return build


def _conjunction(args: list[Any], _limits: Limits) -> Any:
    build: Any = sp.And
    return build(*args, evaluate=False)


def _matrix(args: list[Any], _limits: Limits) -> Any:
    for row in args:
        _need_scalars(list(row))
    return sp.ImmutableMatrix([list(row) for row in args])


def _transposition(args: list[Any], _limits: Limits) -> Any:
    return args[0].T


def _of_matrix(head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of a determinant or trace, which is a number where all entries are."""

    def build(args: list[Any], _limits: Limits) -> Any:
        if not isinstance(args[0], sp.MatrixBase):
            raise _Meaningless("a matrix is needed here")
        made = head(args[0])
        return made.doit() if args[0].rows <= 3 else made

    return build


_BUILD: dict[Any, Callable[[list[Any], Limits], Any]] = {
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
    **{head: _activation(formula) for head, formula in ACTIVATIONS.items()},
    sp.And: _conjunction,
    sp.Piecewise: lambda args, _limits: sp.Piecewise(*(tuple(pair) for pair in args), evaluate=False),
    sp.Tuple: lambda args, _limits: sp.Tuple(*args),
    At: _at,
}
