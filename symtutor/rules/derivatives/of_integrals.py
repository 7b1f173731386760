"""Differentiation of integrals: the fundamental theorem, and limits that vary."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.context import Context
from symtutor.goals.core import D, Derivative
from symtutor.goals.curves import OpenIntegral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.notation import at
from symtutor.term import ZERO, Term

__all__ = ["DERIVATIVES_OF_INTEGRALS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 5.3"

rule = partial(Rule, goal=Derivative, cost=0, commit=True, source=_STEWART)
_FLANDERS = "H. Flanders, Differentiation under the integral sign, American Mathematical Monthly 80 (1973), 615–627"


def _integral(h: Term, t: Term, *limits: Term) -> Term:
    return Term(sp.Integral, (h, t, *limits))


def _antiderivative(goal: Derivative, _context: object) -> Iterable[Bindings]:
    """Find an integral without limits in the variable itself."""
    expr, x = goal.args
    if len(expr.limits) == 1 and tuple(expr.limits[0]) == (x,):
        yield {"f": expr.function, "x": x}


def _parts(goal: Derivative) -> tuple[Any, ...] | None:
    """Return integrand, letter and limits of a definite integral in one variable."""
    expr, _ = goal.args
    if len(expr.limits) != 1 or len(expr.limits[0]) != 3:
        return None
    return (expr.function, *expr.limits[0])


def _upper(goal: Derivative, context: Context) -> Iterable[Bindings]:
    parts, x = _parts(goal), goal.args[1]
    if parts is not None:
        h, t, a, b = parts
        if b == x and not context.depends(a, x) and not h.has(x):
            yield {"h": h, "t": t, "a": a, "x": x}


def _with_limits(*, above: bool, below: bool, inside: bool) -> Callable[[Derivative, Any], Iterable[Bindings]]:
    """Return the `when` for integrals in which the variable stands in just these places."""

    def when(goal: Derivative, context: Context) -> Iterable[Bindings]:
        parts, x = _parts(goal), goal.args[1]
        if parts is not None:
            h, t, a, b = parts
            if (context.depends(b, x), context.depends(a, x), h.has(x)) == (above, below, inside):
                yield {"h": h, "t": t, "a": a, "b": b, "x": x}

    return when


def _everywhere(goal: Derivative, _context: object) -> Iterable[Bindings]:
    parts, x = _parts(goal), goal.args[1]
    if parts is not None:
        h, t, a, b = parts
        yield {"h": h, "t": t, "a": a, "b": b, "x": x}


def _open(goal: OpenIntegral, _context: object) -> Iterable[Bindings]:
    h, t, a, b = goal.args
    return ({"h": h, "t": t, "a": a, "b": b, "whole": sp.Integral(h, (t, a, b))},)


OF_ANTIDERIVATIVE = rule(
    id="diff.antiderivative",
    name="derivative of an antiderivative",
    heads=(sp.Integral,),
    when=_antiderivative,
    left=lambda f, x: D(_integral(f, x), x),
    right=lambda f: f,
    words="Differentiating undoes integrating: what is left is the integrand {f}.",
    mistakes=(
        Mistake(
            "differentiated", lambda f, x: D(f, x), "The integrand itself is the answer: integrating and differentiating undo each other."
        ),
        Mistake("negative", lambda f: -f, "There is no minus: integrating and differentiating undo each other."),
    ),
)

FUNDAMENTAL_THEOREM = rule(
    id="diff.fundamental_theorem",
    name="fundamental theorem of calculus",
    heads=(sp.Integral,),
    when=_upper,
    left=lambda h, t, a, x: D(_integral(h, t, a, x), x),
    right=lambda h, t, x: at(h, t, x),
    words="The integral grows with its upper limit as fast as the integrand is high there: put {x} for {t} in the integrand; a constant "
    "lower limit plays no part.",
    why="{x} is the upper limit of the integral: nothing has to be integrated.",
    mistakes=(
        Mistake(
            "lower-limit-subtracted",
            lambda h, t, a, x: at(h, t, x) - at(h, t, a),
            "The lower limit is constant, so it adds nothing to the derivative: only the integrand at the upper limit remains.",
        ),
        Mistake(
            "differentiated",
            lambda h, t, x: D(at(h, t, x), x),
            "The integrand is not differentiated: the derivative of the integral is the integrand itself, at the upper limit.",
        ),
        Mistake(
            "letter-kept", lambda h: h, "The letter of integration is bound inside the integral: the integrand is taken at the upper limit."
        ),
    ),
)

UPPER_LIMIT = rule(
    id="diff.upper_limit",
    name="fundamental theorem with the chain rule",
    heads=(sp.Integral,),
    when=_with_limits(above=True, below=False, inside=False),
    left=lambda h, t, a, b, x: D(_integral(h, t, a, b), x),
    right=lambda h, t, b, x: at(h, t, b) * D(b, x),
    words="The integrand at the upper limit {b}, times the derivative of that limit; a constant lower limit plays no part.",
    why="{x} stands in the upper limit of the integral: nothing has to be integrated, but the chain rule is needed.",
    mistakes=(
        Mistake(
            "no-inner-derivative",
            lambda h, t, b: at(h, t, b),
            "The limit depends on the variable, so by the chain rule its derivative is a factor.",
        ),
        Mistake(
            "variable-put-in",
            lambda h, t, b, x: at(h, t, x) * D(b, x),
            "The whole upper limit goes into the integrand, not the variable alone.",
        ),
    ),
)

LOWER_LIMIT = rule(
    id="diff.lower_limit",
    name="fundamental theorem at the lower limit",
    heads=(sp.Integral,),
    when=_with_limits(above=False, below=True, inside=False),
    left=lambda h, t, a, b, x: D(_integral(h, t, a, b), x),
    right=lambda h, t, a, x: -at(h, t, a) * D(a, x),
    words="Minus the integrand at the lower limit {a}, times the derivative of that limit: as the lower limit grows, the integral loses.",
    mistakes=(
        Mistake("sign", lambda h, t, a, x: at(h, t, a) * D(a, x), "The variable stands in the lower limit: the sign turns."),
        Mistake(
            "no-inner-derivative",
            lambda h, t, a: -at(h, t, a),
            "The limit depends on the variable, so by the chain rule its derivative is a factor.",
        ),
    ),
)

VARIABLE_LIMITS = rule(
    id="diff.variable_limits",
    name="fundamental theorem with the chain rule",
    heads=(sp.Integral,),
    when=_with_limits(above=True, below=True, inside=False),
    left=lambda h, t, a, b, x: D(_integral(h, t, a, b), x),
    right=lambda h, t, a, b, x: at(h, t, b) * D(b, x) - at(h, t, a) * D(a, x),
    words="The integrand at the upper limit times the derivative of that limit, minus the integrand at the lower limit times the "
    "derivative of that limit.",
    why="{x} stands in both limits of the integral: nothing has to be integrated, but the chain rule is needed.",
    mistakes=(
        Mistake(
            "lower-limit-forgotten",
            lambda h, t, b, x: at(h, t, b) * D(b, x),
            "The lower limit varies too: the integrand there, times the derivative of that limit, is subtracted.",
        ),
        Mistake(
            "plus",
            lambda h, t, a, b, x: at(h, t, b) * D(b, x) + at(h, t, a) * D(a, x),
            "The part of the lower limit is subtracted: when the lower limit grows the integral shrinks.",
        ),
    ),
)

LEIBNIZ = rule(
    id="diff.leibniz",
    name="Leibniz's rule",
    heads=(sp.Integral,),
    when=_everywhere,
    left=lambda h, t, a, b, x: D(_integral(h, t, a, b), x),
    right=lambda h, t, a, b, x: at(h, t, b) * D(b, x) - at(h, t, a) * D(a, x) + OpenIntegral(D(h, x), t, a, b),
    words="The integrand depends on {x} as well: differentiate under the integral sign, and add what the limits contribute.",
    why="{x} stands in the integrand and in the limits: both contribute.",
    mistakes=(
        Mistake(
            "integrand-held",
            lambda h, t, a, b, x: at(h, t, b) * D(b, x) - at(h, t, a) * D(a, x),
            "The variable stands in the integrand too: its derivative under the integral sign has to be added.",
        ),
        Mistake(
            "limits-held",
            lambda h, t, a, b, x: OpenIntegral(D(h, x), t, a, b),
            "The limits depend on the variable too: the integrand at each limit, times the derivative of the limit, belongs to the answer.",
        ),
    ),
    source=_FLANDERS,
)

UNDER_THE_INTEGRAL = rule(
    id="diff.under_the_integral",
    name="differentiation under the integral sign",
    heads=(sp.Integral,),
    when=_with_limits(above=False, below=False, inside=True),
    left=lambda h, t, a, b, x: D(_integral(h, t, a, b), x),
    right=lambda h, t, a, b, x: OpenIntegral(D(h, x), t, a, b),
    words="The limits are fixed and only the integrand depends on {x}: differentiate it under the integral sign, with {t} held fixed.",
    why="{x} stands in the integrand alone, and the limits are fixed.",
    mistakes=(
        Mistake(
            "at-the-limit",
            lambda h, t, b: at(h, t, b),
            "The fundamental theorem is for a variable in a limit; here it stands in the integrand.",
        ),
        Mistake("zero", lambda: ZERO, "Fixed limits do not make the integral constant: the variable stands in the integrand."),
    ),
    source=_FLANDERS,
)


def _constant_integrand(goal: OpenIntegral, _context: object) -> Iterable[Bindings]:
    h, t, a, b = goal.args
    if not h.has(t) and a.is_finite is not False and b.is_finite is not False:
        yield {"h": h, "t": t, "a": a, "b": b}


CONSTANT_INTEGRAND = rule(
    id="diff.constant_integrand",
    name="integral of a constant",
    goal=OpenIntegral,
    when=_constant_integrand,
    left=lambda h, t, a, b: OpenIntegral(h, t, a, b),
    right=lambda h, a, b: h * (b - a),
    words="The integrand that remains does not depend on {t}: the integral is {h} times the length of the interval.",
)

LEFT_OPEN = rule(
    id="diff.left_open",
    name="the integral is left as it is",
    goal=OpenIntegral,
    when=_open,
    left=lambda h, t, a, b, whole: OpenIntegral(h, t, a, b),
    right=lambda whole: whole,
    words="The integral that remains is not worked out here.",
    minor=True,
    source=_FLANDERS,
)

DERIVATIVES_OF_INTEGRALS = (
    OF_ANTIDERIVATIVE,
    FUNDAMENTAL_THEOREM,
    UPPER_LIMIT,
    LOWER_LIMIT,
    VARIABLE_LIMITS,
    UNDER_THE_INTEGRAL,
    LEIBNIZ,
    CONSTANT_INTEGRAND,
    LEFT_OPEN,
)
