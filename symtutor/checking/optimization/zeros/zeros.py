"""Whether a list of zeros is right and complete, judged by Sturm counts and interval arithmetic.

A zero is put into the equation.  That there are no others is shown for a
rational function by counting the real roots of its numerator, for a product
factor by factor, for a polynomial in one monotone function (e^x, ln x, ...)
by counting in that function, and on a bounded interval by enclosures: a box
whose enclosure excludes 0 holds no zero, and one on which a derivative
excludes 0 holds no more zeros than are known there.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import sympy as sp
from sympy.polys.polyerrors import CoercionFailed

from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.optimization.zeros.boxes import enclosed_sign, on_parts
from symtutor.checking.optimization.zeros.families import judge_families
from symtutor.checking.optimization.zeros.membership import is_same_number, lies_in, sign_of_number
from symtutor.goals.core import Goal
from symtutor.goals.optimization import IsolatedRoot, Roots
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["has_no_other_zero", "is_zero_at", "judge_roots"]

_MOST_SWITCHES = 4


def judge_roots(goal: Goal, claimed: sp.Basic, domain: Mapping[Any, Any]) -> Verdict:
    """Judge claimed solutions of an equation: each one solves it, and there are no others in the domain."""
    left, right, x, where = goal.args
    if not isinstance(claimed, Roots):
        return _wrong("the answer is no list of solutions")
    gap = left - right
    if gap.free_symbols == {x} and any(v.free_symbols for v in claimed.values):
        return judge_families(gap, x, where, claimed.values, lambda part, known: _uncounted(gap, x, part, known))
    for v in claimed.values:
        verdict = is_zero_at(gap, x, v, domain)
        if verdict.status is not Status.CORRECT:
            return verdict
        if not v.free_symbols and not lies_in(v, where):
            return _wrong(f"{v} does not lie in the domain")
    if gap.free_symbols - {x}:
        return _with_letters(gap, x, claimed)
    missing = _uncounted(gap, x, where, claimed.values)
    if missing is None:
        return Verdict(Status.CORRECT, Proof("every solution put in, and none left out by counting"))
    if isinstance(missing, str):
        return Verdict(Status.UNDECIDED, Agreement(0, 0, missing))
    return Verdict(Status.INCORRECT, missing)


def _wrong(words: str) -> Verdict:
    return Verdict(Status.INCORRECT, Witness({}, words, "a solution", ("", ""), 0))


def is_zero_at(gap: sp.Expr, x: sp.Symbol, place: sp.Basic, domain: Mapping[Any, Any]) -> Verdict:
    """Judge whether an expression is 0 at a place."""
    if isinstance(place, sp.CRootOf):
        minimal = sp.Poly(place.expr.xreplace({next(iter(place.expr.free_symbols)): x}), x)
        for factor, _ in _factors(sp.fraction(sp.together(gap))[0], x):
            if factor.is_polynomial(x) and sp.Poly(factor, x).rem(minimal).is_zero:
                return Verdict(Status.CORRECT, Proof("the minimal polynomial divides a factor"))
    if isinstance(place, IsolatedRoot):
        return _is_isolated(gap, x, place)
    return same_value(sp.S.Zero, sp.expand(gap.xreplace({x: place})), domain)


def _is_isolated(gap: sp.Expr, x: sp.Symbol, root: sp.Expr) -> Verdict:
    """Judge that an expression changes its sign between two numbers, and that the equation is this expression times no zero."""
    expr, letter, low, high = root.args
    expr = expr.xreplace({letter: x})
    signs = [enclosed_sign(expr, x, end) for end in (low, high)]
    if None in signs or signs[0] == signs[1]:
        return _wrong(f"the signs at {low} and {high} do not differ")
    ratio = sp.simplify(gap / expr) if gap != expr else sp.S.One
    if not ratio.has(x) and ratio != 0:
        return Verdict(Status.CORRECT, Proof("opposite signs at both ends"))
    if enclosed_sign(1 / ratio, x, (low, high)) is not None:
        return Verdict(Status.CORRECT, Proof("opposite signs at both ends of a factor"))
    return Verdict(Status.UNDECIDED, Agreement(0, 0, "the factor with the zero was not found"))


def _with_letters(gap: sp.Basic, x: sp.Expr, claimed: Roots) -> Verdict:
    """Judge completeness where letters stand in the equation: a polynomial has no more zeros than its degree."""
    above = sp.fraction(sp.together(gap))[0]
    if above.is_polynomial(x) and len(claimed.values) >= sp.degree(above, x):
        return Verdict(Status.CORRECT, Proof("as many solutions as the degree"))
    return Verdict(Status.UNDECIDED, Agreement(0, 0, "each solution was put in; that there are no others was not proved"))


def has_no_other_zero(gap: Any, x: Any, where: Any, known: tuple[Any, ...] = ()) -> bool:
    """Tell whether an expression is proved to have no zeros in a domain but the known ones."""
    return _uncounted(gap, x, where, known) is None


# ---- completeness --------------------------------------------------------------------------------
def _uncounted(gap: Any, x: sp.Basic, where: Any, known: tuple[Any, ...]) -> Any:
    """Return None where there is no zero but the known ones, a witness of another one, or why it is not known."""
    if gap.has(sp.Abs, sp.sign, sp.Max, sp.Min):
        found = _by_signs(gap, x, where, known)
        return on_parts(gap, x, where, known) if isinstance(found, str) else found
    above = sp.fraction(sp.together(_by_sine_and_cosine(gap)))[0]
    factors = [f for f, _ in _factors(above, x)]
    reason: Any = None
    for factor in factors:
        here = tuple(v for v in known if not _surely_nonzero(factor, x, v))
        found = _uncounted_factor(factor, x, where, here)
        if isinstance(found, Witness):
            if _is_defined(gap, x, found):
                return found
        elif found is not None:
            reason = found
    return reason


def _by_sine_and_cosine(expr: Any) -> Any:
    """Return an expression with quotients of sines and cosines for the other circular functions."""
    for head, quotient in _QUOTIENTS.items():
        expr = expr.replace(head, quotient)
    return expr


_QUOTIENTS: dict[Any, Any] = {
    sp.tan: lambda u: sp.sin(u) / sp.cos(u),
    sp.cot: lambda u: sp.cos(u) / sp.sin(u),
    sp.sec: lambda u: 1 / sp.cos(u),
    sp.csc: lambda u: 1 / sp.sin(u),
}


def _factors(expr: sp.Basic, x: sp.Basic) -> list[tuple[sp.Expr, int]]:
    factored = sp.factor(expr, deep=False)
    found: list[tuple[sp.Expr, int]] = []
    for part in sp.Mul.make_args(factored):
        base = part
        while isinstance(base, sp.Pow) and base.exp.is_number and base.exp.is_positive:
            base = base.base
        if base.has(x) and not isinstance(base, sp.exp) and not (isinstance(base, sp.Pow) and base.exp.has(x)):
            found.extend(_factors(base, x) if isinstance(base, sp.Mul) and base != expr else [(base, 1)])
    return found


def _surely_nonzero(factor: sp.Expr, x: sp.Basic, place: sp.Expr) -> bool:
    return sign_of_number(factor.xreplace({x: place})) in {1, -1}


def _is_defined(gap: Any, x: Any, witness: Any) -> bool:
    number = sp.N(gap.xreplace({x: witness.point.get(x, sp.S.Zero)}), 20)
    return bool(number.is_comparable and number.is_finite)


def _uncounted_factor(factor: Any, x: Any, where: Any, known: tuple[Any, ...]) -> Any:
    poly = _over_rationals(factor, x)
    if poly is not None:
        return _by_sturm(poly, x, where, known)
    if factor.is_polynomial(x) and sp.degree(factor, x) <= len(known):
        return None
    kernel = _monotone_kernel(factor, x)
    if kernel is not None:
        return _by_kernel(*kernel, where, known)
    norm = _norm(factor, x)
    if norm is not None:
        return _by_norm(factor, norm, x, where, known)
    return on_parts(factor, x, where, known)


def _over_rationals(expr: Any, x: sp.Basic) -> Any:
    try:
        return sp.Poly(expr, x, domain=sp.QQ) if expr.is_polynomial(x) else None
    except (sp.PolynomialError, CoercionFailed):
        return None


def _by_sturm(poly: Any, x: Any, where: sp.Set, known: tuple[sp.Basic, ...]) -> Any:
    """Count the real roots by Sturm's theorem, and those that the domain leaves out."""
    square_free = poly.quo(poly.gcd(poly.diff(x)))
    missing = int(square_free.count_roots()) - len(known)
    if missing <= 0:
        return None
    for (low, high), _ in square_free.intervals(eps=sp.Rational(1, 10**9)):
        middle = (low + high) / 2
        if any(lies_in(v, sp.Interval(low, high)) for v in known):
            continue  # this interval holds one zero, and that is it
        if lies_in(low, where) and lies_in(high, where):
            return Witness({x: middle}, f"a zero near {sp.N(middle, 10)}", "no solution there", ("", ""), 0)
        if lies_in(low, where) or lies_in(high, where):
            return "a zero lies too near to an end of the domain"
    return None


