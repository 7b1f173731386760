"""Splitting the line at exact breakpoints, so that |·|, max, min, sign and cases become plain expressions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor.checking.calculus.regions import Region, real_zeros, regions, sort_numbers
from symtutor.checking.calculus.satisfying import holds_at
from symtutor.checking.enclosures.enclosure import Undefined, is_true
from symtutor.checking.equivalence.domains import natural_domain

__all__ = ["Piece", "only_letter", "pieces", "without_cases"]

MAX_BREAKPOINTS = 40
MAX_NESTED = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Two expressions on one region of the line, with everything resolved that has one form there."""

    region: Region
    left: Any
    right: Any


def pieces(a: Any, b: Any, variable: Any, domain: Any = sp.true) -> tuple[Piece, ...] | None:
    """Return the regions of the common domain on which a and b have one form each.

    Parameters
    ----------
    a, b : Expr
        Expressions in `variable`, and perhaps in parameters on which no breakpoint depends.
    variable : Symbol
        The variable whose line is split.
    domain : Boolean
        A declared condition on the variable.

    Returns
    -------
    tuple of Piece, or None
        Open intervals and points in order; None if a breakpoint is not known exactly.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> for piece in pieces(sp.Abs(x), x, x):
    ...     print(piece.left, piece.right)
    -x x
    0 0
    x x
    """
    condition = sp.And(natural_domain(a), natural_domain(b), domain)
    if condition == sp.false:
        return ()
    cuts = _cuts((a, b), condition, variable)
    if cuts is None or len(cuts) > MAX_BREAKPOINTS:
        return None
    found = []
    for region in regions(cuts):
        sample = region.sample
        if not _holds(condition, variable, sample):
            continue
        if region.low == region.high:
            found.append(Piece(region, _at(a, variable, sample), _at(b, variable, sample)))
        else:
            found.append(Piece(region, _resolved(a, variable, sample), _resolved(b, variable, sample)))
    return tuple(found)


def _cuts(expressions: tuple[Any, ...], condition: Any, variable: sp.Expr) -> tuple[Any, ...] | None:
    """Return every place where a form or the domain changes, in order."""
    places: list[Any] = []
    for boundary in (*_boundaries(expressions), *_edges(condition)):
        if variable not in boundary.free_symbols:
            continue
        for smooth in _branches(boundary):
            zeros = real_zeros(smooth, variable) if variable in smooth.free_symbols else ()
            if zeros is None:
                return None
            places += zeros
    return sort_numbers(places)


def _branches(boundary: sp.Basic) -> tuple[sp.Basic, ...]:
    """Return the formulas that an expression may have; where it is 0, one of them is, so that a cut too many does no harm."""
    nodes = sorted(boundary.atoms(*_BRANCHES), key=lambda node: (node.count_ops(), sp.default_sort_key(node)))
    if not 0 < len(nodes) <= MAX_NESTED:
        return (boundary,)
    inner = nodes[0]
    found = [boundary.xreplace({inner: branch}) for branch in _BRANCHES[type(inner)](inner)]
    return tuple(dict.fromkeys(formula for branch in found for formula in _branches(branch)))


_BRANCHES: dict[Any, Any] = {
    sp.Abs: lambda node: (node.args[0], -node.args[0]),
    sp.Max: lambda node: node.args,
    sp.Min: lambda node: node.args,
}


def _edges(condition: sp.Basic) -> Iterator[sp.Expr]:
    for relation in condition.atoms(sp.core.relational.Relational):
        yield relation.lhs - relation.rhs


def _boundaries(expressions: tuple[sp.Expr, ...]) -> Iterator[Any]:
    """Yield what is 0 at the breakpoints."""
    for expr in expressions:
        for part in sp.preorder_traversal(expr):
            yield from _boundaries_of(part)


def _boundaries_of(part: sp.Basic) -> Iterator[sp.Expr]:
    """Yield what is 0 at the breakpoints of one part, those of its own parts left out."""
    args: Any = part.args
    if isinstance(part, sp.Abs | sp.sign | sp.Heaviside):
        yield args[0]
    elif isinstance(part, sp.Max | sp.Min):
        for i, p in enumerate(args):
            for q in args[i + 1 :]:
                yield p - q
    elif isinstance(part, sp.Piecewise):
        for _, condition in args:
            yield from _edges(condition)


def only_letter(a: Any, b: sp.Function) -> Any:
    """Return the letter on which alone every breakpoint of two expressions depends, or None where there is none or several."""
    letters = set().union(*[edge.free_symbols for edge in _boundaries((a, b))])
    return letters.pop() if len(letters) == 1 else None


