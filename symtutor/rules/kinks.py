"""Differentiation where functions have kinks and jumps: sign, steps, largest and smallest, real odd roots."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sympy as sp

from symtutor.goals import D, Derivative
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.entries import derivative_entry
from symtutor.rules.notation import absolute, sign
from symtutor.term import ONE, ZERO, Term, function, quote, total

__all__ = ["KINKS", "ODD_ROOT", "has_kink"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_DEEP_LEARNING = "I. Goodfellow, Y. Bengio and A. Courville, Deep Learning, MIT Press, 2016, sec. 6.3"
_heaviside, _floor, _ceiling = function(sp.Heaviside), function(sp.floor), function(sp.ceiling)


def _between_integers(x: Any) -> tuple[Any, ...]:
    return (sp.Ne(sp.floor(x), x),)


def has_kink(expr: Any, point: Mapping[Any, Any]) -> bool:
    """Tell whether a sign, an absolute value, a step, a maximum or a minimum in an expression may change at a point."""
    place = dict(point)
    if any(part.args[0].xreplace(place) == 0 for part in expr.atoms(sp.Abs, sp.sign, sp.Heaviside)):
        return True
    if any(part.args[0].xreplace(place).is_integer for part in expr.atoms(sp.floor, sp.ceiling)):
        return True
    return any(_is_tied([a.xreplace(place) for a in part.args]) for part in expr.atoms(sp.Max, sp.Min))


def _is_tied(values: list[Any]) -> bool:
    return len(set(values)) < len(values)


# ---- the largest and the smallest of several ----------------------------------------------------
def _choices(goal: Derivative, context: Any) -> Iterable[Bindings]:
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


def _chosen(direction: int, place: int, terms: Any, x: Any) -> Any:
    """Return the condition under which one argument lies strictly beyond all others."""
    held, variable = [t.args[0] for t in terms], x.args[0]
    others = [t for i, t in enumerate(held) if i != place]
    if direction < 0:
        return sp.And(*[_greater(other, held[place], variable) for other in others])
    return sp.And(*[_greater(held[place], other, variable) for other in others])


def _greater(a: Any, b: Any, x: Any) -> Any:
    """Return a > b, solved for the variable where the difference is linear in it with a number as slope."""
    gap = sp.expand(a - b)
    slope = gap.coeff(x, 1)
    rest = gap - slope * x
    if not slope.is_Rational or slope == 0 or rest.has(x):
        return sp.Lt(b, a) if not b.has(x) and a.is_number else sp.Gt(a, b)
    root = -rest / slope
    return sp.Gt(x, root) if slope > 0 else sp.Lt(x, root)


def _larger_always(terms: Any, x: Any) -> Term:
    return D(terms[0], x)


def _sum_of_all(terms: Any, x: Any) -> Term:
    return total([D(t, x) for t in terms])


MAXIMUM = Rule(
    id="diff.max",
    name="derivative of a maximum",
    goal=Derivative,
    heads=(sp.Max,),
    when=_choices,
    left=lambda terms, x: D(Term(sp.Max, tuple(terms)), x),
    right=_by_cases(1),
    words="The maximum is whichever argument is largest, so its derivative is that of this argument; where two of them cross there may be "
    "a kink.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "one-branch",
            _larger_always,
            "Only one argument was differentiated: where another one is larger, that one's derivative counts.",
            "Max(0, x**2 - x)",
        ),
        Mistake(
            "max-of-derivatives",
            lambda terms, x: Term(sp.Max, tuple(D(t, x) for t in terms)),
            "The derivative of a maximum is not the maximum of the derivatives: compare the functions, then differentiate the larger one.",
            "Max(0, x**2 - x)",
        ),
        Mistake(
            "swapped",
            _by_cases(-1),
            "The branches were swapped: the derivative of the larger argument counts.",
            "Max(0, x**2 - x)",
        ),
        Mistake("sum", _sum_of_all, "A maximum is no sum: only the larger argument is differentiated.", "Max(x, x**2)"),
    ),
    source=_DEEP_LEARNING,
)

MINIMUM = Rule(
    id="diff.min",
    name="derivative of a minimum",
    goal=Derivative,
    heads=(sp.Min,),
    when=_choices,
    left=lambda terms, x: D(Term(sp.Min, tuple(terms)), x),
    right=_by_cases(-1),
    words="The minimum is whichever argument is smallest, so its derivative is that of this argument; where two of them cross there may be "
    "a kink.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "one-branch",
            _larger_always,
            "Only one argument was differentiated: where another one is smaller, that one's derivative counts.",
            "Min(1, x**2)",
        ),
        Mistake(
            "swapped",
            _by_cases(1),
            "The branches were swapped: the derivative of the smaller argument counts.",
            "Min(1, x**2)",
        ),
    ),
    source=_DEEP_LEARNING,
)


# ---- real odd roots -----------------------------------------------------------------------------
def _odd_root(goal: Derivative, context: Any) -> Iterable[Bindings]:
    """Find sign(f)·|f|^r, which is how the real odd root of any number is written."""
    expr, x = goal.args
    if len(expr.args) != 2:
        return
    for first, second in (expr.args, expr.args[::-1]):
        if isinstance(first, sp.sign) and isinstance(second, sp.Pow) and second.base == sp.Abs(first.args[0]):
            f, r = first.args[0], second.exp
            if not context.depends(r, x):
                yield {"f": f, "r": r, "x": x}


ODD_ROOT = Rule(
    id="diff.odd_root",
    name="derivative of a real odd power",
    goal=Derivative,
    heads=(sp.Mul,),
    when=_odd_root,
    left=lambda f, r, x: D(sign(f) * absolute(f) ** r, x),
    right=lambda f, r, x: r * absolute(f) ** (r - 1) * D(f, x),
    words="The product sign(f)·|f|^r is the real odd root or power, also of negative numbers. Its graph rises on both sides of 0: the "
    "derivative is {r} times |f| to one power less, times the derivative of {f}.",
    shows=lambda bindings, _values: {"f": bindings["f"]},
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "sign-kept",
            lambda f, r, x: r * sign(f) * absolute(f) ** (r - 1) * D(f, x),
            "An odd root rises on both sides of 0: its derivative has no sign in it.",
            "sign(x)*Abs(x)**Rational(1, 3)",
        ),
        Mistake(
            "exponent-kept",
            lambda f, r, x: r * absolute(f) ** r * D(f, x),
            "The exponent has to drop by one.",
            "sign(x)*Abs(x)**Rational(1, 3)",
        ),
        Mistake(
            "no-inner-derivative",
            lambda f, r, x: r * absolute(f) ** (r - 1),
            "The derivative of the inside is missing.",
            "sign(x**2 - 1)*Abs(x**2 - 1)**Rational(1, 3)",
        ),
    ),
    source=f"{_STEWART}, sec. 3.1, exercise on x^(1/3)",
)


# ---- steps --------------------------------------------------------------------------------------
def _step(goal: Derivative, _context: Any) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"f": expr.args[0], "h": expr.args[1], "x": x},)


UNIT_STEP = Rule(
    id="diff.heaviside",
    name="derivative of the unit step",
    goal=Derivative,
    heads=(sp.Heaviside,),
    when=_step,
    left=lambda f, h, x: D(_heaviside(f, h), x),
    right=lambda f, h, x: ZERO,
    words="The unit step is constant on each side of its jump at {f} = 0, so its derivative is 0; at the jump it has none.",
    holds=lambda f, h, x: (sp.Ne(f, 0),),
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "kept",
            lambda f, h, x: _heaviside(f, h),
            "The step does not change on either side of its jump: its derivative is 0 there.",
            "Heaviside(x)",
        ),
        Mistake(
            "one",
            lambda f, h, x: ONE,
            "The step is constant on each side of its jump, and the derivative of a constant is 0.",
            "Heaviside(x)",
        ),
    ),
    source=f"{_STEWART}, sec. 2.2 and 2.8",
)

KINKS = (
    derivative_entry(
        "diff.sign",
        "derivative of the sign",
        sign,
        lambda x: ZERO,
        "The sign is constant on each side of 0, so its derivative is 0; at 0 it jumps and has none.",
        ("kept", sign, "The sign does not change on either side of 0: its derivative is 0 there."),
        ("one", lambda x: ONE, "The sign is constant on each side of 0, and the derivative of a constant is 0."),
        source=f"{_STEWART}, sec. 2.2 and 2.8",
        holds=lambda x: (sp.Ne(x, 0),),
    ),
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