def _norm(expr: sp.Basic, x: sp.Expr) -> Any:
    """Return the polynomial P² − Q² u for an expression P + Q √u, which is 0 wherever the expression is; else None."""
    roots = {n for n in sp.preorder_traversal(expr) if isinstance(n, sp.Pow) and n.exp == sp.S.Half and n.has(x)}
    if len(roots) != 1:
        return None
    (root,) = roots
    mark = sp.Symbol("_s")
    inside = sp.expand(sp.expand(expr).xreplace({root: mark}))
    if inside.has(sp.Function, sp.exp) or not inside.is_polynomial(mark) or sp.degree(inside, mark) != 1:
        return None
    p, q = inside.coeff(mark, 0), inside.coeff(mark, 1)
    return _over_rationals(sp.expand(p**2 - q**2 * root.base), x)


def _by_norm(expr: Any, norm: Any, x: sp.Basic, where: sp.Set, known: tuple[sp.Rational, ...]) -> Any:
    """Put every real root of the norm into the expression: those that are not known must not be zeros."""
    for root in dict.fromkeys(norm.real_roots()):
        if any(is_same_number(root, v) for v in known) or not lies_in(root, where):
            continue
        if not _surely_nonzero(expr, x, root):
            return f"whether {root} is a solution was not decided"
    return None


