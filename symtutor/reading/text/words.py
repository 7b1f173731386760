"""Runs of letters taken apart: ``xcosx`` is x·cos(x), ``sine`` is a typing mistake."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from symtutor.functions import FUNCTIONS, MATRIX_FUNCTIONS, NamedFunction
from symtutor.reading.text.names import CONSTANTS, GREEK, KEYWORDS

__all__ = ["Piece", "Vocabulary", "is_misspelled", "is_name_of_function", "split_run", "suggestion", "typed_out"]

_LONGEST_RUN = 40
_ACCENTED = re.compile(r"[A-Za-z](?:hat|bar|tilde)")  # ŷ and x̄ as they are written without accents
_WHOLE = GREEK | CONSTANTS.keys()
_INSIDE = frozenset(name for name in GREEK if len(name) > 3) | {"pi"}
_ENGLISH = frozenset("and for from half not of one per six ten the to two with".split())  # typed words, and no products of their letters
_DIFFERENTIALS = re.compile(r"(?:d(?:" + "|".join(sorted(GREEK, key=len, reverse=True)) + r"|[A-Za-z]))+$")


class Piece(NamedTuple):
    """A name found in a run of letters."""

    kind: str
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that the caller declared.

    Parameters
    ----------
    names : frozenset of str
        Symbols, possibly of several letters.
    functions : frozenset of str
        Names that apply to a bracket after them.
    phrases : frozenset of str
        Words that the caller takes apart itself, such as "subject".
    matrices : bool
        Whether the text is one of matrix calculus: letters are matrices, ' transposes, and functions of matrices have names.
    """

    names: frozenset[str] = field(default=frozenset())
    functions: frozenset[str] = field(default=frozenset())
    phrases: frozenset[str] = field(default=frozenset())
    matrices: bool = False

    @property
    def known(self) -> dict[str, NamedFunction]:
        """The functions by name."""
        return MATRIX_FUNCTIONS if self.matrices else FUNCTIONS


def split_run(run: str, vocabulary: Vocabulary, *, differentials: bool) -> tuple[Piece, ...]:
    """Return the names in a run of letters, or nothing when it is no product of known names.

    Parameters
    ----------
    run : str
        Letters without space between them.
    vocabulary : Vocabulary
        Declared names, which come first.
    differentials : bool
        Whether ``dx`` may stand at the end.

    Returns
    -------
    tuple of Piece
        Empty when the run is unknown.

    Examples
    --------
    >>> [p.text for p in split_run("xcosx", Vocabulary(), differentials=False)]
    ['x', 'cos', 'x']
    >>> split_run("sine", Vocabulary(), differentials=False)
    ()
    """
    if len(run) > _LONGEST_RUN:
        return ()
    kind = _whole_kind(run, vocabulary)
    if kind:
        return (Piece(kind, _canonical(run, kind), 0),)
    tail = _DIFFERENTIALS.search(run) if differentials else None
    if tail is None:
        return _plausible(_segment(run, vocabulary))
    body = run[: tail.start()]
    front = split_run(body, vocabulary, differentials=False) if body else ()
    if body and not front:
        return ()
    return front + tuple(piece._replace(offset=piece.offset + tail.start()) for piece in _segment(tail[0], vocabulary))


def suggestion(run: str, vocabulary: Vocabulary) -> str:
    """Return "Did you mean ...?" for an unknown name, or an empty string."""
    known = sorted({*vocabulary.known, *_WHOLE, *KEYWORDS, *vocabulary.names, *vocabulary.functions})
    close = difflib.get_close_matches(run[:_LONGEST_RUN].lower(), known, n=1, cutoff=0.7)
    inside = [name for name in vocabulary.known if len(name) > 2 and run.startswith(name)]
    best = close[0] if close else max(inside, key=len, default="")
    return f"Did you mean {best}?" if best else ""


def typed_out(pieces: tuple[Piece, ...], sign: str) -> str:
    """Return a run of letters with the signs and brackets that it leaves out.

    Examples
    --------
    >>> typed_out(split_run("xcosx", Vocabulary(), differentials=False), "*")
    'x*cos(x)'
    """
    text, pending = "", False
    for place, piece in enumerate(pieces):
        rest = pieces[place + 1 :]
        if pending and piece.kind == "function":
            text, pending = text + ")", False
        text += sign if text and not text.endswith("(") else ""
        text += piece.text
        if piece.kind == "function" and rest:
            text, pending = text + "(", True
    return text + ")" if pending else text


