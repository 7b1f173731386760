"""Rational functions: division, partial fractions, quadratics, repeated factors, factors with roots in them."""

from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.polynomials import fraction, partial_fractions, quotient_and_rest, square_free_split
from symtutor.algorithms.real_factors import binomial_fractions, quartic_fractions, trinomial_fractions
from symtutor.algorithms.slopes import factored
from symtutor.algorithms.structure import coefficients, depends, from_coefficients, is_positive, linear, nodes, separated, square_root
from symtutor.goals import I, Integral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integration_entries import rewriting, substituting
from symtutor.rules.notation import absolute, at, atan, log

__all__ = ["QUADRATIC_TABLE", "RATIONAL_RULES"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 7.4"
_GRADSHTEYN = "I. S. Gradshteyn and I. M. Ryzhik, Table of Integrals, Series, and Products, 8th ed., Academic Press, 2015, sec. 2.1"
_KEPT = Mistake("kept", lambda f, g, x: f, "The integrand was copied and not integrated.", "1/(x**2 - 1)")


def _one_over_square(goal: Integral) -> Any:
    """Return (a, b, n) for (a + b·x²)^(−n), else None."""
    f, x = goal.args
    found = coefficients(f.base, x) if not depends(f.exp, x) else None
    if found is None or len(found) != 3 or found[1] != 0 or found[0] == 0:
        return None
    return found[0], found[2], -f.exp


def _arctangent(goal: Integral, _context: Any) -> Iterator[Bindings]:
    found = _one_over_square(goal)
    if found is not None and found[2] == 1:
        a, b, _ = found
        sign = is_positive(a / b)
        if sign is not False:
            # 1/(r·s)·arctan(s·x/r) with r² = a, s² = b: the signs of r and s do not matter
            flip = -1 if is_positive(a) is False else 1
            yield {"a": a, "b": b, "r": square_root(flip * a), "s": square_root(flip * b), "sign": sp.Integer(flip), "x": goal.args[1]}


def _difference_of_squares(goal: Integral, _context: Any) -> Iterator[Bindings]:
    found = _one_over_square(goal)
    if found is not None and found[2] == 1:
        a, b, _ = found
        if is_positive(a / b) is not True:
            flip = -1 if is_positive(a) is False or is_positive(b) is True else 1
            yield {"a": a, "b": b, "r": square_root(flip * a), "s": square_root(-flip * b), "sign": sp.Integer(flip), "x": goal.args[1]}


ARCTANGENT = Rule(
    id="int.arctan",
    name="integral of 1/(a + bx²)",
    goal=Integral,
    heads=(sp.Pow,),
    when=_arctangent,
    left=lambda a, b, r, s, sign, x: I(1 / (a + b * x**2), x),
    right=lambda a, b, r, s, sign, x: sign * atan(s * x / r) / (r * s),
    words="A square plus a positive number below: the integral is an arctangent.",
    holds=lambda a, b, r, s, sign, x: (a * b > 0,),
    commit=False,
    mistakes=(
        Mistake(
            "logarithm",
            lambda a, b, r, s, sign, x: log(absolute(a + b * x**2)),
            "There is no 2x above: this is an arctangent, not a logarithm.",
            "1/(x**2 + 4)",
        ),
        Mistake(
            "factor-lost",
            lambda a, b, r, s, sign, x: atan(s * x / r),
            "The factor 1/a is missing: ∫ dx/(a² + x²) = arctan(x/a)/a.",
            "1/(x**2 + 4)",
        ),
        Mistake("no-inner-factor", lambda a, b, r, s, sign, x: atan(x) / (r * s), "The argument of the arctangent is x/a.", "1/(x**2 + 4)"),
    ),
    source=_STEWART,
)

DIFFERENCE_OF_SQUARES = Rule(
    id="int.artanh",
    name="integral of 1/(a² − x²)",
    goal=Integral,
    heads=(sp.Pow,),
    when=_difference_of_squares,
    left=lambda a, b, r, s, sign, x: I(1 / (a + b * x**2), x),
    right=lambda a, b, r, s, sign, x: sign * log(absolute((s * x + r) / (s * x - r))) / (2 * r * s),
    words="A difference of squares below: two partial fractions that give one logarithm of a quotient.",
    holds=lambda a, b, r, s, sign, x: (a * b < 0,),
    cost=2,
    mistakes=(
        Mistake(
            "arctangent",
            lambda a, b, r, s, sign, x: atan(s * x / r) / (r * s),
            "With a minus it is a logarithm: the arctangent belongs to a sum of squares.",
            "1/(x**2 - 4)",
        ),
        Mistake(
            "inverted",
            lambda a, b, r, s, sign, x: sign * log(absolute((s * x - r) / (s * x + r))) / (2 * r * s),
            "The quotient is upside down, which turns the sign.",
            "1/(x**2 - 4)",
        ),
    ),
    source=_STEWART,
)


def _reduction(goal: Integral, _context: Any) -> Iterator[Bindings]:
    found = _one_over_square(goal)
    if found is not None:
        a, b, n = found
        if n.is_Rational and n > 1:
            yield {"a": a, "b": b, "n": n, "x": goal.args[1]}


REDUCTION = Rule(
    id="int.reduce_quadratic",
    name="reduction formula",
    goal=Integral,
    heads=(sp.Pow,),
    when=_reduction,
    left=lambda a, b, n, x: I((a + b * x**2) ** (-n), x),
    right=lambda a, b, n, x: (
        x / (2 * a * (n - 1) * (a + b * x**2) ** (n - 1)) + (2 * n - 3) / (2 * a * (n - 1)) * I((a + b * x**2) ** (1 - n), x)
    ),
    words="A power of a quadratic below: integration by parts lowers the exponent by one.",
    cost=3,
    mistakes=(
        Mistake(
            "power-rule",
            lambda a, b, n, x: (a + b * x**2) ** (1 - n) / (1 - n),
            "The power rule needs the derivative of the inside as a factor.",
            "1/(x**2 + 1)**2",
        ),
    ),
    source=f"{_GRADSHTEYN.removesuffix('sec. 2.1')}eq. 2.103",
)


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


def _split_numerator(f: Any, x: Any, _context: Any) -> Iterator[Any]:
    found = _quadratic_below(f, x)
    if found is None or len(found[0]) != 2:
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
    "Split the numerator into a multiple of the derivative of the denominator and a constant: the first part gives a logarithm, the second an arctangent.",
    Mistake(
        "rest-lost",
        lambda f, g, x: 0 * f,
        "The constant that is left of the numerator has an integral of its own.",
        "(x + 3)/(x**2 + 2*x + 2)",
    ),
    commit=True,
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
    Mistake(
        "constant-kept",
        lambda f, h, u, inner, x: at(I(h, u), u, x),
        "The square was completed, but the shift was not put back.",
        "1/(x**2 + 2*x + 2)",
    ),
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
    Mistake("rest-lost", lambda f, g, x: 0 * f, "The remainder of the division still has to be integrated.", "x**2/(x + 1)"),
    commit=True,
    heads=(sp.Mul, sp.Pow),
    source=_STEWART,
)


