"""Reading the answer to a problem under constraints in words: a value, a point, multipliers, or that there is no optimum."""

from __future__ import annotations

import re
from typing import Any

import sympy as sp

from symtutor.inputs import Inputs, says_no_value, spoken
from symtutor.kinds.in_brackets import parts_outside

__all__ = ["NOTHING", "read_optimum_in_words"]

NOTHING = sp.Symbol("no optimum")  # what "does not exist" says: no least value, or none at all
_INFEASIBLE = ("infeasible", "not feasible", "no solution", "no feasible point", "the feasible set is empty", "empty set")
_NO_POINT = re.compile(r"^no point satisfies (?:all|the) (?:constraints|conditions)$")
_UNBOUNDED = re.compile(r"^unbounded(?: (?:below|above))?$|(?:falls|grows) beyond all bounds|not bounded (?:below|above)")
_NONE = re.compile(
    r"^(?:there is |it has |f has )?no (?:global |absolute )?(?:minimum|maximum|optimum|least value|greatest value)(?: exists)?\b"
)
_VALUE = re.compile(
    r"^\s*(?:(?:the|a|an|its|global|absolute|minimal|maximal|optimal) )*"
    r"(?:min|max|minimum|maximum|optimum|value|least|smallest|greatest|largest)\b(?: value)?(?: of f)?(?:\s*(?:=|is|:))?\s*|^\s*f\s*=\s*",
    re.IGNORECASE,
)
_OF_F = re.compile(r"^\s*[a-zA-Z]\s*\((?P<place>.*)\)\s*=(?P<height>[^=]*)$", re.DOTALL)
_AT = re.compile(r"\b(?:at|for|when|where|in)\b(?: the point)?", re.IGNORECASE)
_LETTER = re.compile(r"^\s*(?:λ|ν|lambda|nu|\\lambda|\\nu|mu|μ)\w*[₀-₉]*\s*=", re.IGNORECASE)


def read_optimum_in_words(text: str, variables: Any, sense: Any, reader: Inputs) -> Any:
    """Return what a text says: a number, oo, nan, NOTHING, or a point with multipliers and a value, each where it is named.

    Returns
    -------
    Expr or tuple
        A value alone, or (point, multipliers, value or None).
    """
    said = spoken(text)
    if _UNBOUNDED.search(said):
        return -sense * sp.oo
    if said in _INFEASIBLE or _NO_POINT.match(said):
        return sp.nan
    other = "max" if sense == 1 else "min"  # that there is no maximum is no answer to a minimum
    if (_NONE.match(said) and other not in said) or says_no_value(text):
        return NOTHING
    plain = text.strip(" .").replace(", for example", "").replace("for example", "")
    of_f = _OF_F.match(plain)
    if of_f is not None:
        return _point(of_f["place"], variables, reader), (), reader.expression(of_f["height"], "the value")
    before, at, after = plain, _AT.search(plain), ""
    if at is not None:
        before, after = plain[: at.start()], plain[at.end() :]
    height: Any = None
    places, lams = [], []
    for part in (*parts_outside(before), *parts_outside(_AT.sub(" ", after))):
        named = _VALUE.match(part)
        if _LETTER.match(part):
            lams.append(reader.expression(part.partition("=")[2], "a multiplier"))
        elif named is not None or (at is not None and part in before and height is None):
            rest = part[named.end() if named else 0 :].strip()
            height = reader.expression(rest, "the value") if rest else height
        else:
            places.append(part)
    if not places:
        return height if not lams else ((), tuple(lams), height)
    point = _point(", ".join(places), variables, reader)
    if at is None and height is None and not lams and len(point) == 1 and "=" not in plain:
        return point[0]
    return point, tuple(lams), height


def _point(text: str, variables: Any, reader: Inputs) -> tuple[Any, ...]:
    """Return the point of "x = 1, y = 2", "x = y = 1", "(x, y) = (1, 2)" or "(1, 2)"."""
    names: dict[Any, Any] = {}
    for part in parts_outside(text):
        *letters, value = [side.strip() for side in part.split("=")]
        if len(letters) == 1 and letters[0].startswith("(") and reader.vector(letters[0], "the variables") == tuple(variables):
            return reader.vector(value, "the point")  # of several, the first
        if not letters or not all(sp.Symbol(letter) in variables for letter in letters):
            return reader.vector(text, "the point")
        names.update({sp.Symbol(letter): reader.expression(value, "a coordinate") for letter in letters})
    return tuple(names[v] for v in variables if v in names)
