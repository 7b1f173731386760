"""Whether a question makes sense among real numbers: where an expression is real, and points that are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sympy as sp
from sympy.core.relational import GreaterThan, Relational, StrictGreaterThan

from symtutor.errors import InputError, NotReal

__all__ = ["must_be_place", "must_be_real", "must_be_real_near_a_point", "must_have_points", "must_have_real_numbers"]

_PARTIAL = (sp.log, sp.asin, sp.acos, sp.acosh, sp.atanh, sp.asec, sp.acsc, sp.asech, sp.acoth)


def must_be_real(exprs: Iterable[Any], variables: Iterable[Any]) -> None:
    """Refuse expressions that are real for no value of the variables, as far as that is plain.

    Raises
    ------
    InputError
        Naming the expression.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> must_be_real([sp.log(x), sp.Integer(2) ** x], [x])
    >>> must_be_real([sp.log(-1 - x**2)], [x])
    Traceback (most recent call last):
    ...
    symtutor.errors.InputError: log(-x**2 - 1) is real for no value of x
    """
    letters = set(variables)
    for expr in exprs:
        if isinstance(expr, sp.Expr) and expr.has(sp.I):
            raise InputError(f"{expr} holds the imaginary unit, and is asked for among the real numbers", "Name another letter for i.")
        if not isinstance(expr, sp.Expr) or not expr.free_symbols & letters or not _may_be_unreal(expr):
            continue
        signs = {p: sp.Symbol(f"[{p}]") for p in expr.atoms(sp.Pow) if p.exp.free_symbols and not p.free_symbols & letters}
        if not _is_empty(_natural_domain(_without_odd_roots(expr.xreplace(signs)))):
            continue
        if any(p.base.is_number and not p.base.is_positive and p.exp.free_symbols & letters for p in expr.atoms(sp.Pow)):
            raise InputError(f"{expr} is real on no interval: a base that is not positive has real powers at single places at most")
        raise InputError(f"{expr} is real for no value of {', '.join(sorted(map(str, expr.free_symbols & letters)))}")


def must_be_real_near_a_point(exprs: Iterable[Any], variables: Iterable[Any]) -> None:
    """Refuse derivatives of expressions that are real nowhere, or together at single points only, as far as that is plain.

    Raises
    ------
    InputError
        Naming the expressions.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> must_be_real_near_a_point([sp.sqrt(x), sp.sqrt(1 - x)], [x])
    >>> must_be_real_near_a_point([sp.sqrt(-(x**2))], [x])
    Traceback (most recent call last):
    ...
    symtutor.errors.InputError: sqrt(-x**2) is real at x = 0 alone, and a derivative needs values near a point
    """
    exprs, letters = list(exprs), set(variables)
    must_be_real(exprs, letters)
    partial = [e for e in exprs if isinstance(e, sp.Expr) and e.free_symbols & letters and _may_be_unreal(e)]
    domain = _natural_domain(sp.Tuple(*map(_without_odd_roots, partial))) if partial else sp.true
    told, are = " and ".join(map(str, partial)), "is" if len(partial) == 1 else "are"
    if len(partial) > 1 and _is_empty(domain):
        raise InputError(f"{told} are real for no common value of {', '.join(sorted(map(str, letters)))}")
    single = next((c for c in sp.And.make_args(domain) if isinstance(c, sp.Equality) and c.free_symbols & letters), None)
    if single is not None:
        raise InputError(f"{told} {are} real at {single.lhs} = {single.rhs} alone, and a derivative needs values near a point")


def must_have_real_numbers(expr: Any) -> None:
    """Refuse an expression that holds a number that is not real, such as arcsin 5.

    Raises
    ------
    InputError
        Naming the number.
    """
    if not isinstance(expr, sp.Expr) or not _may_be_unreal(expr):
        return
    for part in sp.preorder_traversal(expr):
        if isinstance(part, sp.Expr) and part.args and not part.free_symbols and _is_empty(_natural_domain(_without_odd_roots(part))):
            raise InputError(f"{part} is no real number")


def must_have_points(left: Any, right: Any) -> None:
    """Refuse an equation that no real point satisfies, or single points only, as far as that is plain.

    Raises
    ------
    InputError
        If one side is plainly larger everywhere, or never smaller without a repeated factor.

    Notes
    -----
    Where a polynomial that is nowhere negative is 0, its slopes are 0 too; one without a repeated factor has
    finitely many such points.
    """
    gap = sp.expand(left - right)
    if gap.free_symbols and (_natural_domain(sp.log(gap)) == sp.true or _natural_domain(sp.log(-gap)) == sp.true):
        raise InputError(f"no real point satisfies {left} = {right}, so there is no curve", "Check the signs of the equation.")
    if len(gap.free_symbols) == 2 and gap.is_polynomial() and any(map(_is_nowhere_negative, (gap, -gap))):
        _, factors = sp.sqf_list(gap)
        if all(times == 1 for _, times in factors):
            raise InputError(f"only single points satisfy {left} = {right}, so there is no curve", "Check the signs of the equation.")


def _is_nowhere_negative(expr: Any) -> bool:
    """Tell of a polynomial in two letters whether it plainly is 0 or more everywhere: by its square completed in one of them."""
    if _natural_domain(sp.sqrt(expr)) == sp.true:
        return True
    for letter in expr.free_symbols:
        shape = sp.Poly(expr, letter)
        if shape.degree() == 2 and shape.LC().is_positive:
            a, b, c = shape.all_coeffs()
            rest = sp.expand(4 * a * c - b**2)
            if not rest.free_symbols:
                return bool(rest.is_nonnegative)
            lead, factors = sp.sqf_list(sp.Poly(rest))
            return bool(lead > 0) and all(times % 2 == 0 or (factor.LC() > 0 and factor.count_roots() == 0) for factor, times in factors)
    return False


def must_be_place(point: Mapping[Any, Any], letters: Iterable[Any], exprs: Iterable[Any] = ()) -> None:
    """Refuse a point with letters that stand nowhere, with coordinates that are no real numbers, or at which an expression is not real.

    Raises
    ------
    InputError
        Naming the letter.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> must_be_place({x: sp.I}, [x])
    Traceback (most recent call last):
    ...
    symtutor.errors.InputError: x = I is not real, and derivatives are taken at real points
    >>> must_be_place({x: sp.Integer(2)}, [x], [sp.log(x)])
    >>> must_be_place({x: sp.Integer(-1)}, [x], [sp.log(x)])
    Traceback (most recent call last):
    ...
    symtutor.errors.NotReal: log(x) is not real at x = -1, so it has no derivative there
    Choose a point of its domain.
    """
    known = set(letters)
    for letter, value in point.items():
        if letter not in known:
            raise InputError(f"at= gives a value for {letter}, which does not occur", "Check the letters of at=.")
        if value.has(sp.oo, -sp.oo, sp.zoo, sp.nan):
            raise InputError(f"at {letter} = {value} there is no derivative: a point has finite coordinates", "Ask for a limit, perhaps.")
        if value.is_real is False or value.has(sp.I):
            raise InputError(f"{letter} = {value} is not real, and derivatives are taken at real points")
    _must_be_real_at(exprs, point)


def _must_be_real_at(exprs: Iterable[Any], point: Mapping[Any, Any]) -> None:
    """Refuse a point at which an expression is not real; the edge of the domain is not refused: what happens there is worked out."""
    for expr in exprs:
        if isinstance(expr, sp.Expr) and _may_be_unreal(expr) and _fails(_natural_domain(_without_odd_roots(expr)), point):
            place = ", ".join(f"{letter} = {value}" for letter, value in point.items() if letter in expr.free_symbols)
            raise NotReal(f"{expr} is not real at {place}, so it has no derivative there", "Choose a point of its domain.")


def _fails(condition: Any, point: Mapping[Any, Any]) -> bool:
    """Tell whether a condition surely fails at a point, and not only at its edge."""
    if isinstance(condition, sp.And | sp.Or):
        failing = [_fails(part, point) for part in condition.args]
        return any(failing) if isinstance(condition, sp.And) else all(failing)
    if not isinstance(condition, StrictGreaterThan | GreaterThan | sp.StrictLessThan | sp.LessThan):
        return bool(condition == sp.false)
    gap = sp.N((condition.gts - condition.lts).xreplace(dict(point)), 30)
    return bool(gap.is_comparable and gap < -sp.Float("1e-20"))


def _may_be_unreal(expr: Any) -> bool:
    """Tell whether a logarithm, a root or another function with a domain of its own stands in an expression."""
    return expr.has(*_PARTIAL) or any(not p.exp.is_Integer and not (p.base.is_number and p.base.is_positive) for p in expr.atoms(sp.Pow))


def _natural_domain(expr: Any) -> sp.Basic:
    from symtutor.checking.equivalence.domains import natural_domain  # noqa: PLC0415 (most questions are answered without it)

    return natural_domain(expr)


def _without_odd_roots(expr: Any) -> sp.Basic:
    """Return an expression that is real in the same places, in which odd roots, which all real numbers have, are whole powers."""
    return expr.replace(
        lambda e: isinstance(e, sp.Pow) and e.exp.is_Rational and e.exp.q > 1 and e.exp.q % 2 == 1,
        lambda e: e.base if e.exp > 0 else 1 / e.base,
    )


def _is_empty(condition: Any) -> bool:
    """Tell whether a condition is plainly false everywhere."""
    from symtutor.checking.calculus.implied import without_implied  # noqa: PLC0415 (as above)

    if without_implied(condition) == sp.false:
        return True
    if isinstance(condition, sp.And):
        return any(_is_empty(part) for part in condition.args)
    if isinstance(condition, StrictGreaterThan | GreaterThan) and isinstance(condition, Relational) and condition.rhs == 0:
        if _is_never_positive(condition.lhs, is_strict=isinstance(condition, StrictGreaterThan)):
            return True
        wanted = sp.log if isinstance(condition, GreaterThan) else sp.sqrt
        return bool(_natural_domain(wanted(-condition.lhs)) == sp.true)
    return bool(condition == sp.false)


def _is_never_positive(expr: Any, *, is_strict: bool) -> bool:
    """Tell whether an expression plainly is nowhere positive, or nowhere even 0 where 0 would do: a sign before roots and squares."""
    real = expr.xreplace({s: sp.Symbol(s.name, real=True) for s in expr.free_symbols})
    roots = [p for p in real.atoms(sp.Pow) if p.exp.is_Rational and p.exp.q % 2 == 0]
    real = real.xreplace({p: sp.Dummy(nonnegative=True) ** p.exp.p for p in roots})
    return bool(real.is_nonpositive if is_strict else real.is_negative)