def _partial(f: Any, x: Any, _context: Any) -> Iterator[Any]:
    found = fraction(f, x)
    if found is None or not found.denominators:
        return
    terms = partial_fractions(found, x)
    if len(terms) > 1:
        yield sp.Add(*terms)


PARTIAL_FRACTIONS = rewriting(
    "int.partial_fractions",
    "partial fractions",
    _partial,
    "Factor the denominator and write the fraction as a sum of partial fractions, one for each power of each factor.",
    Mistake(
        "factors-integrated",
        lambda f, g, x: log(absolute(1 / f)),
        "A logarithm of the whole denominator needs its derivative above: split into partial fractions.",
        "1/(x**2 - 1)",
    ),
    cost=4,
    commit=True,
    heads=(sp.Mul, sp.Pow),
    source=_STEWART,
)


def _real_factors(f: Any, x: Any, _context: Any) -> Iterator[Any]:
    found = fraction(f, x)
    if found is None:
        return
    below = found.denominator()
    if below.degree() < 3 or found.numerator.degree() >= below.degree() or any(k > 1 for _, k in found.denominators):
        return
    above, under = (tuple(reversed(p.all_coeffs())) for p in (found.numerator, below))
    for split in (quartic_fractions, binomial_fractions, trinomial_fractions):
        terms = split(above, under, x)
        if terms is not None:
            yield sp.Add(*terms)
            return


