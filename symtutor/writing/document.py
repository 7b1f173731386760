"""The one place that turns a derivation and its check into headings, sentences and formulas.

Formats only format what stands here; the sentences come from the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from symtutor.deriving.layout import Block, Line, Reason
from symtutor.goals import core as goals
from symtutor.goals import curves as curve_goals
from symtutor.goals import matrices as matrix_goals
from symtutor.goals import optimization as optimization_goals
from symtutor.goals import vectors as vector_goals
from symtutor.problem import Problem
from symtutor.rule import Relation, Rule
from symtutor.term import Term, apply_head, as_term, quote
from symtutor.verdict import Report, Verdict

__all__ = [
    "Chain",
    "Document",
    "Heading",
    "Paragraph",
    "Piece",
    "Row",
    "filled",
    "note_sentence",
    "question",
    "verdict_document",
    "worked_solution",
]

Piece = str | Term


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level, 1 for the title of a whole document."""

    pieces: tuple[Piece, ...]
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text and formulas."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a chain: number, relation, formula, and why."""

    number: int
    relation: str
    term: Term
    note: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """Rows aligned at their relations."""

    rows: tuple[Row, ...]


Part = Heading | Paragraph | Chain


@dataclass(frozen=True, slots=True)
class Document:
    """A title and its parts, in reading order."""

    title: tuple[Piece, ...]
    parts: tuple[Part, ...]


def filled(template: str, bindings: Mapping[str, Any]) -> tuple[Piece, ...]:
    """Return a template's text with ``{name}`` replaced by the mathematics bound to it.

    Examples
    --------
    >>> filled("put {a} for x", {"a": sp.Integer(2)})[0]
    'put '
    """
    pieces: list[Piece] = []
    for i, part in enumerate(re.split(r"\{(\w+)\}", template)):
        if i % 2:
            bound = bindings[part]
            pieces.append(bound if isinstance(bound, Term | str) else as_term(sp.Tuple(*bound) if isinstance(bound, tuple) else bound))
        elif part:
            pieces.append(part)
    return tuple(pieces)


_QUESTIONS: dict[type[goals.Goal], str] = {
    goals.Derivative: "Differentiate {expr} with respect to {variable}",
    goals.HigherDerivative: "Find the {ordinal} derivative of {expr} with respect to {variable}",
    goals.DerivativeFromDefinition: "Differentiate {expr} with respect to {variable}, from the definition",
    goals.Evaluated: "Find {asked} at {variables} = {values}",
    goals.Limit: "Find the limit of {expr} as {variable} tends to {to}{side}",
    goals.Integral: "Integrate {expr} with respect to {variable}",
    goals.DerivativeFromDefinitionAt: "Differentiate {expr} at {variable} = {point}, from the definition",
    goals.TaylorPolynomial: "Find the Taylor polynomial of {expr} of degree {degree} about {variable} = {about}",
    goals.TaylorRemainder: "Bound the remainder of the Taylor polynomial of {expr} of degree {degree} about {variable} = {about}, "
    "for {variable} from {low} to {high}",
    goals.RiemannSum: "Find the Riemann sum of {expr} from {variable} = {low} to {high} with {count} cells",
    goals.DefiniteIntegral: "Integrate {expr} from {variable} = {low} to {high}",
    vector_goals.Partial: "Differentiate {expr} with respect to {variable}, with {held} held constant",
    vector_goals.Gradient: "Find the gradient of {expr} with respect to {variables}",
    vector_goals.Jacobian: "Find the Jacobian of {components} with respect to {variables}",
    vector_goals.Hessian: "Find the Hessian of {expr} with respect to {variables}",
    vector_goals.Determinant: "Find the determinant of {matrix}",
    vector_goals.DirectionalDerivative: "Find the derivative of {expr} in the direction of {direction}",
    vector_goals.DirectionalDerivativeAt: "Find the derivative of {expr} at {variables} = {point} in the direction of {direction}",
    vector_goals.Divergence: "Find the divergence of {components}",
    vector_goals.Curl: "Find the curl of {components}",
    vector_goals.Potential: "Find a potential of {components}",
    vector_goals.ChainDerivative: "Differentiate {expr} with respect to {variable}, where {letters} = {places}",
    vector_goals.TangentPlane: "Find the tangent plane of {letter} = {expr} at {variables} = {point}",
    vector_goals.TangentToLevel: "Find the tangent plane of {expr} = 0 at {variables} = {point}",
    vector_goals.Approximation: "Find the approximation of order {order} of {expr} about {variables} = {point}",
    vector_goals.TotalDifferential: "Find the total differential of {expr}",
    matrix_goals.MatrixDerivative: "Differentiate {expr} with respect to {matrix}",
    matrix_goals.DifferentialOf: "Find the differential of {expr} for a change of {matrix}",
    optimization_goals.Solve: "Solve {left} = {right} for {variable}",
    optimization_goals.ExtremaOf: "Find the extrema of {expr} on the domain {domain}",
    curve_goals.LogarithmicDerivative: "Differentiate {expr} with respect to {variable}, by taking logarithms",
    curve_goals.Slope: "Find d{dependent}/d{variable} where {left} = {right}",
    curve_goals.SecondSlope: "Find d²{dependent}/d{variable}² where {left} = {right}",
    curve_goals.CurveSlope: "Find d{dependent}/d{variable} where {left} = {right}, at {variable} = {point}, {dependent} = {height}",
    curve_goals.ParametricSlope: "Find the {ordinal} derivative of y with respect to x where x = {x} and y = {y}",
    curve_goals.InverseSlope: "Find the derivative of the inverse of {expr} at the value {value}",
    curve_goals.Differential: "Find the differential of {expr}",
    curve_goals.Tangent: "Find the tangent line of {letter} = {expr} at {variable} = {point}",
    curve_goals.Normal: "Find the normal line of {letter} = {expr} at {variable} = {point}",
    curve_goals.CurveTangent: "Find the tangent line of {left} = {right} at {variable} = {point}, {dependent} = {height}",
    curve_goals.CurveNormal: "Find the normal line of {left} = {right} at {variable} = {point}, {dependent} = {height}",
}


