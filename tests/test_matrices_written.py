"""Solutions of matrix calculus as they are printed: true equations, norms and names as they were typed."""

import pytest

import symtutor as st


def lines(f: str, variable: str, detail: str = "normal") -> list[str]:
    text = st.matrix_derivative(f, variable).text(detail=detail)
    return [line.strip() for line in text.splitlines()]


def test_a_gradient_is_read_off_a_differential_and_equal_to_none() -> None:
    text = str(st.matrix_derivative("x^T A x", "x"))
    assert "f = xᵀ·A·x\n" in text
    assert "⇒  df = d(xᵀ)·A·x + xᵀ·A·dx" in text
    assert "⇒  ∇f = A·x + Aᵀ·x" in text
    assert text.index("df") < text.index("∇f")


def test_least_squares_takes_four_lines() -> None:
    text = str(st.matrix_derivative("||A x - b||^2", "x"))
    assert [line for line in text.splitlines() if line[:1].isdigit()] == [
        "1.     f = ‖A·x − b‖²",
        "2.  ⇒  df = 2(xᵀ·Aᵀ − bᵀ)·d(A·x − b)    (differential of a squared norm: d‖r‖² = 2rᵀ·dr)",
        "3.  =  2(xᵀ·Aᵀ − bᵀ)·A·dx               (product rule d(AB) = dA·B + A·dB)",
        "4.  ⇒  ∇f = 2Aᵀ·(A·x − b)               (the gradient is read off: df = (∇f)ᵀ·dx)",
    ]


def test_a_norm_is_written_as_a_norm_where_it_was_typed() -> None:
    assert "Answer: x/‖x‖" in str(st.matrix_derivative("||x||", "x"))
    assert "‖" not in str(st.matrix_derivative("x^T x", "x")).replace("d‖r‖²", "")
    assert "f = ‖X·W − Y‖_F²" in str(st.matrix_derivative("||X W - Y||_F^2", "W"))
    assert "||x||" in st.matrix_derivative("||x||", "x").text(ascii_only=True)
    assert r"\lVert" in st.matrix_derivative("||x||", "x").latex()


def test_names_of_functions_are_none_of_the_letters() -> None:
    assert "g = fᵀ·x" in str(st.matrix_derivative("f^T x", "x"))
    assert "F = A·X" in str(st.matrix_derivative("A X", "X"))
    assert "y = A·x" in str(st.matrix_derivative("A x", "x"))


@pytest.mark.parametrize("f, variable", [("x^T A x", "x"), ("||A x - b||^2", "x"), ("ln det X", "X"), ("softmax(z)", "z")])
def test_brief_is_no_longer_than_normal(f: str, variable: str) -> None:
    short, usual = (sum(line[:1].isdigit() for line in lines(f, variable, detail)) for detail in ("brief", "normal"))
    assert short <= usual


@pytest.mark.parametrize(
    "f, variable",
    [
        ("sum((x^T A x) (B))", "x"),
        ("sum((x a^T)^2)", "x"),
        ("log(det(sqrt(x a^T)))", "x"),
        ("sum(x)", "x"),
        ("ln det X", "X"),
        ("sum(X ∘ X)", "X"),
        ("tr(inv(A + X))", "X"),
        ("sum(log(x) ∘ (A x))", "x"),
    ],
)
def test_a_printed_answer_is_read_back_and_right(f: str, variable: str) -> None:
    shapes = {"A": ("n", "n"), "B": ("n", "n"), "X": ("n", "n"), "x": "n", "a": "n"}
    solution = st.matrix_derivative(f, variable, shapes=shapes)
    answer = " ".join(str(solution).partition("Answer:")[2].partition("Checked:")[0].split())
    assert solution.check(answer).status == "correct"


def test_a_symmetric_matrix_is_declared_in_words() -> None:
    solution = st.matrix_derivative("-(1/2)(x - m)^T Sigma^-1 (x - m)", "m", shapes={"Sigma": "symmetric"})
    assert "Σ is a symmetric matrix" in str(solution) or "Sigma is a symmetric matrix" in str(solution)
    assert "Answer: Σ⁻¹·(x − m)" in str(solution)
    assert solution.report.status == "correct"
    assert st.matrix_derivative("x^T A x", "x", shapes={"A": "symmetric"}).check("2 A x").status == "correct"
    assert st.matrix_derivative("x^T A x", "x").check("2 A x").status == "incorrect"
