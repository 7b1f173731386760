"""Lines about a function after its derivative: the derivative set to 0, places, signs, and what is claimed of a place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

import sympy as sp
from sympy.core.function import UndefinedFunction

from symtutor.checking.equivalence.same_value import same_value
from symtutor.diagnosing.work.verdicts import FAILURES, TRUE, UNKNOWN, wrong
from symtutor.diagnosing.work.world import World
from symtutor.reading.work.lines import NoValue, expression_of, members, with_sign
from symtutor.term import At, Blank, Number, PlusMinus, Term, Variable, subterms
from symtutor.verdict import Proof, Status, Verdict
from symtutor.work import Context, Finding, Line, Link, Part, Relation, Role

__all__ = ["judge_of_function", "judge_signs", "judge_slope_at", "judge_value_at", "judge_zero", "kind_at", "places_in", "roots_of_slope"]

Judged = tuple[Finding, Context]
_KINDS = ("minimum", "maximum", "inflection", "saddle")
_MANY = 6


def judge_signs(part: Part, context: Context, world: World) -> Finding | None:
    """Judge several relations in one, as in f''(1) = 6 > 0; None where a statement is something else."""
    if part.term is None or part.term.head is not sp.And or not world.target.names.values or world.target.conditions:
        return None
    truths: list[Verdict] = []
    for relation in part.term.args:
        head, sides = members(relation)
        values = [world.expression(side, part, context) for side in sides]
        if head is None or not all(isinstance(v, sp.Expr) for v in values):
            return None
        if isinstance(values[0], sp.Symbol) and values[0] != world.target.variable and values[0].name not in world.target.letters:
            values = values[1:]  # a new name
        truths.extend(_holds(head, a, b, world) for a, b in itertools.pairwise(values))
    if not truths:
        return None
    bad = next((v for v in truths if v.status is not Status.CORRECT), None)
    truth = truths[0] if bad is None else bad
    return Finding(part, Role.NAMED, truth, truth, Link(0, Relation.EQUAL) if bad is None else None)


def _holds(head: Any, left: Any, right: Any, world: World) -> Verdict:
    """Return whether a relation between two expressions holds, for all values of the variable where they have it."""
    if head is sp.Eq:
        return same_value(left, right, {})
    x = world.target.variable
    if not (left.is_number and right.is_number):
        is_of_x = world.solutions is not None and left.free_symbols | right.free_symbols == {x}
        against = world.solutions(x, ~head(left, right, evaluate=False)) if is_of_x and world.solutions else None
        return Verdict(Status.CORRECT, Proof("nowhere the other way")) if against is sp.S.EmptySet else UNKNOWN
    found = head(left, right)
    if found == sp.true:
        return Verdict(Status.CORRECT, Proof("compared as numbers"))
    return wrong(f"{left} and {right} compare the other way") if found == sp.false else UNKNOWN


def judge_of_function(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged | None:
    """Judge f′ = 0, x = a and "x = a is a minimum" for the function of the problem; None where an equation is something else."""
    f, x = world.target.function, world.target.variable
    if f is None or len(sides) != 2:
        return None
    if sides[0] == Term(Variable, (x,)):
        return _place(part, sides[1], line, context, world)
    left, right = (world.expression(side, part, context) for side in sides)
    if not isinstance(left, sp.Expr) or not isinstance(right, sp.Expr) or (left - right).free_symbols != {x}:
        return None
    if right != 0 and not _is_condition(left, right, world.raw(sides[0], part, context), context):
        return None
    left = left - right
    slopes = [sp.diff(f, x, n) for n in (1, 2)]
    kept = context.having(equations=(*context.equations, (line.number, left)))
    if any(_is_multiple(left, slope) for slope in slopes):
        truth = Verdict(Status.CORRECT, Proof("a derivative set to 0"))
        return Finding(part, Role.EQUATION, truth, truth, Link(0, Relation.IMPLIED)), kept
    roots = [root for slope in slopes for root in [roots_of_slope(slope, x)] if root is not None]
    if not roots:
        return Finding(part, Role.EQUATION, UNKNOWN), kept
    fits = [[same_value(left.subs(x, r), sp.S.Zero, {}).status for r in found] for found in roots]
    if any(found and all(s is Status.CORRECT for s in found) for found in fits):
        truth = Verdict(Status.CORRECT, Proof("the same places"))
        return Finding(part, Role.EQUATION, truth, truth, Link(0, Relation.IMPLIED)), kept
    if all(s is Status.INCORRECT for found in fits for s in found) and len(roots) == len(slopes) and not part.words:
        return Finding(part, Role.EQUATION, wrong("no place where a derivative is 0 satisfies it")), kept
    return Finding(part, Role.EQUATION, UNKNOWN), kept


def _is_open(side: sp.Expr) -> bool:
    return side.has(sp.Derivative, sp.Integral, sp.Limit)


def _is_condition(left: Any, right: Any, raw: Any, context: Context) -> bool:
    """Tell whether an equation asks where two expressions are equal, as 3x² = 6x does, and does not claim that they are the same."""
    if raw != left or isinstance(left, sp.Symbol) or _is_open(left) or _is_open(right):
        return False
    is_continued = context.chain is not None and same_value(context.chain.expression, left, {}).status is Status.CORRECT
    return not is_continued and same_value(left, right, {}).status is not Status.CORRECT


def _is_multiple(expr: Any, slope: Any) -> bool:
    ratio = sp.cancel(expr / slope) if slope != 0 else sp.nan
    return bool(ratio.is_number and ratio.is_finite and ratio != 0)


def roots_of_slope(slope: Any, x: Any) -> list[Any] | None:
    """Return the real places where a polynomial derivative is 0, or None."""
    slope = sp.numer(sp.together(slope))
    if isinstance(slope, sp.Expr) and slope.has(sp.exp):  # which is never 0
        slope = sp.Mul(*(factor for factor in sp.Mul.make_args(sp.factor(slope)) if not isinstance(factor, sp.exp)))
    if not slope.is_polynomial(x) or sp.degree(slope, x) > _MANY or not slope.has(x):
        return None
    found = sp.roots(sp.Poly(slope, x))
    return [r for r in found if r.is_real] if sum(found.values()) == sp.degree(slope, x) else None


def _place(part: Part, side: Term, line: Line, context: Context, world: World) -> Judged | None:
    """Judge places of the variable: where a derivative is 0, and of the kind that is claimed."""
    f, x = world.target.function, world.target.variable
    values = [world.expression(term, part, context) for term in _with_signs(side)]
    if not all(isinstance(v, sp.Expr) and v.is_number for v in values):
        return None
    whole = " ".join(word for other in line.parts for word in other.words)
    kind = _kind_in(" ".join(part.words)) or _kind_in(whole)
    verdicts = [_of_kind(f, x, value, kind) for value in values]
    is_claimed = bool(kind) or (bool(context.equations) and "at" not in part.words and not any(o.connective == ":" for o in line.parts))
    if not is_claimed and not all(verdicts):
        return Finding(part, Role.CASE, UNKNOWN, counts=False), context  # a place at which something is said, and not where f′ is 0
    short = None if kind else _short_of_roots(values, context, world)
    if short is not None and all(verdicts):
        told = wrong(f"the derivative is 0 at {x} = {short} too")
        return Finding(part, Role.EQUATION, told, told, Link(context.equations[-1][0], Relation.IMPLIED)), context
    left_out = None if kind or part.words else _left_out(values, line, context, world)
    if left_out is not None and all(v.status is Status.CORRECT for v in verdicts):
        verdicts.append(wrong(f"{x} = {left_out} is left out: the derivative is 0 there too"))
    truth = next((v for v in verdicts if v.status is not Status.CORRECT), verdicts[0])
    is_decided = truth.status is not Status.UNDECIDED
    link = Link(0, Relation.IMPLIED) if truth.status is Status.CORRECT else None
    return Finding(part, Role.CONCLUSION if kind else Role.EQUATION, truth, truth, link, counts=is_decided or not part.words), context


def _short_of_roots(values: Sequence[Any], context: Context, world: World) -> Any:
    """Return a place where the derivative is 0 and that no line names, where places come from a wrong one; else None."""
    f, x = world.target.function, world.target.variable
    if not context.has_wrong or not context.equations or any(context.equations[-1][1].subs(x, v) != 0 for v in values):
        return None
    slope = sp.diff(f, x)
    if _is_multiple(context.equations[-1][1], slope):
        return None
    here = {n for other in world.work.lines for part in other.parts if part.term for n in places_in(part.term, x)}
    return next((r for r in sorted(roots_of_slope(slope, x) or (), key=sp.default_sort_key) if r not in here), None)


def judge_zero(part: Part, line: Line, context: Context, world: World) -> Judged | None:
    """Judge "= 0" after a derivative as the condition that it is 0; None where a statement is something else."""
    chain, x = context.chain, world.target.variable
    term = part.term
    if term is None or term.head is not sp.Eq or len(term.args) != 2 or term.args[1] != Term(Number, (sp.S.Zero,)):
        return None
    if world.target.function is None or chain is None or term.args[0].head is not Blank or not chain.expression.has(x):
        return None
    if chain.reference != world.target.asked or same_value(chain.expression, sp.S.Zero, {}):
        return None
    kept = context.having(equations=(*context.equations, (line.number, chain.expression)))
    is_true = chain.line in context.true_lines
    truth = Verdict(Status.CORRECT, Proof("a derivative set to 0")) if is_true else UNKNOWN
    return Finding(part, Role.EQUATION, truth, truth, Link(chain.line, Relation.IMPLIED), counts=is_true), kept


def judge_slope_at(part: Part, world: World) -> Finding | None:
    """Judge y′(1) = 2, where y is a letter of the work; None where a statement is something else."""
    f, x = world.target.function, world.target.variable
    found = _SLOPE_AT.fullmatch(part.text.replace("−", "-"))
    if f is None or found is None:
        return None
    order, place, value = len(found.group(1)), sp.Rational(found.group(2)), sp.Rational(found.group(3))
    truth = same_value(sp.diff(f, x, order).subs(x, place), value, {})
    return Finding(part, Role.NAMED, truth, truth, Link(0, Relation.EQUAL) if truth else None)


def judge_value_at(part: Part, line: Line, context: Context, world: World) -> Finding | None:
    """Judge the value that a line tells at a place, "at x = 1: 2" or "at x = 1, = 2", by the expression of the line before."""
    term, chain = part.term, context.chain
    place = next((other.term for other in line.parts if other is not part and "at" in other.words), None)
    if (
        term is None
        or place is None
        or chain is None
        or place.head is not sp.Eq
        or len(place.args) != 2
        or place.args[0].head is not Variable
    ):
        return None
    sides = term.args if term.head is sp.Eq else (term,)
    try:
        letter, number = (world.expression(side, part, context) for side in place.args)
        first, *others = (world.expression(side, part, context) for side in sides if side.head is not Blank)
    except (NoValue, *FAILURES):
        return None
    expected, found = (first, others[-1]) if others else (chain.expression, first)
    if not all(isinstance(e, sp.Expr) for e in (number, found, expected)) or found.free_symbols or letter not in expected.free_symbols:
        return None
    truth = same_value(expected.subs(letter, number), found, {})
    return Finding(part, Role.NAMED, truth, truth, Link(chain.line, Relation.EQUAL) if truth else None)


_RATIONAL = r"(-?\d+(?:/\d+|\.\d+)?)"
_SLOPE_AT = re.compile(rf"\s*y(['′’]+)\s*\(\s*{_RATIONAL}\s*\)\s*=\s*{_RATIONAL}\s*")


def _kind_in(said: str) -> str:
    """Return the kind that words say of a place; "none" where they deny an extremum, "no minimum" where they deny a kind."""
    denied = _DENIED.search(said)
    if denied is not None:
        return "none" if denied.group(1).startswith("extrem") or "neither" in said else f"no {denied.group(1)}"
    return next((k for k in _KINDS if k in said or (k.endswith("um") and k[:3] in said.split())), "")


_DENIED = re.compile(r"\b(?:no|not|neither|isn't)\b.*?\b(extremum|extreme|minimum|maximum|inflection|saddle)")


def _left_out(values: Sequence[Any], line: Line, context: Context, world: World) -> Any:
    """Return a place where the derivative is 0 too and that the whole work never names, or None.

    Only where nothing is said in words and the problem restricts nothing: a place may be left out for a reason.
    """
    target, work = world.target, world.work
    x = target.variable
    restricts = work.problem is None or target.conditions or _RESTRICTS.search(work.problem.text)
    slope = sp.diff(target.function, x)
    roots = roots_of_slope(slope, x)
    if (
        restricts
        or len(line.parts) > 1
        or not roots
        or not any(_is_multiple(e, slope) or _has_roots(e, x, roots) for _, e in context.equations)
    ):
        return None
    named = {n for other in work.lines if other.number != line.number for part in other.parts if part.term for n in places_in(part.term, x)}
    return next((r for r in sorted(roots, key=sp.default_sort_key) if r not in values and r not in named), None)


_RESTRICTS = re.compile(
    r"[\[<>≤≥∈]|\\(?:in|leq?|geq?|lt|gt)(?![A-Za-z])|interval|positive|domain|where|\bon\b|volume|area|length|price|time"
)


def _has_roots(expr: Any, x: Any, roots: Sequence[Any]) -> bool:
    return expr.free_symbols == {x} and all(same_value(expr.subs(x, r), sp.S.Zero, {}).status is Status.CORRECT for r in roots)


def places_in(term: Term, x: Any) -> Iterator[Any]:
    """Yield the numbers that a statement puts in for the variable: those of x = a, of f(a) and of (a, b)."""
    for inner in subterms(term):
        _, sides = members(inner)
        is_place = len(sides) == 2 and sides[0] == Term(Variable, (x,))
        is_call = inner.head in {At, sp.Tuple} or isinstance(inner.head, UndefinedFunction)
        for side in sides[1:] if is_place else inner.args if is_call else ():
            try:
                yield from (expression_of(signed) for signed in _with_signs(side))
            except (NoValue, *FAILURES):
                continue


def _with_signs(term: Term) -> list[Term]:
    """Return a term with ± as the two that it stands for."""
    if not any(inner.head is PlusMinus for inner in subterms(term)):
        return [term]
    return [with_sign(term, sign) for sign in (1, -1)]


def _of_kind(f: Any, x: Any, place: Any, kind: str) -> Verdict:
    """Return whether a place is one where a derivative is 0, and of the kind that is claimed, by the derivatives there."""
    values = [sp.diff(f, x, n).subs(x, place) for n in range(1, 4)]
    zero = [same_value(v, sp.S.Zero, {}).status for v in values if v.is_number and v.is_finite]
    if len(zero) < len(values):
        return UNKNOWN
    stationary = zero[0] is Status.CORRECT
    if kind in {"", "saddle"}:
        if Status.CORRECT in zero[:2]:
            return Verdict(Status.CORRECT, Proof("a derivative is 0 there"))
        return wrong(f"the derivative at {x} = {place} is {values[0]}, not 0") if zero[0] is Status.INCORRECT and not kind else UNKNOWN
    if kind in {"no inflection", "no saddle"}:
        return UNKNOWN
    if kind == "inflection":
        if zero[1] is Status.INCORRECT:
            return wrong(f"the second derivative at {x} = {place} is {values[1]}, not 0")
        return TRUE if zero[1] is Status.CORRECT and zero[2] is Status.INCORRECT else UNKNOWN
    if zero[0] is Status.INCORRECT:
        return UNKNOWN  # it may be an end of a domain
    found = kind_at(f, x, place) if stationary else None
    if found is None:
        return UNKNOWN
    is_right = found == "neither" if kind == "none" else found != kind.removeprefix("no ") if kind.startswith("no ") else found == kind
    if is_right:
        return Verdict(Status.CORRECT, Proof("by the derivatives there"))
    if zero[1] is Status.INCORRECT:
        return wrong(f"the second derivative at {x} = {place} is {values[1]}: that is a {found}")
    return wrong(f"f'(x) {_CHANGES[found]} at {x} = {place}: that is {'no extremum' if found == 'neither' else f'a {found}'}")


_CHANGES = {"minimum": "turns from minus to plus", "maximum": "turns from plus to minus", "neither": "keeps its sign"}
_ORDERS = range(2, 9)


def kind_at(f: Any, x: Any, place: Any) -> str | None:
    """Return "minimum", "maximum" or "neither" for a place where the derivative is 0, by the first other one that is not; else None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> kind_at(x**4, x, 0), kind_at(x**3, x, 0), kind_at(1 - x**2, x, 0)
    ('minimum', 'neither', 'maximum')
    """
    for order in _ORDERS:
        value = sp.diff(f, x, order).subs(x, place)
        if not (value.is_number and value.is_finite):
            return None
        status = same_value(value, sp.S.Zero, {}).status
        if status is Status.UNDECIDED:
            return None
        if status is Status.INCORRECT:
            return "neither" if order % 2 else "minimum" if value > 0 else "maximum"
    return None
