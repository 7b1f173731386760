"""What sympy.limit says of the cases of limits, kept in a file: asking takes half a minute, and the answers change with its version only.

``python -m tests.limits_of_sympy`` writes the file anew.
"""

import signal
from pathlib import Path
from typing import Any

import sympy as sp

from tests.limit_cases import CASES

__all__ = ["OF_SYMPY"]

OF_SYMPY = Path(__file__).with_name("limits_of_sympy.txt")
_NO_ANSWER = ("nan", "zoo", "Limit", "AccumBounds", "I", "sign", "(-1)")
_SECONDS = 10


class _LateError(BaseException):
    """The time for one limit is over."""


def _late(*_: Any) -> None:
    raise _LateError


def _said(f: str, x: str, to: str, way: str) -> str:
    """Return the value that SymPy gives, empty where it gives none."""
    signal.alarm(_SECONDS)
    try:
        read: Any = sp.sympify
        found = str(sp.limit(read(f, rational=True), sp.Symbol(x), read(to, rational=True), way))
    except (_LateError, Exception):  # noqa: BLE001 (whatever it is, it is no answer)
        return ""
    finally:
        signal.alarm(0)
    return "" if any(mark in found for mark in _NO_ANSWER) else found


def main() -> None:
    """Ask for every case and write what was said."""
    signal.signal(signal.SIGALRM, _late)
    rows = [(*case[:4], _said(*case[:4])) for case in CASES]
    OF_SYMPY.write_text("".join("\t".join(row) + "\n" for row in rows if row[-1]), encoding="utf-8")


if __name__ == "__main__":
    main()
