"""LaTeX to tokens."""

from __future__ import annotations

import difflib
import re

from symtutor.errors import ReadError
from symtutor.reading.latex.brackets import COMMAND, FOOT, GROUP, BracketLexer
from symtutor.reading.latex.commands import (
    ACCENTS,
    COMMANDS,
    LEFT,
    LEFT_ALONE,
    MATRIX_COMMANDS,
    NORMS,
    REFUSED,
    RIGHT,
    SKIPPED,
    SPELLINGS,
    TYPEFACES,
    WORDS,
)
from symtutor.reading.size_limits import Limits
from symtutor.reading.text.characters import is_space, plain
from symtutor.reading.text.names import GREEK
from symtutor.reading.text.words import Vocabulary, split_run
from symtutor.reading.tokens import Note, Token

__all__ = ["lex_latex"]

_NUMBER = re.compile(r"(?:\d+(?:\{,\}\d{3})*(?:\.\d+)?|\.\d+)(?:[eE](?:-\d+|\+?\d+)(?![A-Za-z.\d]))?", re.ASCII)
_ALONE = re.compile(
    r"\{\s*(?:\\(?:mathrm|rm|text|textrm|mathit|it|mathbf|bf)\b\s*)?(?:\{\s*([A-Za-z])\s*\}|([A-Za-z]))\s*\}(?=\s*(_|\\?[A-Za-z]|\{|\}))"
)
_TAKERS = frozenset({"^", "_", "frac", "root", "binom", "conjugate"})
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)", re.ASCII)
_LETTERS = re.compile(r"[A-Za-z]+")
_AIR = re.compile(r"\*?\s*\[\s*[\d.]+\s*(?:em|ex|pt|mm|cm|in|\\jot|\\baselineskip)\s*\]|\*")  # room below a row of a matrix
_ONE_ARGUMENT = re.compile(r"\s*(?:\{\s*(\\?[A-Za-z0-9]+)\s*\}|(\\[A-Za-z]+|[A-Za-z0-9]))")
_PRIMES = re.compile(r"\^\s*(?:\{\s*((?:\\prime\s*)+)\}|(\\prime))")
_INDEX = re.compile(r"_\s*(?:(\d+|[A-Za-z])|\\([A-Za-z]+)|\{((?:[^{}]|\{[^{}]*\})*)\})", re.ASCII)
_STYLED = re.compile(r"\\(?:" + "|".join(sorted(TYPEFACES | WORDS)) + r")\s*\{([^{}]*)\}")
_ARROWS = frozenset({"Rightarrow", "Longrightarrow"})
_ONES = re.compile(r"\\(?:mathbf|mathbb|boldsymbol|bm)\s*\{?\s*1\s*\}?")
_LONGEST_PRODUCT = 3
_CONDITION_WORDS = frozenset({"if", "otherwise", "else", "for", "when", "where", "and", "or"})


def lex_latex(text: str, vocabulary: Vocabulary, limits: Limits) -> tuple[list[Token], list[Note]]:
    r"""Return the tokens of LaTeX, the last of kind ``end``, and notes.

    Raises
    ------
    ReadError
        For a command that is unknown or has no exact meaning.

    Examples
    --------
    >>> from symtutor.reading.size_limits import DEFAULT_LIMITS
    >>> [token.kind for token in lex_latex(r"\frac12", Vocabulary(), DEFAULT_LIMITS)[0]]
    ['frac', 'number', 'end']
    """
    lexer = LatexLexer(text, "".join(map(plain, text)), vocabulary, limits)
    while lexer.position < len(text):
        lexer.step()
    lexer.emit("end", "", 0)
    return lexer.tokens, lexer.notes


