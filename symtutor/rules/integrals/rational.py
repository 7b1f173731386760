"""Rational functions: division, partial fractions, quadratics, repeated factors, factors with roots in them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.derivatives import factored
from symtutor.algorithms.integrands.real_factors import binomial_fractions, quartic_fractions, trinomial_fractions
from symtutor.algorithms.polynomials import fraction, partial_fractions, quotient_and_rest, square_free_split
from symtutor.algorithms.structure import (
    coefficients,
    depends,
    from_coefficients,
    is_positive,
    likely_positive,
    linear,
    nodes,
    separated,
    square_root,
)
from symtutor.goals.core import I, Integral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integrals.slips import unit_fractions, whole_part, written_wrongly
from symtutor.rules.integrals.table.entries import positive, rewriting, substituting
from symtutor.rules.integrals.table.quadratics import QUADRATIC_POWERS
from symtutor.rules.notation import absolute, at, atan, log
from symtutor.term import Quotient, Term, quote
from symtutor.textbook import summands

__all__ = ["RATIONAL_RULES"]

rule = partial(Rule, goal=Integral, heads=(sp.Mul, sp.Pow))

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 7.4"
_GRADSHTEYN = "I. S. Gradshteyn and I. M. Ryzhik, Table of Integrals, Series, and Products, 8th ed., Academic Press, 2015, sec. 2.1"
_KEPT = Mistake("kept", lambda f: f, "The integrand was copied and not integrated.")


def _quadratic_below(f: Any, x: Any) -> Any:
    """Return (numerator, quadratic, power) coefficients for (A·x + B)/Q^n, else None."""
    c, rest = separated(f, x)
    above: tuple[Any, ...] = (c,)
    below = None
    for factor in sp.Mul.make_args(rest):
        base, n = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        found = None if depends(n, x) else coefficients(base, x)
        if found is None:
            return None
        if n == 1 and len(found) == 2 and len(above) == 1:
            above = (c * found[0], c * found[1])
        elif len(found) == 3 and n.is_Rational and n < 0 and below is None:
            below = (base, found, -n)
        else:
            return None
    return None if below is None else (above, *below)


def _has_rational_roots(quadratic: tuple[sp.Expr, ...], power: sp.Expr) -> bool:
    """Tell whether a quadratic has two rational roots, so that a fraction over it is split by its factors."""
    if power != 1 or not all(c.is_Rational for c in quadratic):
        return False
    c, b, a = quadratic
    return b**2 > 4 * a * c and bool(sp.sqrt(b**2 - 4 * a * c).is_Rational)


def _split_numerator(f: sp.Expr, x: sp.Symbol, _context: object) -> Iterator[sp.Expr]:
    found = _quadratic_below(f, x)
    if found is None or len(found[0]) != 2 or _has_rational_roots(found[2], found[3]):
        return
    (b0, a1), base, q, n = found
    slope = a1 / (2 * q[2])
    rest = sp.cancel(b0 - slope * q[1]) if (b0 - slope * q[1]).free_symbols else sp.expand(b0 - slope * q[1])
    if rest != 0:
        yield slope * from_coefficients((q[1], 2 * q[2]), x) / base**n + rest / base**n


SPLIT_NUMERATOR = rewriting(
    "int.split_numerator",
    "numerator split",
    _split_numerator,
    "Split the numerator into a multiple of the derivative of the denominator and a constant: "
    "the first part gives a logarithm, the second an arctangent.",
    Mistake(
        "rest-lost",
        lambda g, x: I(written_wrongly(lambda h, v: sp.Add(*[t for t in h.args if depends(sp.fraction(t)[0], v)]))(g, x), x),
        "The constant that is left of the numerator has an integral of its own.",
    ),
    Mistake(
        "logarithm-of-the-denominator",
        lambda f, x: written_wrongly(lambda h, _v: sp.fraction(h)[0] * sp.log(sp.Abs(sp.fraction(h)[1])))(f, x),
        "The numerator is no constant factor of a logarithm: split it first.",
    ),
    commit=True,
    why="The denominator has no real factors: split the numerator into its derivative, for a logarithm, and a number, for an arctangent.",
    heads=(sp.Mul,),
    source=_STEWART,
)


def _complete_square(f: Any, x: Any, context: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Find a quadratic a·x² + b·x + c with b ≠ 0 in a power, x elsewhere only in polynomials."""
    quadratics = []
    for node in nodes(f, x):
        if isinstance(node, sp.Pow) and not depends(node.exp, x):
            found = coefficients(node.base, x)
            if found is None:
                return
            if len(found) == 3 and found[1] != 0 and isinstance(node.base, sp.Add) and not (node.exp.is_Integer and node.exp > 0):
                quadratics.append((node.base, found))
        elif not isinstance(node, sp.Add | sp.Mul | sp.Symbol):
            return
    below = {n.base for n in nodes(f, x) if isinstance(n, sp.Pow) and n.exp.is_Integer and n.exp < 0 and depends(n.base, x)}
    if not quadratics or (len(below) > 1 and fraction(f, x) is not None):
        return
    base, (c, b, a) = quadratics[0]
    plain = _quadratic_below(f, x)
    if plain is not None and _has_rational_roots(plain[2], plain[3]):
        return
    u = context.letter(f, x)
    shift = b / (2 * a)
    constant = c - b**2 / (4 * a)
    square = a * u**2 + (sp.expand(constant) if not constant.free_symbols else sp.factor(sp.together(constant)))
    h = f.xreplace({base: square}).xreplace({x: u - shift})
    if square != a * u**2:
        yield h, u, x + shift


