"""Taylor polynomials: derivatives at the point, known series, sums and products of polynomials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import taylor_terms
from symtutor.context import Context
from symtutor.goals.core import D, Evaluated, HigherDerivative, TaylorPolynomial, TaylorTerm, Truncated
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.limits.local_formulas import local_form
from symtutor.rules.taylor.composition import COMPOSITION_RULES, DIVIDE, POLYNOMIAL, polynomial_of
from symtutor.rules.taylor.holes import HOLE
from symtutor.rules.taylor.known_series import KNOWN_SERIES, power_of_distance
from symtutor.rules.taylor.remainder import REMAINDER_RULES
from symtutor.term import ZERO, Term, as_term, quote, total
from symtutor.textbook import factors, summands

__all__ = ["TAYLOR"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"

rule = partial(Rule, goal=TaylorPolynomial, cost=0, source=f"{_STEWART}, sec. 11.10")


# ---- finding bindings ---------------------------------------------------------------------------
def _shift(goal: TaylorPolynomial, _context: object) -> Iterable[Bindings]:
    """Find a factor that is a power of the distance from the point."""
    f, x, about, degree = goal.args
    for factor in sp.Mul.make_args(f):
        base, exponent = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if base == x - about and exponent.is_Integer and exponent > 0:
            rest = f / factor
            if rest.is_polynomial(x) or degree <= exponent or taylor_terms(rest, x, about, int(degree - exponent)) is None:
                return ()
            return ({"f": rest, "k": exponent, "x": x, "a": about, "n": degree},)
    return ()


def _lowered(goal: TaylorPolynomial, _context: object) -> Iterable[Bindings]:
    """Find a denominator that is a power of the distance from the point, and cancels."""
    f, x, about, degree = goal.args
    for factor in sp.Mul.make_args(f):
        base, exponent = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if base == x - about and exponent.is_Integer and exponent < 0:
            rest = f / factor
            terms = taylor_terms(rest, x, about, int(degree - exponent))
            if terms is not None and not any(terms[: -int(exponent)]):
                return ({"f": rest, "k": -exponent, "x": x, "a": about, "n": degree},)
    return ()


def _sum(goal: TaylorPolynomial, context: Context) -> Iterable[Bindings]:
    f, x, about, degree = goal.args
    if f.is_polynomial(x):
        return ()
    terms = summands(f)
    known = all(context.value(TaylorPolynomial(t, x, about, degree)) is not None for t in terms)
    return ({"terms": terms, "x": x, "a": about, "n": degree},) if known else ()


def _multiple(goal: TaylorPolynomial, context: Context) -> Iterable[Bindings]:
    f, x, about, degree = goal.args
    held = [a for a in f.args if not context.depends(a, x)]
    if not held or f.is_polynomial(x):
        return ()
    rest = sp.Mul(*[a for a in f.args if context.depends(a, x)])
    return ({"c": sp.Mul(*held), "f": rest, "x": x, "a": about, "n": degree},)


def _product(goal: TaylorPolynomial, context: Any) -> Iterable[Bindings]:
    """Find two factors whose polynomials are simpler than the derivatives of the product."""
    f, x, about, degree = goal.args
    if f.is_polynomial(x):
        return ()
    parts = [p for p in factors(f) if context.depends(p, x)]
    if len(parts) < 2 or any(taylor_terms(p, x, about, int(degree)) is None for p in parts):
        return ()
    held = [p for p in f.args if not context.depends(p, x)]
    return ({"f": sp.Mul(*held, parts[0]), "g": sp.Mul(*parts[1:]), "x": x, "a": about, "n": degree},)


def _derivatives(goal: TaylorPolynomial, context: Any) -> Iterable[Bindings]:
    f, x, about, degree = goal.args
    if local_form(f, x, about, 1) != local_form(f, x, about, -1):
        return ()
    values = [context.value(Evaluated(_derivative(f, x, k, context), (x,), (about,))) for k in range(int(degree) + 1)]
    if any(v is None or v.has(sp.nan, sp.zoo, sp.oo) for v in values):
        return ()
    return ({"f": f, "x": x, "a": about, "n": degree},)


def _derivative(f: Any, x: Any, order: int, context: Any) -> Any:
    """Return the value of a derivative of an order; nan when it cannot be derived."""
    if order == 0:
        return f
    found = context.value(D(f, x) if order == 1 else HigherDerivative(f, x, order))
    return sp.nan if found is None else found


def _term(goal: TaylorTerm, _context: object) -> Iterable[Bindings]:
    derivative, x, about, k = goal.args
    return ({"c": derivative, "x": x, "a": about, "k": k},)


def _truncated(goal: Truncated, _context: object) -> Iterator[Bindings]:
    """Multiply out in powers of the distance and drop those above the degree."""
    f, x, about, degree = goal.args
    t = sp.Symbol("t_distance")
    shifted = sp.expand(f.xreplace({x: about + t}))
    if not shifted.is_polynomial(t):
        return
    polynomial = sp.Poly(shifted, t)
    kept = [(int(k), c) for (k,), c in polynomial.terms() if k <= degree]
    yield {"f": f, "kept": sp.Add(*[power_of_distance(c, x, about, k) for k, c in kept]), "x": x, "a": about, "n": degree}


def _distance(x: Term, a: Term) -> Term:
    """Return x − a; x itself about 0."""
    return quote(x.args[0] - a.args[0])


def _power(x: Term, a: Term, k: Term) -> Term:
    """Return the power k of the distance."""
    return _distance(x, a) if k.args[0] == 1 else _distance(x, a) ** k


# ---- terms --------------------------------------------------------------------------------------
def _derivative_goal(f: Any, x: Any, order: int) -> Any:
    return f if order == 0 else D(f, x) if order == 1 else HigherDerivative(f, x, order)


def _each_term(f: Term, x: Term, a: Term, n: Term) -> list[Term]:
    """Return the goals of all terms; a general statement shows those of degree 2."""
    degree = as_term(n).args[0]
    return [_one_term(f, x, a, k) for k in range(int(degree) + 1 if degree.is_Integer else 3)]


def _one_term(f: Any, x: Any, a: Any, order: int) -> Term:
    variable, point = as_term(x).args[0], as_term(a).args[0]
    return TaylorTerm(Evaluated(_derivative_goal(f, x, order), (variable,), (point,)), variable, point, order)


def _without_factorials(f: Any, x: Any, a: Any, n: Any) -> Term:
    """Return the polynomial of someone who forgets to divide by k!."""
    variable, point = as_term(x).args[0], as_term(a).args[0]
    orders = range(len(_each_term(f, x, a, n)))
    return total([Evaluated(_derivative_goal(f, x, k), (variable,), (point,)) * quote((variable - point) ** k) for k in orders])


def _about_zero(f: Any, x: Any, a: Any, n: Any) -> Term:
    """Return the polynomial of someone who writes powers of x for powers of x − a."""
    variable, point = as_term(x).args[0], as_term(a).args[0]
    orders = range(len(_each_term(f, x, a, n)))
    return total([Evaluated(_derivative_goal(f, x, k), (variable,), (point,)) * quote(variable**k / sp.factorial(k)) for k in orders])


def _with_linear_factorials(f: Any, x: Any, a: Any, n: Any) -> Term:
    """Return the polynomial of someone who divides by k and not by k!."""
    variable, point = as_term(x).args[0], as_term(a).args[0]
    orders = range(len(_each_term(f, x, a, n)))
    parts = [Evaluated(_derivative_goal(f, x, k), (variable,), (point,)) * quote((variable - point) ** k / max(k, 1)) for k in orders]
    return total(parts)


DERIVATIVES = rule(
    id="taylor.derivatives",
    name="Taylor polynomial from the derivatives",
    when=_derivatives,
    left=lambda f, x, a, n: TaylorPolynomial(f, x, a, n),
    right=lambda f, x, a, n: total(_each_term(f, x, a, n)),
    words="Take the derivatives up to order {n} at {x} = {a}; each, divided by the factorial of its order, is the coefficient of "
    "that power of the distance from {a}.",
    why="The coefficients are the derivatives at the point, divided by factorials: differentiate up to order {n}.",
    cost=2,
    mistakes=(
        Mistake("no-factorial", _without_factorials, "The k-th derivative is divided by k!: that factor is missing."),
        Mistake("order-not-factorial", _with_linear_factorials, "The k-th derivative is divided by k!, not by k."),
        Mistake("powers-of-x", _about_zero, "About a point a the powers are those of x − a, not of x."),
        Mistake(
            "one-short",
            lambda f, x, a, n: total(_each_term(f, x, a, n)[:-1]),
            "The last term is missing: a polynomial of degree n goes up to the n-th derivative.",
        ),
    ),
)

TERM = rule(
    id="taylor.term",
    name="term of the Taylor polynomial",
    goal=TaylorTerm,
    when=_term,
    left=lambda c, x, a, k: TaylorTerm(c, x, a, k),
    right=lambda c, x, a, k: quote(power_of_distance(c.args[0] / sp.factorial(k.args[0]), x.args[0], a.args[0], k.args[0])),
    words="Divide the derivative of order {k} by {k}! and multiply by that power of the distance.",
    commit=True,
    minor=True,
    mistakes=(
        Mistake("no-factorial", lambda c, x, a, k: c * _distance(x, a) ** k, "The division by the factorial is missing."),
        Mistake(
            "sign-of-point",
            lambda c, x, a, k: quote(c.args[0] / sp.factorial(k.args[0])) * (x + a) ** k,
            "The distance from a is x − a: the sign of the point is wrong.",
        ),
    ),
)

SHIFT = rule(
    id="taylor.shift",
    name="power of the distance in front",
    heads=(sp.Mul,),
    when=_shift,
    left=lambda f, k, x, a, n: TaylorPolynomial(_distance(x, a) ** k * f, x, a, n),
    right=lambda f, k, x, a, n: Truncated(_power(x, a, k) * TaylorPolynomial(f, x, a, n - k), x, a, n),
    words="The factor in front raises every exponent by {k}, so a polynomial of degree {n} minus {k} of {f} is enough.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake("factor-forgotten", lambda f, x, a, n: TaylorPolynomial(f, x, a, n), "The factor in front of the series was left out."),
        Mistake(
            "exponents-kept",
            lambda f, k, x, a, n: quote((x.args[0] - a.args[0]) ** k.args[0]) + TaylorPolynomial(f, x, a, n),
            "The factor multiplies the series, it is not added.",
        ),
    ),
)

LOWERED = rule(
    id="taylor.lowered",
    name="power of the distance below",
    heads=(sp.Mul,),
    when=_lowered,
    left=lambda f, k, x, a, n: TaylorPolynomial(f / _distance(x, a) ** k, x, a, n),
    right=lambda f, k, x, a, n: Truncated(TaylorPolynomial(f, x, a, n + k) / _power(x, a, k), x, a, n),
    words="The denominator lowers every exponent by {k}: take the polynomial of {f} up to degree {n} plus {k} and divide.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake(
            "too-short",
            lambda f, k, x, a, n: Truncated(TaylorPolynomial(f, x, a, n) / _distance(x, a) ** k, x, a, n),
            "Division lowers the degree: the numerator is needed to a higher degree.",
        ),
        Mistake("not-divided", lambda f, x, a, n: TaylorPolynomial(f, x, a, n), "The polynomial of the numerator has to be divided."),
    ),
)

SUM = rule(
    id="taylor.sum",
    name="sum of Taylor polynomials",
    heads=(sp.Add,),
    when=_sum,
    left=lambda terms, x, a, n: TaylorPolynomial(total(terms), x, a, n),
    right=lambda terms, x, a, n: total([polynomial_of(t, x, a, n) for t in terms]),
    words="The Taylor polynomial of a sum is the sum of the Taylor polynomials.",
    why="A sum: the Taylor polynomials of its terms are added.",
    commit=True,
    mistakes=(
        Mistake(
            "term-forgotten",
            lambda terms, x, a, n: TaylorPolynomial(terms[0], x, a, n),
            "A term was left out: every term has its polynomial.",
        ),
        Mistake(
            "last-term-kept",
            lambda terms, x, a, n: TaylorPolynomial(terms[-1], x, a, n),
            "Only one term was expanded: every term has its polynomial.",
        ),
    ),
)

MULTIPLE = rule(
    id="taylor.multiple",
    name="constant multiple",
    heads=(sp.Mul,),
    when=_multiple,
    left=lambda c, f, x, a, n: TaylorPolynomial(c * f, x, a, n),
    right=lambda c, f, x, a, n: Truncated(c * TaylorPolynomial(f, x, a, n), x, a, n),
    words="The constant factor {c} multiplies every coefficient.",
    commit=True,
    minor=True,
    mistakes=(
        Mistake("dropped", lambda f, x, a, n: TaylorPolynomial(f, x, a, n), "The constant factor was lost."),
        Mistake("added", lambda c, f, x, a, n: c + TaylorPolynomial(f, x, a, n), "The factor multiplies every coefficient."),
    ),
)

PRODUCT = rule(
    id="taylor.product",
    name="product of Taylor polynomials",
    heads=(sp.Mul,),
    when=_product,
    left=lambda f, g, x, a, n: TaylorPolynomial(f * g, x, a, n),
    right=lambda f, g, x, a, n: Truncated(polynomial_of(f, x, a, n) * polynomial_of(g, x, a, n), x, a, n),
    words="Multiply the Taylor polynomials of {f} and {g}, and keep the powers up to degree {n}.",
    why="Both factors have known polynomials: multiply them.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake(
            "sum",
            lambda f, g, x, a, n: TaylorPolynomial(f, x, a, n) + TaylorPolynomial(g, x, a, n),
            "The polynomials of the factors are multiplied, not added.",
        ),
        Mistake(
            "not-truncated",
            lambda f, g, x, a, n: TaylorPolynomial(f, x, a, n) * TaylorPolynomial(g, x, a, n),
            "Powers above the degree are not right in the product and have to be dropped.",
        ),
    ),
)

TRUNCATE = rule(
    id="taylor.truncate",
    name="higher powers dropped",
    goal=Truncated,
    when=_truncated,
    left=lambda f, kept, x, a, n: Truncated(f, x, a, n),
    right=lambda kept: kept,
    words="Multiply out in powers of the distance from {a} and drop everything above degree {n}.",
    commit=True,
    mistakes=(
        Mistake("nothing-dropped", lambda f: f, "Powers above the degree have to be dropped."),
        Mistake("zero", lambda: ZERO, "Only the powers above the degree are dropped, not all."),
    ),
)

TAYLOR = (
    POLYNOMIAL,
    HOLE,
    *KNOWN_SERIES,
    SUM,
    MULTIPLE,
    SHIFT,
    LOWERED,
    *COMPOSITION_RULES,
    PRODUCT,
    DERIVATIVES,
    TERM,
    DIVIDE,
    TRUNCATE,
    *REMAINDER_RULES,
)
