r"""Brackets and environments of LaTeX: ``\\left( … \\right)``, ``\\left. … \\right|``, ``\\begin{cases}``."""

from __future__ import annotations

import re

from symtutor.reading.grammar.pratt import CLOSERS
from symtutor.reading.latex.commands import COMMANDS, DISPLAYS, ENVIRONMENTS, LEFT, RIGHT
from symtutor.reading.size_limits import Limits
from symtutor.reading.text.characters import is_space
from symtutor.reading.text.lexer import Lexer
from symtutor.reading.text.words import Vocabulary

__all__ = ["COMMAND", "FOOT", "GROUP", "BracketLexer"]

COMMAND = re.compile(r"\\([A-Za-z]+\*?|.|$)", re.DOTALL)
GROUP = re.compile(r"\s*\{([^{}]*)\}")
FOOT = re.compile(r"\s*_")
_OPENING_SIDES = LEFT - {"big", "Big", "bigg", "Bigg"}
_BARS = frozenset({"|", r"\vert", r"\rvert", r"\mid"})


class BracketLexer(Lexer):
    """A lexer of what opens and closes in LaTeX."""

    def __init__(self, text: str, plain_text: str, vocabulary: Vocabulary, limits: Limits) -> None:
        super().__init__(text, plain_text, vocabulary, limits)
        self.environments: list[str] = []
        self.lefts: list[tuple[str, int]] = []

    def delimiter(self, side: str, width: int) -> None:
        r"""Read the bracket after ``\left``, ``\right`` or ``\big``."""
        start = self.position
        place = start + width
        while place < len(self.plain) and is_space(self.plain[place]):
            place += 1
        match = COMMAND.match(self.plain, place)
        sign = match[0] if match else self.plain[place : place + 1]
        width = place + len(sign) - start
        if side in _OPENING_SIDES:
            self.lefts.append((sign, start))
        opened, opening = self.lefts.pop() if side in RIGHT and self.lefts else ("", start)
        if sign == "." and side in _OPENING_SIDES:
            self.emit("(", sign, width)
        elif side in RIGHT and (sign == "." or opened == "."):
            if opened == "." and sign in _BARS and not FOOT.match(self.plain, place + len(sign)):
                raise self.error(r"\left. … \right| needs a place after it", r"Write \left. x^2 \right|_0^1.", opening)
            self._half_open(opened, sign, width)
        elif sign in {r"\|", r"\Vert", r"\lVert", r"\rVert"}:
            self.norm(width)
        elif (
            sign in {"|", r"\vert", r"\rvert", r"\mid"}
            and side not in {"left", "bigl", "Bigl", "biggl", "Biggl", "right"}
            and FOOT.match(self.plain, place + len(sign))
        ):
            self.emit("at|", "|", width)
        elif sign in {"|", r"\vert", r"\lvert", r"\rvert", r"\mid"} and side in {
            "left",
            "right",
            "bigl",
            "bigr",
            "Bigl",
            "Bigr",
            "biggl",
            "biggr",
            "Biggl",
            "Biggr",
        }:
            self.emit("|(" if side in LEFT else "|)", "|", width)
        elif sign in {"(", ")", "[", "]", "|"}:
            self.emit(sign, sign, width)
        elif sign.startswith("\\") and COMMANDS.get(sign[1:], (("", ""),))[0][0] in {
            "(",
            ")",
            "[",
            "]",
            "|",
            "|(",
            "|)",
            "⌊",
            "⌋",
            "⌈",
            "⌉",
        }:
            self.emit_all(COMMANDS[sign[1:]], width)
        else:
            raise self.error(rf"\{side} needs a bracket after it", r"Write \left( … \right).")

    def _half_open(self, opened: str, sign: str, width: int) -> None:
        r"""Close a bracket of which one side is not drawn: ``\left. f \right|_a^b``, ``\left\{ … \right.``."""
        if opened != ".":
            closer = CLOSERS.get({"\\{": "("}.get(opened, opened), ")")
            self.emit(closer, closer, width)
            return
        self.emit(")", "|" if sign in _BARS else sign, width)

    def environment(self, command: str, width: int) -> None:
        """Read the begin or end of an environment."""
        match = GROUP.match(self.plain, self.position + width)
        name = match[1].strip().rstrip("*") if match else ""
        if match is None or name not in ENVIRONMENTS:
            known = ", ".join(sorted(ENVIRONMENTS))
            raise self.error(f"the environment {name!r} is not read", f"Known are {known}.")
        end = match.end()
        columns = GROUP.match(self.plain, end) if name == "array" and command == "begin" else None
        end = columns.end() if columns else end
        if command == "begin":
            if name == "array" and self.lefts and self.lefts[-1][0] == r"\{":
                name = "cases"  # a brace that is not closed, as is usual around cases
            self.environments.append(name)
        elif self.environments:
            opened = self.environments.pop()
            name = opened if (opened, name) == ("cases", "array") else name
        self.emit("begin" if command == "begin" else "end environment", name, end - self.position)

    def emit_all(self, tokens: tuple[tuple[str, str], ...], width: int) -> None:
        """Emit the tokens of a command; the last one has its width."""
        for kind, text in tokens[:-1]:
            self.emit(kind, text, 0)
        kind, text = tokens[-1]
        self.emit(kind, text, width)

    def is_alignment(self) -> bool:
        """Tell whether the & here only aligns lines, and parts no columns."""
        if self.environments:
            return self.environments[-1] in DISPLAYS
        return self.last_kind in {"", "\\\\"} or self.plain[self.position + 1 :].lstrip()[:1] in {"=", "<", ">"}
