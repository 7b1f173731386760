"""Sets of numbers as people write them: ``[0, 1)``, ``(-2, 2) ∪ {5}``, ``ℝ``, ``∅``, ``x < 1 or x > 2``, ``all real x``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symtutor.errors import SymtutorError, sympy_errors
from symtutor.reading.answers import listed_with_commas

__all__ = ["is_set_notation", "read_set", "sets_of_letters"]

Read = Callable[[str], Any]  # an expression, a condition or a list

_SPELLINGS = (
    (re.compile(r"\$|\\left|\\right|\\[,;!]|\\ (?!\s*[{[(])"), ""),
    (re.compile(r"(?<=[)\]}ℝR])\s*\\(?=\s*\{)"), "∖"),
    (re.compile(r"\\([{}])"), r"\1"),
    (re.compile(r"\\cup\b|(?<=[\])}])\s*[uU]\s*(?=[\[({])"), "∪"),
    (re.compile(r"\\mathbb\s*\{?\s*R\s*\}?|\\R\b|\bIR\b"), "ℝ"),
    (re.compile(r"\\emptyset\b|\\varnothing\b|\{\s*\}"), "∅"),
    (re.compile(r"\\setminus\b|\\backslash\b|\b(?:without|except)\b|\\(?=\s*[{[(])|(?<=ℝ)\s*[-−](?=\s*\{)"), "∖"),
)
_ELEMENT = re.compile(r"^\s*[A-Za-z]\w*\s*(?:∈|\\in\b|\bin\b)\s*")
_ALL = re.compile(r"^\s*(?:ℝ|R|(?:all|every|any)(?: real)?(?: numbers?)?(?: [a-z])?|(?:the )?reals|always)\s*$", re.IGNORECASE)
_NONE = re.compile(r"^\s*(?:∅|(?:the )?empty set|no(?: real)? solutions?|none|never)\s*$", re.IGNORECASE)
_HALF_OPEN = re.compile(r"^\s*(?:\[[^()\[\]{}]*\)|\([^()\[\]{}]*\]|\][^()\[\]{}]*[\[\]])\s*$")
_BRACKETED = re.compile(r"^[^\[\](){}]*[\[\](){][^\[\](){}]*[\[\])}]\s*$")  # one set, and no matrix
_BRACED = re.compile(r"^\s*\{(.*)\}\s*$", re.DOTALL)
_BUILDER = re.compile(r"^[^|:]*[|:](?!=)")


def is_set_notation(text: str) -> bool:
    """Tell whether a text can only be a set: it has braces with commas or nothing in them, ∪ or ∅, or a bracket open at one end.

    Examples
    --------
    >>> [is_set_notation(text) for text in ("{1, 2}", "[0, 1)", "(0, 1) u (2, 3)", "(0, 1)", "{x}")]
    [True, True, True, False, False]
    """
    spelled = _spelled(text)
    braced = _BRACED.match(spelled)
    is_list = (
        braced is not None and len(list(_parts(braced.group(1), ","))) > 1 and ";" not in spelled and not re.search("[<>≤≥=]", spelled)
    )
    return is_list or bool(_HALF_OPEN.match(spelled)) or any(sign in spelled for sign in "∪∖∅ℝ") or _ELEMENT.match(spelled) is not None


def read_set(text: str, read: Read, variable: sp.Symbol | None = None) -> sp.Set | None:
    """Return the set of real numbers that a text names, or None where it names none.

    Parameters
    ----------
    text : str
        Intervals with round or square brackets, numbers in braces, their unions, words, or inequalities.
    read : callable
        Reads the mathematics in it.
    variable : Symbol, optional
        The letter that inequalities speak of; left out, their only letter.

    Examples
    --------
    >>> from symtutor.reading.read import read_expression
    >>> for text in ("[0, 1)", "(-oo, 0) ∪ {3}", "x^2 < 4", "all real x"):
    ...     print(read_set(text, read_expression))
    Interval.Ropen(0, 1)
    Union({3}, Interval.open(-oo, 0))
    Interval.open(-2, 2)
    Reals
    """
    try:
        return _union(_ELEMENT.sub("", _spelled(text)), read, variable)
    except SymtutorError:
        return None
    except sympy_errors():
        return None


def sets_of_letters(text: str, read: Read) -> dict[sp.Symbol, sp.Set]:
    """Return the domains of the letters that inequalities joined by "and" or commas speak of; none where a part is something else.

    Examples
    --------
    >>> from symtutor.reading.read import read_expression
    >>> sets_of_letters("0 < x <= 1, a > 2", read_expression)
    {a: Interval.open(2, oo), x: Interval.Lopen(0, 1)}
    """
    try:
        found = read(text)
    except SymtutorError:
        return {}
    relations: dict[Any, list[Any]] = {}
    for part in found.args if isinstance(found, sp.And | sp.Tuple) else (found,):
        for inner in part.args if isinstance(part, sp.And) else (part,):
            if not isinstance(inner, sp.logic.boolalg.Boolean) or len(inner.free_symbols) != 1:
                return {}
            relations.setdefault(next(iter(inner.free_symbols)), []).append(inner)
    sets = {letter: _where(sp.And(*parts), letter) for letter, parts in sorted(relations.items(), key=lambda item: str(item[0]))}
    return {letter: where for letter, where in sets.items() if where is not None}


def _spelled(text: str) -> str:
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    return listed_with_commas(text).strip() if _BRACKETED.match(text) else text.strip()


def _union(text: str, read: Read, variable: sp.Symbol | None) -> sp.Set | None:
    kept, *taken = _parts(text, "∖")
    parts = [_part(part, read, variable) for part in _parts(kept, "∪")]
    away = [_part(part, read, variable) for part in taken]
    if any(part is None for part in (*parts, *away)):
        return None
    return sp.Complement(sp.Union(*parts), sp.Union(*away)) if away else sp.Union(*parts)


def _part(text: str, read: Read, variable: sp.Symbol | None) -> sp.Set | None:
    """Return one set without ∪."""
    text = text.strip()
    if _NONE.match(text):
        return sp.S.EmptySet
    if _ALL.match(text) and (variable is None or variable.name != text):
        return sp.S.Reals
    if (braced := _BRACED.match(text)) is not None:
        inside = braced.group(1)
        told = _BUILDER.match(inside)
        return _part(inside[told.end() :], read, variable) if told else sp.FiniteSet(*map(read, _parts(inside, ",")))
    ends = list(_parts(text[1:-1], ","))
    if text[:1] in "[(]" and text[-1:] in "])[" and len(ends) == 2:
        low, high = map(read, ends)
        if all(end.is_extended_real for end in (low, high)) and (low <= high) == sp.true:
            return sp.Interval(low, high, text[0] != "[", text[-1] != "]")
        return None
    return _where(read(text), variable)


def _where(found: Any, variable: sp.Symbol | None) -> sp.Set | None:
    """Return the set on which what was read holds; a number by itself, or several, are its members."""
    if found in {sp.true, sp.false}:
        return sp.S.Reals if found == sp.true else sp.S.EmptySet
    if isinstance(found, sp.Set):
        return found
    if isinstance(found, sp.logic.boolalg.Boolean):
        letters = {variable} if variable is not None else found.free_symbols
        relations = [part for part in sp.preorder_traversal(found) if part.is_Relational]
        is_about_one = len(letters) == 1 and found.free_symbols == letters
        return found.as_set() if is_about_one and relations else None
    members = found.args if isinstance(found, sp.Tuple) else (found,)
    return sp.FiniteSet(*members) if all(isinstance(m, sp.Expr) and m.is_extended_real and m.is_number for m in members) else None


def _parts(text: str, separator: str) -> Iterator[str]:
    """Yield what stands between separators outside of all brackets."""
    depth, start = 0, 0
    for place, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character == separator and depth <= 0:
            yield text[start:place]
            start = place + 1
    yield text[start:]
