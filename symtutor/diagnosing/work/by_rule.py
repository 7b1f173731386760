"""Mistakes of the book in the first step of a derivation or antiderivative."""

from __future__ import annotations

from itertools import islice
from typing import Any

import sympy as sp

from symtutor.checking.values.senses import AsFunction, worked_out
from symtutor.deriving.search import Search
from symtutor.diagnosing.mistakes import mistaken_answers
from symtutor.diagnosing.work.targets import Target
from symtutor.diagnosing.work.verdicts import FAILURES
from symtutor.goals import core as goals
from symtutor.problem import Problem
from symtutor.rules import BOOK
from symtutor.term import Term

__all__ = ["mistake_of"]

_NODES = 800
_LARGEST = 14  # nodes of a derivation whose mistakes are tried
_TRIED = 60
_TOO_SMALL = frozenset({"diff.variable", "diff.constant"})  # a slip there looks like a term or factor that was lost
_LOOKS_LIKE_A_LOSS = frozenset({"diff.constant_multiple/zero", "diff.exp/constant", "diff.chain/zero"})  # in one factor of a product


def mistake_of(target: Target, line: sp.Expr) -> tuple[str, str] | None:
    """Return id and words of the one mistake that leads from the problem to a line without goals left, or None.

    Parameters
    ----------
    target : Target
        What is asked: a derivative or an antiderivative.
    line : Expr
        The wrong line.
    """
    goal = _goal(target)
    answer = worked_out(line)
    if goal is None or answer.has(sp.Integral, sp.Limit, sp.Derivative):
        return None
    problem = Problem(goal, variable=target.variable)
    try:
        solved = Search(BOOK, nodes=_NODES).solve(goal)
        if sum(1 for _ in solved.nodes()) > _LARGEST:
            return None
        found = {}
        for rule, mistake, value in islice(mistaken_answers(problem, solved, BOOK), _TRIED):
            if rule.id in _TOO_SMALL or (f"{rule.id}/{mistake.id}" in _LOOKS_LIKE_A_LOSS and not isinstance(goal.args[0], sp.exp)):
                continue
            if isinstance(value, sp.Expr) and _is_same(value, answer, goal, target.variable):
                found[mistake.words] = (f"{rule.id}/{mistake.id}", mistake.words)
                break
    except FAILURES:
        return None
    return next(iter(found.values()), None)


def _goal(target: Target) -> Term | None:
    if target.variable is None:
        return None
    if isinstance(target.asked, sp.Integral) and len(target.asked.limits) == 1 and len(target.asked.limits[0]) == 1:
        return goals.Integral(target.asked.function, target.variable)
    if isinstance(target.sense, AsFunction) and target.function is not None:
        return goals.D(target.function, target.variable)
    return None


def _is_same(value: Any, answer: Any, goal: Term, variable: sp.Symbol) -> bool:
    if isinstance(goal, goals.Integral):
        value, answer = sp.diff(value, variable), sp.diff(answer, variable)
    difference = value - answer
    letters = sorted(difference.free_symbols, key=str)
    for k in range(4):
        number = sp.N(difference.subs({s: sp.Rational(137 + 31 * k + 11 * i, 100) for i, s in enumerate(letters)}), 30)
        if not number.is_number or not number.is_finite or abs(number) > sp.Float(10) ** -20:
            return False
    return True
