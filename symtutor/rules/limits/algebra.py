"""Limits by algebra: cancel, conjugates, common denominators, dominant terms, logarithms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import leading, sign_near
from symtutor.algorithms.asymptotics.signs import is_zero
from symtutor.context import Context
from symtutor.goals.core import Limit
from symtutor.rule import BY_THE_RULE, Bindings, Mistake, OnTheWay
from symtutor.rules.conjugates import with_conjugate
from symtutor.rules.limits.questions import STEWART, above_and_below, limit_as_written, limit_of, rewriting, sides_of
from symtutor.term import Quotient, Term, product, quote

__all__ = ["ALGEBRA_RULES", "CANCEL_RULES"]

_MOST_DEGREE = 30


# ---- common factors -----------------------------------------------------------------------------
def _polynomial_part(product: sp.Expr, x: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    """Return the factors that are polynomials in the variable, multiplied, and the others."""
    factors = sp.Mul.make_args(product)
    inside = [f for f in factors if f.is_polynomial(x) and sp.degree(f, x) <= _MOST_DEGREE]
    return sp.Mul(*inside), sp.Mul(*[f for f in factors if f not in inside])


def _common_factor(goal: Limit, _context: object) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    f, x, to, _direction = goal.args
    if to.is_infinite:
        return
    above, below = above_and_below(f)
    (top, top_rest), (bottom, bottom_rest) = _polynomial_part(above, x), _polynomial_part(below, x)
    if not top.has(x) or not bottom.has(x):
        return
    common = sp.gcd(top, bottom)
    if common.has(x) and is_zero(common.xreplace({x: to})):
        yield sp.quo(top, common, x) * top_rest / (sp.quo(bottom, common, x) * bottom_rest), sp.factor(common)


_ZERO_OVER_ZERO = (
    Mistake("zero-over-zero", lambda: quote(sp.S.One), "0/0 is not 1: it says only that a common factor has to be canceled first."),
    Mistake("zero", lambda: quote(sp.S.Zero), "0/0 is not 0: cancel the common factor, then put the point in."),
)


def _factors_shown(bindings: Bindings) -> OnTheWay:
    """Return the fraction with the common factor written above and below, where it does not stand there already."""
    f, g, by, x, to, direction = (bindings[key] for key in ("f", "g", "by", "x", "a", "direction"))
    top, bottom = above_and_below(f)
    if by in sp.Mul.make_args(top) and by in sp.Mul.make_args(bottom):
        return OnTheWay()
    above, below = (product([quote(by), *([] if rest == 1 else [quote(rest)])]) for rest in above_and_below(g))
    return OnTheWay((limit_as_written(Term(Quotient, (above, below)), x, to, direction),), (BY_THE_RULE,), "factored above and below")


CANCEL = rewriting(
    on_the_way=_factors_shown,
    id="limit.common_factor",
    name="common factor canceled",
    shows_by=True,
    find=_common_factor,
    heads=(sp.Mul,),
    words="Numerator and denominator have the common factor {by}; beside the point it is not 0, so cancel it.",
    why="Numerator and denominator share a factor that hides the value: cancel it.",
    cost=0,
    source=f"{STEWART}, sec. 2.3",
    mistakes=(
        *_ZERO_OVER_ZERO,
        Mistake(
            "no-limit",
            lambda: quote(sp.nan),
            "That the function is not defined at the point does not matter: the limit looks only beside it.",
        ),
    ),
)


def _common_factor_in_core(goal: Limit, _context: Any) -> Iterator[tuple[Any, Any]]:
    """Cancel in a fraction that is rational in one function or root of the variable, such as e^x, sin x or √x."""
    f, x, to, _direction = goal.args
    if to.is_infinite:
        return
    for core in _cores(f, x):
        z = sp.Symbol("z_core")
        inside = _in_terms_of(f, core, x, z)
        if inside is None or inside.has(x) or not inside.is_rational_function(z):
            continue
        top, bottom = sp.fraction(sp.together(inside))
        common = sp.gcd(top, bottom)
        if common.has(z):
            reduced = sp.quo(top, common, z) / sp.quo(bottom, common, z)
            yield reduced.xreplace({z: core}), sp.factor(common).xreplace({z: core})
            return


def _cores(f: sp.Expr, x: sp.Symbol) -> list[Any]:
    """Return the functions and roots of the variable in which an expression may be rational."""
    found: dict[sp.Expr, None] = {}
    for e in sp.preorder_traversal(f):
        if isinstance(e, sp.Pow) and e.base == x and e.exp.is_Rational and not e.exp.is_Integer:
            found.setdefault(x ** sp.Rational(1, e.exp.q))
        elif isinstance(e, sp.exp) and e.has(x):
            found.setdefault(sp.exp(e.args[0].as_coeff_Mul()[1]))
        elif isinstance(e, sp.sin | sp.cos | sp.tan | sp.log) and e.has(x):
            found.setdefault(e)
    return list(found)


def _in_terms_of(f: sp.Expr, core: sp.Expr, x: sp.Symbol, z: sp.Symbol) -> Any:
    """Return an expression with a core replaced by a letter, powers of it included."""
    if isinstance(core, sp.Pow):
        return _root_replaced(f, x, z, core.exp.q)
    if isinstance(core, sp.exp):
        inner = core.args[0]
        return f.replace(lambda e: isinstance(e, sp.exp) and (e.args[0] / inner).is_Integer, lambda e: z ** (e.args[0] / inner))
    if isinstance(core, sp.sin | sp.cos):
        other = sp.cos if isinstance(core, sp.sin) else sp.sin
        squared = f.replace(
            lambda e: isinstance(e, sp.Pow) and e.base == other(core.args[0]) and e.exp.is_Integer and e.exp % 2 == 0,
            lambda e: (1 - z**2) ** (e.exp / 2),
        )
        return squared.xreplace({core: z})
    return f.xreplace({core: z})


def _root_replaced(f: sp.Basic, x: sp.Expr, z: sp.Expr, degree: int) -> sp.Basic:
    """Return an expression in x = z^degree."""
    if f == x:
        return z**degree
    if isinstance(f, sp.Pow) and f.base == x:
        return z ** (f.exp * degree)
    return f.func(*(_root_replaced(a, x, z, degree) for a in f.args)) if f.args else f


CANCEL_IN_CORE = rewriting(
    on_the_way=_factors_shown,
    why="Numerator and denominator share a factor that hides the value: cancel it.",
    id="limit.common_factor_in_core",
    name="common factor canceled",
    shows_by=True,
    find=_common_factor_in_core,
    heads=(sp.Mul,),
    words="Factor as in a polynomial: numerator and denominator have the common factor {by}; cancel it.",
    cost=1,
    source=f"{STEWART}, sec. 2.3",
    mistakes=_ZERO_OVER_ZERO,
)


def _roots_together(goal: Limit, _context: object) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Put two square roots of polynomials that vanish together under one root."""
    f, x, to, direction = goal.args
    roots = [a for a in sp.Mul.make_args(f) if isinstance(a, sp.Pow) and abs(a.exp) is sp.S.Half and a.base.is_polynomial(x)]
    vanishing = [a for a in roots if a.has(x) and not to.is_infinite and is_zero(a.base.xreplace({x: to}))]
    if len(vanishing) > 1 and all(sign_near(a.base, x, to, s) == 1 for a in vanishing for s in sides_of(to, direction)):
        inside = sp.Mul(*[a.base ** (1 if a.exp > 0 else -1) for a in vanishing])
        yield f / sp.Mul(*vanishing) * sp.sqrt(sp.cancel(inside)), inside


