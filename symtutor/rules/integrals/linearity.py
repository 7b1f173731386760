"""Integrals of sums and multiples, and other forms of the integrand: expanded, divided, collected."""

from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.forms import collected, divided_termwise, expanded, is_worth_expanding, multiplied_by_conjugate
from symtutor.algorithms.structure import depends, nodes, separated
from symtutor.goals.core import I, Integral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integrals.slips import first_term_divided, powers_of_terms, reciprocals_of_terms, written_wrongly
from symtutor.rules.integrals.table.entries import rewriting
from symtutor.term import total
from symtutor.textbook import summands

__all__ = ["INTEGRAL_FORMS", "INTEGRAL_LINEARITY"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _sum(goal: Integral, _context: object) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"terms": summands(expr), "x": x},)


def _constant_multiple(goal: Integral, _context: object) -> Iterable[Bindings]:
    expr, x = goal.args
    c, f = separated(expr, x)
    return () if c is sp.S.One else ({"c": c, "f": f, "x": x},)


def _expand(f: sp.Expr, x: sp.Symbol, _context: object) -> Iterator[sp.Expr]:
    if is_worth_expanding(f, x):
        yield expanded(f)


def _divide_termwise(f: sp.Expr, x: sp.Symbol, _context: object) -> Iterator[sp.Expr]:
    found = divided_termwise(f, x)
    if found is not None:
        yield found


def _collect(f: sp.Basic, x: sp.Symbol, _context: object) -> Iterator[sp.Basic]:
    found = collected(f, x)
    if found is not None:
        yield found


def _rationalize(f: sp.Expr, x: sp.Symbol, _context: object) -> Iterator[sp.Basic]:
    found = multiplied_by_conjugate(f, x)
    if found is not None:
        yield found


def _one_exponential(f: Any, x: sp.Expr, _context: object) -> Iterator[sp.Expr]:
    """Write powers and products of exponentials as one, and cosh ± sinh as e^x and e^(−x)."""
    table = {
        n: sp.exp(n.base.args[0] * n.exp)
        for n in nodes(f, x)
        if isinstance(n, sp.Pow) and isinstance(n.base, sp.exp) and not depends(n.exp, x)
    }
    for node in nodes(f, x):
        if isinstance(node, sp.Add) and len(node.args) == 2 and any(isinstance(a, sp.cosh) for a in sp.Add.make_args(node)):
            angle = next(a.args[0] for a in node.args if isinstance(a, sp.cosh))
            for sign in (1, -1):
                if node == sp.cosh(angle) + sign * sp.sinh(angle):
                    table[node] = sp.exp(sign * angle)
    if table:
        yield f.xreplace(table)
    factors = [a for a in sp.Mul.make_args(f) if isinstance(a, sp.exp)]
    if len(factors) > 1:
        yield sp.Mul(*(a for a in sp.Mul.make_args(f) if a not in factors)) * sp.exp(sp.Add(*(a.args[0] for a in factors)))


ONE_EXPONENTIAL = rewriting(
    "int.one_exponential",
    "written as one exponential",
    _one_exponential,
    "A power of e^u is an exponential again, the exponents of a product add up, and cosh u ± sinh u is e^(±u).",
    Mistake("kept", lambda f: f, "The integrand was copied and not integrated."),
    cost=1,
    commit=True,
    source="NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, eqs. 4.28.1, 4.28.2",
)

SUM = Rule(
    id="int.sum",
    name="sum rule",
    goal=Integral,
    heads=(sp.Add,),
    when=_sum,
    left=lambda terms, x: I(total(terms), x),
    right=lambda terms, x: total([I(t, x) for t in terms]),
    words="The integral of a sum is the sum of the integrals: integrate term by term.",
    why="A sum: integrate it term by term.",
    cost=0,
    minor=True,
    mistakes=(
        Mistake(
            "term-forgotten",
            lambda terms, x: total([I(t, x) for t in terms[:-1]]),
            "A term of the sum was left out: every term is integrated.",
        ),
        Mistake(
            "term-kept",
            lambda terms, x: total([*[I(t, x) for t in terms[:-1]], terms[-1]]),
            "One term was copied and not integrated: every term is integrated.",
        ),
        Mistake(
            "sign-of-a-term",
            lambda terms, x: total([*[I(t, x) for t in terms[:-1]], -I(terms[-1], x)]),
            "The sign of the last term was turned: the integral of a difference is the difference of the integrals.",
        ),
    ),
    source=f"{_STEWART}, sec. 5.2",
)

