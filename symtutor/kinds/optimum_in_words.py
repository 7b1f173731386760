"""Reading the answer to a problem under constraints in words: a value, a point, multipliers, or that there is no optimum."""

from __future__ import annotations

import re
from typing import Any

import sympy as sp

from symtutor.ask.inputs.inputs import Inputs
from symtutor.errors import InputError
from symtutor.kinds.in_brackets import parts_outside
from symtutor.reading.answers import says_no_value, spoken

__all__ = ["NOTHING", "THE_OTHER", "read_optimum_in_words"]

THE_OTHER = sp.Symbol("the other kind")  # "maximum 2" where a minimum is asked for
NOTHING = sp.Symbol("no optimum")  # what "does not exist" says: no least value, or none at all
_INFEASIBLE = ("infeasible", "not feasible", "no solution", "no feasible point", "the feasible set is empty", "empty set")
_NO_POINT = re.compile(r"^no point satisfies (?:all|the) (?:constraints|conditions)$")
_UNBOUNDED = re.compile(r"^unbounded(?: (?:below|above))?$|(?:falls|grows) beyond all bounds|not bounded (?:below|above)")
_NONE = re.compile(
    r"^(?:there is |it has |f has )?no (?:global |absolute )?(?:minimum|maximum|optimum|least value|greatest value)(?: exists)?\b"
)
_NOT_ONE = re.compile(r"^(?:it is |this is )?not an? (?:minimum|maximum|optimum)$")
_BOUND = re.compile(
    r"^(?:the |its )?(?:infimum|supremum|inf|sup|(?:greatest )?lower bound|(?:least )?upper bound)(?: is| =|=|:)?\s*(?P<bound>[^,;:]+?)"
    r"(?:\s*,?\s*(?:and |but |which )*(?:is |it is )?not (?:attained|taken|reached))?$"
)
_OTHER = {
    1: re.compile(r"\b(?:max\w*|greatest(?! lower)|largest)\b", re.IGNORECASE),
    -1: re.compile(r"\b(?:min\w*|least(?! upper)|smallest)\b", re.IGNORECASE),
}
_VALUE = re.compile(
    r"^\s*(?:(?:the|a|an|its|global|absolute|minimal|maximal|optimal) )*"
    r"(?:min|max|minimum|maximum|optimum|value|least|smallest|greatest|largest)\b(?: value)?(?: of f)?(?:\s*(?:=|is|:))?\s*|^\s*f\s*=\s*",
    re.IGNORECASE,
)
_OF_F = re.compile(r"^\s*[a-zA-Z]\s*\((?P<place>.*)\)\s*=(?P<height>[^=]*)$", re.DOTALL)
_AT = re.compile(r"\b(?:at|for|when|where|in)\b(?: the point)?", re.IGNORECASE)
_OF_MINUS_F = re.compile(r"\s+for [−-]f \(.*? for f\)")
_LETTER = re.compile(r"^\s*(?:λ|ν|lambda|nu|\\lambda|\\nu|mu|μ)\w*[₀-₉]*\s*=", re.IGNORECASE)


def read_optimum_in_words(text: str, variables: Any, sense: Any, reader: Inputs) -> Any:
    """Return what a text says: a number, oo, nan, NOTHING, or a point with multipliers and a value, each where it is named.

    Returns
    -------
    Expr, Eq or tuple
        A value alone, a bound that is not taken, or (point, multipliers, value or None).
    """
    claim = _claim(text, sense, reader)
    return _named(text, variables, reader) if claim is None else claim


def _claim(text: str, sense: Any, reader: Inputs) -> Any:
    """Return that there is no optimum, no point, no bound, or one that is not taken; None for a text that names something."""
    said = spoken(text)
    if _UNBOUNDED.search(said):
        return -sense * sp.oo
    if said in _INFEASIBLE or _NO_POINT.match(said):
        return sp.nan
    if _OTHER[int(sense)].search(said) is not None:
        return THE_OTHER
    none = _NONE.match(said)
    if says_no_value(text) or _NOT_ONE.match(said) or (none is not None and not said[none.end() :].strip(" .:,;")):
        return NOTHING
    bound = _BOUND.match(said[none.end() :].strip(" .:,;") if none is not None else said)
    if bound is not None:
        return sp.Eq(NOTHING, reader.expression(bound["bound"].replace("−", "-"), "the bound"))
    if none is not None:
        raise InputError(f"{text!r} says more than that there is no optimum", "Write no minimum, or no minimum, the infimum is 0.")
    return None


def _named(text: str, variables: Any, reader: Inputs) -> Any:
    """Return the value, the point and the multipliers that a text names."""
    plain = _OF_MINUS_F.sub("", text.strip(" .")).replace(", for example", "").replace("for example", "")
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
    if not places and not lams and height is None:
        raise InputError("the answer names neither a value nor a point", "Write something like minimum 2 at x = 1.")
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