def without_cases(a: sp.Basic, b: sp.Basic) -> tuple[Any, Any]:
    """Return two expressions in which {p for u > 0; q for u < 0} is p·(1 + sign u)/2 + q·(1 − sign u)/2.

    They are the same wherever both were defined: not where u = 0, so that there it does
    not matter what the other one says, as {p for u > 0; q otherwise}.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> without_cases(sp.Piecewise((2, x + y > 0), (0, x + y < 0)), x)
    (sign(x + y) + 1, x)
    """
    cases = [part for side in (a, b) for part in side.atoms(sp.Piecewise)]
    left_out = {sp.expand(edge) for part in cases for edge in (_edge(part, set()),) if edge is not None}
    left_out |= {-edge for edge in left_out}
    return _by_sign(a, left_out), _by_sign(b, left_out)


def _by_sign(expr: Any, left_out: set[Any]) -> Any:
    if not expr.args or not expr.has(sp.Piecewise):
        return expr
    edge = _edge(expr, left_out) if isinstance(expr, sp.Piecewise) else None
    if edge is not None:
        (p, _), (q, _) = expr.args
        side = sp.sign(edge)
        return sp.expand(_by_sign(p, left_out) * (1 + side) / 2 + _by_sign(q, left_out) * (1 - side) / 2)
    return expr if isinstance(expr, sp.Piecewise) else expr.func(*[_by_sign(part, left_out) for part in expr.args])


def _edge(cases: Any, left_out: set[sp.Basic]) -> Any:
    """Return u of {p for u > 0; q for u < 0}; also with ≥ or "otherwise" where u = 0 is left out. None of other cases."""
    if len(cases.args) != 2 or not isinstance(cases.args[0][1], sp.Gt | sp.Lt | sp.Ge | sp.Le):
        return None
    first, second = (condition for _, condition in cases.args)
    edge = first.gts - first.lts
    if isinstance(first, sp.Gt | sp.Lt) and isinstance(second, sp.Gt | sp.Lt) and sp.expand(second.gts - second.lts + edge) == 0:
        return edge
    return edge if second == sp.true and sp.expand(edge) in left_out else None


def _holds(condition: Any, variable: Any, place: Any) -> bool:
    """Tell whether a condition holds at a number; conditions on parameters alone are taken to hold."""
    own = [c for c in sp.And.make_args(condition) if variable in c.free_symbols]
    return all(holds_at(c, {variable: place}) if c.free_symbols == {variable} else c.subs(variable, place) == sp.true for c in own)


def _at(expr: Any, variable: sp.Basic, place: sp.Basic) -> Any:
    """Return an expression at a breakpoint."""
    return expr.subs(variable, place)


def _resolved(expr: sp.Basic, variable: sp.Expr, sample: sp.Basic) -> Any:
    """Return the form of an expression on the open interval around a sample point."""
    if not expr.args:
        return expr
    rule = RESOLVED.get(type(expr))
    if rule is not None and expr.has(variable) and all(edge.free_symbols <= {variable} for edge in _boundaries_of(expr)):
        try:
            return _resolved(rule(expr, {variable: sample}), variable, sample)
        except Undefined:
            return expr
    return expr.func(*(_resolved(a, variable, sample) for a in expr.args))


def _absolute(expr: Any, at: dict[Any, Any]) -> Any:
    (inner,) = expr.args
    return inner if is_true(inner > 0, at) else -inner


def _sign(expr: Any, at: dict[Any, Any]) -> Any:
    return sp.Integer(1) if is_true(expr.args[0] > 0, at) else sp.Integer(-1)


def _heaviside(expr: Any, at: dict[Any, Any]) -> Any:
    return sp.Integer(1) if is_true(expr.args[0] > 0, at) else sp.Integer(0)


def _largest(expr: Any, at: dict[sp.Basic, sp.Basic]) -> Any:
    return next(p for p in expr.args if all(p is q or is_true(sp.Ge(p - q, 0), at) for q in expr.args))


def _smallest(expr: Any, at: dict[Any, Any]) -> Any:
    return next(p for p in expr.args if all(p is q or is_true(sp.Le(p - q, 0), at) for q in expr.args))


def _case(expr: Any, at: dict[Any, Any]) -> Any:
    return next(value for value, condition in expr.args if is_true(condition, at))


RESOLVED: dict[Any, Any] = {
    sp.Abs: _absolute,
    sp.sign: _sign,
    sp.Heaviside: _heaviside,
    sp.Max: _largest,
    sp.Min: _smallest,
    sp.Piecewise: _case,
}
