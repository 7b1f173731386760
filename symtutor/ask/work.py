"""Judging hand work: a whole derivation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symtutor.ask.public import public
from symtutor.diagnosing.work.diagnose import diagnose
from symtutor.reading.work.documents import lines_of
from symtutor.reading.work.lines import read_work
from symtutor.work import Diagnosis

__all__ = ["check_work"]


@public
def check_work(lines: str | Iterable[str], problem: Any = None, *, names: Iterable[str] = (), functions: Iterable[str] = ()) -> Diagnosis:
    """Judge a derivation line by line: whether each line is true for the problem, and follows from a line before.

    Parameters
    ----------
    lines : str or iterable of str
        Lines, or a text that holds them: plain, Markdown, LaTeX.
    problem : str, optional
        What was asked; without it the first line is taken for the problem where it asks something.

    Returns
    -------
    Diagnosis

    Examples
    --------
    >>> found = check_work(["2x cos x", "2 x cos(x) + 1"], "d/dx x^2 sin x")
    >>> found.first_wrong, [line.true for line in found.lines]
    (1, [False, False])
    """
    texts = lines_of(lines)
    return diagnose(read_work(problem, texts, tuple(names), tuple(functions)))
