"""Whether a list of zeros is right and complete, judged by Sturm counts and interval arithmetic.

A zero is put into the equation.  That there are no others is shown for a
rational function by counting the real roots of its numerator, for a product
factor by factor, for a polynomial in one monotone function (e^x, ln x, ...)
by counting in that function, and on a bounded interval by enclosures: a box
whose enclosure excludes 0 holds no zero, and one on which a derivative
excludes 0 holds no more zeros than are known there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp
from sympy.polys.polyerrors import CoercionFailed

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.enclosures.enclosure import Undefined, contains_zero, enclose
from symtutor.checking.equivalence.same_value import same_value
from symtutor.goals.optimization import IsolatedRoot, Roots, is_inside
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["enclosed_sign", "is_zero_at", "judge_roots", "parts_of"]

_DEPTH = 22
_BOXES = 4000
_ORDERS = 6


def judge_roots(goal: Any, claimed: Any, domain: Mapping[Any, Any]) -> Verdict:
    """Judge claimed solutions of an equation: each one solves it, and there are no others in the domain."""
    left, right, x, where = goal.args
    if not isinstance(claimed, Roots):
        return _wrong("the answer is no list of solutions")
    gap = left - right
    for v in claimed.values:
        verdict = is_zero_at(gap, x, v, domain)
        if verdict.status is not Status.CORRECT:
            return verdict
        if not v.free_symbols and not is_inside(v, where):
            return _wrong(f"{v} does not lie in the domain")
    if gap.free_symbols - {x}:
        return _with_letters(gap, x, claimed)
    families = [v for v in claimed.values if v.free_symbols]
    if families:
        return _periodic(gap, x, families)
    missing = _uncounted(gap, x, where, claimed.values)
    if missing is None:
        return Verdict(Status.CORRECT, Proof("every solution put in, and none left out by counting"))
    if isinstance(missing, str):
        return Verdict(Status.UNDECIDED, Agreement(0, 0, missing))
    return Verdict(Status.INCORRECT, missing)


def _wrong(words: str) -> Verdict:
    return Verdict(Status.INCORRECT, Witness({}, words, "a solution", ("", ""), 0))


def is_zero_at(gap: Any, x: Any, place: Any, domain: Mapping[Any, Any]) -> Verdict:
    """Judge whether an expression is 0 at a place."""
    if isinstance(place, sp.CRootOf):
        minimal = sp.Poly(place.expr.xreplace({next(iter(place.expr.free_symbols)): x}), x)
        for factor, _ in _factors(sp.fraction(sp.together(gap))[0], x):
            if factor.is_polynomial(x) and sp.Poly(factor, x).rem(minimal).is_zero:
                return Verdict(Status.CORRECT, Proof("the minimal polynomial divides a factor"))
    if isinstance(place, IsolatedRoot):
        return _is_isolated(gap, x, place)
    whole = {s: sp.Symbol(s.name, integer=True) for s in place.free_symbols - gap.free_symbols}
    return same_value(sp.S.Zero, sp.expand(gap.xreplace({x: place.xreplace(whole)})), domain)


def _is_isolated(gap: Any, x: Any, root: Any) -> Verdict:
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


def enclosed_sign(expr: Any, x: Any, place: Any, precision: int = 80) -> int | None:
    """Return the sign that an expression surely has at a number or on an interval of rationals, or None."""
    if isinstance(place, tuple):
        point: Any = {x: tuple(Fraction(int(e.p), int(e.q)) for e in place)}
    elif place.is_Rational:
        point = {x: place}
    else:
        return _sign_of_number(expr.xreplace({x: place}))
    try:
        low, high = enclose(expr, point, precision)
    except Undefined:
        return None
    return None if contains_zero((low, high)) else 1 if _positive(low) else -1


def _sign_of_number(number: Any) -> int | None:
    try:
        low, high = enclose(number, {}, 160)
    except Undefined:
        found = sp.N(number, 40)
        return None if not found.is_comparable or abs(found) < sp.Float("1e-30") else 1 if found > 0 else -1
    return None if contains_zero((low, high)) else 1 if _positive(low) else -1


def _positive(raw: Any) -> bool:
    return raw[0] == 0 and raw[1] != 0  # sign bit and mantissa of a raw number


def _with_letters(gap: Any, x: Any, claimed: Roots) -> Verdict:
    """Judge completeness where letters stand in the equation: a polynomial has no more zeros than its degree."""
    above = sp.fraction(sp.together(gap))[0]
    if above.is_polynomial(x) and len(claimed.values) >= sp.degree(above, x):
        return Verdict(Status.CORRECT, Proof("as many solutions as the degree"))
    return Verdict(Status.UNDECIDED, Agreement(0, 0, "each solution was put in; that there are no others was not proved"))


# ---- completeness --------------------------------------------------------------------------------
def parts_of(where: Any) -> tuple[Any, ...]:
    """Return the intervals and points of a domain."""
    if where is sp.S.Reals:
        return (sp.Interval(-sp.oo, sp.oo),)
    if isinstance(where, sp.Union):
        return tuple(p for part in where.args for p in parts_of(part))
    if isinstance(where, sp.Complement) and isinstance(where.args[1], sp.FiniteSet):
        cut: Any = sp.Complement(*where.args)
        if isinstance(cut, sp.Complement):  # points that SymPy does not order: the equation is looked at on the whole interval
            return parts_of(where.args[0])
        return parts_of(cut)
    return (where,)


def _uncounted(gap: Any, x: Any, where: Any, known: tuple[Any, ...]) -> Any:
    """Return None where there is no zero but the known ones, a witness of another one, or why it is not known."""
    if gap.has(sp.Abs, sp.sign, sp.Max, sp.Min):
        return _by_signs(gap, x, where, known)
    above = sp.fraction(sp.together(gap.replace(sp.tan, lambda u: sp.sin(u) / sp.cos(u))))[0]
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


def _factors(expr: Any, x: Any) -> list[tuple[Any, int]]:
    factored = sp.factor(expr, deep=False)
    found: list[tuple[Any, int]] = []
    for part in sp.Mul.make_args(factored):
        base = part
        while isinstance(base, sp.Pow) and base.exp.is_number and base.exp.is_positive:
            base = base.base
        if base.has(x) and not isinstance(base, sp.exp) and not (isinstance(base, sp.Pow) and base.exp.has(x)):
            found.extend(_factors(base, x) if isinstance(base, sp.Mul) and base != expr else [(base, 1)])
    return found


def _surely_nonzero(factor: Any, x: Any, place: Any) -> bool:
    number = sp.N(factor.xreplace({x: place}), 30)
    return bool(number.is_comparable and abs(number) > sp.Float("1e-20"))


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
        return _by_kernel(*kernel, known)
    norm = _norm(factor, x)
    if norm is not None:
        return _by_norm(factor, norm, x, where, known)
    for part in parts_of(where):
        if part.is_FiniteSet:
            continue
        if not (part.start.is_finite and part.end.is_finite):
            return "that there is no other solution far away was not proved"
        found = _by_boxes(factor, x, part, known)
        if found is not None:
            return found
    return None


def _over_rationals(expr: Any, x: Any) -> Any:
    try:
        return sp.Poly(expr, x, domain=sp.QQ) if expr.is_polynomial(x) else None
    except (sp.PolynomialError, CoercionFailed):
        return None


def _by_sturm(poly: Any, x: Any, where: Any, known: tuple[Any, ...]) -> Any:
    """Count the real roots by Sturm's theorem, and those that the domain leaves out."""
    square_free = poly.quo(poly.gcd(poly.diff(x)))
    missing = int(square_free.count_roots()) - len(known)
    if missing <= 0:
        return None
    for (low, high), _ in square_free.intervals(eps=sp.Rational(1, 10**9)):
        middle = (low + high) / 2
        if any(abs(sp.N(v - middle, 30)) < sp.Rational(1, 10**8) for v in known):
            continue
        if is_inside(low, where) and is_inside(high, where):
            return Witness({x: middle}, f"a zero near {sp.N(middle, 10)}", "no solution there", ("", ""), 0)
        if is_inside(low, where) or is_inside(high, where):
            return "a zero lies too near to an end of the domain"
    return None


