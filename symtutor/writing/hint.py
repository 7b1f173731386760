"""Hints in a ladder: what kind of problem it is, the rule and how it looks here, the next line, the line after it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.deriving.layout import Block, Line, Reason
from symtutor.errors import InputError
from symtutor.goals.core import equal_chain
from symtutor.term import Term, quote
from symtutor.textbook import opened
from symtutor.writing.document import Piece, filled, letter_meaning
from symtutor.writing.marks.text import UNICODE

__all__ = ["hint"]

_WITH_ARTICLE = re.compile(r"^(derivative|integral|limit|definition)\b|\b(rule|law|theorem|method|formula)$")
_WITHOUT_ARTICLE = re.compile(r"'s (rule|method|substitution|theorem)|\b(substitution|differentiation|by parts|fractions|coefficients)$")
_WHAT_TO_GIVE = "Give 1 for what kind of problem it is, 2 for the rule and its letters, 3 for the next line, 4 for the line after it."


def hint(blocks: Iterable[Block], level: int, plan: tuple[Piece, ...] = (), after: int = 0) -> tuple[Piece, ...]:
    """Return a hint for the next step of a solution; no level tells what a higher one does.

    Parameters
    ----------
    blocks : iterable of Block
        The lines of the worked solution.
    level : int
        1 says what kind of problem it is and names the rule, 2 says in words what the rule does and what its letters
        stand for, 3 gives the next line, 4 the line after it too. Of a sum that is the answer
        already, 3 gives the first part alone.
    plan : tuple
        What kind of problem it is, for the first step.
    after : int
        The number of the line that the learner has reached; 0 at the beginning.
    """
    level, after = _whole(level, "level", _WHAT_TO_GIVE), _whole(after, "after", "Give the number of a printed line.")
    lines = [(block, line) for block in blocks for line in block.lines]
    left = [i for i, (block, line) in enumerate(lines) if i >= after and (i or line.reasons) and _is_a_step(block, line)]
    if not left:
        return plan if plan and not after else ("Nothing is left to do.",)
    block, line = lines[left[0]]
    begins = bool(plan) and not after
    pieces: list[Piece] = [*(plan if begins else ()), *_beginning(block, line, begins=begins, is_first=not after)]
    if level >= 2:
        pieces.extend(_explained(line) if line.reasons else _of_the_procedure(block))
    part = _first_part(line.term) if not after and line is lines[-1][1] else None
    shown, is_whole = _first_equation(line.term) if part is None else (part, False)
    if level >= 3:
        pieces.extend([f" The next line: {'' if part is None else 'it begins with '}", shown, "."])
    if level >= 4 and not is_whole:
        pieces.extend([" It goes on: ", line.term, "."])
    elif level >= 4 and left[0] + 1 < len(lines):
        pieces.extend([" The line after it: ", lines[left[0] + 1][1].term, "."])
    return tuple(pieces)


def _is_a_step(block: Block, line: Line) -> bool:
    """Tell whether a line follows from others; the first line of a block only says what it is about, unless it is an equation."""
    is_head = line is block.lines[0] and len(block.lines) > 1 and opened(line.term).head not in {sp.Eq, equal_chain}
    return bool(line.reasons) or not is_head


def _beginning(block: Block, line: Line, *, begins: bool, is_first: bool) -> tuple[Piece, ...]:
    """Return the sentence that names the rule of a line, or the procedure to which it belongs."""
    if line.reasons and begins and (sought := _derivative_sought(line.term)) is not None:
        return (" Begin with ", sought, ".")
    if line.reasons:
        return _named(_main(line).rule.name, begins=begins, is_first=is_first)
    if begins:
        return ()
    if block.node is not None and line.said:
        return (f"The next step belongs to this: {block.node.rule.name}.",)
    return ("The next step: put together what was found.",)


def _derivative_sought(term: Term) -> Term | None:
    """Return f′(x) for a line that says what it is."""
    shown = opened(term)
    left = shown.args[0] if shown.head in {sp.Eq, equal_chain} else None
    return left if isinstance(left, Term) and left.head is sp.Derivative else None


def _of_the_procedure(block: Block) -> list[Piece]:
    """Return what the procedure of a block does, for its lines that have no rule of their own."""
    return [] if block.node is None or not block.node.rule.words else [" ", *filled(block.node.rule.words, block.node.bindings)]


def _first_equation(term: Term) -> tuple[Term, bool]:
    """Return a formula, of several equal ones the first two, and whether that is all of it."""
    shown = opened(term)
    if shown.head is not equal_chain or len(shown.args) < 3:
        return term, True
    return Term(sp.Eq, shown.args[:2]), False


def _first_part(term: Term) -> Term | None:
    """Return the first part of a sum, for a line that is the answer to all of it; None of one with a single part beside + C."""
    shown = opened(term)
    parts = [part for part in shown.args if UNICODE.render(part) != "C"] if shown.head is sp.Add else []
    return parts[0] if len(parts) > 1 else None


def _whole(number: object, name: str, advice: str) -> int:
    """Return a whole number that may have been given as a text."""
    if isinstance(number, str) and number.strip().isdigit():
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int):
        raise InputError(f"{name}={number!r} is no level of a hint" if name == "level" else f"{name}={number!r} is no line", advice)
    return number


def _main(line: Line) -> Reason:
    """Return the rule that a hint is about: one that is more than a law for sums and constants, where there is one."""
    return next((reason for reason in line.reasons if not reason.rule.minor), line.reasons[0])


def _explained(line: Line) -> list[Piece]:
    """Return what the rule of a line does, and what its letters stand for here; a sentence that tells the next line is left out."""
    reason = _main(line)
    pieces: list[Piece] = []
    result = re.compile(rf"(?<![\w.]){re.escape(UNICODE.render(line.term))}(?![\w/.]\w)")
    for sentence in re.split(r"(?<=\.) (?=[A-Z{])", reason.rule.words):
        told = filled(sentence, reason.bindings)
        if not result.search("".join(p if isinstance(p, str) else UNICODE.render(p) for p in told)):
            pieces.extend([" ", *told])
    said = "".join(p if isinstance(p, str) else UNICODE.render(p) for p in pieces)
    letters = {k: v for k, v in reason.letters.items() if _is_news(k, v, reason, said)}
    for i, (letter, meaning) in enumerate(letters.items()):
        pieces.extend([", " if i else " Here ", *letter_meaning(letter, meaning)])
    if letters:
        pieces.append(".")
    return pieces


def _is_news(letter: str, meaning: Any, reason: Reason, said: str) -> bool:
    """Tell whether a letter is worth a word: one of the rule that the sentences do not hold, and no result of a part of it."""
    if "{}" in letter or f"{{{letter}}}" in reason.rule.words:
        return False
    if not isinstance(meaning, sp.Expr) or letter.startswith("d"):
        return True
    chosen = [v for value in reason.bindings.values() for v in (value if isinstance(value, tuple | list | sp.Tuple) else (value,))]
    return meaning in chosen and UNICODE.render(quote(meaning)) not in said


def _named(name: str, *, begins: bool, is_first: bool) -> tuple[str, ...]:
    """Return the sentence that names a rule; after a plan only a name that people know says more."""
    if _WITHOUT_ARTICLE.search(name):
        return (f" Begin with {name}.",) if begins else (f"Use {name}.",)
    if _WITH_ARTICLE.search(name):
        return (f" Begin with the {name}.",) if begins else (f"Use the {name}.",)
    return () if begins else (f"The {'first' if is_first else 'next'} step: {name}.",)
