"""Asking for judgement: whether two expressions are the same, whether an answer is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

import sympy as sp

from symtutor import reading
from symtutor.ask.inputs.arguments import must_make_sense
from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.inputs.passed_on import matrices_in_words, same_matrices
from symtutor.ask.signatures.public import public
from symtutor.ask.signatures.questions import asked_in_words
from symtutor.checking.equivalence.as_written import as_written
from symtutor.checking.equivalence.declared import positive_letters
from symtutor.checking.equivalence.domains import condition_text
from symtutor.checking.equivalence.equivalence import equivalence
from symtutor.checking.equivalence.sameness import same
from symtutor.checking.equivalence.sentences import of_an_answer
from symtutor.checking.meanings.by_goal import judge
from symtutor.checking.optimization.sets_of_numbers import is_set_of_numbers, same_numbers
from symtutor.checking.values.convergence import where_parts_have_values
from symtutor.checking.values.senses import settled
from symtutor.checking.values.series import series_value
from symtutor.diagnosing.closeness import tolerance_of, with_closeness
from symtutor.diagnosing.work.known import value_everywhere
from symtutor.errors import InputError, NoRuleApplies, NotReal
from symtutor.goals.core import Limit
from symtutor.kinds import question
from symtutor.problem import Problem
from symtutor.reading.answers import says_no_value
from symtutor.runtime.deadline import allowed
from symtutor.term import quote
from symtutor.verdict import TIME_WAS_OVER, Proof, Status, Verdict
from symtutor.views.judgement import Judgement
from symtutor.views.solution import Solution, solve
from symtutor.writing.asked_form import unless_restated

__all__ = ["check", "equivalent", "posed"]


@public
def equivalent(
    a: Any,
    b: Any,
    variable: Any = None,
    *,
    up_to_constant: bool = False,
    domain: Any = None,
    tolerance: Any = None,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    seconds: float | None = None,  # noqa: ARG001 (the limit is kept around the call)
) -> Verdict:
    """Judge whether two expressions are the same function where both are defined, or two equations have the same solutions.

    Parameters
    ----------
    a, b : str or Expr
        The expressions; equations, lists, sets and matrices too.
    variable : str or Symbol, optional
        The variable that a constant may not depend on, and that a `domain` without a letter speaks of.
    up_to_constant : bool
        Allow a constant difference on each interval, as between antiderivatives.
    domain : Set, pair of ends, text such as "x > 0", or mapping of Symbol to Set, optional
        Where the symbols live; others are real.
    tolerance : number, optional
        The largest difference of two numbers that are still the same.

    Returns
    -------
    Verdict
        "correct" with a proof, "incorrect" with an exact witness, or "undecided".

    Examples
    --------
    >>> equivalent("sin^2 x + cos^2 x", "1").status
    <Status.CORRECT: 'correct'>
    >>> equivalent("sqrt(x^2)", "x").status
    <Status.INCORRECT: 'incorrect'>
    >>> equivalent("y = x^2", "2y - 2x^2 = 0").status
    <Status.CORRECT: 'correct'>
    """
    inputs = Inputs(names, functions)
    of_matrices = same_matrices(a, b, inputs)
    if of_matrices is not None:
        return Judgement.of(of_matrices, (f"Is this the same as {a}?",), sp.Symbol(b), notes=tuple(inputs.notes), is_answer=False)
    left, right = inputs.pair(a, b)
    chosen = None if variable is None else inputs.symbol(variable)
    where = dict(inputs.domain)
    if domain is not None:
        named = isinstance(domain, Mapping) or (isinstance(domain, str) and len(left.free_symbols | right.free_symbols) != 1)
        whole = None if named else chosen or inputs.variable(sp.Tuple(left, right), what="equivalent")
        where.update(inputs.declared(domain, whole))
    within = tolerance_of(tolerance)
    verdict = TIME_WAS_OVER
    with allowed():
        if _speak_of_numbers(left, right):
            letter = next(iter(left.free_symbols | right.free_symbols), sp.Symbol("x"))
            verdict = same_numbers(left, right, letter, where.get(letter, sp.S.Reals))
        else:
            verdict = _same(left, right, where, variable=chosen, up_to_constant=up_to_constant)
            verdict = where_parts_have_values(verdict, (left, right), inputs.typed, value_everywhere)
            verdict = as_written(with_closeness(verdict, right, left, within), inputs.typed, positive_letters(where))
    return Judgement.of(verdict, ("Is this the same as ", quote(left), "?"), right, notes=tuple(inputs.notes), is_answer=False)


def _speak_of_numbers(left: Any, right: Any) -> bool:
    """Tell whether both sides are intervals or conditions on one letter, and not both equations or lists of members."""
    both = all(map(is_set_of_numbers, (left, right)))
    apart = any(all(isinstance(side, kind) for side in (left, right)) for kind in (sp.Equality, sp.FiniteSet))
    return both and not apart and len(left.free_symbols | right.free_symbols) < 2


def _same(left: Any, right: Any, where: dict[Any, Any], *, variable: Any = None, up_to_constant: bool = False) -> Verdict:
    """Judge two sides as they are, and where that does not decide, with the values of the integrals, limits and sums in them."""
    verdict = equivalence(left, right, variable=variable, up_to_constant=up_to_constant, domain=where or None)
    if verdict.status is not Status.UNDECIDED or (found := _values_of(left, right)) is None:
        return verdict
    (left, right), needed = found
    within = {letter: needed.get(letter, region).intersect(region) for letter, region in where.items()}
    return equivalence(left, right, variable=variable, up_to_constant=up_to_constant, domain={**needed, **within} or None)


def _values_of(left: Any, right: Any) -> tuple[tuple[Any, Any], dict[Any, Any]] | None:
    """Return two sides with the proved values of the integrals, limits and sums in them, and where letters must live for these.

    None where a side has no such part, or one without a known value.
    """
    sides = (left, right)
    if not all(isinstance(side, sp.Expr) for side in sides) or not any(side.has(sp.Integral, sp.Limit, sp.Sum) for side in sides):
        return None
    needed: dict[Any, Any] = {}

    def known(part: Any) -> Any:
        value = value_everywhere(part)
        found = series_value(part) if value is None and isinstance(part, sp.Sum) else None
        if found is None:
            return value
        if len(found[1].free_symbols) != 1:
            return None
        (letter,) = found[1].free_symbols
        try:
            region = found[1].as_set()
        except NotImplementedError:  # of conditions on sines, without end
            return None
        needed[letter] = region.intersect(needed.get(letter, sp.S.Reals))
        return found[0] if isinstance(needed[letter], sp.Interval) else None

    values = [settled(side, known) for side in sides]
    if any(value is None or (value.has(*_WITHOUT_NUMBER) and value not in _WITHOUT_NUMBER) for value in values):
        return None
    return (values[0], values[1]), needed


_WITHOUT_NUMBER = (sp.nan, sp.zoo, sp.oo, -sp.oo)


@public
def check(
    problem: Any,
    answer: Any,
    *,
    domain: Any = None,
    tolerance: Any = None,
    form: str | None = None,
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
    seconds: float | None = None,
) -> Verdict:
    """Judge an answer to a problem, and name the mistake where the book knows it.

    Parameters
    ----------
    problem : str, Solution or Problem
        Notation such as ``"d/dx x^2 sin x"``, or what was solved before.
    answer : str or Expr
        The answer to judge.
    domain : Set, pair of ends, text such as "x > 0", or mapping of Symbol to Set, optional
        Where the variable, or each letter, lives; others are real.
    tolerance : number, optional
        The largest difference of a number from the right one that is still right.
    form : {"factored", "expanded", "simplified", "single fraction", "partial fractions"}, optional
        The form in which the answer is asked; the right value in another form is refuted with what is left to do.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> verdict = check("d/dx x^2 sin x", "2x cos x")
    >>> verdict.status, verdict.mistake
    (<Status.INCORRECT: 'incorrect'>, 'diff.product/product-of-derivatives')
    >>> print(check("d/dx (x^3 - 3x)", "3x^2 - 3", form="factored"))
    The value is right, but it is not factored: 3x² − 3 can be factored further: 3(x − 1)(x + 1).
    """
    try:
        asked = posed(problem, names=names, functions=functions, domain=domain, seconds=seconds)
    except reading.NothingAsked:
        of_a_sum = _of_a_sum(problem, answer, Inputs(names, functions), domain)
        if of_a_sum is None:
            raise
        return of_a_sum
    except NotReal as error:
        if not isinstance(answer, str) or not says_no_value(answer):
            raise
        verdict = Verdict(Status.CORRECT, Proof(error.message), explanation=f"Correct: {error.message}.")
        return Judgement.of(verdict, (f"{problem}.",), sp.nan)
    except NoRuleApplies:
        by_meaning = _without_rules(problem, answer, Inputs(names, functions))
        if by_meaning is None:
            raise
        return by_meaning
    return asked.check(answer, domain=domain, tolerance=tolerance, form=form)


def _without_rules(problem: Any, answer: Any, inputs: Inputs) -> Verdict | None:
    """Judge a limit for which the book has no rule by what a limit means; None for other problems, which have no such judge."""
    if isinstance(problem, str):
        problem = reading.read_problem(problem, names=inputs.names, functions=inputs.functions)
    if not isinstance(problem, Problem) or not isinstance(problem.goal, Limit):
        return None
    found = inputs.answer(answer, sp.S.Zero)
    verdict = TIME_WAS_OVER
    with allowed():
        verdict = judge(problem.goal, found, problem.domain)
    return Judgement.of(verdict, (*question(problem), "."), found, notes=tuple(inputs.notes))


def _of_a_sum(problem: str, answer: Any, inputs: Inputs, domain: Any) -> Verdict | None:
    """Judge the value of a sum or product over an index; None for an expression that asks for nothing."""
    question_read = reading.read_question(problem, names=inputs.names, functions=inputs.functions)
    (asked,) = question_read.values
    if not isinstance(asked, sp.Expr) or not asked.has(sp.Sum, sp.Product):
        return None
    found = inputs.answer(answer, sp.S.Zero)
    letter: Any = next(iter(sorted(asked.free_symbols, key=str)), sp.Symbol("n"))
    where = {} if domain is None else inputs.declared(domain, letter)
    verdict = TIME_WAS_OVER
    with allowed():
        verdict = where_parts_have_values(
            _same(found, asked, where), (found, asked), (next(iter(inputs.typed), None), *question_read.terms)
        )
        if found is sp.nan and isinstance(asked, sp.Sum) and verdict.status is not Status.CORRECT:
            verdict = _of_a_series(asked, verdict)
        verdict = unless_restated(of_an_answer(verdict), found, sp.S.Zero)
    return Judgement.of(verdict, ("What is ", quote(asked), "?"), found, notes=tuple(inputs.notes))


def _of_a_series(series: sp.Sum, verdict: Verdict) -> Verdict:
    """Judge that a series has no value, by the value that is known of it and the condition on its letters."""
    total = series_value(series)
    if total is None:
        return verdict
    found = same(Problem(quote(series)), sp.nan, total[0])
    if found.status is not Status.INCORRECT or total[1] == sp.true:
        return found
    return replace(found, explanation=f"{found.explanation.removesuffix('.')}, for {condition_text(total[1])}.")


def posed(
    problem: Any, *, names: Iterable[str] = (), functions: Iterable[str] = (), domain: Any = None, seconds: float | None = None
) -> Solution:
    """Return the solution of a problem that is asked in notation, in words, or as a Problem.

    Raises
    ------
    InputError
        If it is nothing of these.
    """
    if isinstance(problem, Solution):
        return problem
    inputs = Inputs(names, functions)
    if isinstance(problem, str):
        in_words: Any = matrices_in_words(problem, {"seconds": seconds, "names": names, "functions": functions})
        if in_words is None:
            in_words = asked_in_words(problem, names=names, functions=functions)
        if in_words is not None:
            return cast("Solution", in_words)
        asked = reading.read_question(problem, names=names, functions=functions)
        inputs.notes.extend(map(str, asked.notes))
        inputs.typed.extend(asked.terms)
        problem = reading.problem_of(asked)
    if not isinstance(problem, Problem):
        raise InputError(f"the problem is of type {type(problem).__name__}", "Pass notation such as 'd/dx x^2', or a Solution.")
    must_make_sense(problem.goal, inputs.typed)
    if domain is not None:
        variable = next((a for a in problem.goal.args if isinstance(a, sp.Symbol)), sp.Symbol("x"))
        problem = replace(problem, domain={**problem.domain, **inputs.declared(domain, variable)})
    return solve(problem, inputs, seconds=seconds)