REAL_FACTORS = rewriting(
    "int.real_factors",
    "partial fractions over real quadratic factors",
    _real_factors,
    "The denominator has no rational factors, but over the real numbers it is a product of quadratics: partial fractions over these.",
    _KEPT,
    cost=5,
    commit=True,
    heads=(sp.Mul, sp.Pow),
    source=f"{_GRADSHTEYN}32 ff.",
)


def _ostrogradsky(goal: Integral, _context: Any) -> Iterable[Bindings]:
    f, x = goal.args
    found = fraction(f, x)
    split = None if found is None else square_free_split(found, x)
    if split is None:
        return ()
    first, rest = (sp.factor_terms(part) for part in split)
    return ({"f": f, "first": first, "rest": rest, "x": x},)


OSTROGRADSKY = Rule(
    id="int.ostrogradsky",
    name="Ostrogradsky's method",
    goal=Integral,
    heads=(sp.Mul, sp.Pow),
    when=_ostrogradsky,
    left=lambda f, first, rest, x: I(f, x),
    right=lambda f, first, rest, x: first + I(rest, x),
    words="Repeated quadratic factors: the rational part {first} of the integral is found by undetermined coefficients; what is left has simple factors.",
    cost=5,
    mistakes=(Mistake("rest-lost", lambda f, first, rest, x: first, "The part with simple factors is missing.", "1/(x**2 + 1)**2"),),
    source="M. V. Ostrogradsky, 1845; G. M. Fichtenholz, Differential- und Integralrechnung II, no. 276",
)


def _linear_over_quadratic(goal: Integral, _context: Any) -> Iterator[Bindings]:
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


LINEAR_OVER_QUADRATIC = Rule(
    id="int.linear_over_quadratic",
    name="integral of (Ax + B)/(ax² + bx + c)",
    goal=Integral,
    heads=(sp.Mul, sp.Pow),
    when=_linear_over_quadratic,
    left=lambda A, B, a, b, c, d, delta, x: I((A * x + B) / (a * x**2 + b * x + c), x),
    right=lambda A, B, a, b, c, d, delta, x: (
        A / (2 * a) * log(absolute(a * x**2 + b * x + c)) + (2 * a * B - A * b) / (a * d) * atan((2 * a * x + b) / d)
    ),
    words="A linear function over a quadratic without real roots: split off the derivative of the quadratic and complete the square.",
    holds=lambda A, B, a, b, c, d, delta, x: (delta > 0,),
    cost=3,
    mistakes=(
        Mistake(
            "logarithm-only",
            lambda A, B, a, b, c, d, delta, x: A / (2 * a) * log(absolute(a * x**2 + b * x + c)),
            "The constant that is left of the numerator gives an arctangent.",
            "(x + 3)/(x**2 + 2*x + 2)",
        ),
    ),
    source=f"{_GRADSHTEYN.removesuffix('sec. 2.1')}eq. 2.172",
)

QUADRATIC_TABLE = (ARCTANGENT, DIFFERENCE_OF_SQUARES)
RATIONAL_RULES = (
    PERFECT_SQUARE,
    DIVIDE,
    LINEAR_OVER_QUADRATIC,
    SPLIT_NUMERATOR,
    COMPLETE_SQUARE,
    REDUCTION,
    PARTIAL_FRACTIONS,
    REAL_FACTORS,
    OSTROGRADSKY,
)
