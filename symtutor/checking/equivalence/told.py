"""Expressions in the sentences of verdicts: one line of text, as it is typed, without Python's signs."""

from __future__ import annotations

import re
from typing import Any

from sympy.printing.pretty.pretty_symbology import greek_unicode

__all__ = ["told"]

_NAME = re.compile(r"[A-Za-z]+")
_NAMES = {"log": "ln", "oo": "∞", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "lamda": "λ", "E": "e", "I": "i"}
_ROOT = re.compile(r"√\((\w+)\)")
_ABSOLUTE = re.compile(r"Abs\(([^()]*)\)")
_SIGNS = (("**", "^"), ("*", "·"))


def told(expr: Any) -> str:
    """Return an expression, or the name of a letter, as text.

    Examples
    --------
    >>> from sympy.abc import a, delta, x
    >>> import sympy as sp
    >>> told(a**2 + sp.sqrt(3) * x), told(delta), told(sp.Abs(x) - sp.log(x)), told(-sp.oo)
    ('a^2 + √3·x', 'δ', '-ln(x) + |x|', '-∞')
    """
    text = _ABSOLUTE.sub(r"|\1|", str(expr))
    for sign, shown in _SIGNS:
        text = text.replace(sign, shown)
    text = _ROOT.sub(r"√\1", text.replace("sqrt", "√"))
    return _NAME.sub(lambda name: _NAMES.get(name[0], greek_unicode.get(name[0], name[0])), text)
