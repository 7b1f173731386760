"""Absolute values, signs, max (ReLU) and piecewise integrands; roots of 1 ± sin and 1 ± cos, which are absolute values."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import sympy as sp
from sympy.functions.elementary.piecewise import ExprCondPair

from symtutor.algorithms.places.cases import by_cases, has_switch
from symtutor.algorithms.structure import depends, is_positive, linear, nodes, separated
from symtutor.goals.core import I, Integral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integrals.table.entries import integral_entry, rewriting
from symtutor.rules.notation import absolute, at, cos, pi, sign, sin
from symtutor.term import Term, apply_head, as_term, function, total

__all__ = ["ABSOLUTE_TABLE", "ABSOLUTE_VALUES", "half_angle_roots", "sign_taken_out"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_SPIVAK = "M. Spivak, Calculus, 4th ed., Publish or Perish, 2008, ch. 13, problems"

rule = partial(Rule, goal=Integral, source=_SPIVAK)
floor = function(sp.floor)


def largest(one: object, other: object) -> Term:
    """Return max(one, other) as a term."""
    return apply_head(sp.Max, one, other)


def _relu(goal: Integral, _context: object) -> Iterator[Bindings]:
    f, x = goal.args
    if len(f.args) == 2 and sp.S.Zero in f.args:
        inside = next(a for a in f.args if a != 0)
        found = linear(inside, x)
        if found is not None:
            yield {"a": found[0], "b": found[1], "x": x}


RELU = rule(
    id="int.relu",
    name="integral of max(0, u)",
    heads=(sp.Max,),
    when=_relu,
    left=lambda a, b, x: I(largest(0, a * x + b), x),
    right=lambda a, b, x: largest(0, a * x + b) ** 2 / (2 * a),
    words="Where u is negative the integrand is 0 and the antiderivative constant; where it is positive, u²/2: together max(0, u)²/2.",
    commit=True,
    mistakes=(Mistake("not-cut", lambda a, b, x: (a * x + b) ** 2 / (2 * a), "Left of the kink the antiderivative is constant."),),
)

ABSOLUTE_TABLE = (
    integral_entry(
        "int.abs",
        "integral of |u|",
        absolute,
        lambda u: u * absolute(u) / 2,
        "On each side of the kink the integrand is u or −u: together u·|u|/2, which has no jump.",
        ("square", lambda u: u**2 / 2, "Where u is negative, |u| is −u: the antiderivative is u·|u|/2."),
        source=_SPIVAK,
    ),
    integral_entry(
        "int.sign",
        "integral of sign",
        sign,
        absolute,
        "The sign is 1 or −1: the antiderivative is |u|, which has no jump.",
        ("plain", lambda u: u, "Where u is negative the slope is −1: the antiderivative is |u|."),
        source=_SPIVAK,
    ),
    RELU,
)


def _odd_absolute(goal: Integral, _context: object) -> Iterator[Bindings]:
    """Find |g|^n, n odd and negative, as a factor: g does not vanish inside the domain, so its sign is constant there."""
    f, x = goal.args
    for factor in sp.Mul.make_args(f):
        base, n = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if isinstance(base, sp.Abs) and n.is_Integer and n % 2 and n < 0 and depends(base, x):
            yield {"g": base.args[0], "n": n, "h": f / factor, "x": x}


def sign_taken_out(rule_id: str, when: Callable[..., Iterator[Bindings]], words: str, *, heads: tuple[Any, ...]) -> Rule:
    """Return the rule for an integrand |g|ⁿ·h in which the sign of g is constant on each interval."""
    return rule(
        id=rule_id,
        name="the sign is constant",
        heads=heads,
        when=when,
        left=lambda g, n, h, x: I(absolute(g) ** n * h, x),
        right=lambda g, n, h, x: sign(g) * I(g**n * h, x),
        words=words,
        cost=2,
        mistakes=(
            Mistake(
                "bars-dropped", lambda g, n, h, x: I(g**n * h, x), "Where the expression is negative, dropping the bars turns the sign."
            ),
        ),
    )


ODD_ABSOLUTE = sign_taken_out(
    "int.sign_taken_out",
    _odd_absolute,
    "On each interval of the domain {g} keeps its sign, which is a constant factor: |g| is g times its sign.",
    heads=(sp.Mul, sp.Pow),
)


def half_angle_roots(f: sp.Expr, x: sp.Symbol, _context: object) -> Iterator[sp.Expr]:
    """Write (p ± p·cos a)^(n/2) and (p ± p·sin a)^(n/2) with the absolute value of a cosine of half the angle."""
    for node in nodes(f, x):
        if not (isinstance(node, sp.Pow) and node.exp.is_Rational and node.exp.q == 2 and isinstance(node.base, sp.Add)):
            continue
        p = sp.Add(*[t for t in node.base.args if not depends(t, x)])
        c, wave = separated(sp.Add(*[t for t in node.base.args if depends(t, x)]), x)
        if c not in {p, -p} or not isinstance(wave, sp.sin | sp.cos) or is_positive(p) is not True or linear(wave.args[0], x) is None:
            continue
        angle = wave.args[0] if isinstance(wave, sp.cos) else wave.args[0] - sp.pi / 2
        half = sp.expand(angle / 2 if c == p else angle / 2 - sp.pi / 2)
        yield f.xreplace({node: sp.sqrt(2 * p) ** node.exp.p * sp.Abs(sp.cos(half, evaluate=False)) ** node.exp.p})


HALF_ANGLE_ROOT = rewriting(
    "int.half_angle_root",
    "half-angle formula under a root",
    half_angle_roots,
    "1 + cos a is 2 cos²(a/2), so its root is the absolute value of a cosine (sin a = cos(a − π/2) gives the same for the sine).",
    Mistake("bars-forgotten", lambda f, g, x: I(g, x) * 0 + f * x, "The root of a square is an absolute value."),
    cost=2,
    heads=(sp.Pow, sp.Mul),
    source=f"{_STEWART}, sec. 7.2",
)


def _absolute_wave(head: Any) -> Callable[[Any, Any], Iterator[Bindings]]:
    """Return a finder of |cos|ⁿ or |sin|ⁿ, n odd and positive."""

    def when(goal: Integral, _context: object) -> Iterator[Bindings]:
        f, x = goal.args
        base, n = f.args if isinstance(f, sp.Pow) else (f, sp.S.One)
        if not (isinstance(base, sp.Abs) and isinstance(base.args[0], head) and n.is_Integer and n > 0 and n % 2):
            return
        found = linear(base.args[0].args[0], x)
        if found is None:
            return
        # ∫ cosⁿ u du = P(sin u) and ∫ sinⁿ u du = −P(cos u): the power series of (1 − s²)^((n−1)/2), integrated
        k = int(n - 1) // 2
        coefficients = tuple(sp.binomial(k, j) * sp.Integer(-1) ** j / sp.Integer(2 * j + 1) for j in range(k + 1))
        yield {"a": found[0], "b": found[1], "n": n, "coefficients": coefficients, "jump": 2 * sp.Add(*coefficients), "x": x}

    return when


def _odd_polynomial(coefficients: tuple[Term, ...], wave: Term) -> Term:
    return total([c * wave ** (2 * j + 1) for j, c in enumerate(coefficients)])


def _sine_polynomial(coefficients: tuple[Term, ...], angle: Term) -> Term:
    return _odd_polynomial(coefficients, apply_head(sp.sin, angle))


ABSOLUTE_COSINE = rule(
    id="int.abs_cos",
    name="integral of |cos|ⁿ, n odd",
    heads=(sp.Abs, sp.Pow),
    when=_absolute_wave(sp.cos),
    left=lambda a, b, n, coefficients, jump, x: I(absolute(cos(a * x + b)) ** n, x),
    right=lambda a, b, coefficients, jump, x: (
        sign(cos(a * x + b)) * _sine_polynomial(coefficients, a * x + b) / a + jump / a * floor((a * x + b) / pi + as_term(sp.S.Half))
    ),
    words="Between two zeros the cosine keeps its sign; the step function adds the constants that join the arcs without jumps.",
    cost=2,
    mistakes=(
        Mistake(
            "joined-wrongly",
            lambda a, b, coefficients, x: _sine_polynomial(coefficients, a * x + b) / a,
            "Where the cosine is negative its absolute value is minus the cosine.",
        ),
    ),
)
ABSOLUTE_SINE = rule(
    id="int.abs_sin",
    name="integral of |sin|ⁿ, n odd",
    heads=(sp.Abs, sp.Pow),
    when=_absolute_wave(sp.sin),
    left=lambda a, b, n, coefficients, jump, x: I(absolute(sin(a * x + b)) ** n, x),
    right=lambda a, b, coefficients, jump, x: (
        jump / a * floor((a * x + b) / pi) - sign(sin(a * x + b)) * _odd_polynomial(coefficients, cos(a * x + b)) / a
    ),
    words="Between two zeros the sine keeps its sign; the step function adds the constants that join the arcs without jumps.",
    cost=2,
    mistakes=(
        Mistake(
            "joined-wrongly",
            lambda a, b, coefficients, x: -_odd_polynomial(coefficients, cos(a * x + b)) / a,
            "Where the sine is negative its absolute value is minus the sine.",
        ),
    ),
)


def _piecewise(goal: Integral, _context: object) -> Iterator[Bindings]:
    """Find pieces on x < c1, x < c2, ..., else: the thresholds are numbers that grow."""
    f, x = goal.args
    pairs: Any = f.args
    places: list[Any] = []
    for _, condition in pairs[:-1]:
        if type(condition) not in {sp.StrictLessThan, sp.LessThan} or condition.lhs != x or not condition.rhs.is_number:
            return
        if places and not condition.rhs > places[-1]:
            return
        places.append(condition.rhs)
    if places and pairs[-1][1] == sp.true:
        yield {"parts": tuple(e for e, _ in pairs), "conditions": tuple(c for _, c in pairs), "places": tuple(places), "x": x}


def _pieces(parts: Any, conditions: Any) -> Term:
    """Return a Piecewise of terms."""
    return Term(sp.Piecewise, tuple(apply_head(ExprCondPair, part, condition) for part, condition in zip(parts, conditions, strict=True)))


def _joined_pieces(parts: tuple[Term, ...], conditions: tuple[Term, ...], places: tuple[Term, ...], x: Term) -> Term:
    """Return the pieces' antiderivatives, each with the constant that joins it to the one before."""
    joined: list[Term] = [I(parts[0], x)]
    for before, part, place in zip(parts, parts[1:], places, strict=False):
        constant = at(joined[-1] if len(joined) > 1 else I(before, x), x, place) - at(I(part, x), x, place)
        joined.append(I(part, x) + constant)
    return _pieces(joined, conditions)


