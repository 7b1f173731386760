"""Asking for judgement on numpy code: gradients of expressions and of networks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import sympy as sp

from symtutor.ask.inputs.matrix_inputs import letters_of
from symtutor.ask.networks import Network, backpropagate
from symtutor.ask.vectors import gradient
from symtutor.diagnosing.gradients.arrays import as_array, called_with
from symtutor.diagnosing.gradients.functions import grade_function
from symtutor.diagnosing.gradients.grade import grade_network
from symtutor.diagnosing.gradients.matrices import grade_matrix_function
from symtutor.diagnosing.gradients.probes import Trial, probes_of
from symtutor.errors import InputError
from symtutor.goals.matrices import MatrixDerivative, Transposed
from symtutor.goals.networks import BinaryCrossEntropyWithLogits, CrossEntropyWithLogits
from symtutor.kinds.networks import graph_of
from symtutor.verdict import Status
from symtutor.views.solution import Solution
from symtutor.work import Diagnosis

__all__ = ["check_gradient"]


def check_gradient(function: Any, problem: Any, variable: Any = None, *, seconds: float | None = None) -> Diagnosis:
    """Judge a numpy function for a gradient: which array is wrong, and by which fault.

    Parameters
    ----------
    function : callable, or a whole implementation
        For a network ``function(parameters, X, Y)`` returns a dict of gradients (dW1, db1, ...), or their
        sequence in the order of the parameters; anything that maps arrays to arrays will do.  A module, object
        or dict with ``gradients`` (or ``backward``) and perhaps ``forward`` and ``loss`` is judged as a whole: predictions and loss too.
        For a problem in n variables ``function(x)`` maps an array of shape (n,) to one of shape (n,).
        For matrix calculus its parameters are the letters, as in ``f(A, x, b)``, or the variable alone, the other arrays being defined
        beside it.
    problem : Network, Solution, Expr or str
        The network, a solution of `gradient`, `jacobian` or `backpropagate`, or an expression whose gradient is
        meant, its variables sorted by name; text of matrix calculus such as ``"||A x - b||^2"`` too.
    variable : Symbol, MatrixSymbol or str, optional
        What an expression is differentiated in, where that is not clear.
    seconds : float, optional
        How long deriving the right gradient may take.

    Returns
    -------
    Diagnosis
        `where` is the faulty array or entry, `mistake` the id of the fault where one explains everything that is wrong, `explanation`
        what is said to the learner.  "undecided" where the digits are too few to judge.

    Raises
    ------
    InputError
        If the function stops, or returns what is no gradient.

    Notes
    -----
    Networks are tried on two sets of moderate arrays and on one where the last layer is sure of itself and wrong (|z| about 45),
    where clipped probabilities show.  Slopes at kinks are a choice and are not judged.

    Examples
    --------
    >>> check_gradient(lambda x: 2 * x, "x^2 + y^2").status
    <Status.CORRECT: 'correct'>
    >>> print(check_gradient(lambda x: x, "x^2 + y^2").explanation)
    At every entry a factor 2 is missing.
    """
    if isinstance(problem, Network):
        return _of_network(function, backpropagate(problem, seconds=seconds))
    if isinstance(problem, Solution) and problem.kind.beside.get("source") is not None:
        return _of_network(function, problem)
    return _of_expression(function, problem, variable, seconds)


def _of_network(implementation: Any, solution: Solution) -> Diagnosis:
    graph = graph_of(solution.case.goal)
    graph.require_numbers()
    if not graph.fused and replace(graph, fused=True).joined:  # a gradient through ln a is lost where the network is sure of itself
        graph = replace(graph, fused=True)
        solution = backpropagate(Network.of(graph))
    trial = probes_of(graph, solution.derivation.premises[-1])
    parts = {name: _part(implementation, *spellings) for name, spellings in _PARTS.items()}
    if parts["gradients"] is None:
        raise InputError(f"{implementation!r} is no function", "Pass function(parameters, X, Y), or an object with gradients.")
    found = grade_network(parts["gradients"], trial)
    if callable(implementation):
        return found
    for name, judge in (("forward", _about_forward), ("loss", _about_loss)):
        part = parts[name]
        about = None if part is None else judge(part, trial)
        if about is None:
            continue
        if about[0] is None:
            found = replace(found, explanation=f"{found.explanation} {about[1]}".strip())
        elif found.status is Status.CORRECT:
            found = Diagnosis(Status.INCORRECT, mistake=about[0], where=name, explanation=f"The gradients are right. {about[1]}")
        else:
            found = replace(found, rivals=(*found.rivals, about[0]), explanation=f"{found.explanation} {about[1]}")
    return found


_PARTS = {
    "gradients": ("gradients", "backward", "grads", "gradient"),
    "forward": ("forward", "predict"),
    "loss": ("loss", "cost"),
}


def _part(implementation: Any, *names: str) -> Callable[..., Any] | None:
    """Return a function of an implementation by one of its names; a function is its own gradients."""
    if callable(implementation) and names[0] == "gradients":
        return implementation
    for name in names:
        found = implementation.get(name) if isinstance(implementation, Mapping) else getattr(implementation, name, None)
        if callable(found):
            return found
    return None


def _about_forward(forward: Callable[..., Any], trial: Trial) -> tuple[str | None, str] | None:
    """Return the fault of the predictions and what is said about it; None where they are right, no fault where they were not judged."""
    if trial.graph.definitions[-1].expr.has(BinaryCrossEntropyWithLogits, CrossEntropyWithLogits):
        return None  # whether Z or probabilities are returned is a choice
    last = trial.graph.definitions[-2]
    inside = last.expr.atoms(sp.MatrixSymbol)
    layer_before = next(iter(inside)) if len(inside) == 1 else None  # what an activation was applied to
    is_right, is_turned, is_before = [], [], []
    for probe in trial.probes[:2]:
        found = called_with(forward, dict(probe.parameters), *probe.inputs)
        found = found[0] if isinstance(found, tuple) and found else found.get(last.symbol.name) if isinstance(found, Mapping) else found
        given = None if found is None else as_array(found)
        right, before = np.asarray(probe.forward[last.symbol.name]), probe.forward.get(layer_before.name) if layer_before else None
        is_right.append(_are_close(given, right))
        is_turned.append(_are_close(given, right.T))
        is_before.append(before is not None and _are_close(given, np.asarray(before)))
        if not is_turned[-1] and (given is None or given.shape != right.shape or given.dtype.kind not in "fiu"):
            what = "no array" if given is None or given.dtype.kind not in "fiu" else f"an array of shape {given.shape}"
            return None, f"The predictions were not judged: forward returned {what}, and an array of shape {right.shape} was expected."
    if all(is_right):
        return None
    if all(is_turned):
        return "network.forward/transposed", "The predictions of forward are transposed."
    if all(is_before):
        return "network.forward/no-activation", f"The predictions are {layer_before}: the last activation is missing in forward."
    return "network.forward/wrong", "The predictions of forward are other numbers."


def _are_close(given: Any, wanted: Any) -> bool:
    """Tell whether an array is one of real numbers that are the wanted ones but for rounding."""
    is_real = given is not None and given.dtype.kind in "fiu" and given.shape == wanted.shape
    return is_real and bool(np.allclose(given, wanted, rtol=1e-4, atol=1e-6))


def _about_loss(loss: Callable[..., Any], trial: Any) -> tuple[str, str] | None:
    """Return the fault of a loss and what is said about it, or None where it is right."""
    ratios = []
    for probe in trial.probes[:2]:
        right = float(np.real(trial.loss(probe.forward)))
        try:
            given = float(np.ravel(as_array(called_with(loss, dict(probe.parameters), *probe.inputs, probe.targets)))[0])
        except Exception as error:
            raise InputError(f"the loss stopped with {type(error).__name__}: {error}", "It is called as loss(parameters, X, Y).") from error
        ratios.append(given / right)
    if np.allclose(ratios, 1, rtol=1e-5):
        return None
    if not np.allclose(ratios, ratios[0], rtol=1e-5):
        return "network.loss/wrong", "The loss is another function."
    if np.isclose(ratios[0], trial.rows, rtol=1e-5):
        return (
            "network.loss/sum-for-mean",
            f"The loss is {trial.rows} times too large on {trial.rows} examples: a sum where a mean was asked for.",
        )
    if np.isclose(ratios[0], -1):
        return "network.loss/sign", "The loss has the wrong sign."
    return "network.loss/factor", f"The loss is {ratios[0]:.6g} times what is right."


def _of_expression(function: Callable[..., Any], problem: Any, variable: Any, seconds: float | None) -> Diagnosis:
    if not callable(function):
        raise InputError(f"{function!r} is no function", "Pass a function of an array of shape (n,).")
    if isinstance(problem, str) and problem.strip().lower().startswith("gradient of "):
        problem = problem.strip()[len("gradient of ") :]
    solution = problem if isinstance(problem, Solution) else gradient(problem, variable, seconds=seconds)
    asked = solution.case.goal.args[0] if isinstance(solution.case.goal, Transposed) else solution.case.goal
    if isinstance(asked, MatrixDerivative):
        return grade_matrix_function(function, solution.case.value, asked.args[1], letters_of(sp.Tuple(*asked.args)))
    entries = solution.answer
    if not isinstance(entries, sp.MatrixBase):
        entries = sp.ImmutableMatrix([[entries]])
    goal = solution.case.goal
    expr = goal.args[0] if isinstance(goal.args[0], sp.Expr) else None
    variables = next((tuple(a) for a in goal.args[1:] if isinstance(a, sp.Tuple)), None)
    if variables is None:
        variables = tuple(sorted(entries.free_symbols, key=lambda s: s.name))
    return grade_function(function, entries, variables, expr)