_KERNELS = (sp.exp, sp.log, sp.atan, sp.sinh, sp.tanh, sp.asinh)


def _monotone_kernel(expr: sp.Basic, x: sp.Expr) -> tuple[Any, Any, Any, Any] | None:
    """Return x, a strictly monotone function k of x, a letter and the polynomial in the letter that an expression is of k."""
    letter = sp.Symbol("_k")
    kernels = [n for n in sp.preorder_traversal(expr) if isinstance(n, _KERNELS) and n.has(x)]
    kernels += [n for n in sp.preorder_traversal(expr) if isinstance(n, sp.Pow) and n.has(x) and (n.exp == sp.S.Half or not n.base.has(x))]
    if not kernels:
        return None
    slopes = {sp.diff(k.args[0] if k.args[0].has(x) else k.exp, x) for k in kernels}
    if any(s.has(x) or not s.is_number for s in slopes):
        return None
    if all(isinstance(k, sp.exp) for k in kernels) and all(k.args[0].subs(x, 0) == 0 and s.is_Rational for k in kernels for s in slopes):
        unit = sp.gcd(list(slopes)) if len(slopes) > 1 else next(iter(slopes))
        inside = sp.expand(expr.xreplace({k: letter ** (sp.diff(k.args[0], x) / unit) for k in kernels}))
        inside = sp.fraction(sp.together(inside))[0]
        return (x, sp.exp(unit * x), letter, inside) if not inside.has(x) else None
    if len(set(kernels)) != 1:
        return None
    inside = expr.xreplace({kernels[0]: letter})
    return None if inside.has(x) else (x, kernels[0], letter, inside)


