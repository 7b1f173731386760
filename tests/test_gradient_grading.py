"""Grading of numpy gradients: faults are found and named, correct variants pass, and nothing is guessed."""

import sys
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import symtutor as st
from symtutor.verdict import Status
from tests.gradient_faults import FAULTS, NETWORKS, VARIANTS, Fault, applied, is_same, program, runs

SOURCES = {label: network.source() for label, network in list(NETWORKS.items())[::4]}


# Faults that no network here has a place for.  This list may only become shorter.
WITHOUT_PLACE = {"no penalty"}


@cache
def source(label: str) -> str:
    return SOURCES.get(label) or NETWORKS[label].source()


@cache
def solution(label: str) -> st.Solution:
    return st.backpropagate(NETWORKS[label])


def place_of(k: int, fault: Fault) -> tuple[str, str] | None:
    """Return a network that a kind of fault fits, and its program with the fault; None where there is none."""
    labels, first = list(SOURCES), k % len(SOURCES)
    for label in (*labels[first:], *labels[:first], *(label for label in NETWORKS if label not in SOURCES)):
        text = applied(fault, source(label), k)
        if text is not None and runs(text, NETWORKS[label]) and not is_same(text, source(label), NETWORKS[label]):
            return label, text
    return None


@pytest.mark.parametrize("k, fault", list(enumerate(FAULTS)), ids=[fault.name for fault in FAULTS])
def test_a_fault_is_found_and_named(k: int, fault: Fault) -> None:
    place = place_of(k, fault)
    assert (place is None) == (fault.name in WITHOUT_PLACE)
    if place is None:
        return
    label, text = place
    found = st.check_gradient(program(text)["gradients"], solution(label))
    assert found.status is Status.INCORRECT
    ids = (found.mistake or "", *found.rivals)
    assert any(part.endswith("/" + fault.ids) for i in ids for part in i.split(" + ")), (found.mistake, found.rivals)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("label", list(SOURCES)[:3])
def test_a_correct_variant_passes(label: str, variant: str) -> None:
    assert st.check_gradient(VARIANTS[variant](SOURCES[label]), solution(label)).status is Status.CORRECT


COURSE = st.Network((2, 4, 3, 1), ("relu", "relu", "sigmoid"), "binary cross-entropy")


@cache
def course_solution() -> st.Solution:
    return st.backpropagate(COURSE)


