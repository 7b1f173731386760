"""Functions by name: one row a function, from which readers and writers take its spellings.

A function of one argument needs a row here, which both syntaxes of both
readers and all writers use, and an entry in
a table `symtutor/rules/derivatives/table_*.py` with its derivative and mistakes.  One
that is made of others, such as an activation, needs the row alone: its
``formula`` is what it stands for.  What the checker knows of a function stands
apart from both, so that it is independent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor.term import Head, Norm, Root

__all__ = [
    "BARE",
    "FORMULAS",
    "FUNCTIONS",
    "MATRIX_FUNCTIONS",
    "OPERATORS",
    "POWERED",
    "PRINTED",
    "Diagonal",
    "Gelu",
    "Inverse",
    "LeakyRelu",
    "LogDeterminant",
    "LogSumExp",
    "Mean",
    "NamedFunction",
    "Ones",
    "Relu",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "Swish",
    "Unvectorized",
    "Vectorized",
    "formula_of",
]


class Relu(Head):
    """Rectified linear unit, max(0, x)."""


class LeakyRelu(Head):
    """Leaky rectified linear unit: x for x > 0, else a small multiple of x, by default x/100."""


class Elu(Head):
    """Exponential linear unit: x for x > 0, else e^x − 1."""


class Sigmoid(Head):
    """Logistic function, 1/(1 + e^(-x))."""


class Softplus(Head):
    """Smooth rectifier, log(1 + e^x)."""


class Swish(Head):
    """x times the logistic function of x, also called SiLU."""


class Gelu(Head):
    """Gaussian error linear unit, x (1 + erf(x/√2))/2."""


class Mish(Head):
    """x tanh(log(1 + e^x))."""


class Log1p(Head):
    """log(1 + x), numpy's name."""


class Expm1(Head):
    """e^x − 1, numpy's name."""


class Inverse(Head):
    """Inverse of a matrix."""


class LogDeterminant(Head):
    """Logarithm of the determinant of a matrix."""


class Softmax(Head):
    """Softmax of a column, or of every row of a matrix."""


class LogSumExp(Head):
    """Logarithm of the sum of the exponentials of the entries."""


class Mean(Head):
    """Mean of the entries of a matrix."""


class Vectorized(Head):
    """The columns of a matrix, one under the other."""


class Unvectorized(Head):
    """The matrix whose columns a column holds, one under the other."""


class Diagonal(Head):
    """The diagonal matrix of a column, or the diagonal of a matrix as a column."""


class Ones(Head):
    """A column of ones."""


@dataclass(frozen=True, slots=True)
class NamedFunction:
    """A function with a name of its own.

    Parameters
    ----------
    head : type
        The head of the Term that its application becomes: the SymPy class where there is one.
    names : tuple of str
        How it is typed, as a word or as a LaTeX command.
    printed : str
        How writers print it; empty for the name of its head.
    least, most : int
        How many arguments it takes; a `most` of 0 means any number.
    inverse : type, optional
        The head that ``f^-1`` stands for.
    extra : tuple of int
        Arguments that the name implies, such as the 3 of ``cbrt``.
    formula : callable, optional
        What it stands for, where SymPy has no class for it.
    is_powered, is_bare : bool
        Whether it is printed as sin² x, and as sin x without brackets.
    is_operator : bool
        Whether LaTeX has a command of the printed name.
    """

    head: Any
    names: tuple[str, ...]
    printed: str = ""
    least: int = 1
    most: int = 1
    inverse: Any = None
    extra: tuple[int, ...] = ()
    formula: Callable[..., Any] | None = None
    is_powered: bool = False
    is_bare: bool = False
    is_operator: bool = False


def _trigonometric(name: str) -> tuple[NamedFunction, ...]:
    """Return a trigonometric and a hyperbolic function with their inverses."""
    inverse, hyperbolic, area = (getattr(sp, spelled) for spelled in (f"a{name}", f"{name}h", f"a{name}h"))
    also = {"csc": ("cosec",)}.get(name, ())
    return (
        NamedFunction(getattr(sp, name), (name, *also), inverse=inverse, is_powered=True, is_bare=True, is_operator=True),
        NamedFunction(
            inverse,
            (f"a{name}", f"arc{name}", *(f"arc{other}" for other in also)),
            printed=f"arc{name}",
            is_bare=True,
            is_operator=name in {"sin", "cos", "tan"},
        ),
        NamedFunction(
            hyperbolic, (f"{name}h",), inverse=area, is_powered=True, is_bare=True, is_operator=name in {"sin", "cos", "tan", "cot"}
        ),
        NamedFunction(area, (f"a{name}h", f"ar{name}h", f"arc{name}h"), printed=f"ar{name}h", is_bare=name not in {"sec", "csc"}),
    )


_LEAK = sp.Rational(1, 100)

