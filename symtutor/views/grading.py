"""The answers of a class, judged: one result a submission, what went wrong together, for the REPL, notebooks and files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, overload

from symtutor.verdict import Status
from symtutor.writing.document import Document, Heading, Paragraph, Part, Piece, Tabular, Typed
from symtutor.writing.written import Written

__all__ = ["Cluster", "Grade", "Grades", "Journal"]


@dataclass(frozen=True, slots=True)
class Grade:
    """What was found about one submission.

    Parameters
    ----------
    name : str
        Whose it is.
    answer : str
        What was handed in; the lines of a derivation one under the other.
    status : Status
        "correct", "incorrect", or "undecided", as where it could not be read.
    mistake : str, optional
        Id of the mistake of the book that leads to it.
    explanation : str
        What is to be said about it.
    first_wrong : int, optional
        The first wrong line of a derivation, counted from 1.
    kind : str
        Which submissions belong together: equal for the same mistake and for the same wrong value.
    """

    name: str
    answer: str
    status: Status
    mistake: str | None = None
    explanation: str = ""
    first_wrong: int | None = None
    kind: str = ""

    def __bool__(self) -> bool:
        return self.status is Status.CORRECT

    def as_row(self) -> str:
        """Return it as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_row(cls, row: str) -> Grade | None:
        """Return what `as_row` wrote; None for a line that is no grade, such as one that was cut off."""
        try:
            told: dict[str, Any] = json.loads(row)
            return cls(**{**told, "status": Status(told["status"])})
        except (KeyError, TypeError, ValueError):
            return None


class Journal:
    """A file that keeps each result as soon as it is known, so that a run that was stopped goes on where it ended.

    Parameters
    ----------
    path : path, optional
        Where; nothing is kept when left out.
    """

    def __init__(self, path: str | Path | None) -> None:
        self._path = None if path is None else Path(path)

    def read(self) -> dict[str, Grade]:
        """Return the results by key; a line that was cut off holds none."""
        if self._path is None or not self._path.exists():
            return {}
        text = self._path.read_text(encoding="utf-8")
        if text and not text.endswith("\n"):
            self._path.write_text(f"{text}\n", encoding="utf-8")
        rows = ((key, Grade.of_row(row)) for key, _, row in (line.partition(" ") for line in text.splitlines()))
        return {key: grade for key, grade in rows if grade is not None}

    def add(self, key: str, grade: Grade) -> None:
        """Write a result."""
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as lines:
                lines.write(f"{key} {grade.as_row()}\n")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Submissions with the same mistake, or the same wrong value.

    Parameters
    ----------
    mistake : str, optional
        Id of the mistake.
    explanation : str
        What is to be said about the first of them.
    grades : tuple of Grade
        The submissions.
    """

    mistake: str | None
    explanation: str
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Grades(Sequence[Grade], Written):
    """The results of a class in the order of the submissions.

    Parameters
    ----------
    asked : tuple
        The question, as text and formulas.
    results : tuple of Grade
        One a submission.
    """

    asked: tuple[Piece, ...]
    results: tuple[Grade, ...]

    def __len__(self) -> int:
        return len(self.results)

    @overload
    def __getitem__(self, place: int) -> Grade: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Grade, ...]: ...
    def __getitem__(self, place: int | slice) -> Grade | tuple[Grade, ...]:
        return self.results[place]

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """What went wrong, the most frequent first."""
        return tuple(self._clusters())

    def _clusters(self) -> Iterator[Cluster]:
        wrong = [grade for grade in self.results if grade.status is Status.INCORRECT]
        for kind, _ in Counter(grade.kind for grade in wrong).most_common():
            together = tuple(grade for grade in wrong if grade.kind == kind)
            yield Cluster(together[0].mistake, together[0].explanation, together)

    def count(self, value: Any) -> int:
        """Return how many submissions have this status."""
        return sum(grade.status == value for grade in self.results)

    def json(self) -> str:
        """Return the results as JSON, in order."""
        return json.dumps([asdict(grade) for grade in self.results], ensure_ascii=False, indent=1)

    def document(self) -> Document:
        """Return the counts, what went wrong together, and a row a submission."""
        parts: list[Part] = [Paragraph((f"{len(self.results)} submissions: {self._counted()}.",))]
        numbers: dict[str, int] = {}
        if self.clusters:
            parts.append(Heading(("What went wrong",)))
        for number, cluster in enumerate(self.clusters, 1):
            numbers[cluster.grades[0].kind] = number
            names = ", ".join(grade.name for grade in cluster.grades)
            parts.append(Paragraph((f"{number}.  {cluster.explanation} ({len(cluster.grades)}: {names})",)))
        rows = tuple(((g.name,), (Typed(_one_line(g.answer)),), (_verdict(g, numbers),)) for g in self.results)
        parts += [Heading(("Each submission",)), Tabular(("name", "answer", "verdict"), rows)]
        return Document(("Grades: ", *self.asked), tuple(parts))

    def _counted(self) -> str:
        words = {Status.CORRECT: "right", Status.INCORRECT: "wrong", Status.UNDECIDED: "not decided"}
        return ", ".join(f"{self.count(status)} {word}" for status, word in words.items() if self.count(status))


def _verdict(grade: Grade, numbers: dict[str, int]) -> str:
    """Return what is said in the row of a submission; what went wrong is told above, under its number."""
    if grade.status is Status.INCORRECT:
        return f"wrong{f', line {grade.first_wrong}' if grade.first_wrong else ''}: see {numbers[grade.kind]}"
    said = grade.explanation.partition("\n")[0]
    return f"right: {said}" if grade and said not in _PLAIN else "right" if grade else said or "not decided"


_PLAIN = frozenset({"", "Correct.", "Every line is right."})


def _one_line(answer: str) -> str:
    return " ; ".join(line.strip() for line in answer.splitlines())
