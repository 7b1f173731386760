"""Answers as people write them: what stands around the mathematics that was asked for.

``∇f = ⟨2x, 2y⟩``, ``<2x, 2y>``, ``2x i + 2y j``, ``(2x, 2y)^T``, ``x ∈ {2, −2}``, ``1/x for x > 0``, ``x − x³/6 + O(x⁵)``,
``x² + constant``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast

import sympy as sp

from symtutor.errors import InputError

__all__ = [
    "by_cases",
    "components",
    "listed_with_commas",
    "mathematics_of",
    "must_have_points_for_decimals",
    "polynomial_of",
    "says_no_value",
    "spoken",
    "values_of",
]

_NO_VALUE = frozenset(
    (
        *("does not exist", "doesnt exist", "dne", "no limit", "undefined", "not defined", "nan", "none"),
        *("diverges", "divergent", "does not converge", "not differentiable"),
    )
)
_CONDITION = (
    r"\s*,?\s*(?:\\text\s*\{\s*,?\s*(?:for|if|when|where)\s*\}|\b(?:for|if|when|where)\b)\s*(?=[^,;]*(?:[<>≤≥≠]|\\(?:ne|le|ge|lt|gt)))"
)
_SPELLINGS = (
    (re.compile(r"^\s*=\s*(?=\S)"), ""),  # copied with the sign before it
    (re.compile(r"^\s*(?:∇|\\nabla)\s*[A-Za-z]\w*\s*(?:\([^()=]*\))?\s*="), ""),
    (re.compile(r"^\s*<([^<>]+,[^<>]+)>\s*$"), r"⟨\1⟩"),
    (re.compile(r"^([^\[]*[(\[⟨][^\[]*,[^\[]*[)\]⟩])\s*(?:\^\s*\{?\s*(?:T|\\top|\\intercal)\s*\}?|ᵀ)\s*$"), r"\1"),
    (re.compile(r"\+\s*(?:const(?:ant|\.)?|\\text\s*\{\s*const(?:ant|\.)?\s*\})\s*$"), "+ C"),
    (re.compile(r",?\s*\bfor (?:all|every|any)\b[^,;]*$"), ""),
    (re.compile(r",?\s*\botherwise\s*$"), ""),
    (re.compile(r"\s*,?\s*\b(?:else|otherwise)\b(?!\s*$)"), ", "),
    (re.compile(_CONDITION), ", "),
    (re.compile(r"(?:\\mathbf|\\vec|\\hat)\s*\{\s*\\(?:mathbf|vec|hat)\s*\{\s*([ijk])\s*\}\s*\}"), r"\\mathbf{\1}"),
    (re.compile("[îĵ]|k̂"), lambda found: f" {dict(zip(('î', 'ĵ', 'k̂'), 'ijk', strict=True))[found.group()]} "),
)
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_REST = re.compile(r"[+−-]\s*(?:[Oo]\s*\(.*\)|\\mathcal\s*\{?O\}?\s*\(.*\)|\.\.\.|…|\\[lc]?dots)\s*$")
_ELEMENT = re.compile(r"^\s*[A-Za-z]\w*\s*(?:∈|\\in\b|=(?=\s*\\?\{))\s*")


def says_no_value(text: str, others: Iterable[str] = ()) -> bool:
    """Tell whether a text says in words that there is no value, as "does not exist" or one of the other phrases does."""
    return spoken(text) in {*_NO_VALUE, *others}


def spoken(text: str) -> str:
    """Return a phrase in lower case without its full stop."""
    return " ".join(text.lower().replace("'", "").split()).strip(" .!")


def mathematics_of(text: str) -> str:
    """Return an answer as the readers of notation know it.

    Examples
    --------
    >>> mathematics_of("∇f = <2xy, x^2>")
    '⟨2xy, x^2⟩'
    >>> mathematics_of("1/x for x > 0")
    '1/x, x > 0'
    """
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    return text


def polynomial_of(text: str) -> str:
    """Return a Taylor polynomial without what stands for the rest."""
    return _REST.sub("", text)


def values_of(text: str) -> str:
    """Return the solutions of an equation without the sign that says where they lie, with one sign for both signs."""
    return listed_with_commas(_ELEMENT.sub("", text)).replace("\\pm", "±").replace("+-", "±").replace("+/-", "±")


def listed_with_commas(text: str) -> str:
    """Return a list whose entries are parted by semicolons as one with commas; a comma between digits is a decimal sign there.

    Examples
    --------
    >>> listed_with_commas("{0,5; 2}")
    '{0.5, 2}'
    """
    return _DECIMAL_COMMA.sub(".", text).replace(";", ",") if ";" in text else text


def must_have_points_for_decimals(text: Any) -> None:
    """Refuse what was read as a list because its decimals are written with commas.

    Raises
    ------
    InputError
        With the number as it is to be written.
    """
    if isinstance(text, str) and (found := re.search(r"\d+,\d+", text)):
        raise InputError(f"{found[0]} is read as two numbers", f"Write a decimal point: {found[0].replace(',', '.')}.")


def by_cases(found: sp.Tuple) -> sp.Expr | None:
    """Return an expression with its condition, or several, the last one perhaps without, as one expression; None for another list."""
    pairs = [found.args[k : k + 2] for k in range(0, len(found.args), 2)]
    *_, last = pairs
    if len(pairs) > 1 and len(last) == 1:
        pairs[-1] = (last[0], sp.true)
    if not all(len(pair) == 2 and isinstance(pair[0], sp.Expr) and _is_condition(pair[1]) for pair in pairs):
        return None
    return cast("sp.Expr", sp.Piecewise(*pairs))


def _is_condition(thing: sp.Basic) -> bool:
    return thing == sp.true or (isinstance(thing, sp.core.relational.Relational) and not isinstance(thing, sp.Equality))


_UNITS = (
    tuple(frozenset({sp.Symbol(n), sp.Symbol(f"{n}hat"), sp.Symbol(f"{m}hat")}) for n, m in (("i", "imath"), ("j", "jmath"), ("k", "k"))),
    tuple(frozenset({sp.Symbol(f"e_{n}"), sp.Symbol(f"e{n}")}) for n in (1, 2, 3)),
    tuple(frozenset({sp.Symbol(f"{n}hat")}) for n in "xyz"),
)


def components(found: sp.Expr, size: int, known: Iterable[sp.Symbol]) -> tuple[sp.Expr, ...] | None:
    """Return the components of a vector that is written with unit vectors i, j, k or e₁, e₂, e₃; None where it is none."""
    imaginary = sp.Symbol("i")
    if imaginary not in known:
        found = found.xreplace({sp.I: imaginary})
    free = found.free_symbols - set(known)
    for units in _UNITS:
        used = [free & unit for unit in units]
        if not any(used) or any(used[size:]) or any(len(letters) > 1 for letters in used):
            continue
        letters = [next(iter(one), None) for one in used[:size]]
        entries = tuple(sp.S.Zero if letter is None else sp.expand(found).coeff(letter) for letter in letters)
        whole = sum((entry * letter for entry, letter in zip(entries, letters, strict=True) if letter is not None), sp.S.Zero)
        if sp.expand(found - whole) == 0 and not any(entry.has(*(s for s in letters if s is not None)) for entry in entries):
            return entries
    return None