class LatexLexer(BracketLexer):
    """A lexer in which letters are single names and commands carry the words."""

    ampersand = "&"

    def step(self) -> None:
        """Read one token, or something without meaning."""
        character = self.plain[self.position]
        if character == "\\":
            self._command()
        elif character == "$":
            self._dollar()
        elif character == "~" or (character in ".,;" and self._is_last()):
            self.position += 1
        elif character == "%":
            end = self.plain.find("\n", self.position)
            self.position = end if end >= 0 else len(self.plain)
        elif character == "^" and (match := _PRIMES.match(self.plain, self.position)):
            self._primes(match)
        elif character == "_" and not self.takes_bounds():
            self._index()
        elif character == "&" and self.is_alignment():
            self.position += 1
        elif character == "{" and (match := _ALONE.match(self.plain, self.position)) and self._is_alone(match):
            self.emit("name", match[1] or match[2], len(match[0]))
        elif match := _NUMBER.match(self.plain, self.position):
            self._number(match)
        elif match := _LETTERS.match(self.plain, self.position):
            self._run(match[0])
        else:
            super().step()

    def _is_alone(self, match: re.Match[str]) -> bool:
        """Tell whether braces stand around a letter for nothing: the d of a differential, or a letter with an index."""
        if self.last_kind in _TAKERS:
            return False
        return match[3] == "_" or (match[1] or match[2]) == "d"

    def _is_last(self) -> bool:
        """Tell whether nothing but closing dollar signs and brackets of a formula follows."""
        return not re.sub(r"\$|\\[\])]|\s", "", self.plain[self.position + 1 :])

    def _dollar(self) -> None:
        """Go past a dollar sign around the whole formula."""
        inside = self.plain[self.position + 1 :].strip(" \n\t$.,;")
        if self.tokens and inside and not self.vocabulary.phrases:
            raise self.error("one formula is read at a time", "Read each formula between dollar signs by itself.")
        self.position += 1

    def _number(self, match: re.Match[str]) -> None:
        """Read a number."""
        typed = match[0]
        width = len(typed)
        if [token.kind for token in self.tokens[-2:]] == ["function", "_"] and typed != "10":
            typed = typed[0]
            width = 1
        if (grouped := _THOUSANDS.match(self.plain, self.position)) and ",0" in grouped[0]:
            typed, width = grouped[0].replace(",", ""), len(grouped[0])
            self.note(f"{grouped[0]} is read as {typed}", self.position, width, (typed, grouped[0].replace(",", ", ")))
        if self.last_kind == "frac" and typed.startswith("0"):
            typed, width = "0", 1
        if self.last_kind == "^" and width > 1:
            self.note(f"^{typed} is read as ^{{{typed}}}", self.position, width, (f"^{{{typed}}}", f"^{typed[0]} {typed[1:]}"))
        self.number(typed.replace("{,}", ""), width, note_exponent=True)

    def _run(self, run: str) -> None:
        """Read letters: a function typed without a backslash, a declared name, or single names."""
        pieces = split_run(run, self.vocabulary, differentials=self.differentials)
        declared = self.vocabulary.names | self.vocabulary.functions
        if any(piece.kind in {"function", "word"} or piece.text in declared for piece in pieces):
            if len(pieces) == 1 and pieces[0].kind == "function":
                self.note(rf"{run} is read as \{run}", self.position, len(run), (rf"\{run}", "·".join(run)))
            self.letters(run)
            return
        if len(run) > _LONGEST_PRODUCT and not pieces and not (self.differentials and "d" in run):
            raise self.error(
                f"{run[:30]!r} is not a known name", rf"Write \mathrm{{{run[:30]}}} for one name, or spaces between letters that multiply."
            )
        if re.fullmatch(r"d[A-Za-z]", run):
            self.note(f"{run} is read as d·{run[1]}", self.position, 2, (f"d {run[1]}", f"a differential {run}"))
        for letter in run:
            self.emit("name", letter, 1)

    def _primes(self, match: re.Match[str]) -> None:
        r"""Read ``^{\prime\prime}``."""
        count = match[0].count("\\prime")
        for _ in range(count - 1):
            self.emit("'", "'", 0)
        self.emit("'", "'", len(match[0]))

    def _index(self) -> None:
        """Read the index of a name."""
        match = _INDEX.match(self.plain, self.position)
        if match is None:
            raise self.error("an index is missing after '_'", "Write x_1 or x_{12}.")
        index = match[1] or match[2] or match[3] or ""
        while _STYLED.search(index):
            index = _STYLED.sub(r"\1", index)
        index = "".join(c for c in index if not is_space(c) and c not in "\\{}")
        if not index:
            raise self.error("the index is empty")
        self.emit("subscript", index if re.fullmatch(r"[\w,]+", index) else f"{{{index}}}", len(match[0]))

    # ---- commands -------------------------------------------------------------------------------
    def _command(self) -> None:
        """Read a command."""
        match = COMMAND.match(self.plain, self.position)
        name = match[1] if match else ""
        width = 1 + len(name)
        bare = name.rstrip("*") or name
        if name in SKIPPED:
            self.position += width
            self.gap = True
        elif self._special(name, bare, width):
            pass
        elif name in LEFT or name in RIGHT:
            self.delimiter(name, width)
        elif name in _ARROWS and [token.kind for token in self.tokens[-4:]] == ["lim", "_", "{", "name"]:
            self.emit("->", "->", width)
        elif name in COMMANDS:
            self.emit_all(COMMANDS[name], width)
        elif bare in self.vocabulary.known:
            self.emit("function", bare, width)
        elif bare in GREEK:
            self.emit("name", bare, width)
        elif bare in TYPEFACES or bare in WORDS:
            self._styled(bare, width)
        elif bare in ACCENTS:
            self._accented(bare, width)
        elif name in {"begin", "end"}:
            self.environment(name, width)
        elif bare in REFUSED:
            raise self.error(*REFUSED[bare])
        else:
            raise self._unknown(name)

    def _unknown(self, name: str) -> ReadError:
        """Return the error for a command that is not known."""
        close = difflib.get_close_matches(name, sorted({*COMMANDS, *self.vocabulary.known, *GREEK}), n=1)
        hint = rf"Did you mean \{close[0]}?" if close else rf"Write \mathrm{{{name}}} for a name."
        return self.error(rf"\{name} is not a known command", hint)

    def _special(self, name: str, bare: str, width: int) -> bool:
        """Read a command whose meaning depends on what stands after it, if this is one."""
        end = self.position + width
        if bare in LEFT_ALONE and (said := GROUP.match(self.plain, end)):
            self.position = said.end()
        elif name == "\\" and (air := _AIR.match(self.plain, end)):
            self.emit("\\\\", "\\\\", air.end() - self.position)
        elif name == "dd" and (letter := _ONE_ARGUMENT.match(self.plain, end)):
            self.emit("name", "d", width)
            self.emit("name", (letter[1] or letter[2]).lstrip("\\"), letter.end() - self.position)
        elif self.vocabulary.matrices and name in MATRIX_COMMANDS:
            self.emit(MATRIX_COMMANDS[name], name, width)
        elif self.vocabulary.matrices and (ones := _ONES.match(self.plain, self.position)):
            self.emit("name", "ones", len(ones[0]))
        elif name in NORMS:
            self.norm(width)
        elif bare in WORDS and (said := GROUP.match(self.plain, end)) and _is_words(said[1]):
            self.emit("text", said[1].strip(), said.end() - self.position)
        elif name in {"vert", "mid", "rvert"} and FOOT.match(self.plain, end) and not self.bar_is_open():
            self.emit("at|", "|", width)
        else:
            return False
        return True

    def _styled(self, command: str, width: int) -> None:
        r"""Read ``\mathrm{...}`` and the like: a function, a letter, a name or a word."""
        start = self.position
        match = GROUP.match(self.plain, start + width) if command in WORDS else _ONE_ARGUMENT.match(self.plain, start + width)
        if match is None:
            if command not in WORDS and GROUP.match(self.plain, start + width) is None:
                raise self.error(rf"\{command} is read around one letter or one name only")
            match = GROUP.match(self.plain, start + width)
        if match is None:
            raise self.error(rf"\{command} needs a name in braces")
        content = next(group for group in match.groups() if group is not None).strip().lstrip("\\")
        width = match.end() - start
        spelled = SPELLINGS.get(content, content)
        lowered = spelled if spelled in self.vocabulary.known else spelled.lower()
        if len(content) > 1 and lowered in self.vocabulary.known:
            self.emit("function", lowered, width)
        elif content in {"and", "or"}:
            self.emit(content, content, width)
        elif content in _CONDITION_WORDS:
            self.emit("word", content, width)
        elif not re.fullmatch(r"[A-Za-z]\w*", content):
            raise self.error(
                f"{content[:30]!r} is not a name" if content else rf"\{command} is empty",
                "Leave out words that are not part of the formula.",
            )
        else:
            if command in TYPEFACES and command not in {"mathrm", "mathit", "mathsf", "mathnormal"}:
                self.note(rf"\{command}{{{content}}} is read as {content}", start, width, (content, f"a vector or set {content}"))
            self.emit("name", content, width)

    def _accented(self, accent: str, width: int) -> None:
        r"""Read ``\hat{y}`` as the name yhat."""
        match = _ONE_ARGUMENT.match(self.plain, self.position + width)
        if match is None:
            raise self.error(rf"\{accent} is read over a single letter only")
        letter = (match[1] or match[2]).lstrip("\\")
        self.emit("name", letter + ACCENTS[accent], match.end() - self.position)


def _is_words(content: str) -> bool:
    """Tell whether the text of a command is words between formulas, and no name."""
    said = content.strip()
    return (
        bool(said)
        and said not in _CONDITION_WORDS
        and not re.fullmatch(r"[A-Za-z][\w-]*", said)
        and bool(re.search(r"[A-Za-z]{2}|\s", said))
    )
