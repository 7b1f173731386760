"""Whether an equation follows from others: it vanishes wherever they all do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sympy as sp
from sympy.polys.polyerrors import BasePolynomialError

from symtutor.checking.equivalence.same_value import same_value
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["holds_at", "implied", "numerator"]

_LARGEST = 6  # letters up to which a Gröbner basis is asked
_OPS = 250


def numerator(expr: Any) -> Any:
    """Return the numerator of an expression that is to be 0."""
    return sp.fraction(sp.together(expr))[0]


def implied(candidate: sp.Expr, equations: Sequence[sp.Expr]) -> Verdict:
    """Judge whether an expression is 0 wherever some others are, away from zeros of denominators.

    Parameters
    ----------
    candidate : Expr
        What should be 0.
    equations : sequence of Expr
        What is 0.

    Returns
    -------
    Verdict
        Correct by elimination or a Gröbner basis; incorrect where a letter that an equation gives
        uniquely makes the candidate differ from 0; else undecided.

    Examples
    --------
    >>> from sympy.abc import x, y
    >>> implied(2 * x - 2 * x**4 / 27, [2 * y - 54 / x**2, 2 * x - 54 / y**2]).status
    <Status.CORRECT: 'correct'>
    >>> implied(y + 27 / x**2, [2 * y - 54 / x**2]).status
    <Status.INCORRECT: 'incorrect'>
    """
    for equation in equations:
        if same_value(candidate, equation, {}).status is Status.CORRECT:
            return Verdict(Status.CORRECT, Proof("the same equation"))
    rest, left = _eliminated(candidate, list(equations))
    if rest == 0 or same_value(rest, sp.S.Zero, {}).status is Status.CORRECT:
        return Verdict(Status.CORRECT, Proof("put in"))
    if not any(e.free_symbols & rest.free_symbols for e in left):
        against = same_value(rest, sp.S.Zero, {})
        if against.status is Status.INCORRECT:
            return against
    if left and _in_ideal(rest, left):
        return Verdict(Status.CORRECT, Proof("a Gröbner basis"))
    return Verdict(Status.UNDECIDED, Agreement(0, 0, "whether it follows was not decided"))


def _eliminated(candidate: Any, equations: list[Any]) -> tuple[sp.Basic, list[sp.Basic]]:
    """Return the candidate with letters put in that an equation gives uniquely, and the equations that remain."""
    remaining = [numerator(e) for e in equations]
    for _ in range(len(equations)):
        found = next(((e, s, v) for e in remaining for s in sorted(e.free_symbols, key=str) for v in _given(e, s)), None)
        if found is None:
            break
        equation, letter, value = found
        remaining = [numerator(e.subs(letter, value)) for e in remaining if e is not equation]
        remaining = [e for e in remaining if e != 0]
        candidate = numerator(candidate.subs(letter, value))
    return candidate, remaining


def _given(equation: Any, letter: Any) -> Iterator[Any]:
    """Yield what an equation gives for a letter that stands in it linearly, or in one logarithm alone."""
    slope = sp.diff(equation, letter)
    if slope != 0 and not slope.has(letter):
        yield -equation.subs(letter, 0) / slope
    factor = equation.coeff(sp.log(letter))
    rest = sp.expand(equation - factor * sp.log(letter))
    if factor != 0 and not factor.has(letter) and not rest.has(letter):
        yield sp.exp(-rest / factor)


def _in_ideal(candidate: sp.Basic, equations: Sequence[Any]) -> bool:
    """Tell whether the numerator of a candidate lies in the ideal of the equations, zeros of single letters set aside."""
    letters = sorted(set().union(*(e.free_symbols for e in equations), candidate.free_symbols), key=str)
    if len(letters) > _LARGEST or sum(e.count_ops() for e in (*equations, candidate)) > _OPS:
        return False
    if not all(e.is_polynomial(*letters) for e in (*equations, candidate)):
        return False
    inverse = sp.Symbol("inverse_of_all")
    try:
        basis = sp.groebner([*equations, inverse * sp.Mul(*letters) - 1], inverse, *letters, order="grevlex")
        return bool(basis.contains(sp.expand(candidate)))
    except (BasePolynomialError, NotImplementedError, ValueError):
        return False


def holds_at(equations: Sequence[sp.Basic], point: Mapping[Any, Any]) -> Verdict:
    """Judge whether a point, perhaps with some letters left open, satisfies equations.

    Examples
    --------
    >>> from sympy.abc import x, y
    >>> holds_at([x * y - 6], {x: 2, y: 4}).status
    <Status.INCORRECT: 'incorrect'>
    """
    remaining = []
    for equation in equations:
        value = numerator(sp.sympify(equation).subs(point, simultaneous=True))
        if not value.free_symbols:
            if same_value(value, sp.S.Zero, {}).status is Status.INCORRECT:
                return Verdict(Status.INCORRECT, Witness(dict(point), str(equation), "0", ("", ""), 15))
        else:
            remaining.append(value)
    if not remaining:
        return Verdict(Status.CORRECT, Proof("put in"))
    rest, left = _eliminated(remaining[-1], remaining[:-1])
    if not left and not rest.free_symbols and rest != 0:
        return Verdict(Status.INCORRECT, Proof("the equations contradict it"))
    return Verdict(Status.UNDECIDED, Agreement(0, 0, "letters stay open"))
