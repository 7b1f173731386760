"""Natural domains: the condition under which an expression and all its parts are defined and real."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.checking.calculus.regions import merged, solve_conditions
from symtutor.checking.calculus.satisfying import holds_at, points_where
from symtutor.checking.equivalence.told import told
from symtutor.checking.equivalence.whole_numbers import with_whole_powers
from symtutor.checking.normal_form.conversion import Converter
from symtutor.checking.normal_form.polynomial import Key, degree, has_constant_lead
from symtutor.checking.normal_form.tower import NoNormalForm, Refined, Sign

__all__ = ["condition_text", "further_conditions", "natural_domain"]

POSITIVE, NONNEGATIVE, NONZERO = ">", "≥", "≠"
Condition = tuple[str, Any]
_SHOWING = 12  # points that show whether a further condition is needed
RELATIONS = {POSITIVE: sp.Gt, NONNEGATIVE: sp.Ge, NONZERO: sp.Ne}


def natural_domain(expr: Any, positive: frozenset[Any] = frozenset()) -> Any:
    """Return the condition under which an expression is defined and real, its parts included.

    Parameters
    ----------
    expr : Expr
        Symbols are real numbers.
    positive : frozenset of Symbol
        The symbols that are known to be positive.

    Returns
    -------
    Boolean
        True where the expression is defined everywhere.  Conditions on one
        symbol that are polynomial are solved exactly; others stay as they are,
        such as cos(x) ≠ 0.

    Notes
    -----
    Odd roots of negative numbers are real, so that x^(1/3) is defined everywhere; x^n with a
    symbol n is for x > 0.

    Examples
    --------
    >>> from sympy.abc import x
    >>> natural_domain((x**2 - 1) / (x - 1))
    Ne(x, 1)
    >>> natural_domain(sp.log(1 - x) + sp.sqrt(x))
    (x >= 0) & (x < 1)
    >>> natural_domain(sp.exp(x) / (x**2 + 1))
    True
    """
    return _domain(expr, positive)


def further_conditions(value: sp.Expr, conditions: Iterable[sp.Rel], domain: Mapping[Any, Any] | None = None) -> tuple[sp.Rel, ...]:
    """Return the conditions under which a value is real that fail at some point at which those stated hold.

    Parameters
    ----------
    value : Expr
        An expression in letters.
    conditions : iterable of Boolean
        What is stated already.
    domain : mapping of Symbol to Set, optional
        Where letters live.

    Examples
    --------
    >>> a = sp.Symbol("a")
    >>> further_conditions(sp.sqrt(a), [a**2 > 1]), further_conditions(sp.sqrt(a), [a > 1])
    ((a >= 0,), ())
    """
    parts = sorted(sp.And.make_args(natural_domain(value)), key=sp.default_sort_key)
    needed = [c for c in parts if not isinstance(c, sp.Ne | sp.logic.boolalg.BooleanTrue)]
    if not needed:
        return ()
    points = points_where(conditions, value.free_symbols, domain, count=_SHOWING)
    return tuple(c for c in needed if not all(holds_at(c, point) for point in points))


@lru_cache(maxsize=1024)
def _domain(expr: Any, positive: frozenset[sp.Expr]) -> Any:
    if isinstance(expr, sp.MatrixBase | sp.Tuple | sp.FiniteSet | sp.core.relational.Relational):
        parts: tuple[sp.Basic, ...] = expr.flat() if isinstance(expr, sp.MatrixBase) else expr.args
        return sp.And(*(_domain(e, positive) for e in parts))
    cases: list[Any] = []
    plain: dict[Condition, None] = {}
    _collect(expr, plain, cases, positive)
    simple: dict[Condition, None] = {}
    for condition in plain:
        for part in _simplified(condition, positive):
            if part[1] is sp.false:
                return sp.false
            simple[part] = None
    return merged(sp.And(solve_conditions(tuple(simple)), *cases))


def _collect(expr: sp.Basic, plain: dict[Condition, None], cases: list[Any], positive: frozenset[sp.Expr]) -> None:
    """Gather the conditions of an expression and of its parts."""
    if isinstance(expr, sp.Piecewise):
        cases.append(_of_piecewise(expr, positive))
        return
    if isinstance(expr, sp.gamma) and not _has_fixed_sign(expr.args[0], POSITIVE, positive):
        cases.append(sp.Or(expr.args[0] > 0, sp.Ne(expr.args[0], sp.floor(expr.args[0]))))
    if (scope := _scope(expr)) is not None:
        parts, bound = scope
        within, by_cases = dict[Condition, None](), list[Any]()
        _collect(parts, within, by_cases, positive)
        plain.update((condition, None) for condition in within if condition[1].free_symbols.isdisjoint(bound))
        cases.extend(condition for condition in by_cases if condition.free_symbols.isdisjoint(bound))
        return
    if rule := RULES.get(type(expr)):
        plain.update(dict.fromkeys(rule(*expr.args)))
    for arg in expr.args:
        if arg.args:
            _collect(arg, plain, cases, positive)


def _scope(expr: Any) -> tuple[sp.Tuple, tuple[Any, ...]] | None:
    """Return what stands in a sum, product, limit or definite integral, and the letters that it binds, which are never told."""
    if isinstance(expr, sp.Limit):
        return sp.Tuple(*expr.args), (expr.args[1],)
    if not isinstance(expr, sp.Sum | sp.Product | sp.Integral) or any(len(limits) != 3 for limits in expr.limits):
        return None
    term = expr.function
    for index, first, _last in () if isinstance(expr, sp.Integral) else expr.limits:
        term = with_whole_powers(term, index, first)
    return sp.Tuple(term, *(end for _letter, *ends in expr.limits for end in ends)), tuple(expr.variables)


def _of_piecewise(expr: Any, positive: frozenset[Any]) -> Any:
    """Return: in each case, the domain of its value."""
    earlier: list[Any] = []
    parts = []
    for value, condition in expr.args:
        parts.append(sp.And(condition, *(sp.Not(c) for c in earlier), _domain(value, positive)))
        earlier.append(condition)
    return sp.Or(*parts)


def _power(base: sp.Basic, exponent: Any) -> Iterator[Condition]:
    if exponent.is_Rational and exponent.q % 2:
        if exponent < 0:
            yield NONZERO, base
    elif exponent.is_Rational:
        yield (POSITIVE if exponent < 0 else NONNEGATIVE), base
    elif not base.is_positive:
        yield POSITIVE, base


def _within(low: Callable[[Any], Any], high: Callable[[Any], Any], kind: str) -> Callable[[Any], Iterator[Condition]]:
    def conditions(f: Any) -> Iterator[Condition]:
        yield kind, low(f)
        yield kind, high(f)

    return conditions


def _one(kind: str, of: Callable[[Any], Any]) -> Callable[..., Iterator[Condition]]:
    def conditions(*args: Any) -> Iterator[Condition]:
        yield kind, of(args[0])

    return conditions


def _inverse_secant(f: Any) -> Iterator[Condition]:
    yield NONNEGATIVE, f**2 - 1


def _reciprocal_hyperbolic_cosine(f: Any) -> Iterator[Condition]:
    yield POSITIVE, f
    yield NONNEGATIVE, 1 - f


def _last_is_positive(*args: Any) -> Iterator[Condition]:
    yield POSITIVE, args[-1]


RULES: dict[Any, Callable[..., Iterator[Condition]]] = {
    sp.Pow: _power,
    sp.log: _one(POSITIVE, lambda f: f),
    sp.tan: _one(NONZERO, sp.cos),
    sp.sec: _one(NONZERO, sp.cos),
    sp.cot: _one(NONZERO, sp.sin),
    sp.csc: _one(NONZERO, sp.sin),
    sp.coth: _one(NONZERO, lambda f: f),
    sp.csch: _one(NONZERO, lambda f: f),
    sp.asin: _within(lambda f: 1 - f, lambda f: 1 + f, NONNEGATIVE),
    sp.acos: _within(lambda f: 1 - f, lambda f: 1 + f, NONNEGATIVE),
    sp.atanh: _within(lambda f: 1 - f, lambda f: 1 + f, POSITIVE),
    sp.acosh: _one(NONNEGATIVE, lambda f: f - 1),
    sp.acoth: _one(POSITIVE, lambda f: f**2 - 1),
    sp.acot: _one(NONZERO, lambda f: f),
    sp.asec: _inverse_secant,
    sp.acsc: _inverse_secant,
    sp.asech: _reciprocal_hyperbolic_cosine,
    sp.acsch: _one(NONZERO, lambda f: f),
    sp.Ei: _one(NONZERO, lambda f: f),
    sp.expint: _last_is_positive,
    sp.uppergamma: _last_is_positive,
    sp.loggamma: _one(POSITIVE, lambda f: f),
    sp.Ci: _one(POSITIVE, lambda f: f),
    sp.li: _one(POSITIVE, lambda f: f),
}


# ---- simplification of one condition -----------------------------------------------------------------
def _simplified(condition: Condition, positive: frozenset[sp.Expr]) -> Iterator[Condition]:
    """Yield equivalent simpler conditions; nothing when it always holds, (kind, false) when never."""
    kind, f = condition
    if f.is_Number or not f.free_symbols:
        holds = {POSITIVE: f.is_positive, NONNEGATIVE: f.is_nonnegative, NONZERO: None if f.is_zero is None else not f.is_zero}[kind]
        if holds is False:
            yield kind, sp.false
        return
    if f in positive:
        return
    if _is_plainly_positive(f, strictly=kind != NONNEGATIVE):
        return
    rule = PEELED.get((kind, type(f)))
    if rule is not None:
        parts = rule(f)
        if parts is not None:
            for part in parts:
                yield from _simplified(part, positive)
            return
    if not _has_fixed_sign(f, kind, positive):
        yield condition


def _is_plainly_positive(f: sp.Expr, *, strictly: bool = True) -> bool:
    """Tell whether a sum of exp, cosh, even powers, |·|, roots and positive numbers shows at once that it is positive."""
    if isinstance(f, sp.Add):
        return all(_is_plainly_positive(a, strictly=False) for a in f.args) and (
            not strictly or any(_is_plainly_positive(a) for a in f.args)
        )
    if isinstance(f, sp.Mul):
        return all(_is_plainly_positive(a, strictly=strictly) for a in f.args)
    if isinstance(f, sp.exp | sp.cosh) or (f.is_Number and f.is_positive):
        return True
    if isinstance(f, sp.Pow):
        return _is_plainly_positive(f.base) or (not strictly and f.exp.is_Rational and (f.exp.p % 2 == 0 or f.exp.q % 2 == 0))
    return isinstance(f, sp.Abs) and not strictly


def _nonzero_factors(f: sp.Expr) -> list[Condition]:
    return [(NONZERO, a) for a in f.args]


def _nonzero_power(f: sp.Pow) -> list[Condition] | None:
    return [(NONZERO, f.base)] if f.exp.is_Rational and f.exp > 0 else []


def _positive_product(kind: str) -> Callable[[Any], list[Condition] | None]:
    """Return the rule that drops a positive number from a product."""

    def rule(f: Any) -> list[Condition] | None:
        number, rest = f.as_coeff_Mul()
        return [(kind, rest)] if number.is_positive and number != 1 else None

    return rule


def _even_power(kind: str) -> Callable[[Any], list[Condition] | None]:
    def rule(f: Any) -> list[Condition] | None:
        if not f.exp.is_Rational:
            return [] if f.exp.is_real is None and f.base.is_positive else None
        if f.exp.q % 2 == 0 or f.exp.p % 2 == 0:
            return [] if kind == NONNEGATIVE or f.exp < 0 else [(NONZERO, f.base)]
        return [(POSITIVE if f.exp < 0 else kind, f.base)]

    return rule


def _sum(kind: str) -> Callable[[Any], list[Condition] | None]:
    """Return the rule for sums: exp(f) + c and log(f) + c by their inverse, those of c + f with |f| ≤ c and of p + √q with q > p² hold."""

    def rule(f: Any) -> list[Condition] | None:
        number, rest = f.as_coeff_Add()
        if number.is_Rational and number < 0 and isinstance(rest, sp.exp):
            return [(kind, rest.args[0] - sp.log(-number))]
        if number.is_Rational and number and isinstance(rest, sp.log):
            return [(kind, rest.args[0] - sp.exp(-number))]
        if number.is_Rational and number > 0 and _has_fixed_sign(number**2 - rest**2, kind, frozenset()):
            return []
        roots = [a for a in f.args if isinstance(a, sp.Pow) and a.exp == sp.S.Half]
        if len(f.args) == 2 and len(roots) == 1 and _has_fixed_sign(sp.expand(roots[0].base - (f - roots[0]) ** 2), POSITIVE, frozenset()):
            return []
        return None

    return rule


def _always(_: object) -> list[Condition]:
    return []


PEELED: dict[tuple[str, Any], Callable[[Any], list[Condition] | None]] = {
    (NONZERO, sp.Add): _sum(NONZERO),
    (POSITIVE, sp.Add): _sum(POSITIVE),
    (NONNEGATIVE, sp.Add): _sum(NONNEGATIVE),
    (NONZERO, sp.Mul): _nonzero_factors,
    (NONZERO, sp.Pow): _nonzero_power,
    (NONZERO, sp.Abs): lambda f: [(NONZERO, f.args[0])],
    (NONZERO, sp.log): lambda f: [(NONZERO, f.args[0] - 1)],
    (NONZERO, sp.sinh): lambda f: [(NONZERO, f.args[0])],
    (NONZERO, sp.tanh): lambda f: [(NONZERO, f.args[0])],
    (NONZERO, sp.atan): lambda f: [(NONZERO, f.args[0])],
    (NONZERO, sp.asin): lambda f: [(NONZERO, f.args[0])],
    (POSITIVE, sp.Mul): _positive_product(POSITIVE),
    (POSITIVE, sp.Pow): _even_power(POSITIVE),
    (POSITIVE, sp.Abs): lambda f: [(NONZERO, f.args[0])],
    (POSITIVE, sp.log): lambda f: [(POSITIVE, f.args[0] - 1)],
    (NONNEGATIVE, sp.Mul): _positive_product(NONNEGATIVE),
    (NONNEGATIVE, sp.Pow): _even_power(NONNEGATIVE),
    (NONNEGATIVE, sp.Abs): _always,
    **{(kind, function): _always for kind in RELATIONS for function in (sp.exp, sp.cosh)},
    (NONNEGATIVE, sp.log): lambda f: [(NONNEGATIVE, f.args[0] - 1)],
}


@lru_cache(maxsize=1024)
def _has_fixed_sign(f: sp.Expr, kind: str, positive: frozenset[Any]) -> bool:
    """Tell whether the tower knows that f satisfies its condition wherever it is real."""
    converter = Converter(dict.fromkeys(positive, (Fraction(0), None)), 2_000)
    try:
        element = converter.settle(lambda: converter.element(f))
        if not element.num:
            return kind == NONNEGATIVE
        _, _, factors = converter.tower.decompose(element)
        definite = all(converter.tower.is_definite(dict(key)) for key in factors) and _is_level_at_infinity(converter, factors)
        if kind == NONZERO:
            return definite
        sign = converter.sign_of(element)
        definite = definite or kind == NONNEGATIVE
    except (NoNormalForm, Refined):
        return False
    return sign == Sign() and definite


def _is_level_at_infinity(converter: Converter, factors: dict[Key, int]) -> bool:
    """Tell whether a product of polynomials tends to neither 0 nor infinity as tan of a half angle does."""
    for index, generator in enumerate(converter.tower.generators):
        degrees = [k * degree(dict(key), index) for key, k in factors.items()]
        if (
            generator.kind == "tan"
            and any(degrees)
            and (sum(degrees) != 0 or not all(has_constant_lead(dict(key), index) for key in factors))
        ):
            return False
    return True


# ---- words -----------------------------------------------------------------------------------------
SYMBOLS = {sp.Ne: "≠", sp.Eq: "=", sp.Gt: ">", sp.Ge: "≥", sp.Lt: "<", sp.Le: "≤"}


def condition_text(condition: sp.Basic) -> str:
    """Return a condition as text.

    Examples
    --------
    >>> from sympy.abc import x
    >>> condition_text(sp.Ne(x, 1) & sp.Ne(x, 2))
    'x ≠ 1 and x ≠ 2'
    >>> condition_text((x > -1) & (x < 1))
    '-1 < x < 1'
    """
    if condition == sp.true:
        return "all real numbers"
    if isinstance(condition, sp.core.relational.Relational):
        return f"{told(condition.lhs)} {SYMBOLS[type(condition)]} {told(condition.rhs)}"
    if isinstance(condition, sp.And):
        return _between(condition) or " and ".join(sorted(_bracketed(c) for c in condition.args))
    if isinstance(condition, sp.Or):
        return " or ".join(sorted(condition_text(c) for c in condition.args))
    return str(condition)


def _bracketed(condition: sp.Basic) -> str:
    text = condition_text(condition)
    return f"({text})" if isinstance(condition, sp.Or) else text


def _between(condition: sp.Basic) -> str | None:
    """Return "a < x < b" for two bounds of one symbol."""
    lower = [c for c in condition.args if isinstance(c, sp.Gt | sp.Ge)]
    upper = [c for c in condition.args if isinstance(c, sp.Lt | sp.Le)]
    if len(condition.args) == 2 and lower and upper and lower[0].lhs == upper[0].lhs:
        below, above = ("<" if isinstance(c, sp.Gt | sp.Lt) else "≤" for c in (lower[0], upper[0]))
        return f"{told(lower[0].rhs)} {below} {told(lower[0].lhs)} {above} {told(upper[0].rhs)}"
    return None
