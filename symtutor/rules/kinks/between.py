"""Differentiation where functions have kinks and jumps: sign, steps, largest and smallest, real odd roots."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import D, Derivative
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.entries_of_derivatives import derivative_entry
from symtutor.rules.notation import absolute, sign
from symtutor.term import ONE, ZERO, Term, function, quote, total

__all__ = ["ABSOLUTE", "KINKS", "ODD_ROOT", "SIGN"]

rule = partial(Rule, goal=Derivative, cost=0, commit=True)

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_DEEP_LEARNING = "I. Goodfellow, Y. Bengio and A. Courville, Deep Learning, MIT Press, 2016, sec. 6.3"
_heaviside, _floor, _ceiling = function(sp.Heaviside), function(sp.floor), function(sp.ceiling)


def _between_integers(x: sp.Symbol) -> tuple[sp.Rel, ...]:
    return (sp.Ne(sp.floor(x), x),)


# ---- absolute values and signs with zeros that nobody can list ----------------------------------
def _of_argument(goal: Derivative, _context: object) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"f": expr.args[0], "x": x},)


ABSOLUTE = rule(
    id="diff.abs",
    name="derivative of the absolute value",
    heads=(sp.Abs,),
    when=_of_argument,
    left=lambda f, x: D(absolute(f), x),
    right=lambda f, x: sign(f) * D(f, x),
    words="The absolute value follows the inside where this is positive and its negative where it is negative: sign times the derivative "
    "of the inside. Where {f} = 0 there is a kink, unless the slope of {f} is 0 there too.",
    holds=lambda f: (sp.Ne(f, 0),),
    mistakes=(
        Mistake(
            "bars-dropped",
            lambda f, x: D(f, x),
            "Without the bars this is right only where the inside is positive; where it is negative the sign turns.",
        ),
        Mistake("absolute-of-derivative", lambda f, x: absolute(D(f, x)), "The derivative of |f| is not |f′|: it is sign(f)·f′."),
        Mistake("sign-only", lambda f: sign(f), "The derivative of the inside is missing: (|f|)′ = sign(f)·f′."),
    ),
    source=f"{_STEWART}, sec. 2.8, example 5",
)

SIGN = rule(
    id="diff.sign",
    name="derivative of the sign",
    heads=(sp.sign,),
    when=_of_argument,
    left=lambda f, x: D(sign(f), x),
    right=lambda: ZERO,
    words="The sign is constant where {f} is not 0, so its derivative is 0 there; where {f} changes its sign it jumps and has none.",
    holds=lambda f: (sp.Ne(f, 0),),
    mistakes=(
        Mistake("kept", lambda f: sign(f), "The sign does not change on either side of a jump: its derivative is 0 there."),
        Mistake(
            "inner-derivative", lambda f, x: sign(D(f, x)), "The sign is constant between its jumps, and the derivative of a constant is 0."
        ),
    ),
    source=f"{_STEWART}, sec. 2.2 and 2.8",
)


# ---- the largest and the smallest of several ----------------------------------------------------
def _choices(goal: Derivative, context: Context) -> Iterable[Bindings]:
    """Find the arguments, those that vary first."""
    expr, x = goal.args
    terms = sorted(expr.args, key=lambda t: (not context.depends(t, x), sp.default_sort_key(t)))
    return ({"terms": tuple(terms), "x": x},)


def _by_cases(direction: int) -> Callable[..., Term]:
    """Return the right side of Max (1) or Min (-1): the derivative of whichever argument is chosen."""

    def right(terms: Any, x: Any) -> Term:
        cases = [Term(sp.Tuple, (D(t, x), quote(_chosen(direction, i, terms, x)))) for i, t in enumerate(terms)]
        return Term(sp.Piecewise, tuple(cases))

    return right


def _chosen(direction: int, place: int, terms: Any, x: Term) -> sp.Basic:
    """Return the condition under which one argument lies strictly beyond all others."""
    held, variable = [t.args[0] for t in terms], x.args[0]
    others = [t for i, t in enumerate(held) if i != place]
    if direction < 0:
        return sp.And(*[_greater(other, held[place], variable) for other in others])
    return sp.And(*[_greater(held[place], other, variable) for other in others])


def _greater(a: sp.Expr, b: sp.Expr, x: sp.Symbol) -> sp.Rel:
    """Return a > b, solved for the variable where the difference is linear in it with a number as slope."""
    gap = sp.expand(a - b)
    slope = gap.coeff(x, 1)
    rest = gap - slope * x
    if not slope.is_Rational or slope == 0 or rest.has(x):
        return sp.Lt(b, a) if not b.has(x) and a.is_number else sp.Gt(a, b)
    root = -rest / slope
    return sp.Gt(x, root) if slope > 0 else sp.Lt(x, root)


def _apart(terms: tuple[sp.Expr, ...], x: sp.Symbol) -> tuple[sp.Rel, ...]:
    """Return where no two arguments are equal."""
    pairs = [(p, q) for i, p in enumerate(terms) for q in terms[i + 1 :]]
    return tuple(sp.Ne(p, q) for p, q in pairs if (p - q).has(x))


def _larger_always(terms: tuple[Term, ...], x: Term) -> Term:
    return D(terms[0], x)


def _sum_of_all(terms: tuple[Term, ...], x: Term) -> Term:
    return total([D(t, x) for t in terms])


MAXIMUM = rule(
    id="diff.max",
    name="derivative of a maximum",
    heads=(sp.Max,),
    when=_choices,
    left=lambda terms, x: D(Term(sp.Max, tuple(terms)), x),
    right=_by_cases(1),
    words="The maximum is whichever argument is largest, so its derivative is that of this argument. Where two arguments "
    "are equal, there is a derivative only if their slopes are equal there too.",
    holds=_apart,
    mistakes=(
        Mistake(
            "one-branch", _larger_always, "Only one argument was differentiated: where another one is larger, that one's derivative counts."
        ),
        Mistake(
            "max-of-derivatives",
            lambda terms, x: Term(sp.Max, tuple(D(t, x) for t in terms)),
            "The derivative of a maximum is not the maximum of the derivatives: compare the functions, then differentiate the larger one.",
        ),
        Mistake("swapped", _by_cases(-1), "The branches were swapped: the derivative of the larger argument counts."),
        Mistake("sum", _sum_of_all, "A maximum is no sum: only the larger argument is differentiated."),
    ),
    source=_DEEP_LEARNING,
)

MINIMUM = rule(
    id="diff.min",
    name="derivative of a minimum",
    heads=(sp.Min,),
    when=_choices,
    left=lambda terms, x: D(Term(sp.Min, tuple(terms)), x),
    right=_by_cases(-1),
    words="The minimum is whichever argument is smallest, so its derivative is that of this argument. Where two arguments "
    "are equal, there is a derivative only if their slopes are equal there too.",
    holds=_apart,
    mistakes=(
        Mistake(
            "one-branch",
            _larger_always,
            "Only one argument was differentiated: where another one is smaller, that one's derivative counts.",
        ),
        Mistake("swapped", _by_cases(1), "The branches were swapped: the derivative of the smaller argument counts."),
    ),
    source=_DEEP_LEARNING,
)


# ---- real odd roots -----------------------------------------------------------------------------
def _odd_root(goal: Derivative, context: Context) -> Iterable[Bindings]:
    """Find sign(f)·|f|^r, which is how the real odd root of any number is written."""
    expr, x = goal.args
    if len(expr.args) != 2:
        return
    for first, second in (expr.args, expr.args[::-1]):
        if isinstance(first, sp.sign) and isinstance(second, sp.Pow) and second.base == sp.Abs(first.args[0]):
            f, r = first.args[0], second.exp
            if not context.depends(r, x):
                yield {"f": f, "r": r, "x": x}


ODD_ROOT = rule(
    id="diff.odd_root",
    name="derivative of a real odd power",
    heads=(sp.Mul,),
    when=_odd_root,
    left=lambda f, r, x: D(sign(f) * absolute(f) ** r, x),
    right=lambda f, r, x: r * absolute(f) ** (r - 1) * D(f, x),
    words="The product sign(f)·|f|^r is the real odd root or power, also of negative numbers. Its graph rises on both sides of 0: the "
    "derivative is {r} times |f| to one power less, times the derivative of {f}.",
    shows=lambda bindings, _values: {"f": bindings["f"]},
    mistakes=(
        Mistake(
            "sign-kept",
            lambda f, r, x: r * sign(f) * absolute(f) ** (r - 1) * D(f, x),
            "An odd root rises on both sides of 0: its derivative has no sign in it.",
        ),
        Mistake("exponent-kept", lambda f, r, x: r * absolute(f) ** r * D(f, x), "The exponent has to drop by one."),
        Mistake("no-inner-derivative", lambda f, r: r * absolute(f) ** (r - 1), "The derivative of the inside is missing."),
    ),
    source=f"{_STEWART}, sec. 3.1, exercise on x^(1/3)",
)


# ---- steps --------------------------------------------------------------------------------------
def _step(goal: Derivative, _context: Any) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"f": expr.args[0], "h": expr.args[1], "x": x},)


UNIT_STEP = rule(
    id="diff.heaviside",
    name="derivative of the unit step",
    heads=(sp.Heaviside,),
    when=_step,
    left=lambda f, h, x: D(_heaviside(f, h), x),
    right=lambda: ZERO,
    words="The unit step is constant where {f} is not 0, so its derivative is 0 there; where {f} changes its sign it jumps and has none.",
    holds=lambda f: (sp.Ne(f, 0),),
    mistakes=(
        Mistake("kept", lambda f, h: _heaviside(f, h), "The step does not change on either side of its jump: its derivative is 0 there."),
        Mistake("one", lambda: ONE, "The step is constant on each side of its jump, and the derivative of a constant is 0."),
    ),
    source=f"{_STEWART}, sec. 2.2 and 2.8",
)

KINKS = (
    UNIT_STEP,
    derivative_entry(
        "diff.floor",
        "derivative of the floor",
        _floor,
        lambda x: ZERO,
        "The floor is constant between two integers, so its derivative is 0 there; at the integers it jumps and has none.",
        ("one", lambda x: ONE, "The floor follows x in jumps only: between two integers it is constant, with derivative 0."),
        ("kept", _floor, "Between two integers the floor is constant, and the derivative of a constant is 0."),
        source=f"{_STEWART}, sec. 2.3 and 2.8",
        holds=_between_integers,
    ),
    derivative_entry(
        "diff.ceiling",
        "derivative of the ceiling",
        _ceiling,
        lambda x: ZERO,
        "The ceiling is constant between two integers, so its derivative is 0 there; at the integers it jumps and has none.",
        ("one", lambda x: ONE, "The ceiling follows x in jumps only: between two integers it is constant, with derivative 0."),
        ("kept", _ceiling, "Between two integers the ceiling is constant, and the derivative of a constant is 0."),
        source=f"{_STEWART}, sec. 2.3 and 2.8",
        holds=_between_integers,
    ),
    MAXIMUM,
    MINIMUM,
)
