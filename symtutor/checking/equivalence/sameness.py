"""What "the same answer" means for each kind of problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.calculus.real_values import in_one_form
from symtutor.checking.equivalence.equivalence import equivalence
from symtutor.checking.equivalence.sentences import of_an_answer, of_an_antiderivative, verdict_parts
from symtutor.checking.equivalence.simple_points import at_a_simple_point
from symtutor.errors import InputError
from symtutor.problem import Problem, Sameness
from symtutor.term import sympified
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["same", "same_collections", "same_set", "same_up_to_factor"]


def same(problem: Problem, found: Any, wanted: Any) -> Verdict:
    """Judge an answer to a problem by the sameness that the problem asks for.

    Parameters
    ----------
    problem : Problem
        Says what counts as the same, over which domain, and on which curve.
    found, wanted : Expr, Matrix, relation, set or tuple
        The answer, and what is known to be right.

    Returns
    -------
    Verdict

    Raises
    ------
    InputError
        If the problem lacks the variable or the curve that its sameness needs.

    Examples
    --------
    >>> from symtutor.term import as_term
    >>> x, y = sp.symbols("x y")
    >>> circle = Problem(as_term(0), Sameness.MODULO_CURVE, curve=x**2 + y**2 - 1)
    >>> print(same(circle, -x / y, (y**2 - 1) / (x * y)))
    Correct on the curve.
    """
    return _BY_SAMENESS[problem.sameness](problem, found, wanted)


def _as_function(problem: Problem, found: Any, wanted: Any) -> Verdict:
    if found is sp.nan and wanted in _WITHOUT_VALUE:
        return Verdict(Status.CORRECT, Proof("there is no finite value"), explanation=_WITHOUT_VALUE[wanted])
    verdict = equivalence(found, wanted, variable=problem.variable, domain=problem.domain)
    return of_an_answer(at_a_simple_point(verdict, found, wanted, problem.domain))


_WITHOUT_VALUE = {
    sp.nan: "Correct: no value exists.",
    sp.zoo: "Correct: no value exists.",
    sp.oo: "Correct: there is no finite value; more exactly it is ∞.",
    -sp.oo: "Correct: there is no finite value; more exactly it is −∞.",
}


def _up_to_constant(problem: Problem, found: Any, wanted: Any) -> Verdict:
    verdict = equivalence(found, wanted, variable=problem.variable, up_to_constant=True, domain=problem.domain)
    given = frozenset(wanted.free_symbols | {problem.variable})
    if verdict.status is Status.INCORRECT and isinstance(found, sp.Expr):
        slope, wanted_slope = (in_one_form(differentiated(side, problem.variable)) for side in (found, wanted))
        verdict = at_a_simple_point(verdict, slope, wanted_slope, problem.domain)
    return of_an_antiderivative(verdict, found, problem.variable, given)


def _modulo_curve(problem: Problem, found: Any, wanted: Any) -> Verdict:
    """Judge on the points of a curve: equal outright, or by a numerator that the curve divides."""
    if problem.curve is None:
        raise InputError("a problem on a curve needs the curve", "set Problem.curve to the expression that is 0 on it")
    outright = equivalence(found, wanted, domain=problem.domain)
    if outright:
        return outright
    from symtutor.checking.equivalence.on_curves import judge_on_curve  # noqa: PLC0415 (only problems on curves need it)

    return judge_on_curve(sympified(found), sympified(wanted), sympified(problem.curve), problem.domain)


def _up_to_factor(problem: Problem, found: Any, wanted: Any) -> Verdict:
    return same_up_to_factor(found, wanted, domain=problem.domain)


def _as_set(problem: Problem, found: Any, wanted: Any) -> Verdict:
    return same_set(found, wanted, domain=problem.domain)


def same_up_to_factor(found: Any, wanted: Any, *, domain: Mapping[Any, Any] | None = None) -> Verdict:
    """Judge whether two equations describe the same line or plane: the sides' differences are proportional.

    Parameters
    ----------
    found, wanted : Eq or Expr
        Equations, or expressions that are set to 0.
    domain : mapping of Symbol to Set, optional
        Where the symbols live.

    Returns
    -------
    Verdict
        The factor must be a nonzero number.

    Examples
    --------
    >>> from sympy.abc import x, y
    >>> print(same_up_to_factor(sp.Eq(2 * y, 4 * x - 2), sp.Eq(y, 2 * x - 1)))
    Correct.
    >>> same_up_to_factor(sp.Eq(y, 2 * x), sp.Eq(y, 2 * x - 1)).status
    <Status.INCORRECT: 'incorrect'>
    """
    left, right = _as_zero(found), _as_zero(wanted)
    factor = _ratio(left, right)
    if factor is None:
        return equivalence(left, right, domain=domain)
    verdict = equivalence(left, factor * right, domain=domain)
    if verdict.status is Status.INCORRECT:
        return Verdict(Status.INCORRECT, verdict.evidence, verdict.domain, None, f"Not the same line or plane: {_place(verdict)}.")
    return verdict


def _place(verdict: Verdict) -> str:
    point = getattr(verdict.evidence, "point", {})
    at = ", ".join(f"{k} = {v}" for k, v in point.items())
    return f"the two equations are not proportional, as at {at}" if at else "the two equations are not proportional"


def _as_zero(equation: Any) -> Any:
    """Return left − right of an equation, or an expression as it is."""
    equation = sympified(equation)
    return equation.lhs - equation.rhs if isinstance(equation, sp.core.relational.Relational) else equation


def _ratio(left: Any, right: Any) -> Any:
    """Return a number by which right must be multiplied to become left, from values at one exact point."""
    symbols = sorted(left.free_symbols | right.free_symbols, key=str)
    for shift in range(8):
        point = {s: sp.Rational(3 * k + 2 * shift + 1, k + shift + 2) for k, s in enumerate(symbols)}
        top, bottom = left.subs(point), right.subs(point)
        if bottom.is_zero is False and top.is_zero is False and top.is_finite and bottom.is_finite:
            return sp.radsimp(top / bottom)
    return None


def same_set(found: Any, wanted: Any, *, domain: Mapping[Any, Any] | None = None) -> Verdict:
    """Judge whether two collections have the same members, in any order.

    Parameters
    ----------
    found, wanted : iterable of Expr, tuples or mappings, or a FiniteSet
        Points are tuples or mappings from symbols to values; a tuple may end in a kind such as "saddle".
    domain : mapping of Symbol to Set, optional
        Where the symbols live.

    Returns
    -------
    Verdict
        Members are matched by proof, so that 1/√2 and √2/2 count once.

    Examples
    --------
    >>> print(same_set((1, -1), (-1, 1)))
    Correct.
    >>> print(same_set((1,), (-1, 1)))
    Not the same set: -1 is missing.
    """
    mine, theirs = _members(found, domain), _members(wanted, domain)
    extra, unsure_extra = _unmatched(mine, theirs, domain)
    missing, unsure_missing = _unmatched(theirs, mine, domain)
    told = [f"{_text(m)} is missing" for m in missing] + [f"{_text(m)} does not belong" for m in extra]
    if told:
        witness = Witness({}, _text(mine), _text(theirs), ("", ""), 0)
        return Verdict(Status.INCORRECT, witness, sp.true, None, f"Not the same set: {', '.join(told)}.")
    if unsure_extra or unsure_missing:
        unsure = [*unsure_extra, *unsure_missing]
        return Verdict(
            Status.UNDECIDED,
            Agreement(0, 0, f"whether {_text(unsure[0])} belongs is not decided"),
            explanation="Not decided: " + _text(unsure[0]) + ".",
        )
    return Verdict(Status.CORRECT, Proof("the same members"), sp.true, None, "Correct.")


def _members(collection: Any, domain: Mapping[Any, Any] | None) -> list[Any]:
    """Return the members, each once."""
    if isinstance(collection, sp.Set | sp.Tuple):
        collection = collection.args
    if isinstance(collection, Mapping):
        collection = (collection,)
    try:
        items = list(collection)
    except TypeError:
        items = [collection]
    kept: list[Any] = []
    for item in items:
        if not any(_compare(item, k, domain) is Status.CORRECT for k in kept):
            kept.append(item)
    return kept


def _unmatched(these: list[Any], those: list[Any], domain: Mapping[Any, Any] | None) -> tuple[list[Any], list[Any]]:
    """Return the members that surely have no partner, and those for which this is not decided."""
    without: list[Any] = []
    unsure: list[Any] = []
    for item in these:
        found = {_compare(item, other, domain) for other in those}
        if Status.CORRECT in found:
            continue
        (unsure if Status.UNDECIDED in found else without).append(item)
    return without, unsure


def _compare(p: Any, q: Any, domain: Mapping[Any, Any] | None) -> Status:
    """Compare two members: words by themselves, points by coordinates, the rest as expressions."""
    if isinstance(p, Mapping) and isinstance(q, Mapping):
        if {str(k) for k in p} != {str(k) for k in q}:
            return Status.INCORRECT
        other = {str(k): v for k, v in q.items()}
        return _all(_compare(v, other[str(k)], domain) for k, v in p.items())
    if isinstance(p, str) or isinstance(q, str):
        return Status.CORRECT if str(p) == str(q) else Status.INCORRECT
    sequences = [isinstance(s, tuple | list | sp.Tuple) for s in (p, q)]
    if any(sequences):
        if not all(sequences) or len(p) != len(q):
            return Status.INCORRECT
        return _all(_compare(u, v, domain) for u, v in zip(p, q, strict=True))
    return equivalence(p, q, domain=domain).status


def _all(statuses: Any) -> Status:
    """Return the status of several that must all hold."""
    seen = set(statuses)
    if Status.INCORRECT in seen:
        return Status.INCORRECT
    return Status.UNDECIDED if Status.UNDECIDED in seen else Status.CORRECT


def _text(member: Any) -> str:
    if isinstance(member, list | tuple | sp.Tuple):
        inner = ", ".join(map(_text, member))
        return f"({inner})"
    if isinstance(member, Mapping):
        return ", ".join(f"{k} = {v}" for k, v in member.items())
    return str(member)


def same_collections(a: Any, b: Any, *, variable: Any, up_to_constant: bool, domain: Mapping[Any, Any]) -> Verdict:
    """Judge two things that are not both single expressions: matrices and tuples by entry, equations by factor, sets by members."""
    if isinstance(a, sp.MatrixBase) or isinstance(b, sp.MatrixBase):
        shapes: list[Any] = [getattr(m, "shape", ()) for m in (a, b)]
        if shapes[0] != shapes[1]:
            return _wrong_shape(*("×".join(map(str, s)) or "a number" for s in shapes))
        parts = [equivalence(p, q, variable=variable, up_to_constant=up_to_constant, domain=domain) for p, q in zip(a, b, strict=True)]
        columns = shapes[0][1]
        return verdict_parts(parts, [f"entry ({k // columns + 1}, {k % columns + 1})" for k in range(len(parts))])
    relation = sp.core.relational.Relational
    if isinstance(a, sp.Eq) and isinstance(b, sp.Eq):
        from symtutor.checking.equivalence.equations import same_solutions  # noqa: PLC0415 (only equations need it)

        return same_solutions(a, b, domain=domain)
    if isinstance(a, sp.Tuple) and isinstance(b, sp.Tuple):
        if len(a) != len(b):
            return _wrong_shape(f"{len(a)} parts", f"{len(b)} parts")
        parts = [equivalence(p, q, variable=variable, up_to_constant=up_to_constant, domain=domain) for p, q in zip(a, b, strict=True)]
        return verdict_parts(parts, [f"part {k + 1}" for k in range(len(parts))])
    if isinstance(a, sp.FiniteSet) and isinstance(b, sp.FiniteSet):
        return same_set(a, b, domain=domain)
    if all(isinstance(s, relation | sp.Set | sp.logic.boolalg.Boolean) and not isinstance(s, sp.Expr) for s in (a, b)):
        return _same_sets_of_numbers(a, b)
    return _wrong_shape(_kind(a), _kind(b))


def _same_sets_of_numbers(a: Any, b: Any) -> Verdict:
    """Judge sets and conditions that are not finite."""
    if a == b:
        return Verdict(Status.CORRECT, Proof("identical"), sp.true, None, "Correct.")
    try:
        sets = [s if isinstance(s, sp.Set) else s.as_set() for s in (a, b)]
        if sets[0] == sets[1]:
            return Verdict(Status.CORRECT, Proof("the same set of numbers"), sp.true, None, "Correct.")
        gap = sp.SymmetricDifference(*sets)
        if gap.is_empty is False:
            return Verdict(
                Status.INCORRECT,
                Witness({}, str(sets[0]), str(sets[1]), ("", ""), 0),
                sp.true,
                None,
                f"Not the same set: they differ on {gap}.",
            )
    except (NotImplementedError, TypeError, ValueError):
        pass
    return Verdict(
        Status.UNDECIDED,
        Agreement(0, 0, "these sets could not be compared"),
        sp.true,
        None,
        "Not decided: these sets could not be compared.",
    )


def _kind(thing: Any) -> str:
    return "an expression" if isinstance(thing, sp.Expr) else f"a {type(thing).__name__}"


def _wrong_shape(found: str, wanted: str) -> Verdict:
    """Return the verdict for an answer of the wrong shape."""
    return Verdict(
        Status.INCORRECT, Witness({}, found, wanted, ("", ""), 0), sp.true, None, f"Not of the same shape: {found}, and not {wanted}."
    )


_BY_SAMENESS: dict[Sameness, Callable[[Problem, Any, Any], Verdict]] = {
    Sameness.FUNCTION: _as_function,
    Sameness.UP_TO_CONSTANT: _up_to_constant,
    Sameness.MODULO_CURVE: _modulo_curve,
    Sameness.UP_TO_FACTOR: _up_to_factor,
    Sameness.SET: _as_set,
}