ROWS: tuple[NamedFunction, ...] = (
    *(row for name in ("sin", "cos", "tan", "cot", "sec", "csc") for row in _trigonometric(name)),
    NamedFunction(sp.exp, ("exp",), is_operator=True),
    NamedFunction(sp.log, ("ln",), printed="ln", is_powered=True, is_bare=True, is_operator=True),
    NamedFunction(sp.log, ("log",), printed="ln", most=2),
    NamedFunction(sp.log, ("lg", "log10"), printed="ln", extra=(10,)),
    NamedFunction(sp.log, ("log2",), printed="ln", extra=(2,)),
    NamedFunction(Root, ("sqrt",), extra=(2,)),
    NamedFunction(Root, ("cbrt",), extra=(3,)),
    NamedFunction(Root, ("root", "real_root"), least=2, most=2),
    NamedFunction(sp.Pow, ("pow",), least=2, most=2),
    NamedFunction(sp.Abs, ("abs", "fabs")),
    NamedFunction(sp.sign, ("sign", "sgn"), is_bare=True),
    NamedFunction(sp.Max, ("max",), printed="max", most=0, is_operator=True),
    NamedFunction(sp.Min, ("min",), printed="min", most=0, is_operator=True),
    NamedFunction(sp.conjugate, ("conjugate",)),
    NamedFunction(sp.floor, ("floor",)),
    NamedFunction(sp.ceiling, ("ceil", "ceiling")),
    NamedFunction(sp.erf, ("erf",), is_bare=True),
    NamedFunction(sp.erfc, ("erfc",)),
    NamedFunction(sp.erfi, ("erfi",)),
    NamedFunction(sp.loggamma, ("loggamma", "lgamma"), printed="lnΓ"),
    NamedFunction(sp.gamma, (), printed="Γ"),
    NamedFunction(sp.digamma, ("digamma",)),
    NamedFunction(sp.trigamma, ("trigamma",)),
    NamedFunction(sp.polygamma, ("polygamma",), least=2, most=2),
    NamedFunction(sp.Si, ("Si",)),
    NamedFunction(sp.Ci, ("Ci",)),
    NamedFunction(sp.Ei, ("Ei",)),
    NamedFunction(sp.Shi, ("Shi",)),
    NamedFunction(sp.factorial, ("factorial",)),
    NamedFunction(sp.binomial, ("binomial",), least=2, most=2),
    NamedFunction(sp.Heaviside, ("heaviside",)),
    NamedFunction(sp.Determinant, ("det",), printed="det", is_operator=True),
    NamedFunction(sp.Trace, ("trace",)),
    # made of others: activations, and what numpy has names for
    NamedFunction(Relu, ("relu",), formula=lambda x: sp.Max(0, x)),
    NamedFunction(LeakyRelu, ("leaky_relu",), most=2, formula=lambda x, slope=_LEAK: sp.Piecewise((x, x > 0), (slope * x, True))),
    NamedFunction(Elu, ("elu",), formula=lambda x: sp.Piecewise((x, x > 0), (sp.exp(x) - 1, True))),
    NamedFunction(Sigmoid, ("sigmoid", "logistic"), formula=lambda x: 1 / (1 + sp.exp(-x))),
    NamedFunction(Softplus, ("softplus",), formula=lambda x: sp.log(1 + sp.exp(x))),
    NamedFunction(Swish, ("swish", "silu"), formula=lambda x: x / (1 + sp.exp(-x))),
    NamedFunction(Gelu, ("gelu",), formula=lambda x: x * (1 + sp.erf(x / sp.sqrt(2))) / 2),
    NamedFunction(Mish, ("mish",), formula=lambda x: x * sp.tanh(sp.log(1 + sp.exp(x)))),
    NamedFunction(Log1p, ("log1p",), formula=lambda x: sp.log(1 + x)),
    NamedFunction(Expm1, ("expm1",), formula=lambda x: sp.exp(x) - 1),
)

MATRIX_ROWS: tuple[NamedFunction, ...] = (
    NamedFunction(sp.Trace, ("tr", "trace")),
    NamedFunction(sp.Determinant, ("det",)),
    NamedFunction(LogDeterminant, ("logdet",)),
    NamedFunction(Inverse, ("inv", "inverse")),
    NamedFunction(sp.Transpose, ("transpose",)),
    NamedFunction(sp.Sum, ("sum",)),
    NamedFunction(Mean, ("mean",)),
    NamedFunction(Norm, ("norm",)),
    NamedFunction(Softmax, ("softmax",)),
    NamedFunction(LogSumExp, ("logsumexp",)),
    NamedFunction(Vectorized, ("vec",)),
    NamedFunction(Unvectorized, ("unvec", "mat")),
    NamedFunction(Diagonal, ("diag",)),
    NamedFunction(sp.KroneckerProduct, ("kron",), least=2, most=2),
)


def _by_name(rows: tuple[NamedFunction, ...]) -> dict[str, NamedFunction]:
    """Return the rows by every name they have."""
    return {name: row for row in rows for name in row.names}


FUNCTIONS: dict[str, NamedFunction] = _by_name(ROWS)
MATRIX_FUNCTIONS: dict[str, NamedFunction] = FUNCTIONS | _by_name(MATRIX_ROWS)
FORMULAS: dict[Any, Callable[..., Any]] = {row.head: row.formula for row in ROWS if row.formula is not None}
PRINTED: dict[str, str] = {
    **{row.head.__name__: row.names[0] for row in MATRIX_ROWS},
    **{row.head.__name__: row.printed for row in ROWS if row.printed},
}
POWERED = frozenset(row.head for row in ROWS if row.is_powered)
BARE = frozenset(row.head for row in ROWS if row.is_bare)
OPERATORS = frozenset(row.printed or row.names[0] for row in ROWS if row.is_operator)


def formula_of(head: Any, *args: sp.Basic) -> sp.Expr:
    """Return the value of a function that is made of others, or of a SymPy class.

    Examples
    --------
    >>> formula_of(Sigmoid, sp.Symbol("x"))
    1/(1 + exp(-x))
    """
    return FORMULAS.get(head, head)(*args)
