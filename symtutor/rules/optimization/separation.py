"""Support vector machines: the widest street between two sets of points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import sympy as sp

from symtutor.algorithms.optimization.gaussian import gaussian_separation
from symtutor.algorithms.optimization.separation import as_fraction, soft_multipliers, widest_street
from symtutor.goals.core import Goal, equal_chain
from symtutor.goals.optimization import MinimumOf, Separation, SeparationOf, enclosed, kernel_in_words
from symtutor.rule import Bindings, Procedure, Relation, Said, unquoted
from symtutor.term import Term, apply_head, as_term, quote

__all__ = ["SEPARATION", "separation"]

_CORTES = "C. Cortes, V. Vapnik, Support-vector networks, Machine Learning 20 (1995) 273-297"
_FEW = 6  # points up to which every active set is shown
_SHOWN = 10  # points up to which each constraint has a line


def _rational(number: Any) -> Any:
    return sp.Rational(number.numerator, number.denominator)


def separation(points: Any, labels: Any, bound: Any, kernel: Any) -> Separation | None:
    """Return the exact separation of points; None where a soft margin was not certified.

    Parameters
    ----------
    points : sequence of points or array
        Their coordinates.
    labels : sequence of int
        1 or −1 for each.
    bound : Fraction or None
        C of a soft margin, None for a hard one.
    kernel : Expr or int
        1 for lines, k for the kernel (x·z + 1)^k, e^(−γ) for e^(−γ‖x − z‖²).
    """
    if isinstance(kernel, sp.exp):
        whole = gaussian_separation([tuple(map(as_fraction, p)) for p in points], labels, bound, as_fraction(-kernel.args[0]))
        return None if whole is None else Separation((), whole[1], whole[0], whole[2], "separable", whole[3])
    degree = int(kernel)
    if bound is None and degree == 1:
        street = widest_street(points, labels)
        lams = tuple(_rational(street.multipliers[i]) if i in street.multipliers else sp.S.Zero for i in range(len(labels)))
        if street.w is None or street.b is None:
            return Separation((), sp.nan, lams, sp.nan, "not separable", ())
        normal = tuple(map(_rational, street.w))
        return Separation(normal, _rational(street.b), lams, sp.Add(*(c**2 for c in normal)), "separable", ())
    exact = [tuple(map(as_fraction, p)) for p in points]
    entries = [[_kernel(p, q, degree) for q in exact] for p in exact]
    found = soft_multipliers(entries, labels, bound)
    if found is None:
        return None
    alphas, b = found
    values = [sum((a * s * k for a, s, k in zip(alphas, labels, row, strict=True)), Fraction(0)) + b for row in entries]
    slacks = [max(Fraction(0), 1 - s * v) for s, v in zip(labels, values, strict=True)]
    square = sum((alphas[i] * labels[i] * (values[i] - b) for i in range(len(labels))), Fraction(0))
    height = square / 2 + (bound * sum(slacks, Fraction(0)) if bound is not None else 0)
    w: tuple[Any, ...] = ()
    if degree == 1:
        size = len(exact[0])
        w = tuple(_rational(sum((a * s * p[k] for a, s, p in zip(alphas, labels, exact, strict=True)), Fraction(0))) for k in range(size))
    return Separation(
        w, _rational(b), tuple(map(_rational, alphas)), _rational(Fraction(height)), "separable", tuple(map(_rational, slacks))
    )


def _kernel(p: tuple[Fraction, ...], q: tuple[Fraction, ...], degree: int) -> Fraction:
    plain = sum((a * b for a, b in zip(p, q, strict=True)), Fraction(0))
    return plain if degree == 1 else (plain + 1) ** degree


def _letters(count: int) -> tuple[Any, ...]:
    return tuple(sp.Symbol(f"w_{k + 1}") for k in range(count))


def programme(points: Any, labels: Any) -> MinimumOf:
    """Return the problem min ‖w‖² with y (w·x + b) ≥ 1 for each point; in the plane the line is w₁x + w₂y + b = 0."""
    size = len(points[0])
    w, offset = _letters(size), sp.Symbol("b")
    gaps = [
        sp.expand(y * (sum((c * x for c, x in zip(w, p, strict=True)), sp.S.Zero) + offset) - 1)
        for p, y in zip(points, labels, strict=True)
    ]
    order = sp.Tuple(*(sp.Integer(k + 1) for k in range(len(gaps))))
    return MinimumOf(sp.Add(*(c**2 for c in w)), sp.Tuple(*gaps), sp.Tuple(), sp.Tuple(*w, offset), sp.S.One, order, sp.Tuple())


def _when(goal: Goal, _context: Any) -> Iterable[Bindings]:
    points, labels, bound, degree = goal.args
    found = separation(tuple(points), tuple(int(y) for y in labels), None if bound is sp.oo else as_fraction(bound), degree)
    if found is not None:
        yield {"points": points, "labels": labels, "bound": bound, "degree": degree, "found": found}


def _concluded(found: Any, *_premises: Any) -> Any:
    return found


def _right(points: Any, labels: Any, bound: Any, degree: Any, found: Any) -> Term:
    points, labels, bound, degree = (unquoted(t) for t in (points, labels, bound, degree))
    is_small = bound is sp.oo and degree == 1 and len(points) <= _FEW and len(points[0]) <= 3
    return Term(_concluded, (as_term(found), *([programme(points, labels)] if is_small and unquoted(found).w else [])))


def _told(bindings: Bindings, _values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    points, labels, bound, degree = (bindings[k] for k in ("points", "labels", "bound", "degree"))
    if answer.status == "not separable":
        sides = [[(m, p) for m, p, y in zip(answer.multipliers, points, labels, strict=True) if y == s and m] for s in (1, -1)]
        common = tuple(sp.Add(*(m * p[k] for m, p in sides[0])) for k in range(len(points[0])))
        for side, name in zip(sides, ("positive", "negative"), strict=True):
            parts = tuple(as_term(p) if m == 1 else Term(sp.Mul, (as_term(m), as_term(p))) for m, p in side)
            shown = parts[0] if len(parts) == 1 else Term(sp.Add, parts)
            yield Said(Term(sp.Eq, (shown, as_term(sp.Tuple(*common)))), (f"weights that add to 1: a point between the {name} ones",))
        yield Said(as_term(sp.Tuple(*common)), ("lies between the points of both sides, so no line separates them",), Relation.IMPLIES)
        return
    for i in answer.support if len(points) > _SHOWN else range(len(points)):
        yield Said(
            apply_head(sp.Eq, sp.Symbol(f"lambda_{i + 1}"), enclosed(answer.multipliers[i])),
            (*_role(i, points, labels, bound, degree, answer),),
        )
    if degree == 1:
        half = sp.Rational(1, 2) if bound is sp.oo else sp.S.One
        terms = tuple(Term(sp.Mul, (as_term(half * answer.multipliers[i] * labels[i]), as_term(points[i]))) for i in answer.support)
        factor = "½ Σ λ y x" if bound is sp.oo else "Σ λ y x"
        yield Said(Term(sp.Eq, (Term(sp.Add, terms) if len(terms) > 1 else terms[0], as_term(sp.Tuple(*answer.w)))), (f"w = {factor}",))
    parts = tuple(as_term(labels[i] * enclosed(answer.multipliers[i])) for i in answer.support)
    yield Said(Term(sp.Eq, (Term(sp.Add, parts), as_term(sp.S.Zero))), ("Σ λ y = 0",))

    if degree == 1:
        yield from _line(points, labels, bound, answer)
        return
    yield Said(
        apply_head(sp.Eq, sp.Symbol("b"), enclosed(answer.b)),
        (f"with the kernel {kernel_in_words(degree)}; the least value is ", quote(enclosed(answer.objective))),
    )


def _line(points: Any, labels: Any, bound: Any, answer: Any) -> Iterator[Said]:
    """Yield b by a point on the edge of the street, the line, what was made least, and the width."""
    size = len(points[0])
    x = tuple(sp.Symbol(n) for n in ("x", "y")) if size == 2 else tuple(sp.Symbol(f"x_{k + 1}") for k in range(size))
    edge = next((i for i in answer.support if answer.multipliers[i] != bound), None)
    if edge is not None:
        parts = (as_term(labels[edge]), *(as_term(-c * v) for c, v in zip(answer.w, points[edge], strict=True) if c * v != 0))
        shown = (Term(sp.Add, parts),) if len(parts) > 1 else ()
        words = ("y − w·x for ", as_term(points[edge]), ", which lies on the edge of the street")
        yield Said(Term(equal_chain, (as_term(sp.Symbol("b")), *shown, as_term(answer.b))), words)
    line = sp.Add(*(c * v for c, v in zip(answer.w, x, strict=True))) + answer.b
    scaled = "‖w‖²" if bound is sp.oo else f"½‖w‖² + C Σ ξ with C = {bound}"
    halves = ("; with ½‖w‖² in its place every λ is half of that here",) if bound is sp.oo else ()
    yield Said(apply_head(sp.Eq, line, 0), (f"the line; what is least is {scaled}, and it is ", quote(answer.objective), *halves))
    if bound is sp.oo:
        yield Said(apply_head(sp.Eq, sp.Symbol("margin"), answer.margin), ("1/‖w‖, half the width of the street",))


def _role(i: int, points: Any, labels: Any, bound: Any, degree: Any, answer: Any) -> tuple[Any, ...]:
    lam, point = answer.multipliers[i], points[i]
    if degree != 1:
        return ("for the point ", as_term(point), *((" at C",) if lam == bound else (" free",) if lam else (" not a support vector",)))
    margin = labels[i] * (sp.Add(*(c * v for c, v in zip(answer.w, point, strict=True))) + answer.b)
    if bound is not sp.oo and lam == bound:
        return ("for ", as_term(point), ": at C, its slack ξ is ", quote(answer.slacks[i]))
    if lam == 0:
        return ("for ", as_term(point), ": no support vector, its constraint has slack ", quote(margin - 1))
    return ("for ", as_term(point), ": a support vector, y (w·x + b) = ", quote(margin))


STREET = Procedure(
    id="optimize.support_vectors",
    name="the widest street between two sets of points",
    goal=SeparationOf,
    relation=Relation.IMPLIES,
    when=_when,
    left=lambda points, labels, bound, degree, found: SeparationOf(points, labels, bound, degree),
    right=_right,
    told=_told,
    words="Of all lines with y (w·x + b) ≥ 1 for every point the one with the shortest w leaves the widest street, 2/‖w‖. Its w is a "
    "combination of the points on the edges alone: the support vectors.",
    cost=1,
    commit=True,
    why="The shortest w with y·(w·x + b) ≥ 1 for every point leaves the widest street: make ‖w‖² least, with C times the slacks added "
    "where the margin is soft.",
    samples=None,
    source=_CORTES,
)

SEPARATION = (STREET,)
