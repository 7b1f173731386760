"""Asking what a notation says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symtutor import reading
from symtutor.ask.signatures.public import public
from symtutor.term import Term

__all__ = ["read", "read_term"]


@public
def read(text: str, syntax: str = "auto", *, names: Iterable[str] = (), functions: Iterable[str] = ()) -> Any:
    r"""Read notation into an expression; derivatives, integrals, limits, sums and equations stay unevaluated.

    Returns
    -------
    Basic, matrix or tuple
        A tuple for a chain a = b = c.

    Examples
    --------
    >>> read("2x e^x")
    2*x*exp(x)
    >>> read(r"\frac{d}{dx} x^2")
    Derivative(x**2, x)
    """
    return reading.read_expression(text, syntax=syntax, names=names, functions=functions)


@public
def read_term(text: str, syntax: str = "auto", *, names: Iterable[str] = (), functions: Iterable[str] = ()) -> Term:
    """Read notation as a Term: in its own order, nothing evaluated.

    Parameters are those of `read`.

    Examples
    --------
    >>> from symtutor.term import value
    >>> value(read_term("2x + 3x"))
    5*x
    """
    return reading.read_term(text, syntax=syntax, names=names, functions=functions).term
