"""Asking for the separating line of a support vector machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Unpack

import sympy as sp

from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.inputs.tables import rows_of_file
from symtutor.ask.signatures.public import How, Options, begin, public
from symtutor.errors import InputError, NoRuleApplies, OutOfBudget
from symtutor.goals.optimization import SeparationOf
from symtutor.problem import Problem, Sameness
from symtutor.views.answered import AnsweredFirst
from symtutor.views.solution import Solution, solve

__all__ = ["StreetAnswer", "svm"]

_LARGE = 200
_MOST_SOFT = 300


@dataclass(frozen=True)
class StreetAnswer:
    """The exact answer of a support vector machine.

    Parameters
    ----------
    w : tuple of Rational
        The normal; empty where there is no line.
    b : Rational
        The offset.
    shares : mapping of int to Rational
        The multipliers that are not 0, by the number of the point.
    count : int
        How many points there are.
    objective : Rational
        ‖w‖².
    status : str
        "separable" or "not separable".
    """

    w: tuple[Any, ...]
    b: Any
    shares: dict[int, Any]
    count: int
    objective: Any
    status: str

    @property
    def support(self) -> tuple[int, ...]:
        """The numbers, from 0, of the points with a positive multiplier."""
        return tuple(self.shares)

    @cached_property
    def multipliers(self) -> tuple[Any, ...]:
        """A multiplier for each point, in order."""
        return tuple(self.shares.get(i, sp.S.Zero) for i in range(self.count))

    @property
    def margin(self) -> Any:
        """Half the width of the street, 1/‖w‖."""
        return sp.sqrt(1 / self.objective) if self.w else sp.nan


@public
def svm(points: Any, labels: Any = None, C: Any = None, kernel: str = "linear", **options: Unpack[Options]) -> Solution:
    """Find the line (plane) that separates two sets of points with the widest street, exactly.

    With a hard margin ‖w‖² is least under y (w·x + b) ≥ 1; with C it is ½‖w‖² + C Σ ξ.

    Parameters
    ----------
    points : sequence of points, array of shape (n, d), or path of a CSV file
        Whole numbers, fractions or floats; a float is the rational number that it stores. In a file the last column
        holds the labels, numbers or two words, and a first line of names is left out; with semicolons between the
        columns a comma is that of a decimal.
    labels : sequence, optional
        Two different values; the larger one is the positive side. Left out for a file.
    C : number, optional
        Weight of the slacks; a hard margin when left out.
    kernel : str
        "linear", "polynomial k" for (x·z + 1)^k, or "rbf γ" for e^(−γ‖x − z‖²), as in "rbf 1/2".

    Returns
    -------
    Solution
        ``.answer`` has ``w, b, multipliers, support, objective, margin`` and ``status``.  Of more than 200 points with a
        hard margin the answer is made at once, each margin compared exactly; steps and the independent check are made
        when anything else is asked of it, such as ``.report``, ``.check(...)`` or ``str()``.

    Raises
    ------
    InputError
        If the points do not fit together, or there is one label only.
    OutOfBudget
        If a soft margin was not certified exactly.

    Examples
    --------
    >>> answer = svm([(0, 0), (1, 2), (2, 1)], [-1, 1, 1]).answer
    >>> answer.w, answer.b, answer.multipliers, answer.objective
    ((2/3, 2/3), -1, (8/9, 4/9, 4/9), 8/9)
    """
    inputs, how = begin(options)
    if isinstance(points, str | Path):
        points, labels = _from_file(Path(points))
    if labels is None:
        raise InputError("the labels are missing", "Mark the points with 1 and −1, or pass the path of a CSV file.")
    degree = _degree(kernel)
    signs = _signs(labels)
    size = _size(points, len(signs))
    bound = None if C is None else _number(C)
    if bound is not None and not bound > 0:
        raise InputError(f"C={C!r} is not positive", "Leave it out for a hard margin.")
    if bound is None and degree == 1 and len(signs) > _LARGE:
        return _large(points, signs, how)
    if len(signs) > _MOST_SOFT:
        raise InputError(f"there are {len(signs)} points; soft margins and kernels are solved exactly for up to {_MOST_SOFT}")
    rows = sp.Tuple(*(sp.Tuple(*(_number(c) for c in p)) for p in points))
    if any(len(p) != size for p in rows):
        raise InputError("the points have different numbers of coordinates")
    goal = SeparationOf(rows, sp.Tuple(*signs), sp.oo if bound is None else bound, degree)
    try:
        return solve(Problem(goal, Sameness.SET), inputs, **how)
    except NoRuleApplies:
        raise OutOfBudget("no exact multipliers were certified for this margin and kernel") from None


def _from_file(path: Path) -> tuple[list[tuple[Any, ...]], list[Any]]:
    """Return points and labels of a CSV file."""
    rows = rows_of_file(path, "Pass the path of a CSV file.", are_numbers=True)
    if rows and all(_exact(cell) is None for cell in (rows[0][1][:-1] or rows[0][1])):
        rows = rows[1:]  # names of the columns
    if not rows:
        raise InputError(f"{path} holds no points", "Write a point a line: its coordinates, then its label.")
    width = len(rows[0][1])
    points, labels = [], []
    for number, row in rows:
        if len(row) != width or width < 2:
            raise InputError(f"{path}, line {number}: there are {len(row)} columns, and {max(width, 2)} were expected")
        values = [_exact(cell) for cell in row[:-1]]
        if None in values:
            column = values.index(None)
            raise InputError(
                f"{path}, line {number}, column {column + 1}: {row[column].strip()!r} is no number",
                "Write a point a line: its coordinates, then its label, with commas or with semicolons between them.",
            )
        points.append(tuple(values))
        labels.append(row[-1].strip())
    numbers = [_exact(label) for label in labels]
    if None not in numbers:
        return points, numbers
    if len(set(labels)) > 2:
        number, row = rows[numbers.index(None)]
        raise InputError(f"{path}, line {number}, column {width}: {row[-1].strip()!r} is no number", "Mark the points with -1 and 1.")
    return points, labels


def _exact(cell: str) -> Fraction | None:
    try:
        return Fraction(cell.strip())
    except (ValueError, ZeroDivisionError):
        return None


def _large(points: Any, signs: Sequence[int], how: How) -> Solution:
    from symtutor.algorithms.optimization.separation import widest_street  # noqa: PLC0415 (numpy)

    street = widest_street(points, signs)
    shares = {i: _plain(v) for i, v in street.multipliers.items()}
    answer = StreetAnswer((), sp.nan, shares, len(signs), sp.nan, "not separable")
    if street.w is not None and street.b is not None:
        w = tuple(map(_plain, street.w))
        square = _plain(sum((c * c for c in street.w), Fraction(0)))
        answer = StreetAnswer(w, _plain(street.b), shares, len(signs), square, "separable")

    def worked() -> Solution:
        rows = sp.Tuple(*(sp.Tuple(*map(_number, p)) for p in points))
        goal = SeparationOf(rows, sp.Tuple(*(int(y) for y in signs)), sp.oo, sp.S.One)
        return solve(Problem(goal, Sameness.SET), Inputs(), **how)

    return AnsweredFirst(answer, worked)


def _plain(number: Fraction) -> Any:
    return sp.Rational(number.numerator, number.denominator)


def _number(thing: Any) -> Any:
    if isinstance(thing, sp.Rational):
        return thing
    if isinstance(thing, int | float | Fraction):
        if thing != thing or thing in {float("inf"), float("-inf")}:  # noqa: PLR0124 (the test for nan)
            raise InputError(f"a coordinate is {thing}, and a finite number was expected")
        return _plain(Fraction(thing))
    if hasattr(thing, "item"):
        return _number(thing.item())
    found = Inputs().expression(thing, "a coordinate")
    if not found.is_Rational:
        raise InputError(f"the coordinate {found} is not rational", "Give whole numbers, fractions or floats.")
    return found


def _degree(kernel: str) -> Any:
    """Return 1 for lines, the degree of a polynomial kernel, and e^(−γ) for a Gaussian one."""
    if kernel == "linear":
        return sp.S.One
    name, _, number = kernel.partition(" ")
    if name == "polynomial" and number.isdecimal() and int(number) >= 1:
        return sp.Integer(number)
    rate = _exact(number) if name in {"rbf", "gaussian"} else None
    if rate is not None and rate > 0:
        return sp.exp(-_plain(rate))
    raise InputError(f"kernel={kernel!r} is unknown", 'Choose "linear", "polynomial 2", or "rbf 1/2" for e^(−‖x − z‖²/2).')


def _signs(labels: Any) -> Any:
    import numpy as np  # noqa: PLC0415 (only such problems compute with arrays)

    found = np.asarray([int(y) if isinstance(y, sp.Integer) else y for y in labels] if not isinstance(labels, np.ndarray) else labels)
    kinds = np.unique(found)
    if len(kinds) != 2:
        raise InputError(f"there are {len(kinds)} different labels, and two are needed", "Mark the points with 1 and −1.")
    signs = np.where(found == kinds[1], 1, -1)
    return signs if len(signs) > _LARGE else [int(s) for s in signs]


def _size(points: Any, count: int) -> int:
    if len(points) != count:
        raise InputError(f"there are {len(points)} points and {count} labels")
    return len(points[0])
