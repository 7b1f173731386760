"""Matrix expressions as text: what they mean, which shapes are inferred, and where an error is shown."""

from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.ask.inputs.matrix_inputs import canonical
from symtutor.checking.index_notation.proof import is_proved_for_all_sizes
from symtutor.errors import InputError, ReadError, SymtutorError
from symtutor.goals.matrices import Gathered, Transposed, spelled_out
from symtutor.matrix_algebra import Map, entries_sum, hadamard, is_matrix, plus, squared_norm, times
from symtutor.reading.matrices.reader import read_matrix
from symtutor.reading.matrices.shapes import declared_shapes
from symtutor.term import quote
from symtutor.verdict import Status
from symtutor.writing.marks.latex import LATEX
from symtutor.writing.marks.text import ASCII, UNICODE

m, n, p, k, lam, z = sp.symbols("m n p k lamda z")
A, x, b = sp.MatrixSymbol("A", m, n), sp.MatrixSymbol("x", n, 1), sp.MatrixSymbol("b", m, 1)
X, Y = sp.MatrixSymbol("X", n, n), sp.MatrixSymbol("Y", m, n)
a = sp.MatrixSymbol("a", n, 1)

MEANINGS = (
    ("||A x - b||^2", squared_norm(A * x - b)),
    ("‖Ax−b‖²", squared_norm(A * x - b)),
    (r"\lVert Ax-b\rVert_2^2", squared_norm(A * x - b)),
    (r"\left\|A\mathbf{x}-b\right\|^{2}", squared_norm(A * x - b)),
    (r"\frac{1}{2}\|Ax-b\|^2 + \lambda x^\top x", squared_norm(A * x - b) / 2 + lam * squared_norm(x)),
    ("||A x - b||", sp.sqrt(squared_norm(A * x - b))),
    ("tr(X^k)", sp.Trace(X**k)),
    ("tr(X^(k+1))", sp.Trace(X ** (k + 1))),
    ("tr X", sp.Trace(X)),
    ("trX", sp.Trace(X)),
    ("ln det X", sp.log(sp.Determinant(X))),
    (r"\log\det X", sp.log(sp.Determinant(X))),
    ("logdet(X)", sp.log(sp.Determinant(X))),
    ("X^-1", sp.Inverse(X)),
    ("X^{-1}", sp.Inverse(X)),
    ("X⁻¹", sp.Inverse(X)),
    ("inv(X)", sp.Inverse(X)),
    ("X^-T", sp.Transpose(sp.Inverse(X))),
    ("Y'", Y.T),
    ("Yᵀ", Y.T),
    ("Y^T", Y.T),
    (r"Y^{\top}", Y.T),
    ("transpose(Y)", Y.T),
    ("Y''", Y),
    ("x x' a", x * x.T * a),
    ("sum(exp(x))", entries_sum(Map(sp.exp(z), z, x))),
    ("logsumexp(x)", sp.log(entries_sum(Map(sp.exp(z), z, x)))),
    ("softmax(x)", times(1 / entries_sum(Map(sp.exp(z), z, x)), Map(sp.exp(z), z, x))),
    ("x ∘ a", hadamard(x, a)),
    ("x .* a", hadamard(x, a)),
    (r"x \odot a", hadamard(x, a)),
    ("diag(x) a", sp.DiagMatrix(x) * a),
    ("||Y||_F^2", squared_norm(Y)),
    ("(2/3) x - x/6", x / 2),
    ("-x", -x),
    ("I x", x),
    ("relu(A x)", Map(sp.Max(z, 0), z, A * x)),
    ("erf(A x)", Map(sp.erf(z), z, A * x)),
    ("arctan(A x)", Map(sp.atan(z), z, A * x)),
    ("sigma(A x)", Map(1 / (1 + sp.exp(-z)), z, A * x)),
    (r"\sigma(A x)", Map(1 / (1 + sp.exp(-z)), z, A * x)),
    (r"\arctan(Ax)", Map(sp.atan(z), z, A * x)),
    (r"\langle A x, b \rangle", sp.Trace((A * x).T * b)),
    ("A : Y", sp.Trace(A.T * Y)),
    ("x.T @ a", x.T * a),
    ("A.T @ (A @ x - b)", A.T * (A * x - b)),
    ("1 - x", sp.OneMatrix(n, 1) - x),
    ("1^T x", sp.OneMatrix(1, n) * x),
    (r"\mathbf{1}^\top x", sp.OneMatrix(1, n) * x),
    ("x - mean(x)", x - (entries_sum(x) / n) * sp.OneMatrix(n, 1)),
    ("sum(|x|)", entries_sum(Map(sp.Abs(z), z, x))),
    ("ln|X|", sp.log(sp.Determinant(X))),
    (r"\operatorname{tr}(X)", sp.Trace(X)),
    (r"\frac{1}{k}\|Ax-b\|^2", squared_norm(A * x - b) / k),
    ("1/(2k) ||A x - b||^2", squared_norm(A * x - b) / (2 * k)),
    (r"\sum x", entries_sum(x)),
    ("tr(X)^2", sp.Trace(X) ** 2),
    ("sum((A x - b)**2)", squared_norm(A * x - b)),
    ("mean((A x - b)^2)", squared_norm(A * x - b) / m),
    ("np.sum(np.exp(x))", entries_sum(Map(sp.exp(z), z, x))),
    ("sqrt(x' x)", sp.sqrt(squared_norm(x))),
)


