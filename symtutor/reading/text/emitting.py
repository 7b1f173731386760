"""What both lexers do: tokens are emitted, numbers checked, norms and absolute values told apart."""

from __future__ import annotations

import re

from symtutor.errors import ReadError
from symtutor.reading.size_limits import Limits
from symtutor.reading.text.words import Vocabulary
from symtutor.reading.tokens import Note, Token

__all__ = ["Tokens"]

_FOOT = re.compile(r"\s*_")
_NORM = re.compile(r"\|\|[^|]*[^|\s][^|]*\|\|")
_WITH_BOUNDS = frozenset({"∫", "sum", "prod", "lim"})


class Tokens:
    """A place in a text and the tokens before it.

    Parameters
    ----------
    text : str
        The text as it was given, for messages.
    plain_text : str
        The text with every character in its usual typeface, of the same length.
    vocabulary : Vocabulary
        Declared names.
    limits : Limits
        Limits of size.
    """

    ampersand = "and"

    def __init__(self, text: str, plain_text: str, vocabulary: Vocabulary, limits: Limits) -> None:
        self.text = text
        self.plain = plain_text
        self.vocabulary = vocabulary
        self.limits = limits
        self.position = 0
        self.gap = False
        self.norms = False
        self.tokens: list[Token] = []
        self.notes: list[Note] = []
        self.differentials = any(mark in self.plain for mark in ("∫", "int", "/d", "d/", "∂"))

    # ---- helpers shared with the LaTeX lexer ----------------------------------------------------
    def emit(self, kind: str, text: str, width: int) -> None:
        """Append a token that is `width` characters wide and go on after it."""
        end = self.position + width
        self.tokens.append(Token(kind, text, self.position, end, self.gap))
        self.position = end
        self.gap = False

    def error(self, message: str, hint: str = "", position: int | None = None) -> ReadError:
        """Return an error at a place, by default the present one."""
        return ReadError(message, self.text, self.position if position is None else position, hint)

    @property
    def last_kind(self) -> str:
        """The kind of the token before this place, or an empty string."""
        return self.tokens[-1].kind if self.tokens else ""

    def takes_bounds(self) -> bool:
        """Tell whether an index here is a bound or a base, as after ∫ and log, and not part of a name."""
        if self.last_kind not in {"name", "'"}:
            return True
        return len(self.tokens) > 2 and self.tokens[-2].kind == "^" and self.tokens[-3].kind in _WITH_BOUNDS

    def number(self, typed: str, width: int, *, note_exponent: bool) -> None:
        """Emit a number after checking its size."""
        mantissa, _, exponent = typed.lower().partition("e")
        if len(mantissa) > self.limits.digits or len(exponent) > 6 or abs(int(exponent or 0)) > self.limits.digits:
            raise self.error(f"a number may have at most {self.limits.digits} digits", "Write it as a power, such as 10^300.")
        if len(mantissa) > 1 and mantissa[0] == "0" and mantissa[1] != ".":
            raise self.error(f"a number does not begin with 0: {typed[:20]}", "Write 1000 without a comma or space, and 0.5 with a point.")
        if exponent and note_exponent:
            power = f"{mantissa}·10^{int(exponent)}"
            self.note(f"{typed} is read as {power}", self.position, width, (power, f"{mantissa}*e*{exponent}"))
        self.emit("number", typed, width)

    def note(self, message: str, start: int, width: int, alternatives: tuple[str, ...]) -> None:
        """Record how a piece of text was read."""
        self.notes.append(Note(message, (start, start + width), alternatives))

    def bar(self) -> bool:
        """Read ‖ typed as two bars, or the bar of a value at a place, if one stands here."""
        rest = self.plain[self.position :]
        if rest.startswith("||") and (self.norms or self.vocabulary.matrices or _NORM.match(rest)):
            self.norm(2)
            return True
        if _FOOT.match(rest, 1) and not self.bar_is_open():
            self.emit("at|", "|", 1)
            return True
        return False

    def bar_is_open(self) -> bool:
        """Tell whether an absolute value is open in the bracket around this place."""
        level, bars = 0, 0
        for token in reversed(self.tokens):
            level += {")": 1, "]": 1, "}": 1, "(": -1, "[": -1, "{": -1}.get(token.kind, 0)
            if level < 0:
                break
            bars += token.kind == "|" and level == 0
        return bars % 2 == 1

    def norm(self, width: int) -> None:
        """Emit the sign of a norm, which opens one or closes the open one."""
        self.norms = not self.norms
        self.emit("‖" if self.norms else "‖|", "‖", width)
