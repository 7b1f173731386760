"""The names that are known without being declared, besides functions: constants, Greek letters, keywords."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.functions import FUNCTIONS

__all__ = [
    "APPLIED",
    "CALLED",
    "CONSTANTS",
    "GREEK",
    "GREEK_LETTERS",
    "KEYWORDS",
    "MIXED",
    "OFTEN_APPLIED",
]

MIXED = tuple(name for name in FUNCTIONS if not name.isalpha())  # with a digit or an underscore: names only before a bracket

CONSTANTS: dict[str, Any] = {"e": sp.E, "pi": sp.pi, "i": sp.I, "oo": sp.oo, "inf": sp.oo, "infinity": sp.oo}

CALLED = frozenset("Integral Derivative diff Limit Sum summation Product Piecewise Subs Matrix Eq Ne And Or Rational Tuple".split())

KEYWORDS = {
    "int": "∫",
    "integral": "∫",
    "integrate": "∫",
    "sum": "sum",
    "prod": "prod",
    "product": "prod",
    "lim": "lim",
    "limit": "lim",
}

APPLIED = frozenset("fghFGH")
OFTEN_APPLIED = frozenset("pqPQ") | {"phi", "psi", "varphi", "Phi", "Psi"}

_SMALL = """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma
tau upsilon phi chi psi omega""".split()
_CAPITAL = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
GREEK_LETTERS = {
    **dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _SMALL, strict=True)),
    **dict(zip("ΓΔΘΛΞΠΣΥΦΨΩ", _CAPITAL, strict=True)),
    "ϵ": "varepsilon",
    "ϑ": "vartheta",
    "ϕ": "varphi",
    "ϱ": "varrho",
    "ς": "sigma",
}
GREEK = frozenset(GREEK_LETTERS.values())