def course(parameters: Any, X: Any, Y: Any) -> dict[str, Any]:
    """Return what a listing with five faults computes: 2 in σ′, no 1/n, a mean for db, and clipped probabilities."""
    p = parameters
    Z1 = X @ p["W1"] + p["b1"]
    A1 = np.maximum(Z1, 0)
    Z2 = A1 @ p["W2"] + p["b2"]
    A2 = np.maximum(Z2, 0)
    Z3 = A2 @ p["W3"] + p["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    held = np.clip(A3, 1e-7, 1 - 1e-7)
    dZ3 = (-Y / held + (1 - Y) / (1 - held)) * 2 * A3 * (1 - A3)
    dZ2 = (dZ3 @ p["W3"].T) * (Z2 > 0)
    dZ1 = (dZ2 @ p["W2"].T) * (Z1 > 0)
    weights = {"dW3": A2.T @ dZ3, "dW2": A1.T @ dZ2, "dW1": X.T @ dZ1}
    return {**weights, **{f"db{k}": d.mean(axis=0, keepdims=True) for k, d in ((1, dZ1), (2, dZ2), (3, dZ3))}}


def course_loss(parameters: Any, X: Any, Y: Any) -> Any:
    p = parameters
    A = np.maximum(np.maximum(X @ p["W1"] + p["b1"], 0) @ p["W2"] + p["b2"], 0)
    A3 = 1 / (1 + np.exp(-(A @ p["W3"] + p["b3"])))
    return -np.sum(Y * np.log(A3) + (1 - Y) * np.log(1 - A3)) / Y.shape[1]


def test_all_faults_of_the_listing_are_found_together() -> None:
    found = st.check_gradient({"gradients": course, "loss": course_loss}, course_solution())
    assert found.status is Status.INCORRECT
    assert found.mistake is not None
    parts = {part.split("/")[1] for part in found.mistake.split(" + ")}
    assert parts == {"sum-for-mean", "twice", "mean-for-sum"}
    assert "clipping" in found.explanation
    assert found.rivals[-1] == "network.loss/sum-for-mean"


def test_a_whole_implementation_is_judged() -> None:
    names = program(COURSE.source())
    assert st.check_gradient(names, COURSE).status is Status.CORRECT
    right = names["loss"]
    found = st.check_gradient({**names, "loss": lambda p, X, Y: len(X) * right(p, X, Y)}, course_solution())
    assert (found.status, found.where, found.mistake) == (Status.INCORRECT, "loss", "network.loss/sum-for-mean")


def test_clipped_probabilities_show_in_the_tails_alone() -> None:
    source = COURSE.source().replace("dZ3 = (A3 - Y) / N", "dZ3 = (np.clip(A3, 1e-7, 1 - 1e-7) - Y) * (np.abs(Z3) < 16) / N")
    found = st.check_gradient(program(source)["gradients"], course_solution())
    assert found.mistake == "network.gradient/clipped-tails"


def test_silent_when_unsure_and_too_coarse_is_no_fault() -> None:
    right = program(COURSE.source())["gradients"]
    strange = st.check_gradient(lambda p, X, Y: {k: v + 0.1 * np.sin(v + 1) for k, v in right(p, X, Y).items()}, course_solution())
    assert (strange.status, strange.mistake) == (Status.INCORRECT, None)
    coarse = st.check_gradient(lambda p, X, Y: {k: v * (1 + 1e-5) for k, v in right(p, X, Y).items()}, course_solution())
    assert coarse.status is Status.UNDECIDED
    assert "5 digits" in coarse.explanation or "4 digits" in coarse.explanation


def test_what_is_no_gradient_is_told() -> None:
    with pytest.raises(st.InputError, match="stopped with KeyError"):
        st.check_gradient(lambda p, X, Y: {"dW1": p["W9"]}, course_solution())
    with pytest.raises(st.InputError, match="not a dict"):
        st.check_gradient(lambda p, X, Y: 3.0, course_solution())
    found = st.check_gradient(lambda p, X, Y: {"dW1": p["W1"]}, course_solution())
    assert found.mistake == "network.gradient/missing"


@pytest.mark.parametrize(
    "function, problem, mistake, where",
    [
        (lambda x: np.array([2 * x[0], 3 * x[1] ** 2]), "x^2 + y^3", None, None),
        (lambda x: np.array([2 * x[0], 2 * x[1]]), "x^2 + y^3", None, "y"),
        (lambda x: np.array([x[0], 1.5 * x[1] ** 2]), "x^2 + y^3", "gradient/half", None),
        (lambda x: -np.array([2 * x[0], 3 * x[1] ** 2]), "x^2 + y^3", "gradient/sign", None),
        (lambda x: np.array([3 * x[1] ** 2, 2 * x[0]]), "x^2 + y^3", "gradient/swapped", "x, y"),
        (lambda x: np.array([2 * x[0], -3 * x[1] ** 2]), "x^2 + y^3", "gradient/sign", "y"),
        (lambda x: np.array([2 * x[0], 0]), "x^2 + y^3", "gradient/zero", "y"),
    ],
)
def test_gradients_of_expressions(function: Any, problem: str, mistake: str | None, where: str | None) -> None:
    found = st.check_gradient(function, problem)
    assert found.status is (Status.CORRECT if mistake is None and where is None else Status.INCORRECT)
    assert (found.mistake, found.where) == (mistake, where)


class Tensor:
    """A stand-in for tensors of another library: no array of numpy until it is detached and taken to the processor."""

    def __init__(self, array: Any, *, is_free: bool = False) -> None:
        self.held, self.is_free = np.asarray(array, dtype=float), is_free

    def __array__(self, *_args: Any, **_options: Any) -> Any:
        raise RuntimeError("Can't call numpy() on a tensor that requires grad")

    def detach(self) -> Any:
        return Tensor(self.held, is_free=True)

    def cpu(self) -> Any:
        return self

    def numpy(self) -> Any:
        assert self.is_free
        return self.held


def test_gradients_that_are_tensors_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    right = program(COURSE.source())["gradients"]
    as_tensors = lambda p, X, Y: {k: Tensor(v) for k, v in right(p, X, Y).items()}  # noqa: E731 (one line says it)
    assert st.check_gradient(as_tensors, course_solution()).status is Status.CORRECT
    assert st.check_gradient(lambda x: Tensor(3 * x), "x^2 + y^2").status is Status.INCORRECT

    def of_tensors(p: Any, X: Any, Y: Any) -> Any:
        if not isinstance(X, Tensor):
            raise TypeError("expected a tensor, found an array")
        return as_tensors({k: v.held for k, v in p.items()}, X.held, Y.held)

    with pytest.raises(st.InputError, match="expected a tensor"):
        st.check_gradient(of_tensors, course_solution())
    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(from_numpy=Tensor))
    assert st.check_gradient(of_tensors, course_solution()).status is Status.CORRECT


