"""Taylor polynomials from known ones: put into a known series, divided, raised to a power."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import taylor_terms
from symtutor.goals.core import TaylorPolynomial, Truncated
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.limits.questions import above_and_below
from symtutor.rules.notation import at
from symtutor.rules.taylor.known_series import COEFFICIENTS, power_in, power_of_distance
from symtutor.term import At, Quotient, Term, as_term, quote

__all__ = ["COMPOSITION_RULES", "DIVIDE", "POLYNOMIAL", "polynomial_of"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 11.10"

rule = partial(Rule, goal=TaylorPolynomial, cost=0, commit=True, source=_STEWART)
_MOST_DEGREE = 40


def _is_its_own(f: sp.Expr, x: sp.Symbol, about: sp.Expr, degree: sp.Expr) -> bool:
    """Tell whether an expression is a polynomial in powers of the distance, of no higher degree."""
    if not degree.is_Integer or not f.is_polynomial(x) or sp.degree(f, x) > degree:
        return False
    return about == 0 or not f.has(x) or power_in(f, x, about) is not None


def polynomial_of(f: Term, x: Term, a: Term, n: Any) -> Term:
    """Return the Taylor polynomial of an expression: the expression itself where it is one, else a goal."""
    expr, letter, about, degree = (as_term(part).args[0] for part in (f, x, a, n))
    return quote(expr) if _is_its_own(expr, letter, about, degree) else TaylorPolynomial(expr, letter, about, degree)


def _polynomial(goal: TaylorPolynomial, _context: object) -> Iterator[Bindings]:
    f, x, about, degree = goal.args
    if f.is_polynomial(x) and (about == 0 or sp.degree(f, x) <= 1):
        yield {"f": f, "x": x, "a": about, "n": degree}


POLYNOMIAL = rule(
    id="taylor.polynomial",
    name="a polynomial is its own Taylor polynomial",
    when=_polynomial,
    left=lambda f, x, a, n: TaylorPolynomial(f, x, a, n),
    right=lambda f, x, a, n: Truncated(f, x, a, n),
    words="{f} is a polynomial: write it in powers of the distance from {a}, and keep those up to degree {n}.",
    samples=None,
    mistakes=(
        Mistake("not-truncated", lambda f: f, "Powers above the degree have to be dropped."),
        Mistake("constant", lambda f, x, a: at(f, x, a), "That is only the value at the point."),
    ),
)


# ---- other functions ----------------------------------------------------------------------------
_AS_QUOTIENTS: dict[Any, Any] = {
    sp.tan: lambda u: sp.sin(u) / sp.cos(u),
    sp.cot: lambda u: sp.cos(u) / sp.sin(u),
    sp.sec: lambda u: 1 / sp.cos(u),
    sp.csc: lambda u: 1 / sp.sin(u),
    sp.tanh: lambda u: sp.sinh(u) / sp.cosh(u),
    sp.coth: lambda u: sp.cosh(u) / sp.sinh(u),
    sp.sech: lambda u: 1 / sp.cosh(u),
    sp.csch: lambda u: 1 / sp.sinh(u),
}


def _as_quotient(goal: TaylorPolynomial, _context: object) -> Iterator[Bindings]:
    """Write the functions that are factors, and have no series known by heart, as quotients of those that have."""
    f, x, about, degree = goal.args
    bases = (p.base if isinstance(p, sp.Pow) else p for p in sp.Mul.make_args(f))
    table = {b: _AS_QUOTIENTS[type(b)](b.args[0]) for b in bases if type(b) in _AS_QUOTIENTS and b.has(x)}
    if table and taylor_terms(f, x, about, int(degree)) is not None:
        yield {"f": f, "g": f.xreplace(table), "x": x, "a": about, "n": degree}


AS_QUOTIENT = rule(
    id="taylor.as_quotient",
    name="written as a quotient",
    when=_as_quotient,
    left=lambda f, g, x, a, n: TaylorPolynomial(f, x, a, n),
    right=lambda g, x, a, n: TaylorPolynomial(g, x, a, n),
    words="Write {f} as {g}: numerator and denominator have known series.",
    mistakes=(
        Mistake(
            "upside-down",
            lambda g, x, a, n: TaylorPolynomial(1 / as_term(g).args[0], x, a, n),
            "The fraction was turned over: tan = sin/cos, sec = 1/cos.",
        ),
        Mistake(
            "numerator-only",
            lambda g, x, a, n: TaylorPolynomial(above_and_below(as_term(g).args[0])[0], x, a, n),
            "The denominator was left out.",
        ),
    ),
)


# ---- powers -------------------------------------------------------------------------------------
def _power(goal: TaylorPolynomial, _context: object) -> Iterator[Bindings]:
    f, x, about, degree = goal.args
    if f.exp.is_Integer and f.exp > 1 and f.base != x - about and taylor_terms(f.base, x, about, int(degree)) is not None:
        yield {"f": f.base, "k": f.exp, "x": x, "a": about, "n": degree}


POWER = rule(
    id="taylor.power",
    name="power of a Taylor polynomial",
    heads=(sp.Pow,),
    when=_power,
    left=lambda f, k, x, a, n: TaylorPolynomial(f**k, x, a, n),
    right=lambda f, k, x, a, n: Truncated(polynomial_of(f, x, a, n) ** k, x, a, n),
    words="Raise the Taylor polynomial of {f} to the power {k}, and keep the powers up to degree {n}.",
    cost=1,
    mistakes=(
        Mistake("power-lost", lambda f, x, a, n: TaylorPolynomial(f, x, a, n), "The exponent {k} of the whole was forgotten."),
        Mistake(
            "factor",
            lambda f, k, x, a, n: k * TaylorPolynomial(f, x, a, n),
            "A power is not a multiple: multiply the polynomial with itself.",
        ),
    ),
)


# ---- into a known series ------------------------------------------------------------------------
def _split(f: Any, x: sp.Expr, about: sp.Rational) -> tuple[Any, Any, Any, Any] | None:
    """Return head, g with g → 0 at the point, a factor and a term: f = factor·F(g) + term, F with a known series."""
    if isinstance(f, sp.Pow) and (f.exp.has(x) or (f.exp.is_Integer and f.exp > 0)):
        return None
    head = sp.Pow if isinstance(f, sp.Pow) else type(f)
    if head not in COEFFICIENTS:
        return None
    at_point = taylor_terms(f.args[0], x, about, 0)
    if at_point is None:
        return None
    (value,) = at_point
    if head is sp.Pow:
        return head, sp.expand(f.base / value - 1), value**f.exp, sp.S.Zero
    if head is sp.log:
        return head, sp.expand(f.args[0] / value - 1), sp.S.One, sp.log(value)
    if head is sp.exp:
        return head, f.args[0] - value, sp.exp(value), sp.S.Zero
    return (head, f.args[0], sp.S.One, sp.S.Zero) if value == 0 else None


def _composition(goal: TaylorPolynomial, context: Any) -> Iterable[Bindings]:
    """Find a function with a known series at an expression whose own polynomial begins with a power of the distance."""
    f, x, about, degree = goal.args
    if taylor_terms(f, x, about, int(degree)) is None:
        return ()
    parts = _split(f, x, about)
    inner = None if parts is None else taylor_terms(parts[1], x, about, int(degree))
    if parts is None or inner is None:
        return ()
    head, g, factor, term = parts
    first = next((k for k, c in enumerate(inner) if c != 0), int(degree) + 1)
    if first == 0 or (isinstance(f, sp.Pow) and factor.has(sp.zoo, sp.nan)):
        return ()
    u = context.letter(f, x)
    coefficient = COEFFICIENTS[head](f.exp if isinstance(f, sp.Pow) else None)
    series = sp.Add(term, *[factor * coefficient(k) * u**k for k in range(int(degree) // first + 1)])
    return ({"f": f, "s": series, "u": u, "g": g, "x": x, "a": about, "n": degree},)


COMPOSITION = rule(
    id="taylor.composition",
    name="put into a known series",
    heads=tuple(COEFFICIENTS),
    when=_composition,
    left=lambda f, s, u, g, x, a, n: TaylorPolynomial(f, x, a, n),
    right=lambda s, u, g, x, a, n: Truncated(Term(At, (s, u, polynomial_of(g, x, a, n))), x, a, n),
    shows=lambda bindings, _values: {"u": bindings["g"]},
    words="The series in {u} is known: it begins with {s}. Put the Taylor polynomial of {g}, which is 0 at the point, in for {u}, "
    "and keep the powers up to degree {n}.",
    why="A function inside another whose series is known: put one into the other.",
    cost=1,
    samples=None,
    mistakes=(
        Mistake(
            "first-order",
            lambda s, u, g, x, a, n: TaylorPolynomial(_first_order(s, u, g), x, a, n),
            "Only the first power of the inner series was put in: its square and higher powers count too.",
        ),
        Mistake(
            "inner-only",
            lambda g, x, a, n: TaylorPolynomial(g, x, a, n),
            "That is the polynomial of the inner function: it still has to be put into the outer series.",
        ),
    ),
)


def _first_order(s: Term, u: Term, g: Term) -> sp.Expr:
    """Return a series in a letter up to its first power, with an expression in the letter's place."""
    series, letter, inner = (as_term(part).args[0] for part in (s, u, g))
    return series.coeff(letter, 0) + series.coeff(letter, 1) * inner


