"""Judging that a function is convex, concave or neither."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.calculus.real_values import with_real_odd_roots
from symtutor.checking.equivalence.domains import natural_domain
from symtutor.checking.equivalence.equivalence import is_proved_equal
from symtutor.checking.optimization.zeros.membership import sign_of_number
from symtutor.goals.convexity import Convexity
from symtutor.verdict import Agreement, Proof, Status, Verdict, claim_refuted

__all__ = ["is_convex", "judge_convexity"]


def judge_convexity(goal: Any, claimed: Any) -> Verdict:
    """Judge the shape of a function: by its second derivatives, or by the chords that are to refute it."""
    f, variables = goal.args
    names = tuple(variables)
    if not isinstance(claimed, Convexity):
        return claim_refuted("the answer names no shape")
    if claimed.shape == "neither":
        for pair, sense in ((claimed.above, 1), (claimed.below, -1)):
            if _gap(f, names, pair) != sense:
                return claim_refuted(f"the chord between {pair[0]} and {pair[1]} shows nothing")
        return Verdict(Status.CORRECT, Proof("values at two chords"))
    second = [differentiated(differentiated(f, u), v) for u in names for v in names]
    is_flat = all(sp.expand(c) == 0 for c in second)
    if claimed.shape == "affine":
        return Verdict(Status.CORRECT, Proof("every second derivative is 0")) if is_flat else claim_refuted("a second derivative is not 0")
    signed = f if claimed.shape == "convex" else -f
    if is_convex(signed, names):
        return Verdict(Status.CORRECT, Proof("principal minors of the Hessian, or terms that are"))
    values = [tuple(map(sp.Integer, p)) for p in ((0,) * len(names), (1,) * len(names), (-1,) * len(names))]
    values += [tuple(sp.Integer(s * (i == k)) for i in range(len(names))) for k in range(len(names)) for s in (1, -1, 2)]
    refuting = 1 if claimed.shape == "convex" else -1
    if any(_gap(f, names, (a, b)) == refuting for a in values for b in values if a != b):
        return claim_refuted(f"a chord shows that the function is not {claimed.shape}")
    return Verdict(Status.UNDECIDED, Agreement(0, 0, f"that the function is {claimed.shape} was not proved"))


def is_convex(expr: Any, names: tuple[Any, ...], positive: tuple[Any, ...] = ()) -> bool:
    """Tell whether an expression is proved convex where it is defined: by a constant Hessian, term by term, or by signs of minors.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> [is_convex(e, (x, y)) for e in (x**2 - x * y + y**2, sp.exp(x) + y**4, x**2 + y**2 + sp.sin(x), x * y)]
    [True, True, True, False]
    """
    matrix = _hessian(expr, names)
    if not matrix.free_symbols & set(names):
        chosen = (list(c) for k in range(1, len(names) + 1) for c in combinations(range(len(names)), k))
        return all(sign_of_number(matrix.extract(c, c).det(method="berkowitz")) in {0, 1} for c in chosen)
    return _is_sum_of_convex_terms(expr, names) or is_convex_by_signs(expr, names, positive)


def _hessian(expr: Any, names: tuple[Any, ...]) -> sp.Matrix:
    return sp.Matrix([[differentiated(differentiated(expr, u), v) for v in names] for u in names])


def _is_sum_of_convex_terms(expr: sp.Expr, names: Sequence[Any]) -> bool:
    """Tell whether each term has a Hessian of rank one with a factor that is surely not negative, so that stationary points are minima."""
    for term in sp.Add.make_args(sp.expand(expr)):
        factor, core = term.as_independent(*names, as_Add=False)
        if isinstance(core, sp.log) and all(differentiated(core.args[0], v).is_number for v in names):
            if not factor.is_negative:
                return False
            continue  # −log is convex, and defined on a half-space
        slopes = [differentiated(term, v) for v in names]
        matrix = sp.Matrix([[differentiated(s, v) for v in names] for s in slopes])
        if matrix.is_zero_matrix:
            continue
        used = [v for v in names if term.has(v)]
        if len(used) > 1 and not isinstance(term.as_independent(*names, as_Add=False)[1], sp.exp):
            return False
        if any(not _is_plainly_nonnegative(matrix[i, i], names) for i in range(len(names))):
            return False
        if len(used) > 1 and any(
            d.has(*names) for d in (differentiated(term.as_independent(*names, as_Add=False)[1].args[0], v) for v in used)
        ):
            return False
    return True


def _is_plainly_nonnegative(expr: sp.Expr, names: Sequence[Any]) -> bool:
    real = {v: sp.Symbol(f"{v.name}_r", real=True) for v in names}
    return expr.xreplace(real).is_nonnegative is True


def is_convex_by_signs(expr: Any, names: tuple[Any, ...], positive: tuple[Any, ...] = ()) -> bool:
    """Tell whether the signs of the principal minors of the Hessian show an expression to be convex; |affine| and max are looked into."""
    domain = sp.And(*(part for part in sp.And.make_args(natural_domain(expr)) if not set(part.free_symbols) <= set(positive)))
    domain = sp.And(domain, *(v > 0 for v in positive))
    if not all(_is_half_space(part, names) for part in sp.And.make_args(domain)):
        return False  # a set that is not convex carries no convex function
    bent = [t for t in sp.Add.make_args(expr) if t.has(sp.Abs, sp.Max, sp.Min)]
    smooth = sp.Add(*(t for t in sp.Add.make_args(expr) if t not in bent))
    return all(_is_convex_corner(t, names) for t in bent) and _has_no_negative_minor(smooth, domain, names)


def _is_half_space(part: Any, names: tuple[Any, ...]) -> bool:
    if part == sp.true:
        return True
    return isinstance(part, sp.Gt | sp.Ge | sp.Lt | sp.Le) and all(differentiated(part.lhs - part.rhs, v).is_number for v in names)


def _is_convex_corner(term: sp.Expr, names: tuple[Any, ...]) -> bool:
    factor, core = term.as_independent(*names, as_Add=False)
    parts: tuple[Any, ...] = core.args
    core = core.base if isinstance(core, sp.Pow) and isinstance(core.base, sp.Abs) and core.exp.is_number and core.exp >= 1 else core
    if factor.is_positive and isinstance(core, sp.Abs):
        return all(differentiated(core.args[0], v).is_number for v in names)
    if factor.is_negative and isinstance(core, sp.Min):
        return all(is_convex_by_signs(-a, names) for a in parts)
    return bool(factor.is_positive) and isinstance(core, sp.Max) and all(is_convex_by_signs(a, names) for a in parts)


def _has_no_negative_minor(expr: sp.Expr, domain: Any, names: tuple[Any, ...]) -> bool:
    positive = {part.lhs for part in sp.And.make_args(domain) if isinstance(part, sp.Gt | sp.Ge) and part.rhs == 0}
    known = {v: sp.Symbol(f"{v.name}_r", **({"positive": True} if v in positive else {"real": True})) for v in names}
    matrix = _hessian(expr, names)
    chosen = (list(c) for k in range(1, len(names) + 1) for c in combinations(range(len(names)), k))
    return all(_is_nowhere_negative(matrix.extract(c, c).det(method="berkowitz"), known) for c in chosen)


def _is_nowhere_negative(minor: sp.Expr, known: dict[Any, Any]) -> bool:
    if is_proved_equal(minor, sp.S.Zero):
        return True
    if _is_bounded_below_by_zero(minor, known):
        return True
    factors = sp.Mul.make_args(sp.factor(sp.together(sp.expand(minor, power_exp=False)).xreplace(known)))
    return all(_is_factor_nowhere_negative(f) for f in factors)


def _is_bounded_below_by_zero(minor: sp.Expr, known: dict[Any, Any]) -> bool:
    """Tell whether a polynomial in sines and cosines stays at least 0 by its constant, each product of these being at least −1."""
    waves = [w for w in sp.ordered(minor.atoms(sp.sin, sp.cos)) if w.has(*known)]
    letters = [sp.Symbol(f"_w{k}") for k in range(len(waves))]
    plain = sp.expand(minor).xreplace(dict(zip(waves, letters, strict=True)))
    if not waves or plain.has(*known) or not plain.is_polynomial(*letters):
        return False
    terms = sp.Poly(plain, *letters).terms()
    number = sp.Add(*(c for powers, c in terms if not any(powers)))
    falling = [c if not any(e % 2 for e in powers) else -sp.Abs(c) for powers, c in terms if any(powers)]
    return (sign_of_number(sp.expand(number + sp.Add(*(sp.Min(c, 0) for c in falling)))) or 0) >= 0 and not plain.free_symbols - set(
        letters
    )


def _is_factor_nowhere_negative(factor: sp.Expr) -> bool:
    base, exponent = factor.as_base_exp()
    return bool(base.is_nonnegative or factor.is_nonnegative or (exponent.is_Integer and exponent % 2 == 0 and base.is_real))


def _gap(f: Any, names: tuple[Any, ...], pair: Any) -> int | None:
    """Return the sign of the value in the middle of two points minus the average of the values there."""
    a, b = pair
    f = with_real_odd_roots(f)
    middle = tuple((p + q) / 2 for p, q in zip(a, b, strict=True))
    values = [sp.sympify(f.xreplace(dict(zip(names, p, strict=True)))) for p in (middle, a, b)]
    if not all(v.is_number and v.is_finite and v.is_real for v in values):
        return None
    return sign_of_number(sp.expand(values[0] - (values[1] + values[2]) / 2))
