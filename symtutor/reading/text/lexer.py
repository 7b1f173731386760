"""Plain text, with Unicode and Python's operators, to tokens."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NoReturn

from symtutor.reading.size_limits import Limits
from symtutor.reading.text.characters import FRACTIONS, MATRIX_SIGNS, SIGNS, SUBSCRIPTS, SUPERSCRIPTS, described, is_space, plain
from symtutor.reading.text.emitting import Tokens
from symtutor.reading.text.names import CALLED, GREEK_LETTERS, MIXED
from symtutor.reading.text.words import Vocabulary, is_misspelled, is_name_of_function, split_run, suggestion, typed_out
from symtutor.reading.tokens import Note, Token

__all__ = ["Lexer", "lex_text"]

_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_NUMBERED = re.compile(r"[^\W\d_]{2,}\d+")  # dZ2
_LETTERS = re.compile(r"[A-Za-z]+")
_MIXED = re.compile(rf"(?:{'|'.join(MIXED)})(?=\(|\s+[\w(√π])")  # log10 x, as calculators and spreadsheets name it
_MIXED_LAST = re.compile(rf"([A-Za-z]+)({'|'.join(name for name in MIXED if name[0].isalpha())})$")
_INDEX = re.compile(r"[A-Za-z0-9]+")
_CALLED = re.compile(r"[A-Za-z]+(?:\d+[A-Za-z]+)*\d*(?=\()", re.ASCII)
_WITH_BASE = re.compile(r"(log)(\d+)(?=\()", re.ASCII)
_PLACE = re.compile(r"at\s+[A-Za-z]\w*\s*=")
_SIDE = re.compile(r"dir\s*=\s*['\"](\+-|\+|-)['\"]")
_TURNED = re.compile(r"\.T\b")
_CONDITIONS = frozenset({"for", "if", "when", "otherwise"})
_OPERATORS = {"o": "∘", "kron": "⊗"}  # as they are written in ASCII
_MODULE = re.compile(r"(?:np|numpy|math|sp|sympy)\.(?:linalg\.|special\.)?(?=[A-Za-z])")
_SHORT = 4  # letters from which on a word cannot be a product of letters
_UNREADABLE = {
    "…": ("dots leave out what is meant", "Write all terms, or a sum such as sum_{i=1}^n i."),
    "°": ("angles are in radians", "Write 30° as pi/6."),
    "%": ("% is not read", "Write 5 % as 5/100."),
    "\\": ("a backslash begins a LaTeX command", 'Read this text with syntax="latex".'),
    ".": ("a lone '.' is no number", "Write 0.5 or 5, and * for a product."),
}


def lex_text(text: str, vocabulary: Vocabulary, limits: Limits) -> tuple[list[Token], list[Note]]:
    """Return the tokens of plain text, the last of kind ``end``, and notes about runs of letters.

    Raises
    ------
    ReadError
        For a character that is no mathematics or a run of letters that is no name.

    Examples
    --------
    >>> from symtutor.reading.size_limits import DEFAULT_LIMITS
    >>> [token.kind for token in lex_text("x²", Vocabulary(), DEFAULT_LIMITS)[0]]
    ['name', '^', '{', 'number', '}', 'end']
    """
    lexer = Lexer(text, "".join(map(plain, text)), vocabulary, limits)
    while lexer.position < len(text):
        lexer.step()
    lexer.emit("end", "", 0)
    return lexer.tokens, lexer.notes


class Lexer(Tokens):
    """A lexer of plain text, from which that of LaTeX takes what both have in common."""

    def reject(self, run: str) -> NoReturn:
        """Refuse a name that is not known, with one that is."""
        hint = suggestion(run, self.vocabulary)
        raise self.error(
            f"{run[:30]!r} is not a known name",
            hint or "Write * between letters that multiply, or declare the name with names= or functions=.",
        )

    def letters(self, run: str) -> None:
        """Emit the names in a run of letters."""
        vocabulary = self.vocabulary
        if run in vocabulary.phrases and len(run) < _SHORT and not self._is_apart(run):
            vocabulary = replace(vocabulary, phrases=frozenset())
        pieces = split_run(run, vocabulary, differentials=self.differentials)
        is_called = self.plain.startswith("(", self.position + len(run))
        if not pieces or (is_called and is_misspelled(pieces)):
            self.reject(run)
        if len(pieces) > 1:
            self.note(
                f"{run!r} is read as {typed_out(pieces, '·')}", self.position, len(run), (typed_out(pieces, "*"), f"the one name {run}")
            )
        ends = [piece.offset for piece in pieces[1:]] + [len(run)]
        for piece, end in zip(pieces, ends, strict=True):
            self.emit(piece.kind, piece.text, end - piece.offset)

    # ---- plain text ---------------------------------------------------------------------------
    def step(self) -> None:
        """Read one token, or space."""
        character = self.plain[self.position]
        if is_space(character):
            self.position += 1
            self.gap = True
        elif match := _NUMBER.match(self.plain, self.position):
            self._number(match)
        elif match := _MIXED.match(self.plain, self.position):
            self.emit("function", match[0], len(match[0]))
        elif match := _WITH_BASE.match(self.plain, self.position):
            self._logarithm(match)
        elif match := _LETTERS.match(self.plain, self.position):
            self._name_or_call(match[0])
        elif character in GREEK_LETTERS:
            name = GREEK_LETTERS[character]
            as_sum = character in "ΣΠ" and self._has_bounds_after()
            self.emit({"Σ": "sum", "Π": "prod"}[character] if as_sum else "name", name, 1)
        elif character in SUPERSCRIPTS:
            self._raised()
        elif character in SUBSCRIPTS:
            self._lowered()
        elif character in FRACTIONS:
            self._fraction(*FRACTIONS[character])
        else:
            self._sign(character)

    def _number(self, match: re.Match[str]) -> None:
        """Read a number; an index of a bound or after a name is one atom."""
        after = self.plain[match.end() : match.end() + 1]
        if "e" in match[0].lower() and after.isalpha():
            match = _DIGITS.match(self.plain, self.position) or match
        self.number(match[0], len(match[0]), note_exponent=True)

    def _logarithm(self, match: re.Match[str]) -> None:
        """Read log3(x) as the logarithm to the base 3."""
        self.note(f"{match[0]}(…) is read as the logarithm to the base {match[2]}", self.position, len(match[0]), (f"log_{match[2]}(…)",))
        self.emit("function", match[1], len(match[1]))
        self.emit("_", "_", 0)
        self.number(match[2], len(match[2]), note_exponent=False)

    def _name_or_call(self, run: str) -> None:
        """Read a run of letters; one before a bracket is one name where it looks like that of a function."""
        if module := _MODULE.match(self.plain, self.position):  # np.exp
            self.position = module.end()
            return
        if self._word(run):
            return
        if self.vocabulary.matrices and run in _OPERATORS and self._is_apart(run) and run not in self.vocabulary.names:
            self.emit(_OPERATORS[run], run, len(run))
            return
        if run == "True" and any(token.text == "Piecewise" for token in self.tokens):
            self.emit("name", run, len(run))
            return
        if (given := _SIDE.match(self.plain, self.position)) and any(token.kind in {"call", "lim"} for token in self.tokens):
            self.emit("side", given[1], len(given[0]))
            return
        if run in CALLED and self.plain.startswith("(", self.position + len(run)) and run not in self.vocabulary.functions:
            self.emit("call", run, len(run))
            return
        called = _CALLED.match(self.plain, self.position)
        mixed = _MIXED_LAST.match(called[0]) if called and called[0] not in self.vocabulary.functions else None
        if mixed and not is_name_of_function(mixed[1], "", self.vocabulary):
            self.letters(mixed[1])
            self.emit("function", mixed[2], len(mixed[2]))
            return
        if called and is_name_of_function(called[0], self._argument(called.end()), self.vocabulary):
            self.reject(called[0])
        self._name(run)

    def _argument(self, opening: int) -> str:
        """Return what stands in the bracket that opens at a place."""
        level = 0
        for place in range(opening, len(self.plain)):
            level += {"(": 1, ")": -1}.get(self.plain[place], 0)
            if level == 0:
                return self.plain[opening + 1 : place].strip()
        return self.plain[opening + 1 :].strip()

    def _name(self, run: str) -> None:
        """Read a run of letters; digits right after a single symbol belong to it, and to a name that was declared with them."""
        numbered = _NUMBERED.match(self.plain, self.position)
        if numbered and numbered[0] in self.vocabulary.names:
            self.emit("name", numbered[0], len(numbered[0]))
            return
        self.letters(run)
        last = self.tokens[-1]
        digits = _DIGITS.match(self.plain, self.position)
        if last.kind == "name" and digits and last.text not in {"pi", "oo"}:
            self.tokens[-1] = last._replace(text=last.text + digits[0], end=digits.end())
            self.position = digits.end()
            if last.text in {"e", "i"}:
                self.note(
                    f"{last.text}{digits[0]} is read as one symbol",
                    last.start,
                    digits.end() - last.start,
                    (f"the symbol {last.text}{digits[0]}", f"{last.text}*{digits[0]}"),
                )

    def _has_bounds_after(self) -> bool:
        """Tell whether a bound follows a capital sigma or pi."""
        return (
            self.plain[self.position + 1 : self.position + 2] in ({"_", "["} if self.vocabulary.matrices else {"_", "[", "^"})
            or self.plain[self.position + 1 : self.position + 2] in SUBSCRIPTS
        )

    def _raised(self) -> None:
        """Read superscript characters as a power."""
        start = self.position
        end = start
        while end < len(self.plain) and self.plain[end] in SUPERSCRIPTS:
            end += 1
        self.emit("^", "^", 0)
        self._group("".join(SUPERSCRIPTS[c] for c in self.plain[start:end]))

    def _lowered(self) -> None:
        """Read subscript characters as a bound or an index."""
        start = self.position
        end = start
        while end < len(self.plain) and self.plain[end] in SUBSCRIPTS:
            end += 1
        index = "".join(SUBSCRIPTS[c] for c in self.plain[start:end])
        if self.takes_bounds():
            self.emit("_", "_", 0)
            self._group(index)
        else:
            self.emit("subscript", index, end - start)

    def _group(self, characters: str) -> None:
        """Emit small characters as a group in invisible braces."""
        self.emit("{", "{", 0)
        offset = 0
        while offset < len(characters):
            digits = _DIGITS.match(characters, offset)
            if digits:
                self.emit("number", digits[0], len(digits[0]))
            else:
                kind = "name" if characters[offset].isalpha() else characters[offset]
                self.emit(kind, characters[offset], 1)
            offset = digits.end() if digits else offset + 1
        self.emit("}", "}", 0)

    def _fraction(self, above: int, below: int) -> None:
        """Emit a fraction that is one character."""
        self.emit("{", "{", 0)
        self.emit("number", str(above), 0)
        self.emit("/", "/", 0)
        self.emit("number", str(below), 1)
        self.emit("}", "}", 0)

    def _sign(self, character: str) -> None:
        """Read an operator, a bracket or an index."""
        if character == "″":
            self.emit("'", "'", 0)
            self.emit("'", "'", 1)
            return
        if character == "∞":
            self.emit("name", "oo", 1)
            return
        if character == "∬":
            self.emit("∫", "∫", 0)
            self.emit("∫", "∫", 1)
            return
        pair = self.plain[self.position : self.position + 2]
        sign = next((s for s in (self.plain[self.position : self.position + 3], pair) if len(s) > 1 and s in SIGNS), character)
        if character == "_" and not self.takes_bounds():
            self._index()
        elif (self.vocabulary.matrices and self._matrix_sign(pair, character)) or (character == "|" and self.bar()):
            pass
        elif SIGNS.get(sign) == "‖":
            self.norm(1)
        elif sign == "&":
            self.emit(self.ampersand, "&", 1)
        elif sign in SIGNS:
            if pair == "!=" and self.last_kind == "number":
                self.note("'!=' is read as ≠", self.position, 2, ("≠", "! ="))
            self.emit(SIGNS[sign], sign, len(sign))
        elif character == "." and not self.plain[self.position + 1 :].strip():
            self.position += 1
        else:
            message, hint = _UNREADABLE.get(character, (f"{described(character)} is not mathematics", ""))
            raise self.error(message, hint)

    def _matrix_sign(self, pair: str, character: str) -> bool:
        """Read a sign that only matrices have: ∘, ⊗, :, @, .T and the column 𝟏."""
        turned = _TURNED.match(self.plain, self.position)
        sign = pair if pair in MATRIX_SIGNS else character
        if turned:
            self.emit("'", "'", len(turned[0]))
        elif self.text[self.position] == "𝟏":
            self.emit("name", "ones", 1)
        elif sign in MATRIX_SIGNS and not self.plain.startswith("::", self.position):
            self.emit(MATRIX_SIGNS[sign], sign, len(sign))
        else:
            return False
        return True

    def _is_apart(self, run: str) -> bool:
        """Tell whether a run of letters stands between spaces, as words do."""
        after = self.plain[self.position + len(run) :]
        return (self.gap or not self.tokens) and (not after or is_space(after[0])) and after.strip()[:1] not in {"^", "*", "/", "+", "="}

    def _word(self, run: str) -> bool:
        """Read a word between statements or after a bracket, if the run is one here."""
        is_apart = self.plain[self.position + len(run) : self.position + len(run) + 1] in {"", " ", "\n", "(", "}", ";", ","}
        if run in self.vocabulary.names or run in self.vocabulary.phrases or not is_apart or not self.tokens:
            return False
        said = {"and": self.gap, "or": self.gap, "from": self.last_kind in {"]", ")"}}
        said |= dict.fromkeys(("for", "if", "when", "otherwise"), self._in_braces())
        said["to"] = any(token.kind == "from" for token in self.tokens)
        said["at"] = self.last_kind in {"]", ")"} and bool(_PLACE.match(self.plain, self.position))
        if not said.get(run):
            return False
        kind = "word" if run in _CONDITIONS else "from" if run == "at" else run
        self.emit(kind, run, len(run))
        return True

    def _in_braces(self) -> bool:
        """Tell whether a brace is open that was typed, as around a definition by cases."""
        level = 0
        for token in reversed(self.tokens):
            level += {"}": 1, "{": -1}.get(token.kind, 0)
            if level < 0:
                return token.end > token.start
        return False

    def _index(self) -> None:
        """Read the index after an underscore as part of the name before it."""
        start = self.position + 1
        closed = self.plain.startswith("{", start)
        end = self.plain.find("}", start) if closed else -1
        match = _INDEX.match(self.plain, start)
        if closed and end > start + 1:
            index = "".join(c for c in self.plain[start + 1 : end] if not is_space(c))
            self.emit("subscript", index, end + 1 - self.position)
        elif match and not closed:
            self.emit("subscript", match[0], match.end() - self.position)
        elif self.plain[start : start + 1] in GREEK_LETTERS:
            self.emit("subscript", GREEK_LETTERS[self.plain[start]], 2)
        else:
            raise self.error("an index is missing after '_'", "Write x_1 or x_{12}.")