def _norm(expr: Any, x: Any) -> Any:
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


def _by_norm(expr: Any, norm: Any, x: Any, where: Any, known: tuple[Any, ...]) -> Any:
    """Put every real root of the norm into the expression: those that are not known must not be zeros."""
    for root in dict.fromkeys(norm.real_roots()):
        if any(abs(sp.N(root - v, 30)) < sp.Float("1e-20") for v in known) or not is_inside(root, where):
            continue
        if not _surely_nonzero(expr, x, root):
            return f"whether {root} is a solution was not decided"
    return None


_KERNELS = (sp.exp, sp.log, sp.atan, sp.sinh, sp.tanh, sp.asinh)


def _monotone_kernel(expr: Any, x: Any) -> tuple[Any, Any, Any, Any] | None:
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


def _by_kernel(x: Any, kernel: Any, letter: Any, inside: Any, known: tuple[Any, ...]) -> Any:
    """Count in a monotone function of the unknown: each value of it is taken at most once."""
    poly = _over_rationals(inside, letter)
    if poly is None:
        degree = sp.degree(inside, letter) if inside.is_polynomial(letter) else sp.oo
        return None if degree <= len(known) else "the zeros of a polynomial with irrational numbers were not counted"
    range_of = _RANGES[
        sp.exp if isinstance(kernel, sp.Pow) and not kernel.base.has(x) else sp.Pow if isinstance(kernel, sp.Pow) else type(kernel)
    ]
    values = tuple(sp.simplify(kernel.xreplace({x: v})) for v in known)
    found = _by_sturm(poly, letter, range_of, values)
    if isinstance(found, Witness):
        return "a value of the inner function is taken outside the list"
    return found