COMPLETE_SQUARE = substituting(
    "int.complete_square",
    "completing the square",
    _complete_square,
    "Complete the square: with {u} = {inner} the quadratic has no linear term.",
    Mistake("constant-kept", lambda h, u, x: at(I(h, u), u, x), "The square was completed, but the shift was not put back."),
    why="A quadratic with a linear term: complete the square.",
    cost=2,
    heads=(sp.Mul, sp.Pow),
    source=_STEWART,
)


def _perfect_square(f: Any, x: Any, _context: Any) -> Iterator[Any]:
    """Write a quadratic with a double root as a square."""
    for node in nodes(f, x):
        if isinstance(node, sp.Pow) and isinstance(node.base, sp.Add) and node.exp.is_Integer:
            found = coefficients(node.base, x)
            if found is not None and len(found) == 3 and sp.expand(found[1] ** 2 - 4 * found[0] * found[2]) == 0:
                yield f.xreplace({node: (found[2] * (x + found[1] / (2 * found[2])) ** 2) ** node.exp})


PERFECT_SQUARE = rewriting(
    "int.perfect_square",
    "a perfect square",
    _perfect_square,
    "The quadratic is a perfect square.",
    _KEPT,
    commit=True,
    heads=(sp.Mul, sp.Pow),
    cost=1,
    source=_STEWART,
)


def _divide(f: Any, x: Any, _context: Any) -> Iterator[Any]:
    found = fraction(f, x)
    if found is None or not found.denominators:
        return
    below = found.denominator()
    if found.numerator.degree() < below.degree():
        return
    whole, rest = quotient_and_rest(found)
    shown = sp.Mul(*[p.as_expr() ** -k for p, k in found.denominators])
    yield whole + factored(rest.as_expr(), x) * shown


DIVIDE = rewriting(
    "int.divide",
    "polynomial division",
    _divide,
    "The numerator is not of lower degree than the denominator: divide first.",
    Mistake("rest-lost", lambda g, x: I(written_wrongly(whole_part)(g, x), x), "The remainder of the division still has to be integrated."),
    Mistake(
        "quotient-of-integrals", lambda f, x: I(f * x, x) / I(x, x), "The integral of a quotient is not the quotient of the integrals."
    ),
    why="The degree above is not lower than that below: divide first.",
    commit=True,
    heads=(sp.Mul, sp.Pow),
    source=_STEWART,
)


def _partial(f: Any, x: sp.Basic, _context: Any) -> Iterator[sp.Basic]:
    found = fraction(f, x)
    if found is None or not found.denominators:
        return
    if any(p.degree() > 2 for p, _ in found.denominators) and _real_terms(f, x) is not None:
        return
    if any(p.degree() > 2 and k > 1 for p, k in found.denominators):
        return  # a repeated cubic is for Ostrogradsky's method
    terms = partial_fractions(found, x)
    if len(terms) > 1 or _is_hidden_power(f, x, found.denominators):
        yield sp.Add(*terms)


