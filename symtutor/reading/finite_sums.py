"""Sums and products over a few indexed letters, written out: Σ x_i as x_1 + x_2 + x_3."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.errors import InputError

__all__ = ["sums_written_out"]

_LONGEST_SUM = 100  # terms of a sum that are written out


def sums_written_out(expr: Any) -> Any:
    """Return an expression in which sums and products with letters between whole numbers are written out, Σ x_i as x_1 + x_2 + x_3."""
    if not isinstance(expr, sp.Expr):
        return expr
    parts: dict[Any, Any] = {}
    for part in sorted(expr.atoms(sp.Sum, sp.Product), key=str):
        (index, low, high), *others = part.limits
        letters = sorted((s for s in part.function.free_symbols if isinstance(s, sp.Symbol)), key=str)
        indexed = {s: s.name.rpartition("_")[0] for s in letters if s.name.rpartition("_")[2] == index.name and s != index}
        is_short = bool(low.is_Integer and high.is_Integer and high - low < _LONGEST_SUM)
        if others or not (indexed or (is_short and set(letters) - {index})):
            continue
        if not is_short:
            raise InputError(
                f"{next(iter(indexed))} depends on the index {index}", "Give whole numbers as bounds, or write it with matrices."
            )
        numbered = [
            part.function.xreplace({s: sp.Symbol(f"{stem}_{k}") for s, stem in indexed.items()} | {index: sp.Integer(k)})
            for k in range(int(low), int(high) + 1)
        ]
        parts[part] = (sp.Add if isinstance(part, sp.Sum) else sp.Mul)(*numbered)
    return expr.xreplace(parts) if parts else expr
