"""Roots of a quadratic: the table, the form of the answer, poles beside the root."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.radicals import as_radical, root_part
from symtutor.algorithms.polynomials import fraction
from symtutor.algorithms.structure import coefficients, is_positive, likely_positive, linear, separated, square_root
from symtutor.context import Context
from symtutor.goals.core import I, Integral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integrals.table.entries import positive, rewriting
from symtutor.rules.notation import absolute, asin, atan, log, sqrt

__all__ = ["RADICAL_RULES", "RADICAL_TABLE"]

rule = partial(Rule, goal=Integral, heads=(sp.Pow,))

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_PISKUNOV = "N. Piskunov, Differential and Integral Calculus, Mir, 1974, ch. X"
_GRADSHTEYN = "I. S. Gradshteyn and I. M. Ryzhik, Table of Integrals, Series, and Products, 8th ed., Academic Press, 2015"


def _inverse_root(goal: Integral) -> Any:
    """Return (p, q) for 1/√(p + q·x²), else None."""
    f, x = goal.args
    if f.exp != -sp.S.Half:
        return None
    found = coefficients(f.base, x)
    return None if found is None or len(found) != 3 or found[1] != 0 or found[0] == 0 else (found[0], found[2])


def _arcsine(goal: Integral, _context: Any) -> Iterator[Bindings]:
    found = _inverse_root(goal)
    if found is not None and likely_positive(found[1]) is not True and likely_positive(found[0]) is not False:
        p, q = found
        r = square_root(p)
        yield {"p": p, "q": q, "r": r if is_positive(r) else sp.Abs(r), "s": square_root(-q), "x": goal.args[1]}


def _root_logarithm(goal: Integral, _context: object) -> Iterator[Bindings]:
    found = _inverse_root(goal)
    if found is not None and likely_positive(found[1]) is not False:
        p, q = found
        yield {"p": p, "q": q, "s": square_root(q), "x": goal.args[1]}


ARCSINE = rule(
    id="int.arcsin",
    name="integral of 1/√(a² − x²)",
    when=_arcsine,
    left=lambda p, q, r, s, x: I((p + q * x**2) ** -sp.S.Half, x),
    right=lambda r, s, x: asin(s * x / r) / s,
    words="Below stands the root of a positive number minus a square: the integral is an arcsine.",
    holds=lambda p, q: positive(p, -q),
    mistakes=(
        Mistake("inner-lost", lambda x: asin(x), "The argument of the arcsine is x/a."),
        Mistake("factor-added", lambda r, s, x: asin(s * x / r) / (r * s), "There is no factor 1/a: that belongs to the arctangent."),
        Mistake("logarithm", lambda p, q, x: log(p + q * x**2), "There is no derivative of the inside above: it is an arcsine."),
    ),
    source=f"{_STEWART}, sec. 7.5, table of integration formulas",
)
ROOT_LOGARITHM = rule(
    id="int.arsinh",
    name="integral of 1/√(x² ± a²)",
    when=_root_logarithm,
    left=lambda p, q, s, x: I((p + q * x**2) ** -sp.S.Half, x),
    right=lambda p, q, s, x: log(absolute(s * x + sqrt(p + q * x**2))) / s,
    words="Below stands the root of a square plus or minus a number: the integral is the logarithm of the variable plus the root.",
    holds=lambda q: positive(q),
    mistakes=(
        Mistake("arcsine", lambda s, x: asin(s * x) / s, "The arcsine belongs to a number minus a square."),
        Mistake("root-only", lambda p, q, s, x: log(sqrt(p + q * x**2)) / s, "The variable itself is missing: ln|x + √(x² + a²)|."),
    ),
    source=f"{_STEWART}, sec. 7.5, table of integration formulas",
)


def _root_power(goal: Integral, _context: object) -> Iterator[Bindings]:
    f, x = goal.args
    found = coefficients(f.base, x) if f.exp.is_Rational and f.exp.q == 2 and f.exp > 0 else None
    if found is not None and len(found) == 3 and found[1] == 0:
        yield {"a": found[0], "b": found[2], "n": f.exp, "x": x}


ROOT_POWER = rule(
    id="int.root_of_quadratic",
    name="integral of √(a + bx²)",
    when=_root_power,
    left=lambda a, b, n, x: I((a + b * x**2) ** n, x),
    right=lambda a, b, n, x: x * (a + b * x**2) ** n / (2 * n + 1) + 2 * n * a / (2 * n + 1) * I((a + b * x**2) ** (n - 1), x),
    words="Integration by parts lowers the exponent of the quadratic by one.",
    cost=3,
    mistakes=(
        Mistake(
            "power-rule",
            lambda a, b, n, x: (a + b * x**2) ** (n + 1) / (n + 1),
            "The power rule needs the derivative of the inside as a factor.",
        ),
        Mistake(
            "root-of-a-sum", lambda a, b, n, x: I((sqrt(a) + sqrt(b) * x) ** (2 * n), x), "The root of a sum is not the sum of the roots."
        ),
    ),
    source=f"{_GRADSHTEYN}, eq. 2.260",
)


def _answer_form(goal: Integral, _context: object) -> Iterator[Bindings]:
    f, x = goal.args
    found = as_radical(f, x)
    if found is None or found.plain != 0:
        return
    parts = root_part(found.rooted, found.quadratic, x)
    if parts is None or parts[0] == 0:
        return
    first, rest = parts
    base = sp.Add(*[c * x**i for i, c in enumerate(found.quadratic)])
    yield {"f": f, "S": first, "Q": base, "rest": sp.Add(*[r / sp.sqrt(base) for r in rest]), "x": x}


ANSWER_FORM = rule(
    id="int.root_ansatz",
    name="undetermined coefficients",
    heads=(sp.Mul, sp.Pow),
    when=_answer_form,
    left=lambda f, S, Q, rest, x: I(f, x),
    right=lambda S, Q, rest, x: S * sqrt(Q) + I(rest, x),
    words="The integral is a rational function times the root √({Q}) plus simpler integrals. "
    "Comparing coefficients in its derivative gives the factor {S}.",
    cost=8,
    mistakes=(Mistake("rest-lost", lambda S, Q: S * sqrt(Q), "The integral that is left is missing."),),
    source=f"{_PISKUNOV}, sec. 11; {_GRADSHTEYN}, sec. 2.25",
)


def _split_root(f: sp.Expr, x: sp.Symbol, _context: object) -> Iterator[sp.Expr]:
    """Write A + B·√Q apart, and B/√Q in partial fractions."""
    found = as_radical(f, x)
    if found is None:
        return
    base = sp.Add(*[c * x**i for i, c in enumerate(found.quadratic)])
    if found.plain != 0:
        yield found.plain + found.rooted / sp.sqrt(base)
        return
    rational = fraction(found.rooted, x)
    if rational is not None and len(rational.denominators) > 1:
        from_parts = root_part(found.rooted, found.quadratic, x)
        if from_parts is not None and from_parts[0] == 0 and len(from_parts[1]) > 1:
            yield sp.Add(*[r / sp.sqrt(base) for r in from_parts[1]])


SPLIT_ROOT = rewriting(
    "int.split_root",
    "the root separated",
    _split_root,
    "Separate what stands with the root from what stands without it.",
    Mistake("kept", lambda f: f, "The integrand was copied and not integrated."),
    heads=(sp.Mul, sp.Pow),
    cost=3,
    source=f"{_PISKUNOV}, sec. 11",
)


def _pole_beside_root(goal: Integral, _context: Any) -> Iterator[Bindings]:
    """Find 1/((x − r)·√Q) with Q(r) of known sign; c0, c1, c2 are the coefficients of Q in x − r."""
    f, x = goal.args
    c, rest = separated(f, x)
    factors = sp.Mul.make_args(rest)
    if len(factors) != 2:
        return
    pole: Any
    root: Any
    for pole, root in (factors, factors[::-1]):
        if not (pole.is_Pow and pole.exp == -1 and root.is_Pow and root.exp == -sp.S.Half):
            continue
        shape, q = linear(pole.base, x), coefficients(root.base, x)
        if shape is None or q is None or len(q) != 3:
            continue
        r = -shape[1] / shape[0]
        c0, c1, c2 = (sp.expand(v) for v in (q[0] + q[1] * r + q[2] * r**2, q[1] + 2 * q[2] * r, q[2]))
        if c0 != 0:
            yield {"c": c, "k": shape[0], "r": r, "c0": c0, "c1": c1, "c2": c2, "Q": root.base, "x": x, "f": f}


def _with_sign(wanted: bool) -> Any:
    """Return a finder of poles beside roots for Q(r) positive, or negative."""

    def when(goal: Integral, context: Context) -> Iterator[Bindings]:
        for bindings in _pole_beside_root(goal, context):
            if likely_positive(bindings["c0"]) is not (not wanted):
                c0 = bindings["c0"] if wanted else -bindings["c0"]
                yield {**bindings, "s": square_root(c0)}

    return when


POLE_LOGARITHM = rule(
    id="int.pole_beside_root",
    name="integral of 1/((x − r)√Q)",
    heads=(sp.Mul,),
    when=_with_sign(True),
    left=lambda c, k, r, c0, c1, c2, Q, s, x, f: I(f, x),
    right=lambda c, k, r, c0, c1, Q, s, x: -c / (k * s) * log(absolute((2 * c0 + c1 * (x - r) + 2 * s * sqrt(Q)) / (x - r))),
    words="With 1/(x − r) as a new letter this becomes the root of a quadratic again: a logarithm.",
    holds=lambda c0: positive(c0),
    cost=3,
    mistakes=(
        Mistake(
            "sign",
            lambda c, k, r, c0, c1, Q, s, x: c / (k * s) * log(absolute((2 * c0 + c1 * (x - r) + 2 * s * sqrt(Q)) / (x - r))),
            "The derivative of 1/x is negative: the minus is missing.",
        ),
    ),
    source=f"{_GRADSHTEYN}, eq. 2.266",
)
POLE_ARCTANGENT = rule(
    id="int.pole_beside_root_arctan",
    name="integral of 1/((x − r)√Q)",
    heads=(sp.Mul,),
    when=_with_sign(False),
    left=lambda c, k, r, c0, c1, c2, Q, s, x, f: I(f, x),
    right=lambda c, k, r, c0, c1, Q, s, x: c / (k * s) * atan((2 * c0 + c1 * (x - r)) / (2 * s * sqrt(Q))),
    words="With 1/(x − r) as a new letter this becomes the root of a quadratic again: here an arctangent.",
    holds=lambda c0: positive(-c0),
    cost=3,
    mistakes=(
        Mistake(
            "sign",
            lambda c, k, r, c0, c1, Q, s, x: -c / (k * s) * atan((2 * c0 + c1 * (x - r)) / (2 * s * sqrt(Q))),
            "The sign is wrong: differentiate to see it.",
        ),
    ),
    source=f"{_GRADSHTEYN}, eq. 2.266",
)


RADICAL_TABLE = (ARCSINE, ROOT_LOGARITHM)
RADICAL_RULES = (ROOT_POWER, POLE_LOGARITHM, POLE_ARCTANGENT, ANSWER_FORM, SPLIT_ROOT)
