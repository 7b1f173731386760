"""Formulas for the gradients of a network are judged: proved for every size by the names of the network, or wrong with the fault named."""

import functools

import pytest

import symtutor as st


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