@pytest.mark.parametrize("text, meaning", MEANINGS, ids=[text for text, _ in MEANINGS])
def test_a_text_means_what_it_says(text: str, meaning: Any) -> None:
    found, wanted = canonical(read_matrix(text).expr), canonical(meaning)
    goal = Transposed(found) if is_matrix(found) else Gathered(found, x)
    assert found == wanted or is_proved_for_all_sizes(goal, sp.Transpose(wanted) if is_matrix(found) else wanted)


def test_shapes_are_inferred_from_what_stands_together() -> None:
    shapes = {name: s.shape for name, s in read_matrix("x'A y + tr(B C)").symbols.items()}
    assert shapes == {"x": (m, 1), "A": (m, n), "y": (n, 1), "B": (p, sp.Symbol("q")), "C": (sp.Symbol("q"), p)}
    assert read_matrix("a'X a").symbols["X"].shape == (n, n)
    assert read_matrix("(1/n) ||X w||^2").symbols["n"] == n
    assert n not in read_matrix("(1/n) ||X w||^2").symbols["X"].shape


@pytest.mark.parametrize(
    "text, variable, answer",
    [("n^T B x", "x", "B^T n"), ("m^T M z", "M", "m z^T"), ("p' W V x", "x", "V' W' p"), ("(1/m) ||X n - y||^2", "n", "2/m X'(X n - y)")],
)
def test_sizes_have_letters_of_their_own(text: str, variable: str, answer: str) -> None:
    assert st.matrix_derivative(text, variable).check(answer).status == "correct"


@pytest.mark.parametrize(
    "text, variable, answer",
    [
        ("||A x||^2", "x", "2(A x) A^T"),
        ("||X w - y||^2", "w", "2 X (X w - y)"),
        ("A^T A x + 2 lambda x", "x", "A^T A + 2 lambda"),
        ("tr(A X)", "X", "A X^T + 1"),
    ],
)
def test_an_answer_whose_shapes_do_not_fit_is_wrong(text: str, variable: str, answer: str) -> None:
    judged = st.matrix_derivative(text, variable).check(answer)
    assert judged.status == "incorrect"
    assert "shape" in judged.explanation
    assert answer in judged.text()


@pytest.mark.parametrize("text", [r"\beta", "β", "beta"])
def test_letters_may_be_named_in_latex(text: str) -> None:
    found = st.matrix_derivative(r"(y-X\beta)^\top(y-X\beta)", text, shapes={text: "p"})
    assert found.check("-2 X^T (y - X beta)").status == "correct"


def test_capital_greek_letters_are_matrices() -> None:
    assert read_matrix(r"\operatorname{tr}(\Sigma^{-1} S)").symbols["Sigma"].shape == (n, n)


@pytest.mark.parametrize("text", ["1/2n ||x||^2", "tr((X^T X)^(1/2))", r"\sum_{i=1}^m x_i"])
def test_what_is_not_clear_is_refused(text: str) -> None:
    with pytest.raises(ReadError):
        read_matrix(text)


def test_rows_have_a_softmax_of_their_own() -> None:
    found = read_matrix("softmax(Y)").expr
    assert found.shape == Y.shape
    assert spelled_out(found).has(sp.OneMatrix)


def test_shapes_are_declared() -> None:
    assert read_matrix("x'A y", {"A": (2, 3)}).symbols["x"].shape == (2, 1)
    assert read_matrix("c x", {"c": ()}).expr == sp.Symbol("c") * read_matrix("x").expr
    assert read_matrix("W1 x + b1", {"W1": ("p", "n")}).symbols["b1"].shape == (p, 1)
    assert read_matrix("Sig x", {"Sig": ("n", "n")}).symbols["Sig"].shape == (n, n)
    assert declared_shapes({"A": "3"}) == {"A": (3, 1)}


