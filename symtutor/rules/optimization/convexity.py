"""Whether a function is convex or concave: by its Hessian, its terms, or two chords that refute both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, combinations, islice
from itertools import product as pairs
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import sign_of, tidy
from symtutor.algorithms.optimization.curvature import is_convex
from symtutor.algorithms.optimization.several_variables import signature
from symtutor.context import Context
from symtutor.goals.convexity import Convexity, ConvexityOf
from symtutor.goals.core import Goal
from symtutor.goals.vectors import Hessian
from symtutor.rule import Bindings, Procedure, Relation, Said
from symtutor.term import Quotient, Term, apply_head, as_term, quote, value
from symtutor.textbook import written

__all__ = ["CONVEXITY"]

_BOYD = "S. Boyd, L. Vandenberghe, Convex Optimization, Cambridge University Press, 2004, ch. 3"
_PLACES = tuple(map(sp.Integer, (0, 1, -1, 2, -2, 3)))
_FURTHER = tuple(map(sp.Integer, (-3, 4, -4, 5, -5, 6, -6)))
_STEPS = (sp.S.Half, sp.Rational(1, 4), sp.Rational(1, 8))
_MOST, _MOST_PLACES, _MOST_LETTERS = 900, 25, 6


def _shown_by(way: str) -> Callable[[Goal, Context], Iterable[Bindings]]:
    """Return what binds functions whose shape is shown in a way: by the Hessian, by the parts they are made of, or by chords."""

    def when(goal: Goal, context: Context) -> Iterable[Bindings]:
        f, variables = goal.args
        found = _found(f, tuple(variables))
        if found is None or _way(f, tuple(variables), found) != way:
            return
        if way != "Hessian" or context.value(Hessian(f, variables)) is not None:
            yield {"f": f, "variables": variables, "found": found}

    return when


def _way(f: Any, variables: tuple[Any, ...], found: Convexity) -> str:
    if found.shape == "neither":
        return "chords"
    if _has_corners(f):
        return "parts"
    matrix = sp.hessian(f, list(variables))
    is_plain = len(variables) == 1 or matrix.is_diagonal() or not matrix.free_symbols & set(variables)
    return "Hessian" if is_plain or matrix.has(sp.sin, sp.cos) else "parts"


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


# ---- how it is told ------------------------------------------------------------------------------
def _told(bindings: Bindings, values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    f, variables = bindings["f"], tuple(bindings["variables"])
    matrix = sp.Matrix(values[-1]) if values and isinstance(values[-1], sp.MatrixBase) else None
    if answer.shape == "neither":
        yield from _chords(f, variables, answer)
        return
    words = {"convex": "convex", "concave": "concave", "affine": "both convex and concave"}[answer.shape]
    if matrix is None or matrix.free_symbols & set(variables):
        reason = _of_parts(f, variables, answer.shape) if matrix is None else ()
        yield Said(_bent(f, variables, answer.shape), (*(reason or (_reason(f, matrix, answer.shape),)), f": f is {words}"))
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


def _of_parts(f: Any, variables: tuple[Any, ...], shape: str) -> tuple[Any, ...]:
    """Return that the parts of a maximum, minimum or sum are convex (concave), named, where each of them is; else nothing."""
    word = {sp.Max: "maximum", sp.Min: "minimum", sp.Add: "sum"}.get(type(f))
    if word is None or (word, shape) in {("maximum", "concave"), ("minimum", "convex")} or shape not in {"convex", "concave"}:
        return ()
    parts = written(f).args
    if not all(is_convex(value(part) if shape == "convex" else -value(part), variables) is True for part in parts):
        return ()
    listed = [piece for part in parts[:-1] for piece in (part, ", ")][:-1]
    return (*listed, " and ", parts[-1], f" are {shape}, and so is their {word}")


def _reason(f: Any, matrix: Any, shape: str) -> str:
    """Return what shows a function to be convex (concave) whose Hessian is not constant."""
    if matrix is None:
        if f.is_Add:
            return f"every term is {shape} where it is defined, and so is their sum"
        return f"it is made of {shape} parts in ways that keep this, where it is defined"
    kind, never = ("positive", "negative") if shape == "convex" else ("negative", "positive")
    bounds = "sine and cosine lie between −1 and 1: " if matrix.has(sp.sin, sp.cos) else ""
    if matrix.rows == 1:
        return f"{bounds}the second derivative is nowhere {never}"
    if matrix.is_diagonal():
        return f"{bounds}the Hessian is diagonal, and none of its entries is {never} anywhere"
    return f"{bounds}the Hessian is {kind} semidefinite for all such values"


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
    when=_shown_by("Hessian"),
    left=lambda f, variables, found: ConvexityOf(f, variables),
    right=lambda f, variables, found: Term(_concluded, (as_term(found), Hessian(f, variables))),
    told=_told,
    words="A function with two continuous derivatives on a convex set is convex there exactly where its Hessian is positive semidefinite.",
    cost=1,
    commit=True,
    why="The second derivatives tell how the graph bends: a positive semidefinite Hessian everywhere means convex.",
    samples=None,
    source=_BOYD,
)

PARTS = replace(
    SHAPE,
    id="optimize.convexity_of_parts",
    name="convex parts",
    when=_shown_by("parts"),
    right=lambda f, variables, found: Term(_concluded, (as_term(found),)),
    words="Sums, maxima and positive multiples of convex functions are convex, and so are convex functions of affine ones, and "
    "increasing convex functions of convex ones.",
    why="Look at the parts that the function is made of: sums, maxima and increasing convex functions of convex functions are convex.",
)

CHORDS = replace(
    PARTS,
    id="optimize.chords",
    name="two chords",
    when=_shown_by("chords"),
    words="The graph of a convex function lies nowhere above a chord, that of a concave one nowhere below: one chord refutes each.",
    why="One chord with the graph above its middle shows that a function is not convex, one with the graph below that it is not concave.",
)


def _has_corners(f: sp.Expr) -> bool:
    return bool(f.has(sp.Abs, sp.Max, sp.Min, sp.Piecewise))


def _concluded(found: sp.Basic, *_hessian: object) -> sp.Basic:
    """Return what was found."""
    return found


CONVEXITY = (SHAPE, PARTS, CHORDS)
