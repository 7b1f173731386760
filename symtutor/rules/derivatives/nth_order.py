"""Derivatives of higher order: what takes an expression apart, and products with a polynomial by Leibniz's formula.

For orders up to three a textbook differentiates step by step; from four on,
and for an order that is a letter, these rules and their table come first.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import D, HigherDerivative
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.derivatives.nth_order_table import CLOSED_FORM_TABLE, GRADSHTEYN, is_high, linear_slope
from symtutor.term import ZERO, Term, as_term, product, total
from symtutor.textbook import factors, summands

__all__ = ["CLOSED_FORMS"]

rule = partial(Rule, goal=HigherDerivative, cost=0, commit=True, source=GRADSHTEYN)

_HIGHEST_DEGREE = 6


# ---- rules that take an expression apart --------------------------------------------------------
def _no_dependence(goal: HigherDerivative, context: Context) -> Iterable[Bindings]:
    expr, x, n = goal.args
    return () if context.depends(expr, x) else ({"c": expr, "x": x, "n": n},)


def _terms(goal: HigherDerivative, _context: object) -> Iterable[Bindings]:
    expr, x, n = goal.args
    return ({"terms": summands(expr), "x": x, "n": n},) if is_high(n) else ()


def _multiple(goal: HigherDerivative, context: Context) -> Iterable[Bindings]:
    expr, x, n = goal.args
    held = [a for a in expr.args if not context.depends(a, x)]
    if not held or not is_high(n):
        return ()
    return ({"c": sp.Mul(*held), "f": sp.Mul(*[a for a in expr.args if context.depends(a, x)]), "x": x, "n": n},)


def _above_degree(goal: HigherDerivative, _context: object) -> Iterable[Bindings]:
    """Find a polynomial of a degree below the order."""
    expr, x, n = goal.args
    if not n.is_Integer or not is_high(n) or not expr.is_polynomial(x):
        return
    degree = _degree(expr, x)
    if degree < n:
        yield {"p": expr, "d": sp.Integer(degree), "x": x, "n": n}


def _degree(expr: sp.Expr, x: sp.Symbol) -> int:
    """Return an upper bound for the degree of a polynomial, without multiplying it out; it is the degree unless terms cancel."""
    if isinstance(expr, sp.Add):
        return max(_degree(a, x) for a in expr.args)
    if isinstance(expr, sp.Mul):
        return sum(_degree(a, x) for a in expr.args)
    if isinstance(expr, sp.Pow) and expr.base.has(x):
        return _degree(expr.base, x) * int(expr.exp)
    return 1 if expr.has(x) else 0


def _with_polynomial(goal: HigherDerivative, context: Any) -> Iterable[Bindings]:
    """Find a polynomial factor times a factor with a closed form."""
    expr, x, n = goal.args
    if not is_high(n):
        return
    parts = [a for a in factors(expr) if context.depends(a, x)]
    simple = [a for a in parts if a.is_polynomial(x)]
    rest = [a for a in parts if a not in simple]
    if simple and len(rest) == 1 and len(parts) == len(expr.args) and _has_closed_form(rest[0], x):
        p = sp.Mul(*simple)
        degree = _degree(p, x)
        if n.is_Integer:
            yield {"p": p, "f": rest[0], "x": x, "n": n, "d": sp.Integer(min(degree, int(n)))}
        elif degree <= _HIGHEST_DEGREE and not isinstance(rest[0], sp.log):  # the closed form of ln u is none for the order 0
            yield {"p": p, "f": rest[0], "x": x, "n": n, "d": sp.Integer(degree)}


def _has_closed_form(expr: sp.Function, x: sp.Symbol) -> bool:
    if isinstance(expr, sp.Pow):
        base, exponent = expr.args
        return linear_slope(base if not exponent.has(x) else exponent, x) is not None and base.has(x) != exponent.has(x)
    return isinstance(expr, sp.exp | sp.sin | sp.cos | sp.sinh | sp.cosh | sp.log) and linear_slope(expr.args[0], x) is not None


def _leibniz(p: Term, f: Term, x: Term, n: Term, d: Term) -> Term:
    """Return the sum of C(n, k)·p^(k)·f^(n−k) as far as the polynomial lasts."""
    order, degree = n.args[0], d.args[0]
    last = int(degree) if degree.is_Integer else 1
    return total([_leibniz_term(p, f, x, order, k) for k in range(last + 1)])


def _leibniz_term(p: Term, f: Term, x: Term, order: sp.Expr, k: int) -> Term:
    times = sp.binomial(order, k) if order.is_Integer else sp.ff(order, k) / sp.factorial(k)
    parts = [as_term(sp.factor(sp.expand_func(times))), _derived(p, x, sp.Integer(k)), _derived(f, x, order - k)]
    return product([part for part in parts if part != as_term(sp.S.One)])


def _derived(f: Term, x: Term, order: sp.Expr) -> Term:
    """Return the goal of an order that may be 0 or 1."""
    if order == 0:
        return f
    return D(f, x) if order == 1 else HigherDerivative(f, x, order)


def _plain_product(p: Term, f: Term, x: Term, n: Term) -> Term:
    return _derived(p, x, n.args[0]) * _derived(f, x, n.args[0])


def _without_binomials(p: Term, f: Term, x: Term, n: Term, d: Term) -> Term:
    order, degree = n.args[0], d.args[0]
    return total([product([_derived(p, x, sp.Integer(k)), _derived(f, x, order - k)]) for k in range(int(degree) + 1)])


NTH_CONSTANT = rule(
    id="nth.constant",
    name="constant rule",
    when=_no_dependence,
    left=lambda c, x, n: HigherDerivative(c, x, n),
    right=lambda: ZERO,
    words="{c} does not depend on {x}, so all its derivatives are 0.",
    minor=True,
)

NTH_ABOVE_DEGREE = rule(
    id="nth.above_degree",
    name="a polynomial differentiated more often than its degree",
    when=_above_degree,
    left=lambda p, d, x, n: HigherDerivative(p, x, n),
    right=lambda: ZERO,
    words="Each differentiation lowers the degree {d} by one, and the derivative of a constant is 0: after {n} of them nothing is left.",
    mistakes=(
        Mistake(
            "one-too-few",
            lambda p, d, x: HigherDerivative(p, x, d.args[0]),
            "The derivative of the order of the degree is a constant; one further differentiation makes it 0.",
        ),
    ),
)

NTH_SUM = rule(
    id="nth.sum",
    name="sum rule",
    heads=(sp.Add,),
    when=_terms,
    left=lambda terms, x, n: HigherDerivative(total(terms), x, n),
    right=lambda terms, x, n: total([HigherDerivative(t, x, n) for t in terms]),
    words="Differentiate term by term, {n} times.",
    why="A sum: differentiate it term by term.",
    minor=True,
    mistakes=(
        Mistake(
            "term-forgotten",
            lambda terms, x, n: HigherDerivative(terms[0], x, n),
            "A term of the sum was left out: every term is differentiated.",
        ),
        Mistake(
            "term-kept",
            lambda terms, x, n: total([*[HigherDerivative(t, x, n) for t in terms[:-1]], terms[-1]]),
            "One term was copied and not differentiated: every term is differentiated.",
        ),
    ),
)

NTH_MULTIPLE = rule(
    id="nth.constant_multiple",
    name="constant multiple rule",
    heads=(sp.Mul,),
    when=_multiple,
    left=lambda c, f, x, n: HigherDerivative(c * f, x, n),
    right=lambda c, f, x, n: c * HigherDerivative(f, x, n),
    words="The constant factor {c} stays in front through all the derivatives.",
    minor=True,
    mistakes=(
        Mistake("dropped", lambda f, x, n: HigherDerivative(f, x, n), "The constant factor was lost: it stays in front."),
        Mistake(
            "power",
            lambda c, f, x, n: c**n * HigherDerivative(f, x, n),
            "A factor in front of the function stays as it is; only a factor inside comes out once for each differentiation.",
        ),
    ),
)

NTH_PRODUCT = rule(
    id="nth.leibniz",
    name="Leibniz's formula for a product",
    heads=(sp.Mul,),
    when=_with_polynomial,
    left=lambda p, f, x, n, d: HigherDerivative(p * f, x, n),
    right=_leibniz,
    words="The derivative of order {n} of a product is the sum of C({n}, k)·{p}^(k)·{f}^({n}−k), as in the binomial theorem; "
    "the polynomial {p} has no derivative beyond order {d}, so the sum is short.",
    shows=lambda bindings, _values: {"p": bindings["p"], "f": bindings["f"]},
    mistakes=(
        Mistake(
            "product-of-derivatives",
            lambda p, f, x, n: _plain_product(p, f, x, n),
            "The derivative of a product is not the product of the derivatives: Leibniz's formula has a term for each way of sharing "
            "out the differentiations.",
        ),
        Mistake(
            "no-binomials",
            _without_binomials,
            "The binomial coefficients are missing: a term counts as often as the differentiations can be shared out in that way.",
        ),
        Mistake("first-term-only", lambda p, f, x, n: p * HigherDerivative(f, x, n), "Only one factor was differentiated."),
    ),
)


CLOSED_FORMS = (NTH_CONSTANT, NTH_ABOVE_DEGREE, NTH_SUM, NTH_MULTIPLE, NTH_PRODUCT, *CLOSED_FORM_TABLE)
