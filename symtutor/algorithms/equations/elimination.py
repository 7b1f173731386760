"""Systems in which one unknown after another is given by a linear equation, down to one equation in e^u or ln u."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import sign_of
from symtutor.algorithms.equations.transformations import kernel_of
from symtutor.algorithms.structure import linear

__all__ = ["eliminated_solutions"]


def eliminated_solutions(equations: Sequence[Any], unknowns: Sequence[Any]) -> list[tuple[Any, ...]] | None:
    """Return all real solutions where each unknown but one follows from an equation linear in it with a number before it.

    The last equation is a polynomial in one exponential or logarithm.  None stands for systems of another kind.

    Examples
    --------
    >>> x, y, nu = sp.symbols("x y nu")
    >>> eliminated_solutions([sp.exp(x) - nu, 1 - nu, x + y + 3], [x, y, nu])
    [(0, -3, 1)]
    """
    values: dict[Any, Any] = {}
    rest = [sp.sympify(e) for e in equations]
    while len(values) < len(unknowns) - 1:
        found = next(((e, u) for e in rest for u in unknowns if u not in values and _is_given(e, u)), None)
        if found is None:
            return None
        equation, u = found
        value = sp.expand(-equation.xreplace({u: sp.S.Zero}) / sp.diff(equation, u))
        values = {k: v.xreplace({u: value}) for k, v in values.items()} | {u: value}
        rest = [e.xreplace({u: value}) for e in rest if e is not equation]
    (last,) = (u for u in unknowns if u not in values)
    left = [e for e in map(sp.expand, rest) if e != 0]
    if any(not e.has(last) for e in left):
        return [] if all(e.is_number and sign_of(e) in {1, -1} for e in left if not e.has(last)) else None
    roots = _roots(left[0], last) if left else None
    if roots is None:
        return None
    solutions = []
    for root in roots:
        signs = [sign_of(sp.simplify(e.xreplace({last: root}))) for e in left]
        if None in signs:
            return None
        if not any(signs):
            solutions.append(tuple(root if u == last else sp.simplify(values[u].xreplace({last: root})) for u in unknowns))
    return solutions


def _is_given(equation: Any, u: Any) -> bool:
    slope = sp.diff(equation, u)
    return bool(slope.is_number and slope != 0)


def _roots(expr: Any, u: Any) -> list[Any] | None:
    """Return the zeros of a polynomial in one exponential or logarithm of something linear."""
    top = sp.fraction(sp.together(expr))[0]
    found = kernel_of(top, u)
    if found is None:
        return None
    kernel, letter, inside = found
    line = linear(kernel.args[0], u) if isinstance(kernel, sp.exp | sp.log) else None
    if line is None or not inside.is_polynomial(letter):
        return None
    zeros = sp.roots(sp.Poly(inside, letter))
    if sum(zeros.values()) != sp.degree(inside, letter):
        return None
    kept = []
    for zero in zeros:
        if zero.is_real is None:
            return None
        if not zero.is_real:
            continue
        if isinstance(kernel, sp.exp) and sign_of(zero) != 1:
            continue
        inner = sp.log(zero) if isinstance(kernel, sp.exp) else sp.exp(zero)
        kept.append(sp.simplify((inner - line[1]) / line[0]))
    return kept
