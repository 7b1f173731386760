"""The form in which a textbook leaves an answer: the shortest of a few, by one cost.

The forms are a single sum, a sum with a common factor before a bracket, and a
product of factors, each as one fraction.  A form is taken only where it is
clearly shorter than what the last rule left.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.algorithms.matrix_forms import finished_matrix, matrix_length, way_of_matrix
from symtutor.algorithms.rational_forms import angles, is_sigmoid, rational_form
from symtutor.term import LEAVES, Constant, Negation, Number, Quotient, Root, Term
from symtutor.textbook import written

__all__ = ["between", "finished_form", "length", "way"]

_WORTH_A_LINE = 2
_LONGEST = 160  # what is longer is not made readable by algebra


@lru_cache(maxsize=20_000)
def length(expr: sp.Basic) -> int:
    """Return how much there is to read: digits, letters, names of functions, bars of fractions and brackets.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> length(x**2 - x), length(x * (x - 1)), length(1 / (x + 1))
    (3, 4, 4)
    """
    if isinstance(expr, sp.MatrixBase):
        return sum(length(entry) for entry in expr.flat())
    if isinstance(expr, sp.MatrixExpr):
        return matrix_length(expr, length)
    return _length(written(_with_sigmoids(expr)))


def _with_sigmoids(expr: sp.Basic) -> sp.Expr:
    """Return an expression in which 1/(1 + e^(−u)) is one function, as it is written."""
    found = [p for p in expr.atoms(sp.Pow) if is_sigmoid(p)] if expr.has(sp.exp) else []
    return expr.xreplace({p: _SIGMOID(*(a.args[0] for a in p.base.args if isinstance(a, sp.exp))) for p in found})


_SIGMOID = sp.Function("sigma")


def _length(term: Term) -> int:
    if term.head is Number:
        return len(str(term.args[0]))
    if term.head in LEAVES:
        return 1
    inside = sum(_length(a) for a in term.args if isinstance(a, Term))
    if term.head is sp.Pow and term.args[0].head is Constant and term.args[0].args[0] is sp.E:
        return inside + 1  # a whole exponent to read: taken out of a bracket it stands once
    if term.head is sp.Add:
        return inside
    if term.head is sp.Mul or term.head is sp.Pow:
        return inside + sum(1 for a in term.args if isinstance(a, Term) and a.head is sp.Add)
    if term.head is Negation:
        return inside + (term.args[0].head is sp.Add)
    if term.head is Root:
        return inside  # its degree counts for the sign
    return inside + (1 if term.head is Quotient or not isinstance(term.head, type) or issubclass(term.head, sp.Function) else 0)


@lru_cache(maxsize=5_000)
def finished_form(expr: Any) -> Any:
    """Return the form in which an answer is left: itself, unless another form is clearly shorter.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> finished_form(2 * x * sp.exp(3 * x) + 3 * (x**2 + 1) * sp.exp(3 * x))
    (3*x**2 + 2*x + 3)*exp(3*x)
    >>> finished_form(x**2 * sp.cos(x) + 2 * x * sp.sin(x))
    x**2*cos(x) + 2*x*sin(x)
    """
    if isinstance(expr, sp.MatrixBase):
        entries = [finished_form(entry) for entry in expr.flat()]
        return expr if entries == list(expr.flat()) else sp.ImmutableMatrix(expr.rows, expr.cols, entries)
    if isinstance(expr, sp.MatrixExpr):
        return finished_matrix(expr, length, finished_form)
    if not isinstance(expr, sp.Expr) or expr.has(sp.MatrixExpr):
        return expr  # matrices do not commute
    if not _may_be_shortened(expr):
        return _with_tangents(expr)
    now = length(expr)
    if now > _LONGEST:
        return expr
    if _nested_roots(expr):
        plain = sp.radsimp(sp.sqrtdenest(expr))
        if length(plain) < now and not _nested_roots(plain):
            return plain
    best, shortest = expr, now - _WORTH_A_LINE + 1
    held = expr.atoms(sp.exp)
    # e^x + x e^(−x) is no e^(−x)·(e^(2x) + x)
    forms = [form for form in _forms(expr) if len(form.atoms(sp.exp)) == 1 or form.atoms(sp.exp) <= held]
    for form in forms:
        size = length(form)
        if size < shortest or (size == shortest and best is not expr and _prefers_factors(form)):
            best, shortest = form, size
    if best is expr and _exponentials(expr) > 1:
        return next((form for form in forms if length(form) < now and _exponentials(form) == 1), expr)
    return best


def _exponentials(expr: sp.Basic) -> int:
    """Return how often an exponential is written."""
    return sum(isinstance(part, sp.exp) for part in sp.preorder_traversal(expr))


def _with_tangents(expr: Any) -> Any:
    """Return a product with (sin u)/(cos u) written tan u, and the other way round cot u."""
    powers = dict(factor.as_base_exp() for factor in sp.Mul.make_args(expr) if not isinstance(factor, sp.exp))
    for base, exponent in powers.items():
        if isinstance(base, sp.sin) and exponent.is_Integer and powers.get(sp.cos(base.args[0])) == -exponent:
            u = base.args[0]
            ratio = sp.tan(u) ** exponent if exponent > 0 else sp.cot(u) ** -exponent
            return expr / (base**exponent * sp.cos(u) ** -exponent) * ratio
    return expr


def _nested_roots(expr: sp.Basic) -> bool:
    """Tell whether a number holds a square root of a sum with a square root."""
    return not expr.free_symbols and any(p.exp.is_Rational and p.exp.q == 2 and p.base.atoms(sp.Pow) for p in expr.atoms(sp.Pow))


def _forms(expr: Any) -> Iterator[Any]:
    """Yield the forms of an expression, a sum before products."""
    for trade in ("", "cos", "sin") if angles(expr) else ("",):
        found = rational_form(expr, trade)
        if found is None:
            continue
        yield found.multiplied_out()
        if found.numerator == 0:
            return
        yield found.with_common_factor()
        factored = found.factored()
        if factored is not None:
            yield factored


def _prefers_factors(form: sp.Basic) -> bool:
    """Tell whether a product is the usual form where it is no longer than the sum: not for a polynomial."""
    return bool(form.is_Mul and (form.has(sp.Function) or any(p.exp.is_negative for p in form.atoms(sp.Pow))))


def _may_be_shortened(expr: sp.Expr) -> bool:
    """Tell whether there is a bracket to open or a factor that terms share; most answers have neither."""
    terms = sp.Add.make_args(expr)
    if _nested_roots(expr):
        return True
    if any(_has_bracket(term) for term in terms):
        return True
    if len(terms) < 2:
        return False
    if any(f.args[0] == g.args[0] for f in expr.atoms(sp.sin) for g in expr.atoms(sp.cos)) and any(
        isinstance(p.base, sp.sin | sp.cos) and p.exp == 2 for p in expr.atoms(sp.Pow)
    ):
        return True
    shared = [{_base(factor) for factor in sp.Mul.make_args(term) if not factor.is_Rational} for term in terms]
    return bool(frozenset.intersection(*map(frozenset, shared)))


def _has_bracket(term: Any) -> bool:
    for factor in sp.Mul.make_args(term):
        base = factor.base if isinstance(factor, sp.Pow) else factor
        if base.is_Add and (term.is_Mul or any(_has_bracket(inner) for inner in base.args)):
            return True
    return False


def _base(factor: sp.Expr) -> sp.Expr:
    if isinstance(factor, sp.exp):
        return sp.exp(factor.args[0].as_coeff_Mul()[1])
    return factor.base if isinstance(factor, sp.Pow) and factor.exp.is_Rational else factor


def between(expr: sp.Expr, target: sp.Expr) -> sp.Expr | None:
    """Return the sum to write on the way from an expression to a product that it equals, or None where one line does it."""
    if isinstance(expr, sp.MatrixBase | sp.MatrixExpr) or _nested_roots(expr):
        return None
    found = rational_form(expr)
    if found is None:
        return None
    out = found.multiplied_out()
    return out if out not in {expr, target} and length(out) < length(expr) else None


def way(expr: Any, target: Any) -> str:
    """Return what was done from an expression to another form: "roots", "tangent", "common denominator", "factor", "cancelled" or "sum"."""
    if isinstance(expr, sp.MatrixExpr):
        return way_of_matrix(expr, target)
    if _nested_roots(expr) and not _nested_roots(target):
        return "roots"
    if target.has(sp.tan, sp.cot) and not expr.has(sp.tan, sp.cot):
        return "tangent"
    expr, target = _with_sigmoids(expr), _with_sigmoids(target)
    below = {sp.fraction(term)[1] for term in sp.Add.make_args(expr)}
    if len(below) > 1 and any(d.free_symbols for d in below):
        return "common denominator"
    kept = [f for f in sp.Mul.make_args(target) if not f.is_Rational and (isinstance(f, sp.exp) or not f.as_base_exp()[1].is_negative)]
    if sp.fraction(expr)[0].is_Add and len(kept) > 1 and any(f.is_Add for f in kept):
        return "factor"
    found = rational_form(expr)
    return "cancelled" if found is not None and found.divided else "sum"
