"""Where a mistake was made: what the letters of its rule stand for in this problem."""

from __future__ import annotations

from dataclasses import replace

from symtutor.book import Book
from symtutor.derivation import Solved
from symtutor.deriving.steps import reason
from symtutor.rule import Rule
from symtutor.verdict import Verdict
from symtutor.writing.document import Piece, letter_meaning
from symtutor.writing.marks.text import UNICODE

__all__ = ["at_its_place"]


def at_its_place(verdict: Verdict, solved: Solved, book: Book) -> Verdict:
    """Return a verdict that says beside the words of a mistake where it was made, if its rule is used at one place alone.

    Parameters
    ----------
    verdict : Verdict
        With the name of a mistake, or without.
    solved : Solved
        The derivation of the right answer.
    book : Book
        The rules with their mistakes.
    """
    rule, _, own = (verdict.mistake or "").partition("/")
    nodes = [node for node in solved.nodes() if node.rule.id == rule and isinstance(node.rule, Rule)]
    if not own or len(nodes) != 1:
        return verdict
    if all(mistake.id != own for mistake in nodes[0].rule.mistakes):
        return verdict  # a slip in hand-made points or multipliers, of which the judge says itself where it is
    words = book.mistake(str(verdict.mistake)).words
    letters = {name: meaning for name, meaning in reason(nodes[0]).letters.items() if "{}" not in name and len(name) <= _SHORT}
    if words not in verdict.explanation or not letters:
        return verdict
    pieces: list[Piece] = []
    for letter, meaning in letters.items():
        pieces.extend([", " if pieces else " Here ", *letter_meaning(letter, meaning)])
    place = "".join(piece if isinstance(piece, str) else UNICODE.render(piece) for piece in pieces)
    return replace(verdict, explanation=verdict.explanation.replace(words, f"{words}{place}.", 1))


_SHORT = 2  # letters of a formula, as f and g′, and not a phrase
