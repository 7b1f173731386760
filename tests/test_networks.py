"""Backpropagation: gradients by name, proved for every size, judged together by differences of the loss; widths do not change the cost."""

from typing import Any

import numpy as np
import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.derivation import check_derivation
from symtutor.checking.networks.meaning import judge_network_goal
from symtutor.deriving.search import derive
from symtutor.errors import InputError
from symtutor.goals.networks import Backpropagation
from symtutor.kinds.network_expansions import expanded_network
from symtutor.kinds.networks import graph_of
from symtutor.network import ACTIVATIONS, DenseNetwork
from symtutor.problem import Problem
from symtutor.rules import BOOK
from symtutor.verdict import Status


def goal_of(network: DenseNetwork) -> Backpropagation:
    graph = network.graph()
    return Backpropagation(
        sp.Tuple(*[sp.Tuple(d.symbol, d.expr) for d in graph.definitions]),
        sp.Tuple(*graph.order),
        sp.Tuple(*graph.joined),
        sp.Tuple(*graph.inputs),
    )


def gradients(network: DenseNetwork) -> dict[str, str]:
    return {name.name: str(value) for name, value in derive(Problem(goal_of(network)), BOOK, nodes=10_000).value}


NETWORKS = (
    DenseNetwork((2, 4, 3, 1), ("relu", "relu", "sigmoid"), "binary cross-entropy"),
    DenseNetwork(("p", "q", "r"), ("tanh", "softmax"), "cross-entropy", l2="lam"),
    DenseNetwork((2, 3, 2), ("sigmoid", "softmax"), "cross-entropy", convention="columns", batch=5),
    DenseNetwork((2, 3, 2), ("softmax", "softmax"), "cross-entropy", fused=False),
    DenseNetwork((2, 3, 1), ("silu", "sigmoid"), "binary cross-entropy", fused=False),
    DenseNetwork((2, 3, 2), ("leaky relu", "identity"), "hinge", reduction="sum"),
    DenseNetwork((2, 3, 2), ("softplus", "identity"), "cross-entropy with logits"),
    DenseNetwork((2, 3, 2), ("elu", "identity"), "binary cross-entropy with logits"),
    DenseNetwork((2, 3, 2), ("gelu", "identity"), "mean squared error", convention="columns"),
)


@pytest.mark.parametrize("network", NETWORKS, ids=lambda n: f"{n.activations}-{n.loss}")
def test_every_gradient_is_proved_for_every_size(network: DenseNetwork) -> None:
    solved = derive(Problem(goal_of(network)), BOOK, nodes=10_000)
    assert check_derivation(solved).status is Status.CORRECT