# ---- quotients ----------------------------------------------------------------------------------
def _quotient(goal: TaylorPolynomial, _context: object) -> Iterable[Bindings]:
    """Find a quotient whose denominator begins with the power m of the distance, and whose numerator cancels it."""
    f, x, about, degree = goal.args
    above, below = above_and_below(f)
    if not below.has(x) or taylor_terms(f, x, about, int(degree)) is None:
        return ()
    for m in range(_MOST_DEGREE - int(degree)):
        terms = taylor_terms(below, x, about, m)
        if terms is None:
            return ()
        if terms[m] != 0:
            return ({"f": above, "g": below, "m": sp.Integer(m), "x": x, "a": about, "n": degree},)
    return ()


QUOTIENT = rule(
    id="taylor.quotient",
    name="quotient of Taylor polynomials",
    heads=(sp.Mul, sp.Pow),
    when=_quotient,
    left=lambda f, g, m, x, a, n: TaylorPolynomial(f / g, x, a, n),
    right=lambda f, g, m, x, a, n: Truncated(
        Term(Quotient, (polynomial_of(f, x, a, _sum(n, m)), polynomial_of(g, x, a, _sum(n, m)))), x, a, n
    ),
    words="Take the Taylor polynomials of the numerator {f} and the denominator {g}, {m} degrees further than is asked, since the "
    "denominator begins with that power of the distance, and divide them.",
    why="Numerator and denominator have known polynomials: divide them.",
    cost=1,
    samples=None,
    mistakes=(
        Mistake("upside-down", lambda f, g, x, a, n: TaylorPolynomial(g / f, x, a, n), "The fraction was turned over."),
        Mistake("product", lambda f, g, x, a, n: TaylorPolynomial(f * g, x, a, n), "The polynomials are divided, not multiplied."),
    ),
)


