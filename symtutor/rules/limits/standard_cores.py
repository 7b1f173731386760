"""The cores of the standard limits: expressions e(u) that behave like a power of u as u tends to 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symtutor.rule import Bindings, OnTheWay
from symtutor.rules.limits.questions import STEWART, limit_as_written, limit_of
from symtutor.term import ONE, Quotient, Term, as_term, function, product, quote

__all__ = ["CORES", "Core", "base_core", "binomial_core", "core_of", "tends_to_zero"]


def tends_to_zero(u: sp.Basic, x: sp.Expr, to: sp.Expr, direction: sp.Expr) -> bool:
    """Tell whether an expression tends to 0 from the sides that count."""
    return u.has(x) and limit_of(u, x, to, direction) == 0


@dataclass(frozen=True, slots=True)
class Core:
    """One standard limit: e(u)/s(u) tends to a value as u tends to 0.

    Parameters
    ----------
    id : str
        Short name.
    expr : callable
        e(u) as a value.
    scale : callable
        s(u), a power of u, as a value.
    value : callable
        The limit, of u: it may hold the base or the exponent that stands in u's company.
    inner : callable
        Yields the u that may stand in an expression.
    above, below : callable
        e(u) and s(u) as Terms.
    words, example, mistakes, source, on_the_way
        See `Rule`; a mistake is id, what it makes of the right value, words.
    """

    id: str
    expr: Callable[[Any], Any]
    scale: Callable[[Any], Any]
    value: Callable[[Any], Any]
    inner: Callable[[Any], Iterator[Any]]
    above: Callable[[Any], Term]
    below: Callable[[Any], Term]
    words: str
    example: str
    mistakes: tuple[tuple[str, Callable[[Any], Any], str], ...]
    source: str = f"{STEWART}, sec. 3.3"
    on_the_way: Callable[[Bindings], OnTheWay] | None = None

    def ratio(self, u: sp.Basic) -> sp.Expr:
        """Return e(u)/s(u) as a value."""
        return self.expr(u) / self.scale(u)


def _arguments(head: Any) -> Callable[[Any], Iterator[Any]]:
    """Return a finder of the arguments of a function."""

    def find(expr: sp.Expr) -> Iterator[Any]:
        yield from dict.fromkeys(e.args[0] for e in sp.preorder_traversal(expr) if isinstance(e, head))

    return find


def _log_arguments(expr: sp.Expr) -> Iterator[Any]:
    yield from dict.fromkeys(e.args[0] - 1 for e in sp.preorder_traversal(expr) if isinstance(e, sp.log))


def _zero(_value: object) -> sp.Expr:
    return sp.S.Zero


def _one(_value: object) -> sp.Expr:
    return sp.S.One


def _infinite(_value: object) -> sp.Basic:
    return sp.oo


_CIRCLE = " L'Hôpital's rule would run in a circle here, since the derivative of {} itself rests on this limit."
_NOT_ZERO = ("zero", _zero, "0/0 is not 0: numerator and denominator vanish at the same rate.")
_NOT_INFINITE = ("infinite", _infinite, "A denominator that tends to 0 makes no infinite limit when the numerator tends to 0 as fast.")


def _ratio(head: Any, name: str) -> Core:
    """Return the core F(u) with F(u)/u → 1."""
    return Core(
        id=name,
        expr=head,
        scale=lambda u: u,
        value=_one,
        inner=_arguments(head),
        above=function(head),
        below=as_term,
        words=f"As u = {{u}} tends to 0, {name} u over u tends to 1." + (_CIRCLE.format("sine") if head is sp.sin else ""),
        example=f"{head.__name__}(x)/x",
        mistakes=(_NOT_ZERO, _NOT_INFINITE),
    )


def _by_sines(bindings: Bindings) -> OnTheWay:
    """Return (1 − cos u)/u² with 1 + cos u above and below, then as a product of limits that are known."""
    u, x, to, direction = (bindings[key] for key in ("u", "x", "a", "direction"))
    sine, below = quote(sp.sin(u)), quote(1 + sp.cos(u))
    whole = Term(Quotient, (sine ** quote(sp.Integer(2)), product([quote(u**2), below])))
    known = product([Term(Quotient, (sine, quote(u))) ** quote(sp.Integer(2)), Term(Quotient, (ONE, below))])
    terms = tuple(limit_as_written(form, x, to, direction) for form in (whole, known))
    reasons = ("two factors with known limits", "the sine over its argument tends to 1, and so does the cosine")
    return OnTheWay(terms, reasons, "multiplied above and below by 1 + cos: 1 − cos² = sin²")


_ONE_MINUS_COS = Core(
    id="cos",
    expr=lambda u: 1 - sp.cos(u),
    scale=lambda u: u**2,
    value=lambda _u: sp.S.Half,
    inner=_arguments(sp.cos),
    above=lambda u: 1 - function(sp.cos)(u),
    below=lambda u: u**2,
    words="As u = {u} tends to 0, 1 minus cos u over u squared tends to 1/2.",
    example="(1 - cos(x))/x**2",
    mistakes=(_NOT_ZERO, ("one", _one, "1 − cos u behaves like u²/2, so the limit is 1/2.")),
    on_the_way=_by_sines,
)
_ONE_MINUS_COS_OVER_U = Core(
    id="cos_over_u",
    expr=_ONE_MINUS_COS.expr,
    scale=lambda u: u,
    value=_zero,
    inner=_ONE_MINUS_COS.inner,
    above=_ONE_MINUS_COS.above,
    below=as_term,
    words="As u = {u} tends to 0, 1 minus cos u over u tends to 0: the numerator vanishes faster." + _CIRCLE.format("cosine"),
    example="(1 - cos(x))/x",
    mistakes=(("one", _one, "It is sin u/u that tends to 1; 1 − cos u vanishes faster than u."), _NOT_INFINITE),
)
_COSH = Core(
    id="cosh",
    expr=lambda u: sp.cosh(u) - 1,
    scale=lambda u: u**2,
    value=lambda _u: sp.S.Half,
    inner=_arguments(sp.cosh),
    above=lambda u: function(sp.cosh)(u) - 1,
    below=lambda u: u**2,
    words="As u = {u} tends to 0, cosh u minus 1 over u squared tends to 1/2.",
    example="(cosh(x) - 1)/x**2",
    mistakes=(_NOT_ZERO, ("one", _one, "cosh u − 1 behaves like u²/2, so the limit is 1/2.")),
)
_EXP = Core(
    id="exp",
    expr=lambda u: sp.exp(u) - 1,
    scale=lambda u: u,
    value=_one,
    inner=_arguments(sp.exp),
    above=lambda u: function(sp.exp)(u) - 1,
    below=as_term,
    words="As u = {u} tends to 0, e to the power u minus 1, over u, tends to 1: the slope of the exponential function at 0."
    + _CIRCLE.format("the exponential function"),
    example="(exp(x) - 1)/x",
    mistakes=(_NOT_ZERO, _NOT_INFINITE),
    source=f"{STEWART}, sec. 3.1",
)
_LOG = Core(
    id="log",
    expr=lambda u: sp.log(1 + u),
    scale=lambda u: u,
    value=_one,
    inner=_log_arguments,
    above=lambda u: function(sp.log)(1 + u),
    below=as_term,
    words="As u = {u} tends to 0, the logarithm of 1 + u over u tends to 1: the slope of the logarithm at 1."
    + _CIRCLE.format("the logarithm"),
    example="log(1 + x)/x",
    mistakes=(_NOT_ZERO, _NOT_INFINITE),
    source=f"{STEWART}, sec. 3.6",
)

CORES = (
    *(
        _ratio(head, name)
        for head, name in ((sp.sin, "sin"), (sp.tan, "tan"), (sp.asin, "arcsin"), (sp.atan, "arctan"), (sp.sinh, "sinh"), (sp.tanh, "tanh"))
    ),
    _ONE_MINUS_COS,
    _ONE_MINUS_COS_OVER_U,
    _COSH,
    _EXP,
    _LOG,
)
_BY_HEAD = {sp.sin: CORES[0], sp.tan: CORES[1], sp.asin: CORES[2], sp.atan: CORES[3], sp.sinh: CORES[4], sp.tanh: CORES[5]}
_DIFFERENCES = {sp.cos: (_ONE_MINUS_COS, 1), sp.cosh: (_COSH, -1), sp.exp: (_EXP, -1)}


def core_of(expr: sp.Basic, x: Any, to: Any, direction: Any) -> tuple[Core, Any, Any] | None:
    """Return core, u and c with expr = c·e(u) and u → 0, or None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> core, u, c = core_of(3 - 3 * sp.cos(2 * x), x, sp.S.Zero, sp.Symbol("+-"))
    >>> core.id, u, c
    ('cos', 2*x, 3)
    """
    if type(expr) in _BY_HEAD:
        found: tuple[Core, Any, Any] = (_BY_HEAD[type(expr)], expr.args[0], sp.S.One)
    elif isinstance(expr, sp.log):
        found = (_LOG, sp.together(expr.args[0] - 1), sp.S.One)
        if found[0].expr(found[1]) != expr:
            found = (_LOG, expr.args[0] - 1, sp.S.One)
    elif isinstance(expr, sp.Add) and len(expr.args) == 2:
        difference = _difference(expr, x)
        if difference is None:
            return None
        found = difference
    else:
        return None
    return found if tends_to_zero(found[1], x, to, direction) else None


def _difference(expr: Any, x: sp.Basic) -> tuple[Core, sp.Basic, sp.Basic] | None:
    """Return core, u and c for c − c·cos u, c·e^u − c, c·b^u − c, c·(1 + u)^p − c and the like."""
    fixed, moving = sorted(expr.args, key=lambda a: a.has(x))
    if fixed.has(x):
        return None
    ratio = -moving / fixed
    if isinstance(ratio, sp.Pow):
        base, exponent = ratio.args
        if not base.has(x):
            return base_core(base), exponent, -fixed
        if exponent.has(x) or exponent.is_Integer or exponent is sp.S.Half:
            return None
        return binomial_core(exponent), sp.together(base - 1), -fixed
    if type(ratio) not in _DIFFERENCES:
        return None
    core, sign = _DIFFERENCES[type(ratio)]
    return core, ratio.args[0], fixed * sign


def base_core(base: sp.Expr) -> Core:
    """Return the core b^u − 1, whose ratio to u tends to ln b."""
    return replace(_EXP, id="base", expr=lambda u: base**u - 1, value=lambda _u: sp.log(base))


def binomial_core(exponent: sp.Expr) -> Core:
    """Return the core (1 + u)^p − 1, whose ratio to u tends to p."""
    return replace(_EXP, id="binomial", expr=lambda u: (1 + u) ** exponent - 1, value=lambda _u: exponent)
