"""Formulas for the gradients of a network are judged: proved for every size by the names of the network, or wrong with the fault named."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import symtutor as st
from symtutor.errors import InputError
from symtutor.training import train
from symtutor.verdict import Status


@functools.cache
def solution(kind: str) -> st.Solution:
    network = {
        "binary": lambda: st.Network((2, 4, 3, 1), ("relu", "tanh", "sigmoid"), "binary cross-entropy"),
        "softmax": lambda: st.Network((2, "h", "c"), ("sigmoid", "softmax"), "cross-entropy", l2="lambda"),
        "squares": lambda: st.Network((3, 2), ("identity",), "mean squared error", convention="columns"),
    }[kind]
    return st.backpropagate(network())


@pytest.mark.parametrize(
    "kind, answer",
    [
        ("binary", "dW2 = A1^T dZ2"),
        ("binary", "dZ3 = (A3 - Y)/N; dW3 = A2^T dZ3; db3 = 1^T dZ3"),
        ("binary", "dW3 = A2^T (A3 - Y)/N"),
        ("binary", "dZ2 = dA2 ∘ (1 - tanh(Z2) ∘ tanh(Z2))"),
        ("binary", "dZ2 = (dZ3 W3^T) ∘ (1 - A2 ∘ A2)"),
        ("binary", "dZ1 = dA1 ∘ [Z1 > 0]"),
        ("binary", "dW1 = X^T dZ1"),
        ("softmax", "dZ2 = (A2 - Y)/N"),
        ("softmax", "dZ2 = (softmax(Z2) - Y)/N"),
        ("softmax", "dW2 = A1^T dZ2 + lambda W2"),
        ("softmax", "dZ1 = dA1 ∘ A1 ∘ (1 - A1)"),
    ],
)
def test_a_right_formula_is_proved_for_every_size(kind: str, answer: str) -> None:
    verdict = solution(kind).check(answer)
    assert verdict.status == "correct"
    assert "every size" in str(verdict.evidence)


@pytest.mark.parametrize(
    "kind, answer, mistake",
    [
        ("binary", "dW2 = dZ2^T A1", "network.linear/transposed"),
        ("binary", "dW2 = 2 A1^T dZ2", "network.linear/twice"),
        ("binary", "dZ3 = A3 - Y", "network.sigmoid_cross_entropy/sum-for-mean"),
        ("binary", "dZ1 = dA1", "network.entrywise/no-derivative"),
        ("binary", "db2 = dZ2", "network.gradient/shape"),
        ("binary", "db2 = 1^T dZ2/N", "network.linear/mean-for-sum"),
    ],
)
def test_a_wrong_formula_has_its_name(kind: str, answer: str, mistake: str) -> None:
    verdict = solution(kind).check(answer)
    assert verdict.status == "incorrect"
    assert verdict.mistake == mistake


def test_all_gradients_are_judged_at_once_and_its_own_are_right() -> None:
    own = solution("binary")
    assert own.check(own.answer).status == "correct"
    assert own.check({"dW2": "A1^T dZ2", "dW3": "2 A2^T dZ3"}).status == "incorrect"
    assert st.check(own.problem, "dW2 = A1^T dZ2").status == "correct"
    assert st.Solution.from_json(own.json()).check("dW2 = A1^T dZ2").status == "correct"


@pytest.mark.parametrize("answer", ["dQ = 1", "A1", "dW2 = Q^T dZ2", ""])
def test_what_is_no_gradient_is_told(answer: str) -> None:
    with pytest.raises(st.SymtutorError):
        solution("binary").check(answer)


def test_a_gradient_that_is_zero_is_not_judged_by_its_rounding() -> None:
    network = st.Network.from_definitions(
        ["Z = X W + 1 b", "H = batchnorm(Z)", "A = relu(H)", "O = A V"], shapes={"W": (3, 4), "b": (1, 4), "V": (4, 2)}
    )
    program: dict[str, Any] = {}
    exec(network.source(), program)

    def judged(change: Callable[[Any], Any]) -> Any:
        found = lambda p, X, Y: {k: change(g) if k == "db" else g for k, g in program["gradients"](p, X, Y).items()}  # noqa: E731
        return st.check_gradient(found, network)

    assert judged(lambda g: g + 1e-12).status is Status.CORRECT  # a shift before a batch norm changes nothing
    assert judged(lambda g: g + 1e-3).status is Status.INCORRECT


def test_a_number_without_value_is_asked_for() -> None:
    network = st.Network((2, 1), ("identity",), "mean squared error", l2="lambda")
    program: dict[str, Any] = {}
    exec(network.source(), program)
    parameters, X = {"W1": np.ones((2, 1)), "b1": np.zeros((1, 1))}, np.ones((3, 2))
    assert program["gradients"](parameters, X, 2 * np.ones((3, 1)), 0.5)["dW1"].tolist() == [[0.5], [0.5]]
    for ask in (lambda: st.check_gradient(program["gradients"], network), lambda: train(network, X, X[:, :1], epochs=1)):
        with pytest.raises(InputError, match="lambda has no value"):
            ask()


def test_a_number_in_a_line_is_an_argument_of_every_function() -> None:
    program: dict[str, Any] = {}
    exec(st.Network.from_definitions(["S = c X W", "A = tanh(S)"], shapes={"c": ()}).source(), program)
    assert program["forward"]({"W": np.ones((1, 1))}, np.ones((1, 1)), 2)[0, 0] == pytest.approx(np.tanh(2))


@pytest.mark.parametrize(
    "line",
    ["dZ1 = np.where(Z1 > 0, dA1, 0)", "dZ1 = dA1 * (A1 > 0)", "dZ1 = dA1 * np.where(A1 > 0, 1, 0)", "dZ1 = (dZ2 @ W2.T) * (Z1 > 0)"],
)
def test_a_mask_of_relu_in_numpy_is_read(line: str) -> None:
    network = st.backpropagate(st.Network((3, 4, 2), ("relu", "softmax"), "cross-entropy"))
    assert network.check(line).status is Status.CORRECT
    assert network.check(line.replace("1 > 0", "1 < 0")).status is Status.INCORRECT


def test_powers_of_programs_are_read() -> None:
    network = st.backpropagate(st.Network((2, 3, 2), ("tanh", "identity"), "mean squared error"))
    assert network.check("dZ1 = dA1 * (1 - np.tanh(Z1)**2)").status is Status.CORRECT
    assert network.check("dZ1 = dA1 * (1 - Z1**2)").status is Status.INCORRECT
    assert network.check("dZ1 = dA1 * (2*(1 - A1) - (1 - A1)**2)").status is Status.CORRECT  # 1 is taken from every entry
    assert network.check("dZ1 = dA1 * (1 - A1)**2").status is Status.INCORRECT


def test_the_predictions_of_a_whole_implementation_are_judged() -> None:
    network = st.Network((3, 4, 2), ("relu", "softmax"), "cross-entropy")
    program: dict[str, Any] = {}
    exec(network.source(), program)

    def judged(**parts: Any) -> Any:
        return st.check_gradient({**{name: program[name] for name in ("forward", "loss", "gradients")}, **parts}, network)

    def logits(p: Any, X: Any) -> Any:
        return np.maximum(X @ p["W1"] + p["b1"], 0) @ p["W2"] + p["b2"]

    assert judged().status is Status.CORRECT
    assert judged(forward=lambda p, X: (program["forward"](p, X), {"X": X})).status is Status.CORRECT  # with what is kept for the way back
    assert judged(forward=logits).mistake == "network.forward/no-activation"
    assert judged(forward=lambda p, X: program["forward"](p, X) ** 2).mistake == "network.forward/wrong"


@pytest.mark.parametrize(
    "right, wrong",
    [
        ("dZ1 = dA1 * (A1 > 0)", "dZ1 = dA1 * (A1 >= 0)"),  # relu is never negative: the mask is 1 everywhere
        ("dZ1 = dA1 ∘ [Z1 >= 0]", "dZ1 = dA1 ∘ [A1 ≥ 0]"),
        ("dZ1 = np.where(A1 > 0, dA1, 0)", "dZ1 = np.where(A1 >= 0, dA1, 0)"),
        ("dZ1 = np.where(A1 <= 0, 0, dA1)", "dZ1 = np.where(A1 < 0, 0, dA1)"),
        ("dZ1 = dA1 * (1 - (A1 <= 0))", "dZ1 = dA1 * (1 - (A1 < 0))"),
        ("dZ1 = dA1 * (0 < Z1)", "dZ1 = dA1 * (0 <= A1)"),
        ("dZ1 = dA1 * (A1 != 0)", "dZ1 = dA1 * (Z1 != 0)"),
        ("dZ1 = np.where(A1 == 0, 0, dA1)", "dZ1 = np.where(Z1 == 0, 0, dA1)"),
        ("dZ1 = dA1 * np.heaviside(A1, 0)", "dZ1 = dA1 * np.heaviside(A1, 1)"),
        ("dZ1 = dA1 * np.heaviside(Z1, 0.5)", "dZ1 = dA1 * np.heaviside(A1, 0.5)"),
        ("dZ1 = dA1 * (Z1 > 0).astype(float)", "dZ1 = dA1 * (A1 > -1).astype(float)"),
        ("dZ1 = np.where(Z1 > 0, 1, 0) * dA1", "dZ1 = np.where(Z1 > 0, 1, 0.01) * dA1"),
        ("dZ1 = dA1 * np.sign(A1)", "dZ1 = dA1 * np.sign(Z1)"),
    ],
)
def test_an_output_of_relu_is_compared_with_zero(right: str, wrong: str) -> None:
    network = st.backpropagate(st.Network((3, 4, 2), ("relu", "softmax"), "cross-entropy"))
    assert network.check(right).status is Status.CORRECT
    assert network.check(wrong).status is Status.INCORRECT


def test_an_array_changed_in_place_is_asked_for_as_a_formula() -> None:
    network = st.backpropagate(st.Network((3, 4, 2), ("relu", "softmax"), "cross-entropy"))
    with pytest.raises(st.InputError, match="in place"):
        network.check("dZ1[A1 <= 0] = 0")
    with pytest.raises(st.ReadError, match="einsum"):
        network.check("dW1 = np.einsum('bni,bnj->bij', A0, dZ1)")


def test_a_star_has_one_meaning_in_one_text() -> None:
    network = st.backpropagate(st.Network((3, 4, 2), ("relu", "softmax"), "cross-entropy"))
    assert network.check("dA1 = dZ2 * W2^T").status is Status.CORRECT  # as papers write
    assert network.check("dA1 = dZ2 * W2.T").status is Status.INCORRECT  # as numpy multiplies
    assert network.check("dZ2 = (1/N) * (A2 - Y); dA1 = dZ2 @ W2.T; dZ1 = dA1 * (Z1 > 0)").status is Status.CORRECT
    assert network.check("dW2 = A1.T @ (A2 - Y) * 1/N").status is Status.CORRECT
    with pytest.raises(st.SymtutorError, match=r"\* would have to multiply matrices in dA1 and entries in dZ1"):
        network.check("dA1 = dZ2 * W2^T; dZ1 = dA1 * (Z1 > 0)")


def test_predictions_of_another_shape_are_judged_or_told_to_be_left_alone() -> None:
    network = st.Network((3, 4, 2), ("relu", "softmax"), "cross-entropy")
    program: dict[str, Any] = {}
    exec(network.source(), program)

    def judged(change: Any) -> Any:
        return st.check_gradient({**program, "forward": lambda p, X: change(program["forward"](p, X))}, network)

    assert judged(lambda A: A.T).mistake == "network.forward/transposed"
    for change in (lambda A: A.argmax(1), lambda A: None, lambda A: {}, lambda A: {"prediction": A}):
        diagnosis = judged(change)
        assert diagnosis.status is Status.CORRECT
        assert "The predictions were not judged" in diagnosis.explanation


def test_a_missing_activation_is_named_where_there_is_one() -> None:
    network = st.Network((3, 4, 2), ("tanh", "identity"), "mse")
    program: dict[str, Any] = {}
    exec(network.source(), program)
    cut = {**program, "forward": lambda p, X: np.maximum(program["forward"](p, X), 0)}
    assert st.check_gradient(cut, network).mistake == "network.forward/wrong"


def test_two_causes_of_one_factor_are_both_told() -> None:
    network = st.Network((3, 4, 2), ("relu", "identity"), "mean squared error")  # two outputs: 2(A − Y)/N is twice 2(A − Y)/(2N)
    told = st.backpropagate(network).check("dZ2 = 2*(A2 - Y)/N")
    assert told.status is Status.INCORRECT
    assert "a stray factor 2. Or: in dA2" in told.explanation
    assert "divided by the rows only" in told.explanation
    assert "Or:" not in st.backpropagate(network).check("dZ2 = 6*(A2 - Y)/N").explanation
