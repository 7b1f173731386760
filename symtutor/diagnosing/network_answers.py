"""Judging gradients of a network that are written as formulas: dW2 = A1ᵀ·dZ2, each line by the names of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import sympy as sp

from symtutor.checking.index_notation.proof import is_proved_for_all_sizes
from symtutor.diagnosing.gradients.grade import grade_network
from symtutor.diagnosing.gradients.probes import Trial, probes_of
from symtutor.goals.matrices import Transposed
from symtutor.goals.networks import LOSSES, adjoint_symbol, spelled_out
from symtutor.matrix_algebra import times, transposed
from symtutor.network import Graph
from symtutor.reading.matrices.misfits import IllShaped
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["judge_gradients"]


def judge_gradients(graph: Graph, solved: Any, claims: Mapping[str, Any]) -> Verdict:
    """Judge formulas for gradients of a network, and name what went wrong in the first wrong one.

    Parameters
    ----------
    graph : Graph
        The network.
    solved : Solved
        The right derivation, of a goal of backpropagation.
    claims : mapping
        From the names of gradients, as dW2, to matrices in the names of the network and of other gradients.

    Returns
    -------
    Verdict
        A wrong line counts for itself: later ones are judged by what their names stand for in the answer.
    """
    backward = solved.premises[-1]
    shapes = {adjoint_symbol(node.goal.args[0]).name: node.goal.args[0].shape for node in backward.premises}
    right = {adjoint_symbol(node.goal.args[0]).name: node.value for node in backward.premises}
    for name, claim in claims.items():
        if isinstance(claim, IllShaped):
            return _ill_shaped(graph, solved, name, claim, right[name])
        if tuple(claim.shape) != tuple(shapes[name]):
            told = f"{name} has the shape {claim.shape[0]} × {claim.shape[1]}, and {shapes[name][0]} × {shapes[name][1]} is right: "
            told += "a gradient has the shape of its matrix."
            if _is_transposed(graph, solved, name, claim):
                return _wrong(name, claim, right[name], told + " It is the transpose.", "network.linear/transposed")
            if _is_sum(claim) and _is_sum(right[name]):
                told += " The sum over the examples was taken over the other axis."
                return _wrong(name, claim, right[name], told, "network.linear/wrong-axis")
            return _wrong(name, claim, right[name], told, "network.gradient/shape")
    trial = probes_of(graph, backward)
    later = _divided_later(graph, trial, claims, right)
    if later is not None:
        return later
    diagnosis = grade_network(_as_program(trial, claims), trial)
    if diagnosis.status is Status.INCORRECT:
        where = _first_wrong(trial, claims) or diagnosis.where or next(iter(claims))
        told = diagnosis.explanation.partition(" wrong. ")[2] or diagnosis.explanation
        return _wrong(where, claims.get(where), right.get(where), told, diagnosis.mistake)
    open_names = [name for name in claims if not _is_proved(claims[name], right[name], graph, right, right)]
    if open_names:
        told = f"agrees with the right one on {len(trial.probes)} sets of arrays, and is not proved for every size"
        return Verdict(Status.UNDECIDED, Agreement(7, len(trial.probes), told), explanation=f"{', '.join(open_names)} {told}.")
    method = "index notation, for matrices of every size; names stand for their definitions"
    return Verdict(Status.CORRECT, Proof(method), explanation=f"Correct, for every size: {', '.join(claims)}.")


def _is_sum(expr: Any) -> bool:
    """Tell whether a matrix is the sum of another one over an axis: a product with ones."""
    return isinstance(expr, sp.MatMul) and len(expr.args) == 2 and any(isinstance(f, sp.OneMatrix) for f in expr.args)


def _ill_shaped(graph: Graph, solved: Any, name: str, claim: IllShaped, right: Any) -> Verdict:
    """Judge a line whose shapes do not fit together, and tell which exchange or transpose makes it right."""
    repair = next((r for r in claim.repairs if judge_gradients(graph, solved, {name: r.expr})), None)
    told = f"{name}: the shapes do not fit: {claim.why}. "
    if repair is None:
        told += f"{name} has the shape {right.shape[0]} × {right.shape[1]}, that of its matrix."
        return _wrong(name, claim, right, told, "network.gradient/shape")
    factors = right.args if isinstance(right, sp.MatMul) else ()
    fit = "·".join(f"({f.shape[0]}, {f.shape[1]})" for f in factors if isinstance(f, sp.MatrixExpr))
    told += f"{repair.words}{f' So the shapes fit: {fit}.' if fit else ''}"
    return _wrong(name, claim, right, told, f"network.linear/{'exchanged' if repair.is_exchange else 'not-transposed'}")


def _is_transposed(graph: Graph, solved: Any, name: str, claim: Any) -> bool:
    """Tell whether the transpose of a claim is the right gradient."""
    turned = transposed(claim)
    shape = next(value.shape for held, value in solved.value if held.name == name)
    return tuple(turned.shape) == tuple(shape) and judge_gradients(graph, solved, {name: turned}).status is Status.CORRECT


def _wrong(name: str | None, claim: Any, right: Any, told: str, mistake: str | None) -> Verdict:
    return Verdict(Status.INCORRECT, Witness({}, f"{name} = {claim}", f"{name} = {right}", ("", ""), 0), mistake=mistake, explanation=told)


def _as_program(trial: Trial, claims: Mapping[str, Any]) -> Any:
    """Return what computes the gradients with the claimed lines, called on the probes in their order.

    What stands before the claims, and is no gradient of a parameter, is left out: what is wrong may come from there.
    """
    probes: Iterator[Any] = iter(trial.probes)
    changed = {name: lambda arrays, claim=claim: trial.value(claim, arrays) for name, claim in claims.items()}
    names = [line.name for line in trial.lines]
    first = min(names.index(name) for name in claims)
    left_out = {*names[:first]} - {f"d{p.name}" for p in trial.graph.parameters}
    return lambda *_arguments: {name: a for name, a in trial.changed(next(probes), changed).items() if name not in left_out}


def _first_wrong(trial: Trial, claims: Mapping[str, Any]) -> str | None:
    """Return the claimed line nearest to the loss that is wrong by itself, with the right gradients before it."""
    for line in trial.lines:
        if line.name not in claims:
            continue
        for probe in trial.probes[:2]:
            arrays = {**probe.forward, **trial.right(probe)}
            given, wanted = np.asarray(trial.value(claims[line.name], arrays)), np.asarray(arrays[line.name])
            if not np.allclose(given, wanted, rtol=1e-6, atol=1e-9):
                return line.name
    return None


def _divided_later(graph: Graph, trial: Trial, claims: Mapping[str, Any], right: Mapping[str, Any]) -> Verdict | None:
    """Return that an answer is right in which the gradients of parameters are divided by the count of the loss, and those before are not.

    Many write dZ = A − Y and dW = dZ·Aᵀ/m: what is learned with is right, and dZ is that of the sum of the losses.
    """
    learned = [name for name in claims if name in {adjoint_symbol(p).name for p in graph.parameters}]
    before = [name for name in claims if name not in learned]
    count = next((e.count for e in graph.definitions[-1].expr.atoms(*LOSSES)), sp.S.One)
    if not learned or not before or count == 1:
        return None
    lines: dict[str, Any] = {name: lambda a, claim=claim: trial.value(claim, a) for name, claim in claims.items()}
    arrays = [trial.changed(probe, lines) for probe in trial.probes]
    wanted = [trial.right(probe) for probe in trial.probes]
    times_count = float(sp.sympify(count).xreplace(dict(trial.sizes)))
    factors = {**dict.fromkeys(learned, 1.0), **dict.fromkeys(before, times_count)}
    if not all(np.allclose(a[n], c * w[n], rtol=1e-6, atol=1e-9) for n, c in factors.items() for a, w in zip(arrays, wanted, strict=True)):
        return None
    claimed = {**right, **claims}
    whole = {name: right[name] if name in learned else times(count, right[name]) for name in claims}
    if not all(_is_proved(claims[name], whole[name], graph, claimed, right) for name in claims):
        return None
    told = f"Correct, for every size: {', '.join(learned)}. In {', '.join(before)} stand the gradients of the sum of the losses: "
    told += f"those of L itself are divided by {count}, which is done here in {', '.join(learned)} alone."
    return Verdict(Status.CORRECT, Proof("index notation, for matrices of every size"), explanation=told)


def _is_proved(claim: Any, right: Any, graph: Graph, claimed: Mapping[str, Any], gradients: Mapping[str, Any]) -> bool:
    """Tell whether a claim is proved to be the right gradient, with more and more names replaced by what they stand for on its side."""
    by_name = {
        symbol.name: symbol for expr in (claim, right, *claimed.values(), *gradients.values()) for symbol in expr.atoms(sp.MatrixSymbol)
    }
    ours, theirs = ({by_name[name]: value for name, value in held.items() if name in by_name} for held in (gradients, claimed))
    layers = {d.symbol: d.expr for d in graph.definitions[:-1]}
    for of_claim, of_right in (({}, {}), (theirs, ours), ({**theirs, **layers}, {**ours, **layers})):
        if claimed is not gradients and not of_claim:
            continue  # the same names stand for other matrices
        one, other = _replaced(claim, of_claim), _replaced(right, of_right)
        if one == other or is_proved_for_all_sizes(Transposed(one), transposed(other)):
            return True
    return False


def _replaced(expr: Any, known: Mapping[Any, Any]) -> Any:
    """Return an expression in which no known name is left."""
    for _ in range(len(known) + 1):
        found = expr.xreplace(dict(known))
        if found == expr:
            break
        expr = found
    return spelled_out(expr)
