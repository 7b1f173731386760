"""Two methods of SymPy that are mended while symtutor works, and only then.

* A rational number to a power that is too large to be written stays a power: SymPy writes out ``1000000**1000000``, which takes
  seconds in a loop of C that no deadline interrupts, and prints as an error.
* A root of a polynomial is a number.  The letter in which SymPy writes the polynomial is bound, yet ``xreplace`` puts a value
  there and fails.

Outside of a call of symtutor, which is inside an allowance of `symtutor.runtime.deadline`, both do what SymPy does.  `restore` takes
them out altogether.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.runtime import deadline

__all__ = ["BITS", "mend", "restore"]

BITS = 14_000  # of a number that is written out: SymPy cannot print longer ones
ALWAYS = False  # whether there need be no call: tests call what stands below the public functions

_Power = Callable[[Any, Any], Any]
_powers: dict[type, _Power] = {}
_inside_root: list[Callable[[Any, Any], Any]] = []


def _is_at_work() -> bool:
    return ALWAYS or deadline.is_open()


def _of_moderate_size(power: _Power) -> _Power:
    """Return how a rational number is raised to a power, such that a power too large to be written stays one."""

    def raised(number: sp.Rational, exponent: Any) -> sp.Expr | None:
        if not _is_at_work():
            return power(number, exponent)
        if exponent.is_Rational and abs(number.p) + number.q > 2:
            bits = max(abs(int(number.p)).bit_length(), int(number.q).bit_length()) - 1
            if bits * abs(exponent) > BITS:
                deadline.forget_afterwards()  # SymPy keeps the power, and would give it to the user's own calculations
                return None
        try:
            return power(number, exponent)
        except ValueError:  # SymPy's store of factors refuses a factor that its own search for small ones has left over
            deadline.forget_afterwards()
            return None

    return raised


def _number_itself(number: sp.Expr, rule: dict[sp.Expr, sp.Expr]) -> tuple[sp.Expr, bool]:
    if not _is_at_work():
        found: tuple[Any, bool] = _inside_root[0](number, rule)
        return found
    return (rule[number], True) if number in rule else (number, False)


def mend() -> None:
    """Put the mended methods in the place of SymPy's, once."""
    if _powers:
        return
    for kind in (sp.Integer, sp.Rational):
        _powers[kind] = kind._eval_power  # noqa: SLF001 (the method to limit)
        kind._eval_power = _of_moderate_size(kind._eval_power)  # noqa: SLF001 (see above)
    root: Any = sp.polys.rootoftools.ComplexRootOf
    _inside_root.append(root._xreplace)  # noqa: SLF001 (the method to mend)
    root._xreplace = _number_itself  # noqa: SLF001 (see above)


def restore() -> None:
    """Put SymPy's own methods back."""
    for kind, power in _powers.items():
        kind._eval_power = power  # type: ignore[attr-defined]  # noqa: SLF001 (see above)
    _powers.clear()
    root: Any = sp.polys.rootoftools.ComplexRootOf
    if _inside_root:
        root._xreplace = _inside_root.pop()  # noqa: SLF001 (see above)