ROOTS_TOGETHER = rewriting(
    id="limit.roots_together",
    name="one root",
    find=_roots_together,
    heads=(sp.Mul,),
    words="A quotient of roots is the root of the quotient {by}; there the common factor can be canceled.",
    cost=0,
    source=f"{STEWART}, sec. 2.3",
    mistakes=_ZERO_OVER_ZERO,
)


# ---- conjugates ---------------------------------------------------------------------------------
def _root_and_rest(expr: sp.Basic, x: sp.Symbol) -> tuple[sp.Expr, sp.Expr, int] | None:
    """Return A, B and 2 or 3 for a sum A + B in which A is a square or cube root."""
    if not isinstance(expr, sp.Add):
        return None
    for degree in (2, 3):
        roots = [t for t in expr.args if _is_root(t, x, degree)]
        if roots:
            first = max(roots, key=lambda t: sp.default_sort_key(t))
            rest = expr - first
            if len(roots) == 1 or (len(roots) == 2 and len(expr.args) == 2):
                return first, rest, degree
    return None


def _is_root(term: Any, x: sp.Expr, degree: int) -> bool:
    factors = [f for f in sp.Mul.make_args(term) if isinstance(f, sp.Pow) and f.exp == sp.Rational(1, degree) and f.has(x)]
    return len(factors) == 1


def _conjugated(part: sp.Expr, x: sp.Symbol) -> tuple[sp.Expr, sp.Expr] | None:
    """Return the product of a sum with its conjugate, multiplied out, and the conjugate."""
    found = _root_and_rest(part, x)
    if found is None:
        return None
    a, b, degree = found
    if degree == 2:
        return sp.expand(sp.expand(a**2) - sp.expand(b**2)), a - b
    return sp.expand(sp.expand(a**3) + sp.expand(b**3)), a**2 - a * b + b**2


