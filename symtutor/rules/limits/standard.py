"""The limits that are known by heart: sin u/u and its relatives, (1 + u)^(1/u), ends of elementary functions, orders of growth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import Limit
from symtutor.rule import Bindings, Mistake, OnTheWay, Rule
from symtutor.rules.limits.questions import STEWART, assumed_for, bound_limit, limit_as_written, limit_of
from symtutor.rules.limits.standard_cores import CORES, Core, base_core, binomial_core, core_of, tends_to_zero
from symtutor.term import Quotient, Term, apply_head, product, quote

__all__ = ["STANDARD_FACTOR_RULES", "STANDARD_RULES"]

rule = partial(Rule, goal=Limit, cost=0, commit=True)


def _tends_to(core: Core, u: Any) -> dict[str, Any]:
    """Return (sin u)/u → 1 with what u is here."""
    ratio = Term(Quotient, (core.above(quote(u)), core.below(quote(u))))
    return {"{} → {}": (ratio, quote(core.value(u)))}


# ---- the table ----------------------------------------------------------------------------------
def _standard_entry(core: Core) -> Rule:
    """Return the rule lim e(u)/s(u) = value as u tends to 0."""

    def when(goal: Limit, _context: object) -> Iterator[Bindings]:
        f, x, to, direction = goal.args
        for u in core.inner(f):
            if core.ratio(u) == f and tends_to_zero(u, x, to, direction):
                yield {"u": u, "x": x, "a": to, "direction": direction}

    def wrong(make: Callable[[Any], Any]) -> Callable[..., Term]:
        return lambda u, x, a, direction: quote(make(core.value(u.args[0])))

    return rule(
        id=f"limit.standard_{core.id}",
        name="standard limit",
        when=when,
        left=lambda u, x, a, direction: Limit(core.above(u) / core.below(u), x, a, direction),
        right=lambda u: quote(core.value(u.args[0])),
        on_the_way=core.on_the_way,
        words=core.words,
        shows=lambda bindings, _values: _tends_to(core, bindings["u"]),
        why="Putting the point in gives 0/0: bring it to a limit that is known.",
        holds=lambda u, x, a, direction: assumed_for(x, a, direction, u),
        mistakes=tuple(Mistake(key, wrong(make), text) for key, make, text in core.mistakes),
        source=core.source,
    )


def _euler(goal: Limit, context: Context) -> Iterator[Bindings]:
    """Find (1 + w)^g with w → 0 and w·g constant."""
    f, x, to, direction = goal.args
    if not context.depends(f.exp, x):
        return
    w = f.base - 1
    c = sp.cancel(w * f.exp) if w.is_rational_function(x) and f.exp.is_rational_function(x) else w * f.exp
    if not context.depends(c, x) and c != 0 and tends_to_zero(w, x, to, direction):
        yield {**bound_limit(goal), "w": w, "c": c}


def _euler_on_the_way(bindings: Bindings) -> OnTheWay:
    """Return the power with the exponent 1/w inside, which tends to e."""
    w, c, x, to, direction = (bindings[key] for key in ("w", "c", "x", "a", "direction"))
    if c == 1:
        return OnTheWay()
    inside = Term(sp.Pow, (quote(1 + w), quote(1 / w)))
    return OnTheWay((limit_as_written(Term(sp.Pow, (inside, quote(c))), x, to, direction),), ("what is in brackets tends to e",))


EULER = rule(
    on_the_way=_euler_on_the_way,
    id="limit.standard_euler",
    name="limit that defines e",
    heads=(sp.Pow,),
    when=_euler,
    left=lambda f, w, c, x, a, direction: Limit(f, x, a, direction),
    right=lambda c: apply_head(sp.exp, c),
    holds=lambda w, x, a, direction: assumed_for(x, a, direction, w),
    words="As {w} tends to 0, 1 plus {w} to the power of its reciprocal tends to e; here the exponent is {c} times the reciprocal.",
    why="The base tends to 1 and the exponent grows without bound, 1^∞: the form of the limit that defines e.",
    mistakes=(
        Mistake(
            "one",
            lambda: quote(sp.S.One),
            "1 to an infinite power is indeterminate: the base comes to 1 while the exponent grows, and the two balance.",
        ),
        Mistake("infinite", lambda: quote(sp.oo), "The exponent grows, but the base comes to 1 as fast: the limit is finite."),
    ),
    source=f"{STEWART}, sec. 3.6",
)


def _base(goal: Limit, _context: object) -> Iterator[Bindings]:
    f, x, to, direction = goal.args
    for power in dict.fromkeys(e for e in sp.preorder_traversal(f) if isinstance(e, sp.Pow) and not e.base.has(x)):
        base, u = power.args
        if base_core(base).ratio(u) == f and tends_to_zero(u, x, to, direction):
            yield {"b": base, "u": u, "x": x, "a": to, "direction": direction}


def _binomial(goal: Limit, _context: object) -> Iterator[Bindings]:
    f, x, to, direction = goal.args
    powers = (e for e in sp.preorder_traversal(f) if isinstance(e, sp.Pow) and e.base.has(x) and not e.exp.has(x))
    for power in dict.fromkeys(powers):
        u, p = sp.together(power.base - 1), power.exp
        if p.is_Integer or p is sp.S.Half:  # common factors and the conjugate are shorter
            continue
        if binomial_core(p).ratio(u) == f and tends_to_zero(u, x, to, direction):
            yield {"p": p, "u": u, "x": x, "a": to, "direction": direction}


BASE = rule(
    id="limit.standard_base",
    name="standard limit",
    heads=(sp.Mul,),
    when=_base,
    left=lambda b, u, x, a, direction: Limit((b**u - 1) / u, x, a, direction),
    right=lambda b: apply_head(sp.log, b),
    holds=lambda u, x, a, direction: assumed_for(x, a, direction, u),
    words="As u = {u} tends to 0, the power of {b} to u, minus 1, over u, tends to the natural logarithm of {b}.",
    why="Putting the point in gives 0/0: bring it to a limit that is known.",
    mistakes=(
        Mistake("one", lambda: quote(sp.S.One), "Only for the base e is this limit 1."),
        Mistake("base", lambda b: b, "The limit is the logarithm of the base, not the base."),
    ),
    source=f"{STEWART}, sec. 3.1",
)

BINOMIAL = rule(
    id="limit.standard_binomial",
    name="standard limit",
    heads=(sp.Mul,),
    when=_binomial,
    left=lambda p, u, x, a, direction: Limit(((1 + u) ** p - 1) / u, x, a, direction),
    right=lambda p: p,
    holds=lambda u, x, a, direction: assumed_for(x, a, direction, u),
    words="As u = {u} tends to 0, the power {p} of 1 + u, minus 1, over u, tends to {p}: the slope of the power at 1.",
    why="Putting the point in gives 0/0: bring it to a limit that is known.",
    mistakes=(
        Mistake("one", lambda: quote(sp.S.One), "The slope of a power at 1 is its exponent."),
        Mistake("zero", lambda: quote(sp.S.Zero), "0/0 is not 0: the slope of a power at 1 is its exponent."),
    ),
    source=f"{STEWART}, sec. 3.1",
)

STANDARD_RULES = (*(_standard_entry(core) for core in CORES), BASE, BINOMIAL, EULER)


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
    yield {**bound_limit(goal), "ratios": sp.Tuple(*ratios), "powers": sp.Tuple(*powers), "g": g}


def _parts(ratios: Any, powers: Term) -> list[tuple[Any, Any]]:
    """Return pairs of a ratio and its power; in the general statement there is one of each."""
    above, exponents = ratios.args[0], powers.args[0]
    if not isinstance(above, sp.Tuple):
        return [(above, exponents)]
    return list(zip(above, exponents, strict=True))


def _apart(ratios: Term, powers: Term, g: Term, x: Term, a: Term, direction: Term) -> Term:
    """Return the limits of the ratios, raised to their powers, times the limit of what remains."""
    above: list[Term] = []
    below: list[Term] = []
    for ratio, p in _parts(ratios, powers):
        part = Limit(ratio, x, a, direction)
        size = -p if p.could_extract_minus_sign() else p
        (above if size == p else below).append(part if size == 1 else part ** quote(size))
    top = product([*above, Limit(g, x, a, direction)])
    return Term(Quotient, (top, product(below))) if below else top


STANDARD_FACTORS = rule(
    id="limit.standard_factors",
    name="multiplied and divided, so that standard limits stand apart",
    heads=(sp.Mul, sp.Pow),
    when=_factors_with_core,
    left=lambda f, ratios, powers, g, x, a, direction: Limit(f, x, a, direction),
    right=lambda ratios, powers, g, x, a, direction: _apart(ratios, powers, g, x, a, direction),
    words="Multiply and divide so that ratios with a standard limit stand apart: {ratios}; what remains is {g}.",
    why="Putting the point in gives 0/0, and its parts have limits that are known: bring them out.",
    cost=1,
    mistakes=(
        Mistake(
            "rest-forgotten",
            lambda: quote(sp.S.One),
            "Each ratio has its standard limit, but the factors that were multiplied in remain: sin(5x)/(3x) does not tend to 1.",
        ),
        Mistake(
            "upside-down",
            lambda g, x, a, direction: 1 / Limit(g, x, a, direction),
            "What remains was turned over: sin(ax) goes with ax, so sin(ax)/(bx) tends to a/b.",
        ),
    ),
    source=f"{STEWART}, sec. 3.3",
)

STANDARD_FACTOR_RULES = (STANDARD_FACTORS,)
