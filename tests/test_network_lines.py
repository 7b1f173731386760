"""Networks and gradients as people type them: biases of any name, either convention, LaTeX, numpy, and lines whose shapes do not fit."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.verdict import Status

ROWS = "Z1 = X W1 + b1; A1 = sigmoid(Z1); Z2 = A1 W2 + b2; A2 = sigmoid(Z2)"
COLUMNS = "Z^{(1)} = W^{(1)} X + b^{(1)}; A^{(1)} = relu(Z^{(1)}); Z^{(2)} = W^{(2)} A^{(1)} + b^{(2)}; A^{(2)} = softmax(Z^{(2)})"


def shapes_of(text: str, **options: Any) -> dict[str, Any]:
    """Return the shapes of the parameters of a network."""
    return {p.name: p.shape for p in st.Network.from_definitions(text, **options).parameters}


@pytest.mark.parametrize("bias", ["c", "b_y", "d", "b"])
def test_a_small_letter_that_is_added_is_a_bias_whatever_its_name(bias: str) -> None:
    network = st.Network.from_definitions(f"H = tanh(X U); P = softmax(H V + {bias})", loss="cross-entropy")
    shapes = {p.name: p.shape for p in network.parameters}
    assert shapes["V"][1] == shapes[bias][0] == network.targets.shape[1] != 1
    assert st.backpropagate(network).report.status is Status.CORRECT


def test_a_bias_may_stand_first_or_be_subtracted() -> None:
    p = sp.Symbol("p")
    assert shapes_of("H = tanh(c + X U); P = H V - d")["d"] == shapes_of("H = tanh(X U); P = H V + d")["d"] == (p, 1)
    assert shapes_of("H = tanh(c + X U); P = H V - d")["c"][1] == 1


def test_a_line_before_is_no_bias() -> None:
    network = st.Network.from_definitions("h = tanh(X U); P = h V + h")
    assert [p.name for p in network.parameters] == ["U", "V"]


def test_examples_are_columns_where_the_inputs_stand_behind_the_weights() -> None:
    network = st.Network.from_definitions(COLUMNS, loss="cross-entropy")
    shapes = {m.name: m.shape for m in (*network.inputs, *network.parameters, network.targets)}
    N, m, n, p = sp.symbols("N m n p")
    assert shapes == {"X": (n, N), "W1": (m, n), "b1": (m, 1), "W2": (p, m), "b2": (p, 1), "Y": (p, N)}
    assert network.definitions[-1].expr.count == N
    rows = st.Network.from_definitions(COLUMNS.replace("relu", "layernorm"), loss="cross-entropy", shapes={"X": (3, "N")})
    assert any(d.expr.has(sp.OneMatrix(1, m)) for d in rows.definitions)
    assert st.backpropagate(network).report.status is Status.CORRECT


def test_the_convention_can_be_said() -> None:
    text = "Z = X W + b"
    assert st.Network.from_definitions(text, convention="rows").definitions == st.Network.from_definitions(text).definitions
    with pytest.raises(st.InputError, match="rows"):
        st.Network.from_definitions(text, convention="diagonals")


@pytest.mark.parametrize(
    "text",
    [
        "Z = XW + b; A = tanh(Z)",
        "Z = X @ W + b; A = np.tanh(Z)",
        "Z = np.dot(X, W) + b; A = tanh(Z)",
        "Z = X.dot(W) + b; A = tanh(Z)",
        r"Z = \mathbf{X} \mathbf{W} + b; A = \tanh(Z)",
        "Z = X W + 1 b^T; A = tanh(Z)",
    ],
)
def test_one_network_in_many_spellings(text: str) -> None:
    assert st.Network.from_definitions(text).definitions == st.Network.from_definitions("Z = X W + b; A = tanh(Z)").definitions


def test_a_maximum_with_zero_is_relu_and_names_with_their_argument_stay_whole() -> None:
    assert shapes_of("O = max(0, X W_1 + b_1) W_2") == shapes_of("O = relu(X W_1 + b_1) W_2")
    assert set(shapes_of("h = tanh(Wx x + b)", inputs="x")) == {"Wx", "b"}


RIGHT_ROWS = (
    "db2 = np.sum(dZ2, axis=0)",
    "db2 = dZ2.sum(axis=0, keepdims=True)",
    "dZ1 = dZ2 @ W2.T * A1 * (1 - A1)",
    "dZ1 = (dZ2 @ W2.T) * sigmoid'(Z1)",
    "dZ1 = dZ2 W2^T ∘ σ'(Z1)",
    "dW_2 = A_1^T dZ_2",
    "dW2 = np.dot(A1.T, dZ2)",
    "dW2 = np.einsum('ni,nj->ij', A1, dZ2)",
    "db2 = np.einsum('ij->j', dZ2)",
    "db1 = np.sum(np.multiply(dZ2 @ W2.T, A1 * (1 - A1)), axis=0, keepdims=True)",
    "dZ1 = np.multiply(np.matmul(dZ2, np.transpose(W2)), A1 - np.square(A1))",
    "dZ2 = (A2 - Y) / (Y.shape[0] * Y.shape[1])",
    "dZ2 = np.multiply(1/len(Y), A2 - Y) / Y.shape[1]",
)
RIGHT_COLUMNS = (
    "dZ^{(2)} = (A^{(2)} - Y)/N; dW^{(2)} = dZ^{(2)} (A^{(1)})^T",
    "∂L/∂W1 = dZ1 X^T",
    r"\frac{\partial L}{\partial W^{(2)}} = dZ2 A1^T",
    "dL/dW_2 = dZ_2 A_1^T",
    "dZ1 = W2^T dZ2 ∘ relu'(Z1)",
    "dZ1 = (W2^T dZ2) * (Z1 > 0)",
    r"dZ1 = W_2^T dZ_2 \odot [Z_1 > 0]",
)


@pytest.mark.parametrize("line", RIGHT_ROWS)
def test_right_gradients_of_rows_in_any_spelling(line: str) -> None:
    assert st.backpropagate(ROWS).check(line).status is Status.CORRECT


@pytest.mark.parametrize("line", RIGHT_COLUMNS)
def test_right_gradients_of_columns_in_any_spelling(line: str) -> None:
    assert st.backpropagate(COLUMNS).check(line).status is Status.CORRECT


@pytest.mark.parametrize(
    "line, mistake, words",
    [
        ("dA1 = W2 dZ2", "not-transposed", "W2 has to be transposed"),
        ("dW2 = A1^T dZ2", "exchanged", "dZ2 belongs before A1^T. So the shapes fit: (p, N)·(N, m)"),
        ("dW2 = dZ2 A1", "not-transposed", "A1 has to be transposed"),
        ("db2 = sum(dZ2)", "total", "over all entries"),
        ("db2 = np.sum(dZ2, axis=0)", "wrong-axis", "the other axis"),
        ("dW2 = A1 dZ2^T", "transposed", "It is the transpose"),
        ("dW2 = dZ2 X^T", "shape", "has the shape"),
    ],
)
def test_wrong_shapes_are_named(line: str, mistake: str, words: str) -> None:
    verdict = st.backpropagate(COLUMNS).check(line)
    assert verdict.status is Status.INCORRECT
    assert verdict.mistake in {f"network.linear/{mistake}", f"network.gradient/{mistake}"}
    assert words in verdict.explanation


@pytest.mark.parametrize(
    "f, X, answer, mistake",
    [
        ("||X W - Y||_F^2", "W", "2 (X W - Y) X^T", "exchanged"),
        ("||W X - Y||_F^2", "W", "2 X^T (W X - Y)", "exchanged"),
        ("||X W - Y||_F^2", "W", "2 X (X W - Y)", "factor-transposed"),
        ("||A X B - C||_F^2", "X", "2 A (A X B - C) B", "factor-transposed"),
        ("||X - U V^T||_F^2", "V", "-2 (X - U V^T) U", "factor-transposed"),
    ],
)
def test_products_that_are_not_defined_are_named_by_what_would_fit(f: str, X: str, answer: str, mistake: str) -> None:
    verdict = st.matrix_derivative(f, X).check(answer)
    assert (verdict.status, verdict.mistake) == (Status.INCORRECT, f"matrix.answer/{mistake}")


def test_a_prime_is_the_derivative_of_every_entry() -> None:
    assert st.matrix_derivative("v^T tanh(W x)", "x").check("W^T (v ∘ tanh'(W x))").status is Status.CORRECT
    assert st.matrix_derivative("relu(W x + b)", "x").check("diag(relu'(W x + b)) W").status is Status.CORRECT


def test_names_of_several_letters_are_matrices_and_columns() -> None:
    lines = "h1 = tanh(Wxh x1 + Whh h0 + bh); h2 = tanh(Wxh x2 + Whh h1 + bh); y = softmax(Why h2 + by)"
    network = st.Network.from_definitions(lines, "cross-entropy", inputs=("x1", "x2", "h0"), targets="t")
    assert {p.name for p in network.parameters} == {"Wxh", "Whh", "Why", "bh", "by"}
    assert st.backpropagate(network).check("dWhh = dh1_in h0^T + dh2_in h1^T").status is Status.CORRECT


def test_a_letter_under_a_root_is_no_bias() -> None:
    shapes = shapes_of("Q = X Wq; K = X Wk; V = X Wv; A = softmax(Q K^T/sqrt(d)); O = A V")
    assert set(shapes) == {"Wq", "Wk", "Wv"}


SQUARED = "z1 = W1 x + b1; a1 = sigmoid(z1); z2 = W2 a1 + b2; a2 = sigmoid(z2); C = 1/2 ||y - a2||^2"
LOGISTIC = "Z1 = W1 X + b1; A1 = tanh(Z1); Z2 = W2 A1 + b2; A2 = sigmoid(Z2); J = -1/m sum(Y ∘ log(A2) + (1 - Y) ∘ log(1 - A2))"
RIDGE = "S = X W + b; P = softmax(S); L = -sum(Y ∘ log(P))/N + lambda/2 ||W||^2"
QUARTIC = "P = tanh(X w); L = sum((P - Y)^4)"
SMOOTH = "P = X w + b; L = sum(log(1 + exp(-Y ∘ P)))"


@pytest.mark.parametrize(
    "text, claims",
    [
        (SQUARED, "δ2 = (a2 - y) ∘ σ'(z2); δ1 = W2^T δ2 ∘ σ'(z1); dW1 = δ1 x^T; db1 = δ1"),
        (SQUARED, "δ^{(2)} = (a^{(2)} - y) ∘ σ'(z^{(2)})"),
        (LOGISTIC, "dZ2 = (A2 - Y)/m; dW2 = dZ2 A1^T; dZ1 = W2^T dZ2 * (1 - A1^2)"),
        (LOGISTIC, "dZ1 = W2.T @ dZ2 * (1 - np.power(A1, 2)); db1 = np.sum(dZ1, axis=1, keepdims=True)"),
        (RIDGE, "dS = (P - Y)/N; dW = X^T dS + lambda W"),
        (QUARTIC, "dP = 4 (P - Y)^3"),
        (SMOOTH, "dP = -Y ∘ σ(-Y ∘ P)"),
        ("P = X W; L = 1/(2N) sum((P - Y)^2)", "dP = (P - Y)/N"),
    ],
)
def test_a_loss_that_is_written_out_counts_as_written(text: str, claims: str) -> None:
    names = {"inputs": "x", "targets": "y"} if text == SQUARED else {}
    solution = st.backpropagate(text, **names)
    assert solution.report.status is Status.CORRECT
    assert solution.check(claims).status is Status.CORRECT


@pytest.mark.parametrize(
    "text, claims, mistake",
    [
        (SQUARED, "δ1 = W2 δ2 ∘ σ'(z1)", "network.linear/not-transposed"),
        (SQUARED, "δ2 = (y - a2) ∘ σ'(z2)", "network.sigmoid/sign"),
        (SQUARED, "da2 = 2 (a2 - y)", "network.squared_error/twice"),
        (LOGISTIC, "dZ2 = A2 - Y", "network.sigmoid_cross_entropy/sum-for-mean"),
        (RIDGE, "dW = X^T dS + 2 lambda W", "network.penalty/twice"),
    ],
)
def test_mistakes_under_a_loss_that_is_written_out(text: str, claims: str, mistake: str) -> None:
    names = {"inputs": "x", "targets": "y"} if text == SQUARED else {}
    verdict = st.backpropagate(text, **names).check(claims)
    assert (verdict.status, verdict.mistake) == (Status.INCORRECT, mistake)


def test_a_mean_may_be_taken_where_the_parameters_are() -> None:
    solution = st.backpropagate(LOGISTIC)
    verdict = solution.check("dZ2 = A2 - Y; dW2 = 1/m dZ2 A1^T; dZ1 = W2^T dZ2 ∘ (1 - A1^2); dW1 = 1/m dZ1 X^T")
    assert verdict.status is Status.CORRECT
    assert "gradients of the sum of the losses" in verdict.explanation
    assert solution.check("dZ2 = A2 - Y; dW2 = dZ2 A1^T").status is Status.INCORRECT
    assert solution.check("dZ2 = A2 - Y; dW2 = 1/m dZ2 A1^T; dW1 = dZ1 X^T").status is Status.INCORRECT


def test_a_loss_of_its_own_survives_saving_and_runs() -> None:
    solution = st.backpropagate(QUARTIC)
    again = st.Solution.from_json(solution.json())
    assert dict(again.answer) == dict(solution.answer)
    assert "np.sum((P - Y)**4)" in again.source()


def test_a_loss_that_is_a_matrix_is_told() -> None:
    with pytest.raises(st.InputError, match="sum its entries"):
        st.Network.from_definitions("P = X W; L = (P - Y) ∘ (P - Y)")


def test_sizes_get_their_letters_in_the_order_of_the_lines() -> None:
    m, n, p = sp.symbols("m n p")
    shapes = shapes_of("Z1 = X W1 + b1; A1 = relu(Z1); Z2 = A1 W2 + b2")
    assert shapes == {"W1": (m, n), "b1": (n, 1), "W2": (n, p), "b2": (p, 1)}