def is_misspelled(pieces: tuple[Piece, ...]) -> bool:
    """Tell whether three letters before a bracket, taken as factors, look like the name of a function.

    Examples
    --------
    >>> is_misspelled(split_run("sen", Vocabulary(), differentials=False))
    True
    """
    run = "".join(piece.text for piece in pieces)
    return len(pieces) == 3 == len(run) and bool(difflib.get_close_matches(run, sorted(FUNCTIONS), n=1, cutoff=0.65))


def is_name_of_function(name: str, argument: str, vocabulary: Vocabulary) -> bool:
    """Tell whether what stands right before a bracket is meant as one unknown function, and not as a product.

    It is where it holds the name of a function that is not applied to the
    bracket (``log7p``, ``erfinv``), and where two or more letters stand before
    one further letter or a list, as a function does and no factor.

    Examples
    --------
    >>> [is_name_of_function(*pair, Vocabulary()) for pair in (("log7p", "x"), ("xy", "x+1"), ("xsin", "x"), ("gd", "x"))]
    [True, False, False, True]
    """
    if _whole_kind(name, vocabulary) or name in vocabulary.names or name in vocabulary.functions:
        return False
    parts = [part for part in re.split(r"(\d+)", name) if part]
    pieces = [piece for part in parts if part.isalpha() for piece in split_run(part, vocabulary, differentials=False)]
    if not pieces:
        return True
    if any(piece.kind == "function" for piece in pieces):
        last = vocabulary.known.get(pieces[-1].text)
        is_made = last is not None and last.formula is not None  # selu is no s·elu
        return last is None or (is_made and len(pieces) > 1) or not parts[-1].isalpha()
    is_product = (
        len(parts) > 1 or len(pieces) == 1 or (len(name) == 2 and name[0] == "d") or any(piece.text in vocabulary.names for piece in pieces)
    )
    return not is_product and ("," in argument or (argument.isalpha() and len(argument) == 1 and argument not in name))


def _whole_kind(run: str, vocabulary: Vocabulary) -> str:
    """Return the kind of a run that is one name, or an empty string."""
    if run in vocabulary.phrases:
        return "word"
    if run in vocabulary.names or run in vocabulary.functions or (vocabulary.matrices and run == "ones"):
        return "name"
    if run in vocabulary.known or (len(run) > 1 and run[0].isupper() and run.lower() in vocabulary.known):
        return "function"
    if run in KEYWORDS:
        return KEYWORDS[run]
    if _ACCENTED.fullmatch(run):
        return "name"
    return "name" if len(run) == 1 or run in _WHOLE else ""


def _canonical(run: str, kind: str) -> str:
    """Return the standard spelling of a known name."""
    return run.lower() if kind == "function" and run not in FUNCTIONS else run


def _segment(run: str, vocabulary: Vocabulary) -> tuple[Piece, ...]:
    """Return the split into fewest names; the first name is as long as it can be."""
    words = [*vocabulary.known, *_INSIDE, *vocabulary.names, *vocabulary.functions]
    best: list[tuple[Piece, ...]] = [()] * (len(run) + 1)
    for start in range(len(run) - 1, -1, -1):
        choices = [(Piece("name", run[start], start), *best[start + 1])]
        for word in _starting(words, run, start):
            kind = "function" if word in vocabulary.known and word not in vocabulary.names else "name"
            choices.append((Piece(kind, word, start), *best[start + len(word)]))
        best[start] = min(choices, key=lambda pieces: (len(pieces), -len(pieces[0].text)))
    return best[0]


def _starting(words: Iterable[str], run: str, start: int) -> list[str]:
    """Return the names of several letters that stand at a place of a run; a short Greek name only where the run ends."""
    found = [word for word in words if len(word) > 1 and run.startswith(word, start)]
    if start and run[start:] in GREEK:
        found.append(run[start:])
    return sorted(set(found))


def _plausible(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces if somebody might have typed them so, else nothing.

    Two or three letters multiply; beside longer names at most two, and a
    function is not followed by e or i (``sine`` is no sin·e).
    """
    if "".join(piece.text for piece in pieces) in _ENGLISH:
        return ()
    most = 3 if all(len(piece.text) == 1 for piece in pieces) else 2
    letters = 0
    after_function = False
    for piece in pieces:
        single = len(piece.text) == 1
        letters = letters + 1 if single else 0
        if letters > most or (single and after_function and piece.text in "ei"):
            return ()
        after_function = piece.kind == "function"
    return pieces
