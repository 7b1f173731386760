"""Trigonometric and hyperbolic integrands: powers, products, reduction formulas, and the letters that make them rational."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.derivatives import factored
from symtutor.algorithms.structure import depends, linear, nodes, separated
from symtutor.algorithms.trigonometric import CIRCULAR, HYPERBOLIC, as_circle, fourier_sum, in_cosine, in_half_tangent, in_sine, in_tangent
from symtutor.context import Context
from symtutor.goals.core import I, Restored
from symtutor.rule import BY_THE_RULE, Bindings, Mistake, OnTheWay
from symtutor.rules.integrals.reductions import REDUCTIONS
from symtutor.rules.integrals.slips import angle_split, wave_signs_turned, with_double_angle, written_wrongly
from symtutor.rules.integrals.table.entries import rewriting, substituting
from symtutor.rules.notation import at
from symtutor.term import ONE, Negation, Term, quote

__all__ = ["TRIGONOMETRIC_IDENTITIES", "TRIGONOMETRIC_RULES"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 7.2"
_BIOCHE = "C. Bioche's rules; N. Piskunov, Differential and Integral Calculus, Mir, 1974, ch. X, sec. 12"
_SIGN = Mistake("sign", lambda h, u, inner: at(I(-h, u), u, inner), "The sign of the derivative belongs to du: (cos x)′ = −sin x.")


_KEPT = Mistake("kept", lambda f: f, "The integrand was copied and not integrated.")


# ---- other forms --------------------------------------------------------------------------------
def _monomial(f: Any, x: Any) -> tuple[Any, Any, Any, Any] | None:
    """Return (c, angle, m, n) for c·sin^m·cos^n of one linear angle, else None."""
    c, rest = separated(factored(f, x), x)
    exponents: dict[Any, Any] = {sp.sin: sp.S.Zero, sp.cos: sp.S.Zero}
    angle = None
    for factor in sp.Mul.make_args(rest):
        base, n = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if type(base) not in exponents or not n.is_Integer or angle not in {None, base.args[0]}:
            return None
        angle = base.args[0]
        exponents[type(base)] += n
    if angle is None or linear(angle, x) is None:
        return None
    return c, angle, exponents[sp.sin], exponents[sp.cos]


def _in_secants(f: Any, x: Any, _context: Any) -> Iterator[Any]:
    """Write sin^m·cos^n with a negative exponent in tan and sec, or cot and csc."""
    found = _monomial(f, x)
    if found is None:
        return
    c, angle, m, n = found
    if n < 0 <= m:
        yield c * sp.tan(angle) ** m * sp.sec(angle) ** (-n - m) if -n >= m else c * sp.tan(angle) ** -n * sp.sin(angle) ** (m + n)
    elif m < 0 <= n:
        yield c * sp.cot(angle) ** n * sp.csc(angle) ** (-m - n) if -m >= n else c * sp.cot(angle) ** -m * sp.cos(angle) ** (m + n)


def _squares(f: sp.Expr, x: sp.Symbol, _context: object) -> Iterator[sp.Expr]:
    """Write even powers of tan and cot beside other factors with sec² − 1 and csc² − 1."""
    table = {
        sp.tan: lambda a: sp.sec(a) ** 2 - 1,
        sp.cot: lambda a: sp.csc(a) ** 2 - 1,
        sp.tanh: lambda a: 1 - sp.sech(a) ** 2,
        sp.coth: lambda a: 1 + sp.csch(a) ** 2,
    }
    for factor in sp.Mul.make_args(f):
        base, n = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        change = table.get(type(base))
        if change is not None and n.is_Integer and n >= 2 and linear(base.args[0], x) is not None:
            rest = f / base**2
            yield sp.expand_mul(rest * change(base.args[0]))


def _waves(f: Any, x: Any, _context: Any) -> Iterator[sp.Basic]:
    """Write products as sums, but not odd powers of one angle: a substitution is shorter there."""
    alone = _monomial(f, x)
    found = None if alone is not None and (alone[2] % 2 or alone[3] % 2) else fourier_sum(f, x)
    if found is not None:
        yield found


def _square_of_wave(f: Any, x: Any, _context: object) -> Iterator[Any]:
    """Write cos² a and sin² a with the double angle."""
    if f.exp == 2 and isinstance(f.base, sp.sin | sp.cos) and linear(f.base.args[0], x) is not None:
        sign = 1 if isinstance(f.base, sp.cos) else -1
        yield sp.Rational(1, 2) + sign * sp.cos(2 * f.base.args[0]) / 2


def _half_angle(f: sp.Expr, x: sp.Symbol, _context: object) -> Iterator[sp.Expr]:
    """Write 1 ± cos a as twice a square of the half angle."""
    table = {}
    for node in sp.preorder_traversal(f):
        if isinstance(node, sp.Pow) and isinstance(node.base, sp.Add) and node.exp.is_Integer and len(node.base.args) == 2:
            one, wave = node.base.args
            c, rest = separated(wave, x)
            if isinstance(rest, sp.cos) and not depends(one, x) and linear(rest.args[0], x) is not None and c in {one, -one}:
                half = rest.args[0] / 2
                table[node] = (2 * one) ** node.exp * (sp.cos(half) if c == one else sp.sin(half)) ** (2 * node.exp)
    if table:
        yield f.xreplace(table)


def _double_angles(f: Any, x: sp.Basic, _context: Any) -> Iterator[Any]:
    """Write functions of double angles beside functions of the angle itself in the latter."""
    angles = {n.args[0] for n in nodes(f, x) if type(n) in {*CIRCULAR, *HYPERBOLIC}}
    table = {}
    for angle in sorted(angles, key=sp.default_sort_key):
        half = angle / 2
        if half in angles:
            table[sp.sin(angle)] = 2 * sp.sin(half) * sp.cos(half)
            table[sp.cos(angle)] = 2 * sp.cos(half) ** 2 - 1
            table[sp.sinh(angle)] = 2 * sp.sinh(half) * sp.cosh(half)
            table[sp.cosh(angle)] = 1 + 2 * sp.sinh(half) ** 2
    found = f.xreplace(table)
    if found != f:
        yield found


def _hyperbolic_secants(f: sp.Expr, _x: object, _context: object) -> Iterator[sp.Expr]:
    """Write powers of 1/cosh and 1/sinh as sech and csch."""
    table = {}
    for factor in sp.Mul.make_args(f):
        if isinstance(factor, sp.Pow) and factor.exp.is_Integer and factor.exp < 0 and type(factor.base) in {sp.cosh, sp.sinh}:
            table[factor] = (sp.sech if isinstance(factor.base, sp.cosh) else sp.csch)(factor.base.args[0]) ** -factor.exp
    if table:
        yield f.xreplace(table)


IN_SECANTS = rewriting(
    "int.in_secants",
    "written in tangents and secants",
    _in_secants,
    "Write the fraction in tangents and secants (cotangents and cosecants), whose derivatives are known.",
    _KEPT,
    cost=1,
    heads=(sp.Mul, sp.Pow),
    source=_STEWART,
)
HYPERBOLIC_SECANTS = rewriting(
    "int.in_hyperbolic_secants",
    "written in sech and csch",
    _hyperbolic_secants,
    "Write 1/cosh as sech and 1/sinh as csch.",
    _KEPT,
    cost=1,
    heads=(sp.Mul, sp.Pow),
    source="NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, eqs. 4.28.5 ff.",
)
SQUARES = rewriting(
    "int.pythagorean",
    "tan² = sec² − 1",
    _squares,
    "Replace the square: tan² = sec² − 1, cot² = csc² − 1, tanh² = 1 − sech², coth² = 1 + csch².",
    Mistake("sign", lambda f, x: I(f, x) + 2 * x, "tan² = sec² − 1: the 1 is subtracted."),
    Mistake("one-lost", lambda f, x: I(f, x) + x, "tan² is not sec²: tan² = sec² − 1."),
    cost=2,
    heads=(sp.Mul, sp.Pow),
    source=_STEWART,
)
WAVES = rewriting(
    "int.product_to_sum",
    "products to sums",
    _waves,
    "Write the product of sines and cosines as a sum of single ones by the product and half-angle formulas.",
    Mistake("half-lost", lambda g, x: 2 * I(g, x), "The factor 1/2 of the formula is missing: cos² a = (1 + cos 2a)/2."),
    Mistake(
        "sign",
        lambda g, x: I(written_wrongly(wave_signs_turned)(g, x), x),
        "The sign is that of the other formula: cos² a = (1 + cos 2a)/2 and sin² a = (1 − cos 2a)/2.",
    ),
    why="Even powers or products of sines and cosines: single ones of a multiple angle are easy to integrate.",
    cost=3,
    heads=(sp.Mul, sp.Pow),
    source=_STEWART,
)
HALF_ANGLE_SQUARES = rewriting(
    "int.half_angle_square",
    "half-angle identity",
    _square_of_wave,
    "Write the square by half-angle: cos² a = (1 + cos 2a)/2 and sin² a = (1 − cos 2a)/2.",
    Mistake("half-lost", lambda g, x: 2 * I(g, x), "The factor 1/2 of the identity is missing: cos² a = (1 + cos 2a)/2."),
    Mistake(
        "sign",
        lambda g, x: I(written_wrongly(wave_signs_turned)(g, x), x),
        "The sign is that of the other identity: cos² a = (1 + cos 2a)/2 and sin² a = (1 − cos 2a)/2.",
    ),
    Mistake(
        "power-rule",
        lambda f, x: written_wrongly(lambda square, _x: square.base**3 / 3)(f, x),
        "The power rule is for powers of the variable itself: (sin³ x)/3 has the derivative sin² x·cos x. Halve the angle instead.",
    ),
    why="An even power of sine or cosine: the half-angle identity turns the square into a single cosine.",
    cost=2,
    heads=(sp.Pow,),
    source=_STEWART,
)
HALF_ANGLE_SQUARES = replace(
    HALF_ANGLE_SQUARES, shows=lambda bindings, _values: {"{}": Term(sp.Eq, (quote(bindings["f"]), quote(bindings["g"])))}
)
HALF_ANGLE = rewriting(
    "int.half_angle",
    "half-angle formula",
    _half_angle,
    "Use 1 + cos a = 2 cos²(a/2) and 1 − cos a = 2 sin²(a/2).",
    Mistake("two-lost", lambda g, x: 2 * I(g, x), "The factor 2 is missing: 1 − cos a = 2 sin²(a/2)."),
    Mistake(
        "angle-not-halved",
        lambda g, x: I(written_wrongly(with_double_angle)(g, x), x),
        "The angle is halved, too: 1 − cos a = 2 sin²(a/2).",
    ),
    cost=2,
    heads=(sp.Mul, sp.Pow),
    source=_STEWART,
)
DOUBLE_ANGLES = rewriting(
    "int.double_angle",
    "double-angle formula",
    _double_angles,
    "Write everything in one angle: sin 2a = 2 sin a cos a, cos 2a = 2 cos² a − 1.",
    Mistake("two-lost", lambda g, x: I(g, x) / 2, "The factor 2 is missing: sin 2a = 2 sin a cos a."),
    Mistake("angle-split", lambda f, x: I(written_wrongly(angle_split)(f, x), x), "sin 2a is not 2 sin a: sin 2a = 2 sin a cos a."),
    cost=2,
    source=_STEWART,
)


# ---- letters ------------------------------------------------------------------------------------
def _letter(change: Any, inner: Any) -> Any:
    """Return a finder of a substitution for rational functions of sine and cosine."""

    def find(f: sp.Expr, x: sp.Symbol, context: Context) -> Iterator[tuple[sp.Expr, sp.Symbol, sp.Expr]]:
        circle = as_circle(f, x)
        if circle is None:
            return
        u = context.letter(f, x)
        h = change(circle, u)
        if h is not None:
            yield h, u, inner(circle)

    return find


def _split_off(head: Any) -> Callable[[Bindings], OnTheWay]:
    """Return what shows one factor of an odd power, and the others by sin² + cos² = 1."""
    other = {sp.sin: sp.cos, sp.cos: sp.sin}[head]
    identity = f"one {'cosine' if head is sp.cos else 'sine'} split off, {head.__name__}² = 1 − {other.__name__}²"

    def way(bindings: Bindings) -> OnTheWay:
        f, x = bindings["f"], bindings["x"]
        found = _monomial(f, x)
        if found is None:
            return OnTheWay()
        c, angle, m, n = found
        odd, even = (m, n) if head is sp.sin else (n, m)
        if odd < 3 or odd % 2 == 0 or even < 0:
            return OnTheWay()
        square = Term(sp.Add, (ONE, Term(Negation, (quote(other(angle) ** 2),))))
        bracket = square if odd == 3 else Term(sp.Pow, (square, quote((odd - 1) / 2)))
        factors = (quote(c), quote(other(angle) ** even), bracket, quote(head(angle)))
        inside = Term(sp.Mul, tuple(t for t in factors if t != ONE and t != quote(sp.S.One)))
        return OnTheWay((Term(sp.Integral, (inside, quote(x))),), (BY_THE_RULE,), identity)

    return way


def _restored(back: Term, x: Term) -> Term:
    return Restored(back, x)


SINE = substituting(
    "int.sine_substitution",
    "odd power of cosine",
    _letter(in_sine, lambda circle: (sp.sinh if circle.is_hyperbolic else sp.sin)(circle.angle)),
    "The integrand is odd in the cosine: one cosine goes with d{x} into d{u}, {u} = {inner}, and the rest is a function of {u}.",
    Mistake("du-forgotten", lambda h, u, inner: at(I(h * (1 - u**2), u), u, inner), "One cosine is used up by du."),
    why="The cosine has an odd power: split one off for d{u}, and write the others in the sine by cos² = 1 − sin².",
    on_the_way=_split_off(sp.cos),
    cost=3,
    source=_STEWART,
)
COSINE = substituting(
    "int.cosine_substitution",
    "odd power of sine",
    _letter(in_cosine, lambda circle: (sp.cosh if circle.is_hyperbolic else sp.cos)(circle.angle)),
    "The integrand is odd in the sine: one sine goes with d{x} into d{u}, {u} = {inner}, and the rest is a function of {u}.",
    _SIGN,
    why="The sine has an odd power: split one off for d{u}, and write the others in the cosine by sin² = 1 − cos².",
    on_the_way=_split_off(sp.sin),
    cost=3,
    source=_STEWART,
)
TANGENT = substituting(
    "int.tangent_substitution",
    "substitution of the tangent",
    _letter(in_tangent, lambda circle: (sp.tanh if circle.is_hyperbolic else sp.tan)(circle.angle)),
    "The integrand does not change when sine and cosine both change their signs: with {u} = {inner} it becomes rational.",
    Mistake("dx-forgotten", lambda h, u, inner: at(I(h * (1 + u**2), u), u, inner), "d{x} = d{u}/(1 + {u}²)."),
    cost=5,
    finish=_restored,
    source=_BIOCHE,
)
WEIERSTRASS = substituting(
    "int.weierstrass",
    "half-angle substitution",
    _letter(in_half_tangent, lambda circle: (sp.tanh if circle.is_hyperbolic else sp.tan)(circle.angle / 2)),
    "With {u} = {inner} sine and cosine, and so the integrand, become rational in {u}.",
    Mistake("dx-forgotten", lambda h, u, inner: at(I(h * (1 + u**2) / 2, u), u, inner), "d{x} = 2 d{u}/(1 + {u}²)."),
    why="A fraction of sines and cosines without a simpler substitution: the tangent of half the angle makes it rational.",
    cost=9,
    finish=_restored,
    source="J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 7.4, exercises",
)

TRIGONOMETRIC_IDENTITIES = (HALF_ANGLE_SQUARES, IN_SECANTS, HYPERBOLIC_SECANTS, HALF_ANGLE, DOUBLE_ANGLES, *REDUCTIONS)
TRIGONOMETRIC_RULES = (SINE, COSINE, SQUARES, WAVES, TANGENT, WEIERSTRASS)
