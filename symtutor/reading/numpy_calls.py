"""Calls of numpy and PyTorch in formulas for gradients, in the notation of matrices: np.where, np.multiply, einsum, X.sum(axis=0)."""

from __future__ import annotations

import re
from collections.abc import Callable
from inspect import signature

from symtutor.errors import ReadError
from symtutor.reading.text.outside_brackets import split_outside_brackets

__all__ = ["without_calls", "without_sums"]

_OPENING, _CLOSING = "([{", ")]}"
_CALL = re.compile(r"(?<![\w.])(\w+)\(")
_METHOD = re.compile(r"\.(\w+)\(")
_COMPARED = re.compile(r"<=|>=|==|!=|<|>")
_OPPOSITES = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_ZERO, _ONE, _NUMBER = re.compile(r"0(?:\.0*)?"), re.compile(r"1(?:\.0*)?"), re.compile(r"-?[\d.]+")
_EINSUM = re.compile(r"(\w+)(?:,(\w+))?->(\w*)")
_INDICES = "einsum reads products and sums of one or two matrices, as in einsum('ni,nj->ij', A, dZ)"

_Spell = Callable[..., str | None]


def without_calls(text: str) -> str:
    """Return a formula with numpy's names of products, powers and conditions in the notation of matrices.

    Examples
    --------
    >>> without_calls("dot(A1^T, dZ2)")
    'A1^T dZ2'
    >>> without_calls("where(Z1 <= 0, 0, dA1)")
    '((dA1) ∘ [Z1 > 0])'
    >>> without_calls("einsum('ni,nj->ij', A0, dZ1)")
    '((A0)^T (dZ1))'
    >>> without_calls("(Z1 > 0).astype(float)")
    '(Z1 > 0)'
    """
    return _rewritten(text, _CALLS, _METHODS)


def without_sums(text: str, *, is_column: bool, count: str = "N") -> str:
    """Return a formula with sums and means over an axis as products with ones, in the direction that a bias has.

    Examples
    --------
    >>> without_sums("sum(dZ1, axis=0, keepdims=True)", is_column=True)
    '((dZ1)^T 1)'
    >>> without_sums("(A2 - Y).mean(axis=0)", is_column=False)
    '(1^T (A2 - Y))/(N)'
    """

    def summed(matrix: str, *rest: str) -> str | None:
        axis = next((part.rpartition("=")[2] for part in rest if re.fullmatch(r"(?:(?:axis|dim)=)?(?:0|1|-1)", part)), None)
        if axis is None:
            return None
        if axis == "0":
            return f"({_held(matrix)}^T 1)" if is_column else f"(1^T {_held(matrix)})"
        return f"({_held(matrix)} 1)" if is_column else f"(1^T {_held(matrix)}^T)"

    def averaged(matrix: str, *rest: str) -> str | None:
        found = summed(matrix, *rest)
        return None if found is None else f"{found}/({count})"

    return _rewritten(text, *[{"sum": summed, "mean": averaged}] * 2)


def _rewritten(text: str, calls: dict[str, _Spell], methods: dict[str, _Spell]) -> str:
    """Return a text in which every known call is spelled otherwise, the innermost first."""
    end = len(text)
    while found := max((*_CALL.finditer(text, 0, end), *_METHOD.finditer(text, 0, end)), key=lambda f: f.start(), default=None):
        end = found.start() + 1
        is_method = found[0][0] == "."
        start = _receiver(text, found.start()) if is_method else found.start()
        close = _closing(text, found.end())
        spell = (methods if is_method else calls).get(found[1])
        if spell is None or close is None:
            continue
        inside = [
            re.sub(r"\s*=\s*(?!=)", "=", part) if re.match(r"\s*(?:axis|dim|keepdims?)\b", part) else part
            for part in _arguments(text[found.end() : close])
        ]
        given = (*([text[start : found.start()]] if is_method else ()), *inside)
        spelled = spell(*given) if _takes(spell, len(given)) else None
        if spelled is not None:
            text = f"{text[:start]}{spelled}{text[close + 1 :]}"
    return text


def _takes(spell: _Spell, count: int) -> bool:
    """Tell whether a call may have so many arguments."""
    try:
        signature(spell).bind(*[""] * count)
    except TypeError:
        return False
    return True


def _closing(text: str, start: int) -> int | None:
    """Return where the bracket closes that was opened just before a place."""
    depth = 0
    for k in range(start, len(text)):
        if text[k] in _CLOSING:
            if depth == 0:
                return k
            depth -= 1
        depth += text[k] in _OPENING
    return None


def _receiver(text: str, end: int) -> int:
    """Return where the name or the bracket starts on which a method is called, ^T included."""
    k = end
    while k > 0:
        if text[k - 1] in _CLOSING:
            depth = 0
            while k > 0:
                k -= 1
                depth += (text[k] in _CLOSING) - (text[k] in _OPENING)
                if depth == 0:
                    break
        elif text[k - 1].isalnum() or text[k - 1] in "_^'":
            k -= 1
        else:
            break
    return k


