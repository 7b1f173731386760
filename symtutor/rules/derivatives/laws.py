"""Differentiation: the rules that take an expression apart."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import D, Derivative, Goal, HigherDerivative
from symtutor.rule import Bindings, Mistake, Rule, unquoted
from symtutor.rules.derivatives.further_methods import MANY_POWERS
from symtutor.rules.derivatives.powers import EXPONENTIAL, GENERAL_POWER, POWER, SQUARE_ROOT
from symtutor.rules.kinks.between import ABSOLUTE, ODD_ROOT, SIGN
from symtutor.rules.kinks.by_cases import BY_CASES
from symtutor.rules.notation import at
from symtutor.term import ONE, ZERO, Term, as_term, product, total
from symtutor.textbook import factors, summands

__all__ = ["DIFFERENTIATION"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"

rule = partial(Rule, goal=Derivative, cost=0, commit=True, source=f"{_STEWART}, sec. 3.1")


def _constant(goal: Derivative, context: Context) -> Iterable[Bindings]:
    expr, x = goal.args
    return () if context.depends(expr, x) else ({"c": expr, "x": x},)


def _variable(goal: Derivative, _context: Any) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"x": x},) if expr == x else ()


def _sum(goal: Derivative, _context: object) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"terms": summands(expr), "x": x},)


def _constant_multiple(goal: Derivative, context: Context) -> Iterable[Bindings]:
    expr, x = goal.args
    held = [a for a in expr.args if not context.depends(a, x)]
    if not held:
        return ()
    rest = [a for a in expr.args if context.depends(a, x)]
    return ({"c": sp.Mul(*held), "f": sp.Mul(*rest), "x": x},)


def _quotient(goal: Derivative, _context: object) -> Iterable[Bindings]:
    """Find a denominator whose square is no worse than itself; for higher powers the product rule is shorter."""
    expr, x = goal.args
    below = [a for a in expr.args if isinstance(a, sp.Pow) and a.exp in {-1, -sp.S.Half}]
    above = [a for a in expr.args if a not in below]
    if not below or not above:
        return ()
    return ({"f": sp.Mul(*above), "g": sp.Mul(*[sp.Pow(a.base, -a.exp) for a in below]), "x": x},)


def _product(goal: Derivative, _context: Any) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"factors": factors(expr), "x": x},)


def _chain(goal: Derivative, context: Context) -> Iterable[Bindings]:
    """Split a function of one inner expression: F(g(x)), g(x)^n, a^g(x), log|g(x)|."""
    expr, x = goal.args
    if isinstance(expr, sp.Pow):
        held = [context.depends(a, x) for a in expr.args]
        if all(held):
            return ()
        inner = expr.args[held.index(True)]
    elif len(expr.args) == 1 and isinstance(expr.args[0], sp.Expr):
        (inner,) = expr.args
        if isinstance(expr, sp.log) and isinstance(inner, sp.Abs):
            (inner,) = inner.args
    else:
        return ()
    if inner == x:
        return ()
    u = context.letter(expr, x)
    return ({"outer": _outer(expr, inner, u), "u": u, "inner": inner, "x": x},)


def _outer(expr: sp.Expr, inner: sp.Expr, u: sp.Symbol) -> sp.Expr:
    """Return the expression with the letter u in the place of its inner expression."""
    if isinstance(expr, sp.Pow):
        base, exponent = expr.args
        return sp.Pow(u, exponent) if base == inner else sp.Pow(base, u)
    (arg,) = expr.args
    return expr.func(u) if arg == inner else expr.func(arg.func(u))


def _higher(goal: HigherDerivative, _context: object) -> Iterable[Bindings]:
    expr, x, order = goal.args
    return ({"f": expr, "x": x, "n": order},) if order.is_Integer else ()


def _differentiate_one(factors: tuple[Term, ...], x: Term, place: int) -> Term:
    """Return the product with one factor replaced by its derivative."""
    return product([D(f, x) if i == place else f for i, f in enumerate(factors)])


CONSTANT = rule(
    id="diff.constant",
    name="constant rule",
    when=_constant,
    left=lambda c, x: D(c, x),
    right=lambda: ZERO,
    words="{c} does not depend on {x}, so its derivative is 0.",
    minor=True,
    mistakes=(
        Mistake("kept", lambda c: c, "The derivative of a constant is 0: a constant does not change."),
        Mistake("one", lambda: ONE, "The derivative of a constant is 0, not 1; it is the variable itself that has the derivative 1."),
    ),
)

VARIABLE = rule(
    id="diff.variable",
    name="derivative of the variable",
    heads=(sp.Symbol,),
    when=_variable,
    left=lambda x: D(x, x),
    right=lambda: ONE,
    words="{x} changes as fast as itself, so its derivative is 1.",
    minor=True,
    mistakes=(
        Mistake("zero", lambda: ZERO, "The derivative of the variable is 1; only constants have the derivative 0."),
        Mistake("kept", lambda x: x, "The derivative of the variable is 1, not the variable itself."),
    ),
)

SUM = rule(
    id="diff.sum",
    name="sum rule",
    heads=(sp.Add,),
    when=_sum,
    left=lambda terms, x: D(total(terms), x),
    right=lambda terms, x: total([D(t, x) for t in terms]),
    words="The derivative of a sum is the sum of the derivatives: differentiate term by term.",
    why="A sum: differentiate it term by term.",
    minor=True,
    mistakes=(
        Mistake(
            "term-forgotten",
            lambda terms, x: total([D(t, x) for t in terms[:-1]]),
            "A term of the sum was left out: every term is differentiated.",
        ),
        Mistake(
            "first-term-forgotten",
            lambda terms, x: total([D(t, x) for t in terms[1:]]),
            "A term of the sum was left out: every term is differentiated.",
        ),
        Mistake(
            "term-kept",
            lambda terms, x: total([*[D(t, x) for t in terms[:-1]], terms[-1]]),
            "One term was copied and not differentiated: every term is differentiated.",
        ),
    ),
)

CONSTANT_MULTIPLE = rule(
    id="diff.constant_multiple",
    name="constant multiple rule",
    heads=(sp.Mul,),
    when=_constant_multiple,
    left=lambda c, f, x: D(c * f, x),
    right=lambda c, f, x: c * D(f, x),
    words="The constant factor {c} stays in front of the derivative.",
    minor=True,
    mistakes=(
        Mistake("dropped", lambda f, x: D(f, x), "The constant factor was lost: (c·f)′ = c·f′."),
        Mistake(
            "zero",
            lambda: ZERO,
            "A constant factor does not make the derivative 0: (c·f)′ = c·f′. Only a constant that stands alone has the derivative 0.",
        ),
        Mistake("added", lambda c, f, x: c + D(f, x), "The constant multiplies the derivative, it is not added to it: (c·f)′ = c·f′."),
    ),
)

QUOTIENT = rule(
    id="diff.quotient",
    name="quotient rule",
    heads=(sp.Mul,),
    when=_quotient,
    left=lambda f, g, x: D(f / g, x),
    right=lambda f, g, x: (D(f, x) * g - f * D(g, x)) / g**2,
    words="A fraction: the derivative of the numerator times the denominator, minus the numerator times the derivative of the denominator, "
    "over the denominator squared.",
    why="{x} stands above and below the fraction bar: the quotient rule.",
    shows=lambda bindings, _values: {"f": bindings["f"], "g": bindings["g"]},
    mistakes=(
        Mistake(
            "quotient-of-derivatives",
            lambda f, g, x: D(f, x) / D(g, x),
            "The derivative of a quotient is not the quotient of the derivatives: (f/g)′ = (f′·g − f·g′)/g².",
        ),
        Mistake(
            "swapped",
            lambda f, g, x: (f * D(g, x) - D(f, x) * g) / g**2,
            "The two terms of the numerator were swapped, which turns the sign: (f/g)′ = (f′·g − f·g′)/g².",
        ),
        Mistake(
            "plus",
            lambda f, g, x: (D(f, x) * g + f * D(g, x)) / g**2,
            "The numerator of the quotient rule has a minus: (f/g)′ = (f′·g − f·g′)/g².",
        ),
        Mistake(
            "no-square",
            lambda f, g, x: (D(f, x) * g - f * D(g, x)) / g,
            "The denominator is squared in the quotient rule: (f/g)′ = (f′·g − f·g′)/g².",
        ),
    ),
    source=f"{_STEWART}, sec. 3.2",
)

PRODUCT = rule(
    id="diff.product",
    name="product rule",
    heads=(sp.Mul,),
    when=_product,
    left=lambda factors, x: D(product(factors), x),
    right=lambda factors, x: total([_differentiate_one(factors, x, i) for i in range(len(factors))]),
    words="Differentiate one factor at a time while the others stay as they are, and add.",
    why="A product of functions of {x}: differentiate one factor at a time.",
    shows=lambda bindings, _values: dict(zip("fgh", bindings["factors"], strict=False)) if len(bindings["factors"]) <= 3 else {},
    mistakes=(
        Mistake(
            "product-of-derivatives",
            lambda factors, x: product([D(f, x) for f in factors]),
            "The derivative of a product is not the product of the derivatives: (f·g)′ = f′·g + f·g′.",
        ),
        Mistake(
            "term-forgotten",
            lambda factors, x: _differentiate_one(factors, x, 0),
            "Only one factor was differentiated: (f·g)′ = f′·g + f·g′ has a term for each factor.",
        ),
        Mistake(
            "first-term-forgotten",
            lambda factors, x: total([_differentiate_one(factors, x, i) for i in range(1, len(factors))]),
            "Only one factor was differentiated: (f·g)′ = f′·g + f·g′ has a term for each factor.",
        ),
        Mistake(
            "minus",
            lambda factors, x: (
                _differentiate_one(factors, x, 0) - total([_differentiate_one(factors, x, i) for i in range(1, len(factors))])
            ),
            "The terms of the product rule are added: (f·g)′ = f′·g + f·g′; the minus belongs to the quotient rule.",
        ),
    ),
    source=f"{_STEWART}, sec. 3.2",
)


def _exponential_as_a_power(outer: Term, u: Term, inner: Term, x: Term) -> Term:
    """Return g·e^(g − 1) for e^g, and the right side for any other function."""
    held, exponent = unquoted(outer), unquoted(inner)
    if isinstance(held, sp.exp) and held.args[0] == unquoted(u):
        return as_term(exponent) * as_term(sp.exp(exponent - 1))
    return at(D(outer, u), u, inner) * D(inner, x)


CHAIN = rule(
    id="diff.chain",
    name="chain rule",
    heads=(sp.Pow, sp.Function),
    when=_chain,
    left=lambda outer, u, inner, x: D(at(outer, u, inner), x),
    right=lambda outer, u, inner, x: at(D(outer, u), u, inner) * D(inner, x),
    words="Differentiate the outer function {outer} with {u} = {inner} inside, then multiply by the derivative of the inside.",
    why="A function inside a function: work from the outside in; the inside is {inner}.",
    shows=lambda bindings, _values: {str(bindings["u"]): bindings["inner"]},
    mistakes=(
        Mistake(
            "no-inner-derivative",
            lambda outer, u, inner: at(D(outer, u), u, inner),
            "The derivative of the inside is missing: (f(g(x)))′ = f′(g(x))·g′(x).",
        ),
        Mistake(
            "inner-derivative-added",
            lambda outer, u, inner, x: at(D(outer, u), u, inner) + D(inner, x),
            "The derivative of the inside is a factor, it is not added: (f(g(x)))′ = f′(g(x))·g′(x).",
        ),
        Mistake(
            "derivative-inside",
            lambda outer, u, inner, x: at(D(outer, u), u, D(inner, x)),
            "The inside stays as it is in the outer derivative, and its derivative is a factor: (f(g(x)))′ = f′(g(x))·g′(x).",
        ),
        Mistake(
            "derivative-of-the-inside-only",
            lambda outer, u, inner, x: at(outer, u, D(inner, x)),
            "Only the inside was differentiated, and the outer function left around it: (f(g(x)))′ = f′(g(x))·g′(x).",
        ),
        Mistake(
            "exponential-as-a-power",
            lambda outer, u, inner, x: _exponential_as_a_power(outer, u, inner, x),
            "The power rule is for a fixed exponent; here the exponent varies: (e^g)′ = e^g·g′.",
        ),
        Mistake(
            "outer-kept",
            lambda outer, u, inner, x: at(outer, u, inner) * D(inner, x),
            "The outer function was not differentiated: (f(g(x)))′ = f′(g(x))·g′(x).",
        ),
        Mistake(
            "divided",
            lambda outer, u, inner, x: at(D(outer, u), u, inner) / D(inner, x),
            "The derivative of the inside is a factor, it does not divide: (f(g(x)))′ = f′(g(x))·g′(x).",
        ),
    ),
    source=f"{_STEWART}, sec. 3.4",
)

HIGHER = rule(
    id="diff.higher",
    name="higher derivative",
    goal=HigherDerivative,
    when=_higher,
    left=lambda f, x, n: HigherDerivative(f, x, n),
    right=lambda f, x, n: D(_one_less(f, x, n), x),
    words="A derivative of order {n} is the derivative of the one before it.",
    why="Each derivative is the derivative of the one before it.",
    mistakes=(
        Mistake(
            "one-too-few", lambda f, x, n: _one_less(f, x, n), "One differentiation is missing: a derivative of order n takes n of them."
        ),
        Mistake(
            "power-of-first",
            lambda f, x, n: D(f, x) ** n,
            "A higher derivative is differentiated again and again; it is no power of the first derivative.",
        ),
    ),
    source=f"{_STEWART}, sec. 2.8",
)


def _one_less(f: Term, x: Term, n: Term) -> Goal:
    """Return the goal of one order less than n."""
    order = n.args[0]
    return D(f, x) if order == 2 else HigherDerivative(f, x, order - 1)


DIFFERENTIATION = (
    CONSTANT,
    VARIABLE,
    *BY_CASES,
    ABSOLUTE,
    SIGN,
    SUM,
    CONSTANT_MULTIPLE,
    ODD_ROOT,
    MANY_POWERS,
    QUOTIENT,
    PRODUCT,
    SQUARE_ROOT,
    POWER,
    EXPONENTIAL,
    GENERAL_POWER,
    CHAIN,
    HIGHER,
)
