"""The programs of lessons: functions written from expressions, a few lines, and what they print."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

import sympy as sp

import symtutor
from symtutor.course import Program
from symtutor.errors import InputError
from symtutor.term import sympified
from symtutor.writing.programs.expressions import HELPERS, scalar_code

__all__ = ["listing"]


def listing(program: Program, resolved: Callable[[Any], Any]) -> tuple[str, str]:
    r"""Return the code of a program and what it prints when it runs.

    Parameters
    ----------
    program : Program
        Of a lesson.
    resolved : callable
        Gives the answer of an `Ask`.

    Raises
    ------
    InputError
        If it fails.

    Examples
    --------
    >>> listing(Program("print(f(3))", {"f": sp.Symbol("x") ** 2}), lambda f: f)[1]
    '9\n'
    """
    written = {name: symtutor.read(f) if isinstance(f, str) else sympified(resolved(f)) for name, f in program.functions.items()}
    functions = [_definition(name, f) for name, f in written.items()]
    lines = textwrap.dedent(program.lines).strip()
    helpers = [code for name, code in HELPERS.items() if any(f"{name}(" in text for text in (*functions, lines))]
    code = "\n\n\n".join(("import numpy as np", *helpers, *functions)) + f"\n\n\n{lines}\n"
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            exec(compile(code, "<lesson>", "exec"), {"__name__": "__lesson__"})  # noqa: S102 (a lesson's file is Python: it is trusted to run)
    except Exception as error:
        raise InputError(f"the program of a lesson fails: {type(error).__name__}: {error}", code) from error
    return code, printed.getvalue()


def _definition(name: str, f: Any) -> str:
    """Return a function of the letters of an expression, sorted by name."""
    letters = ", ".join(sorted(s.name for s in f.free_symbols))
    f = sp.Matrix(f) if isinstance(f, sp.Tuple) else f
    if isinstance(f, sp.MatrixBase):
        rows = [[scalar_code(entry) for entry in f.row(i)] for i in range(f.rows)]
        shown = [row[0] for row in rows] if f.cols == 1 else [f"[{', '.join(row)}]" for row in rows]
        return f"def {name}({letters}):\n    return np.array([{', '.join(shown)}])"
    return f"def {name}({letters}):\n    return {scalar_code(f)}"