@pytest.mark.parametrize("shapes", [{"A": (1, 2, 3)}, {"A": (0, 2)}, {"A": (-1,)}, {"A": 2.5}, {"A": "m n"}, {"A": True}, [("A", 2)]])
def test_a_wrong_shape_is_said(shapes: Any) -> None:
    with pytest.raises(InputError, match=r"shape|size"):
        read_matrix("A x", shapes)


ERRORS = (
    ("x^2", 1, "square matrix"),
    ("A + 1", 2, "a number and a matrix are added"),
    ("A/Y", 1, None),
    ("||x", 0, "never closed"),
    ("x y", 2, "product is not defined"),
    ("A y'", 2, "product is not defined"),
    ("A + ", 4, "found the end"),
    ("tr(x)", 3, "square"),
    ("", 0, "empty"),
    ("A x)", 3, "closes no bracket"),
    ("x $ y", 2, "one formula"),
    ("‖x‖_3", 0, "norm"),
    ("tracee(X)", 0, "not a known name"),
    (r"\foo x", 0, "not a known command"),
    ("tr(3)", 0, "of a number"),
    ("softmax(x')", 8, "column"),
    ("X^x'", 2, None),
    ("3 ∘ x", 2, "two matrices"),
)


@pytest.mark.parametrize("text, position, message", ERRORS, ids=[text or "empty" for text, *_ in ERRORS])
def test_an_error_says_where(text: str, position: int, message: str | None) -> None:
    if message is None:
        try:
            read_matrix(text)
        except SymtutorError:
            return
        return
    with pytest.raises(ReadError, match=message) as caught:
        read_matrix(text)
    assert caught.value.position == position


def test_sizes_that_do_not_fit_are_shown_under_the_place() -> None:
    with pytest.raises(ReadError, match=r"3 columns on the left, 4 rows on the right") as caught:
        read_matrix("A x + b", {"A": (2, 3), "x": 4})
    assert str(caught.value).splitlines()[2].index("^") == 4
    with pytest.raises(ReadError, match="the left side has 2 rows, the right side 3 rows"):
        read_matrix("x + y", {"x": 2, "y": 3})


def test_hostile_text_is_refused_quickly() -> None:
    with pytest.raises(ReadError, match="nesting"):
        read_matrix("(" * 500 + "x" + ")" * 500)
    with pytest.raises(ReadError, match="characters"):
        read_matrix("x" * 20_000)
    with pytest.raises(SymtutorError):
        read_matrix(" + ".join(["x"] * 3_000))
    with pytest.raises(ReadError):
        read_matrix("__import__('os').system('true')")


# ---- asking with text ----------------------------------------------------------------------------
def test_derivatives_are_asked_for_in_text() -> None:
    assert st.matrix_derivative("||A x - b||^2", "x").answer == times(2, A.T, plus(A * x, times(-1, b)))
    assert st.matrix_derivative("A x", "x", layout="denominator").answer == A.T
    assert "b is a column of length m" in str(st.matrix_derivative("||A x - b||^2", "x"))
    W = sp.MatrixSymbol("W", 3, 2)
    assert st.matrix_derivative("tr(W'W)", W).answer == 2 * W
    assert st.matrix_differential("inv(X)", "X").check("-X^-1 dX X^-1")


