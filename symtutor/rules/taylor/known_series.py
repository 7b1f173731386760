"""The series that are known by heart, with a power of the distance put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symtutor.goals.core import TaylorPolynomial
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.term import Term, as_term, quote, total

__all__ = ["COEFFICIENTS", "KNOWN_SERIES", "inner_power", "power_in", "power_of_distance"]

_SOURCE = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 11.10, table 1"


def power_of_distance(c: sp.Expr, x: sp.Symbol, about: sp.Expr, k: Any) -> sp.Expr:
    """Return c·(x − a)^k, where a factor does not melt into a first power."""
    base = x - about
    if c == 0 or k == 0:
        return c
    if k == 1 and isinstance(base, sp.Add) and c.is_Rational:
        return sp.Mul(c, base, evaluate=False)
    return c * base**k


def power_in(inner: sp.Expr, x: sp.Symbol, about: sp.Expr) -> tuple[sp.Expr, int] | None:
    """Return c and m for an expression c·(x − a)^m, or None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> power_in(3 * x**2, x, sp.S.Zero), power_in(x / 4 - 1, x, sp.Integer(4)), power_in(x + 1, x, sp.S.Zero)
    ((3, 2), (1/4, 1), None)
    """
    c, rest = inner.as_independent(x, as_Add=False)
    base, exponent = rest.args if isinstance(rest, sp.Pow) else (rest, sp.S.One)
    if base == x - about and exponent.is_Integer and exponent > 0:
        return c, int(exponent)
    if about != 0 and exponent == 1:
        slope = sp.diff(inner, x)
        if not slope.has(x) and sp.expand(inner - slope * (x - about)) == 0:
            return slope, 1
    return None


_INNER: dict[Any, Callable[[Any], Any]] = {
    **dict.fromkeys((sp.exp, sp.sin, sp.cos, sp.sinh, sp.cosh, sp.atan), lambda f: f.args[0]),
    sp.log: lambda f: f.args[0] - 1,
    sp.Pow: lambda f: f.base - 1,
}


def inner_power(f: sp.Expr, x: sp.Symbol, about: sp.Expr) -> int:
    """Return m when an expression is a function with a known series at c·(x − a)^m, else 0.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> inner_power(sp.exp(-(x**2)), x, sp.S.Zero), inner_power(1 / (1 + x**3), x, sp.S.Zero)
    (2, 3)
    """
    inner = _INNER.get(type(f))
    if inner is None or (isinstance(f, sp.Pow) and (f.exp.has(x) or (f.exp.is_Integer and f.exp > 0))):
        return 0
    found = power_in(inner(f), x, about)
    return 0 if found is None else found[1]


# the coefficients of the known series; p is the exponent of a binomial series
COEFFICIENTS: dict[Any, Callable[[Any], Callable[[int], Any]]] = {
    sp.exp: lambda _p: lambda k: 1 / sp.factorial(k),
    sp.sin: lambda _p: lambda k: sp.sin(k * sp.pi / 2) / sp.factorial(k),
    sp.cos: lambda _p: lambda k: sp.cos(k * sp.pi / 2) / sp.factorial(k),
    sp.sinh: lambda _p: lambda k: sp.Rational(k % 2) / sp.factorial(k),
    sp.cosh: lambda _p: lambda k: sp.Rational(1 - k % 2) / sp.factorial(k),
    sp.log: lambda _p: lambda k: sp.S.Zero if k == 0 else sp.Rational((-1) ** (k + 1), k),
    sp.atan: lambda _p: lambda k: sp.S.Zero if k % 2 == 0 else sp.Rational((-1) ** (k // 2), k),
    sp.Pow: lambda p: lambda k: sp.ff(p, k) / sp.factorial(k),
}


def _series_entry(  # the names are those of Rule
    id: str,  # noqa: A002
    name: str,
    head: Any,
    series: str,
    is_wanted: Callable[[Any], bool] = lambda _f: True,
) -> Rule:
    """Return the rule that puts u = c·(x − a)^m into a known series."""

    def when(goal: TaylorPolynomial, _context: object) -> Iterator[Bindings]:
        f, x, about, degree = goal.args
        if inner_power(f, x, about) and is_wanted(f):
            yield {"f": f, "u": _INNER[head](f), "x": x, "a": about, "n": degree}

    def terms(f: Term, u: Term, x: Term, a: Term, n: Term, *, wrong: bool) -> Term:
        expr, inner, letter, about, degree = (as_term(part).args[0] for part in (f, u, x, a, n))
        found = power_in(inner, letter, about)
        if found is None:
            return quote(expr)
        c, m = found
        coefficient = COEFFICIENTS[head](expr.exp if isinstance(expr, sp.Pow) else None)
        orders = range(int(degree) // m + 1)
        kept = [(k, coefficient(k) * c**k * (sp.factorial(k) if wrong else 1)) for k in orders]
        return total([quote(power_of_distance(v, letter, about, m * k)) for k, v in kept if v != 0 or k == 0])

    return Rule(
        id=f"taylor.{id}",
        name=name,
        shows=lambda bindings, _values: _shown(head, series, bindings),
        goal=TaylorPolynomial,
        heads=(head,),
        when=when,
        left=lambda f, u, x, a, n: TaylorPolynomial(f, x, a, n),
        right=lambda f, u, x, a, n: terms(f, u, x, a, n, wrong=False),
        words=f"{series}; put u = {{u}} and keep the powers up to degree {{n}}.",
        why="A known series gives the polynomial without a derivative.",
        cost=1,
        commit=True,
        samples=None,
        mistakes=(
            Mistake(
                "no-factorial",
                lambda f, u, x, a, n: terms(f, u, x, a, n, wrong=True),
                "The coefficients of this series are not those: look at the factorials and denominators.",
            ),
            Mistake(
                "argument-kept",
                lambda f, x, a, n: TaylorPolynomial(_plain(head, f, x), x, a, n),
                "The inner function has to be put in for u in every power.",
            ),
        ),
        source=_SOURCE,
    )


def _shown(head: Any, series: str, bindings: Bindings) -> dict[str, Any]:
    """Return the series and what is put in; that of 1/(1 − w) as it is known, not with u = −w in 1 − u + u² − …."""
    u = bindings["u"]
    if head is sp.Pow and bindings["f"].exp == -1 and u.could_extract_minus_sign():
        return {"{}": "1 + w + w² + w³ + … for 1/(1 − w)", "w": -u}
    return {"{}": series.partition(" is ")[2], **({} if u == bindings["x"] else {"u": u})}


def _plain(head: Any, f: Any, x: Any) -> Any:
    """Return the outer function at the variable itself."""
    letter, expr = as_term(x).args[0], as_term(f).args[0]
    if head is sp.Pow:
        return quote((1 + letter) ** expr.exp) if isinstance(expr, sp.Pow) else quote(1 + letter)
    return quote(sp.log(1 + letter) if head is sp.log else head(letter))


KNOWN_SERIES = (
    _series_entry("exp", "series of exp", sp.exp, "The series of the exponential function is 1 + u + u²/2! + u³/3! + …"),
    _series_entry("sin", "series of sin", sp.sin, "The series of the sine is u − u³/3! + u⁵/5! − …"),
    _series_entry("cos", "series of cos", sp.cos, "The series of the cosine is 1 − u²/2! + u⁴/4! − …"),
    _series_entry("sinh", "series of sinh", sp.sinh, "The series of the hyperbolic sine is u + u³/3! + u⁵/5! + …"),
    _series_entry("cosh", "series of cosh", sp.cosh, "The series of the hyperbolic cosine is 1 + u²/2! + u⁴/4! + …"),
    _series_entry("log", "series of ln(1 + u)", sp.log, "The series of the logarithm of 1 + u is u − u²/2 + u³/3 − …"),
    _series_entry("atan", "series of arctan", sp.atan, "The series of the inverse tangent is u − u³/3 + u⁵/5 − …"),
    _series_entry(
        "geometric", "geometric series", sp.Pow, "The geometric series of 1/(1 + u) is 1 − u + u² − u³ + …", lambda f: f.exp == -1
    ),
    _series_entry(
        "binomial",
        "binomial series",
        sp.Pow,
        "The binomial series of the power p of 1 + u is 1 + p·u + p(p − 1)/2!·u² + …",
        lambda f: f.exp != -1,
    ),
)