def _rationalized(goal: Limit, context: Context) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Find a factor that is a difference of roots whose terms cancel at the point."""
    f, x, to, direction = goal.args
    for factor in sp.Mul.make_args(f):
        base, exponent = factor.args if isinstance(factor, sp.Pow) and factor.exp == -1 else (factor, sp.S.One)
        if not isinstance(base, sp.Add) or not _cancels(base, x, to, direction, context):
            continue
        found = _conjugated(base, x)
        if found is not None:
            product, conjugate = found
            yield (sp.factor_terms(product) if product.has(x) else product) ** exponent * conjugate**-exponent * (f / factor), conjugate


def _cancels(base: sp.Basic, x: sp.Expr, to: Any, direction: Any, _context: object) -> bool:
    """Tell whether a sum is smaller than its terms near the point."""
    whole = leading(base, x, to)
    parts = [leading(t, x, to) for t in base.args]
    if direction.name == "-" and not to.is_infinite:
        return bool(limit_of(base, x, to, direction) == 0)
    if whole is None or any(p is None for p in parts):
        return False
    return all(whole.against(p) == -1 for p in parts if p is not None)


def _product_with_conjugate(bindings: Bindings) -> OnTheWay:
    """Return the fraction with the conjugate above and below, then with the difference of the squares."""
    f, by, x, to, direction = (bindings[key] for key in ("f", "by", "x", "a", "direction"))
    for factor in sp.Mul.make_args(f):
        is_below = isinstance(factor, sp.Pow) and factor.args[1] == -1
        found = _root_and_rest(factor.args[0] if is_below else factor, x)
        if found is not None and found[2] == 2 and found[0] - found[1] == by:
            forms = with_conjugate(*found[:2], *sp.fraction(f / factor), is_below=is_below)
            terms = tuple(limit_as_written(form, x, to, direction) for form in forms)
            return OnTheWay(terms, ("difference of squares", "common factor canceled"))
    return OnTheWay()


CONJUGATE = rewriting(
    on_the_way=_product_with_conjugate,
    id="limit.conjugate",
    name="multiplied by the conjugate",
    shows_by=True,
    find=_rationalized,
    words="The terms with the root cancel: multiply above and below by the conjugate {by}, "
    "so that the root disappears from the difference.",
    why="Putting the point in gives no value, and a root is the cause: multiply by the conjugate.",
    cost=1,
    source=f"{STEWART}, sec. 2.3 and 2.6",
    commit=False,
    mistakes=(
        Mistake("zero", lambda: quote(sp.S.Zero), "Neither 0/0 nor ∞ − ∞ is 0: multiply by the conjugate first."),
        Mistake(
            "denominator-forgotten",
            lambda g, by, x, a, direction: Limit(g * by, x, a, direction),
            "What multiplies the numerator has to multiply the denominator too.",
        ),
        Mistake(
            "sign",
            lambda g, x, a, direction: -Limit(g, x, a, direction),
            "(A − B)(A + B) = A² − B²: the sign of the second square is minus.",
        ),
    ),
)


# ---- one fraction -------------------------------------------------------------------------------
def _has_fractions(expr: sp.Expr, x: sp.Symbol) -> bool:
    factors = [f for t in expr.args for f in sp.Mul.make_args(t)] if isinstance(expr, sp.Add) else []
    return any(isinstance(f, sp.Pow) and f.has(x) and f.exp.could_extract_minus_sign() for f in factors)


def _one_fraction(goal: Limit, _context: object) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Bring a sum of fractions, alone or inside a fraction, to a common denominator."""
    f, x, _to, _direction = goal.args
    parts = sp.Mul.make_args(f)
    bases = [p.base if isinstance(p, sp.Pow) and p.exp.is_Integer else p for p in parts]
    if not any(_has_fractions(b, x) for b in bases):
        return
    above, below = sp.fraction(sp.together(f))
    g = sp.expand(above) / below if isinstance(f, sp.Add) else sp.factor_terms(sp.expand(above)) / below
    yield g, below


COMMON_DENOMINATOR = rewriting(
    id="limit.common_denominator",
    name="common denominator",
    find=_one_fraction,
    heads=(sp.Add, sp.Mul),
    words="Bring the fractions to the common denominator {by}.",
    why="The fractions have no value together, ∞ − ∞ or 0/0: bring them to one denominator.",
    cost=1,
    commit=False,
    source=f"{STEWART}, sec. 4.4",
    mistakes=(
        Mistake("zero", lambda: quote(sp.S.Zero), "∞ − ∞ is not 0: make one fraction first."),
        Mistake("infinite", lambda: quote(sp.oo), "∞ − ∞ is indeterminate: make one fraction first."),
    ),
)


CANCEL_RULES = (CANCEL, CANCEL_IN_CORE, ROOTS_TOGETHER)
ALGEBRA_RULES = (CONJUGATE, COMMON_DENOMINATOR)