_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def _ordinal(number: Any) -> str:
    """Return third for 3 and 21st for 21."""
    if number.is_Integer and 0 < number < len(_ORDINALS):
        return _ORDINALS[int(number)]
    digits = str(number)
    ending = "th" if digits[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1], "th")
    return digits + ending


def question(problem: Problem) -> tuple[Piece, ...]:
    """Return what a problem asks, as a sentence without its full stop."""
    goal = problem.goal
    if not isinstance(goal, goals.Goal):
        return ("Find ", goal)
    if isinstance(goal, curve_goals.Inserted):
        return (*question(replace(problem, goal=_asked(goal))), *_given(problem.given))
    if isinstance(goal, vector_goals.Partial) and isinstance(goal.args[0], goals.Goal):
        return ("Find ", goal.shown())
    bound: dict[str, Any] = dict(zip(goal.fields, goal.args, strict=True))
    if isinstance(goal, goals.Evaluated):
        bound["asked"] = as_term(bound["expr"])
        bound.update({k: bound[k][0] for k in ("variables", "values") if len(bound[k]) == 1})
    if isinstance(goal, goals.HigherDerivative | curve_goals.ParametricSlope):
        bound["ordinal"] = _ordinal(bound["order"])
    if isinstance(goal, goals.Limit):
        bound["side"] = "" if bound["to"] in (sp.oo, -sp.oo) else _SIDES.get(str(bound["direction"]), "")
    bound.update({k: bound[k][0] for k in ("held", "variables") if k in bound and isinstance(bound[k], sp.Tuple) and len(bound[k]) == 1})
    template = _QUESTIONS.get(type(goal))
    return filled(template, bound) if template else ("Find ", goal.shown())


def _asked(goal: Term) -> Term:
    """Return the goal into which given values are put."""
    while isinstance(goal, curve_goals.Inserted):
        (goal, *_given_values) = goal.args
    return goal


def _given(values: Mapping[Any, Any]) -> tuple[Piece, ...]:
    """Return the values that are given, as equations."""
    pieces: list[Piece] = []
    for known, value in values.items():
        pieces.extend([", given " if not pieces else ", ", apply_head(sp.Eq, known, value)])
    return tuple(pieces)


_SIDES = {"+": " from the right", "-": " from the left"}


