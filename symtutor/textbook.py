"""From a SymPy value to the one Term that a textbook would print for it.

SymPy stores sums and products sorted for a machine.  A textbook writes higher
powers first, a number before letters, letters before functions, a fraction for
negative powers and a radical for the exponent 1/2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.goals.core import Goal
from symtutor.term import ONE, Constant, Decimal, Negation, Number, Quote, Quotient, Root, Term, Variable, product
from symtutor.textbook_order import VARIABLES, factors, is_negative, place_of_factor, summands

__all__ = ["VARIABLES", "factors", "held_beside", "opened", "summands", "written"]


@lru_cache(maxsize=20_000)
def written(expr: sp.Basic) -> Term:
    """Return the textbook form of a SymPy value.

    Parameters
    ----------
    expr : Basic or matrix
        Any value; goals are not values.

    Returns
    -------
    Term
        Ordered, with signs pulled out and quotients made.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> written(1 - x**2).args[0]
    Number(1)
    """
    for kind in type(expr).__mro__:
        write = _WRITERS.get(kind)
        if write is not None:
            return write(expr)
    raise TypeError(f"{type(expr).__name__} has no written form")


def held_beside(variable: Any, letters: Iterable[Any]) -> list[Any]:
    """Return the letters beside which a derivative is a partial one, sorted by name.

    Parameters
    ----------
    variable : Symbol
        The letter in which is differentiated.
    letters : iterable of Symbol
        Those of what is differentiated.

    Examples
    --------
    >>> a, p, q, x, y = sp.symbols("a p q x y")
    >>> held_beside(x, {a, x, y}), held_beside(x, {a, x}), held_beside(p, {p, q})
    ([y], [], [q])
    """
    others = sorted((s for s in letters if s != variable), key=lambda s: s.name)
    return [s for s in others if _is_variable(s.name)] if _is_variable(variable.name) else others


def _is_variable(name: str) -> bool:
    """Tell whether a letter, or the letter of a name such as x_1, is one of those that stand for variables where others are constants."""
    return name.partition("_")[0].rstrip("0123456789") in VARIABLES


def opened(term: Term) -> Term:
    """Return a term with every quote in it replaced by the written form of its value, and goals in standard notation."""
    if term.head is Quote:
        return written(term.args[0])
    if isinstance(term, Goal):
        return opened(term.shown())
    if any(isinstance(a, Term) for a in term.args):
        return Term(term.head, tuple(opened(a) if isinstance(a, Term) else a for a in term.args), term.span)
    return term


# ---- numbers and letters ------------------------------------------------------------------------
def _integer(expr: sp.Expr) -> Term:
    return Term(Number, (expr,)) if expr >= 0 else Term(Negation, (Term(Number, (-expr,)),))


def _rational(expr: sp.Rational) -> Term:
    fraction = Term(Quotient, (Term(Number, (sp.Integer(abs(expr.p)),)), Term(Number, (sp.Integer(expr.q),))))
    return fraction if expr.p > 0 else Term(Negation, (fraction,))


def _float(expr: sp.Expr) -> Term:
    text = sp.sstr(abs(expr), full_prec=False)
    digits = Term(Decimal, (sp.Rational(text), text))
    return digits if expr >= 0 else Term(Negation, (digits,))


def _constant(expr: sp.Basic) -> Term:
    return Term(Constant, (expr,))


def _minus_infinity(expr: sp.Expr) -> Term:
    return Term(Negation, (Term(Constant, (-expr,)),))


def _symbol(expr: sp.Basic) -> Term:
    return Term(Variable, (expr,))


# ---- sums ---------------------------------------------------------------------------------------


def _add(expr: sp.Expr) -> Term:
    return Term(sp.Add, tuple(written(t) for t in summands(expr)))


# ---- products -----------------------------------------------------------------------------------
def _mul(expr: Any) -> Term:
    coefficient, parts = expr.as_coeff_mul() if expr.args[0].is_Rational else (sp.S.One, expr.args)
    above: list[Any] = []
    below: list[Any] = []
    for part in parts:
        sign, factor = _sign_and_rest(part)
        coefficient *= sign
        if _is_reciprocal_of_e(factor):
            below.append(sp.exp(-factor.args[0]))
        elif isinstance(factor, sp.Pow) and factor.exp.is_Rational and factor.exp < 0:
            below.append(sp.Pow(factor.base, -factor.exp, evaluate=False) if factor.exp != -1 else factor.base)
        else:
            above.append(factor)
    coefficient, below = _content_cancelled(coefficient, below)
    coefficient = _under_one_root(coefficient, above, below)
    named = [factor for factor in above if _is_named(factor)]
    if named and coefficient.q != 1 and not below:  # 1/3·arctan x, x⁴/4·ln x
        powers = [factor for factor in above if _is_power_of_letter(factor)]
        fraction = Term(Quotient, (_product(abs(coefficient.p), powers), Term(Number, (sp.Integer(coefficient.q),))))
        term = product([fraction, *_factors_of(_product(1, [factor for factor in above if factor not in powers]))])
        return Term(Negation, (term,)) if coefficient < 0 else term
    numerator = _product(abs(coefficient.p), above)
    fraction = Term(Quotient, (numerator, _product(coefficient.q, below))) if below or coefficient.q != 1 else numerator
    return Term(Negation, (fraction,)) if coefficient < 0 else fraction


def _content_cancelled(coefficient: Any, below: list[Any]) -> tuple[Any, list[Any]]:
    """Return a number and denominators without what they share: 4x/(8x² + 32) is x/(2(x² + 4))."""
    kept = []
    for factor in below:
        shared = sp.gcd(sp.gcd_list([t.as_coeff_Mul()[0] for t in factor.args]), coefficient.p) if isinstance(factor, sp.Add) else 1
        if shared == 1 or not sp.sympify(shared).is_Integer:
            kept.append(factor)
            continue
        content = sp.gcd_list([t.as_coeff_Mul()[0] for t in factor.args])
        coefficient /= content
        kept.append(sp.Add(*(t / content for t in factor.args)))
    return coefficient, kept


def _is_reciprocal_of_e(factor: Any) -> bool:
    """Tell whether a factor is e^(−n) with a whole number n: it is written 1/eⁿ."""
    return bool(isinstance(factor, sp.exp) and factor.args[0].is_Integer and factor.args[0] < 0)


def _is_named(factor: Any) -> bool:
    """Tell whether a factor is a function with a name, or a power of one: ln x, sin² x, |x|."""
    base = factor.base if isinstance(factor, sp.Pow) else factor
    return isinstance(base, sp.Function | sp.Abs) and not isinstance(base, sp.exp)


def _is_power_of_letter(factor: Any) -> bool:
    base = factor.base if isinstance(factor, sp.Pow) else factor
    return bool(base.is_Symbol or base.is_number) and not _is_named(factor)


def _factors_of(term: Term) -> tuple[Term, ...]:
    return term.args if term.head is sp.Mul else (term,)


def _under_one_root(coefficient: Any, above: list[Any], below: list[Any]) -> Any:
    """Move √2 of √2/(2√π) under the root of π, as in 1/√(2π), and return what is left of the coefficient."""
    number = next((f for f in above if f.is_Pow and f.exp is sp.S.Half and f.base.is_Integer and coefficient.q % f.base == 0), None)
    root = next((f for f in below if f.is_Pow and f.exp is sp.S.Half and f.base is sp.pi), None)
    if number is None or root is None:
        return coefficient
    above.remove(number)
    below[below.index(root)] = sp.Pow(number.base * sp.pi, sp.S.Half, evaluate=False)
    return coefficient * number.base


def _sign_and_rest(factor: sp.Basic) -> tuple[int, Any]:
    """Return −1 and x + 1 for a factor −x − 1, which a textbook does not leave in brackets."""
    base, exponent = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
    if isinstance(base, sp.Add) and exponent.is_Integer and exponent % 2 and all(map(is_negative, base.args)):
        return -1, sp.Pow(-base, exponent)
    return 1, factor


def _product(number: int, parts: list[Any]) -> Term:
    terms = [written(f) for f in sorted(parts, key=place_of_factor)]
    if number != 1 or not terms:
        terms.insert(0, Term(Number, (sp.Integer(number),)))
    return product(terms)


# ---- powers and functions -----------------------------------------------------------------------
def _pow(expr: sp.Pow) -> Term:
    base, exponent = expr.args
    if exponent.is_Rational and exponent < 0:
        return Term(Quotient, (ONE, written(sp.Pow(base, -exponent, evaluate=exponent == -1))))
    if exponent is sp.S.Half:
        return Term(Root, (written(base), Term(Number, (sp.Integer(2),))))
    return Term(sp.Pow, (written(base), written(exponent)))


def _exp(expr: Any) -> Term:
    if _is_reciprocal_of_e(expr):
        return Term(Quotient, (ONE, written(sp.exp(-expr.args[0]))))
    return Term(sp.Pow, (Term(Constant, (sp.E,)), written(expr.args[0])))


def _application(expr: sp.Basic) -> Term:
    return Term(expr.func, tuple(map(_argument if isinstance(expr, sp.Function) else written, expr.args)))


def _argument(arg: Any) -> Term:
    """Return the argument of a function; thirds and the like in every term stand below one bar: arctan((x + 2)/3)."""
    if isinstance(arg, sp.Add):
        below = {c.q if c.is_Rational else 1 for c in (_number_in_front(term) for term in arg.args)}
        if len(below) == 1 and (q := below.pop()) > 1:
            return Term(Quotient, (written(sp.Add(*(q * term for term in arg.args))), Term(Number, (sp.Integer(q),))))
    return written(arg)


def _number_in_front(term: Any) -> Any:
    return term.as_coeff_Mul()[0]


def _derivative(expr: Any) -> Term:
    term = written(expr.expr)
    for variable, order in expr.variable_count:
        term = Term(sp.Derivative, (term, written(variable), written(order)))
    return term


def _with_limits(expr: Any) -> Term:
    """Write an Integral, Sum or Product: each limit tuple wraps what is inside."""
    term = written(expr.function)
    for limits in expr.limits:
        term = Term(expr.func, (term, *(written(part) for part in limits)))
    return term


def _matrix(expr: sp.ImmutableMatrix) -> Term:
    return Term(sp.Matrix, tuple(Term(sp.Tuple, tuple(written(a) for a in expr.row(i))) for i in range(expr.rows)))


_WRITERS: dict[type, Callable[[Any], Term]] = {
    sp.Integer: _integer,
    sp.Rational: _rational,
    sp.Float: _float,
    sp.core.numbers.NumberSymbol: _constant,
    sp.core.numbers.ImaginaryUnit: _constant,
    sp.core.numbers.Infinity: _constant,
    sp.core.numbers.NegativeInfinity: _minus_infinity,
    sp.core.numbers.ComplexInfinity: _constant,
    sp.core.numbers.NaN: _constant,
    sp.Symbol: _symbol,
    sp.Add: _add,
    sp.Mul: _mul,
    sp.Pow: _pow,
    sp.exp: _exp,
    sp.Derivative: _derivative,
    sp.Integral: _with_limits,
    sp.Sum: _with_limits,
    sp.Product: _with_limits,
    sp.MatrixBase: _matrix,
    sp.MatrixSymbol: _symbol,
    sp.MatrixExpr: _application,
    sp.Basic: _application,
}