def test_the_gradients_of_the_course() -> None:
    found = gradients(DenseNetwork((2, 4, 3, 1), ("relu", "relu", "sigmoid"), "binary cross-entropy"))
    assert found["dZ3"] == "1/N*(A3 - Y)"
    assert found["dW3"] == "A2.T*dZ3"
    assert found["db3"] == "1*dZ3"
    assert found["dA2"] == "dZ3*W3.T"
    assert list(found) == ["dZ3", "dW3", "db3", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1", "dA0"]


def test_widths_do_not_change_the_number_of_steps_and_depth_adds_the_same_each_time() -> None:
    def count(network: DenseNetwork) -> int:
        return len(list(derive(Problem(goal_of(network)), BOOK, nodes=10_000).nodes()))

    activations, loss = ("relu", "relu", "sigmoid"), "binary cross-entropy"
    assert count(DenseNetwork((2, 4, 3, 1), activations, loss)) == count(DenseNetwork((784, 10**6, "k", 10), activations, loss))
    depths = [count(DenseNetwork((3,) * (n + 1), ("tanh",) * n, "mse")) for n in (2, 4, 8, 16)]
    assert depths[2] - depths[1] == 2 * (depths[1] - depths[0])
    assert depths[3] - depths[2] == 4 * (depths[1] - depths[0])


def test_gradients_that_do_not_fit_together_are_refuted() -> None:
    goal = goal_of(NETWORKS[0])
    solved = derive(Problem(goal), BOOK, nodes=10_000)
    wrong = sp.Tuple(*[sp.Tuple(name, 2 * value if str(name) == "dW2" else value) for name, value in solved.value])
    assert judge_network_goal(goal, solved.value).status is Status.CORRECT
    assert judge_network_goal(goal, wrong).status is Status.INCORRECT


@pytest.mark.parametrize(
    "arguments, words",
    [
        (((2, 3), ("rellu",), "mse"), "relu"),
        (((2, 3), ("relu",), "mean square"), "mean squared error"),
        (((2, 0), ("relu",), "mse"), "whole number"),
        (((2,), (), "mse"), "activations"),
        (((2, 3, 1), ("relu",), "mse"), "2 activations"),
        (((2, 3), ("relu",), "cross-entropy"), "softmax"),
        (((2, 3), ("relu",), "binary cross-entropy with logits"), "identity"),
    ],
)
def test_bad_input_is_told(arguments: Any, words: str) -> None:
    with pytest.raises(InputError) as told:
        DenseNetwork(*arguments)
    assert words in str(told.value)


def test_every_activation_has_a_function() -> None:
    assert all(body is not None or name == "softmax" for name, body in ACTIVATIONS.items())


SHOWN = (
    st.Network((2, 4, 3, 1), ("relu", "relu", "sigmoid"), "binary cross-entropy"),
    st.Network((3, 4, 3), ("gelu", "softmax"), "cross-entropy", l2="lam"),
    st.Network((3, 4, 2), ("leaky relu", "elu"), "mse", convention="columns"),
    st.Network((3, 4, 3), ("softmax", "softmax"), "cross-entropy", convention="columns"),
    st.Network((3, 4, 3), ("silu", "identity"), "cross-entropy with logits", l2=0.5),
    st.Network((3, 4, 2), ("gelu tanh", "identity"), "binary cross-entropy with logits", reduction="sum"),
    st.Network((3, 4, 2), ("softplus", "tanh"), "hinge", batch=6),
)


def arrays(network: st.Network, rows: int = 6) -> tuple[dict[str, Any], Any, Any]:
    """Return parameters, inputs and targets for a network, drawn with a fixed seed."""
    rng = np.random.default_rng(7)

    def drawn(matrix: Any) -> Any:
        return rng.standard_normal([int(n) if n.is_Integer else rows for n in matrix.shape])

    X, Y = drawn(network.inputs[0]), drawn(network.targets)
    axis = 0 if network.layers is not None and network.layers.convention == "columns" else 1
    Y = np.exp(Y) / np.exp(Y).sum(axis=axis, keepdims=True)
    return {p.name: drawn(p) for p in network.parameters}, X, Y


@pytest.mark.parametrize("network", SHOWN, ids=lambda n: str(n.layers.activations))
def test_the_program_computes_the_slopes_of_its_loss(network: st.Network) -> None:
    program: dict[str, Any] = {}
    exec(network.source(), program)
    parameters, X, Y = arrays(network)
    rates = (0.3,) if "lam" in network.source() else ()
    found = program["gradients"](parameters, X, Y, *rates)
    assert list(found) == [f"d{name}" for name in parameters]
    for name, array in parameters.items():
        assert found[f"d{name}"].shape == array.shape
        step = 1e-5 * np.cos(np.arange(array.size)).reshape(array.shape)
        ahead, behind = (program["loss"]({**parameters, name: array + side * step}, X, Y, *rates) for side in (1, -1))
        assert (ahead - behind) / 2 == pytest.approx(float(np.sum(found[f"d{name}"] * step)), rel=1e-5, abs=1e-10)


def test_the_program_does_not_overflow_and_does_not_lose_confident_mistakes() -> None:
    program: dict[str, Any] = {}
    exec(st.Network((1, 1), ("sigmoid",), "binary cross-entropy").source(), program)
    parameters = {"W1": np.array([[1.0]]), "b1": np.zeros((1, 1))}
    for z in (-1000.0, -40.0, 40.0, 1000.0):
        X, Y = np.array([[z]]), np.array([[float(z < 0)]])
        with np.errstate(all="raise", under="ignore"):
            assert program["gradients"](parameters, X, Y)["db1"] == pytest.approx(np.sign(z))
            assert program["loss"](parameters, X, Y) == pytest.approx(abs(z))
            assert program["forward"](parameters, X) == pytest.approx(float(z > 0))


def test_a_solution_survives_saving() -> None:
    solution = st.backpropagate(SHOWN[1])
    again = st.Solution.from_json(solution.json())
    assert dict(again.answer) == dict(solution.answer)
    assert again.source() == solution.source()


def test_the_worked_solution_shows_definitions_gradients_and_reasons() -> None:
    text = str(st.backpropagate(SHOWN[0]))
    for part in (
        "Z₃ = A₂·W₃ + 1·b₃",
        "dZ₃ = (A₃ − Y)/N",
        "dW₃ = A₂ᵀ·dZ₃",
        "dZ₂ = dA₂ ∘ [Z₂ > 0]",
        "shapes (4, N)·(N, 3) = (4, 3)",
        "all 22 steps proved",
    ):
        assert part in text
    assert "Y·1 = 1" in str(st.backpropagate(SHOWN[1]))
    assert "L = ‖A₁ − Y‖_F²/(2N) + λ·‖W₁‖_F²/2" in str(st.backpropagate(st.Network((3, 2), ("tanh",), "mse", l2="lambda")))


DEFINED: dict[str, tuple[list[str], dict[str, Any]]] = {
    "dense": (
        ["Z1 = X W1 + 1 b1^T", "A1 = relu(Z1)", "Z2 = A1 W2 + 1 b2^T", "A2 = softmax(Z2)"],
        {"loss": "cross-entropy", "shapes": {"X": ("N", 3), "W1": (3, 4), "b1": 4, "W2": (4, 3), "b2": 3}},
    ),
    "residual": (["H = tanh(X W)", "O = H + relu(H V)"], {"shapes": {"X": ("N", 3), "W": (3, 4), "V": (4, 4)}}),
    "recurrent": (
        ["H1 = tanh(S1 W + 1 b^T)", "H2 = tanh(S2 W + H1 U + 1 b^T)", "O = H2 V"],
        {"inputs": ("S1", "S2"), "shapes": {"S1": ("N", 3), "S2": ("N", 3), "W": (3, 4), "U": (4, 4), "b": 4, "V": (4, 2)}},
    ),
    "layer norm": (["H = X W", "A = layernorm(H)", "O = A V"], {"shapes": {"X": ("N", 3), "W": (3, 4), "V": (4, 2)}}),
    "batch norm": (["H = X W", "A = batchnorm(H)", "O = A V"], {"shapes": {"X": ("N", 3), "W": (3, 4), "V": (4, 2)}}),
    "attention": (
        ["Q = X W_Q", "K = X W_K", "V = X W_V", "P = softmax(Q K^T / 2)", "O = P V"],
        {"shapes": {"X": ("N", 3), "W_Q": (3, 4), "W_K": (3, 4), "W_V": (3, 2)}},
    ),
    "convolution": (
        ["Z = conv(X, W) + 1 b^T", "A = tanh(Z)", "O = A V"],
        {"shapes": {"X": (9, 2), "W": (6, 4), "b": 4, "V": (4, 1)}},
    ),
    "one example as columns": (
        ["z1 = W1 x + b1", "a1 = σ(z1)", "z2 = W2 a1 + b2"],
        {"inputs": "x", "shapes": {"x": 3, "W1": (4, 3), "W2": (2, 4)}},
    ),
}


@pytest.mark.parametrize("name", DEFINED)
def test_lines_of_a_paper_are_proved_and_run(name: str) -> None:
    lines, options = DEFINED[name]
    network = st.Network.from_definitions(lines, **options)
    solution = st.backpropagate(network)
    assert solution.report.status is Status.CORRECT
    program: dict[str, Any] = {}
    exec(solution.source(), program)
    rng = np.random.default_rng(4)

    def drawn(matrix: Any) -> Any:
        return rng.standard_normal([int(n) if n.is_Integer else 6 for n in matrix.shape])

    parameters, inputs = {p.name: drawn(p) for p in network.parameters}, [drawn(i) for i in network.inputs]
    Y = np.exp(drawn(network.targets))
    Y = Y / Y.sum(axis=1, keepdims=True)
    found = program["gradients"](parameters, *inputs, Y)
    for key, array in parameters.items():
        step = 1e-5 * np.cos(np.arange(array.size)).reshape(array.shape)
        ahead, behind = (program["loss"]({**parameters, key: array + side * step}, *inputs, Y) for side in (1, -1))
        assert (ahead - behind) / 2 == pytest.approx(float(np.sum(found[f"d{key}"] * step)), rel=1e-4, abs=1e-10)


@pytest.mark.parametrize(
    "lines, shapes, words",
    [
        (["Z = conv(X)"], {}, "2 matrices"),
        (["Z = conv(X, W)"], {"X": (2, 1), "W": (3, 1)}, "does not fit"),
        (["X W"], {"X": ("N", 3), "W": (3, 1)}, "definition was expected"),
        (["Z = X W", "Z = X W"], {"X": ("N", 3), "W": (3, 1)}, "defined twice"),
        (["Z = relu(X W"], {"X": ("N", 3), "W": (3, 1)}, "bracket is not closed"),
        (["Z = V W"], {"V": ("N", 3), "W": (3, 1)}, "no line uses the input X"),
        ([], {}, "define no network"),
    ],
)
def test_lines_that_define_no_network_are_told(lines: list[str], shapes: Any, words: str) -> None:
    with pytest.raises(st.SymtutorError) as told:
        st.Network.from_definitions(lines, shapes=shapes)
    assert words in str(told.value)


def test_shapes_follow_from_all_lines_together() -> None:
    network = st.Network.from_definitions(
        ["Z1 = X W1 + b1", "A1 = relu(Z1)", "Z2 = A1 W2 + 1 b2^T", "A2 = softmax(Z2)"], loss="cross-entropy"
    )
    N, m, n, p = sp.symbols("N m n p")
    shapes = {matrix.name: matrix.shape for matrix in (*network.inputs, *network.parameters, network.targets)}
    assert shapes == {"X": (N, m), "W1": (m, n), "b1": (n, 1), "W2": (n, p), "b2": (p, 1), "Y": (N, p)}
    assert st.Network.from_definitions("Z = X W; A = relu(Z) U", shapes={"X": ("N", 3)}).parameters[0].shape[0] == 3


def test_the_softmax_of_a_column_is_that_of_one_example() -> None:
    found = st.backpropagate("z = W x + b; a = softmax(z)", inputs="x", targets="y")
    assert found.check("dz = a - y; dW = (a - y) x^T; db = dz").status is Status.CORRECT


def test_a_convolution_moves_over_windows_of_rows() -> None:
    network = st.Network.from_definitions("Z = conv(X, W)", shapes={"X": ("n", 1), "W": (3, 1)})
    program: dict[str, Any] = {}
    exec(network.source(), program)
    signal, kernel = np.array([1.0, 2.0, 4.0, 8.0, 16.0]), np.array([1.0, 0.0, -1.0])
    found = program["forward"]({"W": kernel[:, None]}, signal[:, None])
    assert found[:, 0].tolist() == np.correlate(signal, kernel, "valid").tolist()
    assert st.backpropagate(network).report.status is Status.CORRECT


@pytest.mark.parametrize(
    "text, gradient",
    [("2-4-3-1 relu relu sigmoid", "A1.T*dZ2"), ("2-3-2, tanh, softmax", "A1.T*dZ2"), ("n-m-2-1 tanh tanh identity", "A1.T*dZ2")],
)
def test_networks_as_text(text: str, gradient: str) -> None:
    assert str(st.backpropagate(text).answer["dW2"]) == gradient


def test_a_text_that_describes_no_network_is_told() -> None:
    with pytest.raises(InputError, match="describes no network"):
        st.backpropagate("2-4")


def test_a_verdict_on_gradients_is_written_in_every_format() -> None:
    verdict = st.backpropagate("Z = X W + b; A = softmax(Z)").check("dW = dZ^T X")
    assert verdict.mistake == "network.linear/transposed"
    assert "dW = dZᵀ·X" in verdict.text()
    assert all((verdict.json(), verdict.html(), verdict.latex()))


def test_the_picture_of_a_small_network_shows_values_weights_and_gradients() -> None:
    solution = st.backpropagate("2-2-1 tanh identity")
    parameters = {"W1": [[0.5, -0.5], [0.25, 1.0]], "b1": [[0.0, 0.5]], "W2": [[2.0], [-1.0]], "b2": [[0.5]]}
    held = {name: np.array(value) for name, value in parameters.items()}
    X, Y = np.array([[1.0, 2.0]]), np.array([[1.0]])
    program: dict[str, Any] = {}
    exec(solution.source(), program)
    slopes = program["gradients"](held, X, Y)
    picture = solution.drawn(parameters, X, Y)
    texts = {t.get_text() for t in picture.axes[0].texts}
    wanted = [f"{w:.2f}" for w in held["W1"].flat] + [f"{g:+.3f}" for name in parameters for g in slopes[f"d{name}"].flat]
    wanted += [f"{value:.2f}" for value in (*np.tanh(X @ held["W1"] + held["b1"]).flat, program["forward"](held, X)[0, 0])]
    assert {number.replace("-", "−") for number in wanted} <= texts
    assert f"{program['loss'](held, X, Y):.3f}" in picture.alt
    with pytest.raises(InputError, match="at most 6 units"):
        st.backpropagate("784-10 softmax").plot()


@pytest.mark.parametrize("text, batch", [("2-2-1 sigmoid identity", 1), ("1-2-1 tanh identity", 2), ("2-2-1 leaky_relu identity", 1)])
def test_a_few_units_written_out_in_scalars_agree(text: str, batch: int) -> None:
    expansion = st.backpropagate(text).expanded(batch)
    assert all(expansion.agrees.values())
    assert str(expansion).count("∂L/∂") == sum(len(matrix.flat()) for matrix in expansion.derivatives.values())


def test_a_wrong_gradient_does_not_agree_with_the_scalars() -> None:
    solution = st.backpropagate("2-2-1 sigmoid identity")
    graph, pairs = graph_of(solution.case.goal), list(solution.case.value)
    wrong = [(name, 2 * value if name.name == "dW2" else value) for name, value in pairs]
    assert expanded_network(graph, wrong).agrees == {"W1": True, "b1": True, "W2": False, "b2": True}


def test_a_large_network_is_not_written_out() -> None:
    with pytest.raises(InputError, match="too many"):
        st.backpropagate("784-10 softmax").expanded()


@pytest.mark.parametrize("fused", [True, False])
@pytest.mark.parametrize("convention", ["rows", "columns"])
@pytest.mark.parametrize("last, loss", [("sigmoid", "binary cross-entropy"), ("softmax", "cross-entropy")])
@pytest.mark.parametrize("width", [1, 2])
def test_the_own_program_is_right_in_the_tails_too(last: str, loss: str, convention: str, width: int, *, fused: bool) -> None:
    network = st.Network((2, width), (last,), loss, convention=convention, fused=fused, l2="1/10")
    names: dict[str, Any] = {}
    exec(network.source(), names)
    assert st.check_gradient(names["gradients"], network).status is Status.CORRECT


def test_conventions_are_printed() -> None:
    rows, columns = (
        str(st.backpropagate(st.Network((2, 2), ("tanh",), "mse", convention=c, reduction=r)))
        for c, r in (("rows", "mean"), ("columns", "sum"))
    )
    assert "Rows are examples, N of them; 1 is a column of ones" in rows
    assert "The loss is a mean over all entries of the targets." in " ".join(rows.split())
    assert "Columns are examples, N of them; 1ᵀ is a row of ones" in columns
    assert "The loss is a sum." in columns


def test_a_program_reads_as_a_person_would_write_it() -> None:
    text = st.Network.from_definitions("H = X W; A = layernorm(H); O = A V", shapes={"W": (3, 4), "V": (4, 2)}).source()
    assert "A_centered = H - H.mean(axis=1, keepdims=True)" in text
    assert "np.sqrt(A_variance + 1e-5)" in text
    kernel = st.Network.from_definitions("Z = conv(X, W)", shapes={"X": (8, 2), "W": (6, 4)}).source()
    assert "dW = np.concatenate([X[:6].T @ dZ, X[1:7].T @ dZ, X[2:8].T @ dZ])" in kernel


def test_a_batch_of_convolutions_is_that_of_every_example() -> None:
    shapes = {"X": ("N", 8), "W": (4, 3), "V": (9, 1)}  # 4 places of 2 channels, a window of 2
    solution = st.backpropagate(st.Network.from_definitions("Z = conv(X, W, 2); A = tanh(Z); P = A V", shapes=shapes))
    assert solution.report.status is Status.CORRECT
    code = solution.source()
    assert "np.eye" not in code
    assert "Z = np.concatenate([X[:, :4] @ W, X[:, 2:6] @ W, X[:, 4:8] @ W], axis=1)" in code
    program: dict[str, Any] = {}
    exec(code, program)
    rng = np.random.default_rng(0)
    X, parameters = rng.standard_normal((5, 8)), {"W": rng.standard_normal((4, 3)), "V": rng.standard_normal((9, 1))}
    one_by_one = [np.tanh(np.concatenate([x[p : p + 2].ravel() @ parameters["W"] for p in range(3)])) for x in X.reshape(5, 4, 2)]
    np.testing.assert_allclose(program["forward"](parameters, X), np.array(one_by_one) @ parameters["V"], rtol=1e-12)
    with pytest.raises(st.InputError, match="kernel of 5 rows"):
        st.Network.from_definitions("Z = conv(X, W, 2)", shapes={"X": ("N", 8), "W": (5, 3)})


def test_the_answer_holds_the_gradients_of_the_parameters() -> None:
    text = str(st.backpropagate(st.Network((2, 3, 1), ("tanh", "identity"), "mean squared error")))
    assert "Answer: dW₁ = A₀ᵀ·dZ₁,  db₁ = 1ᵀ·dZ₁,  dW₂ = A₁ᵀ·dZ₂,  db₂ = 1ᵀ·dZ₂" in text
