"""From a SymPy value to the one Term that a textbook would print for it.

SymPy stores sums and products sorted for a machine.  A textbook writes higher
powers first, a number before letters, letters before functions, a fraction for
negative powers and a radical for the exponent 1/2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.goals.core import Goal
from symtutor.term import ONE, Constant, Decimal, Negation, Number, Quote, Quotient, Root, Term, Variable, product

__all__ = ["VARIABLES", "factors", "held_beside", "opened", "summands", "written"]

VARIABLES = frozenset("tuvwxyz") | {"theta", "phi"}
_FUNCTION_RANKS = {
    kind: rank
    for rank, kinds in {
        6: (sp.exp,),
        7: (sp.log,),
        9: (sp.sin, sp.sinh),
        10: (sp.cos, sp.cosh),
        11: (sp.sec, sp.csc, sp.sech, sp.csch),
        12: (sp.tan, sp.cot, sp.tanh, sp.coth),
    }.items()
    for kind in kinds
}
_LESS = sp.Rational(1, 4)
_INCREMENTS = frozenset({"h", "delta", "epsilon", "Delta"})
_LAST = 14  # dx and dy stand after everything that they multiply


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
def summands(expr: Any) -> tuple[Any, ...]:
    """Return the terms of a sum in textbook order; a positive one leads, except in longer polynomials."""
    ordered = sorted(expr.args, key=_key_by_variable if _is_separate(expr.args) else _summand_key)
    if _is_negative(ordered[0]) and (len(ordered) == 2 or not all(map(_is_monomial, ordered))):
        lead = next((i for i, term in enumerate(ordered) if not _is_negative(term)), 0)
        ordered.insert(0, ordered.pop(lead))
    return tuple(ordered)


def _is_separate(terms: Iterable[sp.Basic]) -> bool:
    """Tell whether there are several variables and no term holds two of them, as in x² + y³."""
    held = [_variables_of(term) for term in terms]
    return all(len(names) < 2 for names in held) and len({n for names in held for n in names}) > 1


def _key_by_variable(term: sp.Expr) -> tuple[Any, ...]:
    """Return the place of a term in a sum of terms in one variable each: x before y, whatever their powers; constants last."""
    names = _variables_of(term)
    return (not names, names, _summand_key(term))


def _variables_of(term: Any) -> list[str]:
    return sorted(s.name for s in term.free_symbols if s.name in VARIABLES)


def _add(expr: sp.Expr) -> Term:
    return Term(sp.Add, tuple(written(t) for t in summands(expr)))


def _is_negative(term: Any) -> bool:
    coefficient = term.args[0] if isinstance(term, sp.Mul) else term
    return bool(coefficient.is_Number and coefficient < 0)


def _summand_key(term: sp.Expr) -> tuple[Any, ...]:
    """Return the place of a term in a sum: higher powers of the variables first, functions before constants."""
    degrees: dict[str, sp.Expr] = {}
    functions = []
    growth: Any = 0  # of the factors that are not letters
    for factor in sp.Mul.make_args(term):
        base, exponent = factor.as_base_exp() if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if isinstance(base, sp.Symbol) and exponent.is_Rational:
            degrees[base.name] = degrees.get(base.name, 0) + exponent
        elif not factor.is_Number:
            functions.append(factor)
            growth += _growth(base, exponent)
    variables = {n: d for n, d in degrees.items() if n in VARIABLES}
    others = {n: d for n, d in degrees.items() if n not in VARIABLES}
    return (
        sorted(filter(_is_differential, degrees)),
        -sum(variables.values()) - growth,
        sorted((_by_index(name), -degree) for name, degree in variables.items()),
        not functions,
        [_factor_key(f) for f in functions],
        _place_of_letters(others),
        sorted((_by_index(name), -degree) for name, degree in others.items()),
    )


def _place_of_letters(degrees: Mapping[str, Any]) -> int:
    """Return whether a term in letters that are no variables stands before a number (a + 1) or after it (1/3 + 1/n)."""
    return 1 if not degrees else 2 if all(degree < 0 for degree in degrees.values()) else 0


def _by_index(name: str) -> tuple[str, int]:
    """Return a key that puts x2 before x10."""
    stem = name.rstrip("0123456789")
    return stem, int(name[len(stem) :] or 0)


def _degree(term: sp.Expr) -> Any:
    """Return the degree of a term in the variables, as far as exponents are numbers."""
    powers = (factor.as_base_exp() for factor in sp.Mul.make_args(term))
    return sum((e for base, e in powers if isinstance(base, sp.Symbol) and base.name in VARIABLES and e.is_Rational), sp.S.Zero)


def _growth(base: sp.Expr, exponent: sp.Expr) -> Any:
    """Return what a factor adds to the degree of its term: (x + 1)² two; e^(−x) and 1/(x² + 1) stand after constants."""
    if isinstance(base, sp.exp) and all(map(_is_negative, sp.Add.make_args(base.args[0]))):
        return -_LESS
    if not isinstance(base, sp.Add) or not exponent.is_Rational:
        return 0
    degree = max(_degree(term) for term in base.args)
    return degree * exponent - (0 if exponent.is_Integer and exponent > 0 else _LESS)


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
    if isinstance(base, sp.Add) and exponent.is_Integer and exponent % 2 and all(map(_is_negative, base.args)):
        return -1, sp.Pow(-base, exponent)
    return 1, factor


def factors(expr: Any) -> tuple[Any, ...]:
    """Return the factors of a product in textbook order."""
    return tuple(sorted(expr.args, key=_factor_key))


def _product(number: int, parts: list[Any]) -> Term:
    terms = [written(f) for f in sorted(parts, key=_factor_key)]
    if number != 1 or not terms:
        terms.insert(0, Term(Number, (sp.Integer(number),)))
    return product(terms)


def _factor_key(factor: sp.Expr) -> tuple[Any, ...]:
    """Return the place of a factor: numbers, letters, sums, roots, exponentials, functions, sums of functions."""
    base, exponent = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
    if not factor.args or (isinstance(base, sp.Symbol) and exponent.is_Integer):
        if not isinstance(base, sp.Symbol):
            return (0, "", sp.default_sort_key(factor))
        rank = _LAST if _is_differential(base.name) else 3 if base.name in _INCREMENTS else 2 if base.name in VARIABLES else 1
        return (rank, base.name, sp.default_sort_key(exponent))
    if not exponent.is_Integer:
        if base.is_Integer and exponent.is_Rational:
            return (0, "√", sp.default_sort_key(factor))
        return (5, "", sp.default_sort_key(factor))
    if isinstance(base, sp.Add):
        return (4 if _is_algebraic(base) else 13, "", sp.default_sort_key(factor))
    falling = (sp.default_sort_key(base), -int(exponent))  # sin² x before sin x
    return (_FUNCTION_RANKS.get(type(base), 8), type(base).__name__, falling)


def _is_differential(name: str) -> bool:
    """Tell whether a letter is dx, dy, dt ..."""
    return name[:1] == "d" and name[1:] in VARIABLES


def _is_monomial(term: sp.Expr) -> bool:
    """Tell whether a term is a number times positive powers of letters."""
    powers = (f.as_base_exp() for f in sp.Mul.make_args(term))
    return all(base.is_Number or (base.is_Symbol and exponent.is_Integer and exponent > 0) for base, exponent in powers)


def _is_algebraic(expr: sp.Expr) -> bool:
    """Tell whether an expression is made of letters and numbers by arithmetic and roots."""
    if isinstance(expr, sp.Pow):
        return expr.exp.is_Rational and _is_algebraic(expr.base)
    return not expr.args if not isinstance(expr, sp.Add | sp.Mul) else all(map(_is_algebraic, expr.args))


# ---- powers and functions -----------------------------------------------------------------------
def _pow(expr: sp.Pow) -> Term:
    base, exponent = expr.args
    if exponent.is_Rational and exponent < 0:
        return Term(Quotient, (ONE, written(sp.Pow(base, -exponent, evaluate=exponent == -1))))
    if exponent is sp.S.Half:
        return Term(Root, (written(base), Term(Number, (sp.Integer(2),))))
    return Term(sp.Pow, (written(base), written(exponent)))


def _exp(expr: sp.Expr) -> Term:
    if _is_reciprocal_of_e(expr):
        return Term(Quotient, (ONE, written(sp.exp(-expr.args[0]))))
    return Term(sp.Pow, (Term(Constant, (sp.E,)), written(expr.args[0])))


def _application(expr: sp.Basic) -> Term:
    return Term(expr.func, tuple(_argument(a) for a in expr.args))


def _argument(arg: Any) -> Term:
    """Return the argument of a function; thirds and the like in every term stand below one bar: arctan((x + 2)/3)."""
    if isinstance(arg, sp.Add):
        below = {term.as_coeff_Mul()[0].q if term.as_coeff_Mul()[0].is_Rational else 1 for term in arg.args}
        if len(below) == 1 and (q := below.pop()) > 1:
            return Term(Quotient, (written(sp.Add(*(q * term for term in arg.args))), Term(Number, (sp.Integer(q),))))
    return written(arg)


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
