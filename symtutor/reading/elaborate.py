"""From a Term to the SymPy object it stands for, within the limits."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.errors import OutOfBudget, ReadError, SymtutorError
from symtutor.functions import FORMULAS
from symtutor.reading import size_limits as sizes
from symtutor.reading.size_limits import DEFAULT_LIMITS, Limits
from symtutor.term import (
    LEAVES,
    Angled,
    Approximate,
    At,
    Blank,
    Entry,
    Equivalence,
    Frobenius,
    Implication,
    Lines,
    MinusPlus,
    Nabla,
    Negation,
    Norm,
    PlusMinus,
    Prose,
    Quotient,
    Root,
    Term,
    Words,
    combine,
)

__all__ = ["elaborate"]


class _TooLarge(Exception):  # noqa: N818 (never leaves this module)
    """A value beyond the limits; the place is added by `elaborate`."""


class _Meaningless(Exception):  # noqa: N818 (never leaves this module)
    """Arguments that do not go together; the place is added by `elaborate`."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


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
        _refuse_without_value(term, text)
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


_TWO_VALUES = ("± stands for two values", "Write the two cases on lines of their own.")
_MATRICES = "Ask matrix_derivative, which reads letters as matrices and columns."
_WITHOUT_VALUE: dict[Any, tuple[str, str]] = {
    Blank: ("an expression cannot begin with a sign: what stands before it is missing", "Write both sides."),
    Words: ("{!r} is not a name", "Leave out words that are not part of the formula."),
    Prose: ("{!r} is not a name", "Leave out words that are not part of the formula."),
    Lines: ("one formula is read at a time", "Read each line by itself."),
    Implication: ("one formula is read at a time", "Read each line by itself."),
    Equivalence: ("one formula is read at a time", "Read each line by itself."),
    Approximate: ("this relation is not exact", "Write = with exact numbers, such as 2/3."),
    PlusMinus: _TWO_VALUES,
    MinusPlus: _TWO_VALUES,
    Nabla: ("∇ needs to know the variables", 'Write "gradient of x^2 + y^3".'),
    Entry: ("an entry of a bracket has no value of its own", "Write the entry itself."),
    Frobenius: ("the product A : B is one of matrices", _MATRICES),
}
_LEFT_OUT: dict[Any, tuple[int, str, str]] = {  # how many arguments at least, and what is missing otherwise
    sp.Limit: (4, "an arrow is expected after the variable of a limit", "Write lim x->0 sin(x)/x."),
    sp.Sum: (4, "a sum or product needs its index, where it begins and where it ends", "Write sum_{i=1}^n i^2."),
    sp.Product: (4, "a sum or product needs its index, where it begins and where it ends", "Write prod_{i=1}^n i^2."),
}


def _refuse_without_value(term: Term, text: str) -> None:
    """Refuse what has a meaning only together with the text around it."""
    least, *_ = missing = _LEFT_OUT.get(term.head, (0, "", ""))
    found = _WITHOUT_VALUE.get(term.head) or (missing[1:] if len(term.args) < least else None)
    if found is None:
        return
    if term.head is Prose:
        term = next(part for part in term.args if part.head is Words)
    place = term.span[0] if term.span else 0
    if term.head in {Implication, Equivalence, Approximate, Lines} and term.args[0].head is not Blank and term.args[0].span:
        place = term.args[0].span[1]
        place += len(text[place:]) - len(text[place:].lstrip())
    raise ReadError(found[0].format(*term.args[:1]), text, place, found[1])


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
        raise ReadError(str(problem), text, place, problem.hint) from None
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


def _joined(head: Any) -> Callable[[list[Any], Limits], Any]:
    """Return a builder of "and" or "or" between statements."""

    def build(args: list[Any], _limits: Limits) -> Any:
        if not all(isinstance(arg, sp.logic.boolalg.Boolean) for arg in args):
            raise _Meaningless(f"{head.__name__.lower()} stands between equations or inequalities")
        return head(*args, evaluate=False)

    return build


def _norm(args: list[Any], _limits: Limits) -> Any:
    if not isinstance(args[0], sp.MatrixBase | sp.Tuple):
        raise _Meaningless("a norm is that of a vector, and this is read as a number", _MATRICES)
    if len(args) > 1 and args[1] != 2:
        raise _Meaningless("only the length of a vector is worked out here", "Write it out.")
    entries = args[0].flat() if isinstance(args[0], sp.MatrixBase) else args[0].args
    return sp.sqrt(sp.Add(*[sp.Pow(entry, 2) for entry in entries]))


def _matrix(args: list[Any], _limits: Limits) -> Any:
    for row in args:
        _need_scalars(list(row))
    return sp.ImmutableMatrix([list(row) for row in args])


def _transposition(args: list[Any], _limits: Limits) -> Any:
    if not isinstance(args[0], sp.MatrixBase):
        raise _Meaningless("only a matrix can be transposed here", f"{_MATRICES} For a power write x^(T).")
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
    **{head: _activation(formula) for head, formula in FORMULAS.items()},
    sp.And: _joined(sp.And),
    sp.Or: _joined(sp.Or),
    Norm: _norm,
    sp.Piecewise: lambda args, _limits: sp.Piecewise(*(tuple(pair) for pair in args), evaluate=False),
    sp.Tuple: lambda args, _limits: sp.Tuple(*args),
    Angled: lambda args, _limits: sp.Tuple(*args),
    At: _at,
}
