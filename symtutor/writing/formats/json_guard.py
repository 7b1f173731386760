"""A look at foreign JSON before anything is built from it.

Decoding calls constructors of SymPy, and these evaluate: they would run a text
as a program and compute ``9**9**9``.  So nothing but mathematics of ordinary
size gets past this module.
"""

from __future__ import annotations

import math
from typing import Any

import sympy as sp

from symtutor.encoding import NODES
from symtutor.errors import InputError

__all__ = ["refuse_unless_mathematics"]

_DEPTH = 300
_NODES = 200_000
_DIGITS = 4_000
_BITS = _DIGITS * math.log2(10)
_SMALL_BITS = 10.0  # arguments up to a thousand for functions that make large numbers of small ones

# leaves, with how many texts stand in each
_LEAVES = {"Symbol": 1, "Integer": 1, "Rational": 2, "Float": 2, "int": 1}
# heads whose first texts are names or sizes
_NAMED = {"Term": 1, "Goal": 1, "Apply": 1, "Matrix": 2, "MatrixSymbol": 1, "Symmetric": 1, "SumsToOne": 1, "OneHot": 1}
_KINDS = (sp.Expr, sp.logic.boolalg.Boolean, sp.Set, sp.Tuple)
_OTHER_HEADS = frozenset({"ExprCondPair", "sqrt", "cbrt", *NODES})
_NUMBERS = frozenset({"Integer", "Rational", "Float", "int"})
_GROWING = ("sympy.functions.combinatorial", "sympy.functions.special")
_ARITHMETIC = frozenset({"Add", "Mul"})


def refuse_unless_mathematics(data: Any) -> None:
    """Raise an error unless a JSON value encodes mathematics that is safe to build.

    Parameters
    ----------
    data : object
        What `encode` made, or what somebody wrote instead.

    Raises
    ------
    InputError
        If a text stands where a value belongs, a head is no class of
        mathematics, or building it would make numbers of more than 4,000 digits.

    Examples
    --------
    >>> refuse_unless_mathematics(["sin", ["Symbol", "x"]])
    >>> try:
    ...     refuse_unless_mathematics(["sin", "__import__('os')"])
    ... except InputError as error:
    ...     print(error.args[0].splitlines()[0])
    the solution in this JSON is damaged: a text stands where mathematics belongs
    """
    _Guard().content(data, 0)


def _damaged(why: str) -> InputError:
    return InputError(f"the solution in this JSON is damaged: {why}", "Pass what Solution.json() wrote.")


class _Guard:
    """One walk over a JSON value."""

    def __init__(self) -> None:
        self._nodes = 0

    def content(self, data: Any, depth: int) -> float:
        """Return a bound on the bits of all numbers that building a value can make."""
        self._nodes += 1
        if depth > _DEPTH or self._nodes > _NODES:
            raise _damaged("it is nested too deeply or too large")
        if data is None:
            return 0.0
        if not isinstance(data, list) or not data or not isinstance(data[0], str):
            raise _damaged("a text stands where mathematics belongs" if isinstance(data, str) else "something is no mathematics")
        name, args = data[0], data[1:]
        if name in _LEAVES:
            return _leaf(name, args)
        texts = 2 if name == "Term" and args[:1] == ["Decimal"] else 0
        names = _names(name, args)
        parts = [self.content(arg, depth + 1) for arg in args[names:] if not (texts and isinstance(arg, str))]
        return _result(name, args, parts)


def _leaf(name: str, args: list[Any]) -> float:
    if len(args) != _LEAVES[name] or not all(isinstance(arg, str) for arg in args):
        raise _damaged(f"a {name} is written otherwise")
    if name not in _NUMBERS:
        return 0.0
    if sum(map(len, args)) > _DIGITS:
        raise _damaged("a number is too long")
    return sum(math.log2(1 + abs(_plain_number(arg))) for arg in args)


def _plain_number(text: str) -> int:
    """Return a whole number; a decimal counts by its digits."""
    try:
        return int(text)
    except ValueError:
        return 10 ** len(text)


def _names(name: str, args: list[Any]) -> int:
    """Return how many arguments are names, after a look at them and at the head."""
    count = _NAMED.get(name, 0)
    if not all(isinstance(arg, str) for arg in args[:count]) or len(args) < count:
        raise _damaged(f"a {name} is written otherwise")
    if count or name == "tuple" or not args:
        return count
    kind = getattr(sp, name, None)
    if name not in _OTHER_HEADS and not (isinstance(kind, type) and issubclass(kind, _KINDS)):
        raise _damaged(f"{name[:40]!r} is no known kind of mathematics")
    return 0


def _result(name: str, args: list[Any], parts: list[float]) -> float:
    """Return a bound on the bits of a head over parts, or refuse what would be too large."""
    if name == "Pow" and len(parts) == 2 and _is_number(args[1]):
        bits = parts[0] * _largest(args[1], parts[1])
    elif str(getattr(getattr(sp, name, None), "__module__", "")).startswith(_GROWING):
        if any(bits > _SMALL_BITS for arg, bits in zip(args, parts, strict=True) if _is_number(arg)):
            raise _damaged(f"a {name} of a large number would have to be computed")
        bits = sum(parts)
    else:
        bits = sum(parts)
    if bits > _BITS and name not in {"tuple", "Term", "Goal"} | _ARITHMETIC:
        raise _damaged("a number that would have to be computed is too large")
    return bits


def _largest(exponent: list[Any], bits: float) -> float:
    """Return a bound on the size of an exponent."""
    if exponent[0] == "Rational":
        return float(abs(_plain_number(exponent[1]))) / max(1, abs(_plain_number(exponent[2])))
    return float(2.0 ** min(bits, 64.0))


def _is_number(data: Any) -> bool:
    """Tell whether a value holds no letter, so that SymPy computes with it."""
    return isinstance(data, list) and data[0] != "Symbol" and all(_is_number(part) for part in data[1:] if isinstance(part, list))
