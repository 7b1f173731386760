"""The limits that are known by heart: sin u/u and its relatives, (1 + u)^(1/u), ends of elementary functions, orders of growth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotic_series import UNIT, compare
from symtutor.algorithms.asymptotics import leading
from symtutor.goals import Limit
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.limits_cores import CORES, Core, core_of, tends_to_zero
from symtutor.rules.limits_forms import STEWART, bound_limit, limit_of, positive_parameters, sides_of
from symtutor.term import Term, apply_head, product, quote

__all__ = ["END_RULES", "GROWTH_RULES", "STANDARD_FACTOR_RULES", "STANDARD_RULES"]


# ---- the table ----------------------------------------------------------------------------------
def _standard_entry(core: Core) -> Rule:
    """Return the rule lim e(u)/s(u) = value as u tends to 0."""

    def when(goal: Limit, _context: Any) -> Iterator[Bindings]:
        f, x, to, direction = goal.args
        for u in core.inner(f):
            if core.ratio(u) == f and tends_to_zero(u, x, to, direction):
                yield {"u": u, "x": x, "a": to, "direction": direction}

    def left(u: Any, x: Any, a: Any, direction: Any) -> Term:
        return Limit(core.above(u) / core.below(u), x, a, direction)

    def right(u: Any, x: Any, a: Any, direction: Any) -> Term:
        return quote(core.value(u.args[0]))

    def wrong(make: Callable[[Any], Any]) -> Callable[..., Term]:
        return lambda u, x, a, direction: quote(make(core.value(u.args[0])))

    return Rule(
        id=f"limit.standard_{core.id}",
        name="standard limit",
        goal=Limit,
        when=when,
        left=left,
        right=right,
        words=core.words,
        commit=True,
        cost=1,
        mistakes=tuple(Mistake(key, wrong(make), text, core.example) for key, make, text in core.mistakes),
        source=core.source,
    )


def _euler(goal: Limit, context: Any) -> Iterator[Bindings]:
    """Find (1 + w)^g with w → 0 and w·g constant."""
    f, x, to, direction = goal.args
    if not context.depends(f.exp, x):
        return
    w = f.base - 1
    c = sp.cancel(w * f.exp) if w.is_rational_function(x) and f.exp.is_rational_function(x) else w * f.exp
    if not context.depends(c, x) and c != 0 and tends_to_zero(w, x, to, direction):
        yield {"w": w, "c": c, "x": x, "a": to, "direction": direction}


EULER = Rule(
    id="limit.standard_euler",
    name="limit that defines e",
    goal=Limit,
    heads=(sp.Pow,),
    when=_euler,
    left=lambda w, c, x, a, direction: Limit((1 + w) ** (c / w), x, a, direction),
    right=lambda w, c, x, a, direction: apply_head(sp.exp, c),
    words="As {w} tends to 0, 1 plus {w} to the power of its reciprocal tends to e; here the exponent is {c} times the reciprocal.",
    commit=True,
    cost=1,
    mistakes=(
        Mistake(
            "one",
            lambda w, c, x, a, direction: quote(sp.S.One),
            "1 to an infinite power is indeterminate: the base comes to 1 while the exponent grows, and the two balance.",
            "(1 + 1/x)**x",
        ),
        Mistake(
            "infinite",
            lambda w, c, x, a, direction: quote(sp.oo),
            "The exponent grows, but the base comes to 1 as fast: the limit is finite.",
            "(1 + 1/x)**x",
        ),
    ),
    source=f"{STEWART}, sec. 3.6",
)

STANDARD_RULES = (*(_standard_entry(core) for core in CORES), EULER)


# ---- factors that have a standard limit ----------------------------------------------------------
def _factors_with_core(goal: Limit, context: Any) -> Iterator[Bindings]:
    """Multiply and divide each factor such as sin u by u: the ratios have standard limits, the rest is algebra."""
    f, x, to, direction = goal.args
    ratios, powers, rest = [], [], []
    for factor in sp.Mul.make_args(f):
        base, exponent = factor.args if isinstance(factor, sp.Pow) and factor.exp.is_Rational else (factor, sp.S.One)
        found = core_of(base, x, to, direction)
        if found is None:
            rest.append(factor)
            continue
        core, u, c = found
        ratios.append(core.ratio(u))
        powers.append(exponent)
        rest.append((c * core.scale(u)) ** exponent)
    if not ratios:
        return
    g = sp.Mul(*rest)
    if (len(ratios) == 1 and g == 1) or limit_of(g, x, to, direction, context) in {None, sp.nan}:
        return
    yield {"ratios": sp.Tuple(*ratios), "powers": sp.Tuple(*powers), "g": g, "x": x, "a": to, "direction": direction}


def _parts(ratios: Any, powers: Any) -> list[tuple[Any, Any]]:
    """Return pairs of a ratio and its power; in the general statement there is one of each."""
    above, exponents = ratios.args[0], powers.args[0]
    if not isinstance(above, sp.Tuple):
        return [(above, exponents)]
    return list(zip(above, exponents, strict=True))


def _regrouped(ratios: Any, powers: Any, g: Any, x: Any, a: Any, direction: Any) -> Term:
    return Limit(product([*[quote(r) ** quote(p) for r, p in _parts(ratios, powers)], g]), x, a, direction)


def _apart(ratios: Any, powers: Any, g: Any, x: Any, a: Any, direction: Any) -> Term:
    limits = [Limit(r, x, a, direction) if p == 1 else Limit(r, x, a, direction) ** quote(p) for r, p in _parts(ratios, powers)]
    return product([*limits, Limit(g, x, a, direction)])


STANDARD_FACTORS = Rule(
    id="limit.standard_factors",
    name="standard limits brought out",
    goal=Limit,
    heads=(sp.Mul, sp.Pow),
    when=_factors_with_core,
    left=_regrouped,
    right=_apart,
    words="Multiply and divide so that ratios with a standard limit stand apart: {ratios}; what remains is {g}.",
    commit=True,
    cost=2,
    mistakes=(
        Mistake(
            "rest-forgotten",
            lambda ratios, powers, g, x, a, direction: quote(sp.S.One),
            "Each ratio has its standard limit, but the factors that were multiplied in remain: sin(5x)/(3x) does not tend to 1.",
            "sin(5*x)/(3*x)",
        ),
        Mistake(
            "upside-down",
            lambda ratios, powers, g, x, a, direction: 1 / Limit(g, x, a, direction),
            "What remains was turned over: sin(ax) goes with ax, so sin(ax)/(bx) tends to a/b.",
            "sin(5*x)/(3*x)",
        ),
    ),
    source=f"{STEWART}, sec. 3.3",
)

STANDARD_FACTOR_RULES = (STANDARD_FACTORS,)


# ---- ends of the domain --------------------------------------------------------------------------
def _end(goal: Limit, context: Any) -> Iterable[Bindings]:
    """Find an elementary function of the variable itself, at infinity or at an end of its domain."""
    f, x, to, direction = goal.args
    if f != x and (sum(a == x for a in f.args) != 1 or any(a != x and context.depends(a, x) for a in f.args)):
        return ()
    found = _power_at_end(f, x, to, direction) if isinstance(f, sp.Pow) and f.exp.free_symbols - {x} and f.base == x else None
    if found is None:
        found = limit_of(f, x, to, direction)
    return () if found is None or found is sp.nan else ({**bound_limit(goal), "value": found},)


def _power_at_end(f: Any, x: Any, to: Any, direction: Any) -> Any:
    """Return the limit of x^p for a symbolic p, whose letters count as positive."""
    sign = sp.sign(f.exp.xreplace({s: sp.Symbol(s.name, positive=True) for s in f.exp.free_symbols}))
    if sign not in {1, -1} or not (to is sp.oo or (to == 0 and sides_of(to, direction) == (1,))):
        return None
    return sp.oo if (sign == 1) == (to is sp.oo) else sp.S.Zero


def _end_conditions(f: Any, value: Any, x: Any, a: Any, direction: Any) -> tuple[Any, ...]:
    return positive_parameters(f.exp) if isinstance(f, sp.Pow) and f.exp.free_symbols and f.base == x else ()


def _end_entry(id: str, heads: tuple[Any, ...], words: str, example: str, mistakes: tuple[tuple[str, Any, str], ...]) -> Rule:  # noqa: A002 (the field of Rule that it fills)
    """Return the rule for the ends of some elementary functions."""

    def wrong(make: Any) -> Callable[..., Term]:
        return lambda f, value, x, a, direction: quote(make(value.args[0]))

    return Rule(
        id=f"limit.end_{id}",
        name="end of the graph",
        goal=Limit,
        heads=heads,
        when=_end,
        left=lambda f, value, x, a, direction: Limit(f, x, a, direction),
        right=lambda f, value, x, a, direction: value,
        words=words,
        holds=_end_conditions,
        commit=True,
        cost=1,
        mistakes=tuple(Mistake(key, wrong(make), text, example) for key, make, text in mistakes),
        source=f"{STEWART}, sec. 2.2 and 2.6",
    )


def _turned(value: Any) -> Any:
    return -value if value != 0 else sp.oo


def _zero(_value: Any) -> Any:
    return sp.S.Zero


def _infinite(_value: Any) -> Any:
    return sp.oo


_HYPERBOLIC = (sp.sinh, sp.cosh, sp.tanh, sp.coth, sp.sech, sp.csch, sp.asinh, sp.acosh, sp.atanh, sp.acoth, sp.erf, sp.erfc)
_TRIGONOMETRIC = (sp.tan, sp.cot, sp.sec, sp.csc, sp.asec, sp.acsc, sp.asin, sp.acos)

END_RULES = (
    _end_entry(
        "power",
        (sp.Symbol, sp.Pow),
        "As {x} tends to {a}, {f} tends to {value}: a positive power grows with its base, a negative one shrinks.",
        "x**2",
        (("sign", _turned, "The sign or the direction is wrong: try a large number."), ("one", lambda _v: sp.S.One, "Only 1 stays 1.")),
    ),
    _end_entry(
        "exp",
        (sp.exp,),
        "The exponential function grows without bound to the right and tends to 0 to the left: here the limit is {value}.",
        "exp(x)",
        (("sign", _turned, "eˣ is never negative: it tends to 0 on the left, to ∞ on the right."), ("one", lambda _v: sp.S.One, "e⁰ = 1 is its value at 0, not at the end.")),
    ),
    _end_entry(
        "log",
        (sp.log,),
        "The logarithm falls without bound at 0 and grows without bound to the right: here the limit is {value}.",
        "log(x)",
        (("zero", _zero, "ln 1 = 0; at 0 the logarithm falls to −∞, at ∞ it grows."), ("sign", _turned, "The logarithm is negative near 0 and positive for large numbers.")),
    ),
    _end_entry(
        "arctan",
        (sp.atan, sp.acot),
        "The graph of {f} has a horizontal asymptote here: the limit is {value}.",
        "atan(x)",
        (("infinite", _infinite, "arctan has values between −π/2 and π/2 only."), ("sign", _turned, "arctan rises from −π/2 to π/2.")),
    ),
    _end_entry(
        "trigonometric",
        _TRIGONOMETRIC,
        "At the end of this branch of its graph {f} tends to {value}.",
        "tan(x)",
        (("zero", _zero, "Here the denominator vanishes, not the function."), ("sign", _turned, "Look at the sign on this side of the point.")),
    ),
    _end_entry(
        "hyperbolic",
        _HYPERBOLIC,
        "At the end of its graph {f} tends to {value}.",
        "tanh(x)",
        (("zero", _zero, "Write it with exponential functions: one of them dominates."), ("sign", _turned, "Look at the sign of the dominating exponential function.")),
    ),
    _end_entry(
        "gamma",
        (sp.gamma, sp.loggamma, sp.factorial),
        "{f} grows without bound: the limit is {value}.",
        "factorial(x)",
        (("zero", _zero, "A factorial grows with its argument."), ("one", lambda _v: sp.S.One, "0! = 1, but a factorial grows with its argument.")),
    ),
)


# ---- orders of growth ----------------------------------------------------------------------------
def _growth(goal: Limit, context: Any) -> Iterator[Bindings]:
    """Find a product of powers, logarithms, exponentials and factorials at infinity, whose strongest factor decides."""
    f, x, to, direction = goal.args
    if to is not sp.oo:
        return
    parts = [a for a in sp.Mul.make_args(f) if context.depends(a, x)]
    if len(parts) < 2 or not all(_is_pure(a, x) for a in parts):
        return
    symbolic = [a for a in parts if isinstance(a, sp.Pow) and a.base == x and a.exp.free_symbols]
    strongest, value = _strongest(parts, symbolic, x)
    if strongest is not None and value != 1:
        yield {**bound_limit(goal), "by": strongest, "value": value}


def _is_pure(factor: Any, x: Any) -> bool:
    base = factor.base if isinstance(factor, sp.Pow) and not factor.exp.has(x) else factor
    if isinstance(base, sp.Pow):
        return not base.base.has(x) or (base.base == x and base.exp == x)
    return base == x or isinstance(base, sp.log | sp.exp | sp.factorial | sp.gamma)


def _strongest(parts: list[Any], symbolic: list[Any], x: Any) -> tuple[Any, Any]:
    """Return the factor that decides, and the limit of the product."""
    sizes = {a: leading(a, x, sp.oo) for a in parts if a not in symbolic}
    if any(found is None for found in sizes.values()):
        return None, None
    rates = {a: found for a, found in sizes.items() if found is not None}
    rest = leading(sp.Mul(*rates), x, sp.oo) if rates else None
    if symbolic and (rest is None or not rest.monomial.growth):
        if any(found.monomial.power for found in rates.values()) or len(symbolic) > 1:
            return None, None
        return symbolic[0], _power_at_end(symbolic[0], x, sp.oo, sp.Symbol("+-"))
    if rest is None or compare(rest.monomial, UNIT) == 0:
        return None, None
    by = next(iter(rates))
    for factor, found in rates.items():
        sizes_of_both = (_magnitude(found.monomial), _magnitude(rates[by].monomial))
        by = factor if compare(*sizes_of_both) > 0 else by
    return by, rest.limit()


def _magnitude(monomial: Any) -> Any:
    """Return a monomial or its reciprocal, whichever is large."""
    return monomial if compare(monomial, UNIT) >= 0 else type(monomial)().times(monomial.to_the(-1 * monomial.power.__class__(1)))


def _growth_conditions(f: Any, by: Any, value: Any, x: Any, a: Any, direction: Any) -> tuple[Any, ...]:
    return positive_parameters(by.exp) if isinstance(by, sp.Pow) and by.base == x else ()


GROWTH = Rule(
    id="limit.growth",
    name="order of growth",
    goal=Limit,
    heads=(sp.Mul, sp.Pow),
    when=_growth,
    left=lambda f, by, value, x, a, direction: Limit(f, x, a, direction),
    right=lambda f, by, value, x, a, direction: value,
    words="At infinity logarithms are slower than powers, powers slower than exponential functions, these slower than factorials: "
    "{by} decides, so the limit is {value}.",
    holds=_growth_conditions,
    commit=True,
    cost=2,
    mistakes=(
        Mistake(
            "other-way",
            lambda f, by, value, x, a, direction: 1 / value if value.args[0] == 0 else quote(sp.S.Zero),
            "The order of growth was turned round: logarithms < powers < exponential functions < factorials.",
            "x**3/exp(x)",
        ),
        Mistake(
            "one",
            lambda f, by, value, x, a, direction: quote(sp.S.One),
            "∞/∞ is not 1: numerator and denominator grow at different rates.",
            "x**3/exp(x)",
        ),
    ),
    source=f"{STEWART}, sec. 4.4",
)

GROWTH_RULES = (GROWTH,)
