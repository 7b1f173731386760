"""Roots: of a quadratic, of a quotient, of a binomial; the form of the answer, trigonometric and Euler substitutions."""

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.polynomials import fraction
from symtutor.algorithms.radicals import as_radical, root_part
from symtutor.algorithms.structure import coefficients, is_positive, linear, nodes, separated, square_root
from symtutor.goals import I, Integral, Restored
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.integration_entries import rewriting, substituting
from symtutor.rules.notation import absolute, asin, at, atan, log, sqrt
from symtutor.term import Term

__all__ = ["RADICAL_RULES", "RADICAL_TABLE"]

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
    if found is not None and is_positive(found[1]) is not True and is_positive(found[0]) is not False:
        p, q = found
        yield {"p": p, "q": q, "r": square_root(p), "s": square_root(-q), "x": goal.args[1]}


def _root_logarithm(goal: Integral, _context: Any) -> Iterator[Bindings]:
    found = _inverse_root(goal)
    if found is not None and is_positive(found[1]) is not False:
        p, q = found
        yield {"p": p, "q": q, "s": square_root(q), "x": goal.args[1]}


ARCSINE = Rule(
    id="int.arcsin",
    name="integral of 1/√(a² − x²)",
    goal=Integral,
    heads=(sp.Pow,),
    when=_arcsine,
    left=lambda p, q, r, s, x: I((p + q * x**2) ** -sp.S.Half, x),
    right=lambda p, q, r, s, x: asin(s * x / r) / s,
    words="Below stands the root of a positive number minus a square: the integral is an arcsine.",
    holds=lambda p, q, r, s, x: (r > 0, s > 0),
    mistakes=(
        Mistake("inner-lost", lambda p, q, r, s, x: asin(x), "The argument of the arcsine is x/a.", "1/sqrt(9 - x**2)"),
        Mistake(
            "factor-added",
            lambda p, q, r, s, x: asin(s * x / r) / (r * s),
            "There is no factor 1/a: that belongs to the arctangent.",
            "1/sqrt(9 - x**2)",
        ),
        Mistake(
            "logarithm",
            lambda p, q, r, s, x: log(p + q * x**2),
            "There is no derivative of the inside above: it is an arcsine.",
            "1/sqrt(9 - x**2)",
        ),
    ),
    source=f"{_STEWART}, sec. 7.5, table of integration formulas",
)
ROOT_LOGARITHM = Rule(
    id="int.arsinh",
    name="integral of 1/√(x² ± a²)",
    goal=Integral,
    heads=(sp.Pow,),
    when=_root_logarithm,
    left=lambda p, q, s, x: I((p + q * x**2) ** -sp.S.Half, x),
    right=lambda p, q, s, x: log(absolute(s * x + sqrt(p + q * x**2))) / s,
    words="Below stands the root of a square plus or minus a number: the integral is the logarithm of the variable plus the root.",
    holds=lambda p, q, s, x: (q > 0,),
    mistakes=(
        Mistake("arcsine", lambda p, q, s, x: asin(s * x) / s, "The arcsine belongs to a number minus a square.", "1/sqrt(x**2 + 4)"),
        Mistake(
            "root-only",
            lambda p, q, s, x: log(sqrt(p + q * x**2)) / s,
            "The variable itself is missing: ln|x + √(x² + a²)|.",
            "1/sqrt(x**2 + 4)",
        ),
    ),
    source=f"{_STEWART}, sec. 7.5, table of integration formulas",
)


def _root_power(goal: Integral, _context: Any) -> Iterator[Bindings]:
    f, x = goal.args
    found = coefficients(f.base, x) if f.exp.is_Rational and f.exp.q == 2 and f.exp > 0 else None
    if found is not None and len(found) == 3 and found[1] == 0:
        yield {"a": found[0], "b": found[2], "n": f.exp, "x": x}


ROOT_POWER = Rule(
    id="int.root_of_quadratic",
    name="integral of √(a + bx²)",
    goal=Integral,
    heads=(sp.Pow,),
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
            "sqrt(x**2 + 1)",
        ),
    ),
    source=f"{_GRADSHTEYN}, eq. 2.260",
)


