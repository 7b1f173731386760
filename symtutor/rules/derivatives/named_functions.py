"""Differentiation of functions known only by name: f(x), f(g(x)), f′(x), and values given at points."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.context import Context
from symtutor.goals.core import D, Derivative, HigherDerivative
from symtutor.goals.curves import Inserted
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.term import Term, quote, total

__all__ = ["INSERTION", "NAMED_FUNCTIONS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"

rule = partial(Rule, goal=Derivative, cost=0, commit=True, source=f"{_STEWART}, sec. 2.8")


def _named(goal: Derivative, _context: object) -> Iterable[Bindings]:
    """Find f(x), and f(x, a) with other things that do not depend on x."""
    expr, x = goal.args
    if [a for a in expr.args if a.has(x)] == [x]:
        yield {"f": expr, "x": x, "prime": sp.Derivative(expr, x)}


def _composed(goal: Derivative, context: Context) -> Iterable[Bindings]:
    """Find f(g(x)), also with several arguments: one term for each that depends on x."""
    expr, x = goal.args
    places = [i for i, a in enumerate(expr.args, 1) if context.depends(a, x)]
    if not places:
        return ()
    return (
        {"f": expr, "terms": tuple(expr.args[i - 1] for i in places), "slopes": sp.Tuple(*[_partial(expr, i) for i in places]), "x": x},
    )


def _partial(expr: Any, place: int) -> sp.Expr:
    """Return the derivative of a named function in one of its arguments, taken at these arguments."""
    inner = expr.args[place - 1]
    if isinstance(inner, sp.Symbol) and not any(a.has(inner) for i, a in enumerate(expr.args, 1) if i != place):
        return sp.Derivative(expr, inner)
    letter = next(s for s in map(sp.Symbol, ("u", "v", "w", *(f"u{n}" for n in range(1, 50)))) if s not in expr.free_symbols)
    args = [letter if i == place else a for i, a in enumerate(expr.args, 1)]
    return sp.Subs(sp.Derivative(expr.func(*args), letter), letter, inner)


def _primes_times_inner(terms: tuple[Term, ...], slopes: Term, x: Term) -> Term:
    return total([quote(s) * D(t, x) for s, t in zip(_held(slopes), terms, strict=False)])


def _held(slopes: Term) -> tuple[sp.Expr, ...]:
    held = slopes.args[0]
    return tuple(held) if isinstance(held, sp.Tuple) else (held, held)


NAMED = rule(
    id="diff.named",
    name="derivative of a function known by its name",
    heads=(AppliedUndef,),
    when=_named,
    left=lambda f, x, prime: D(f, x),
    right=lambda prime: prime,
    words="Nothing is known of {f} but its name, so its derivative keeps a name too: the prime stands for it.",
    goes_without_saying=True,
)

NAMED_CHAIN = rule(
    id="diff.named_chain",
    name="chain rule for a function known by its name",
    heads=(AppliedUndef,),
    when=_composed,
    left=lambda f, terms, slopes, x: D(f, x),
    right=lambda terms, slopes, x: _primes_times_inner(terms, slopes, x),
    words="The derivative of the named function is taken at the inside as it stands, then multiplied by the derivative of the inside; with "
    "several arguments there is one such term for each.",
    mistakes=(
        Mistake(
            "no-inner-derivative",
            lambda terms, slopes: total([quote(s) for s in _held(slopes)[: len(terms)]]),
            "The derivative of the inside is missing: (f(g(x)))′ = f′(g(x))·g′(x).",
        ),
        Mistake(
            "outer-kept",
            lambda f, terms, x: total([f * D(t, x) for t in terms]),
            "The outer function was not differentiated: (f(g(x)))′ = f′(g(x))·g′(x).",
        ),
        Mistake(
            "inside-only",
            lambda terms, x: total([D(t, x) for t in terms]),
            "Only the inside was differentiated: (f(g(x)))′ = f′(g(x))·g′(x).",
        ),
    ),
    source=f"{_STEWART}, sec. 3.4 and 14.5",
)


# ---- derivatives that stand in an expression ----------------------------------------------------
def _prime(goal: Derivative, _context: object) -> Iterable[Bindings]:
    """Find f′(x), f″(x): a derivative of a named function in its own letter."""
    expr, x = goal.args
    inner = expr.expr
    if isinstance(inner, AppliedUndef) and [a for a in inner.args if a.has(x)] == [x]:
        yield {"f": expr, "x": x, "prime": sp.Derivative(inner, *expr.variable_count, (x, 1))}


def _open_derivative(goal: Derivative, _context: object) -> Iterable[Bindings]:
    """Find a derivative of a known expression that was left open."""
    expr, x = goal.args
    if len(expr.variable_count) == 1 and not isinstance(expr.expr, AppliedUndef):
        variable, order = expr.variable_count[0]
        yield {"f": expr.expr, "v": variable, "n": order, "x": x}


def _prime_inside(goal: Derivative, _context: object) -> Iterable[Bindings]:
    """Find f′(g(x))."""
    expr, x = goal.args
    derivative, letters, places = expr.args
    if len(letters) == 1 and isinstance(derivative, sp.Derivative) and not derivative.has(x) and places[0].has(x):
        (letter,), (inner,) = letters, places
        raised = sp.Subs(derivative.diff(letter), letter, inner)
        yield {"f": expr, "inner": inner, "prime": raised, "x": x}


PRIME = rule(
    id="diff.prime",
    name="derivative of a derivative",
    heads=(sp.Derivative,),
    when=_prime,
    left=lambda f, x, prime: D(f, x),
    right=lambda prime: prime,
    words="The derivative of the derivative is the next higher one: one more prime.",
)

PRIME_CHAIN = rule(
    id="diff.prime_chain",
    name="chain rule for a derivative known by its name",
    heads=(sp.Subs,),
    when=_prime_inside,
    left=lambda f, inner, prime, x: D(f, x),
    right=lambda inner, prime, x: prime * D(inner, x),
    words="One more prime, taken at the inside as it stands, times the derivative of the inside {inner}.",
    mistakes=(
        Mistake("no-inner-derivative", lambda prime: prime, "The derivative of the inside is missing: (f′(g(x)))′ = f″(g(x))·g′(x)."),
        Mistake("prime-kept", lambda f, inner, x: f * D(inner, x), "The outer function f′ was not differentiated: it gets one more prime."),
    ),
    source=f"{_STEWART}, sec. 3.4",
)

OPEN_DERIVATIVE = rule(
    id="diff.open",
    name="derivative inside a derivative",
    heads=(sp.Derivative,),
    when=_open_derivative,
    left=lambda f, v, n, x: D(_opened(f, v, n), x),
    right=lambda f, v, n, x: D(D(f, v) if n.args[0] == 1 else HigherDerivative(f, v, n), x),
    words="First the inner derivative, then the outer one.",
)


def _opened(f: Term, v: Any, n: Term) -> Term:
    return quote(sp.Derivative(f.args[0], (v.args[0], n.args[0])))


# ---- values that are given ----------------------------------------------------------------------
def _inserted(goal: Inserted, _context: object) -> Iterable[Bindings]:
    expr, old, new = goal.args
    pairs = dict(zip(old, new, strict=True)) if isinstance(old, sp.Tuple) else {old: new}
    return ({"expr": expr, "old": old, "new": new, "result": expr.xreplace(pairs)},)


INSERT = rule(
    id="eval.insert",
    name="put in",
    goal=Inserted,
    when=_inserted,
    left=lambda expr, old, new, result: Inserted(expr, old, new),
    right=lambda result: result,
    words="Put {new} for {old}.",
    source="D. Hughes-Hallett et al., Calculus, 7th ed., Wiley, 2017, sec. 3.3",
)

INSERTION = (INSERT,)
NAMED_FUNCTIONS = (NAMED, NAMED_CHAIN, PRIME, PRIME_CHAIN, OPEN_DERIVATIVE)
