"""Signs of coefficients, and what had to be assumed of parameters to know them.

A parameter counts as positive where its sign decides.  Whoever draws a
conclusion from that has to state it, so each assumption is noted: inside
``with assuming() as noted`` the list tells what the answers rest on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, update_wrapper
from typing import Any

import sympy as sp

__all__ = ["NotReal", "Unknown", "assuming", "is_zero", "remembering", "setting_aside", "sign_of"]

_DIGITS = 50
_TINY = sp.Float(10) ** -40
_SAMPLES = (sp.Rational(137, 100), sp.Rational(229, 100), sp.Rational(331, 100), sp.Rational(73, 100), sp.Rational(419, 100))
_noted: ContextVar[dict[Any, None] | None] = ContextVar("noted", default=None)


class Unknown(Exception):  # noqa: N818 (no error: the answer is that nothing is known)
    """The expression is outside what can be expanded."""


class NotReal(Unknown):
    """The expression is not real on the side that is looked at."""


# ---- assumptions --------------------------------------------------------------------------------
@contextmanager
def assuming() -> Iterator[dict[Any, None]]:
    """Collect, as the keys of a dict, the conditions on parameters that are assumed inside.

    Examples
    --------
    >>> a = sp.Symbol("a")
    >>> with assuming() as noted:
    ...     found = sign_of(-a), sign_of(a**2 + 1), sign_of(sp.log(a))
    >>> found, list(noted)
    ((-1, 1, 1), [a > 0, a > 1])
    """
    inside: dict[Any, None] = {}
    token = _noted.set(inside)
    try:
        yield inside
    finally:
        _noted.reset(token)
        _note(inside)


@contextmanager
def setting_aside() -> Iterator[None]:
    """Ask for what is only a way to go on, and not what a conclusion rests on: nothing that is assumed inside is noted."""
    token = _noted.set(None)
    try:
        yield
    finally:
        _noted.reset(token)


def _note(conditions: Iterable[Any]) -> None:
    noted = _noted.get()
    if noted is not None:
        noted.update(dict.fromkeys(conditions))


class remembering:  # noqa: N801 (a decorator)
    """Remember the results of a function together with what was assumed for them.

    Parameters
    ----------
    function : callable
        Of hashable arguments.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._kept = lru_cache(maxsize=5000)(self._found)
        update_wrapper(self, function)

    def __call__(self, *args: Any) -> Any:
        """Return the result, and note what it rests on."""
        result, assumed = self._kept(*args)
        _note(assumed)
        return result

    def _found(self, *args: Any) -> tuple[Any, tuple[Any, ...]]:
        with assuming() as inside:
            result = self._function(*args)
        return result, tuple(inside)


# ---- signs --------------------------------------------------------------------------------------
def is_zero(coefficient: Any) -> bool:
    """Tell whether a coefficient is 0, at 50 digits where no exact form says so; x − |x| is where x is positive, which is noted."""
    found, assumed = _is_zero(coefficient)
    _note(assumed)
    return found


@lru_cache(maxsize=5000)
def _is_zero(coefficient: Any) -> tuple[bool, tuple[Any, ...]]:
    """Return whether a coefficient is 0, with what that rests on."""
    if coefficient.is_Rational:
        return bool(coefficient == 0), ()
    letters = sorted(coefficient.free_symbols, key=lambda s: s.name)
    if letters and sp.expand(coefficient) == 0:
        return True, ()
    samples = {s: _SAMPLES[i % 5] + i // 5 for i, s in enumerate(letters)}
    if not _vanishes(coefficient.xreplace(samples)):
        return False, ()
    signed = coefficient.has(sp.Abs, sp.sign, sp.Max, sp.Min) or any(p.exp.is_Rational and p.exp.q == 2 for p in coefficient.atoms(sp.Pow))
    rests_on = [s for s in letters if signed and not _vanishes(coefficient.xreplace({**samples, s: -samples[s]}))]
    return True, tuple(sp.Gt(s, 0) for s in rests_on)


def _vanishes(number: sp.Basic) -> bool:
    approximate = sp.N(number, _DIGITS)
    return bool(approximate.is_Number and approximate.is_finite and abs(approximate) < _TINY)


def sign_of(coefficient: sp.Basic) -> int:
    """Return the sign of a coefficient; parameters count as positive, or as larger than 1 inside a logarithm.

    Raises
    ------
    Unknown
        If even that does not tell it.
    NotReal
        If it is no real number.
    """
    sign, assumed = _sign_of(coefficient)
    _note(assumed)
    return sign


@lru_cache(maxsize=5000)
def _sign_of(coefficient: Any) -> tuple[int, tuple[Any, ...]]:
    """Return a sign with what it rests on."""
    vanishing, rests_on = _is_zero(coefficient)
    if vanishing:
        return 0, rests_on
    letters = sorted(coefficient.free_symbols, key=lambda s: s.name)
    if letters:
        sign, assumed = _with_letters(coefficient, letters)
        if sign is None:
            raise Unknown
        return sign, assumed
    number = sp.N(coefficient, _DIGITS)
    if not number.is_Number or number.is_comparable is False:
        raise NotReal
    return (1 if number > 0 else -1), ()


def _with_letters(coefficient: sp.Basic, letters: list[sp.Expr]) -> tuple[int | None, tuple[Any, ...]]:
    """Return a sign and the fewest conditions on letters that are found to give it."""
    bounds = dict.fromkeys(letters, 0)
    sign = _where(coefficient, bounds)
    if sign is None:
        inside = frozenset().union(*[u.args[0].free_symbols for u in coefficient.atoms(sp.log)])
        bounds = {s: int(s in inside) for s in letters}
        sign = _where(coefficient, bounds)
    if sign is not None:
        for letter in letters:
            fewer = {s: b for s, b in bounds.items() if s != letter}
            bounds = fewer if _where(coefficient, fewer) == sign else bounds
    free = () if sign is None else (s for s in letters if s not in bounds and _where(coefficient, bounds, maybe_zero=s) != sign)
    return sign, (*(sp.Gt(s, b) for s, b in bounds.items()), *(sp.Ne(s, 0) for s in free))


def _where(coefficient: Any, bounds: dict[Any, int], *, maybe_zero: Any = None) -> int | None:
    """Return the sign of a coefficient where letters lie above bounds; other letters are real and not 0, one of them perhaps."""
    real = {s: sp.Symbol(s.name, real=True, nonzero=None if s == maybe_zero else True) for s in coefficient.free_symbols}
    above = {s: bound + sp.Symbol(s.name, positive=True) for s, bound in bounds.items()}
    value = coefficient.xreplace({**real, **above})
    if not value.free_symbols:
        return 0 if is_zero(value) else 1 if sp.N(value, _DIGITS) > 0 else -1
    return 1 if value.is_positive else -1 if value.is_negative else None
