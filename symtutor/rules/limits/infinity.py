"""Limits at infinity: dominant terms, and minus infinity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import leading
from symtutor.algorithms.asymptotics.exponents import as_expression
from symtutor.algorithms.asymptotics.signs import is_zero
from symtutor.context import Context
from symtutor.goals.core import Limit
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.limits.questions import ABOVE, STEWART, above_and_below, limit_of, rewriting
from symtutor.term import quote

__all__ = ["DOMINANT_RULES", "REFLECTION_RULES"]


# ---- dominant terms -----------------------------------------------------------------------------
def _dominant(expr: sp.Expr, x: sp.Expr) -> Any:
    """Return a power of x or an exponential of the size of an expression at infinity, or None."""
    found = leading(expr, x, sp.oo)
    if found is None or found.monomial.log or found.monomial.loglog:
        return None
    if not found.monomial.growth:
        return x ** -as_expression(found.monomial.power)
    terms = expr.args if isinstance(expr, sp.Add) else (expr,)
    for term in terms:
        rate = leading(term, x, sp.oo)
        if rate is not None and rate.monomial == found.monomial:
            return sp.Mul(*[f for f in sp.Mul.make_args(term) if f.has(x)])
    return None


def _divided(expr: sp.Expr, x: sp.Symbol, by: sp.Basic) -> sp.Expr:
    """Return expr/by with the division carried out in every term, under roots too."""
    if isinstance(expr, sp.Add):
        return sp.Add(*[_divided(t, x, by) for t in expr.args])
    if isinstance(expr, sp.Mul):
        wild = [f for f in expr.args if _is_sum_or_root(f, x)]
        for factor in wild:
            part = _dominant(factor, x)
            if part is not None:
                rest = sp.Mul(*[f for f in expr.args if f is not factor])  # a quotient would join powers, and might never end
                return _divided(factor, x, part) * _divided(rest, x, sp.powsimp(by / part))
        return sp.powsimp(expr / by)
    if isinstance(expr, sp.Pow) and not expr.exp.has(x) and isinstance(expr.base, sp.Add):
        inside = _dominant(expr.base, x)
        if inside is not None:
            left_over = sp.powsimp(_positive_power(inside, expr.exp, x) / by)
            return _divided(expr.base, x, inside) ** expr.exp * left_over
    return sp.powsimp(expr / by)


def _is_sum_or_root(factor: sp.Expr, x: sp.Symbol) -> bool:
    """Tell whether a factor is a sum with the variable, or a power of one."""
    base = factor.base if isinstance(factor, sp.Pow) and not factor.exp.has(x) else factor
    return isinstance(base, sp.Add) and bool(base.has(x))


def _positive_power(base: sp.Basic, exponent: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return a power of an expression that is positive at infinity."""
    if isinstance(base, sp.Pow) and base.base == x:
        return x ** (base.exp * exponent)
    if isinstance(base, sp.exp):
        return sp.exp(base.args[0] * exponent)
    return base**exponent


