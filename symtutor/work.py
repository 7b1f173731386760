"""Hand work: the learner's lines, what each of them is about, and what was found about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import sympy as sp

from symtutor.term import Term
from symtutor.verdict import Agreement, Status, Verdict

__all__ = [
    "Chain",
    "Context",
    "Definition",
    "Diagnosis",
    "Finding",
    "Line",
    "LineStatus",
    "Link",
    "MarkedLine",
    "Part",
    "Relation",
    "Role",
    "Work",
]


class Role(StrEnum):
    """What a part of a line is about."""

    VALUE = "an expression for what is asked"
    CONTINUED = "the chain of equal signs goes on"
    NAMED = "a quantity with a name"
    EQUATION = "an equation that follows from others"
    DEFINITION = "a definition"
    ANSATZ = "an identity with letters to be found"
    COEFFICIENTS = "the letters of an identity"
    SIDE = "an equation that holds by itself"
    CASE = "a case"
    REMARK = "a remark beside the work"
    CONCLUSION = "a conclusion"
    ANSWER = "the answer"
    FORM = "the form of a limit"
    TASK = "what is to be done"
    WORDS = "words"


class Relation(StrEnum):
    """By what a line follows from an earlier one."""

    EQUAL = "equal"
    LIMIT = "equal in the limit"
    VALUE = "equal as numbers"
    IMPLIED = "implied"
    EQUIVALENT = "equivalent"
    PUT_IN = "put in"
    DIFFERENTIATED = "differentiated"
    GIVEN = "given"


class LineStatus(StrEnum):
    """What is to be said about a line."""

    UNREADABLE = "unreadable"
    SAME = "same"
    EXPECTED = "expected"
    DETOUR = "detour"
    GAP = "gap"
    MISTAKE = "mistake"
    WRONG = "wrong"
    FOLLOWS = "follows from a wrong line"
    REMARK = "remark"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Part:
    """One statement of a line.

    Parameters
    ----------
    text : str
        As it was typed.
    span : tuple of int
        Where it stands in the line.
    term : Term, optional
        As it was read; None for words, and where it could not be read.
    words : tuple of str
        The words around the formula.
    connective : str
        What leads to it from the part before: "", ",", "⇒", ":", "or".
    error : str
        Why it could not be read.
    """

    text: str
    span: tuple[int, int] = (0, 0)
    term: Term | None = None
    words: tuple[str, ...] = ()
    connective: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of work: its number from 1, the text, the parts, and how the text was read."""

    number: int
    text: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A derivation as it was handed in, with the problem where one was posed."""

    problem: Line | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """From where a line follows: the number of a line (0 for the problem), by what, with which side lines, under which conditions."""

    to: int
    by: Relation
    with_: tuple[int, ...] = ()
    under: Any = sp.true


@dataclass(frozen=True, slots=True)
class Definition:
    """A letter and what stands for it from a line on."""

    letter: sp.Symbol
    expression: Any
    line: int


@dataclass(frozen=True, slots=True)
class Chain:
    """The last expression of a running chain of equal signs.

    Parameters
    ----------
    line : int
        Where it stands; 0 for the problem.
    expression : Expr
        The expression.
    sense : Any
        In which sense the chain says "the same".
    reference : Expr
        What the chain began with; its members are true when they are the same as this.
    term : Term, optional
        The expression as it was written.
    """

    line: int
    expression: Any
    sense: Any
    reference: Any
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known between two lines; never changed, each line makes the next one.

    Parameters
    ----------
    chain : Chain, optional
        The last member of the running chain.
    values : tuple of Chain
        Earlier values for what is asked.
    definitions : mapping of Symbol to Definition
        Letters with a meaning.
    names : mapping of str to tuple
        Names of quantities with their values and lines.
    equations : tuple of (int, Expr)
        What is 0 by earlier lines.
    unknowns : mapping of Symbol to Expr
        Letters of an identity with what they have to be; None while they are open.
    differentials : tuple of (int, Expr, Expr)
        Equations between differentials whose letters have no meaning yet, as dv = cos x dx.
    approach : tuple, optional
        Variable, point and side of the last limit.
    sides : tuple of (int, Expr, Expr)
        Equations that hold by themselves, left and right, which later lines may put in.
    true_lines : frozenset of int
        Lines whose last value is true.
    has_wrong : bool
        Whether an earlier statement is wrong.
    is_unread : bool
        Whether the last line poses something that was not read, so that nothing is known of what continues it.
    slope : tuple of (int, Expr), optional
        The slope that a line gave for a point of the curve.
    solutions : tuple of (int, Set), optional
        What satisfies the last line, where an equation is solved.
    arrays : optional
        What is known in work with vectors and matrices.
    """

    chain: Chain | None = None
    values: tuple[Chain, ...] = ()
    definitions: Mapping[Any, Definition] = field(default_factory=dict)
    names: Mapping[str, tuple[int, Any]] = field(default_factory=dict)
    equations: tuple[tuple[int, Any], ...] = ()
    unknowns: Mapping[Any, Any] = field(default_factory=dict)
    differentials: tuple[tuple[int, Any, Any], ...] = ()
    approach: tuple[Any, ...] | None = None
    sides: tuple[tuple[int, Any, Any], ...] = ()
    true_lines: frozenset[int] = frozenset()
    has_wrong: bool = False
    is_unread: bool = False
    slope: tuple[int, Any] | None = None
    solutions: tuple[int, Any] | None = None
    arrays: Any = None

    def having(self, **changes: Any) -> Context:
        """Return the context with some of its fields changed."""
        return replace(self, **changes)