CONSTANT_MULTIPLE = Rule(
    id="int.constant_multiple",
    name="constant multiple rule",
    goal=Integral,
    heads=(sp.Mul,),
    when=_constant_multiple,
    left=lambda c, f, x: I(c * f, x),
    right=lambda c, f, x: c * I(f, x),
    words="The constant factor {c} stays in front of the integral.",
    cost=0,
    commit=True,
    minor=True,
    mistakes=(
        Mistake("dropped", lambda f, x: I(f, x), "The constant factor was lost: ∫ c·f dx = c·∫ f dx."),
        Mistake("integrated", lambda c, f, x: c * x * I(f, x), "The constant is not integrated, too: ∫ c·f dx = c·∫ f dx."),
        Mistake("divided", lambda c, f, x: I(f, x) / c, "The constant factor multiplies the integral."),
    ),
    source=f"{_STEWART}, sec. 5.2",
)

EXPAND = rewriting(
    "int.expand",
    "multiplied out",
    _expand,
    "Multiply out, so that each term can be integrated alone.",
    Mistake("product-of-integrals", lambda f, x: I(x, x) * I(f / x, x), "The integral of a product is not the product of the integrals."),
    Mistake(
        "power-of-a-sum",
        lambda f, x: I(written_wrongly(powers_of_terms)(f, x), x),
        "A power of a sum is not the sum of the powers: (a + b)² = a² + 2ab + b².",
    ),
    Mistake(
        "first-term-only",
        lambda f, x: I(written_wrongly(first_term_divided)(f, x), x),
        "Every term in the brackets gets the factor: a(b + c) = ab + ac.",
    ),
    why="Multiplied out, each term can be integrated alone.",
    heads=(sp.Mul, sp.Pow),
    source=f"{_STEWART}, sec. 5.4",
)

DIVIDE_TERMWISE = rewriting(
    "int.divide_termwise",
    "divided term by term",
    _divide_termwise,
    "Divide each term of the numerator by the denominator.",
    Mistake(
        "quotient-of-integrals", lambda f, x: I(f * x, x) / I(x, x), "The integral of a quotient is not the quotient of the integrals."
    ),
    Mistake(
        "first-term-only",
        lambda f, x: I(written_wrongly(first_term_divided)(f, x), x),
        "Every term of the numerator is divided: (a + b)/c = a/c + b/c.",
    ),
    why="Each term of the numerator can be divided alone.",
    heads=(sp.Mul,),
    source=f"{_STEWART}, sec. 5.4",
)

COLLECT = rewriting(
    "int.collect",
    "written as one fraction",
    _collect,
    "Bring the terms over one denominator and cancel what is common.",
    Mistake("kept", lambda f: f, "The integrand was copied and not integrated."),
    heads=(sp.Add, sp.Mul, sp.Pow),
    cost=2,
    source=f"{_STEWART}, sec. 7.5",
)

RATIONALIZE = rewriting(
    "int.rationalize",
    "multiplied by the conjugate",
    _rationalize,
    "Multiply above and below by the conjugate: the denominator loses its root.",
    Mistake("kept", lambda f: f, "The integrand was copied and not integrated."),
    Mistake("sum-of-reciprocals", lambda f, x: I(written_wrongly(reciprocals_of_terms)(f, x), x), "1/(a + b) is not 1/a + 1/b."),
    heads=(sp.Mul, sp.Pow),
    cost=2,
    source=f"{_STEWART}, sec. 7.5",
)

INTEGRAL_LINEARITY = (CONSTANT_MULTIPLE, SUM)
INTEGRAL_FORMS = (ONE_EXPONENTIAL, EXPAND, DIVIDE_TERMWISE, RATIONALIZE, COLLECT)
