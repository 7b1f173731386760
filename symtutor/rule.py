"""Rules: equations with words; and mistakes: wrong right sides of the same equations."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

import sympy as sp

from symtutor.goals.core import Goal
from symtutor.term import Head, Term, quote

__all__ = [
    "BY_THE_RULE",
    "Bindings",
    "Mistake",
    "OnTheWay",
    "Procedure",
    "Relation",
    "Remark",
    "Rule",
    "Said",
    "Slip",
    "applied",
    "quoted",
    "unquoted",
]

Bindings = Mapping[str, Any]


class Relation(Enum):
    """How a line follows from the one before it."""

    EQUAL = "="
    IMPLIES = "⇒"
    IFF = "⇔"
    AT_MOST = "≤"
    CASE = "case"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong right side that people write for a rule.

    Parameters
    ----------
    id : str
        Unique within the rule; the full id is ``rule.id/id``.
    right : callable
        The wrong right side over those of the rule's bindings that it names.
    words : str
        What went wrong and what is right, in one or two sentences.
    """

    id: str
    right: Callable[..., Term]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A mistake that no single rule makes: in an answer as a whole, or in rewriting one node of a line.

    Parameters
    ----------
    id : str
        Its full id, such as ``matrix.answer/sign``.
    words : str
        What went wrong and what is right; the letters that `finds` gives stand in braces.
    goals : tuple of type of Goal
        The kinds of goal whose answers it spoils.
    finds : callable, optional
        From the goal, its right value, the answer and a test for sameness: what the letters of the words
        stand for where the answer has this slip, else None.
    wrong : callable, optional
        Yields what people write for a node of a line; nothing where the slip cannot be made.
    example : str
        A line on which it shows.
    """

    id: str
    words: str
    goals: tuple[type[Goal], ...] = ()
    finds: Callable[[Any, Any, Any, Callable[[Any, Any], bool]], Mapping[str, Any] | None] | None = None
    wrong: Callable[[Term], Iterator[Term]] | None = None
    example: str = ""


BY_THE_RULE = "{}"


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """What stands between the left and the right side of a rule: terms, and why each following one is equal.

    Parameters
    ----------
    terms : tuple of Term
        In order; the first follows from the left side by the rule itself.
    reasons : tuple of str
        Why the second term follows from the first, and so on; the last one leads to the right side.  An empty one says nothing,
        `BY_THE_RULE` names the rule with its letters.
    first : str
        Why the first term follows from the left side, where the rule's name does not say it.
    """

    terms: tuple[Term, ...] = ()
    reasons: tuple[str, ...] = ()
    first: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Why a line follows, in words: that a goal came back, that numbers were put in.  A rule is one with an equation.

    Parameters
    ----------
    id, name, words, why, relation, cost, minor, goes_without_saying, is_black_box, takes_logarithm, shows, on_the_way, mistakes
        See `Rule`; a remark has no mistakes and costs nothing.
    """

    id: str
    name: str
    words: str
    why: str = ""
    relation: Relation = Relation.EQUAL
    cost: int = 0
    minor: bool = False
    goes_without_saying: bool = False
    is_black_box: bool = False
    takes_logarithm: bool = False
    shows: Callable[[Bindings, tuple[Any, ...]], Mapping[str, Any]] | None = None
    on_the_way: Callable[[Bindings], OnTheWay] | None = None
    mistakes: tuple[Mistake, ...] = ()

    def statement(self) -> tuple[Term, Term] | None:
        """Return nothing: only its words state it."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Remark):
    """One entry of the book: an equation between a goal and what it leads to.

    Everything follows from ``left`` and ``right``: the premises are the goals
    in ``right``, the value is ``right`` with their values put back, the general
    statement is ``left = right`` over opaque functions.

    Parameters
    ----------
    id : str
        Such as ``diff.product``.
    name : str
        The name students know.
    goal : type of Goal
        The kind of goal it answers.
    when : callable
        ``when(goal, context)`` yields bindings, lazily; several may apply.
    left, right : callable
        Terms over the bindings: the equation.
    words : str
        One sentence for the reader; ``{f}`` is the binding f, as mathematics.
    why : str
        One sentence, filled in as words are: what kind of problem this is, and so why this rule; without what it gives.
        It stands at the top of a solution that begins with the rule, and is the first hint.
    heads : tuple of type
        Classes of the goal's first argument that the rule can answer; empty means any.
    relation : Relation
        How right follows from left.
    holds : callable, optional
        ``holds(**bindings)`` returns the conditions under which the equation is true.
    cost : int
        For the search: how much a textbook shuns the rule.
    commit : bool
        No other rule is tried for a goal to which this one applies.
    is_black_box : bool
        It finds an answer and does not explain it; what it found is verified by steps.
    takes_logarithm : bool
        It is told by way of ln y, where y is the function to be differentiated.
    by_name : type, optional
        The function that has to be written by its name in a text: one who types 1/(1 + e^(−x)) out expects other rules.
    minor : bool
        Merged into the next line unless details are asked for.
    goes_without_saying : bool
        Not named where the lines of a part are joined into one.
    shows : callable, optional
        ``shows(bindings, values)`` returns the letters of the statement with what they stand for on this
        line, such as ``{"f": x**2, "g": sin(x)}``; `values` are those of the premises.
    on_the_way : callable, optional
        ``on_the_way(bindings)`` returns what a textbook writes between left and right, which is equal to both.
    mistakes : tuple of Mistake
        What people write instead.
    source : str
        Where the rule is stated.
    samples : mapping or None
        What stands for letters in the general statement where f(x) or a plain letter would not do;
        None for a rule that only its words can state.
    """

    goal: type[Goal]
    when: Callable[[Any, Any], Iterable[Bindings]]
    left: Callable[..., Term]
    right: Callable[..., Term]
    heads: tuple[Any, ...] = ()
    holds: Callable[..., tuple[Any, ...]] | None = None
    cost: int = 1
    commit: bool = False
    by_name: type[Head] | None = None
    source: str = ""
    samples: Mapping[str, Any] | None = field(default_factory=dict, hash=False)
    parameters: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", tuple(inspect.signature(self.left).parameters))

    def statement(self) -> tuple[Term, Term] | None:
        """Return left and right over opaque functions, as a textbook states the rule; None where only words can."""
        if self.samples is None:
            return None
        known = {**self.stand_ins(), **self.samples}
        if any(len(name) > 1 and name not in known for name in self.parameters):
            return None  # a parameter such as `collected` is no letter of a textbook
        bindings = quoted({name: known.get(name, sp.Symbol(name)) for name in self.parameters})
        return self.left(**bindings), applied(self.right, bindings)

    def stand_ins(self) -> Mapping[str, Any]:
        """Return what stands for parameters in a general statement, by name; other single letters stand for themselves."""
        return _OPAQUE


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a procedure: what it states, and what is said beside it.

    Parameters
    ----------
    term : Term
        The formula.
    note : tuple of str and Term
        Why, or what follows, in words and formulas.
    relation : Relation, optional
        How it follows from the line before.
    aside : bool
        Whether the conclusion stands without it, so that the shortest level of detail leaves it out.
    """

    term: Term
    note: tuple[Any, ...] = ()
    relation: Relation | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Rule):
    """A rule whose premises are worked out one after another, before lines of its own draw the conclusion.

    Parameters
    ----------
    told : callable
        ``told(bindings, values, value)`` returns the lines of the conclusion, given the values of the premises and its own.
    """

    told: Callable[[Bindings, tuple[Any, ...], Any], Iterable[Said]]


def applied(side: Callable[..., Any], bindings: Bindings) -> Any:
    """Return what a side of a rule, or of a mistake, is over bindings: it takes those of them that it names."""
    return side(**{name: bindings[name] for name in _names(side)})


@cache
def _names(side: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(inspect.signature(side).parameters)


def quoted(bindings: Bindings) -> dict[str, Any]:
    """Return bindings whose values are Terms, so that a right side is built and not evaluated."""
    return {name: tuple(map(quote, bound)) if isinstance(bound, tuple) else quote(bound) for name, bound in bindings.items()}


def unquoted(held: Term) -> Any:
    """Return the value that a quoted binding holds, or the value itself."""
    return held.args[0] if isinstance(held, Term) else held


_X, _U, _H = sp.symbols("x u h")
_F, _G = sp.Function("f"), sp.Function("g")
_OPAQUE: dict[str, Any] = {
    "x": _X,
    "u": _U,
    "step": _H,
    "direction": sp.Symbol("+-"),
    "f": _F(_X),
    "g": _G(_X),
    "outer": _F(_U),
    "inner": _G(_X),
    "terms": (_F(_X), _G(_X)),
    "factors": (_F(_X), _G(_X)),
}
