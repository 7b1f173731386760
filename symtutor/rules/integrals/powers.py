"""Other forms of powers: roots of powers, grouped terms, hyperbolic functions as exponentials, absolute values as factors."""

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.powers import in_exponentials, with_half_argument, without_roots_of_powers
from symtutor.algorithms.integrands.products import grouped
from symtutor.algorithms.structure import depends, linear, nodes
from symtutor.goals.core import I, Integral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integrals.absolute import sign_taken_out
from symtutor.rules.integrals.table.entries import between, rewriting
from symtutor.rules.notation import absolute, sign

__all__ = ["ABSOLUTE_FACTORS", "POWER_FORMS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _roots(f: sp.Expr, x: sp.Symbol, _context: object) -> Iterator[sp.Basic]:
    yield without_roots_of_powers(f, x)


def _squares(f: sp.Expr, x: sp.Symbol, _context: object) -> Iterator[sp.Expr]:
    """Find a square under a root, beside a root of x itself: another letter for that would hide the sign."""
    found = without_roots_of_powers(f, x)
    if found.has(sp.Abs(x)) and any(isinstance(n, sp.Pow) and n.base == x and n.exp.is_Rational and n.exp.q % 2 == 0 for n in nodes(f, x)):
        yield found


def _exponentials(f: sp.Expr, x: sp.Symbol, _context: object) -> Iterator[sp.Expr]:
    found = in_exponentials(f, x)
    if found is not None:
        yield found


def _half(f: sp.Expr, x: sp.Symbol, _context: object) -> Iterator[sp.Expr]:
    yield with_half_argument(f, x)


def _grouped(f: sp.Expr, x: sp.Symbol, _context: object) -> Iterator[sp.Expr]:
    found = grouped(f, x)
    if found is not None:
        yield found


ROOT_OF_SQUARE = rewriting(
    "int.root_of_square",
    "root of a power",
    _squares,
    "Take the square out of the root: the root of u² is the absolute value of u.",
    Mistake("kept", lambda f: f, "The integrand was copied and not integrated."),
    cost=1,
    commit=True,
    heads=(sp.Mul,),
    source=f"{_STEWART}, appendix A",
)
ROOT_OF_POWER = rewriting(
    "int.root_of_power",
    "root of a power",
    _roots,
    "Take out of the root what is a square: the root of u² is the absolute value of u.",
    Mistake("bars-forgotten", lambda x: x**2 / 2, "The root of x² is |x|, not x."),
    Mistake("kept", lambda f: f, "The integrand was copied and not integrated."),
    cost=1,
    heads=(sp.Mul, sp.Pow),
    source=f"{_STEWART}, appendix A",
)
IN_EXPONENTIALS = rewriting(
    "int.in_exponentials",
    "written in exponentials",
    _exponentials,
    "Write sinh u as (e^u − e^(−u))/2 and cosh u as (e^u + e^(−u))/2.",
    Mistake("half-lost", lambda g, x: 2 * I(g, x), "The factor 1/2 is missing: cosh u = (e^u + e^(−u))/2."),
    cost=3,
    heads=(sp.Mul, sp.Pow, sp.sinh, sp.cosh),
    source=f"{_STEWART}, sec. 3.11",
)
HALF_COSH = rewriting(
    "int.half_cosh",
    "half-argument formula",
    _half,
    "Use 1 + cosh a = 2 cosh²(a/2), which is positive: its root has no bars.",
    Mistake("two-lost", lambda g, x: I(g, x) / 2, "The factor 2 is missing: 1 + cosh a = 2 cosh²(a/2)."),
    cost=2,
    heads=(sp.Mul, sp.Pow),
    source="NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, eq. 4.35.22",
)
GROUPED = rewriting(
    "int.grouped",
    "terms with a common factor together",
    _grouped,
    "Take terms with a common factor together: what stands before it may be the derivative of what is inside.",
    Mistake("kept", lambda f: f, "The integrand was copied and not integrated."),
    cost=1,
    heads=(sp.Add,),
    source=f"{_STEWART}, sec. 5.5",
)


def _absolute_factor(goal: Integral, context: Any) -> Iterator[Bindings]:
    """Find |g|^n, n odd and positive, g linear, beside a function whose antiderivative is finite at the zero of g."""
    f, x = goal.args
    for factor in sp.Mul.make_args(f):
        base, n = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if not (isinstance(base, sp.Abs) and n.is_Integer and n % 2 and n > 0):
            continue
        shape = linear(base.args[0], x)
        h = f / factor
        if shape is None or not depends(h, x):
            continue
        place = -shape[1] / shape[0]
        found = context.value(I(base.args[0] ** n * h, x))
        if found is not None and found.xreplace({x: place}).is_finite:
            yield {"g": base.args[0], "n": n, "h": h, "place": place, "x": x}


ABSOLUTE_FACTOR = Rule(
    id="int.absolute_factor",
    name="on both sides of the kink",
    goal=Integral,
    heads=(sp.Mul,),
    when=_absolute_factor,
    left=lambda g, n, h, place, x: I(absolute(g) ** n * h, x),
    right=lambda g, n, h, place, x: sign(g) * between(I(g**n * h, x), x, place, x),
    words="Where {g} is positive the bars can be dropped, where it is negative the sign turns; "
    "the antiderivative that is 0 at {x} = {place} joins both sides without a jump.",
    cost=3,
    mistakes=(
        Mistake("bars-dropped", lambda g, n, h, x: I(g**n * h, x), "Where the expression is negative, dropping the bars turns the sign."),
        Mistake(
            "bars-kept",
            lambda g, n, h, x: absolute(g) ** n * I(h, x),
            "The absolute value is no constant factor: only its sign is one, on each side of the kink.",
        ),
    ),
    source="M. Spivak, Calculus, 4th ed., Publish or Perish, 2008, ch. 13, problems",
)


def _without_zero(goal: Integral, _context: Any) -> Iterator[Bindings]:
    """Find |g|^n, n odd and positive, where g has no zero inside the domain: a secant, or a linear g with a pole there beside it."""
    f, x = goal.args
    for factor in sp.Mul.make_args(f):
        base, n = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if not (isinstance(base, sp.Abs) and n.is_Integer and n % 2 and n > 0):
            continue
        g, h = base.args[0], f / factor
        shape = linear(g, x)
        if isinstance(g, sp.sec | sp.csc) or (shape is not None and h.xreplace({x: -shape[1] / shape[0]}).is_finite is False):
            yield {"g": g, "n": n, "h": h, "x": x}


SIGN_KEPT = sign_taken_out(
    "int.sign_kept",
    _without_zero,
    "{g} has no zero inside the domain, so that on each interval its sign is a constant factor.",
    heads=(sp.Mul, sp.Pow, sp.Abs),
)

POWER_FORMS = (ROOT_OF_SQUARE, ROOT_OF_POWER, HALF_COSH, GROUPED, IN_EXPONENTIALS)
ABSOLUTE_FACTORS = (SIGN_KEPT, ABSOLUTE_FACTOR)
