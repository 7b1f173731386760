"""Matrices, tuples, sets and equations compared by their parts; what compares two expressions is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from symtutor.checking.equivalence.equations import same_solutions
from symtutor.checking.equivalence.sentences import verdict_parts
from symtutor.checking.equivalence.up_to_factor import Compare, Domain, equal_up_to_factor
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["equal_collections", "equal_sets", "equal_up_to_factor"]


def equal_sets(found: Any, wanted: Any, compare: Compare, domain: Domain = None) -> Verdict:
    """Judge whether two collections have the same members, in any order.

    Parameters
    ----------
    found, wanted : iterable of Expr, tuples or mappings, or a FiniteSet
        Points are tuples or mappings from symbols to values; a tuple may end in a kind such as "saddle".
    compare : callable
        Judges two expressions.
    domain : mapping of Symbol to Set, optional
        Where the symbols live.

    Returns
    -------
    Verdict
        Members are matched by proof, so that 1/√2 and √2/2 count once.
    """
    mine, theirs = _members(found, compare, domain), _members(wanted, compare, domain)
    extra, unsure_extra = _unmatched(mine, theirs, compare, domain)
    missing, unsure_missing = _unmatched(theirs, mine, compare, domain)
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


def _members(collection: Any, compare: Compare, domain: Domain) -> list[Any]:
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
        if not any(_compare(item, k, compare, domain) is Status.CORRECT for k in kept):
            kept.append(item)
    return kept


def _unmatched(these: list[Any], those: list[Any], compare: Compare, domain: Domain) -> tuple[list[Any], list[Any]]:
    """Return the members that surely have no partner, and those for which this is not decided."""
    without: list[Any] = []
    unsure: list[Any] = []
    for item in these:
        found = {_compare(item, other, compare, domain) for other in those}
        if Status.CORRECT in found:
            continue
        (unsure if Status.UNDECIDED in found else without).append(item)
    return without, unsure


def _compare(p: Any, q: Any, compare: Compare, domain: Domain) -> Status:
    """Compare two members: words by themselves, points by coordinates, the rest as expressions."""
    if isinstance(p, Mapping) and isinstance(q, Mapping):
        if {str(k) for k in p} != {str(k) for k in q}:
            return Status.INCORRECT
        other = {str(k): v for k, v in q.items()}
        return _all(_compare(v, other[str(k)], compare, domain) for k, v in p.items())
    if isinstance(p, str) or isinstance(q, str):
        return Status.CORRECT if str(p) == str(q) else Status.INCORRECT
    sequences = [isinstance(s, tuple | list | sp.Tuple) for s in (p, q)]
    if any(sequences):
        if not all(sequences) or len(p) != len(q):
            return Status.INCORRECT
        return _all(_compare(u, v, compare, domain) for u, v in zip(p, q, strict=True))
    return compare(p, q, domain=domain).status


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


def equal_collections(a: sp.Rel, b: sp.Rel, compare: Compare, *, variable: Any, up_to_constant: bool, domain: Mapping[Any, Any]) -> Verdict:
    """Judge two things that are not both single expressions: matrices and tuples by entry, equations by factor, sets by members."""
    if isinstance(a, sp.MatrixBase) or isinstance(b, sp.MatrixBase):
        shapes: list[Any] = [getattr(m, "shape", ()) for m in (a, b)]
        if shapes[0] != shapes[1]:
            return _wrong_shape(*("×".join(map(str, s)) or "a number" for s in shapes))
        parts = [compare(p, q, variable=variable, up_to_constant=up_to_constant, domain=domain) for p, q in zip(a, b, strict=True)]
        columns = shapes[0][1]
        return verdict_parts(parts, [f"entry ({k // columns + 1}, {k % columns + 1})" for k in range(len(parts))])
    if isinstance(a, sp.Eq) and isinstance(b, sp.Eq):
        return same_solutions(a, b, compare, domain=domain)
    if isinstance(a, sp.Tuple) and isinstance(b, sp.Tuple):
        if len(a) != len(b):
            return _wrong_shape(f"{len(a)} parts", f"{len(b)} parts")
        parts = [compare(p, q, variable=variable, up_to_constant=up_to_constant, domain=domain) for p, q in zip(a, b, strict=True)]
        return verdict_parts(parts, [f"part {k + 1}" for k in range(len(parts))])
    if isinstance(a, sp.FiniteSet) and isinstance(b, sp.FiniteSet):
        return equal_sets(a, b, compare, domain)
    if a == b:
        return Verdict(Status.CORRECT, Proof("identical"), explanation="Correct.")
    if isinstance(a, sp.Gt | sp.Ge | sp.Lt | sp.Le) and isinstance(b, sp.Gt | sp.Ge | sp.Lt | sp.Le):
        gaps = [s.gts - s.lts for s in (a, b)]
        if isinstance(a, sp.Gt | sp.Lt) == isinstance(b, sp.Gt | sp.Lt) and compare(*gaps, domain=domain).status is Status.CORRECT:
            return Verdict(Status.CORRECT, Proof("the same difference of both sides"), explanation="Correct.")
    if isinstance(a, sp.Set) and isinstance(b, sp.Set) and (gap := sp.SymmetricDifference(a, b)).is_empty is not None:
        told = f"Not the same set: {gap} belongs to one only."
        witness = Witness({}, str(a), str(b), ("", ""), 0)
        return _SAME_SET if gap.is_empty else Verdict(Status.INCORRECT, witness, explanation=told)
    if not any(isinstance(s, sp.Expr | sp.Tuple) for s in (a, b)):
        return Verdict(Status.UNDECIDED, Agreement(0, 0, "these sets were not compared"), explanation="Not decided.")
    return _wrong_shape(_kind(a), _kind(b))


_SAME_SET = Verdict(Status.CORRECT, Proof("the same set of numbers"), explanation="Correct.")


def _kind(thing: Any) -> str:
    if isinstance(thing, sp.Expr):
        return "an expression"
    kinds = {sp.Tuple: "a list", sp.Set: "a set", sp.Equality: "an equation", sp.logic.boolalg.Boolean: "a condition"}
    return next((words for kind, words in kinds.items() if isinstance(thing, kind)), f"a {type(thing).__name__}")


def _wrong_shape(found: str, wanted: str) -> Verdict:
    """Return the verdict for an answer of the wrong shape."""
    return Verdict(
        Status.INCORRECT, Witness({}, found, wanted, ("", ""), 0), sp.true, None, f"Not of the same shape: {found}, and not {wanted}."
    )
