"""Rules that solve equations: each step keeps the solutions in the domain, neither losing nor gaining one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.inverses import reached
from symtutor.algorithms.equations.transformations import (
    common_factor,
    is_never_zero,
    over_one_denominator,
    polynomial_roots,
    quadratic,
    tangent_form,
    trigonometric_factors,
)
from symtutor.algorithms.structure import linear
from symtutor.context import Context
from symtutor.goals.core import Goal
from symtutor.goals.optimization import Roots, Solve, either, is_inside, roots_in
from symtutor.rule import BY_THE_RULE, Bindings, Mistake, OnTheWay, Relation, Rule
from symtutor.rules.optimization.equations_by_cases import BY_CASES
from symtutor.rules.optimization.equations_of_logarithms import LOGARITHMS
from symtutor.rules.optimization.equations_of_powers import NUMBER_MOVED
from symtutor.rules.optimization.equations_squared import SQUARED
from symtutor.rules.optimization.equations_substituted import SUBSTITUTED
from symtutor.rules.optimization.equations_undone import divided_first, how_undone
from symtutor.term import ZERO, Term, apply_head, as_term, product
from symtutor.textbook import written

__all__ = ["EQUATIONS"]

rule = partial(Rule, goal=Solve, relation=Relation.IFF, samples=None)

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_ALGEBRA = "S. Axler, Algebra and Trigonometry, Wiley, 2012"


def _equation(left: Any, right: Term, x: Term, domain: Term) -> Term:
    return Solve(left, right, x, domain)


def _all(x: Term, equations: Iterable[Goal]) -> Term:
    """Return the equations as alternatives."""
    return Term(either, (as_term(x), *map(as_term, equations)))


def _values(x: Any, domain: Any, values: Iterable[Any]) -> Term:
    """Return the values that lie in the domain as solutions."""
    return Term(roots_in, (as_term(x), as_term(domain), *map(as_term, values)))


def _parts(goal: Goal) -> tuple[Any, Any, Any, Any]:
    left, right, x, domain = goal.args
    return left, right, x, domain


# ---- one value -----------------------------------------------------------------------------------
def _linear(goal: Goal, context: Any) -> Iterable[Bindings]:
    left, right, x, domain = _parts(goal)
    shape = linear(sp.expand(left - right), x)
    if shape is None or context.depends(right, x):
        return
    yield {"left": left, "right": right, "x": x, "domain": domain, "root": sp.cancel(-shape[1] / shape[0]), "slope": shape[0]}


LINEAR = rule(
    id="solve.linear",
    name="linear equation",
    when=_linear,
    left=lambda left, right, x, domain, root, slope: _equation(left, right, x, domain),
    right=lambda x, domain, root: _values(x, domain, [root]),
    holds=lambda slope: (sp.Ne(slope, 0),),
    shows=lambda bindings, _values: (
        {}
        if is_inside(bindings["root"], bindings["domain"])
        else {"{} is not in the domain": apply_head(sp.Eq, bindings["x"], bindings["root"])}
    ),
    words="A linear equation has one solution: bring the numbers to the other side and divide by the coefficient.",
    cost=1,
    commit=True,
    mistakes=(
        Mistake("wrong-sign", lambda x, domain, root: _values(x, domain, [-root]), "A term that changes the side changes its sign."),
    ),
    source=f"{_ALGEBRA}, sec. 2.1",
)


def _constant(goal: Goal, context: Context) -> Iterable[Bindings]:
    left, right, x, domain = _parts(goal)
    gap = left - right
    if not context.depends(gap, x) and gap.is_number and gap != 0 and not gap.equals(0):
        yield {"left": left, "right": right, "x": x, "domain": domain}


NEVER = rule(
    id="solve.never",
    name="no value of the unknown makes these equal",
    when=_constant,
    left=lambda left, right, x, domain: _equation(left, right, x, domain),
    right=lambda x, domain: _values(x, domain, []),
    words="Two different numbers are never equal.",
    cost=0,
    commit=True,
    source=f"{_ALGEBRA}, sec. 2.1",
)


def _quadratic(goal: Goal, context: Context) -> Iterable[Bindings]:
    left, right, x, domain = _parts(goal)
    found = None if context.depends(right, x) else quadratic(left - right, x)
    if found is not None:
        a, b, c = found
        yield {"left": left, "right": right, "x": x, "domain": domain, "a": a, "b": b, "c": c}


def _formula(sign: int = 1, divisor: int = 2) -> Callable[..., Term]:
    def right(left: Any, right: Any, x: Any, domain: Any, a: Any, b: Any, c: Any) -> Term:  # noqa: ARG001 (of one signature)
        a, b, c = (t.args[0] if isinstance(t, Term) else t for t in (a, b, c))
        under = sp.expand(b**2 - 4 * a * c)
        if under.is_number and under.is_negative:
            return _values(x, domain, [])
        root = sp.sqrt(under)
        return _values(x, domain, [sp.expand((-sign * b - root) / (divisor * a)), sp.expand((-sign * b + root) / (divisor * a))])

    return right


QUADRATIC = rule(
    id="solve.quadratic",
    name="quadratic formula",
    when=_quadratic,
    left=lambda left, right, x, domain, a, b, c: _equation(left, right, x, domain),
    right=_formula(),
    holds=lambda a, b, c: (sp.Ne(a, 0), *([] if (b**2 - 4 * a * c).is_number else [sp.Ge(sp.expand(b**2 - 4 * a * c), 0)])),
    why="A quadratic equation without rational solutions: the formula.",
    words="The solutions of a x² + b x + c = 0 are (−b ± √(b² − 4ac))/(2a); there is none where b² − 4ac < 0.",
    cost=3,
    commit=True,
    shows=lambda bindings, _values: {"discriminant": sp.expand(bindings["b"] ** 2 - 4 * bindings["a"] * bindings["c"])},
    mistakes=(
        Mistake("sign-of-b", _formula(sign=-1), "The formula begins with −b."),
        Mistake("divided-by-a", _formula(divisor=1), "The whole numerator is divided by 2a, not by a."),
    ),
    source=f"{_ALGEBRA}, sec. 2.2",
)


def _polynomial(goal: Goal, context: Context) -> Iterable[Bindings]:
    left, right, x, domain = _parts(goal)
    found = None if context.depends(right, x) else polynomial_roots(left - right, x)
    if found is not None:
        yield {"left": left, "right": right, "x": x, "domain": domain, "values": found}


REAL_ROOTS = rule(
    id="solve.isolated",
    name="real zeros isolated by sign changes",
    when=_polynomial,
    left=lambda left, right, x, domain, values: _equation(left, right, x, domain),
    right=lambda x, domain, values: _values(x, domain, values),
    words="An irreducible polynomial of degree three or more: its real zeros are counted by Sturm's theorem, and each is "
    "given exactly as the only zero in an interval with rational ends.",
    cost=10,
    source="C. Sturm, Mémoire sur la résolution des équations numériques, 1829",
)


# ---- to simpler equations ------------------------------------------------------------------------
def _one_side(goal: Goal, context: Any) -> Iterable[Bindings]:
    left, right, x, domain = _parts(goal)
    if right != 0 and (context.depends(right, x) or reached(left, right, x, domain) is None):
        yield {"left": left, "right": right, "x": x, "domain": domain}


ONE_SIDE = rule(
    id="solve.one_side",
    name="everything on one side",
    when=_one_side,
    left=lambda left, right, x, domain: _equation(left, right, x, domain),
    right=lambda left, right, x, domain: Solve(sp.expand(_plain(left) - _plain(right)), ZERO, x, domain),
    words="Subtract the right side from both sides.",
    cost=1,
    minor=True,
    source=f"{_ALGEBRA}, sec. 2.1",
)


def _plain(held: Any) -> Any:
    return held.args[0] if isinstance(held, Term) else held


def _numerator(goal: Goal, context: Any) -> Iterable[Bindings]:
    left, right, x, domain = _parts(goal)
    if right != 0:
        return
    found = over_one_denominator(left, x)
    if found is None:
        return
    above, below = found
    poles = context.value(Solve(below, sp.S.Zero, x, domain)) if context.depends(below, x) else Roots(x)
    if poles is None:
        return
    kept = domain - sp.FiniteSet(*poles.values) if poles.values else domain
    yield {"left": left, "right": right, "x": x, "domain": domain, "above": above, "below": below, "kept": kept}


NUMERATOR = rule(
    id="solve.numerator",
    name="a fraction is 0 where its numerator is",
    when=_numerator,
    left=lambda left, right, x, domain, above, below, kept: _equation(left, right, x, domain),
    right=lambda x, above, kept: Solve(above, ZERO, x, kept),
    words="Bring the terms over one denominator: the fraction is 0 where the numerator is 0 and the denominator {below} is not.",
    cost=2,
    commit=True,
    mistakes=(
        Mistake(
            "denominator-for-numerator",
            lambda x, domain, below: Solve(below, ZERO, x, domain),
            "A fraction is 0 where its numerator is 0; where the denominator is 0 it has no value.",
        ),
    ),
    source=f"{_ALGEBRA}, sec. 2.5",
)


def _by_their_zeros(factors: Iterable[Any], x: Any) -> list[Any]:
    """Return factors with the linear ones in the order of their zeros."""

    def place(factor: Any) -> tuple[int, Any]:
        found = linear(factor, x) if factor.is_polynomial(x) else None
        root = None if found is None or found[0] == 0 else -found[1] / found[0]
        return (0, root) if root is not None and root.is_Rational else (1, 0)

    return sorted(factors, key=place)


def _product(goal: Goal, context: Any) -> Iterable[Bindings]:
    left, right, x, domain = _parts(goal)
    found = (common_factor(left, x) or trigonometric_factors(left, x)) if right == 0 else None
    if found is None:
        return
    factors = tuple(f for f in _by_their_zeros(found, x) if context.depends(f, x) and not is_never_zero(f, x))
    yield {"left": left, "right": right, "x": x, "domain": domain, "factors": factors}


def _factored(bindings: Bindings) -> OnTheWay:
    """Return the equation with its left side as the product that it is, a number before it."""
    left, x = bindings["left"], bindings["x"]
    found = _by_their_zeros(common_factor(left, x) or trigonometric_factors(left, x) or (), x)
    total = sp.Mul(*found)
    number = sp.cancel(left / total) if left.is_polynomial(x) else sp.S.NegativeOne if sp.expand(left + total) == 0 else sp.S.One
    factors = sorted(found, key=lambda f: f != x)  # 4x(x + 2)(x − 2)
    whole = product([written(f) for f in ((number, *factors) if number != 1 else factors)])
    is_seen = isinstance(left, sp.Mul) or not number.is_number or len(found) < 2  # nothing to show
    return OnTheWay() if is_seen else OnTheWay((Term(sp.Eq, (whole, ZERO)),), (BY_THE_RULE,), "factored")


PRODUCT = rule(
    id="solve.product",
    name="a product is 0 where a factor is",
    when=_product,
    left=lambda left, right, x, domain, factors: _equation(left, right, x, domain),
    right=lambda x, domain, factors: _all(x, [Solve(f, ZERO, x, domain) for f in factors]),
    on_the_way=_factored,
    why="One side is 0 and the other is a product: look for the zeros of each factor.",
    words="A product is 0 exactly where one of its factors is 0; exponentials and nonzero numbers never are.",
    cost=2,
    commit=True,
    mistakes=(
        Mistake(
            "divided-by-the-unknown",
            lambda x, domain, factors: _all(x, [Solve(f, ZERO, x, domain) for f in factors[1:] or factors]),
            "Dividing by a factor that can be 0 loses the solutions at which it is 0.",
        ),
    ),
    source=f"{_ALGEBRA}, sec. 2.2",
)


def _inverse(goal: Goal, _context: Any) -> Iterable[Bindings]:
    left, right, x, domain = _parts(goal)
    targets = reached(left, right, x, domain)
    if targets is not None:
        yield {"left": left, "right": right, "x": x, "domain": domain, "targets": tuple(sp.Tuple(*t) for t in targets)}


INVERSE = rule(
    id="solve.inverse",
    name="inverse function",
    when=_inverse,
    left=lambda left, right, x, domain, targets: _equation(left, right, x, domain),
    right=lambda x, domain, targets: _all(x, [Solve(*_plain(t), x, domain) for t in targets]),
    on_the_way=divided_first,
    shows=how_undone,
    why="The unknown stands inside one function: undo the function.",
    words="Undo the outer function on both sides: it takes this value exactly where its argument is one of these.",
    cost=2,
    commit=True,
    mistakes=(
        Mistake(
            "one-root-only",
            lambda x, domain, targets: _all(x, [Solve(*_plain(t), x, domain) for t in targets[-1:]]),
            "An even power, an absolute value, sine and cosine take a value at several places: there are further solutions.",
        ),
    ),
    source=f"{_ALGEBRA}, ch. 3 and 6",
)


def _tangent(goal: Goal, _context: object) -> Iterable[Bindings]:
    left, right, x, domain = _parts(goal)
    found = tangent_form(left - right, x)
    if found is not None:
        yield {"left": left, "right": right, "x": x, "domain": domain, "u": found[0], "ratio": found[1]}


TANGENT = rule(
    id="solve.tangent",
    name="divided by the cosine",
    when=_tangent,
    left=lambda left, right, x, domain, u, ratio: _equation(left, right, x, domain),
    right=lambda x, domain, u, ratio: Solve(Term(sp.tan, (as_term(u),)), ratio, x, domain),
    words="Where the cosine is 0 the sine is ±1, so the equation fails there: divide by the cosine, and the tangent is a number.",
    cost=3,
    commit=True,
    source=f"{_ALGEBRA}, sec. 6.2",
)


def _monotone(goal: Goal, context: Any) -> Iterable[Bindings]:
    from symtutor.algorithms.equations.isolation import isolated, mixes_circular, swept  # noqa: PLC0415 (only such equations need it)

    left, right, x, domain = _parts(goal)
    gap = left - right
    if context.depends(right, x):
        return  # everything on one side first
    if gap.free_symbols != {x} or gap.has(sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise, sp.floor, sp.ceiling):
        return
    if any(n.exp.is_Rational and n.exp.q == 2 and n.base.is_polynomial(x) and not sp.Poly(n.base, x).is_sqf for n in gap.atoms(sp.Pow)):
        return  # the slope of √(x³) is 3√(x³)/(2x), no simpler: such equations are squared
    values = swept(gap, x, domain) if mixes_circular(gap, x) else None
    if values is None:
        values = isolated(gap, x, domain, context.value)
    if values is not None:
        yield {"left": left, "right": right, "x": x, "domain": domain, "values": values}


MONOTONE = rule(
    id="solve.monotone",
    name="one zero at most between neighbouring zeros of the derivative",
    when=_monotone,
    left=lambda left, right, x, domain, values: _equation(left, right, x, domain),
    right=lambda x, domain, values: _values(x, domain, values),
    words="Between neighbouring zeros of the derivative a function is monotone: it has a zero there exactly when its "
    "signs at the ends differ.  Where these zeros are not known, intervals are halved until enclosures show on each that "
    "the function is not 0 or is monotone.",
    cost=46,
    source=f"{_STEWART}, sec. 4.2",
)

EQUATIONS = (
    NEVER,
    LINEAR,
    ONE_SIDE,
    NUMBER_MOVED,
    NUMERATOR,
    TANGENT,
    PRODUCT,
    INVERSE,
    QUADRATIC,
    *SUBSTITUTED,
    REAL_ROOTS,
    SQUARED,
    LOGARITHMS,
    MONOTONE,
    *BY_CASES,
)
