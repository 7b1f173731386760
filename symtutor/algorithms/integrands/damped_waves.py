"""Integrands from 0 to infinity that are waves, damped or not, over powers of x: how they come down to 1/x by parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import sympy as sp

from symtutor.algorithms.structure import linear, symbols

__all__ = ["Wave", "down_to_one_power", "expression_of", "waves_over_powers"]

_MOST_POWER = 12
_MOST_TERMS = 60


class Wave(NamedTuple):
    """A term e^(−decay·x)·cos(speed·x)/x^power, or with the sine."""

    power: int
    decay: Any
    speed: Any
    is_sine: bool

    def over_powers(self, x: Any, power: int | None = None) -> Any:
        """Return it as an expression, if need be over another power."""
        turning = (sp.sin if self.is_sine else sp.cos)(self.speed * x)
        return sp.exp(-self.decay * x) * turning / x ** (self.power if power is None else power)


def waves_over_powers(f: Any, x: Any) -> dict[Wave, Any] | None:
    """Return the coefficients of the waves that an integrand is the sum of, or None where it is no such sum.

    Parameters
    ----------
    f : Expr
        An expression in x alone.
    x : Symbol
        The variable.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> waves_over_powers(sp.sin(x) ** 2 / x**2, x)
    {Wave(power=2, decay=0, speed=0, is_sine=False): 1/2, Wave(power=2, decay=0, speed=2, is_sine=False): -1/2}
    """
    if symbols(f) != {x}:
        return None
    terms = sp.Add.make_args(sp.expand(f, power_exp=False))
    found: dict[Wave, Any] = {}
    for term in terms if len(terms) <= _MOST_TERMS else ():
        waves = _of_term(term, x)
        if waves is None:
            return None
        for wave, c in waves:
            found[wave] = found.get(wave, sp.S.Zero) + c
    return {wave: c for wave, c in found.items() if c != 0} or None


def _of_term(term: Any, x: Any) -> list[tuple[Wave, Any]] | None:
    """Return a product of powers, exponentials, sines and cosines as waves."""
    number, rest = term.as_independent(x, as_Add=False)
    power, decay, turning = 0, sp.S.Zero, []
    for factor in sp.Mul.make_args(rest):
        base, exponent = factor.as_base_exp() if not isinstance(factor, sp.exp) else (factor, sp.S.One)
        shape = linear(base.args[0], x) if isinstance(base, sp.exp | sp.sin | sp.cos) else None
        if not exponent.is_Integer:
            return None
        if base == x:
            power -= int(exponent)
        elif shape is None or shape[1] != 0 or not shape[0].is_real:
            return None
        elif isinstance(base, sp.exp):
            decay -= shape[0] * exponent
        elif 0 < exponent <= _MOST_POWER:
            turning += [(isinstance(base, sp.sin), shape[0])] * int(exponent)
        else:
            return None
    if power < 1 or decay.is_negative:
        return None
    return [(Wave(power, decay, speed, is_sine), number * c) for (speed, is_sine), c in _as_a_sum(turning).items()]


def _as_a_sum(turning: list[tuple[bool, Any]]) -> dict[tuple[Any, bool], Any]:
    """Return a product of sines and cosines as a sum of them, by speed."""
    found: dict[tuple[Any, bool], Any] = {(sp.S.Zero, False): sp.S.One}
    for is_sine, speed in turning:
        product: dict[tuple[Any, bool], Any] = {}
        for (other, other_is_sine), c in found.items():
            for s, sine, share in _product((other, other_is_sine), (speed, is_sine)):
                key = (-s, sine) if s.is_negative else (s, sine)
                signed = -share if sine and s.is_negative else share
                if not (sine and s == 0):
                    product[key] = product.get(key, sp.S.Zero) + c * signed
        found = product
    return {key: c for key, c in found.items() if c != 0}


def _product(a: tuple[Any, bool], b: tuple[Any, bool]) -> Iterator[tuple[Any, bool, Any]]:
    """Yield the terms of a product of two waves: speed, whether it is a sine, coefficient."""
    (p, p_sine), (q, q_sine) = a, b
    if p_sine and q_sine:
        signs = ((p - q, False, 1), (p + q, False, -1))
    elif not p_sine and not q_sine:
        signs = ((p - q, False, 1), (p + q, False, 1))
    elif p_sine:
        signs = ((p + q, True, 1), (p - q, True, 1))
    else:
        signs = ((p + q, True, 1), (q - p, True, 1))
    for speed, is_sine, sign in signs:
        yield speed, is_sine, sp.Rational(sign, 2)


def down_to_one_power(waves: dict[Wave, Any], x: Any) -> tuple[Any, dict[Wave, Any]]:
    """Return what stands before the integral, and the waves over x that are left, after so many integrations by parts.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> down_to_one_power({Wave(2, sp.S.Zero, sp.Integer(2), False): sp.S.One}, x)
    (-cos(2*x)/x, {Wave(power=1, decay=0, speed=2, is_sine=True): -2})
    """
    before: list[Any] = []
    left = dict(waves)
    for power in range(max(w.power for w in waves), 1, -1):
        for wave in [w for w in left if w.power == power]:
            c = left.pop(wave) / (power - 1)
            before.append(-c * wave.over_powers(x, power - 1))
            slope = wave.speed if wave.is_sine else -wave.speed
            for is_sine, share in ((wave.is_sine, -wave.decay), (not wave.is_sine, slope)):
                if share != 0:
                    new = Wave(power - 1, wave.decay, wave.speed, is_sine)
                    left[new] = sp.expand(left.get(new, sp.S.Zero) + c * share)
    return sp.Add(*before), {wave: c for wave, c in left.items() if c != 0}


def expression_of(waves: dict[Wave, Any], x: Any) -> Any:
    """Return a sum of waves over x as one expression over x.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> expression_of({Wave(1, sp.S.One, sp.S.Zero, False): sp.S.One, Wave(1, sp.S.Zero, sp.S.Zero, False): -sp.S.One}, x)
    (-1 + exp(-x))/x
    """
    return sp.Add(*(c * wave.over_powers(x, 0) for wave, c in waves.items())) / x