_RANGES: dict[Any, Any] = {
    sp.exp: sp.Interval.open(0, sp.oo),
    sp.log: sp.S.Reals,
    sp.atan: sp.Interval.open(-sp.pi / 2, sp.pi / 2),
    sp.sinh: sp.S.Reals,
    sp.tanh: sp.Interval.open(-1, 1),
    sp.asinh: sp.S.Reals,
    sp.Pow: sp.Interval(0, sp.oo),
}


def _by_kernel(x: Any, kernel: Any, letter: Any, inside: Any, where: Any, known: tuple[Any, ...]) -> Any:
    """Count in a monotone function of the unknown: each value of it is taken at most once."""
    poly = _over_rationals(inside, letter)
    if poly is None:
        degree = sp.degree(inside, letter) if inside.is_polynomial(letter) else sp.oo
        return None if degree <= len(known) else "the zeros of a polynomial with irrational numbers were not counted"
    range_of = _RANGES[
        sp.exp if isinstance(kernel, sp.Pow) and not kernel.base.has(x) else sp.Pow if isinstance(kernel, sp.Pow) else type(kernel)
    ]
    values = tuple(sp.simplify(kernel.xreplace({x: v})) for v in known)
    found = _by_sturm(poly, letter, range_of.intersect(_image(kernel, x, where)), values)
    if isinstance(found, Witness):
        return "a value of the inner function is taken outside the list"
    return found


def _image(kernel: Any, x: Any, where: Any) -> Any:
    """Return the values that a monotone function has on an interval with two ends; all numbers for other sets."""
    if not isinstance(where, sp.Interval) or not (where.start.is_finite and where.end.is_finite):
        return sp.S.Reals
    ends = [kernel.xreplace({x: end}) for end in (where.start, where.end)]
    order = sign_of_number(ends[1] - ends[0]) if all(e.is_finite for e in ends) else None
    return sp.S.Reals if not order else sp.Interval(*ends[::order])


def _by_signs(gap: Any, x: Any, where: Any, known: tuple[Any, ...]) -> Any:
    """Choose a formula for every |·|, sign, max and min: each zero is one of a polynomial that results, and their zeros are put in."""
    nodes = [n for n in gap.atoms(sp.Abs, sp.sign, sp.Max, sp.Min) if x in n.free_symbols]
    if len(nodes) > _MOST_SWITCHES or any(n.args[0].has(sp.Abs, sp.sign, sp.Max, sp.Min) for n in nodes):
        return "an equation with |·|, max or min was not split"
    results: list[Any] = []
    for chosen in product(*(_formulas(n) for n in nodes)):
        plain = gap.xreplace(dict(zip(nodes, chosen, strict=True)))
        poly = _over_rationals(sp.fraction(sp.together(plain))[0], x)
        if poly is None or poly.is_zero:
            return "an equation with |·| was not counted"
        roots = dict.fromkeys(poly.real_roots()) if poly.degree() > 0 else ()
        results.extend(r for r in roots if lies_in(r, where) and not any(is_same_number(r, v) for v in known))
    signs = {r: sign_of_number(gap.xreplace({x: r})) for r in dict.fromkeys(results)}
    extra = [r for r, sign in signs.items() if sign == 0]
    if extra:
        return Witness({x: extra[0]}, "a solution", "not in the list", ("", ""), 0)
    return "whether a zero of a formula is a solution was not decided" if None in signs.values() else None


def _formulas(node: Any) -> tuple[Any, ...]:
    if isinstance(node, sp.Abs):
        return node.args[0], -node.args[0]
    return (sp.S.One, sp.S.NegativeOne, sp.S.Zero) if isinstance(node, sp.sign) else tuple(node.args)
