"""Training on the two circles, and lesson 5: right gradients learn, the listing of the course does not."""

import numpy as np
import pytest

import symtutor as st
from symtutor.errors import InputError
from symtutor.training import initial_parameters, train, two_circles
from symtutor.writing.pictures.networks import decision_boundary, loss_curves

NETWORK = st.Network((2, 4, 3, 1), ("relu", "relu", "sigmoid"), "binary cross-entropy")


def test_the_circles_are_learned_from_nearly_every_start() -> None:
    X, Y = st.two_circles(300)
    runs = [st.train(NETWORK, X, Y, seed=seed, progress=False) for seed in range(10)]
    assert sum(run.accuracy is not None and run.accuracy >= 0.98 for run in runs) >= 9
    picture = decision_boundary(runs[0])
    assert "right side of the boundary" in picture.alt
    assert "ends at" in loss_curves(runs[0], runs[1], labels=("first", "second")).alt


def test_the_same_seeds_give_the_same_numbers() -> None:
    X, Y = st.two_circles(40, seed=3)
    again, _ = st.two_circles(40, seed=3)
    assert np.array_equal(X, again)
    assert sorted(np.unique(Y)) == [0, 1]
    first, second = (initial_parameters(NETWORK, seed=5) for _ in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_what_cannot_be_trained_is_told() -> None:
    with pytest.raises(st.InputError, match="widths that are numbers"):
        initial_parameters(st.Network(("p", "q"), ("tanh",), "mse"))
    with pytest.raises(st.InputError, match="even number"):
        st.two_circles(7)
    X, Y = np.zeros((4, 3)), np.zeros((4, 1))
    run = st.train(st.Network((3, 1), ("sigmoid",), "binary cross-entropy"), X, Y, epochs=1, progress=False)
    with pytest.raises(st.InputError, match="two inputs"):
        decision_boundary(run)


def test_lesson_5_derives_grades_and_trains() -> None:
    lesson = st.lesson(5)
    text = lesson.text()
    for part in (
        "scalar differentiation gives the same",
        "dZ₃ = (A₃ − Y)/N",
        "stray factor 2",
        "a mean was",
        "as by clipping",
        "The loss is 7 times too large",
        "accuracy 0.50",
        "accuracy 0.99",
    ):
        assert part in text.replace("\n", " "), part
    assert lesson.check("diag(1 - tanh(W^T a + b) ∘ tanh(W^T a + b)) W^T", "T5").status == "correct"
    assert lesson.check("W diag(1 - tanh(W^T a + b) ∘ tanh(W^T a + b))", "T5").status == "incorrect"
    assert len(lesson.pictures()) == 2


def test_examples_that_do_not_fit_are_told_before_anything_runs() -> None:
    network = st.Network((2, 3, 1), ("relu", "sigmoid"), "binary cross-entropy")
    X, Y = two_circles(20)
    for bad, words in (((X[:, :1], Y), r"X has the shape \(20, 1\)"), ((X, Y[:5]), "Y \\(5, 1\\)"), ((X, np.c_[Y, Y]), "Y has the shape")):
        with pytest.raises(InputError, match=words):
            train(network, *bad, epochs=1, progress=False)
    flat = train(network, X, Y[:, 0], epochs=3, progress=False)
    assert flat.losses.tolist() == train(network, X, Y, epochs=3, progress=False).losses.tolist()
    assert "the loss grew" in str(train(network, X, Y, epochs=3, rate=1000, progress=False))
    assert "side of the boundary" in flat.plot("boundary").alt


def test_a_network_is_shown_as_its_derivation_writes_it() -> None:
    network = st.Network((2, 1), ("sigmoid",), "mean squared error")
    assert str(network).splitlines() == ["Z₁ = A₀·W₁ + 1·b₁", "A₁ = σ(Z₁)", "L = ‖A₁ − Y‖²/N"]
