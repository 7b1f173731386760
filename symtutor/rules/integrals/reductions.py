"""Reduction formulas: a power of a trigonometric or hyperbolic function by the integral of a lower one."""

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.structure import linear
from symtutor.goals.core import I, Integral
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.notation import cos, cot, csc, sec, sin, tan, tanh

__all__ = ["REDUCTIONS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 7.2"


def _power_of(head: Any, least: int, *, is_even: bool) -> Any:
    """Return a finder of powers f(a·x + b)^n of a function, n large enough (and even, where odd ones have a shorter way)."""

    def when(goal: Integral, _context: object) -> Iterator[Bindings]:
        f, x = goal.args
        if isinstance(f.base, head) and f.exp.is_Integer and f.exp >= least and not (is_even and f.exp % 2):
            found = linear(f.base.args[0], x)
            if found is not None:
                yield {"a": found[0], "b": found[1], "n": f.exp, "x": x}

    return when


def _reduction(id: str, head: Any, write: Any, right: Any, wrong: Any, text: str, *, first: Any = None, least: int = 3) -> Rule:  # noqa: A002 (the field of Rule)
    """Return a reduction formula for powers of a function of a·x + b."""
    return Rule(
        id=id,
        name="reduction formula",
        goal=Integral,
        heads=(sp.Pow,),
        when=_power_of(head, least, is_even=head in {sp.sin, sp.cos}),
        left=lambda a, b, n, x: I(write(a * x + b) ** n, x),
        right=lambda a, b, n, x: right(a, a * x + b, n, x),
        words=_LOWERED[head],
        why=_WHY_LOWERED.format(_IN_WORDS[head]),
        cost=3,
        mistakes=(
            Mistake("sign", lambda a, b, n, x: wrong(a, a * x + b, n, x), text),
            Mistake(
                "not-divided",
                lambda a, b, n, x: (n if head in {sp.sin, sp.cos} else n - 1) * right(a, a * x + b, n, x),
                "The division by the new exponent is missing: it belongs to the formula.",
            ),
            *(() if first is None else (_lower_power_forgotten(first),)),
        ),
        source=f"{_STEWART}, exercises; sec. 7.1, exercises",
    )


_WHY_LOWERED = "A power of {}: lower the exponent by two, again and again, until the integral is known."
_IN_WORDS = {
    sp.tan: "tangent",
    sp.cot: "cotangent",
    sp.tanh: "tanh",
    sp.sec: "secant",
    sp.csc: "cosecant",
    sp.sin: "sine",
    sp.cos: "cosine",
}
_IDENTITY = "Replace a square by the identity {}: the integral of one part is known, the other has an exponent lower by two."
_BY_PARTS = "Integrating {} by parts lowers the exponent by two."
_LOWERED = {
    sp.tan: _IDENTITY.format("tan² = sec² − 1"),
    sp.cot: _IDENTITY.format("cot² = csc² − 1"),
    sp.tanh: _IDENTITY.format("tanh² = 1 − sech²"),
    sp.sec: _BY_PARTS.format("sec² times the other factors"),
    sp.csc: _BY_PARTS.format("csc² times the other factors"),
    sp.sin: _BY_PARTS.format("one sine times the others"),
    sp.cos: _BY_PARTS.format("one cosine times the others"),
}


def _lower_power_forgotten(first: Any) -> Mistake:
    return Mistake(
        "lower-power-forgotten",
        lambda a, b, n, x: first(a, a * x + b, n),
        "The 1 of the identity, as in tan² = sec² − 1, leaves the integral of a lower power.",
    )


REDUCTIONS = (
    _reduction(
        "int.reduce_tan",
        sp.tan,
        tan,
        lambda a, v, n, x: tan(v) ** (n - 1) / (a * (n - 1)) - I(tan(v) ** (n - 2), x),
        lambda a, v, n, x: tan(v) ** (n - 1) / (a * (n - 1)) + I(tan(v) ** (n - 2), x),
        "tan² = sec² − 1: the lower power is subtracted.",
        first=lambda a, v, n: (tan(v) ** (n - 1)) / (a * (n - 1)),
        least=2,
    ),
    _reduction(
        "int.reduce_cot",
        sp.cot,
        cot,
        lambda a, v, n, x: -(cot(v) ** (n - 1)) / (a * (n - 1)) - I(cot(v) ** (n - 2), x),
        lambda a, v, n, x: cot(v) ** (n - 1) / (a * (n - 1)) - I(cot(v) ** (n - 2), x),
        "The derivative of cot is minus csc²: the first term is negative.",
        first=lambda a, v, n: -(cot(v) ** (n - 1)) / (a * (n - 1)),
        least=2,
    ),
    _reduction(
        "int.reduce_tanh",
        sp.tanh,
        tanh,
        lambda a, v, n, x: -(tanh(v) ** (n - 1)) / (a * (n - 1)) + I(tanh(v) ** (n - 2), x),
        lambda a, v, n, x: tanh(v) ** (n - 1) / (a * (n - 1)) + I(tanh(v) ** (n - 2), x),
        "tanh² = 1 − sech²: the first term is negative.",
        first=lambda a, v, n: -(tanh(v) ** (n - 1)) / (a * (n - 1)),
        least=2,
    ),
    _reduction(
        "int.reduce_sec",
        sp.sec,
        sec,
        lambda a, v, n, x: sec(v) ** (n - 2) * tan(v) / (a * (n - 1)) + (n - 2) / (n - 1) * I(sec(v) ** (n - 2), x),
        lambda a, v, n, x: sec(v) ** (n - 2) * tan(v) / (a * (n - 1)) - (n - 2) / (n - 1) * I(sec(v) ** (n - 2), x),
        "The lower power is added.",
    ),
    _reduction(
        "int.reduce_csc",
        sp.csc,
        csc,
        lambda a, v, n, x: -(csc(v) ** (n - 2)) * cot(v) / (a * (n - 1)) + (n - 2) / (n - 1) * I(csc(v) ** (n - 2), x),
        lambda a, v, n, x: csc(v) ** (n - 2) * cot(v) / (a * (n - 1)) + (n - 2) / (n - 1) * I(csc(v) ** (n - 2), x),
        "The derivative of cot is minus csc²: the first term is negative.",
    ),
    _reduction(
        "int.reduce_sin",
        sp.sin,
        sin,
        lambda a, v, n, x: -(sin(v) ** (n - 1)) * cos(v) / (a * n) + (n - 1) / n * I(sin(v) ** (n - 2), x),
        lambda a, v, n, x: sin(v) ** (n - 1) * cos(v) / (a * n) + (n - 1) / n * I(sin(v) ** (n - 2), x),
        "The integral of sine is minus cosine: the first term is negative.",
        least=4,
    ),
    _reduction(
        "int.reduce_cos",
        sp.cos,
        cos,
        lambda a, v, n, x: cos(v) ** (n - 1) * sin(v) / (a * n) + (n - 1) / n * I(cos(v) ** (n - 2), x),
        lambda a, v, n, x: cos(v) ** (n - 1) * sin(v) / (a * n) - (n - 1) / n * I(cos(v) ** (n - 2), x),
        "The lower power is added.",
        least=4,
    ),
)
