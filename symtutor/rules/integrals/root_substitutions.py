"""Letters that remove a root: trigonometric, Euler, Chebyshev, the root of a quotient or of a reciprocal quartic."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.inverse_functions import with_inverse_as_letter
from symtutor.algorithms.integrands.radicals import as_radical
from symtutor.algorithms.polynomials import fraction
from symtutor.algorithms.structure import coefficients, is_positive, linear, nodes, separated, square_root
from symtutor.context import Context
from symtutor.goals.core import I, Restored
from symtutor.rule import Bindings, Mistake
from symtutor.rules.integrals.table.entries import substituting
from symtutor.rules.notation import at
from symtutor.term import Term

__all__ = ["RADICAL_LETTERS", "SINE_OR_TANGENT"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_PISKUNOV = "N. Piskunov, Differential and Integral Calculus, Mir, 1974, ch. X"


def _ratio(f: Any, x: Any, context: Any) -> Iterator[tuple[sp.Basic, sp.Basic, sp.Basic]]:
    """Find B/√Q with B even in x and Q = β + α·x²: with u = x/√Q it is rational."""
    found = as_radical(f, x)
    if found is None or found.plain != 0 or found.quadratic[1] != 0:
        return
    beta, _, alpha = found.quadratic
    rational = fraction(found.rooted, x)
    if rational is None or not all(_is_even(p) for p in (rational.numerator, *(p for p, _ in rational.denominators))):
        return
    u = context.letter(f, x)
    square = beta * u**2 / (1 - alpha * u**2)
    parts = [_at_square(rational.numerator, square)] + [_at_square(p, square) ** -k for p, k in rational.denominators]
    h = sp.Mul(*parts) / (1 - alpha * u**2)
    reduced = fraction(h, u)
    if reduced is not None:
        h = reduced.numerator.as_expr() * sp.Mul(*[p.as_expr() ** -k for p, k in reduced.denominators])
    base = sp.Add(beta, alpha * x**2)
    yield h, u, x / sp.sqrt(base)


def _is_even(poly: Any) -> bool:
    return all(m[0] % 2 == 0 for m in poly.monoms())


def _at_square(poly: Any, square: sp.Basic) -> Any:
    """Return a polynomial in x² at a value of x²."""
    return sp.Add(*[c * square ** (m[0] // 2) for m, c in poly.terms()])


RATIO = substituting(
    "int.ratio_substitution",
    "substitution of the variable over the root",
    _ratio,
    "With {u} = {inner} the square of {x}, and so the integrand, is rational in {u}.",
    Mistake("kept", lambda h, u, inner: at(I(h * u, u), u, inner), "d{x} was not replaced rightly."),
    cost=6,
    heads=(sp.Mul, sp.Pow),
    source=f"{_PISKUNOV}, sec. 11",
)


def _textbook_shape(f: Any, x: Any) -> bool:
    """Tell whether an integrand is an even power of x times an odd power of one root √(p ± q·x²), as in a textbook's exercises."""
    power, root = 0, 0
    base: Any = None
    exponent: Any
    for factor in sp.Mul.make_args(separated(f, x)[1]):
        inside, exponent = factor.as_base_exp()
        if inside == x and exponent.is_Integer:
            power = int(exponent)
        elif base is None and exponent.is_Rational and exponent.q == 2:
            base, root = inside, int(exponent.p)
        else:
            return False
    found = None if base is None else coefficients(base, x)
    if found is None or len(found) != 3 or found[1] != 0 or not found[0].is_positive or not found[2].is_Rational:
        return False
    if found[2] > 0:  # a tangent: no power of the secant may be left above
        return (power, root) in {(0, -3), (0, -5), (-2, -1), (-4, -1)}
    return (power, root) in {(0, 1), (2, -1), (0, -3), (2, 1), (-2, 1), (-2, -1), (2, -3)}


def _textbook(f: sp.Expr, x: sp.Symbol, context: Context) -> Iterator[tuple[Any, Any, Any]]:
    if _textbook_shape(f, x):
        yield from _trigonometric(f, x, context)


def _with_the_root(bindings: Bindings, _values: tuple[Any, ...]) -> dict[str, Any]:
    """Return x = 3 tan θ with its differential, and what the root becomes."""
    f, x, t, inner = (bindings[name] for name in ("f", "x", "u", "inner"))
    is_sine = isinstance(inner, sp.asin)
    size = x / inner.args[0]
    place, rate = (sp.sin(t), sp.cos(t)) if is_sine else (sp.tan(t), sp.sec(t) ** 2)
    base = next(n.base for n in nodes(f, x) if isinstance(n, sp.Pow) and n.exp.is_Rational and n.exp.q == 2)
    root = sp.sqrt(base.subs(x, 0)) * (sp.cos(t) if is_sine else sp.sec(t))
    return {str(x): size * place, f"d{x}": size * rate * sp.Symbol(f"d{t}"), "the root": root}