def _is_hidden_power(f: sp.Pow, x: Any, denominators: Any) -> bool:
    """Tell whether a denominator is a power of one factor and not written so, as x³ + 3x² + 3x + 1."""
    (factor, k), *others = denominators
    powers = [n for n in nodes(f, x) if isinstance(n, sp.Pow) and n.exp.is_Integer and n.exp < 0]
    return not others and k > 2 and all(len(coefficients(n.base, x) or ()) - 1 > factor.degree() for n in powers)


def _factors_and_numerators(bindings: Bindings, _values: tuple[Any, ...]) -> dict[str, Any]:
    """Return the equation for the numbers A, B ... above the factors, and how they are found from it."""
    f, g, x = (bindings[key] for key in ("f", "g", "x"))
    parts = []
    for term in summands(g):
        above, below = sp.fraction(sp.together(term))
        content, factor = sp.factor_list(below)
        parts.append((sp.cancel(above / content), tuple(factor)))
    degrees = {p: max(k for _, factor in parts for q, k in factor if q == p) for _, factor in parts for p, _ in factor}
    if len(parts) > _MANY_PARTS or any(depends(above, x) for above, _ in parts) or sp.S(f).free_symbols != {x}:
        return {}
    letters = [sp.Symbol(name) for name in "ABDE" if name != str(x)][: len(parts)]
    whole = sp.Mul(*[p**k for p, k in degrees.items()])
    cofactors = [sp.Mul(*[p ** (k - dict(factor).get(p, 0)) for p, k in degrees.items()]) for _, factor in parts]
    total = Term(sp.Add, tuple(quote(A) if c == 1 else Term(sp.Mul, (quote(A), quote(c))) for A, c in zip(letters, cofactors, strict=True)))
    numerator = sp.expand(sp.cancel(f * whole))
    values = [sp.Eq(A, above, evaluate=False) for A, (above, _) in zip(letters, parts, strict=True)]
    roots = [linear(factor[0][0], x) if len(factor) == 1 and factor[0][1] == 1 else None for _, factor in parts]
    if all(root is not None for root in roots) and len(degrees) == len(parts):
        places = [sp.Eq(x, -b / a, evaluate=False) for a, b in roots]  # type: ignore[misc]
        found = "; ".join("{} gives {}" for _ in parts)
        pieces = [piece for pair in zip(places, values, strict=True) for piece in pair]
    else:
        found, pieces = "comparing coefficients, " + ", ".join("{}" for _ in parts), values
    ansatz = Term(
        sp.Add,
        tuple(Term(Quotient, (quote(A), quote(sp.Mul(*[p**k for p, k in factor])))) for A, (_, factor) in zip(letters, parts, strict=True)),
    )
    return {f"{{}} with {{}}; {found}": (ansatz, Term(sp.Eq, (quote(numerator), total)), *map(_written_equation, pieces))}


def _written_equation(equation: Any) -> Term:
    return Term(sp.Eq, tuple(map(quote, equation.args)))


_MANY_PARTS = 4


PARTIAL_FRACTIONS = rewriting(
    "int.partial_fractions",
    "partial fractions",
    _partial,
    "Factor the denominator and write the fraction as a sum of partial fractions, one for each power of each factor.",
    Mistake(
        "factors-integrated",
        lambda f: log(absolute(1 / f)),
        "A logarithm of the whole denominator needs its derivative above: split into partial fractions.",
    ),
    Mistake(
        "numerators-one",
        lambda g, x: I(written_wrongly(unit_fractions)(g, x), x),
        "The numerators of the partial fractions are not all 1: find them by comparing coefficients.",
    ),
    why="A fraction of polynomials whose denominator has factors: split it into partial fractions.",
    cost=4,
    commit=True,
    heads=(sp.Mul, sp.Pow),
    source=_STEWART,
)


PARTIAL_FRACTIONS = replace(PARTIAL_FRACTIONS, shows=_factors_and_numerators)


def _real_terms(f: Any, x: Any) -> tuple[Any, Any] | None:
    """Return (terms, what must be positive) for a proper fraction over a denominator whose real factors are known."""
    found = fraction(f, x)
    if found is None:
        return None
    below = found.denominator()
    if below.degree() < 3 or found.numerator.degree() >= below.degree() or any(k > 1 for _, k in found.denominators):
        return None
    above, under = (tuple(reversed(p.all_coeffs())) for p in (found.numerator, below))
    for split in (quartic_fractions, binomial_fractions, trinomial_fractions):
        terms = split(above, under, x)
        if terms is not None:
            return sp.Add(*terms), under[0] if likely_positive(under[0]) else -under[0]
    return None