def _by_dominant(goal: Limit, context: Context) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Divide numerator and denominator by the dominant term of the denominator."""
    f, x, to, _direction = goal.args
    if to is not sp.oo and not (to.is_infinite and f.is_rational_function(x)):
        return
    above, below = above_and_below(f)
    if not below.has(x) or not (above.has(sp.Add) or below.has(sp.Add)):
        return
    if f.is_rational_function(x):
        above, below = (sp.expand(part) for part in sp.fraction(sp.together(above / below)))
        by = x ** sp.degree(below, x)
    else:
        by = _dominant(below, x)
    if by is None:
        yield from _by_largest(goal, context, above, below)
        return
    yield sp.expand_power_base(_divided(above, x, by)) / sp.expand_power_base(_divided(below, x, by)), by


def _by_largest(goal: Limit, context: Any, above: Any, below: Any) -> Iterator[tuple[Any, Any]]:
    """Divide by the largest term of a denominator whose other terms only oscillate."""
    _f, x, to, direction = goal.args
    sizes = {t: leading(t, x, to) for t in sp.Add.make_args(below)}
    large = [t for t, size in sizes.items() if size is not None and size.against() == 1]
    if not large:
        return
    largest = large[0]
    for term in large[1:]:
        here, there = sizes[term], sizes[largest]
        largest = term if here is not None and there is not None and here.against(there) == 1 else largest
    by = sp.Mul(*[a for a in sp.Mul.make_args(largest) if a.has(x)])
    top, bottom = (sp.Add(*[t / by for t in sp.Add.make_args(part)]) for part in (above, below))
    found = limit_of(bottom, x, to, direction, context)
    if found is not None and found is not sp.nan and found.is_finite and not is_zero(found):
        yield top / bottom, by


DOMINANT = rewriting(
    id="limit.dominant",
    name="divided by the dominant term",
    shows_by=True,
    find=_by_dominant,
    words="Divide numerator and denominator by {by}, which dominates the denominator: the other terms then tend to 0.",
    why="Far out the highest terms decide: divide by the dominant one.",
    cost=1,
    source=f"{STEWART}, sec. 2.6",
    mistakes=(
        Mistake("one", lambda: quote(sp.S.One), "∞/∞ is not 1: divide by the dominant term and see."),
        Mistake("zero", lambda: quote(sp.S.Zero), "The quotient tends to 0 only when the denominator dominates the numerator."),
        Mistake(
            "numerator-forgotten",
            lambda f, by, x, a, direction: Limit(f * by, x, a, direction),
            "Numerator and denominator are both divided: dividing only the denominator changes the fraction.",
        ),
    ),
)


def _taken_out(goal: Limit, _context: object) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Take the dominant term out of a sum in which ∞ − ∞ does not cancel."""
    f, x, to, _direction = goal.args
    if to is not sp.oo and not (to.is_infinite and f.is_polynomial(x)):
        return
    whole = leading(f, x, to)
    if whole is None or whole.against() != 1:
        return
    for term in f.args:
        part = leading(term, x, to)
        if part is not None and part.monomial == whole.monomial:
            by = sp.Mul(*[a for a in sp.Mul.make_args(term) if a.has(x)])
            yield by * sp.Add(*[sp.powsimp(t / by) for t in f.args]), by
            return


TAKEN_OUT = rewriting(
    id="limit.taken_out",
    name="dominant term taken out",
    find=_taken_out,
    heads=(sp.Add,),
    words="Take out {by}, the term that grows fastest; what remains in the brackets has a limit.",
    why="The terms grow against each other, ∞ − ∞: take out the one that grows fastest.",
    cost=1,
    commit=False,
    source=f"{STEWART}, sec. 2.6",
    mistakes=(
        Mistake("zero", lambda: quote(sp.S.Zero), "∞ − ∞ is not 0: the term that grows fastest decides."),
        Mistake("sign", lambda g, x, a, direction: -Limit(g, x, a, direction), "The sign of the term that grows fastest decides."),
    ),
)


def _reflected(goal: Limit, context: Context) -> Iterator[Bindings]:
    """Replace x → −∞ by t = −x → ∞."""
    f, x, to, direction = goal.args
    if to is -sp.oo and not f.is_rational_function(x):
        t = context.letter(f, x, choices="tsuvw")
        yield {"f": f, "g": f.xreplace({x: -t}), "t": t, "x": x, "direction": direction}


REFLECTED = Rule(
    id="limit.reflected",
    name="substitution of −x",
    goal=Limit,
    when=_reflected,
    left=lambda f, g, t, x, direction: Limit(f, x, -sp.oo, direction),
    right=lambda g, t, direction: Limit(g, t, sp.oo, direction),
    words="Put {x} = −{t}: then {t} tends to ∞, and roots and powers are those of a positive number.",
    commit=True,
    cost=0,
    mistakes=(
        Mistake(
            "not-replaced",
            lambda f, x, direction: Limit(f, x, sp.oo, direction),
            "The point was changed but not the expression: every x becomes −t.",
        ),
        Mistake("root-of-square", lambda g, t, direction: -Limit(g, t, sp.oo, direction), "√(x²) is |x|, and for negative x that is −x."),
    ),
    source=f"{STEWART}, sec. 2.6",
)


def _logarithm_split(goal: Limit, _context: object) -> Iterator[tuple[sp.Function, sp.Function]]:
    """Take the dominant term out of the argument of a logarithm, as a term of its own."""
    f, x, to, _direction = goal.args
    if to is not sp.oo:
        return
    for part in sp.preorder_traversal(f):
        if isinstance(part, sp.log) and isinstance(part.args[0], sp.Add) and part.has(x):
            by = _dominant(part.args[0], x)
            if by is not None and by != 1:
                outside = by.args[0] if isinstance(by, sp.exp) else sp.expand_log(sp.log(by), force=True)
                yield f.xreplace({part: outside + sp.log(_divided(part.args[0], x, by))}), by
                return


