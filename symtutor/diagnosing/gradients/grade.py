"""The verdict on numpy gradients of a network: right, wrong with the fault that explains every array, or too coarse to judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from symtutor.diagnosing.gradients.arrays import as_array, called_with_labels
from symtutor.diagnosing.gradients.explaining import explanations
from symtutor.diagnosing.gradients.faults import Fault, faults_of
from symtutor.diagnosing.gradients.probes import Probe, Trial
from symtutor.diagnosing.gradients.ratios import constant_ratio
from symtutor.errors import InputError
from symtutor.verdict import Status
from symtutor.work import Diagnosis

__all__ = ["grade_network", "ratio_words"]

_EXACT = 1e-7  # of the largest entry: what float64 leaves after some layers, with room
_FLOOR = 1e-9  # entries below it are rounding
_NOISE = {True: 1e-5, False: 1e-9}  # what single or double precision and difference quotients leave of 0, beside the largest gradient
_COARSE = 2e-3  # what float32 or a difference quotient leaves
_RATIOS = {
    -1.0: "the sign is wrong",
    2.0: "there is a factor 2 too much",
    0.5: "a factor 2 is missing",
    -2.0: "sign and a factor 2 are wrong",
}

Given = dict[str, Any]


def grade_network(function: Callable[..., Any], trial: Trial) -> Diagnosis:
    """Judge a function that returns the gradients of a network.

    Parameters
    ----------
    function : callable
        ``function(parameters, X, Y)`` returns a mapping of arrays by name, or a sequence in the order of the parameters.
    trial : Trial
        The network on numbers.

    Returns
    -------
    Diagnosis
        `where` is the faulty array nearest to the loss; `mistake` the id of the fault, where one explains all arrays.
    """
    names = [f"d{p.name}" for p in trial.graph.parameters]
    called = [_called(function, probe, trial, names) for probe in trial.probes]
    given = [held for held, _ in called]
    right = [trial.right(probe) for probe in trial.probes]
    given = [_without_noise(g, r) for g, r in zip(given, right, strict=True)]
    missing = [n for n in names if any(n not in g for g in given)]
    if missing:
        return _wrong("network.gradient/missing", missing[0], f"{_listed(missing)} missing in what the function returns.")
    order = [line.name for line in trial.lines if all(line.name in g for g in given)]
    summed = _of_sums(given, right, [name for name in order if name not in names], trial)
    order = [name for name in order if name not in summed]
    given = [{name: array for name, array in g.items() if name not in summed} for g in given]
    judged = {n: max(_distance(g[n], r[n]) for g, r in zip(given, right, strict=True)) for n in order}
    if all(d <= _EXACT for d in judged.values()):
        told = f"Right on {len(given)} sets of arrays: {', '.join(names)}.{_told_sums(summed)}{_told_turned(called[0][1])}"
        return Diagnosis(Status.CORRECT, explanation=told)
    is_single = any(np.asarray(g[n]).dtype in (np.float16, np.float32) for g in given for n in order)
    if all(d <= _COARSE for d in judged.values()):
        if is_single:
            return Diagnosis(Status.CORRECT, explanation="Right as far as single precision tells, about 3 digits; float64 tells more.")
        worst = max(judged, key=lambda n: judged[n])
        digits = int(-np.log10(judged[worst]))
        digits = int(-np.log10(judged[worst]))
        told = (
            f"{worst} agrees to {digits} digits only: too coarse to judge. Difference quotients do this, and small numbers in denominators."
        )
        return Diagnosis(Status.UNDECIDED, where=worst, explanation=told)
    tolerance = _COARSE if is_single else _EXACT * 10
    return _explained(trial, given, right, order, tolerance)


def _of_sums(given: list[Given], right: list[Given], before: list[str], trial: Trial) -> list[str]:
    """Return the arrays before the parameters that are gradients of the sum of the losses: many divide where the parameters are."""
    found = []
    for name in before:
        ratios = [_ratio(g[name], r[name]) for g, r in zip(given, right, strict=True)]
        if any(c is None or c <= 1 or abs(c - (ratios[0] or 0)) > 1e-6 * c for c in ratios):
            continue
        size = np.asarray(right[0][name]).size
        if ratios[0] is not None and any(abs(ratios[0] - c) <= 1e-6 * c for c in (trial.rows, size)):
            found.append(name)
    return found


def _told_sums(names: list[str]) -> str:
    return f" In {', '.join(names)} stand the gradients of the sum of the losses, not of their mean." if names else ""


def _told_turned(names: list[str]) -> str:
    return f" {', '.join(names)} lies the other way than its bias: turn it before the bias is changed by it." if names else ""


# ---- calling -------------------------------------------------------------------------------------
def _called(function: Callable[..., Any], probe: Probe, trial: Trial, names: list[str]) -> tuple[Given, list[str]]:
    """Return what a function gives on a probe, by our names, and the biases that lie the other way.

    It gets copies, so that it cannot change the arrays.
    """
    parameters = {name: array.copy() for name, array in probe.parameters.items()}
    arguments = [array.copy() for array in probe.inputs]
    if probe.targets is not None:
        arguments.append(probe.targets.copy())
    try:
        with np.errstate(all="ignore"):
            found = called_with_labels(function, parameters, *arguments)
    except Exception as error:
        raise InputError(
            f"the function stopped with {type(error).__name__}: {error}", "It is called as function(parameters, X, Y)."
        ) from error
    if not isinstance(found, Mapping):
        if not isinstance(found, list | tuple) or len(found) != len(names):
            raise InputError(
                f"the function returned {type(found).__name__}, not a dict of gradients",
                f"Return {{{', '.join(map(repr, names[:2]))}, …}}.",
            )
        found = dict(zip(names, found, strict=True))
    shapes = {line.name: np.shape(array) for line, array in zip(trial.lines, trial.right(probe).values(), strict=True)}
    held: Given = {}
    turned: list[str] = []
    for name, shape in shapes.items():
        plain = name[1:]
        key = next((k for k in (name, plain, f"d{plain.lower()}", f"d_{plain}", f"grad_{plain}", f"{plain}_grad") if k in found), None)
        if key is not None:
            held[name] = _shaped(found[key], shape, name)
            if np.shape(held[name]) == shape != as_array(found[key]).shape == shape[::-1]:
                turned.append(name)
    return held, turned


def _shaped(array: Any, shape: tuple[int, ...], name: str) -> Any:
    """Return an array of floats; a bias without its side of length 1 gets it."""
    try:
        held = as_array(array)
        if held.dtype.kind not in "fiub":
            held = held.astype(float)
    except (TypeError, ValueError) as error:
        raise InputError(f"{name} is no array of numbers: {type(array).__name__}") from error
    is_bias = name[1:2] == "b"
    if (
        held.shape != shape
        and held.size == int(np.prod(shape))
        and 1 in shape
        and (held.ndim == 1 or (is_bias and held.shape == shape[::-1]))
    ):
        return held.reshape(shape)
    return held.reshape(shape) if shape == (1, 1) and held.size == 1 else held


def _without_noise(given: Given, right: Given) -> Given:
    """Return gradients in which those that should be 0, as of a bias before a batch norm, are 0 where only rounding is left of them."""
    largest = max(float(np.abs(r).max()) for r in right.values())

    def is_noise(name: str) -> bool:
        found = np.asarray(given[name])
        if found.size == 0 or np.any(right[name]):
            return False
        return bool(np.abs(found).max() <= _NOISE[found.dtype in (np.float16, np.float32)] * largest)

    return {name: np.zeros_like(array) if is_noise(name) else array for name, array in given.items()}


def _distance(given: Any, right: Any) -> float:
    """Return the largest difference, relative to the largest entry; infinite where shapes differ."""
    given, right = np.asarray(given, dtype=float), np.asarray(right, dtype=float)
    if given.shape != right.shape:
        return float("inf")
    if given.size == 0:
        return 0.0
    gap = np.abs(given - right)
    if not np.isfinite(gap).all():
        return float("inf")
    return float(gap.max() / (np.abs(right).max() + _FLOOR))


# ---- explaining ----------------------------------------------------------------------------------
def _explained(trial: Trial, given: list[Given], right: list[Given], order: list[str], tolerance: float) -> Diagnosis:
    bad = [n for n in order if any(_distance(g[n], r[n]) > tolerance for g, r in zip(given, right, strict=True))]
    moderate = [k for k, probe in enumerate(trial.probes) if not probe.is_tail]
    if all(_distance(given[k][n], right[k][n]) <= tolerance for k in moderate for n in order):
        return _wrong(
            "network.gradient/clipped-tails",
            bad[0],
            f"{bad[0]} is right for moderate numbers, and wrong where the last layer is sure of itself (|z| about 45): "
            "clipping probabilities, or a formula that overflows, kills the gradient of a confident wrong answer.",
        )
    found = explanations(trial, given, moderate, lambda g, r: _distance(g, r) <= tolerance)
    if found:
        first, *others = found
        places = ", ".join(dict.fromkeys(f.line for f in first))
        ids = list(dict.fromkeys(f.id for f in first))
        words = " And: ".join({f.id: f.words for f in reversed(first)}[i] for i in ids)
        rivals = tuple(dict.fromkeys(f.id for faults in others for f in faults if f.id not in ids))
        tail = _tail_words(trial, given, first, order, tolerance)
        told = f"{_listed(bad)} wrong. In {places}: {words}{''.join(f' Or: {other}' for other in _as_simple(first, others))}{tail}"
        return Diagnosis(Status.INCORRECT, mistake=" + ".join(ids), rivals=rivals, where=first[0].line, explanation=told)
    return _by_ratio(trial, given, right, bad, moderate)


def _as_simple(first: tuple[Fault, ...], others: list[tuple[Fault, ...]]) -> list[str]:
    """Return the words of the other single faults that give the same arrays, where one fault explains them: a factor 2 has two causes."""
    if len(first) != 1:
        return []
    kinds = {first[0].id.rpartition("/")[2]: ""}
    for fault, *more in others:
        if not more and "+" not in fault.id:
            kinds.setdefault(fault.id.rpartition("/")[2], fault.words if fault.line == first[0].line else f"in {fault.line}: {fault.words}")
    return [words for words in kinds.values() if words]


def _listed(names: list[str]) -> str:
    return f"{', '.join(names)} {'is' if len(names) == 1 else 'are'}"


def _tail_words(trial: Trial, given: list[Given], faults: tuple[Fault, ...], order: list[str], tolerance: float) -> str:
    """Return what else is wrong in the tails."""
    for k, probe in enumerate(trial.probes):
        if probe.is_tail and not _explains(trial, probe, given[k], faults, order, tolerance):
            return " Besides, the gradient of a confident wrong answer (|z| about 45) is lost, as by clipping."
    return ""


def _explains(trial: Trial, probe: Probe, given: Given, faults: Iterable[Fault], order: list[str], tolerance: float) -> bool:
    try:
        changed = trial.changed(probe, {f.line: f.compute for f in faults})
    except (ValueError, IndexError):  # what a fault gives does not fit what follows
        return False
    return all(_distance(given[n], changed[n]) <= tolerance for n in order)


def _by_ratio(trial: Trial, given: list[Given], right: list[Given], bad: list[str], moderate: list[int]) -> Diagnosis:
    """Name what a constant ratio shows, array by array; be silent about the rest."""
    first = next((name for name in bad if np.shape(given[0][name]) != np.shape(right[0][name])), bad[0])
    shape = np.shape(given[0][first])
    wanted = np.shape(right[0][first])
    if shape != wanted:
        turned = shape == wanted[::-1] and all(_distance(np.asarray(given[k][first]).T, right[k][first]) <= _COARSE for k in moderate)
        known = next(
            (f for f in faults_of(trial) if f.line == first and all(_is_in_another_shape(trial, k, given, right, f) for k in moderate)),
            None,
        )
        if known is not None and not turned:
            return _wrong(known.id, first, known.words)
        name = "network.linear/transposed" if turned else "network.gradient/shape"
        told = f"{first} has the shape {shape}, and {wanted} is right: a gradient has the shape of its matrix."
        return _wrong(name, first, told + (" It is the transpose." if turned else ""))
    if len(bad) == 1 and len(shape) == 2 and all(_distance(np.asarray(given[k][first]).T, right[k][first]) <= _COARSE for k in moderate):
        return _wrong("network.linear/transposed", first, f"{first} is the transpose of what is right.")
    words: list[str] = []
    ids: list[str | None] = []
    for name in bad:
        ratios = [_ratio(given[k][name], right[k][name]) for k in moderate]
        if all(r is not None and abs(r - ratios[0]) <= 1e-6 * abs(ratios[0] or 1) for r in ratios):  # type: ignore[operator]
            words.append(f"{name} is {ratios[0]:.6g} times what is right ({ratio_words(float(ratios[0] or 0), trial)})")
            ids.append(_id_of_ratio(float(ratios[0] or 0), trial))
    told = "; ".join(words) if words else f"{first} is the wrong array nearest to the loss"
    named = ids[0] if len(ids) == len(bad) and len(set(ids)) == 1 else None  # one constant explains all that is wrong
    return Diagnosis(Status.INCORRECT, mistake=named, where=first, explanation=f"{_listed(bad)} wrong: {told}.")


def _is_in_another_shape(trial: Trial, k: int, given: list[Given], right: list[Given], fault: Fault) -> bool:
    """Tell whether a fault gives the numbers of an array whose shape is another one, as a sum without keepdims."""
    array = np.asarray(given[k][fault.line], dtype=float)
    try:
        value = np.asarray(fault.compute({**trial.probes[k].forward, **right[k]}))
    except (ValueError, IndexError, KeyError):
        return False
    return value.size == array.size and bool(np.allclose(np.ravel(value), np.ravel(array), rtol=1e-6, atol=1e-12))


def _id_of_ratio(ratio: float, trial: Trial) -> str | None:
    """Return the mistake of a whole line that is a constant times the right one, as with the penalty of its weights."""
    n = trial.rows or 1
    known = {-1.0: "sign", 2.0: "twice", 0.5: "half", 0.0: "zero", 1 / n: "mean-for-sum", float(n): "sum-for-mean"}
    name = next((name for value, name in known.items() if abs(ratio - value) <= 1e-6 * max(1.0, abs(value))), None)
    return None if name is None else f"network.linear/{name}"


def _ratio(given: Any, right: Any) -> float | None:
    """Return the constant c with given = c · right, or None, as where the shapes differ."""
    given, right = np.asarray(given, dtype=float), np.asarray(right, dtype=float)
    return constant_ratio(given, right, 1e-6) if given.shape == right.shape else None


def ratio_words(ratio: float, trial: Trial) -> str:
    """Return what a ratio is made of: signs, factors 2, the number of examples."""
    n = trial.rows
    if ratio in _RATIOS:
        return _RATIOS[ratio]
    for factor, told in ((1.0, ""), (2.0, "a factor 2 and "), (-1.0, "the sign and "), (0.5, "a factor 1/2 and ")):
        if n and abs(ratio - factor * n) < 1e-6 * n:
            return f"{told}a sum in place of a mean over {n} examples"
        if n and abs(ratio - factor / n) < 1e-6:
            return f"{told}a mean in place of a sum over {n} examples"
    return "a constant factor"


def _wrong(mistake: str, where: str, words: str) -> Diagnosis:
    return Diagnosis(Status.INCORRECT, mistake=mistake, where=where, explanation=words)