def _real_factors(goal: Integral, _context: object) -> Iterator[Bindings]:
    f, x = goal.args
    found = _real_terms(f, x)
    if found is not None:
        yield {"f": f, "g": found[0], "size": found[1], "x": x}


REAL_FACTORS = rule(
    id="int.real_factors",
    name="partial fractions over real quadratic factors",
    when=_real_factors,
    left=lambda f, g, size, x: I(f, x),
    right=lambda g, x: I(g, x),
    words="The denominator has no rational factors, but over the real numbers it is a product of quadratics: partial fractions over these.",
    holds=lambda size: positive(*([size] if size.free_symbols else [])),
    cost=5,
    commit=True,
    mistakes=(Mistake("kept", lambda f: f, "The integrand was copied and not integrated."),),
    source=f"{_GRADSHTEYN}32 ff.",
)


def _ostrogradsky(goal: Integral, _context: object) -> Iterable[Bindings]:
    f, x = goal.args
    found = fraction(f, x)
    split = None if found is None else square_free_split(found, x)
    if split is None:
        return ()
    first, rest = (sp.factor_terms(part) for part in split)
    return ({"f": f, "first": first, "rest": rest, "x": x},)


OSTROGRADSKY = rule(
    id="int.ostrogradsky",
    name="Ostrogradsky's method",
    when=_ostrogradsky,
    left=lambda f, first, rest, x: I(f, x),
    right=lambda first, rest, x: first + I(rest, x),
    words="Repeated factors: the rational part {first} of the integral is found by undetermined coefficients; "
    "what is left has simple factors.",
    cost=5,
    mistakes=(Mistake("rest-lost", lambda first: first, "The part with simple factors is missing."),),
    source="M. V. Ostrogradsky, 1845; G. M. Fichtenholz, Differential- und Integralrechnung II, no. 276",
)


def _linear_over_quadratic(goal: Integral, _context: object) -> Iterator[Bindings]:
    f, x = goal.args
    found = _quadratic_below(f, x)
    if found is None or found[3] != 1:
        return
    above, _, (c, b, a), _ = found
    if b == 0:
        return
    delta = sp.expand(4 * a * c - b**2)
    if all(v.is_Rational for v in (a, b, c)) or is_positive(delta) is False or linear(f, x):
        return
    yield {
        "A": above[1] if len(above) == 2 else sp.S.Zero,
        "B": above[0],
        "a": a,
        "b": b,
        "c": c,
        "d": square_root(delta),
        "delta": delta,
        "x": x,
    }


LINEAR_OVER_QUADRATIC = rule(
    id="int.linear_over_quadratic",
    name="integral of (Ax + B)/(ax² + bx + c)",
    when=_linear_over_quadratic,
    left=lambda A, B, a, b, c, d, delta, x: I((A * x + B) / (a * x**2 + b * x + c), x),
    right=lambda A, B, a, b, c, d, x: (
        A / (2 * a) * log(absolute(a * x**2 + b * x + c)) + (2 * a * B - A * b) / (a * d) * atan((2 * a * x + b) / d)
    ),
    words="A linear function over a quadratic without real roots: split off the derivative of the quadratic and complete the square.",
    holds=lambda delta: positive(delta),
    cost=3,
    mistakes=(
        Mistake(
            "logarithm-only",
            lambda A, a, b, c, x: A / (2 * a) * log(absolute(a * x**2 + b * x + c)),
            "The constant that is left of the numerator gives an arctangent.",
        ),
        Mistake(
            "arctangent-only",
            lambda A, B, a, b, d, x: (2 * a * B - A * b) / (a * d) * atan((2 * a * x + b) / d),
            "The part of the numerator that is the derivative of the denominator gives a logarithm.",
        ),
    ),
    source=f"{_GRADSHTEYN.removesuffix('sec. 2.1')}eq. 2.172",
)

RATIONAL_RULES = (
    PERFECT_SQUARE,
    DIVIDE,
    LINEAR_OVER_QUADRATIC,
    SPLIT_NUMERATOR,
    COMPLETE_SQUARE,
    *QUADRATIC_POWERS,
    PARTIAL_FRACTIONS,
    REAL_FACTORS,
    OSTROGRADSKY,
)
