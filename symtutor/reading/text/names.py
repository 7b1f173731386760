"""The names that are known without being declared: functions, constants, Greek letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor.term import Head, Root

__all__ = [
    "ACTIVATIONS",
    "APPLIED",
    "CALLED",
    "CONSTANTS",
    "FUNCTIONS",
    "GREEK",
    "GREEK_LETTERS",
    "KEYWORDS",
    "MIXED",
    "OFTEN_APPLIED",
    "Gelu",
    "KnownFunction",
    "LeakyRelu",
    "Relu",
    "Sigmoid",
    "Softplus",
    "Swish",
]


class Relu(Head):
    """Rectified linear unit, max(0, x)."""


class LeakyRelu(Head):
    """Leaky rectified linear unit: x for x > 0, else a small multiple of x, by default x/100."""


class Sigmoid(Head):
    """Logistic function, 1/(1 + e^(-x))."""


class Softplus(Head):
    """Smooth rectifier, log(1 + e^x)."""


class Swish(Head):
    """x times the logistic function of x, also called SiLU."""


class Gelu(Head):
    """Gaussian error linear unit, x (1 + erf(x/√2))/2."""


_LEAK = sp.Rational(1, 100)

ACTIVATIONS: dict[Any, Callable[..., Any]] = {
    Relu: lambda x: sp.Max(0, x),
    LeakyRelu: lambda x, slope=_LEAK: sp.Piecewise((x, x > 0), (slope * x, True)),
    Sigmoid: lambda x: 1 / (1 + sp.exp(-x)),
    Softplus: lambda x: sp.log(1 + sp.exp(x)),
    Swish: lambda x: x / (1 + sp.exp(-x)),
    Gelu: lambda x: x * (1 + sp.erf(x / sp.sqrt(2))) / 2,
}


@dataclass(frozen=True, slots=True)
class KnownFunction:
    """A function with a name of its own.

    Parameters
    ----------
    head : type
        The head of the Term that its application becomes.
    least, most : int
        How many arguments it takes; a `most` of 0 means any number.
    inverse : type, optional
        The head that ``f^-1`` stands for.
    extra : tuple of int
        Arguments that the name implies, such as the 3 of ``cbrt``.
    """

    head: Any
    least: int = 1
    most: int = 1
    inverse: Any = None
    extra: tuple[int, ...] = ()


def _with_inverses() -> dict[str, KnownFunction]:
    """Return the trigonometric and hyperbolic functions and their inverses in all usual spellings."""
    found: dict[str, KnownFunction] = {}
    for name in ("sin", "cos", "tan", "cot", "sec", "csc"):
        for spelling, inverses in ((name, (f"a{name}", f"arc{name}")), (f"{name}h", (f"a{name}h", f"ar{name}h", f"arc{name}h"))):
            inverse = getattr(sp, inverses[0])
            found[spelling] = KnownFunction(getattr(sp, spelling), inverse=inverse)
            found.update(dict.fromkeys(inverses, KnownFunction(inverse)))
    found["cosec"] = found["csc"]
    found["arccosec"] = found["acsc"]
    return found


FUNCTIONS: dict[str, KnownFunction] = {
    **_with_inverses(),
    "exp": KnownFunction(sp.exp),
    "ln": KnownFunction(sp.log),
    "log": KnownFunction(sp.log, most=2),
    "lg": KnownFunction(sp.log, extra=(10,)),
    "log2": KnownFunction(sp.log, extra=(2,)),
    "log10": KnownFunction(sp.log, extra=(10,)),
    "sqrt": KnownFunction(Root, extra=(2,)),
    "cbrt": KnownFunction(Root, extra=(3,)),
    "root": KnownFunction(Root, least=2, most=2),
    "real_root": KnownFunction(Root, least=2, most=2),
    "pow": KnownFunction(sp.Pow, least=2, most=2),
    "abs": KnownFunction(sp.Abs),
    "sign": KnownFunction(sp.sign),
    "sgn": KnownFunction(sp.sign),
    "max": KnownFunction(sp.Max, most=0),
    "min": KnownFunction(sp.Min, most=0),
    "floor": KnownFunction(sp.floor),
    "ceil": KnownFunction(sp.ceiling),
    "ceiling": KnownFunction(sp.ceiling),
    "erf": KnownFunction(sp.erf),
    "erfc": KnownFunction(sp.erfc),
    "erfi": KnownFunction(sp.erfi),
    "loggamma": KnownFunction(sp.loggamma),
    "lgamma": KnownFunction(sp.loggamma),
    "digamma": KnownFunction(sp.digamma),
    "trigamma": KnownFunction(sp.trigamma),
    "polygamma": KnownFunction(sp.polygamma, least=2, most=2),
    "Si": KnownFunction(sp.Si),
    "Ci": KnownFunction(sp.Ci),
    "Ei": KnownFunction(sp.Ei),
    "Shi": KnownFunction(sp.Shi),
    "factorial": KnownFunction(sp.factorial),
    "binomial": KnownFunction(sp.binomial, least=2, most=2),
    "heaviside": KnownFunction(sp.Heaviside),
    "det": KnownFunction(sp.Determinant),
    "trace": KnownFunction(sp.Trace),
    "relu": KnownFunction(Relu),
    "leaky_relu": KnownFunction(LeakyRelu, most=2),
    "sigmoid": KnownFunction(Sigmoid),
    "logistic": KnownFunction(Sigmoid),
    "softplus": KnownFunction(Softplus),
    "swish": KnownFunction(Swish),
    "silu": KnownFunction(Swish),
    "gelu": KnownFunction(Gelu),
}

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
