"""The core of reading: one operator-precedence parser without recursion.

A grammar function returns a Term, or is a generator that yields the parts it
needs and gets their Terms sent back; `drive` keeps the generators on a list.  Nested brackets therefore
cost no Python stack, and the limit of depth is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from types import GeneratorType
from typing import Any, NamedTuple

from symtutor.errors import ReadError
from symtutor.reading.size_limits import Limits
from symtutor.reading.text.words import Vocabulary
from symtutor.reading.tokens import Note, Token
from symtutor.term import Term

__all__ = [
    "ADDITIVE",
    "AND",
    "ATOM",
    "CLOSERS",
    "COLON",
    "LINE",
    "LIST",
    "MULTIPLICATIVE",
    "OR",
    "PLACE",
    "POSTFIX",
    "POWER",
    "PREFIX_MINUS",
    "RELATION",
    "Infix",
    "Integrand",
    "Parse",
    "Parser",
    "Read",
    "drive",
]

Parse = Generator[Any, Any, Any]
Read = Parse | Term

LIST, LINE, OR, AND, RELATION, PLACE, ADDITIVE, COLON = 0, 2, 4, 6, 10, 15, 20, 22
PREFIX_MINUS, MULTIPLICATIVE, POWER, ATOM, POSTFIX = 25, 30, 50, 59, 60

CLOSERS = {"(": ")", "[": "]", "{": "}", "|": "|", "|(": "|)", "⌊": "⌋", "⌈": "⌉", "‖": "‖|", "⟨": "⟩"}
_BRACKETS = {opener: closer for opener, closer in CLOSERS.items() if opener != closer}
_FOOTED = frozenset({")", "]", "|)"})  # brackets that carry limits, a place or indices
_LONGEST_SNIPPET = 20
_SHOWN = {"{": "{", "|(": "|", "|)": "|", "end": "the end", "\\\\": "a line break"}


class Infix(NamedTuple):
    """What a token does after a complete expression: how tightly it binds, and how."""

    power: int
    read: Callable[[Parser, Term], Read]


@dataclass
class Integrand:
    """An integral being read: the number of brackets around it, and its variable once it was met."""

    depth: int
    variable: Term | None = None


@dataclass
class Parser:
    """A place in a list of tokens, with what surrounds it.

    Parameters
    ----------
    text : str
        The text that was read, for messages.
    tokens : list of Token
        The last one is of kind ``end``.
    vocabulary : Vocabulary
        Declared names.
    limits : Limits
        Limits of size.
    prefixes : mapping of str to callable
        What reads an expression that begins with a token of this kind.
    infixes : mapping of str to Infix
        What reads on after an expression.
    is_latex : bool
        Whether space between letters means nothing.
    """

    text: str
    tokens: list[Token]
    vocabulary: Vocabulary
    limits: Limits
    prefixes: Mapping[str, Callable[[Parser, int], Read]]
    infixes: Mapping[str, Infix]
    is_latex: bool = False
    place: int = 0
    depth: int = 0
    notes: list[Note] = field(default_factory=list)
    operators: list[tuple[int, int]] = field(default_factory=list)
    opened: list[Token] = field(default_factory=list)
    bound: list[str] = field(default_factory=list)
    applied: set[str] = field(default_factory=set)
    squares: set[tuple[int, int]] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    has_forms: bool = False
    integrands: list[Integrand] = field(default_factory=list)
    tight: int = -1
    target: int = -1
    stop: int = -1

    # ---- tokens ---------------------------------------------------------------------------------
    @property
    def token(self) -> Token:
        """The token at this place."""
        return self.tokens[self.place]

    def ahead(self, count: int = 1) -> Token:
        """Return a token further on; the last one stays when there are no more."""
        return self.tokens[min(self.place + count, len(self.tokens) - 1)]

    def advance(self) -> Token:
        """Return the token at this place and go on."""
        token = self.tokens[self.place]
        self.place += 1
        return token

    def accept(self, kind: str) -> Token | None:
        """Return the token at this place and go on if it is of this kind."""
        return self.advance() if self.token.kind == kind else None

    def expect(self, kind: str, message: str, hint: str = "") -> Token:
        """Return the token at this place and go on; it has to be of this kind."""
        if self.token.kind != kind:
            raise self.error(message, hint)
        return self.advance()

    # ---- results ----------------------------------------------------------------------------------
    def node(self, head: Any, args: tuple[Any, ...], start: int) -> Term:
        """Return a Term that spans from a place in the text to the end of the last token read."""
        return Term(head, args, (start, self.tokens[self.place - 1].end))

    def note(self, message: str, start: int, alternatives: tuple[str, ...]) -> None:
        """Record how the text from a place up to here was read."""
        self.notes.append(Note(message, (start, self.token.end), alternatives))

    def error(self, message: str, hint: str = "", token: Token | None = None) -> ReadError:
        """Return an error at a token, by default the present one."""
        return ReadError(message, self.text, (token or self.token).start, hint)

    def missing(self) -> ReadError:
        """Return the error for a token where an expression should begin."""
        token, before = self.token, self.tokens[self.place - 1] if self.place else None
        found = _SHOWN.get(token.kind, token.text)
        if before is None:
            return self.error("there is nothing to read" if token.kind == "end" else f"an expression cannot begin with {found}")
        after = "after " + (repr(before.text) if before.text.strip() else "this")
        if self.opened and token.kind in {"end", *CLOSERS.values()} and before is self.opened[-1]:
            after = f"after the bracket {before.text!r}"
        return self.error(f"an expression is expected {after}; found {'the end' if token.kind == 'end' else repr(found)}")

    def snippet(self, term: Term) -> str:
        """Return the text of a term as it was typed."""
        return self.text[term.span[0] : term.span[1]].strip() if term.span else ""

    def upcoming(self, count: int = 0) -> str:
        """Return what begins at a token further on as it was typed, a bracket to its end, with an ellipsis where the text goes on."""
        first = self.place + count
        last, depth = first, 0
        while True:
            token = self.tokens[last]
            depth += (token.kind in _BRACKETS) - (token.kind in _BRACKETS.values())
            if depth <= 0 or token.kind == "end":
                break
            last += 1
        typed = self.text[self.tokens[first].start : self.tokens[last].end].strip()
        if len(typed) > _LONGEST_SNIPPET:
            return f"{self.tokens[first].text}…"
        goes_on = self.tokens[min(last + 1, len(self.tokens) - 1)].kind not in {"end", *CLOSERS.values()}
        return typed + "…" * goes_on

    # ---- brackets ------------------------------------------------------------------------------------
    def open(self) -> Token:
        """Go past an opening bracket and remember it."""
        opener = self.advance()
        self.opened.append(opener)
        return opener

    def close(self) -> Token:
        """Go past the bracket that closes the innermost open one."""
        opener = self.opened[-1]
        closer = CLOSERS[opener.kind]
        token = self.token
        if token.kind == closer:
            self.opened.pop()
            return self.advance()
        shown = _SHOWN.get(closer, closer)
        if token.kind == "end":
            raise self.error(f"the bracket {opener.text!r} is never closed: {shown!r} is missing", token=opener)
        if token.kind in CLOSERS.values():
            raise self.error(
                f"{token.text!r} cannot close the bracket {opener.text!r} opened at position {opener.start}; {shown!r} is expected"
            )
        raise self.error(f"{shown!r} is expected here, to close the bracket opened at position {opener.start}")

    def close_environment(self, name: str) -> None:
        """Go past the end of an environment."""
        token, opener = self.token, self.opened[-1]
        if token.kind == "end environment" and token.text == name:
            self.opened.pop()
            self.advance()
            return
        found = "the end" if token.kind == "end" else repr(token.text)
        raise self.error(rf"\end{{{name}}} is expected for the \begin at position {opener.start}; found {found}")

    # ---- expressions --------------------------------------------------------------------------------
    def begins_operand(self, token: Token) -> bool:
        """Tell whether a token after a complete expression begins a further factor."""
        if token.kind in {"|", "+", "-"}:
            return token.kind == "|" and not (self.opened and self.opened[-1].kind == "|")
        return token.kind in self.prefixes

    def differential(self) -> bool:
        """Tell whether ``dx`` of an integral stands here."""
        letter, variable = self.token, self.ahead()
        if not self.integrands or letter.kind != "name" or letter.text != "d" or variable.kind != "name":
            return False
        return self.is_latex or not variable.gap

    def ends_integrand(self) -> bool:
        """Tell whether the integrand that is being read has got its ``dx`` on this level of brackets."""
        return bool(self.integrands) and self.integrands[-1].variable is not None and self.integrands[-1].depth == len(self.opened)

    def is_direction(self) -> bool:
        """Tell whether the sign of a one-sided limit stands here, as in ``0+`` and ``0^-``."""
        if self.target != len(self.opened):
            return False
        skip = 1 if self.token.kind == "^" else 0
        if skip and self.ahead().kind == "{":
            return self.ahead(2).kind in {"+", "-"} and self.ahead(3).kind == "}"
        sign, after = self.ahead(skip), self.ahead(skip + 1)
        return sign.kind in {"+", "-"} and (skip == 1 or after.gap or after.kind in {"}", ")", "end", ","})

    def infix(self) -> Infix | None:
        """Return how to read on after an expression, if at all."""
        token = self.token
        if self.place == self.stop or (self.tight == len(self.opened) and token.gap) or self.is_direction():
            return None
        found = self.infixes.get(token.kind)
        if found is not None:
            if token.kind in {"_", "from"} and self.tokens[self.place - 1].kind not in _FOOTED:
                return None
            return None if found.power == ADDITIVE and self.ends_integrand() else found
        if self.differential() and not (self.integrands[-1].depth != len(self.opened) or self.ahead(2).kind == "/"):
            return None
        return self.infixes["implicit"] if self.begins_operand(token) else None

    def expression(self, power: int) -> Parse:
        """Read an expression up to an operator that binds no tighter than `power`."""
        self.depth += 1
        if self.depth > self.limits.depth:
            raise self.error(f"the nesting is deeper than {self.limits.depth}")
        prefix = self.prefixes.get(self.token.kind)
        if prefix is None:
            raise self.missing()
        left = yield prefix(self, power)
        while (infix := self.infix()) is not None and infix.power > power:
            left = yield infix.read(self, left)
        self.depth -= 1
        return left


def drive(root: Parse) -> Any:
    """Run a generator and those it yields, and return what it returns."""
    stack: list[Parse] = [root]
    sent: Any = None
    while True:
        try:
            child = stack[-1].send(sent)
        except StopIteration as stop:
            stack.pop()
            sent = stop.value
            if not stack:
                return sent
        else:
            if isinstance(child, GeneratorType):
                stack.append(child)
                sent = None
            else:
                sent = child
