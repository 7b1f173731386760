"""Gradient descent, momentum and Newton's method: the first steps, and when they converge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import sign_of
from symtutor.algorithms.optimization.descent import convergence, eigenvalues, walked
from symtutor.goals.core import Goal
from symtutor.goals.descent import Descent, DescentOf
from symtutor.goals.vectors import Gradient, Hessian
from symtutor.rule import Bindings, Procedure, Relation, Said
from symtutor.term import Term, apply_head, as_term, quote

__all__ = ["DESCENT"]

_NOCEDAL = "J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed., Springer, 2006, ch. 2 and 3"
_POLYAK = "B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964"
_SHOWN = 6  # steps that are printed


def _when(goal: Goal, context: Any) -> Iterable[Bindings]:
    f, variables, start, method, rate, inertia, count = goal.args
    if context.value(Gradient(f, variables)) is None or context.value(Hessian(f, variables)) is None:
        return
    yield {"f": f, "variables": variables, "start": start, "method": method, "rate": rate, "inertia": inertia, "count": count}


def _concluded(*args: Any) -> Descent:
    f, variables, start, method, rate, inertia, count, gradient, hessian = args
    names = tuple(variables)
    points = walked(tuple(gradient), hessian, names, tuple(start), str(method), rate, inertia, int(count))
    heights = [sp.simplify(f.xreplace(dict(zip(names, p, strict=True)))) for p in points]
    values = eigenvalues(hessian)
    longest, factor = (sp.nan, sp.nan) if values is None else convergence(values, str(method), rate, inertia)
    return Descent(variables, tuple(points), tuple(heights), longest, factor)


# ---- how it is told ------------------------------------------------------------------------------
def _told(bindings: Bindings, values: tuple[Any, ...], answer: Any) -> Iterator[Said]:
    method, rate, inertia = str(bindings["method"]), bindings["rate"], bindings["inertia"]
    gradient, hessian = values[-2:]
    names = tuple(bindings["variables"])
    yield _update(method, rate, inertia)
    last = min(len(answer.points) - 1, _SHOWN)
    for k in range(last):
        yield from _step(k, names, answer, method, rate, inertia, (tuple(gradient), hessian))
    if last < len(answer.points) - 1:
        yield Said(_point(len(answer.points) - 1, answer.points[-1]), (f"after {len(answer.points) - 1} steps in the same way",))
    if len(answer.points) - 1 < int(bindings["count"]):
        reason = "the Hessian is singular there, so there is no further step" if method == "newton" else "the next coordinates are too long"
        yield Said(_point(len(answer.points) - 1, answer.points[-1]), (reason,))
    yield from _convergence(hessian, answer, method, rate, inertia)


def _point(k: int, place: Any) -> Term:
    shown = sp.Tuple(*place) if len(place) > 1 else place[0]
    return apply_head(sp.Eq, sp.Symbol(f"x_{k}"), shown)


def _equal(left: Any, right: Any) -> Term:
    """Return an equation of numbers, or of tuples of them."""
    sides = [side[0] if len(side) == 1 else sp.Tuple(*side) for side in (left, right)]
    return apply_head(sp.Eq, *sides)


def _update(method: str, rate: Any, inertia: Any) -> Said:
    here, there, before = sp.Symbol("x_k"), sp.Symbol("x_(k+1)"), sp.Symbol("x_(k-1)")
    slope, bend = sp.Function("∇f")(here), sp.Function("H")(here)
    if method == "newton":
        step = Term(sp.Mul, (as_term(bend), Term(sp.Add, (as_term(there), as_term(-here)))))
        return Said(Term(sp.Eq, (step, as_term(-slope))), ("the step goes to the stationary point of the quadratic that f is near x_k",))
    parts = [as_term(here), as_term(-rate * slope)]
    if inertia != 0:
        parts.append(as_term(inertia * (here - before)))
    words = "a step against the gradient" + (", and a part of the step before" if inertia != 0 else "")
    return Said(Term(sp.Eq, (as_term(there), Term(sp.Add, tuple(parts)))), (words, f", with the rate η = {rate}"))


def _step(k: int, names: tuple[Any, ...], answer: Any, method: str, rate: Any, inertia: Any, slopes: Any) -> Iterator[Said]:
    gradient, hessian = slopes
    here, there = answer.points[k], answer.points[k + 1]
    place = dict(zip(names, here, strict=True))
    slope = [sp.simplify(sp.sympify(g).xreplace(place)) for g in gradient]
    shown: list[Any] = ["∇f = ", quote(sp.Tuple(*slope) if len(slope) > 1 else slope[0])]
    if method == "newton":
        matrix = sp.ImmutableMatrix(sp.Matrix(hessian).xreplace(place).applyfunc(sp.simplify))
        shown += [", H = ", quote(matrix if len(names) > 1 else matrix[0, 0])]
    elif inertia != 0 and k > 0:
        before = [a - b for a, b in zip(here, answer.points[k - 1], strict=True)]
        shown += [", the step before was ", quote(sp.Tuple(*before) if len(before) > 1 else before[0])]
    fall = sign_of(answer.values[k + 1] - answer.values[k])
    words = "" if fall is None else (": lower", ": as high as before", ": higher")[fall + 1]
    yield Said(_point(k + 1, there), (*shown, "; f = ", quote(answer.values[k + 1]), words))
    del rate


def _convergence(hessian: Any, answer: Any, method: str, rate: Any, inertia: Any) -> Iterator[Said]:
    values = eigenvalues(hessian)
    if values is None:
        return
    if method == "newton":
        yield Said(as_term(sp.ImmutableMatrix(hessian)), ("the Hessian is constant and positive definite: one step reaches the minimum",))
        return
    eta = sp.Symbol("eta")
    letters = sp.symbols(f"lambda_1:{len(values) + 1}")
    yield Said(_equal(letters, values), ("the eigenvalues of the constant Hessian, all positive; L is the greatest",))
    if inertia == 0:
        factors = tuple(sp.expand(1 - rate * v) for v in values)
        yield Said(
            _equal(tuple(1 - eta * letter for letter in letters), factors),
            ("along each eigenvector the distance to the minimum is multiplied by 1 − η λ a step",),
        )
    bound = apply_head(sp.Lt, eta, answer.longest)
    grown = "2/L" if inertia == 0 else "2(1 + β)/L"
    verdict = sign_of(answer.longest - rate)
    ends = {1: "so it converges from every start", 0: "so it does not converge: a part of the error stays", -1: "so it does not converge"}
    yield Said(
        bound, (f"it converges from every start for 0 < η < {grown}; here η = {rate}, ", ends.get(verdict or 0, "")), Relation.IMPLIES
    )
    rho = sp.Symbol("rho")
    yield Said(apply_head(sp.Eq, rho, answer.factor), ("the greatest factor of the error a step",), Relation.IMPLIES)


DESCENT_OF = Procedure(
    id="optimize.descent",
    name="steps downhill",
    goal=DescentOf,
    relation=Relation.IMPLIES,
    when=_when,
    left=lambda f, variables, start, method, rate, inertia, count: DescentOf(f, variables, start, method, rate, inertia, count),
    right=lambda f, variables, start, method, rate, inertia, count: Term(
        _concluded,
        (*map(as_term, (f, variables, start, method, rate, inertia, count)), Gradient(f, variables), Hessian(f, variables)),
    ),
    told=_told,
    words="The gradient points to the steepest rise, so a small step against it goes down. Newton's method steps to the stationary point "
    "of the quadratic with the same value, gradient and Hessian.",
    cost=1,
    commit=True,
    why="Each step takes the derivatives at the point that was reached: work them out once, then put the points in.",
    samples=None,
    source=f"{_NOCEDAL}; {_POLYAK}",
)

DESCENT = (DESCENT_OF,)