def test_labels_are_taken_from_one_hot_targets_or_as_whole_numbers() -> None:
    network = st.Network((3, 5, 2), ("relu", "softmax"), "cross-entropy")

    def gradients(parameters: Any, X: Any, labels: Any) -> Any:
        Z = X @ parameters["W1"] + parameters["b1"]
        A = np.maximum(Z, 0)
        raised = np.exp(A @ parameters["W2"] + parameters["b2"])
        d = raised / raised.sum(axis=1, keepdims=True)
        d[range(len(X)), labels] -= 1
        d /= len(X)
        back = d @ parameters["W2"].T * (Z > 0)
        return {"dW2": A.T @ d, "db2": d.sum(axis=0), "dW1": X.T @ back, "db1": back.sum(axis=0)}

    assert st.check_gradient(gradients, network).status is Status.CORRECT
    assert st.check_gradient(lambda p, X, Y: gradients(p, X, Y.argmax(axis=1)), network).status is Status.CORRECT


def test_a_mean_may_be_taken_in_the_gradients_of_parameters_alone() -> None:
    network = st.Network((2, 4, 1), ("sigmoid", "sigmoid"), "binary cross-entropy")
    right = program(network.source())["gradients"]

    def gradients(parameters: Any, X: Any, Y: Any, scale: float = 1.0) -> Any:
        A1 = 1 / (1 + np.exp(-X @ parameters["W1"] - parameters["b1"]))
        A2 = 1 / (1 + np.exp(-A1 @ parameters["W2"] - parameters["b2"]))
        found = right(parameters, X, Y)
        return {**found, "dW1": scale * found["dW1"], "dZ2": A2 - Y}

    found = st.check_gradient(gradients, network)
    assert found.status is Status.CORRECT
    assert "dZ2" in found.explanation
    assert "sum of the losses" in found.explanation
    wrong = st.check_gradient(lambda p, X, Y: gradients(p, X, Y, len(X)), network)
    assert (wrong.mistake, wrong.where) == ("network.linear/sum-for-mean", "dW1")


@pytest.mark.parametrize(
    "name, change",
    [
        ("network.linear/wrong-axis", lambda d, s, Y: {"db2": d.sum(axis=1)}),
        ("network.softmax_cross_entropy/diagonal-only", lambda d, s, Y: -Y * (1 - s) / len(Y)),
        ("network.softmax_cross_entropy/wrong-axis", None),
    ],
)
def test_softmax_and_biases_over_the_wrong_axis(name: str, change: Any) -> None:
    network = st.Network((3, 5, 2), ("relu", "softmax"), "cross-entropy")

    def gradients(parameters: Any, X: Any, Y: Any) -> Any:
        Z = X @ parameters["W1"] + parameters["b1"]
        A = np.maximum(Z, 0)
        logits = A @ parameters["W2"] + parameters["b2"]
        raised = np.exp(logits)
        s = raised / raised.sum(axis=0 if change is None else 1, keepdims=True)
        d = (s - Y) / len(X)
        changed = {} if change is None else change(d, s, Y)
        if not isinstance(changed, dict):
            d, changed = changed, {}
        back = d @ parameters["W2"].T * (Z > 0)
        return {"dW2": A.T @ d, "db2": d.sum(axis=0), "dW1": X.T @ back, "db1": back.sum(axis=0), **changed}

    assert st.check_gradient(gradients, network).mistake == name


def test_a_jacobian_of_which_only_the_diagonal_was_taken_is_named() -> None:
    def jacobian(z: Any) -> Any:
        s = np.exp(z) / np.exp(z).sum()
        return np.diag(s * (1 - s))

    softmax = st.jacobian("(e^x/(e^x + e^y), e^y/(e^x + e^y))")
    assert st.check_gradient(jacobian, softmax).mistake == "gradient/diagonal-only"


def test_a_bias_that_lies_the_other_way_is_told() -> None:
    network = st.Network((2, 3, 1), ("tanh", "sigmoid"), "binary cross-entropy")
    right = program(network.source())["gradients"]
    found = st.check_gradient(lambda p, X, Y: {k: v.T if k == "db1" else v for k, v in right(p, X, Y).items()}, network)
    assert found.status is Status.CORRECT
    assert "db1 lies the other way" in found.explanation
    assert "other way" not in st.check_gradient(right, network).explanation