PIECEWISE = rule(
    id="int.piecewise",
    name="piece by piece",
    heads=(sp.Piecewise,),
    when=_piecewise,
    left=lambda parts, conditions, places, x: I(_pieces(parts, conditions), x),
    right=_joined_pieces,
    words="Integrate each piece; the constants are chosen so that the pieces meet without a jump.",
    commit=True,
    mistakes=(
        Mistake(
            "jump",
            lambda parts, conditions, x: _pieces([I(p, x) for p in parts], conditions),
            "The pieces of an antiderivative have to meet: each needs its own constant.",
        ),
    ),
)


def _by_cases(goal: Integral, _context: object) -> Iterator[Bindings]:
    """Find the places where the formula of an integrand changes, at least one, and a formula on every interval between."""
    f, x = goal.args
    found = by_cases(f, x) if has_switch(f, x) and not isinstance(f, sp.Piecewise) else None
    if found is None or not found.places or any(part is sp.nan for part in (*found.pieces, *found.values)):
        return
    if len(found.places) > _MOST_PLACES or not all(place.is_number for place in found.places):
        return
    conditions = (*(sp.StrictLessThan(x, place) for place in found.places), sp.true)
    yield {"f": f, "parts": found.pieces, "conditions": conditions, "x": x}


_MOST_PLACES = 6

BY_CASES = rule(
    id="int.by_cases",
    name="written by cases",
    when=_by_cases,
    left=lambda f, parts, conditions, x: I(f, x),
    right=lambda parts, conditions, x: I(_pieces(parts, conditions), x),
    words="Find where the formula of the integrand changes, and write it by cases; a single point adds nothing to an integral.",
    cost=8,
    mistakes=(
        Mistake(
            "one-formula",
            lambda parts, x: I(parts[-1], x),
            "That formula holds to the right of the last change only; to the left of it the integrand has another one.",
        ),
        Mistake(
            "first-formula",
            lambda parts, x: I(parts[0], x),
            "That formula holds to the left of the first change only; to the right of it the integrand has another one.",
        ),
    ),
)

ABSOLUTE_VALUES = (PIECEWISE, BY_CASES, ODD_ABSOLUTE, HALF_ANGLE_ROOT, ABSOLUTE_COSINE, ABSOLUTE_SINE)
