"""Difference quotients of the elementary functions, written so that their limits can be read off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symtutor.goals.core import DifferenceQuotient
from symtutor.rule import Bindings, Mistake, OnTheWay, Rule
from symtutor.rules.conjugates import with_conjugate
from symtutor.term import ONE, Negation, Quotient, Term, product, quote

__all__ = ["DIFFERENCE_QUOTIENTS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


def _linear(inner: Any, x: sp.Expr) -> sp.Expr | None:
    """Return the slope of a linear expression, or None."""
    slope = sp.diff(inner, x)
    return slope if slope != 0 and not slope.has(x) else None


def _rational(f: sp.Expr, x: sp.Symbol, h: sp.Expr) -> Any:
    if not f.is_rational_function(x):
        return None
    above, below = sp.fraction(sp.together(f))
    after, after_below = above.xreplace({x: x + h}), below.xreplace({x: x + h})
    difference = sp.expand(after * below - above * after_below)
    return sp.factor_terms(sp.expand(difference / h)) / (below * after_below)


def _root(f: sp.Expr, x: sp.Symbol, h: sp.Expr) -> sp.Expr | None:
    """Rationalize the quotient of a square or cube root of a polynomial, or of a reciprocal of one."""
    if not isinstance(f, sp.Pow) or not f.exp.is_Rational or f.exp.q not in {2, 3} or not f.base.is_polynomial(x):
        return None
    base, power, degree = f.base, abs(f.exp.p), f.exp.q
    after = base.xreplace({x: x + h})
    a, b = sp.Pow(after, sp.Rational(power, degree)), sp.Pow(base, sp.Rational(power, degree))
    difference = sp.expand(sp.expand(after**power - base**power) / h)
    conjugate = a + b if degree == 2 else a**2 + a * b + b**2
    quotient = sp.factor_terms(difference) / conjugate
    return quotient if f.exp > 0 else -quotient / (a * b)


def _root_on_the_way(bindings: Bindings) -> OnTheWay:
    """Return the quotient of a square root with the conjugate above and below, then with the difference of the squares."""
    f, x, h = (bindings[key] for key in ("f", "x", "step"))
    if f.exp.q != 2 or f.exp.p < 0:
        return OnTheWay()
    forms = with_conjugate(f.xreplace({x: x + h}), -f, below=h)
    return OnTheWay(forms, ("difference of squares", f"{h} canceled"))


def _rational_on_the_way(bindings: Bindings) -> OnTheWay:
    """Return the quotient of a fraction over one denominator, then with the numerator multiplied out."""
    f, x, h = (bindings[key] for key in ("f", "x", "step"))
    above, below = sp.fraction(sp.together(f))
    if not below.has(x):
        return OnTheWay()
    after, after_below = above.xreplace({x: x + h}), below.xreplace({x: x + h})
    first, second = ([quote(part) for part in pair if part != 1] or [ONE] for pair in ((after, below), (above, after_below)))
    under = product([quote(h), quote(below), quote(after_below)])
    crossed = Term(sp.Add, (product(first), Term(Negation, (product(second),))))
    whole = quote(sp.expand(after * below - above * after_below))
    forms = tuple(Term(Quotient, (top, under)) for top in (crossed, whole))
    return OnTheWay(forms, ("multiplied out", f"{h} canceled"))


def _exp(f: sp.Expr, x: sp.Symbol, h: sp.Expr) -> sp.Expr | None:
    slope = _linear(f.args[0], x)
    return None if slope is None else f * (sp.exp(slope * h) - 1) / h


def _power_of_base(f: sp.Pow, x: sp.Expr, h: sp.Expr) -> sp.Basic | None:
    slope = None if f.base.has(x) else _linear(f.exp, x)
    return None if slope is None else f * (f.base ** (slope * h) - 1) / h


def _log(f: sp.Function, x: sp.Symbol, h: sp.Expr) -> Any:
    slope = _linear(f.args[0], x)
    return None if slope is None else sp.log(1 + slope * h / f.args[0]) / h


def _sin(f: sp.Expr, x: sp.Symbol, h: sp.Expr) -> Any:
    u, slope = f.args[0], _linear(f.args[0], x)
    return None if slope is None else sp.cos(u) * sp.sin(slope * h) / h - sp.sin(u) * (1 - sp.cos(slope * h)) / h


def _cos(f: sp.Expr, x: sp.Symbol, h: sp.Expr) -> Any:
    u, slope = f.args[0], _linear(f.args[0], x)
    return None if slope is None else -sp.sin(u) * sp.sin(slope * h) / h - sp.cos(u) * (1 - sp.cos(slope * h)) / h


def _sinh(f: sp.Expr, x: sp.Symbol, h: sp.Expr) -> Any:
    u, slope = f.args[0], _linear(f.args[0], x)
    return None if slope is None else sp.cosh(u) * sp.sinh(slope * h) / h + sp.sinh(u) * (sp.cosh(slope * h) - 1) / h


def _cosh(f: sp.Expr, x: sp.Symbol, h: sp.Expr) -> Any:
    u, slope = f.args[0], _linear(f.args[0], x)
    return None if slope is None else sp.sinh(u) * sp.sinh(slope * h) / h + sp.cosh(u) * (sp.cosh(slope * h) - 1) / h


def _tan(f: sp.Expr, x: sp.Symbol, h: sp.Expr) -> Any:
    u, slope = f.args[0], _linear(f.args[0], x)
    return None if slope is None else sp.sin(slope * h) / (h * sp.cos(u) * sp.cos(u + slope * h))


def _entry(
    id: str,  # noqa: A002 (the field of Rule that it fills)
    name: str,
    heads: tuple[Any, ...],
    find: Callable[[Any, Any, Any], Any],
    words: str,
    on_the_way: Callable[[Bindings], OnTheWay] | None = None,
) -> Rule:
    """Return the rule that writes the difference quotient of one kind of function in another way."""

    def when(goal: DifferenceQuotient, _context: object) -> Iterator[Bindings]:
        f, x, h = goal.args
        q = find(f, x, h)
        if q is not None:
            yield {"f": f, "q": q, "x": x, "step": h}

    return Rule(
        id=f"definition.{id}",
        name=name,
        goal=DifferenceQuotient,
        heads=heads,
        when=when,
        left=lambda f, q, x, step: DifferenceQuotient(f, x, step),
        right=lambda q: q,
        on_the_way=on_the_way,
        words=words,
        cost=0,
        commit=True,
        mistakes=(
            Mistake("step-lost", lambda q, step: q * step, "The division by the step was forgotten."),
            Mistake("step-outside", lambda: ONE, "f(x + h) is not f(x) + h: the step is inside the function."),
        ),
        source=f"{_STEWART}, sec. 2.8, 3.1, 3.3 and 3.6",
    )


DIFFERENCE_QUOTIENTS = (
    _entry(
        "rational",
        "common denominator",
        (),
        _rational,
        "Bring the two values to a common denominator and multiply out: {step} cancels.",
        _rational_on_the_way,
    ),
    _entry(
        "root",
        "multiplied by the conjugate",
        (sp.Pow,),
        _root,
        "Multiply above and below so that the roots disappear from the difference: {step} cancels.",
        _root_on_the_way,
    ),
    _entry(
        "base",
        "functional equation of the exponential",
        (sp.Pow,),
        _power_of_base,
        "The power of a sum is the product of the powers: take {f} out.",
    ),
    _entry(
        "exp",
        "functional equation of the exponential",
        (sp.exp,),
        _exp,
        "The exponential of a sum is the product of the exponentials: take {f} out.",
    ),
    _entry(
        "log", "functional equation of the logarithm", (sp.log,), _log, "The difference of two logarithms is the logarithm of the quotient."
    ),
    _entry(
        "sin",
        "addition theorem",
        (sp.sin,),
        _sin,
        "Write the sine of a sum by the addition theorem and collect the terms with the sine and with the cosine of {x}.",
    ),
    _entry(
        "cos",
        "addition theorem",
        (sp.cos,),
        _cos,
        "Write the cosine of a sum by the addition theorem and collect the terms with the cosine and with the sine of {x}.",
    ),
    _entry(
        "sinh",
        "addition theorem",
        (sp.sinh,),
        _sinh,
        "Write sinh of a sum by the addition theorem and collect the terms with sinh and with cosh of {x}.",
    ),
    _entry(
        "cosh",
        "addition theorem",
        (sp.cosh,),
        _cosh,
        "Write cosh of a sum by the addition theorem and collect the terms with cosh and with sinh of {x}.",
    ),
    _entry(
        "tan",
        "addition theorem",
        (sp.tan,),
        _tan,
        "The difference of two tangents is the sine of the difference of the angles over the product of their cosines.",
    ),
)