def _answer_form(goal: Integral, _context: Any) -> Iterator[Bindings]:
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


ANSWER_FORM = Rule(
    id="int.root_ansatz",
    name="undetermined coefficients",
    goal=Integral,
    heads=(sp.Mul, sp.Pow),
    when=_answer_form,
    left=lambda f, S, Q, rest, x: I(f, x),
    right=lambda f, S, Q, rest, x: S * sqrt(Q) + I(rest, x),
    words="The integral is a rational function times the root √({Q}) plus simpler integrals; compare coefficients in its derivative: the factor is {S}.",
    cost=5,
    mistakes=(Mistake("rest-lost", lambda f, S, Q, rest, x: S * sqrt(Q), "The integral that is left is missing.", "x**2/sqrt(x**2 - 1)"),),
    source=f"{_PISKUNOV}, sec. 11; {_GRADSHTEYN}, sec. 2.25",
)


def _split_root(f: Any, x: Any, _context: Any) -> Iterator[Any]:
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
    Mistake("kept", lambda f, g, x: f, "The integrand was copied and not integrated.", "1/(x + sqrt(x**2 + 1))"),
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

    def when(goal: Integral, context: Any) -> Iterator[Bindings]:
        for bindings in _pole_beside_root(goal, context):
            if is_positive(bindings["c0"]) is not (not wanted):
                c0 = bindings["c0"] if wanted else -bindings["c0"]
                yield {**bindings, "s": square_root(c0)}

    return when


POLE_LOGARITHM = Rule(
    id="int.pole_beside_root",
    name="integral of 1/((x − r)√Q)",
    goal=Integral,
    heads=(sp.Mul,),
    when=_with_sign(True),
    left=lambda c, k, r, c0, c1, c2, Q, s, x, f: I(f, x),
    right=lambda c, k, r, c0, c1, c2, Q, s, x, f: -c / (k * s) * log(absolute((2 * c0 + c1 * (x - r) + 2 * s * sqrt(Q)) / (x - r))),
    words="With 1/(x − r) as a new letter this becomes the root of a quadratic again: a logarithm.",
    holds=lambda c, k, r, c0, c1, c2, Q, s, x, f: (c0 > 0, s > 0),
    cost=3,
    mistakes=(
        Mistake(
            "sign",
            lambda c, k, r, c0, c1, c2, Q, s, x, f: c / (k * s) * log(absolute((2 * c0 + c1 * (x - r) + 2 * s * sqrt(Q)) / (x - r))),
            "The derivative of 1/x is negative: the minus is missing.",
            "1/(x*sqrt(x**2 + 1))",
        ),
    ),
    source=f"{_GRADSHTEYN}, eq. 2.266",
)
POLE_ARCTANGENT = Rule(
    id="int.pole_beside_root_arctan",
    name="integral of 1/((x − r)√Q)",
    goal=Integral,
    heads=(sp.Mul,),
    when=_with_sign(False),
    left=lambda c, k, r, c0, c1, c2, Q, s, x, f: I(f, x),
    right=lambda c, k, r, c0, c1, c2, Q, s, x, f: c / (k * s) * atan((2 * c0 + c1 * (x - r)) / (2 * s * sqrt(Q))),
    words="With 1/(x − r) as a new letter this becomes the root of a quadratic again: here an arctangent.",
    holds=lambda c, k, r, c0, c1, c2, Q, s, x, f: (c0 < 0, s > 0),
    cost=3,
    mistakes=(
        Mistake(
            "sign",
            lambda c, k, r, c0, c1, c2, Q, s, x, f: -c / (k * s) * atan((2 * c0 + c1 * (x - r)) / (2 * s * sqrt(Q))),
            "The sign is wrong: differentiate to see it.",
            "1/(x*sqrt(x**2 - 1))",
        ),
    ),
    source=f"{_GRADSHTEYN}, eq. 2.266",
)


# ---- substitutions ------------------------------------------------------------------------------
def _ratio(f: Any, x: Any, context: Any) -> Iterator[tuple[Any, Any, Any]]:
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