def _trigonometric(f: Any, x: Any, context: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Find roots of p + q·x², p > 0: x = √(p/−q)·sin t or √(p/q)·tan t, both right on the whole domain."""
    bases = [n.base for n in nodes(f, x) if isinstance(n, sp.Pow) and n.exp.is_Rational and n.exp.q == 2]
    if not bases or any(b != bases[0] for b in bases):
        return
    found = coefficients(bases[0], x)
    if found is None or len(found) != 3 or found[1] != 0 or is_positive(found[0]) is not True or is_positive(found[2]) is None:
        return
    p, _, q = found
    t = context.letter(f, x, choices="tuvws")
    radius = sp.sqrt(p / abs(q)) if q.is_number else sp.sqrt(p / q) if is_positive(q) else sp.sqrt(-p / q)
    sine = is_positive(q) is False
    root = sp.sqrt(p) * (sp.cos(t) if sine else sp.sec(t))
    table = {n: root**n.exp.p for n in nodes(f, x) if isinstance(n, sp.Pow) and n.base == bases[0] and n.exp.is_Rational and n.exp.q == 2}
    h = f.xreplace(table).xreplace({x: radius * (sp.sin(t) if sine else sp.tan(t))})
    h *= radius * (sp.cos(t) if sine else sp.sec(t) ** 2)
    yield h, t, (sp.asin if sine else sp.atan)(x / radius)


def _restored(back: Term, x: Term) -> Term:
    return Restored(back, x)


TRIGONOMETRIC = substituting(
    "int.trigonometric_substitution",
    "trigonometric substitution",
    _trigonometric,
    "Put {u} = {inner}: the root becomes a cosine or a secant of {u}, which is positive there.",
    Mistake("dx-forgotten", lambda h, u, inner: at(I(h / sp.cos(sp.Symbol("t")), u), u, inner), "d{x} brings a factor with {u}."),
    why="A root of a quadratic that no simple substitution removes: let an angle do it.",
    cost=6,
    finish=_restored,
    source=f"{_STEWART}, sec. 7.3",
)


SINE_OR_TANGENT = replace(
    TRIGONOMETRIC,
    id="int.sine_or_tangent",
    when=substituting(
        "int.sine_or_tangent", TRIGONOMETRIC.name, _textbook, TRIGONOMETRIC.words, TRIGONOMETRIC.mistakes[0], source=TRIGONOMETRIC.source
    ).when,
    words="A root of a² − x² becomes a cosine with x = a sin θ, a root of a² + x² a secant with x = a tan θ; both are positive there. "
    "At the end the triangle with this angle gives the root back.",
    why="A root of a sum or difference of squares that no simple substitution removes: let an angle do it.",
    shows=_with_the_root,
    commit=True,
)


def _euler(f: sp.Basic, x: sp.Expr, context: Any) -> Iterator[tuple[sp.Basic, sp.Expr, sp.Basic]]:
    """Find R(x, √Q): u = √Q + √a·x for a > 0, u = √Q/(x − p) for a < 0 with real roots."""
    found = as_radical(f, x)
    if found is None:
        return
    c, b, a = found.quadratic
    base = c + b * x + a * x**2
    u = context.letter(f, x)
    if is_positive(a):
        s = square_root(a)
        place = (u**2 - c) / (b + 2 * s * u)
        root = u - s * place
        inner = sp.sqrt(base) + s * x
    else:
        discriminant = sp.expand(b**2 - 4 * a * c)
        if is_positive(discriminant) is not True:
            return
        one, other = ((-b + e * sp.sqrt(discriminant)) / (2 * a) for e in (1, -1))
        # u = √Q/(x − p) with Q = a·(x − p)·(x − q): u²·(x − p) = a·(x − q)
        place = (one * u**2 - a * other) / (u**2 - a)
        root = u * sp.together(place - one)
        inner = sp.sqrt(base) / (x - one)
    h = (found.plain + found.rooted / root).xreplace({x: place}) * sp.diff(place, u)
    reduced = fraction(h, u)
    if reduced is not None:
        yield reduced.numerator.as_expr() * sp.Mul(*[p.as_expr() ** -k for p, k in reduced.denominators]), u, inner


EULER = substituting(
    "int.euler_substitution",
    "Euler's substitution",
    _euler,
    "With {u} = {inner} both {x} and the root are rational in {u}.",
    Mistake("kept", lambda h, u, inner: at(I(h * u, u), u, inner), "d{x} was not replaced rightly."),
    cost=8,
    source=f"{_PISKUNOV}, sec. 11",
)


def _quotient_root(f: sp.Basic, x: sp.Basic, context: Any) -> Iterator[tuple[sp.Basic, sp.Basic, sp.Basic]]:
    """Find ((a·x + b)/(c·x + d))^(1/n), or √(a·x + b) beside √(c·x + d)."""
    u = context.letter(f, x)
    for node in nodes(f, x):
        if not (isinstance(node, sp.Pow) and node.exp.is_Rational and node.exp.q > 1):
            continue
        above, below = sp.fraction(sp.together(node.base))
        shape, under = linear(above, x), linear(below, x)
        if shape is None or under is None:
            continue
        n = node.exp.q
        place = (under[1] * u**n - shape[1]) / (shape[0] - under[0] * u**n)
        table = {m: u ** (m.exp * n) for m in nodes(f, x) if isinstance(m, sp.Pow) and m.base == node.base and (m.exp * n).is_Integer}
        h = f.xreplace(table)
        if any(isinstance(m, sp.Pow) and not m.exp.is_Integer for m in nodes(h, x)):
            continue
        yield _rational(h.xreplace({x: place}) * sp.diff(place, u), u), u, sp.Pow(node.base, sp.Rational(1, n))
        return
    bases = [n.base for n in nodes(f, x) if isinstance(n, sp.Pow) and n.exp.is_Rational and n.exp.q == 2]
    distinct = list(dict.fromkeys(bases))
    if len(distinct) != 2 or any(linear(b, x) is None for b in distinct):
        return
    (a, b), (c, d) = linear(distinct[0], x), linear(distinct[1], x)  # type: ignore[misc]
    if sp.expand(a * d - b * c) == 0:
        return
    # u = √A/√B: √A = u·√B, so only √B is left, and it must cancel in pairs
    place = (d * u**2 - b) / (a - c * u**2)
    rest = sp.Symbol("_rest")
    h = f.xreplace(
        {
            m: (u * rest) ** m.exp.p if m.base == distinct[0] else rest**m.exp.p
            for m in nodes(f, x)
            if isinstance(m, sp.Pow) and m.exp.is_Rational and m.exp.q == 2
        }
    )
    collected = sp.together(h.xreplace({x: place}))
    above, below = (coefficients(part, rest) for part in sp.fraction(collected))
    if above is None or below is None:
        return
    parities = [{i % 2 for i, v in enumerate(part) if v != 0} for part in (above, below)]
    if any(len(p) != 1 for p in parities) or parities[0] != parities[1]:
        return
    square = sp.together(c * place + d)
    top, bottom = (sp.Add(*[v * square ** (i // 2) for i, v in enumerate(part) if v != 0]) for part in (above, below))
    yield _rational(top / bottom * sp.diff(place, u), u), u, sp.sqrt(distinct[0]) / sp.sqrt(distinct[1])


def _rational(h: sp.Expr, u: sp.Symbol) -> Any:
    """Return a rational function reduced, or the expression itself."""
    reduced = fraction(h, u)
    return h if reduced is None else reduced.numerator.as_expr() * sp.Mul(*[p.as_expr() ** -k for p, k in reduced.denominators])


QUOTIENT_ROOT = substituting(
    "int.quotient_root",
    "root of a quotient",
    _quotient_root,
    "Call the root {u} = {inner}: then {x} is rational in {u}.",
    Mistake("dx-forgotten", lambda h, u, inner: at(I(h * u, u), u, inner), "d{x} was not replaced rightly."),
    cost=5,
    source=f"{_PISKUNOV}, sec. 10",
)


def _binomial(f: Any, x: Any, context: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Find x^m·(a + b·x^n)^p with (m + 1)/n + p an integer: u = x^(n/q)/(a + b·x^n)^(1/q)."""
    c, rest = separated(f, x)
    m: Any = sp.S.Zero
    root = None
    for factor in sp.Mul.make_args(rest):
        base, e = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if base == x and e.is_Integer:
            m += e
        elif root is None and e.is_Rational and not e.is_Integer:
            root = (base, e)
        else:
            return
    found = None if root is None else coefficients(root[0], x)
    if root is None or found is None or sum(v != 0 for v in found) != 2 or found[0] == 0:
        return
    a, b, n, p = found[0], found[-1], len(found) - 1, root[1]
    k = (m + 1) / sp.Integer(n) + p
    if not k.is_Integer or n % p.q:
        return
    u = context.letter(f, x)
    q = p.q
    # x^n = a·u^q/(1 − b·u^q), and (a + b·x^n)^p = x^(n·p)·u^(−q·p)
    h = c * a * q / n * u ** (q - 1 - q * p) * (a * u**q / (1 - b * u**q)) ** (k - 1) / (1 - b * u**q) ** 2
    yield h, u, x ** sp.Rational(n, q) / sp.Pow(root[0], sp.Rational(1, q))


BINOMIAL = substituting(
    "int.binomial",
    "Chebyshev's substitution",
    _binomial,
    "With {u} = {inner} the binomial integrand becomes rational in {u}.",
    Mistake("kept", lambda h, u, inner: at(I(h * u, u), u, inner), "d{x} was not replaced rightly."),
    cost=6,
    heads=(sp.Mul, sp.Pow),
    source=f"P. L. Chebyshev, 1853; {_PISKUNOV}, sec. 11",
)


def _reciprocal_quartic(f: sp.Expr, x: sp.Expr, context: Context) -> Iterator[tuple[sp.Basic, sp.Expr, sp.Basic]]:
    """Find R/√Q, Q = a·x⁴ + p·x² + a, such that f/(du/dx) with u = x/√Q is a function of x² + 1/x²."""
    roots = [n for n in nodes(f, x) if isinstance(n, sp.Pow) and n.exp == -sp.S.Half]
    if len(roots) != 1 or any(isinstance(n, sp.Function) for n in nodes(f, x)):
        return
    found = coefficients(roots[0].base, x)
    if found is None or len(found) != 5 or found[1] != 0 or found[3] != 0 or found[0] != found[4]:
        return
    a, p = found[0], found[2]
    # du/dx = a·(1 − x⁴)/Q^(3/2), and u⁻² = Q/x²
    rest = fraction(f / roots[0] * x**2 / (a * (1 - x**4)), x)
    if rest is None:
        return
    u = context.letter(f, x)
    square = (u**-2 - p) / a  # x² + 1/x²
    parts = [_in_reciprocal_sum(poly, square) for poly in (rest.numerator, rest.denominator())]
    if None in parts:
        return
    (above, m), (below, n) = parts  # type: ignore[misc]
    if m == n:
        yield _rational(above / below / u**2, u), u, x / sp.sqrt(roots[0].base)


def _in_reciprocal_sum(poly: Any, square: sp.Expr) -> tuple[sp.Expr, int] | None:
    """Return a palindromic polynomial in x² over its middle power, in x² + 1/x², with that power; else None."""
    found = tuple(reversed(poly.all_coeffs()))
    low = next(i for i, c in enumerate(found) if c != 0)
    core = found[low:]
    if core != core[::-1] or any(c != 0 for c in core[1::2]) or len(core) % 4 != 1:
        return None
    half = (len(core) - 1) // 4
    middle = 2 * half
    # x^(2k) + x^(−2k) in x² + x^(−2) = s: twice the Chebyshev polynomial of s/2
    terms = [core[middle]] + [2 * core[middle + 2 * k] * sp.chebyshevt(k, square / 2) for k in range(1, half + 1)]
    return sp.Add(*terms), low + middle


RECIPROCAL_QUARTIC = substituting(
    "int.reciprocal_quartic",
    "root of a reciprocal quartic",
    _reciprocal_quartic,
    "The quartic reads the same from both ends: with {u} = {inner} everything depends on {x}² + 1/{x}² alone.",
    Mistake("kept", lambda h, u, inner: at(I(h * u, u), u, inner), "d{x} was not replaced rightly."),
    cost=6,
    heads=(sp.Mul,),
    source="L. Euler, Institutiones calculi integralis I (1768); A. F. Timofeev, Integration of Functions (1948), ch. 4",
)


def _inverse(f: sp.Expr, x: sp.Symbol, context: Context) -> Iterator[tuple[sp.Basic, sp.Expr, sp.Function]]:
    """Find an inverse function of a linear argument beside polynomials and powers of 1 ± its square."""
    u = context.letter(f, x)
    found = with_inverse_as_letter(f, x, u)
    if found is not None:
        yield found[0], u, found[1]


INVERSE_FUNCTION = substituting(
    "int.inverse_function",
    "inverse function as a letter",
    _inverse,
    "Call {inner} = {u}: then {x} is a function of {u}, and d{x} its derivative times d{u}.",
    Mistake("dx-forgotten", lambda u, inner: at(I(u**-2, u), u, inner), "d{x} brings a factor with {u}."),
    cost=6,
    heads=(sp.Mul, sp.Pow),
    finish=_restored,
    source=f"{_STEWART}, sec. 7.5",
)

RADICAL_LETTERS = (INVERSE_FUNCTION, QUOTIENT_ROOT, TRIGONOMETRIC, RATIO, BINOMIAL, RECIPROCAL_QUARTIC, EULER)