NOT_ASKED = Verdict(Status.UNDECIDED, Agreement(0, 0, "nothing to compare with"))


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one part of a line.

    Parameters
    ----------
    part : Part
        The statement.
    role : Role
        What it is about.
    true : Verdict
        Whether it is true for the problem, or for what it refers to.
    follows : Verdict
        Whether it follows from an earlier line.
    link : Link, optional
        From which, and by what.
    remark : str
        What is missing in a line that is right.
    counts : bool
        Whether the verdict counts; words and forms are not judged.
    wrong_step : tuple of Term and Chain, optional
        The first wrong member of a chain of equal signs, and what it continues.
    """

    part: Part
    role: Role
    true: Verdict = NOT_ASKED
    follows: Verdict = NOT_ASKED
    link: Link | None = None
    remark: str = ""
    counts: bool = True
    wrong_step: tuple[Term, Chain] | None = None


def _truth(verdicts: tuple[Verdict, ...]) -> bool | None:
    """Return the truth of several statements together."""
    if any(v.status is Status.INCORRECT for v in verdicts):
        return False
    return True if verdicts and all(v.status is Status.CORRECT for v in verdicts) else None


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line with its marks.

    Parameters
    ----------
    text : str
        As it was typed.
    status : LineStatus
        What is to be said about it.
    findings : tuple of Finding
        One a statement.
    mistake : str, optional
        Id of the mistake, where it has a name.
    explanation : str
        What is said in the margin.
    expected : Any
        What the line should have been, where it is known.
    """

    text: str
    status: LineStatus
    findings: tuple[Finding, ...] = ()
    mistake: str | None = None
    explanation: str = ""
    expected: Any = None

    @property
    def true(self) -> bool | None:
        """Whether the line is true for the problem; None where it is not decided or nothing is claimed."""
        return _truth(tuple(f.true for f in self.findings if f.counts))

    @property
    def follows(self) -> bool | None:
        """Whether the line follows from lines before it."""
        counted = tuple(f for f in self.findings if f.counts)
        if counted and all(f.link is not None for f in counted):
            return True
        return _truth(tuple(f.follows for f in counted))

    @property
    def evidence(self) -> Any:
        """What the verdict rests on: that of the first wrong statement, else of the last one."""
        counted = [f for f in self.findings if f.counts]
        wrong = next((f for f in counted if f.true.status is Status.INCORRECT), None)
        chosen = wrong or (counted[-1] if counted else None)
        return None if chosen is None else chosen.true.evidence


@dataclass(frozen=True, slots=True, repr=False)
class Diagnosis:
    """What was found about hand work.

    Parameters
    ----------
    status : Status
        "correct" when every line is, "incorrect" with a first wrong line, else "undecided".
    lines : tuple of MarkedLine
        One a line.
    first_wrong : int, optional
        The first line, from 1, that is not true, or without a problem does not follow.
    mistake : str, optional
        Id of the mistake made there, where it has a name.
    rivals : tuple of str
        Other mistakes that would explain the line as well.
    follows : bool, optional
        Whether the rest follows from the wrong line.
    where : str, optional
        The faulty array, entry or place.
    explanation : str
        What is said to the learner.
    """

    status: Status
    lines: tuple[MarkedLine, ...] = ()
    first_wrong: int | None = None
    mistake: str | None = None
    rivals: tuple[str, ...] = ()
    follows: bool | None = None
    where: str | None = None
    explanation: str = ""

    def __str__(self) -> str:
        return self.explanation or str(self.status)

    def __repr__(self) -> str:
        return f"<{self.status}{f', {self.mistake}' if self.mistake else ''}: {self}>"

    def __bool__(self) -> bool:
        return self.status is Status.CORRECT
