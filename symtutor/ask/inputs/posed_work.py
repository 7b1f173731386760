"""What hand work is about where no problem is given: the first line asks it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sympy as sp
from sympy.core.function import UndefinedFunction

from symtutor.ask.signatures.questions import asked_in_words
from symtutor.checking.equivalence.same_value import same_value
from symtutor.errors import SymtutorError
from symtutor.reading.problem import problem_of
from symtutor.reading.question import read_question
from symtutor.reading.work.lines import NoValue, expression_of, members, read_work
from symtutor.reading.work.statements import speaks_of_arrays, statements
from symtutor.term import At, Blank, DifferentialOf, PlusMinus, Term, Variable, subterms
from symtutor.work import Line

__all__ = ["as_question", "posed"]


def posed(lines: Sequence[str]) -> str | None:
    """Return what the first line asks, or None.

    That is an integral, limit or derivative alone before its first equal sign, a function that it defines, or an equation
    that later lines solve or differentiate along its curve.  A letter that it gives a value is a function where the next
    line differentiates it, as in y = x², y′ = 2x.

    Parameters
    ----------
    lines : sequence of str
        All lines.

    Examples
    --------
    >>> posed(["2x + 4 = 10", "2x = 6"]), posed(["x^2 + y^2 = 25", "2x + 2y y' = 0"])
    ('solve 2x + 4 = 10', "x^2 + y^2 = 25, y' = ?")
    >>> posed(["∫ 2x dx = x^2 + C"]), posed(["u = x^2", "du = 2x dx"])
    ('∫ 2x dx', None)
    """
    first, *others = lines
    in_words = _asked_in_words(first)
    if in_words is not None:
        return in_words
    first = _OPENS.sub("", first)
    left, equals, right = first.partition("=")
    left = left.strip().rstrip("&").strip()
    if equals and "=" not in right and _DEFINES.fullmatch(left):
        return first
    is_explicit = (
        equals and "=" not in right and left.isalpha() and len(left) == 1 and not re.search(rf"(?<![A-Za-z\\]){left}(?![A-Za-z])", right)
    )
    if (
        is_explicit
        and others
        and re.match(rf"\s*(?:\W*(?:so|then|hence|thus)\b)?\s*(?:{left}\s*['′’]|d{left}/d|{_SLOPE_OF % left})", others[0])
    ):
        return first
    return left if _ASKS.match(left) else _equation([_SOLVES.sub("", first), *others])


_OPENS = re.compile(r"^\s*(?:let|given|consider|suppose|take)\s+(?=[A-Za-z]\s*(?:\(|=))", re.IGNORECASE)
_SOLVES = re.compile(r"^\s*(?:(?:\\text\s*\{\s*)?solve(?:\s+the)?(?:\s+(?:in)?equation)?(?:\s*\})?\s*:?\s+)", re.IGNORECASE)
_SLOPE_OF = r"\\[td]?frac\s*\{\s*d\s*%s\s*\}"
_DEFINES = re.compile(r"[A-Za-z]\s*\(\s*[a-z](?:\s*,\s*[a-z])*\s*\)")  # f(x), f(x, y)
_ASKS = re.compile(r"∫|\\int(?![a-z])|\\lim|lim\b|d/d[a-z]\b|\\frac\s*\{\s*(?:\\mathrm\s*\{)?d\b")


_TASK = re.compile(
    r"\s*(?:(?:find|compute|evaluate|determine|calculate)\s+(?:the\s+)?(?=[a-z])|(?=(?:differentiate|integrate|minimi[sz]e|maximi[sz]e)\s))(.+)",
    re.IGNORECASE | re.DOTALL,
)


def as_question(problem: str) -> str:
    """Return a problem that is posed as a task in words without what leads to it; any other as it is.

    Examples
    --------
    >>> as_question("Find the extrema of $x^3$ on the domain ℝ"), as_question("d/dx x^2")
    ('extrema of x^3', 'd/dx x^2')
    """
    return _asked_in_words(problem) or problem


def _asked_in_words(first: str) -> str | None:
    """Return what a first line asks in words, where it is a question that is understood: "Find the gradient of x² y"."""
    found = _TASK.match(first)
    if found is None:
        return None
    question = found.group(1).replace("$", "").replace(r"\left", "").replace(r"\right", "")
    question = _OF_ALL.sub("", question[0].lower() + question[1:])
    try:
        return question if asked_in_words(question) is not None or problem_of(read_question(question)) else None
    except (SymtutorError, ArithmeticError, ValueError, TypeError, AttributeError):
        return None


_OF_ALL = re.compile(r"\s+(?:with respect to \([^()]*\)|on the domain (?:ℝ|\\mathbb\{?R\}?))\s*$")


# ---- equations ---------------------------------------------------------------------------------------
_RELATED = re.compile(r"=|[<>≤≥]|\\[lg](?:eq?|t)(?![a-z])")
_SLOPE = re.compile(r"(?<![A-Za-z\\])y\s*(?:['′’]|\^\s*\{?\s*\\prime)|dy\s*/\s*dx|\\[td]?frac\s*\{\s*d\s*y\s*\}|d/dx\s*\(?\s*y")
_WHOLE = {"n", "k", "m"}  # letters for any whole number
_CONTINUED = re.compile(r"\s*&?\s*=")


def _equation(lines: Sequence[str]) -> str | None:
    """Return the question that an equation or inequality at the beginning poses, or None."""
    first, *others = _with_first_apart(lines)
    if not others or not _RELATED.search(first) or any(_CONTINUED.match(other) for other in others) or speaks_of_arrays(lines):
        return None
    try:
        work = read_work(None, [first, *others])
        whole = _relation(work.lines[0])
    except (SymtutorError, RecursionError):
        return None
    if whole is None:
        return None
    letters = _letters(whole)
    plain = first.strip().rstrip(".,;")
    if letters == {"x", "y"} and any(_SLOPE.search(other) for other in others):
        return f"{plain}, y' = ?"
    later = [_letters(term) for line in work.lines[1:] for part in line.parts for term in [part.term] if term is not None]
    if any("'" in letter for found in later for letter in found):
        return None
    if len(letters) == 1:
        related = [found for line in work.lines[1:] for found in _related(line)]
        is_solved = any(letters <= found <= letters | _WHOLE for found in related) or any(
            "no" in part.words for line in work.lines[1:] for part in line.parts
        )
        (letter,) = letters
        is_solved = is_solved or any(_IN_SET.match(other.replace(letter, "x")) for other in others)
        return f"solve {plain}" if is_solved and not _is_identity(whole) else None
    unknown = _solved_for(work.lines[-1])
    is_in_one = unknown in letters and all(found <= letters for found in later)
    return f"solve {plain} for {unknown}" if is_in_one and letters <= set().union({unknown}, *later[-1:]) else None


_IN_SET = re.compile(
    r"\s*(?:[⇒⇔]|\W*(?:so|hence|thus|therefore)\b)?\s*(?:x\s*(?:∈|\\in(?![a-z])|in\b|_\{?\d\}?\s*=)|(?:[A-Z]\s*=\s*)?\\?\{.*\}\s*$|\[[^\[\]]*,[^\[\]]*\]\s*$)"
)  # x ∈ (0, 1), {0, 1}, x₁ = 0


def _with_first_apart(lines: Sequence[str]) -> list[str]:
    """Return lines with the first statement of the first one apart from what follows it there by arrows.

    Examples
    --------
    >>> _with_first_apart(["3x + 1 = 10 => 3x = 9"])
    ['3x + 1 = 10', '3x = 9']
    """
    first, *others = lines
    pieces = statements(first)
    if len(pieces) < 2 or pieces[0].start or any(piece.connective not in {"⇒", "⇔"} for piece in pieces[1:]):
        return list(lines)
    return [pieces[0].text, first[pieces[1].start :].strip(), *others]


def _relation(line: Line) -> Term | None:
    """Return the only statement of a line, where it relates expressions without goals, and defines no letter."""
    term = line.parts[0].term if len(line.parts) == 1 and not line.parts[0].words else None
    if term is None:
        return None
    relations = term.args if term.head is sp.And else (term,)
    for relation in relations:
        head, sides = members(relation)
        if head is None or len(sides) != len(relation.args) or len(sides) != 2:
            return None
        if head is sp.Eq and sides[0].head is Variable and not _letters(sides[0]) & _letters(sides[1]):
            return None
    return None if any(t.head in _OPEN or isinstance(t.head, UndefinedFunction) for t in subterms(term)) else term


_OPEN = {sp.Integral, sp.Limit, sp.Derivative, sp.Sum, sp.Product, sp.Tuple, At, Blank, DifferentialOf, PlusMinus}


def _letters(term: Term) -> set[str]:
    return {leaf.args[0].name for leaf in subterms(term) if leaf.head is Variable}


def _related(line: Line) -> list[set[str]]:
    """Return the letters of each relation of a line."""
    terms = [part.term for part in line.parts if part.term is not None]
    return [_letters(term) for term in terms if term.head is sp.And or members(term)[0] is not None]


def _solved_for(line: Line) -> str:
    """Return the letter that a line gives, or nothing."""
    term = line.parts[0].term if line.parts else None
    head, sides = (None, ()) if term is None else members(term)
    if head is not sp.Eq or len(sides) != 2 or sides[0].head is not Variable:
        return ""
    (name,) = _letters(sides[0])
    return name if name not in _letters(sides[1]) else ""


def _is_identity(term: Term) -> bool:
    """Tell whether an equation holds for all numbers, so that it is proved and not solved."""
    if term.head is not sp.Eq:
        return False
    try:
        left, right = (expression_of(side) for side in term.args)
        return bool(same_value(left, right, {}))
    except (NoValue, SymtutorError, ArithmeticError, ValueError, TypeError, AttributeError):
        return True