LOGARITHM_SPLIT = rewriting(
    id="limit.logarithm_split",
    name="dominant term taken out of the logarithm",
    find=_logarithm_split,
    heads=(sp.Add,),
    words="Take {by} out of the argument: the logarithm of a product is the sum of the logarithms.",
    cost=1,
    commit=False,
    source=f"{STEWART}, sec. 1.5",
    mistakes=(
        Mistake("zero", lambda: quote(sp.oo), "∞ − ∞ is indeterminate: take the dominant term out of the logarithm first."),
        Mistake("log-of-sum", lambda: quote(sp.S.One), "The logarithm of a sum is not the sum of the logarithms."),
    ),
)


def _reciprocal(goal: Limit, context: Context) -> Iterator[Bindings]:
    """Replace x → a by t = 1/(x − a) → ±∞ where an exponential of 1/(x − a) decides."""
    f, x, to, direction = goal.args
    if to.is_infinite or direction.name == "+-":
        return
    side = 1 if direction == ABOVE else -1
    found = leading(f, x, to, side)
    has_symbolic_power = to == 0 and side == 1 and f.has(sp.log) and any(p.base == x and p.exp.free_symbols - {x} for p in f.atoms(sp.Pow))
    if has_symbolic_power or (found is not None and found.monomial.growth):
        t = context.letter(f, x, choices="tsuvw")
        g = f.xreplace({x: to + 1 / t})
        if has_symbolic_power:
            g = sp.expand_log(sp.powdenest(g, force=True), force=True)
        yield {"f": f, "g": g, "t": t, "end": sp.oo * side, "x": x, "a": to, "direction": direction}


RECIPROCAL = Rule(
    id="limit.reciprocal",
    name="substitution of the reciprocal",
    goal=Limit,
    when=_reciprocal,
    left=lambda f, g, t, end, x, a, direction: Limit(f, x, a, direction),
    right=lambda g, t, end: Limit(g, t, end, sp.Symbol("+-")),
    words="Put {t} for the reciprocal of the distance from {a}: as {x} tends to {a}, {t} tends to {end}.",
    commit=True,
    cost=1,
    mistakes=(
        Mistake("not-replaced", lambda: quote(sp.S.One), "The exponential decides: it is stronger than every power of the distance."),
        Mistake(
            "wrong-end",
            lambda g, t, end: Limit(g, t, -end, sp.Symbol("+-")),
            "From the other side the reciprocal tends to the other infinity.",
        ),
    ),
    source=f"{STEWART}, sec. 2.6",
)


def _factorial_steps(goal: Limit, _context: object) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Write (x + k)! as a product with x!."""
    f, x, _to, _direction = goal.args
    shifted = [e for e in sp.preorder_traversal(f) if isinstance(e, sp.factorial) and (e.args[0] - x).is_Integer and e.args[0] != x]
    table = {e: _unrolled(x, int(e.args[0] - x)) for e in shifted if abs(e.args[0] - x) <= _MOST_STEPS}
    if table:
        yield f.xreplace(table), shifted[0]


def _unrolled(x: sp.Symbol, k: int) -> sp.Expr:
    """Return (x + k)! through x!."""
    if k > 0:
        return sp.Mul(*[x + i for i in range(1, k + 1)]) * sp.factorial(x)
    return sp.factorial(x) / sp.Mul(*[x - i for i in range(-k)])


_MOST_STEPS = 6
FACTORIAL_STEPS = rewriting(
    id="limit.factorial_steps",
    name="factorial unrolled",
    find=_factorial_steps,
    heads=(sp.Mul, sp.Pow),
    words="A factorial is its argument times the factorial before: write {by} so that factorials cancel.",
    cost=0,
    source=f"{STEWART}, sec. 11.1",
    mistakes=(
        Mistake("factor-forgotten", lambda: quote(sp.S.One), "(n + 1)! = (n + 1)·n!: the factor n + 1 remains."),
        Mistake("zero", lambda: quote(sp.S.Zero), "Cancel the factorials first."),
    ),
)

DOMINANT_RULES = (TAKEN_OUT, LOGARITHM_SPLIT, DOMINANT)
REFLECTION_RULES = (REFLECTED, RECIPROCAL, FACTORIAL_STEPS)