def _at_square(poly: Any, square: Any) -> Any:
    """Return a polynomial in x² at a value of x²."""
    return sp.Add(*[c * square ** (m[0] // 2) for m, c in poly.terms()])


RATIO = substituting(
    "int.ratio_substitution",
    "substitution of the variable over the root",
    _ratio,
    "With {u} = {inner} the square of {x}, and so the integrand, is rational in {u}.",
    Mistake("kept", lambda f, h, u, inner, x: at(I(h * u, u), u, inner), "d{x} was not replaced rightly.", "1/((x**2 + 4)*sqrt(1 - x**2))"),
    cost=6,
    heads=(sp.Mul, sp.Pow),
    source=f"{_PISKUNOV}, sec. 11",
)


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


def _restored(back: Term, x: Any) -> Term:
    return Restored(back, x)


TRIGONOMETRIC = substituting(
    "int.trigonometric_substitution",
    "trigonometric substitution",
    _trigonometric,
    "Put {u} = {inner}: the root becomes a cosine or a secant of {u}, which is positive there.",
    Mistake(
        "dx-forgotten",
        lambda f, h, u, inner, x: at(I(h / sp.cos(sp.Symbol("t")), u), u, inner),
        "d{x} brings a factor with {u}.",
        "sqrt(1 - x**2)",
    ),
    cost=6,
    finish=_restored,
    source=f"{_STEWART}, sec. 7.3",
)


def _euler(f: Any, x: Any, context: Any) -> Iterator[tuple[Any, Any, Any]]:
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
    Mistake("kept", lambda f, h, u, inner, x: at(I(h * u, u), u, inner), "d{x} was not replaced rightly.", "1/(x + sqrt(x**2 + x + 1))"),
    cost=8,
    source=f"{_PISKUNOV}, sec. 11",
)


def _quotient_root(f: Any, x: Any, context: Any) -> Iterator[tuple[Any, Any, Any]]:
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


def _rational(h: Any, u: Any) -> Any:
    """Return a rational function reduced, or the expression itself."""
    reduced = fraction(h, u)
    return h if reduced is None else reduced.numerator.as_expr() * sp.Mul(*[p.as_expr() ** -k for p, k in reduced.denominators])


QUOTIENT_ROOT = substituting(
    "int.quotient_root",
    "root of a quotient",
    _quotient_root,
    "Call the root {u} = {inner}: then {x} is rational in {u}.",
    Mistake("dx-forgotten", lambda f, h, u, inner, x: at(I(h * u, u), u, inner), "d{x} was not replaced rightly.", "sqrt((1 + x)/(1 - x))"),
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
    Mistake("kept", lambda f, h, u, inner, x: at(I(h * u, u), u, inner), "d{x} was not replaced rightly.", "1/(x**4 + 1)**(1/4)"),
    cost=6,
    heads=(sp.Mul, sp.Pow),
    source=f"P. L. Chebyshev, 1853; {_PISKUNOV}, sec. 11",
)

def _reciprocal_quartic(f: Any, x: Any, context: Any) -> Iterator[tuple[Any, Any, Any]]:
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


def _in_reciprocal_sum(poly: Any, square: Any) -> tuple[Any, int] | None:
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
    Mistake(
        "kept", lambda f, h, u, inner, x: at(I(h * u, u), u, inner), "d{x} was not replaced rightly.", "(x**4 - 1)/(x**2*sqrt(x**4 + x**2 + 1))"
    ),
    cost=6,
    heads=(sp.Mul,),
    source="L. Euler, Institutiones calculi integralis I (1768); A. F. Timofeev, Integration of Functions (1948), ch. 4",
)

RADICAL_TABLE = (ARCSINE, ROOT_LOGARITHM)
RADICAL_RULES = (
    ROOT_POWER,
    POLE_LOGARITHM,
    POLE_ARCTANGENT,
    ANSWER_FORM,
    SPLIT_ROOT,
    QUOTIENT_ROOT,
    TRIGONOMETRIC,
    RATIO,
    BINOMIAL,
    RECIPROCAL_QUARTIC,
    EULER,
)