def worked_solution(
    problem: Problem,
    blocks: tuple[Block, ...],
    report: Report | None,
    *,
    detail: str = "normal",
    notes: Iterable[str] = (),
    stuck: tuple[Any, ...] = (),
) -> Document:
    """Return the document of a worked solution.

    Parameters
    ----------
    problem : Problem
        What was asked.
    blocks : tuple of Block
        From layout.
    report : Report, optional
        What independent code found.
    detail : str
        "full" adds the rules that were used, as statements and sentences.
    notes : iterable of str
        How the text was read where it could be read in two ways.
    stuck : tuple of Goal
        Goals that no rule reached.
    """
    parts: list[Part] = [Paragraph((note_sentence(note),)) for note in notes]
    number = 0
    for block in blocks:
        rows = []
        for line in block.lines:
            number += 1
            rows.append(Row(number, "" if line.relation is None else str(line.relation), line.term, _note(line)))
        parts.append(Chain(tuple(rows)))
    if detail == "full":
        parts.extend(_rules_used(blocks))
    if stuck:
        parts.append(Paragraph(_stuck_at(stuck)))
    elif report is not None:
        parts.append(Paragraph((f"Checked: {report}.",)))
    return Document(question(problem), tuple(parts))


def _stuck_at(goals_left: tuple[Any, ...]) -> tuple[Piece, ...]:
    """Return the sentence that says what no rule reached; the first few goals are enough to see why."""
    pieces: list[Piece] = ["No rule of the book applies. The search got stuck at "]
    for i, goal in enumerate(goals_left[:3]):
        pieces.extend([", " if i else "", goal.shown()])
    return (*pieces, ".")


def _note(line: Line) -> tuple[Piece, ...]:
    """Return why a line follows: the rules with their letters, new letters, conditions."""
    pieces: list[Piece] = list(line.said)
    told: set[str] = set()
    for reason in line.reasons:
        if pieces:
            pieces.append("; ")
        pieces.extend(_because(reason))
        told |= set(reason.letters)
    for letter, meaning in line.lets:
        if str(letter) not in told:
            pieces.extend(["; let " if pieces else "let ", apply_head(sp.Eq, letter, meaning)])
    for condition in line.conditions:
        pieces.extend([", for " if pieces else "for ", quote(condition)])
    return tuple(pieces)


def _because(reason: Reason) -> list[Piece]:
    pieces: list[Piece] = [reason.rule.name]
    for i, (letter, meaning) in enumerate(reason.letters.items()):
        pieces.append(", " if i else ": ")
        pieces.extend(letter_meaning(letter, meaning))
    return pieces


def letter_meaning(letter: str, meaning: Any) -> list[Piece]:
    """Return what a letter of a rule stands for, as an equation; a phrase such as "{} held constant" is filled in."""
    if "{}" in letter:
        before, _, after = letter.partition("{}")
        return [piece for piece in (before, as_term(meaning), after) if piece]
    if len(letter) > 1:
        return [f"{letter} = ", as_term(meaning)]
    return [apply_head(sp.Eq, sp.Symbol(letter), meaning)]


def _rules_used(blocks: tuple[Block, ...]) -> list[Part]:
    """Return a list of the rules in order of first use, each with its statement and its sentence."""
    first: dict[str, Reason] = {}
    for block in blocks:
        for line in block.lines:
            for reason in line.reasons:
                first.setdefault(reason.rule.id, reason)
    if not first:
        return []
    return [Heading(("The rules that were used",)), *(Paragraph(_rule(r.rule, r.bindings)) for r in first.values())]


def _rule(rule: Rule, bindings: Mapping[str, Any]) -> tuple[Piece, ...]:
    name = rule.name[0].upper() + rule.name[1:]
    sides = rule.statement()
    if sides is None:
        return (f"{name}: ", *filled(rule.words, bindings))
    statement = Term(sp.Eq, sides) if rule.relation is Relation.EQUAL else sides[0]
    return (f"{name}: ", statement, ". ", *filled(rule.words, bindings))


def note_sentence(note: str) -> str:
    """Return a note as a sentence.

    Examples
    --------
    >>> note_sentence("1/2x is read as (1/2)·x")
    'Note: 1/2x is read as (1/2)·x.'
    """
    return f"Note: {note}" + "." * (not note.endswith("…"))


def verdict_document(asked: tuple[Piece, ...], answer: Any, verdict: Verdict, notes: Sequence[str] = ()) -> Document:
    """Return the document of a verdict: the question, the answer given, how they were read, what was found, and on what it rests."""
    parts = [
        ("Your answer: ", as_term(answer)),
        *((note_sentence(note),) for note in notes),
        (Verdict.__str__(verdict),),
        (f"Evidence: {verdict.evidence}.",),
    ]
    if verdict.mistake is not None:
        parts.append((f"The mistake's name in the book: {verdict.mistake}.",))
    return Document(asked, tuple(Paragraph(part) for part in parts))