@pytest.mark.parametrize(
    "f, variable, message",
    [
        ("A x", "y", "It has A, x"),
        ("A x", 3, "no matrix symbol"),
        ("λ x'x", "lamda", "no matrix or column"),
        (None, "x", "no expression"),
        ([1], "x", "no expression"),
        (sp.eye(2), "x", "given entries"),
        (sp.Symbol("t"), "t", "no matrix or column"),
        ("A x", None, "no matrix symbol"),
        (2.5, "x", "no matrix or column"),
        ({}, "x", "no expression"),
        ("x", sp.MatrixSymbol("x", 2, 2), None),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_said(f: Any, variable: Any, message: str | None) -> None:
    if message is None:
        assert st.matrix_derivative(f, variable).answer == sp.Identity(4)
        return
    with pytest.raises(InputError, match=message):
        st.matrix_derivative(f, variable)
    with pytest.raises(SymtutorError):
        st.matrix_differential(f, variable)


def test_shapes_belong_to_text() -> None:
    with pytest.raises(InputError, match="belong to text"):
        st.matrix_derivative(x.T * x, x, shapes={"x": 3})


def test_an_answer_in_other_letters_is_refused() -> None:
    with pytest.raises(InputError, match="the answer has Q"):
        st.matrix_derivative("||A x - b||^2", "x").check("Q x")
    with pytest.raises(InputError, match="the answer has d, z"):  # the product fits with its factors exchanged only
        st.matrix_derivative("tanh(W^T a + b)", "a").check("dz")
    with pytest.raises(ReadError):
        st.matrix_derivative("||A x - b||^2", "x").check("A x + ")


PASTED = (
    ("||A x - b||^2", "x"),
    ("tr(A X^T)", "X"),
    ("ln det X", "X"),
    ("sum(exp(A x))", "x"),
    ("v^T relu(W x + b)", "b"),
    ("softmax(x)", "x"),
    ("(A x) ∘ b", "x"),
    ("inv(X) a", "X"),
    ("sum(sigmoid(A x + b))", "x"),
    ("x - mean(x)", "x"),
    ("1 - y", "y"),
    ("sum(abs(x))", "x"),
    ("x^T Σ^{-1} x", "x"),
)


@pytest.mark.parametrize("printer", [UNICODE, ASCII, LATEX], ids=["unicode", "ascii", "latex"])
@pytest.mark.parametrize("text, variable", PASTED, ids=[text for text, _ in PASTED])
def test_what_is_printed_is_read_back(text: str, variable: str, printer: Any) -> None:
    solution = st.matrix_derivative(text, variable)
    assert solution.check(printer.render(quote(solution.answer))).status == "correct"


def test_an_answer_of_another_shape_is_wrong() -> None:
    assert st.matrix_derivative("tr(A X)", "X").check("A").status == "incorrect"


PASSED_ON: tuple[tuple[Any, tuple[str, ...], dict[str, Any], str], ...] = (
    (st.gradient, ("x^T A x",), {}, "(A + A.T)*x"),
    (st.gradient, ("||A x - b||^2", "x"), {}, "2*A.T*(A*x - b)"),
    (st.hessian, (r"\|Ax-b\|_2^2", "x"), {}, "2*A.T*A"),
    (st.jacobian, ("x^T A x", "x"), {}, "x.T*(A + A.T)"),
    (st.differentiate, ("tr(A X B)", "X"), {}, "A.T*B.T"),
    (st.differentiate, ("x^T A x", "x"), {"order": 2}, "A + A.T"),
)


@pytest.mark.parametrize("function, arguments, options, answer", PASSED_ON, ids=[f"{f.__name__} {a[0]}" for f, a, *_ in PASSED_ON])
def test_matrix_calculus_put_to_a_function_of_numbers_is_said_and_passed_on(
    function: Any, arguments: Any, options: Any, answer: str
) -> None:
    solution = function(*arguments, **options)
    assert str(solution.answer) == answer
    assert "is read as matrix calculus" in solution.notes[0]


def test_which_letter_is_meant_is_asked() -> None:
    with pytest.raises(st.InputError, match="in which of w, x"):
        st.gradient("w^T x")
    least_squares = st.gradient("||A x - b||^2")
    assert str(least_squares.answer) == "2*A.T*(A*x - b)"
    assert any("differentiated in x, the column that a matrix stands before" in note for note in least_squares.notes)
    assert st.differentiate("||x| - 1|").answer.has(sp.Piecewise)


@pytest.mark.parametrize(
    "f, variable, right, wrong",
    [
        ("vec(A X B)", "X", "B^T ⊗ A", "A ⊗ B^T"),
        ("(B^T ⊗ A) vec(X)", "X", "kron(B^T, A)", "kron(B, A)"),
        ("vec(X)^T vec(A)", "X", "A", "A^T"),
        ("a^T vec(X)", "X", "unvec(a)", "unvec(a)/2"),
        ("||vec(A X B) - c||^2", "X", "2 A^T (A X B - unvec(c)) B^T", "2 A^T (A X B + unvec(c)) B^T"),
        ("||(B^T ⊗ A) vec(X)||^2", "X", "2 A^T A X B B^T", "2 A^T A X B^T B"),
        ("||unvec(B x) - A||^2", "x", "2 B^T (B x - vec(A))", "2 B (B x - vec(A))"),
    ],
)
def test_columns_under_each_other_have_the_product_of_the_sizes(f: str, variable: str, right: str, wrong: str) -> None:
    solution = st.matrix_derivative(f, variable)
    assert solution.report.status is Status.CORRECT
    assert solution.check(right).status is Status.CORRECT
    assert solution.check(wrong).status is Status.INCORRECT


@pytest.mark.parametrize("f", ["tr(exp(X))", "a^T inv(I + exp(X)) b", "logdet(A + e^X)", "det(2 exp(X) B)"])
def test_a_power_series_of_a_matrix_is_not_taken_entry_by_entry(f: str) -> None:
    with pytest.raises(ReadError, match="such as its exponential"):
        st.matrix_derivative(f, "X")
