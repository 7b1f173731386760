"""Derivatives of higher order in closed form: powers, exponentials, sines and cosines, logarithms of linear expressions."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import D, HigherDerivative
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.notation import absolute, cos, cosh, exp, log, sin, sinh
from symtutor.term import Term, as_term, function, quote

__all__ = ["CLOSED_FORM_TABLE", "GRADSHTEYN", "is_high", "linear_slope"]

GRADSHTEYN = "I. S. Gradshteyn and I. M. Ryzhik, Table of Integrals, Series, and Products, 7th ed., Academic Press, 2007, sec. 0.42–0.43"

rule = partial(Rule, goal=HigherDerivative, cost=0, commit=True, source=GRADSHTEYN)
_STEP_BY_STEP = 3
_factorial = function(sp.factorial)


def is_high(order: sp.Expr) -> bool:
    """Tell whether an order is worth a closed form: four or more, or a letter."""
    return not order.is_Integer or order > _STEP_BY_STEP


def linear_slope(inner: Any, x: sp.Basic) -> Any:
    """Return the slope of an inner expression that is linear in the variable, else None."""
    slope = inner.coeff(x, 1) if inner.is_Add or inner.is_Mul else (sp.S.One if inner == x else None)
    if slope is None or slope == 0:
        return None
    return slope if not (inner - slope * x).expand().has(x) else None


def _of_linear(head: Any, *, minimum: Callable[[Any], bool] = is_high) -> Callable[[HigherDerivative, Any], Iterable[Bindings]]:
    """Return the `when` for a function of an inner expression that is linear in the variable."""

    def when(goal: HigherDerivative, _context: object) -> Iterable[Bindings]:
        expr, x, n = goal.args
        if isinstance(expr, head) and minimum(n):
            slope = linear_slope(expr.args[0], x)
            if slope is not None:
                yield {"f": expr.args[0], "a": slope, "x": x, "n": n}

    return when


def _power_of_linear(goal: HigherDerivative, context: Context) -> Iterable[Bindings]:
    expr, x, n = goal.args
    base, m = expr.args
    slope = None if context.depends(m, x) else linear_slope(base, x)
    if slope is not None and is_high(n):
        yield {"f": base, "a": slope, "m": m, "x": x, "n": n}


def _exponential(goal: HigherDerivative, context: Context) -> Iterable[Bindings]:
    expr, x, n = goal.args
    base, exponent = expr.args
    slope = None if context.depends(base, x) else linear_slope(exponent, x)
    if slope is not None and is_high(n):
        yield {"b": base, "f": exponent, "a": slope, "x": x, "n": n}


def _log_of_absolute(goal: HigherDerivative, _context: object) -> Iterable[Bindings]:
    expr, x, n = goal.args
    (inner,) = expr.args
    if isinstance(inner, sp.Abs) and is_high(n):
        slope = linear_slope(inner.args[0], x)
        if slope is not None:
            yield {"f": inner.args[0], "a": slope, "x": x, "n": n}


def _falling_product(m: Term, n: Term) -> Term:
    """Return m(m − 1)⋯(m − n + 1), multiplied out where the order is a number, by factorials where the exponent is one."""
    order, exponent = n.args[0], m.args[0]
    if not order.is_Integer and exponent.is_Integer:
        if exponent < 0:
            return quote((-1) ** order * sp.factorial(order - exponent - 1) / sp.factorial(-exponent - 1))
        return quote(sp.factorial(exponent) / sp.factorial(exponent - order))
    if not order.is_Integer:
        return quote(sp.ff(exponent, order))
    return quote(sp.Mul(*[exponent - k for k in range(int(order))]))


def _in_cycle(first: Any, second: Any, signs: tuple[int, int, int, int]) -> Callable[..., Term]:
    """Return f^(n) for a function whose derivatives come back after four steps."""

    def right(f: Any, a: Any, n: Any) -> Term:
        order = n.args[0]
        if not order.is_Integer:
            return a**n * Term(first.head, (f + n * quote(sp.pi) / 2,))
        place = int(order) % 4
        derived = (first, second)[place % 2](f)
        return a**n * (derived if signs[place] > 0 else -derived)

    return right


class _Function:
    """A function as a constructor of Terms that knows its head."""

    def __init__(self, build: Callable[..., Term]) -> None:
        self.build = build
        self.head = build(0).head

    def __call__(self, arg: Any) -> Term:
        return self.build(arg)


_SIN, _COS, _SINH, _COSH = map(_Function, (sin, cos, sinh, cosh))


def _in_pair(first: _Function, second: _Function) -> Callable[..., Term]:
    """Return f^(n) for a function whose derivatives come back after two steps."""
    return lambda f, a, x, n: a**n * (first, second)[int(n.args[0]) % 2](f)


def _is_high_number(order: sp.Expr) -> bool:
    return bool(order.is_Integer) and is_high(order)


def _cycle_rule(id: str, name: str, build: _Function, signs: tuple[int, int, int, int], other: _Function, words: str) -> Rule:  # noqa: A002 (the field of Rule)
    cycle = _in_cycle(build, other, signs)
    return rule(
        id=id,
        name=name,
        heads=(build.head,),
        when=_of_linear(build.head),
        left=lambda f, a, x, n: HigherDerivative(build(f), x, n),
        right=lambda f, a, n: cycle(f, a, n),
        words=words,
        mistakes=(
            Mistake(
                "sign", lambda f, a, n: -cycle(f, a, n), "The sign is wrong: the derivatives of sine run through sin, cos, −sin, −cos."
            ),
            Mistake(
                "no-factor",
                lambda f, n: cycle(f, as_term(1), n),
                "By the chain rule the factor inside comes out once for each differentiation.",
            ),
            Mistake(
                "one-step-off",
                lambda f, a, x, n: D(cycle(f, a, n), x) / a,
                "The place in the cycle of four is off by one: divide the order by 4 and look at the remainder.",
            ),
        ),
    )


def _pair_rule(id: str, name: str, build: _Function, other: _Function, words: str) -> Rule:  # noqa: A002 (the field of Rule)
    return rule(
        id=id,
        name=name,
        heads=(build.head,),
        when=_of_linear(build.head, minimum=_is_high_number),
        left=lambda f, a, x, n: HigherDerivative(build(f), x, n),
        right=_in_pair(build, other),
        words=words,
        mistakes=(
            Mistake(
                "sign",
                lambda f, a, x, n: -_in_pair(build, other)(f, a, x, n),
                "There is no minus: sinh and cosh are each other's derivatives.",
            ),
            Mistake(
                "no-factor",
                lambda f, x, n: _in_pair(build, other)(f, as_term(1), x, n),
                "By the chain rule the factor inside comes out once for each differentiation.",
            ),
        ),
        samples={"n": sp.Integer(2)},
    )


NTH_EXP = rule(
    id="nth.exp",
    name="e^(ax + b) differentiated again and again",
    heads=(sp.exp,),
    when=_of_linear(sp.exp),
    left=lambda f, a, x, n: HigherDerivative(exp(f), x, n),
    right=lambda f, a, n: a**n * exp(f),
    words="Each differentiation reproduces the exponential and brings down the factor {a}: after {n} of them it stands there {n} times.",
    mistakes=(
        Mistake(
            "one-factor",
            lambda f, a: a * exp(f),
            "The factor comes down at every differentiation, so it appears to the power of the order.",
        ),
        Mistake("no-factor", lambda f: exp(f), "By the chain rule the factor of the exponent comes down at every differentiation."),
        Mistake(
            "times-order",
            lambda f, a, n: a * n * exp(f),
            "The factors are multiplied, not added: a to the power of the order, not the order times a.",
        ),
    ),
)

NTH_EXPONENTIAL = rule(
    id="nth.exponential",
    name="an exponential differentiated again and again",
    heads=(sp.Pow,),
    when=_exponential,
    left=lambda b, f, a, x, n: HigherDerivative(b**f, x, n),
    right=lambda b, f, a, n: (a * log(b)) ** n * b**f,
    words="Each differentiation reproduces the exponential and brings the factor {a}·ln of {b} with it.",
    mistakes=(
        Mistake(
            "no-log",
            lambda b, f, a, n: a**n * b**f,
            "Only e^x is its own derivative: each differentiation brings the logarithm of the base as a factor.",
        ),
        Mistake(
            "one-factor",
            lambda b, f, a: a * log(b) * b**f,
            "The factor comes at every differentiation, so it appears to the power of the order.",
        ),
    ),
)

NTH_POWER = rule(
    id="nth.power",
    name="a power differentiated again and again",
    heads=(sp.Pow,),
    when=_power_of_linear,
    left=lambda f, a, m, x, n: HigherDerivative(f**m, x, n),
    right=lambda f, a, m, n: a**n * _falling_product(m, n) * f ** (m - n),
    words="Each differentiation brings the exponent down as a factor and lowers it by one: {m}, then one less, and so on for {n} factors.",
    mistakes=(
        Mistake(
            "power-of-exponent",
            lambda f, a, m, n: a**n * m**n * f ** (m - n),
            "The exponent drops between the differentiations: the factors are m, m − 1, m − 2 and so on.",
        ),
        Mistake("one-factor", lambda f, m, n: m * f ** (m - n), "Every differentiation brings a factor, not only the first."),
        Mistake(
            "sign",
            lambda f, a, m, n: -(a**n) * _falling_product(m, n) * f ** (m - n),
            "The sign is wrong: a negative exponent brings one minus for each differentiation, a positive one brings none.",
        ),
    ),
)


def _log_right(f: Term, a: Term, n: Term) -> Term:
    order = n.args[0]
    if order.is_Integer:
        number = as_term(sp.factorial(order - 1))
        return (number if order % 2 else -number) * a**n / f**n
    return as_term(-1) ** (n - 1) * _factorial(n - 1) * a**n / f**n


_LOG_MISTAKES = (
    Mistake(
        "factorial",
        lambda f, a, n: _log_right(f, a, n) * n,
        "The first differentiation of the logarithm brings no factor: (n − 1)! and not n!.",
    ),
    Mistake("sign", lambda f, a, n: -_log_right(f, a, n), "The signs alternate and begin with plus: 1/x, −1/x², 2/x³, −6/x⁴."),
)


NTH_LOG = rule(
    id="nth.log",
    name="ln differentiated again and again",
    heads=(sp.log,),
    when=_of_linear(sp.log),
    left=lambda f, a, x, n: HigherDerivative(log(f), x, n),
    right=lambda f, a, n: _log_right(f, a, n),
    words="The first derivative is a power with exponent −1; after that each differentiation brings the next factor, 1, 2, 3 and so on, "
    "with alternating signs.",
    mistakes=_LOG_MISTAKES,
)

NTH_LOG_ABSOLUTE = rule(
    id="nth.log_abs",
    name="ln|x| differentiated again and again",
    heads=(sp.log,),
    when=_log_of_absolute,
    left=lambda f, a, x, n: HigherDerivative(log(absolute(f)), x, n),
    right=lambda f, a, n: _log_right(f, a, n),
    words="On both sides of 0 the first derivative is a power with exponent −1; after that each differentiation brings the next factor, "
    "with alternating signs.",
    mistakes=_LOG_MISTAKES,
)


CLOSED_FORM_TABLE = (
    NTH_EXP,
    NTH_EXPONENTIAL,
    NTH_POWER,
    _cycle_rule(
        "nth.sin",
        "derivatives of sin, with period four",
        _SIN,
        (1, 1, -1, -1),
        _COS,
        "The derivatives run through sin, cos, −sin, −cos and come back after four: only the remainder of the order {n} by 4 counts.",
    ),
    _cycle_rule(
        "nth.cos",
        "derivatives of cos, with period four",
        _COS,
        (1, -1, -1, 1),
        _SIN,
        "The derivatives run through cos, −sin, −cos, sin and come back after four: only the remainder of the order {n} by 4 counts.",
    ),
    _pair_rule(
        "nth.sinh",
        "derivatives of sinh, with period two",
        _SINH,
        _COSH,
        "The functions sinh and cosh are each other's derivatives: for an even order the function itself comes back.",
    ),
    _pair_rule(
        "nth.cosh",
        "derivatives of cosh, with period two",
        _COSH,
        _SINH,
        "The functions cosh and sinh are each other's derivatives: for an even order the function itself comes back.",
    ),
    NTH_LOG,
    NTH_LOG_ABSOLUTE,
)