def _arguments(text: str) -> list[str]:
    """Return what stands between the commas of a call; the last comma may have nothing behind it."""
    parts = [part.strip() for part in split_outside_brackets(text, quotes="'\"")]
    return parts if parts[-1] else parts[:-1]


def _held(text: str) -> str:
    """Return a formula in brackets, as a factor."""
    return text if text.startswith("(") and _closing(text, 1) == len(text) - 1 else f"({text})"


def _factor(text: str) -> str:
    return text if re.fullmatch(r"[\w^]+", text) else _held(text)


def _product(left: str, right: str) -> str:
    return f"{_factor(left)} {_factor(right)}"


def _entrywise(left: str, right: str) -> str:
    return f"({_held(left)} ∘ {_held(right)})"


def _where(condition: str, then: str, other: str) -> str | None:
    sign = _COMPARED.search(condition)
    if sign is None:
        return None
    opposite = f"{condition[: sign.start()].strip()} {_OPPOSITES[sign[0]]} {condition[sign.end() :].strip()}"
    parts = [part for part in (_masked(then, condition), _masked(other, opposite)) if part]
    return f"({' + '.join(parts)})" if parts else "0"


def _masked(value: str, condition: str) -> str:
    """Return a value where a condition holds, and 0 elsewhere."""
    if _ZERO.fullmatch(value):
        return ""
    if _ONE.fullmatch(value):
        return f"[{condition}]"
    return f"({value}) [{condition}]" if _NUMBER.fullmatch(value) else f"({value}) ∘ [{condition}]"


def _heaviside(matrix: str, at_zero: str) -> str | None:
    """Return the step function: its value at 0 counts where it is applied to an output that is often 0."""
    if _ZERO.fullmatch(at_zero):
        return f"[{matrix} > 0]"
    if _ONE.fullmatch(at_zero):
        return f"[{matrix} >= 0]"
    return f"([{matrix} > 0] + ({at_zero}) [{matrix} == 0])"


def _maximum(one: str, other: str) -> str | None:
    if _ZERO.fullmatch(one):
        return f"relu({other})"
    return f"relu({one})" if _ZERO.fullmatch(other) else f"max({one}, {other})"


def _einsum(indices: str, *operands: str) -> str:
    """Return a sum over indices as a product of matrices, each turned so that the common index stands between them."""
    found = _EINSUM.fullmatch(indices.strip("'\"").replace(" ", ""))
    given = [] if found is None else [part for part in found.groups()[:2] if part is not None]
    if found is None or len(given) != len(operands) or any(len(part) != 2 or part[0] == part[1] for part in given):
        raise ReadError(_INDICES, f"einsum({indices}, {', '.join(operands)})", 0, "Write other sums with products and transposes.")
    out = found[3]
    held = [_held(operand) for operand in operands]
    if len(given) == 1:
        (ij,) = given
        spelled = {ij: held[0], ij[::-1]: f"{held[0]}^T", ij[0]: f"sum({operands[0]}, axis=1)", ij[1]: f"sum({operands[0]}, axis=0)"}
    else:
        left, right = given
        spelled = (
            {left: f"({held[0]} ∘ {held[1]})"} if left == right else {left: f"({held[0]} ∘ {held[1]}^T)"} if left == right[::-1] else {}
        )
        for j in {*left} & {*right} if len({*left, *right}) == 3 else ():
            i, k = left.replace(j, ""), right.replace(j, "")
            first = held[0] if left == i + j else f"{held[0]}^T"
            second = held[1] if right == j + k else f"{held[1]}^T"
            spelled = {i + k: f"({first} {second})", k + i: f"({first} {second})^T"}
    if out not in spelled:
        raise ReadError(_INDICES, f"einsum({indices}, {', '.join(operands)})", 0, "Write other sums with products and transposes.")
    return spelled[out]


def _same(value: str, *_kind: str) -> str:
    return value


_CALLS: dict[str, _Spell] = {
    "where": _where,
    "multiply": _entrywise,
    "mul": _entrywise,
    "dot": _product,
    "matmul": _product,
    "mm": _product,
    "outer": lambda left, right: f"{_factor(left)} {_factor(right)}^T",
    "transpose": lambda matrix: f"{_held(matrix)}^T",
    "power": lambda base, exponent: f"({base})^{_factor(exponent)}",
    "square": lambda base: f"({base})^2",
    "heaviside": _heaviside,
    "maximum": _maximum,
    "einsum": _einsum,
    "int64": _same,
    "float64": _same,
    "asarray": _same,
    "array": _same,
}
_METHODS: dict[str, _Spell] = {
    "dot": _product,
    "matmul": _product,
    "mm": _product,
    "mul": _entrywise,
    "transpose": lambda matrix: f"{_factor(matrix)}^T",
    "t": lambda matrix: f"{_factor(matrix)}^T",
    "astype": _same,
    "float": _same,
    "copy": _same,
}
