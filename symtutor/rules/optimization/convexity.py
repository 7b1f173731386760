"""Whether a function is convex or concave: by its Hessian, its terms, or two chords that refute both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, combinations, islice
from itertools import product as pairs
from typing import Any

import sympy as sp

from symtutor.algorithms.optimization.curvature import is_convex
from symtutor.algorithms.optimization.several_variables import signature
from symtutor.algorithms.optimization.signs import sign_of, tidy
from symtutor.context import Context
from symtutor.goals.convexity import Convexity, ConvexityOf
from symtutor.goals.core import Goal
from symtutor.goals.vectors import Hessian
from symtutor.rule import Bindings, Procedure, Relation, Said
from symtutor.term import Quotient, Term, apply_head, as_term, quote, value

__all__ = ["CONVEXITY"]

_BOYD = "S. Boyd, L. Vandenberghe, Convex Optimization, Cambridge University Press, 2004, ch. 3"
_PLACES = tuple(map(sp.Integer, (0, 1, -1, 2, -2, 3)))
_FURTHER = tuple(map(sp.Integer, (-3, 4, -4, 5, -5, 6, -6)))
_STEPS = (sp.S.Half, sp.Rational(1, 4), sp.Rational(1, 8))
_MOST, _MOST_PLACES, _MOST_LETTERS = 900, 25, 6


def _when(goal: Goal, context: Context) -> Iterable[Bindings]:
    f, variables = goal.args
    if not _has_corners(f) and context.value(Hessian(f, variables)) is None:
        return
    found = _found(f, tuple(variables))
    if found is not None:
        yield {"f": f, "variables": variables, "found": found}


def _found(f: Any, variables: tuple[Any, ...]) -> Convexity | None:
    """Return the shape of a function, None where it is not known."""
    if not _has_corners(f) and all(sp.expand(c) == 0 for c in sp.hessian(f, list(variables))):
        return Convexity("affine", (), ())
    for shape, sense in (("convex", 1), ("concave", -1)):
        if is_convex(sense * f, variables) is True:
            return Convexity(shape, (), ())
    above, below = _chord(f, variables, 1), _chord(f, variables, -1)
    return None if above is None or below is None else Convexity("neither", above, below)


def _chord(f: Any, variables: tuple[Any, ...], sense: int) -> tuple[sp.Tuple, sp.Tuple] | None:
    """Return two points between which the middle of the graph lies above the chord (below it for −1), or None.

    Chords between simple points come first, then short ones around them in simple directions.
    """
    count, f = len(variables), _on_all_numbers(f)
    if count > _MOST_LETTERS:
        return None
    simple = list(pairs(_PLACES, repeat=count))[:_MOST_PLACES]
    around = [*pairs(_PLACES, repeat=count)][:_MOST_PLACES] if count > 1 else [(p,) for p in (*_PLACES, *_FURTHER)]
    ways = [w for w in pairs((0, 1, -1), repeat=count) if next((e for e in w if e), 0) == 1]
    short = ((_moved(p, w, -h), _moved(p, w, h)) for h in _STEPS for p in around for w in ways)
    for a, b in islice(chain(combinations(simple, 2), short), _MOST):
        ends = [dict(zip(variables, p, strict=True)) for p in (a, b)]
        values = [sp.sympify(f.xreplace(e)) for e in (_middle(variables, a, b), *ends)]
        if all(v.is_number and v.is_finite and v.is_real for v in values) and sign_of(values[0] - (values[1] + values[2]) / 2) == sense:
            return sp.Tuple(*a), sp.Tuple(*b)
    return None


def _on_all_numbers(f: Any) -> Any:
    """Return a function with its roots of odd order written so that they have values for negative numbers too."""

    def real(root: Any) -> Any:
        return (sp.sign(root.base) if root.exp.p % 2 else 1) * sp.Abs(root.base) ** root.exp

    return f.replace(lambda n: n.is_Pow and n.exp.is_Rational and not n.exp.is_Integer and n.exp.q % 2 == 1, real)


def _moved(point: Any, way: Any, step: Any) -> tuple[Any, ...]:
    return tuple(p + step * d for p, d in zip(point, way, strict=True))


def _middle(variables: Any, a: Any, b: Any) -> dict[Any, Any]:
    return {v: (p + q) / 2 for v, p, q in zip(variables, a, b, strict=True)}


_OTHER_SIGN = {"positive": "negative", "negative": "positive"}


# ---- how it is told ------------------------------------------------------------------------------
def _told(bindings: Bindings, values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    f, variables = bindings["f"], tuple(bindings["variables"])
    matrix = sp.Matrix(values[-1]) if values and isinstance(values[-1], sp.MatrixBase) else None
    if answer.shape == "neither":
        yield from _chords(f, variables, answer)
        return
    words = {"convex": "convex", "concave": "concave", "affine": "both convex and concave"}[answer.shape]
    if matrix is None or matrix.free_symbols & set(variables):
        says = f"f is {words}: it is made of {words} parts in ways that keep this, where it is defined"
        if matrix is not None and matrix.has(sp.sin, sp.cos):
            kind = "positive" if answer.shape == "convex" else "negative"
            says = f"whatever values from −1 to 1 sine and cosine have, the Hessian is {kind} semidefinite: f is {words}"
            if len(variables) == 1:
                says = f"sine and cosine lie between −1 and 1, so the second derivative is nowhere {_OTHER_SIGN[kind]}: f is {words}"
        elif f.is_Add:
            says = f"every term of f is {words} where it is defined, so their sum is: f is {words}"
        yield Said(_bent(f, variables, answer.shape), (says,))
        return
    minors = [tidy(matrix[:k, :k].det(method="berkowitz")) for k in range(1, matrix.rows + 1)]
    found = signature(matrix)
    sign = "positive" if answer.shape == "convex" else "negative"
    kind = f"{sign} definite" if found is not None and not found[2] else f"{sign} semidefinite"
    if answer.shape == "affine":
        kind = "0 everywhere"
    letters = [sp.Symbol(f"D_{k + 1}") for k in range(len(minors))]
    if len(minors) == 1:
        head = sp.Eq if minors[0] == 0 else sp.Gt if sign == "positive" else sp.Lt
        yield Said(apply_head(head, minors[0], 0), (f"the second derivative is {_of_a_number(kind)}: f is {words}",), Relation.IMPLIES)
        return
    yield Said(
        Term(sp.Eq, (as_term(sp.Tuple(*letters)), as_term(sp.Tuple(*minors)))),
        (f"the leading minors of the Hessian, which is {kind}: f is {words}",),
        Relation.IMPLIES,
    )


def _bent(f: Any, variables: tuple[Any, ...], shape: str) -> Term:
    """Return the sign of the second derivative of a function that is known to be convex or concave, in several variables what f is."""
    name = sp.Function("f")(*variables)
    if len(variables) > 1 or _has_corners(f) or shape not in {"convex", "concave"}:
        return apply_head(sp.Eq, name, f)
    return apply_head(sp.Ge if shape == "convex" else sp.Le, sp.Derivative(name, (variables[0], 2)), 0)


def _of_a_number(kind: str) -> str:
    """Return what a definite matrix of one entry is called."""
    return kind.replace(" definite", "").replace(" semidefinite", " or 0")


def _chords(f: Any, variables: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    plain = _on_all_numbers(f)
    refuted = ((answer.above, sp.Gt, "above its chord: f is not convex"), (answer.below, sp.Lt, "below its chord: f is not concave"))
    for pair, head, words in refuted:
        a, b = pair
        middle = sp.Tuple(*_middle(variables, a, b).values())
        values = [sp.simplify(plain.xreplace(dict(zip(variables, p, strict=True)))) for p in (middle, a, b)]
        ends = [p if len(p) > 1 else p[0] for p in (a, b)]
        average = (values[1] + values[2]) / 2
        heights = [Term(sp.Function("f"), tuple(map(as_term, p))) for p in (middle, a, b)]
        yield Said(
            Term(head, (heights[0], Term(Quotient, (Term(sp.Add, tuple(heights[1:])), as_term(2))))),
            (
                *("that is ", Term(head, (as_term(values[0]), as_term(average)))),
                *(": between ", quote(ends[0]), " and ", quote(ends[1]), f" the middle of the graph lies {words}"),
            ),
            Relation.IMPLIES,
        )


SHAPE = Procedure(
    id="optimize.convexity",
    name="convex or concave",
    goal=ConvexityOf,
    relation=Relation.IMPLIES,
    when=_when,
    left=lambda f, variables, found: ConvexityOf(f, variables),
    right=lambda f, variables, found: _right(f, variables, found),
    told=_told,
    words="A function with two continuous derivatives on a convex set is convex there exactly where its Hessian is positive semidefinite; "
    "sums of convex functions are convex. One chord below the graph shows that a function is not convex.",
    cost=1,
    commit=True,
    why="The second derivatives tell how the graph bends: a positive semidefinite Hessian everywhere means convex.",
    samples=None,
    source=_BOYD,
)


def _has_corners(f: sp.Expr) -> bool:
    return bool(f.has(sp.Abs, sp.Max, sp.Min, sp.Piecewise))


def _right(f: Any, variables: Any, found: Any) -> Term:
    """Return what was found, with the Hessian where there is one everywhere."""
    return Term(_concluded, (as_term(found), *(() if _has_corners(value(f)) else (Hessian(f, variables),))))


def _concluded(found: sp.Basic, *_hessian: object) -> sp.Basic:
    """Return what was found."""
    return found


CONVEXITY = (SHAPE,)
