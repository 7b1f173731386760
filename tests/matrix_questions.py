"""Questions of matrix calculus as people ask them, with right answers in several notations and wrong ones.

Run ``python -m tests.matrix_questions`` for all of them; the test takes a slice.
"""

from typing import Any, NamedTuple

import symtutor as st
from symtutor.verdict import Status

__all__ = ["QUESTIONS", "Question", "misjudged"]


class Question(NamedTuple):
    """What is differentiated, in what, right and wrong answers, the shapes that are declared, and the layout."""

    f: str
    variable: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    shapes: dict[str, Any] = {}  # noqa: RUF012 (a default that nobody changes)
    layout: str | None = None


QUESTIONS: tuple[Question, ...] = (
    Question("x^T x", "x", ("2x", "x + x"), ("2x^T", "x", "2")),
    Question("a^T x", "x", ("a",), ("a^T", "x")),
    Question("x^T A^T A x", "x", ("2 A^T A x",), ("A^T A x", "2 A A^T x", "2 x^T A^T A")),
    Question(
        "(A x - b)^T W (A x - b)",
        "x",
        ("2 A^T W (A x - b)", "A^T (W + W^T)(A x - b)"),
        ("2 W A^T (A x - b)", "A^T W (A x - b)", "2 A^T (A x - b)"),
        {"W": "symmetric"},
    ),
    Question("(A x - b)^T W (A x - b)", "x", ("A^T (W + W^T)(A x - b)",), ("2 A^T W (A x - b)",)),
    Question("||x - a||", "x", ("(x - a)/||x - a||",), ("x - a", "2(x - a)/||x-a||")),
    Question("||x||_2", "x", ("x/||x||", "x/sqrt(x^T x)"), ("x", "1/||x||", "2x/||x||")),
    Question(
        "exp(-1/2 x^T A x)", "x", ("-exp(-1/2 x^T A x) A x",), ("exp(-1/2 x^T A x) A x", "-1/2 exp(-1/2 x^T A x) A x"), {"A": "symmetric"}
    ),
    Question(
        "exp(-||x - c||^2/(2 s^2))", "x", ("-exp(-||x - c||^2/(2 s^2)) (x - c)/s^2",), ("exp(-||x-c||^2/(2 s^2)) (x - c)/s^2",), {"s": ()}
    ),
    Question(
        "log(1 + exp(-y w^T x))",
        "w",
        ("-y x/(1 + exp(y w^T x))", "-y sigma(-y w^T x) x"),
        ("y x sigma(-y w^T x)", "-x/(1+exp(y w^T x))", "-y x sigma(y w^T x)"),
        {"y": ()},
    ),
    Question(
        "sigma(w^T x)",
        "w",
        ("sigma(w^T x)(1 - sigma(w^T x)) x",),
        ("sigma(w^T x) x", "sigma(w^T x)(1 - sigma(w^T x))", "sigma(w^T x)(1 - sigma(w^T x)) w"),
    ),
    Question(
        "(sigma(w^T x) - t)^2",
        "w",
        ("2 (sigma(w^T x) - t) sigma(w^T x)(1 - sigma(w^T x)) x",),
        ("2 (sigma(w^T x) - t) x", "(sigma(w^T x) - t) sigma(w^T x)(1 - sigma(w^T x)) x"),
        {"t": ()},
    ),
    Question(
        "-(t log(sigma(w^T x)) + (1 - t) log(1 - sigma(w^T x)))",
        "w",
        ("(sigma(w^T x) - t) x",),
        ("(t - sigma(w^T x)) x", "(sigma(w^T x) - t)", "(sigma(w^T x) - t) sigma(w^T x) x"),
        {"t": ()},
    ),
    Question(
        "-1/m (y^T log(sigmoid(X w)) + (1 - y)^T log(1 - sigmoid(X w)))",
        "w",
        ("1/m X^T (sigmoid(X w) - y)",),
        ("X^T (sigmoid(X w) - y)", "1/m X^T (y - sigmoid(X w))", "1/m X (sigmoid(X w) - y)"),
        {"m": (), "X": ("p", "q")},
    ),
    Question(
        "-1/N sum(Y ∘ log(softmax(X W)))",
        "W",
        ("1/N X^T (diag(Y 1) softmax(X W) - Y)",),
        ("1/N X^T (Y - softmax(X W))", "X^T (softmax(X W) - Y)"),
        {"N": (), "X": ("p", "q")},
    ),
    Question(
        "1/(2N) ||X W - Y||_F^2",
        "W",
        ("1/N X^T (X W - Y)",),
        ("2/N X^T (X W - Y)", "1/N (X W - Y) X^T", "1/N X^T (Y - X W)"),
        {"N": (), "X": ("p", "q")},
    ),
    Question("1/2 ||X W - Y||_F^2 + lambda/2 ||W||_F^2", "W", ("X^T(X W - Y) + lambda W",), ("X^T(X W - Y) + 2 lambda W", "X^T(X W - Y)")),
    Question(
        "||relu(X W) - Y||_F^2",
        "W",
        ("2 X^T ((relu(X W) - Y) ∘ [X W > 0])",),
        ("2 X^T (relu(X W) - Y)", "2 X^T ((relu(X W) - Y) ∘ relu(X W))"),
    ),
    Question(
        "||tanh(X W) V - Y||_F^2",
        "W",
        ("2 X^T (((tanh(X W) V - Y) V^T) ∘ (1 - tanh(X W)^2))",),
        ("2 X^T ((tanh(X W) V - Y) V^T)", "2 X^T (((tanh(X W) V - Y) V^T) ∘ (1 - tanh(X W)))"),
    ),
    Question(
        "||tanh(X W) V - Y||_F^2", "V", ("2 tanh(X W)^T (tanh(X W) V - Y)",), ("2 X^T (tanh(X W) V - Y)", "tanh(X W)^T (tanh(X W) V - Y)")
    ),
    Question(
        "1/2||W2 sigma(W1 x + b1) + b2 - y||^2",
        "W1",
        ("((W2^T (W2 sigma(W1 x + b1) + b2 - y)) ∘ sigma(W1 x + b1) ∘ (1 - sigma(W1 x + b1))) x^T",),
        ("(W2^T (W2 sigma(W1 x + b1) + b2 - y)) x^T", "((W2^T (W2 sigma(W1 x + b1) + b2 - y)) ∘ sigma(W1 x + b1)) x^T"),
    ),
    Question("tr(A X)", "X", ("A^T",), ("A", "X")),
    Question("tr(X A)", "X", ("A^T",), ("A",)),
    Question("tr(X^T A)", "X", ("A",), ("A^T",)),
    Question("tr(X X^T)", "X", ("2X",), ("X + X^T", "2 X^T")),
    Question("tr(A X A^T X^T)", "X", ("A X A^T + A^T X A",), ("2 A X A^T", "2 A^T X A"), {"A": ("n", "n")}),
    Question("det(X)^2", "X", ("2 det(X)^2 X^-T",), ("2 det(X) X^-T", "2 det(X)^2 X^-1")),
    Question("1/det(X)", "X", ("-X^-T/det(X)",), ("X^-T/det(X)", "-1/det(X)^2")),
    Question("log det(X^T X)", "X", ("2 X (X^T X)^-1",), ("(X^T X)^-1", "2 (X^T X)^-1 X^T")),
    Question("log det(X X^T)", "X", ("2 (X X^T)^-1 X",), ("2 X (X X^T)^-1",)),
    Question("log det(A + x x^T)", "x", ("2 (A + x x^T)^-1 x",), ("(A + x x^T)^-1 x",), {"A": "symmetric"}),
    Question("b^T (A + lambda I)^-1 b", "b", ("2 (A + lambda I)^-1 b",), ("(A+lambda I)^-1 b",), {"A": "symmetric"}),
    Question("x^T (A^T A)^-1 x", "x", ("2 (A^T A)^-1 x",), ("2 A^T A x",)),
    Question("x^T A y", "A", ("x y^T",), ("y x^T", "x^T y")),
    Question("x^T A^2 x", "A", ("A^T x x^T + x x^T A^T",), ("2 A x x^T", "x x^T A + A x x^T")),
    Question("||A^T A||_F^2", "A", ("4 A A^T A",), ("2 A A^T A", "4 A^T A A")),
    Question("||X^T X - I||_F^2", "X", ("4 X (X^T X - I)",), ("2 X (X^T X - I)", "4 (X^T X - I) X")),
    Question("||A ∘ X||_F^2", "X", ("2 A ∘ A ∘ X",), ("2 A ∘ X", "2 A A X")),
    Question("sum(A ∘ X ∘ X)", "X", ("2 A ∘ X",), ("A ∘ X",)),
    Question("sum(exp(X))", "X", ("exp(X)",), ("X exp(X)", "1")),
    Question("1^T X 1", "X", ("1 1^T",), ("1", "X")),
    Question("x^T diag(x) a", "x", ("2 a ∘ x", "2 diag(a) x"), ("diag(x) a", "a ∘ x")),
    Question(
        "log(sum(exp(A x + b)))",
        "x",
        ("A^T softmax(A x + b)", "A^T exp(A x + b)/(1^T exp(A x + b))"),
        ("softmax(A x + b)", "A^T exp(A x + b)", "A softmax(A x + b)"),
    ),
    Question("sum(log(b - A x))", "x", ("-A^T (1/(b - A x))",), ("A^T (1/(b - A x))", "-A (1/(b-A x))")),
    Question("sum(x ∘ log(x))", "x", ("log(x) + 1",), ("log(x)", "1/x")),
    Question(
        "softmax(W x)",
        "x",
        ("(diag(softmax(W x)) - softmax(W x) softmax(W x)^T) W",),
        ("diag(softmax(W x)) W", "W^T (diag(softmax(W x)) - softmax(W x) softmax(W x)^T)"),
    ),
    Question("softmax(z)", "z", ("diag(softmax(z)) - softmax(z) softmax(z)^T",), ("softmax(z) softmax(z)^T - diag(softmax(z))",)),
    Question(
        "tanh(W x + b)",
        "x",
        ("diag(1 - tanh(W x + b)^2) W",),
        ("W diag(1 - tanh(W x + b)^2)", "diag(1 - tanh(W x + b)) W", "W^T diag(1 - tanh(W x + b)^2)"),
    ),
    Question("relu(W x)", "x", ("diag([W x > 0]) W",), ("W", "diag(relu(W x)) W")),
    Question("tanh(W x + b)", "x", ("W^T diag(1 - tanh(W x + b)^2)",), ("diag(1 - tanh(W x + b)^2) W",), {}, "denominator"),
    Question(
        "tanh(U x + W tanh(U x + W h))",
        "h",
        ("diag(1 - tanh(U x + W tanh(U x + W h))^2) W diag(1 - tanh(U x + W h)^2) W",),
        ("W W", "diag(1 - tanh(U x + W h)^2) W"),
    ),
    Question("A X", "X", ("I ⊗ A",), ("A ⊗ I", "A"), {"A": ("m", "n"), "X": ("n", "p")}),
    Question("X A", "X", ("A^T ⊗ I",), ("I ⊗ A^T", "A ⊗ I")),
    Question("x y^T", "x", ("y ⊗ I",), ("I ⊗ y", "y")),
    Question("||Q K^T||_F^2", "Q", ("2 Q K^T K",), ("2 K^T K Q", "2 Q K K^T")),
    Question("sum((softmax(Q K^T) V) ∘ G)", "V", ("softmax(Q K^T)^T G",), ("softmax(Q K^T) G", "G")),
    Question("w^T (X^T X/n) w", "w", ("2 X^T X w/n",), ("X^T X w/n", "2 X X^T w/n"), {"n": (), "X": ("p", "q")}),
    Question(
        "w^T A w/(w^T B w)",
        "w",
        ("2 A w/(w^T B w) - 2 (w^T A w) B w/(w^T B w)^2",),
        ("2 A w/(w^T B w)", "A w/(B w)"),
        {"A": "symmetric", "B": "symmetric"},
    ),
    Question("||x||^4", "x", ("4 ||x||^2 x", "4 (x^T x) x"), ("4 ||x||^3 x", "2 ||x||^2 x")),
    Question("||x||_1^2", "x", ("2 ||x||_1 sign(x)",), ("2 sign(x)", "2 ||x||_1")),
    Question("(a^T x)(b^T x)", "x", ("(b^T x) a + (a^T x) b", "(a b^T + b a^T) x"), ("2 a b^T x", "a b^T x")),
    Question("(a^T x)^2", "x", ("2 (a^T x) a", "2 a a^T x"), ("2 a^T x", "2 (a^T x) x")),
    Question(
        "x^T A x/(x^T x)",
        "x",
        ("(A + A^T) x/(x^T x) - 2 (x^T A x) x/(x^T x)^2",),
        ("2 A x/(x^T x) - 2 (x^T A x) x/(x^T x)^2", "(A + A^T) x/(x^T x)"),
    ),
    Question(
        "-n/2 log(2 pi) - 1/2 log det(Sigma) - 1/2 (x - mu)^T Sigma^-1 (x - mu)",
        "mu",
        ("Sigma^-1 (x - mu)",),
        ("-Sigma^-1 (x - mu)", "Sigma (x - mu)", "2 Sigma^-1 (x-mu)"),
        {"Sigma": "symmetric", "mu": "p", "n": ()},
    ),
    Question(
        "tr(S Sigma^-1) + log det(Sigma)",
        "Sigma",
        ("Sigma^-1 - Sigma^-1 S Sigma^-1",),
        ("Sigma^-1 + Sigma^-1 S Sigma^-1", "Sigma^-1 - S"),
        {"Sigma": "symmetric", "S": "symmetric"},
    ),
    Question(
        "log det(Theta) - tr(S Theta) - lambda ||Theta||_F^2",
        "Theta",
        ("Theta^-1 - S - 2 lambda Theta",),
        ("Theta^-1 - S", "Theta^-1 - S - lambda Theta"),
        {"Theta": "symmetric", "S": "symmetric"},
    ),
    Question("||L - X X^T||_F^2", "X", ("-4 (L - X X^T) X",), ("-2 (L - X X^T) X", "4 (L - X X^T) X"), {"L": "symmetric"}),
    Question("tr(W^T X^T X W)", "W", ("2 X^T X W",), ("X^T X W", "2 W X^T X")),
    Question(
        "1/2 ||y - A x||^2 + lambda ||D x||_1",
        "x",
        ("-A^T (y - A x) + lambda D^T sign(D x)",),
        ("-A^T (y - A x) + lambda sign(D x)", "A^T (y - A x) + lambda D^T sign(D x)"),
    ),
    Question("sum(relu(1 - y ∘ (X w)))", "w", ("-X^T (y ∘ [1 - y ∘ (X w) > 0])",), ("X^T (y ∘ [1 - y ∘ (X w) > 0])", "-X^T y")),
)


def misjudged(question: Question) -> list[str]:
    """Return the answers to a question that are judged otherwise than they should be."""
    solution = st.matrix_derivative(question.f, question.variable, question.layout, shapes=question.shapes or None)
    found = [] if solution.report.status is Status.CORRECT else [str(solution.report)]
    found += [answer for answer in question.right if solution.check(answer).status is not Status.CORRECT]
    return found + [answer for answer in question.wrong if solution.check(answer).status is not Status.INCORRECT]


if __name__ == "__main__":
    for question in QUESTIONS:
        for answer in misjudged(question):
            print(f"{question.f} in {question.variable}: {answer}")
