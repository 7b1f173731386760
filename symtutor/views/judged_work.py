"""Hand work that was judged, for the REPL, notebooks and files: a diagnosis with its problem."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any

from symtutor.errors import InputError
from symtutor.verdict import Status
from symtutor.views.next_hint import next_hint
from symtutor.work import Diagnosis
from symtutor.writing.document import Document
from symtutor.writing.work_document import work_document
from symtutor.writing.written import Written

__all__ = ["JudgedWork"]

_LEVELS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class JudgedWork(Diagnosis, Written):
    """A diagnosis that knows the problem and can be written in every format.

    Parameters
    ----------
    status, lines, first_wrong, mistake, rivals, follows, where, explanation
        See `Diagnosis`.
    problem : str, optional
        What was asked, as it was typed.
    """

    problem: str | None = None

    @classmethod
    def of(cls, diagnosis: Diagnosis, problem: str | None) -> JudgedWork:
        """Return a diagnosis with its problem."""
        return cls(**{f.name: getattr(diagnosis, f.name) for f in fields(Diagnosis)}, problem=problem)

    def document(self) -> Document:
        """Return the lines with marks in the margin as a document."""
        return work_document(self, self.problem)

    def json(self) -> str:
        """Return what was found as JSON: status, first wrong line, mistake, and one entry a line."""
        lines = [
            {"text": line.text, "status": str(line.status), "true": line.true, "follows": line.follows, "explanation": line.explanation}
            for line in self.lines
        ]
        found: dict[str, Any] = {
            "version": 1,
            "problem": self.problem,
            "status": str(self.status),
            "first_wrong": self.first_wrong,
            "mistake": self.mistake,
            "rivals": list(self.rivals),
            "follows": self.follows,
            "explanation": self.explanation,
            "lines": lines,
        }
        return json.dumps(found, ensure_ascii=False, indent=1)

    def hint(self, level: int = 1) -> str:
        """Return a hint from the learner's own lines: 1 says where to look, 2 what went wrong, 3 the line as it should be.

        Raises
        ------
        InputError
            If there is no such level.
        """
        if level not in _LEVELS:
            raise InputError(f"there is no hint of level {level}", "Choose 1, 2 or 3.")
        if self.first_wrong is None:
            return self._onward(level)
        wrong = self.lines[self.first_wrong - 1]
        if level == 1:
            return f"Go back to line {self.first_wrong}: something is wrong there. The lines before it are right."
        if level == 2:
            return wrong.explanation if self.mistake else f"Line {self.first_wrong} does not have the value of the line before it."
        if wrong.expected is None:
            return f"Work out line {self.first_wrong} again from the line before it."
        from symtutor.term import quote  # noqa: PLC0415 (only the last hint prints a formula)
        from symtutor.writing.marks.text import UNICODE  # noqa: PLC0415 (only the last hint prints a formula)

        return f"Line {self.first_wrong} should be equal to {UNICODE.render(quote(wrong.expected))}."

    def _onward(self, level: int) -> str:
        """Return a hint for the next line, where nothing is wrong so far."""
        if self.problem is None or self.status is not Status.CORRECT:
            return "Nothing is wrong so far."
        return next_hint(self, level)

    __str__, __repr__ = Written.__str__, Written.__repr__
