"""Substitution: the inner expression as a new letter, linear shifts, logarithmic derivatives, roots and exponentials."""

from collections.abc import Iterable, Iterator
from functools import partial
from math import gcd, lcm
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.derivatives import factored, slope
from symtutor.algorithms.integrands.substitution import candidates, in_terms_of, rewritten
from symtutor.algorithms.polynomials import fraction
from symtutor.algorithms.structure import coefficients, depends, is_everywhere_positive, linear, nodes, separated, worth
from symtutor.context import Context
from symtutor.goals.core import D, I, Integral, Restored
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integrals.table.entries import NOT_A_SUM, letter_and_differential, substituting
from symtutor.rules.notation import absolute, at, log

__all__ = ["INVERSE_SUBSTITUTIONS", "SUBSTITUTIONS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_LONG = 20  # beyond this size a letter for the denominator is worth its line
_DERIVATIVE_DIVIDES = f"{_STEWART}, sec. 5.5"

rule = partial(Rule, goal=Integral, cost=3, source=_DERIVATIVE_DIVIDES)


def _inner_expressions(goal: Integral, context: Context) -> Iterator[Bindings]:
    f, x = goal.args
    if _is_divided_first(f, x):
        return
    u = context.letter(f, x)
    worked: set[Any] = set()
    for inner in candidates(f, x):
        if isinstance(inner, sp.Pow) and inner.base in worked:
            continue  # u = 4 − x², not its root
        found = in_terms_of(f, inner, x, u)
        if found is None or found.xreplace({u: x}) == f:
            continue
        worked.add(inner)
        if inner.func in _OTHER and _is_split_off_first(f, inner):
            continue
        c, outer = separated(found, u)
        yield {"outer": outer, "c": c, "u": u, "inner": inner, "x": x, "f": f}


def _is_divided_first(f: Any, x: Any) -> bool:
    """Tell whether the degree above the fraction bar is not lower than that below."""
    if not any(isinstance(a, sp.Pow) and a.exp.is_Integer and a.exp < 0 and depends(a.base, x) for a in sp.Mul.make_args(f)):
        return False
    found = fraction(f, x) if f.is_rational_function(x) else None
    return found is not None and found.numerator.degree() >= found.denominator().degree() > 0


_OTHER = {sp.sin: sp.cos, sp.cos: sp.sin}


def _is_split_off_first(f: Any, inner: Any) -> bool:
    """Tell whether one of sin³ x has to be split off before cos x can be called u, which a rule of its own explains."""
    other = _OTHER[inner.func](*inner.args)
    powers = [factor.args[1] for factor in sp.Mul.make_args(f) if isinstance(factor, sp.Pow) and factor.args[0] == other]
    return any(n.is_Integer and n >= 3 and n % 2 for n in powers)


def _needs_joining(h: sp.Expr, inner: sp.Expr, u: sp.Symbol) -> bool:
    """Tell whether an arctangent of something with poles may come out: then the pieces have to be joined."""
    if not any(type(n) in {sp.tan, sp.cot, sp.sec, sp.csc} for n in sp.preorder_traversal(inner)):
        return False
    return any(isinstance(n, sp.Pow) and n.base != u and not (n.exp.is_Integer and n.exp > 0) for n in nodes(h, u))


def _plain(goal: Integral, context: Any) -> Iterator[Bindings]:
    return (v for v in _inner_expressions(goal, context) if not _needs_joining(v["outer"], v["inner"], v["u"]))


def _joined(goal: Integral, context: Context) -> Iterator[Bindings]:
    return (v for v in _inner_expressions(goal, context) if _needs_joining(v["outer"], v["inner"], v["u"]))


def _exact(goal: Integral, context: Context) -> Iterator[Bindings]:
    """Find substitutions that use up a constant factor: it would be pulled out otherwise."""
    f, x = goal.args
    constant, _ = separated(f, x)
    if constant is sp.S.One or constant is sp.S.NegativeOne:
        return
    for bindings in _plain(goal, context):
        if bindings["c"] in {sp.S.One, sp.S.NegativeOne}:
            yield bindings


def _linear(f: Any, x: Any, context: Context) -> Iterator[tuple[sp.Basic, sp.Expr, sp.Basic]]:
    """Find a·x + b that everything is a function of, or whose power stands beside polynomials only."""
    seen: set[Any] = set()
    u = context.letter(f, x)
    for node in nodes(f, x):
        if isinstance(node, sp.Add | sp.Mul):
            continue
        inside = (node.base,) if isinstance(node, sp.Pow) and not depends(node.exp, x) else node.args
        for inner in inside:
            shape = linear(inner, x)
            if shape is None or inner == x or inner in seen:
                continue
            seen.add(inner)
            a, b = shape
            h = f.xreplace({inner: u})
            if depends(h, x) and not _is_power_beside_polynomial(f, inner, x):
                continue
            yield _over_one_number(h, {x: (u - b) / a}) / a, u, inner


def _over_one_number(h: Any, place: dict[Any, Any]) -> Any:
    """Return an integrand with (u − 1)/2 put in, not u/2 − 1/2: halves and thirds stand before the integral."""
    return sp.Mul(*[sp.Mul(*f.primitive(), evaluate=False) if f.is_Add else f for f in sp.Mul.make_args(h.xreplace(place))])


def _is_power_beside_polynomial(f: Any, inner: sp.Basic, x: sp.Expr) -> bool:
    """Tell whether a power of a sum stands beside polynomials that do not hold it."""
    factors = sp.Mul.make_args(f)
    powers = [a for a in factors if isinstance(a, sp.Pow) and a.base == inner]
    rest = sp.Mul(*[a for a in factors if a not in powers])
    return isinstance(inner, sp.Add) and len(powers) == 1 and coefficients(rest, x) is not None


def _log_derivative(goal: Integral, _context: Any) -> Iterable[Bindings]:
    """Find f = c·g'/g."""
    f, x = goal.args
    if worth(f) > _LONG:
        return
    for factor in sp.Mul.make_args(f):
        if not (isinstance(factor, sp.Pow) and factor.exp == -1):
            continue
        g = factor.base
        rate = slope(g, x)
        if rate is None or rate == 0 or linear(g, x) is not None:
            continue
        above, below = (sp.Mul.make_args(factored(part, x)) for part in (f / factor, rate))
        c = sp.Mul(*above, *[1 / a for a in below])
        if not depends(c, x):
            yield {"c": c, "g": g, "inside": g if is_everywhere_positive(g, x) else sp.Abs(g), "x": x, "f": f}


_FACTOR_LOST = Mistake(
    "du-factor-lost",
    lambda outer, u, inner: at(I(outer, u), u, inner),
    "The factor from du = g′(x) dx is missing: what is left of it stands before the new integral.",
)


_USUAL_MISTAKES = (
    Mistake(
        "du-forgotten",
        lambda outer, c, u, inner, x: at(I(outer, u), u, inner) * D(inner, x) * c,
        "The derivative of the inside belongs to du: it does not stay in the result.",
    ),
    Mistake("letter-kept", lambda outer, c, u: c * I(outer, u), "The answer still holds the new letter: put back what it stands for."),
    Mistake(
        "factors-integrated",
        lambda outer, c, u, inner: c * inner * at(I(outer, u), u, inner),
        "Each factor was integrated by itself: the integral of a product is not the product of the integrals. Here one factor is the "
        "derivative of the inside, and du takes it up.",
    ),
)


SUBSTITUTE_EXACT = rule(
    id="int.substitution_exact",
    name="substitution",
    heads=(sp.Mul,),
    when=_exact,
    left=lambda outer, c, u, inner, x, f: I(f, x),
    right=lambda outer, c, u, inner: c * at(I(outer, u), u, inner),
    words="Call the inside {u} = {inner}: its derivative stands as a factor beside it, so that d{u} takes it up.",
    why="The derivative of the inside {inner} stands beside it: substitute.",
    shows=letter_and_differential,
    mistakes=_USUAL_MISTAKES,
)

SUBSTITUTE = rule(
    id="int.substitution",
    name="substitution",
    heads=(*NOT_A_SUM, sp.Derivative),
    when=_plain,
    left=lambda outer, c, u, inner, x, f: I(f, x),
    right=lambda outer, c, u, inner: c * at(I(outer, u), u, inner),
    words="Call the inside {u} = {inner}: up to a constant its derivative stands as a factor beside it, so that d{u} takes it up.",
    why="The derivative of the inside {inner} stands beside it, up to a constant: substitute.",
    shows=letter_and_differential,
    mistakes=(_FACTOR_LOST, *_USUAL_MISTAKES),
)

SUBSTITUTE_JOINED = rule(
    id="int.substitution_joined",
    name="substitution",
    heads=NOT_A_SUM,
    when=_joined,
    left=lambda outer, c, u, inner, x, f: I(f, x),
    right=lambda outer, c, u, inner, x: Restored(c * at(I(outer, u), u, inner), x),
    words="Call the inside {u} = {inner}: up to a constant its derivative stands as a factor beside it, so that d{u} takes it up.",
    shows=letter_and_differential,
    mistakes=_USUAL_MISTAKES,
)

SHIFT = substituting(
    "int.linear_substitution",
    "linear substitution",
    _linear,
    "Call {inner} = {u}: then d{x} is d{u} times a constant.",
    Mistake(
        "factor-lost", lambda h, u, inner, x: D(inner, x) * at(I(h, u), u, inner), "d{u} is a multiple of d{x}: its factor is missing."
    ),
    why="The inside {inner} is linear: call it by a letter, and the rest becomes simpler.",
    cost=1,
    source=_DERIVATIVE_DIVIDES,
)

LOG_DERIVATIVE = rule(
    id="int.log_derivative",
    name="numerator is the derivative of the denominator",
    heads=(sp.Mul, sp.Pow),
    when=_log_derivative,
    left=lambda c, g, inside, x, f: I(f, x),
    right=lambda c, inside: c * log(inside),
    words="Above stands, up to a constant, the derivative of what stands below: the integral is the logarithm of {inside}.",
    why="Above stands, up to a constant, the derivative of what is below: the substitution leads to a logarithm.",
    shows=lambda bindings, _values: {"f": bindings["g"]},
    cost=2,
    mistakes=(
        Mistake("no-absolute-value", lambda c, g: c * log(g), "The logarithm needs the absolute value: ∫ f′/f dx = ln|f|."),
        Mistake("factor-lost", lambda g: log(absolute(g)), "The constant factor was lost."),
        Mistake("power-rule", lambda c, g: c / g**2, "That is a derivative: ∫ f′/f dx = ln|f|."),
    ),
    source=f"{_STEWART}, sec. 5.5",
)


def _roots(f: sp.Expr, x: sp.Symbol, context: Context) -> Iterator[tuple[sp.Basic, sp.Expr, sp.Pow]]:
    """Find (a·x + b)^(1/n), n common to all its roots, such that x = (u^n − b)/a makes them powers of u."""
    bases: dict[Any, int] = {}
    for node in nodes(f, x):
        if isinstance(node, sp.Pow) and node.exp.is_Rational and node.exp.q > 1 and linear(node.base, x) is not None:
            bases[node.base] = lcm(bases.get(node.base, 1), int(node.exp.q))
    u = context.letter(f, x)
    for base, n in bases.items():
        a, _ = linear(base, x)  # type: ignore[misc]
        h = rewritten(f, sp.Pow(base, sp.Rational(1, n)), x, u)
        if h is None and base != x:
            h = f.xreplace({base: u**n}) if not depends(f.xreplace({base: u}), x) else None
        if h is not None:
            yield sp.powdenest(h) * n * u ** (n - 1) / a, u, sp.Pow(base, sp.Rational(1, n))


_EXPONENTIAL = {sp.exp, sp.sinh, sp.cosh, sp.tanh, sp.coth, sp.sech, sp.csch}


def _exponentials(f: sp.Basic, x: sp.Expr, context: Any) -> Iterator[tuple[sp.Basic, sp.Expr, sp.Function]]:
    """Find e^(k·x), k the greatest common factor, such that everything is a function of it."""
    rates = []
    for node in nodes(f, x):
        if type(node) in _EXPONENTIAL:
            found = linear(node.args[0], x)
            if found is None:
                return
            rates.append(found[0])
        elif isinstance(node, sp.Pow) and depends(node.exp, x):
            return
    if not rates:
        return
    ratios = [sp.cancel(r / rates[0]) for r in rates]
    if not all(r.is_Rational for r in ratios):
        return
    k = rates[0] * sp.Rational(gcd(*[int(r.p) for r in ratios]), lcm(*[int(r.q) for r in ratios]))
    inner = sp.exp(k * x if not sp.Mul(k).could_extract_minus_sign() else -k * x)
    u = context.letter(f, x)
    h = rewritten(f.rewrite(sp.exp) if any(type(n) in _EXPONENTIAL - {sp.exp} for n in nodes(f, x)) else f, inner, x, u)
    if h is not None:
        yield h / (u * inner.args[0].coeff(x)), u, inner


def _logarithms(f: sp.Expr, x: sp.Symbol, context: Context) -> Iterator[tuple[sp.Expr, sp.Symbol, sp.Expr]]:
    """Find ln(a·x) such that x stands elsewhere only in powers: then x = e^u/a."""
    logs = [n for n in nodes(f, x) if isinstance(n, sp.log)]
    if not logs or any(n != logs[0] for n in logs):
        return
    found = linear(logs[0].args[0], x)
    if found is None or found[1] != 0:
        return
    u = context.letter(f, x)
    h = f.xreplace({logs[0]: u})
    degree, rest = sp.S.One, sp.S.One
    for factor in sp.Mul.make_args(h):
        base, exponent = factor.as_base_exp()
        if not depends(factor, x):
            rest *= factor
        elif base == x and not depends(exponent, x) and (found[0].is_positive or exponent.is_Integer):
            degree += exponent
        else:
            return
    yield rest * sp.exp(degree * u) / found[0] ** degree, u, logs[0]


ROOT = substituting(
    "int.root",
    "root substitution",
    _roots,
    "Call the root {u} = {inner}: then {x} is a polynomial in {u}, and no root is left.",
    Mistake("dx-forgotten", lambda h, u, inner: at(I(h / u, u), u, inner), "d{x} brings a factor with {u}."),
    why="A root of a linear function: call the root by a letter, and no root is left.",
    cost=5,
    source=f"{_STEWART}, sec. 7.4",
)

EXPONENTIAL = substituting(
    "int.exponential_substitution",
    "substitution of the exponential",
    _exponentials,
    "Call {inner} = {u}: then d{x} is d{u}/{u} up to a constant, and the integrand is a function of {u}.",
    Mistake("du-forgotten", lambda h, u, inner: at(I(h * u, u), u, inner), "d{x} = d{u}/{u} up to a constant: divide by {u}."),
    why="Everything depends on {inner} alone: call it by a letter.",
    cost=4,
    source=f"{_STEWART}, sec. 7.5",
)

LOGARITHM = substituting(
    "int.logarithmic_substitution",
    "substitution of the logarithm",
    _logarithms,
    "Call {inner} = {u}: then {x} is an exponential of {u}.",
    Mistake("dx-forgotten", lambda h, u, inner: at(I(h / sp.E, u), u, inner), "d{x} = e^{u} d{u} brings a factor."),
    why="The logarithm {inner} stands in the way: call it by a letter.",
    cost=4,
    source=f"{_STEWART}, sec. 7.1, exercises",
)

SUBSTITUTIONS = (LOG_DERIVATIVE, SUBSTITUTE, SUBSTITUTE_JOINED)
INVERSE_SUBSTITUTIONS = (ROOT, EXPONENTIAL, LOGARITHM)