def _periodic(gap: Any, x: Any, families: list[Any]) -> Verdict:
    """Judge families with a whole number: the expression has a period, and within one the zeros are counted."""
    periods = [sp.diff(v, s) for v in families for s in v.free_symbols]
    period = max(periods, key=lambda p: sp.N(abs(p)))
    if sp.expand_trig(gap.xreplace({x: x + period}) - gap).simplify() != 0:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "the expression has not the period of its solutions"))
    shift = sp.Rational(1, 97)
    inside: list[Any] = []
    for family in families:
        (n,) = family.free_symbols
        inside.extend(v for k in range(-4, 5) if shift <= sp.N(v := family.xreplace({n: sp.Integer(k)})) <= sp.N(period) + shift)
    found = _by_boxes(gap, x, sp.Interval(shift, period + shift), tuple(inside))
    if found is None:
        return Verdict(Status.CORRECT, Proof("counted within one period"))
    if isinstance(found, str):
        return Verdict(Status.UNDECIDED, Agreement(0, 0, found))
    return Verdict(Status.INCORRECT, found)


# ---- boxes ---------------------------------------------------------------------------------------
def _by_boxes(expr: Any, x: Any, part: Any, known: tuple[Any, ...]) -> Any:
    """Show by enclosures that a bounded interval holds no zero but the known ones."""
    chain = [expr]
    for _ in range(_ORDERS):
        chain.append(differentiated(chain[-1], x))
    low, high = (_rational_near(end, way) for end, way in ((part.start, -1), (part.end, 1)))
    places = [(v, sp.N(v, 40)) for v in known]
    stack = [(low, high, 0)]
    count = 0
    while stack:
        a, b, depth = stack.pop()
        count += 1
        if count > _BOXES:
            return "too many boxes were needed to exclude other zeros"
        if _is_settled(chain, x, a, b, places):
            continue
        if depth >= _DEPTH:
            return f"near {sp.N((a + b) / 2, 8)} other zeros were not excluded"
        middle = (a + b) / 2
        stack += [(a, middle, depth + 1), (middle, b, depth + 1)]
    return None


def _rational_near(end: Any, way: int) -> Any:
    if end.is_Rational:
        return end
    digits = sp.Rational(str(sp.N(end, 30)))
    return digits + way * sp.Rational(1, 10**20)


def _is_settled(chain: Iterable[Any], x: Any, a: Any, b: Any, places: list[tuple[Any, Any]]) -> bool:
    """Tell whether a box holds no zeros but known ones: the derivative of the order of their number has one sign."""
    exprs = tuple(chain)
    inside = [v for v, number in places if a <= number <= b]
    if not inside:
        if enclosed_sign(exprs[0], x, (a, b)) is not None:
            return True
        if enclosed_sign(exprs[1], x, (a, b)) is None:
            return False
        signs = [enclosed_sign(exprs[0], x, end) for end in (a, b)]
        return None not in signs and signs[0] == signs[1]
    if len(inside) > 1:
        return False
    order = next((k for k in range(1, len(exprs)) if not _vanishes(exprs[k], x, inside[0])), None)
    return order is not None and enclosed_sign(exprs[order], x, (a, b)) is not None


def _vanishes(expr: Any, x: Any, place: Any) -> bool:
    number = sp.N(expr.xreplace({x: place}), 40)
    return bool(number.is_comparable and abs(number) < sp.Float("1e-25"))


def _by_signs(gap: Any, x: Any, where: Any, known: tuple[Any, ...]) -> Any:
    """Split where the arguments of |·| change sign; each part is counted by itself."""
    node = next(iter(gap.atoms(sp.Abs, sp.sign)), None)
    if node is None:
        return "maxima and minima inside an equation were not split"
    results: list[Any] = []
    for sign in (1, -1):
        inside = node.args[0] * sign if isinstance(node, sp.Abs) else sp.Integer(sign)
        plain = gap.xreplace({node: inside})
        poly = _over_rationals(sp.fraction(sp.together(plain))[0], x)
        if poly is None:
            return "an equation with |·| was not counted"
        fits = (r for r in dict.fromkeys(poly.real_roots()) if sp.N(node.args[0].xreplace({x: r}), 30) * sign >= 0)
        results.extend(r for r in fits if is_inside(r, where))
    extra = [r for r in results if not any(abs(sp.N(r - v, 30)) < sp.Float("1e-20") for v in known)]
    return Witness({x: extra[0]}, "a solution", "not in the list", ("", ""), 0) if extra else None
