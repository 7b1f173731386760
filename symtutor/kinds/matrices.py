"""Kinds of problems of matrix calculus at symbolic sizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.inputs.matrix_inputs import canonical, canonical_argument, letters_of, read_matrix_answer
from symtutor.diagnosing.matrix_answers import judge_matrix_answer
from symtutor.errors import InputError
from symtutor.goals import matrices as goals
from symtutor.goals.core import Goal
from symtutor.goals.matrices import increment
from symtutor.kinds.kind import Case, Kind, drawn, judged_by
from symtutor.matrix_algebra import is_matrix, scalar
from symtutor.reading.matrices.misfits import IllShaped
from symtutor.verdict import Status, Verdict, Witness

__all__ = ["KINDS"]


def _read(answer: Any, case: Case, reader: Inputs) -> Any:
    """Read an answer in the letters of the problem: text, or an expression."""
    asked = case.goal.args[0] if isinstance(case.goal, goals.Transposed) else case.goal
    known = {s.name: s for arg in asked.args for s in letters_of(arg)}
    known |= {f"d{s.name}": increment(s) for s in list(known.values()) if isinstance(s, sp.MatrixSymbol)}
    wanted = tuple(case.value.shape) if is_matrix(case.value) else None
    found = read_matrix_answer(answer, known, reader, wanted) if isinstance(answer, str) else canonical_argument(answer)
    if isinstance(found, IllShaped):
        for repair in found.repairs:
            _must_be_known(repair.expr, known)
        return found
    _must_be_known(found, known)
    if wanted is not None and found == 1 and 1 in wanted:  # so a column of ones is printed
        return sp.OneMatrix(*wanted)
    return scalar(found) if getattr(found, "shape", None) == (1, 1) and not is_matrix(case.value) else found


def _must_be_known(answer: Any, known: Mapping[str, Any]) -> None:
    """Refuse an answer with letters that the problem does not have."""
    sizes = {s for m in answer.atoms(sp.MatrixSymbol) for s in sp.Tuple(*m.shape).free_symbols}
    foreign = sorted(s.name for s in letters_of(answer) - sizes - letters_of(sp.Tuple(*known.values())))
    if foreign:
        raise InputError(f"the answer has {', '.join(foreign)}, and the problem has not", f"Its letters are {', '.join(sorted(known))}.")


def _judge(case: Case, found: Any) -> Verdict:
    """Judge an answer; one whose shapes do not fit together is wrong, and is told what would fit."""
    judge = judged_by(judge_matrix_answer)
    if not isinstance(found, IllShaped):
        return judge(case, found)
    wanted = f"The shape {case.value.shape[0]} × {case.value.shape[1]}" if is_matrix(case.value) else "A number"
    repair = next((r for r in found.repairs if judge(case, r.expr)), None)
    told = f"The shapes in the answer do not fit: {found.why}. {'' if repair is None else repair.words + ' '}{wanted} was expected."
    name = None if repair is None else f"matrix.answer/{'exchanged' if repair.is_exchange else 'factor-transposed'}"
    return Verdict(Status.INCORRECT, Witness({}, found.name, str(case.value), ("", ""), 0), mistake=name, explanation=told)


def _in_matrix_algebra(case: Case) -> sp.Basic:
    """Return the answer without nodes of our own where matrix algebra can write them: a softmax as its quotient."""
    return canonical(goals.spelled_out(case.value))


KINDS: dict[type[Goal], Kind] = {
    goals.MatrixDerivative: Kind(
        "Differentiate {expr} with respect to {matrix}", answer=_in_matrix_algebra, read=_read, judge=_judge, picture=drawn("in_matrices")
    ),
    goals.Transposed: Kind(answer=_in_matrix_algebra, read=_read, judge=_judge, picture=drawn("in_matrices")),
    goals.DifferentialOf: Kind(
        "Find the differential of {expr} for a change of {matrix}",
        answer=_in_matrix_algebra,
        read=_read,
        judge=_judge,
        picture=drawn("in_matrices"),
    ),
}