def _sum(n: Term, m: Term) -> Any:
    return as_term(n).args[0] + as_term(m).args[0]


def _divided(goal: Truncated, _context: object) -> Iterator[Bindings]:
    """Divide polynomials in ascending powers of the distance."""
    f, x, about, degree = goal.args
    t = sp.Symbol("t_distance")
    above, below = sp.fraction(sp.together(f.xreplace({x: about + t})))
    if not below.has(t) or not (above.is_polynomial(t) and below.is_polynomial(t)):
        return
    top, bottom = ([*reversed(sp.Poly(part, t).all_coeffs())] for part in (above, below))
    start = next(k for k, c in enumerate(bottom) if c != 0)
    if any(top[:start]):
        return
    top, bottom = top[start:], bottom[start:]
    rest = [*top, *[sp.S.Zero] * (int(degree) + 1)][: int(degree) + 1]
    found = []
    for k in range(int(degree) + 1):
        c = sp.cancel(rest[k] / bottom[0])
        found.append(power_of_distance(c, x, about, k))
        for i, b in enumerate(bottom[: int(degree) + 1 - k]):
            rest[k + i] -= c * b
    yield {"f": f, "kept": sp.Add(*found), "x": x, "a": about, "n": degree}


DIVIDE = rule(
    id="taylor.divide",
    name="divided in ascending powers",
    goal=Truncated,
    when=_divided,
    left=lambda f, kept, x, a, n: Truncated(f, x, a, n),
    right=lambda kept: kept,
    words="Divide as with numbers, but begin with the lowest powers of the distance from {a}, until degree {n} is reached.",
    mistakes=(
        Mistake("lowest-only", lambda kept, x, a: Truncated(kept, x, a, 1), "The division has to go on until the degree that is asked."),
        Mistake(
            "sign",
            lambda kept, x: quote(as_term(kept).args[0].xreplace({as_term(x).args[0]: -as_term(x).args[0]})),
            "In each step a multiple of the denominator is subtracted: a sign was lost.",
        ),
    ),
)

COMPOSITION_RULES = (AS_QUOTIENT, POWER, COMPOSITION, QUOTIENT)
