"""Asking for many judgements at once: pairs of expressions, and the submissions of a class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import as_completed
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from symtutor.ask.inputs.tables import rows_of_file
from symtutor.ask.judging import equivalent, posed
from symtutor.ask.signatures.public import public_for_each
from symtutor.ask.work import check_work
from symtutor.errors import InputError, SymtutorError
from symtutor.kinds import question
from symtutor.verdict import Agreement, Status, Verdict
from symtutor.views.grading import Grade, Grades, Journal
from symtutor.views.solution import Solution
from symtutor.work import Diagnosis

__all__ = ["equivalent_many", "grade"]


@public_for_each
def equivalent_many(
    pairs: Iterable[Any],
    executor: Any = None,
    *,
    variable: Any = None,
    up_to_constant: bool = False,
    domain: Any = None,
    tolerance: Any = None,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    seconds: float | None = None,
) -> tuple[Verdict, ...]:
    """Judge many pairs; one that cannot be read is undecided and stops no other.

    Parameters
    ----------
    pairs : iterable of pairs
        What is compared, see `equivalent`.
    executor : concurrent.futures.Executor, optional
        Where the pairs are judged, such as a ProcessPoolExecutor; here, one after the other, when left out.
    variable, up_to_constant, domain, tolerance : optional
        See `equivalent`.
    seconds : float, optional
        How long a pair may take.

    Returns
    -------
    tuple of Verdict
        In the order of the pairs.

    Examples
    --------
    >>> [str(v.status) for v in equivalent_many([("2x + x", "3x"), ("sin(2x", "x"), ("x^2", "2x")])]
    ['correct', 'undecided', 'incorrect']
    """
    if not isinstance(pairs, Iterable) or isinstance(pairs, str):
        raise InputError(f"pairs= is of type {type(pairs).__name__}", 'Give a list of pairs, as in [("2x + x", "3x")].')
    how = {"variable": variable, "up_to_constant": up_to_constant, "domain": domain, "tolerance": tolerance}
    options = {**how, "names": tuple(names), "functions": tuple(functions), "seconds": seconds}
    found: dict[int, Verdict] = dict(_done(_compared, {k: (pair, options) for k, pair in enumerate(pairs)}, executor))
    return tuple(found[k] for k in range(len(found)))


def _compared(pair: Any, options: dict[str, Any]) -> Verdict:
    try:
        if not (isinstance(pair, tuple | list) and len(pair) == 2):
            raise InputError(f"{pair!r} is no pair", "Pass two expressions.")
        return equivalent(*pair, **options)
    except (SymtutorError, TypeError, ValueError) as error:
        return _unread(error)


def _unread(error: Exception) -> Verdict:
    return Verdict(Status.UNDECIDED, Agreement(0, 0, str(error).partition("\n")[0]), explanation=f"Not decided: {error}")


@public_for_each
def grade(
    submissions: Any,
    problem: Any,
    executor: Any = None,
    *,
    journal: str | Path | None = None,
    progress: bool = True,
    seconds: float = 10.0,
) -> Grades:
    """Judge the submissions of a class, and put those with the same mistake together.

    Parameters
    ----------
    submissions : sequence, mapping of names to answers, or path of a CSV file
        Answers; one that is a list of lines, or a text of several, is judged as a derivation. A file has a row a submission:
        name and answer, or the answer alone.
    problem : str, Solution or Problem
        What was asked, as for `check`.
    executor : concurrent.futures.Executor, optional
        Where they are judged, such as a ProcessPoolExecutor or that of a cluster; here, one after the other, when left out.
    journal : path, optional
        A file to which each result is written at once; a run that was stopped goes on where it ended.
    progress : bool
        Whether a terminal shows a bar.
    seconds : float
        How long a submission may take.

    Returns
    -------
    Grades
        One result a submission, in order, each with ``status``, ``mistake`` and ``explanation``; ``.clusters`` has what went
        wrong, the most frequent first, and ``.save("class.html")`` writes the table.

    Examples
    --------
    >>> found = grade({"Ada": "x^2 cos x + 2x sin x", "Max": "2x cos x", "Eva": "2x*cos(x)"}, "d/dx x^2 sin x")
    >>> [str(result.status) for result in found]
    ['correct', 'incorrect', 'incorrect']
    >>> [(cluster.mistake, len(cluster.grades)) for cluster in found.clusters]
    [('diff.product/product-of-derivatives', 2)]
    """
    sent = problem if isinstance(problem, str) else posed(problem).json()
    asked = question(_solution(sent).problem)
    named = tuple(_named(submissions))
    keys = {answer: _key(sent, answer, seconds) for _, answer in named}
    kept = Journal(journal)
    known = kept.read()
    open_ = {key: (sent, answer, seconds) for answer, key in keys.items() if key not in known}
    for key, result in _with_bar(_done(_graded, open_, executor), len(open_), progress):
        known[key] = result
        kept.add(key, result)
    return Grades(asked, tuple(replace(known[keys[answer]], name=name) for name, answer in named))


def _named(submissions: Any) -> Iterator[tuple[str, str]]:
    """Yield each submission as a text, with its name, or the number that stands for one."""
    if isinstance(submissions, str | Path):
        rows: Iterable[tuple[Any, Any]] = _from_file(Path(submissions))
    elif isinstance(submissions, Mapping):
        rows = submissions.items()
    elif isinstance(submissions, Iterable):
        rows = enumerate(submissions, 1)
    else:
        raise InputError(
            f"submissions are of type {type(submissions).__name__}", "Pass a list of answers, a mapping of names to them, or a CSV file."
        )
    for name, answer in rows:
        yield (
            str(name),
            answer if isinstance(answer, str) else "\n".join(map(str, answer)) if isinstance(answer, list | tuple) else str(answer),
        )


def _from_file(path: Path) -> Iterator[tuple[Any, str]]:
    """Yield the submissions of a CSV file, each with its name or number.

    Raises
    ------
    InputError
        If it cannot be read, or a row has more than a name and an answer.
    """
    rows = rows_of_file(path, "Pass the path of a CSV file, or the answers.")
    for number, row in rows:
        if len(row) > 2:
            raise InputError(f"{path}, line {number}: there are {len(row)} columns", 'Quote an answer that holds a comma: Ada,"(1, 2)".')
    if rows and [cell.strip().lower() for cell in rows[0][1]] in (["name", "answer"], ["answer"]):
        rows = rows[1:]
    for place, (_, row) in enumerate(rows, 1):
        yield row[0].strip() if len(row) == 2 else place, row[-1].strip()


@lru_cache(maxsize=16)
def _solution(problem: str) -> Solution:
    """Return the solution that submissions are compared with; made once in each process."""
    return Solution.from_json(problem) if problem.lstrip().startswith("{") else posed(problem)


def _graded(problem: str, answer: str, seconds: float) -> Grade:
    """Return the result for one submission."""
    found: Any
    try:
        asked = _solution(problem)
        found = check_work(answer, asked, seconds=seconds) if "\n" in answer.strip() else asked.check(answer, seconds=seconds)
    except (SymtutorError, ArithmeticError, ValueError, TypeError) as error:
        found = _unread(error)
    first_wrong = found.first_wrong if isinstance(found, Diagnosis) else None
    if first_wrong is not None:
        kind = f"{found.mistake} {found.lines[first_wrong - 1].text}"
    else:
        kind = found.mistake or str(getattr(found, "answer", answer))
    return Grade("", answer, found.status, found.mistake, found.explanation, first_wrong, kind)


def _key(problem: str, answer: str, seconds: float) -> str:
    """Return the name of a piece of work in a journal: the same for the same answer to the same problem."""
    return sha256(repr((problem, answer, seconds)).encode()).hexdigest()[:24]


def _done(work: Callable[..., Any], open_: Mapping[Any, tuple[Any, ...]], executor: Any) -> Iterator[tuple[Any, Any]]:
    """Yield what a function returns for each of these arguments, by key, as it is done."""
    if executor is None:
        for key, arguments in open_.items():
            yield key, work(*arguments)
        return
    submitted = {executor.submit(work, *arguments): key for key, arguments in open_.items()}
    for future in as_completed(submitted):
        yield submitted[future], future.result()


def _with_bar(results: Iterator[Any], count: int, progress: bool) -> Iterable[Any]:
    """Return the results, with a bar beside them where there is a terminal."""
    from tqdm.auto import tqdm  # noqa: PLC0415 (a bar is drawn by those who ask for it)

    bar: Iterable[Any] = tqdm(results, total=count, desc="grading", disable=None if progress else True)
    return bar
