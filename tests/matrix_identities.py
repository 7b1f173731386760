"""Derivatives of matrix calculus from the literature, typed from the reference tables, each with where it stands.

Gradients of numbers have the shape of the variable (denominator layout), Jacobians are in numerator layout.

PP: K. B. Petersen and M. S. Pedersen, The Matrix Cookbook, version of November 15, 2012, by section.
MN: J. R. Magnus and H. Neudecker, Matrix Differential Calculus, 3rd ed., Wiley, 2019, by chapter and section.
ESL: T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning, 2nd ed., Springer, 2009, by section.
CB: C. M. Bishop, Pattern Recognition and Machine Learning, Springer, 2006, by section.
GB: I. Goodfellow, Y. Bengio and A. Courville, Deep Learning, MIT Press, 2016, by section.
BV: S. Boyd and L. Vandenberghe, Convex Optimization, Cambridge University Press, 2004, by section.
"""

from typing import Any

import sympy as sp

from symtutor.matrix_algebra import (
    Commutation,
    Symmetric,
    diagonal,
    elementwise,
    entries_sum,
    hadamard,
    inverse,
    kronecker,
    plus,
    power,
    squared_norm,
    times,
    trace,
    transposed,
)

m, n, p = sp.symbols("m n p")
z, lam, k = sp.symbols("z lamda k")
A, B = sp.MatrixSymbol("A", m, n), sp.MatrixSymbol("B", n, n)
C, D, E = sp.MatrixSymbol("C", n, n), sp.MatrixSymbol("D", n, n), sp.MatrixSymbol("E", p, n)
S = Symmetric("S", n)
W = Symmetric("W", m)
X = sp.MatrixSymbol("X", n, n)
Y = sp.MatrixSymbol("Y", m, n)
Z = sp.MatrixSymbol("Z", n, p)
a, b, x = (sp.MatrixSymbol(name, n, 1) for name in "abx")
c, y = (sp.MatrixSymbol(name, m, 1) for name in "cy")
F = sp.MatrixSymbol("F", m, m)
G = sp.MatrixSymbol("G", p, m)
I = sp.Identity(n)
T, det, ln, tr = transposed, sp.Determinant, sp.log, trace
one_m = sp.OneMatrix(m, 1)


def minus(u: Any, v: Any) -> Any:
    return plus(u, times(-1, v))


def exp(u: Any) -> Any:
    return elementwise(sp.exp(z), z, u)


def sigma(u: Any) -> Any:
    return elementwise(1 / (1 + sp.exp(-z)), z, u)


def number(u: Any) -> Any:
    return trace(u)


residual = minus(times(A, x), c)
margins = hadamard(c, times(A, x))
softmax = times(1 / entries_sum(exp(x)), exp(x))
inv = inverse(X)

#        name, source, function, variable, derivative
IDENTITIES: tuple[tuple[str, str, Any, Any, Any], ...] = (
    ("linear form", "PP 2.4", number(times(T(a), x)), x, a),
    ("linear form, turned", "PP 2.4", number(times(T(x), a)), x, a),
    ("bilinear in a matrix", "PP 2.4", number(times(T(c), Y, b)), Y, times(c, T(b))),
    ("bilinear in a transpose", "PP 2.4", number(times(T(b), T(Y), c)), Y, times(c, T(b))),
    ("quadratic form of the matrix", "PP 2.4", number(times(T(a), X, a)), X, times(a, T(a))),
    ("same with a transpose", "PP 2.4", number(times(T(a), T(X), a)), X, times(a, T(a))),
    ("quadratic form", "PP 2.4", number(times(T(x), B, x)), x, plus(times(B, x), times(T(B), x))),
    ("quadratic form, symmetric", "BV A.4", number(times(T(x), S, x)), x, times(2, S, x)),
    (
        "half quadratic minus linear",
        "BV A.4",
        times(sp.Rational(1, 2), number(times(T(x), S, x))) - number(times(T(a), x)),
        x,
        minus(times(S, x), a),
    ),
    ("gram form", "PP 2.4", number(times(T(a), T(Y), Y, b)), Y, times(Y, plus(times(a, T(b)), times(b, T(a))))),
    (
        "affine times affine",
        "PP 2.4",
        number(times(T(plus(times(B, x), a)), C, plus(times(D, x), b))),
        x,
        plus(times(T(B), C, plus(times(D, x), b)), times(T(D), T(C), plus(times(B, x), a))),
    ),
    ("weighted gram form", "PP 2.4", number(times(T(a), T(Y), F, Y, b)), Y, plus(times(T(F), Y, a, T(b)), times(F, Y, b, T(a)))),
    (
        "affine in a matrix, weighted",
        "PP 2.4",
        number(times(T(plus(times(Y, b), c)), F, plus(times(Y, b), c))),
        Y,
        times(plus(F, T(F)), plus(times(Y, b), c), T(b)),
    ),
    ("weighted least squares in x", "PP 2.4", number(times(T(residual), W, residual)), x, times(2, T(A), W, residual)),
    (
        "weighted least squares in the matrix",
        "PP 2.4",
        number(times(T(minus(times(Y, b), c)), W, minus(times(Y, b), c))),
        Y,
        times(2, W, minus(times(Y, b), c), T(b)),
    ),
    ("least squares", "ESL 3.2", squared_norm(residual), x, times(2, T(A), residual)),
    ("mean squared error", "ESL 3.2", squared_norm(residual) / m, x, times(2 / m, T(A), residual)),
    ("ridge", "ESL 3.4.1", squared_norm(residual) + lam * squared_norm(x), x, plus(times(2, T(A), residual), times(2 * lam, x))),
    ("squared length", "PP 2.6", squared_norm(x), x, times(2, x)),
    ("length", "PP 2.6", sp.sqrt(squared_norm(minus(x, a))), x, times(1 / sp.sqrt(squared_norm(minus(x, a))), minus(x, a))),
    ("squared distance", "BV A.4", squared_norm(minus(x, a)), x, times(2, minus(x, a))),
    ("logarithm of the squared length", "BV A.4", ln(squared_norm(x)), x, times(2 / squared_norm(x), x)),
    (
        "Rayleigh quotient",
        "MN 18.3",
        number(times(T(x), S, x)) / squared_norm(x),
        x,
        plus(times(2 / squared_norm(x), S, x), times(-2 * number(times(T(x), S, x)) / squared_norm(x) ** 2, x)),
    ),
    ("trace", "PP 2.5", tr(X), X, I),
    ("trace of a product", "PP 2.5", tr(times(X, B)), X, T(B)),
    ("trace, factors on both sides", "PP 2.5", tr(times(F, Y, T(A))), Y, times(T(F), A)),
    ("trace with a transpose", "PP 2.5", tr(times(B, T(Y), A)), Y, times(A, B)),
    ("trace of a transpose times A", "PP 2.5", tr(times(T(Y), A)), Y, A),
    ("trace of A times a transpose", "PP 2.5", tr(times(A, T(Y))), Y, A),
    ("trace of a Kronecker product", "PP 2.5", tr(kronecker(B, X)), X, times(tr(B), I)),
    ("trace of a square", "PP 2.5", tr(power(X, 2)), X, times(2, T(X))),
    ("trace of a cube", "PP 2.5", tr(power(X, 3)), X, times(3, power(T(X), 2))),
    ("trace of a fourth power", "PP 2.5", tr(power(X, 4)), X, times(4, power(T(X), 3))),
    ("trace of a power", "PP 2.5", tr(power(X, k)), X, times(k, power(T(X), k - 1))),
    ("trace of a power, shifted", "PP 2.5", tr(power(plus(X, B), k)), X, times(k, power(T(plus(X, B)), k - 1))),
    ("trace of A times a square", "PP 2.5", tr(times(power(X, 2), B)), X, T(plus(times(X, B), times(B, X)))),
    ("trace of a congruence", "PP 2.5", tr(times(T(Y), F, Y)), Y, plus(times(F, Y), times(T(F), Y))),
    ("trace of the other congruence", "PP 2.5", tr(times(Y, B, T(Y))), Y, plus(times(Y, T(B)), times(Y, B))),
    ("trace of B X Xᵀ", "PP 2.5", tr(times(F, Y, T(Y))), Y, plus(times(F, Y), times(T(F), Y))),
    ("trace of A X B X", "PP 2.5", tr(times(B, X, C, X)), X, plus(times(T(B), T(X), T(C)), times(T(C), T(X), T(B)))),
    ("trace of Xᵀ B X C", "PP 2.5", tr(times(T(Y), F, Y, B)), Y, plus(times(F, Y, B), times(T(F), Y, T(B)))),
    ("trace of A X B Xᵀ C", "PP 2.5", tr(times(G, Y, B, T(Y), T(G))), Y, plus(times(T(G), G, Y, T(B)), times(T(G), G, Y, B))),
    ("squared Frobenius norm", "PP 2.7", squared_norm(Y), Y, times(2, Y)),
    ("Frobenius norm", "PP 2.7", sp.sqrt(squared_norm(Y)), Y, times(1 / sp.sqrt(squared_norm(Y)), Y)),
    ("squared norm of A X B + C", "PP 2.5", squared_norm(plus(times(F, Y, B), A)), Y, times(2, T(F), plus(times(F, Y, B), A), T(B))),
    ("squared norm of the Gram matrix", "MN 9.9", squared_norm(times(T(Y), Y)), Y, times(4, Y, T(Y), Y)),
    ("low-rank approximation", "MN 17.8", squared_norm(minus(times(X, Z), Z)), X, times(2, minus(times(X, Z), Z), T(Z))),
    ("determinant", "PP 2.1", det(X), X, times(det(X), T(inv))),
    ("determinant of a product", "PP 2.1", det(times(B, X, C)), X, times(det(times(B, X, C)), T(times(C, inverse(times(B, X, C)), B)))),
    ("square of a determinant", "PP 2.1", det(X) ** 2, X, times(2 * det(X) ** 2, T(inv))),
    ("determinant of the Gram matrix", "PP 2.1", det(times(T(Y), Y)), Y, times(2 * det(times(T(Y), Y)), Y, inverse(times(T(Y), Y)))),
    ("determinant of a power", "PP 2.1", det(power(X, k)), X, times(k * det(power(X, k)), T(inv))),
    ("logarithm of the determinant of a power", "PP 2.1", ln(det(power(X, k))), X, times(k, T(inv))),
    ("logarithm of the determinant", "PP 2.1", ln(det(X)), X, T(inv)),
    ("logarithm of the determinant of the Gram matrix", "PP 2.1", ln(det(times(T(Y), Y))), Y, times(2, Y, inverse(times(T(Y), Y)))),
    ("logarithm of a determinant, shifted", "BV A.4", ln(det(plus(X, B))), X, T(inverse(plus(X, B)))),
    ("log det barrier", "BV 11.6", tr(times(B, X)) - ln(det(X)), X, minus(T(B), T(inv))),
    ("Gaussian log-likelihood in the precision", "ESL 17.3", ln(det(X)) - tr(times(S, X)), X, minus(T(inv), S)),
    ("form of an inverse", "PP 2.2", number(times(T(a), inv, b)), X, times(-1, T(inv), a, T(b), T(inv))),
    ("trace of an inverse", "PP 2.5", tr(inv), X, times(-1, T(inv), T(inv))),
    ("trace of A X⁻¹ B", "PP 2.2", tr(times(B, inv, C)), X, times(-1, T(times(inv, C, B, inv)))),
    ("trace of an inverse, shifted", "PP 2.2", tr(inverse(plus(X, B))), X, times(-1, T(inverse(plus(X, B))), T(inverse(plus(X, B))))),
    ("inverse", "MN 9.13", inv, X, times(-1, kronecker(T(inv), inv))),
    ("linear map", "MN 9.5", times(A, x), x, A),
    ("row to column", "MN 9.5", T(times(T(x), T(A))), x, A),
    ("product with a matrix on both sides", "MN 9.13", times(F, Y, B), Y, kronecker(T(B), F)),
    ("square of a matrix", "MN 9.13", power(X, 2), X, plus(kronecker(T(X), I), kronecker(I, X))),
    ("transpose", "MN 9.13", T(Y), Y, Commutation(m, n)),
    ("matrix times vector, in the matrix", "MN 9.13", times(Y, b), Y, kronecker(T(b), sp.Identity(m))),
    ("outer product times a vector", "MN 9.5", times(x, T(x), a), x, plus(times(number(times(T(x), a)), I), times(x, T(a)))),
    ("entry by entry", "MN 9.5", elementwise(sp.sin(z), z, x), x, diagonal(elementwise(sp.cos(z), z, x))),
    (
        "layer of a network",
        "MN 9.5",
        sigma(times(A, x)),
        x,
        times(diagonal(elementwise(sp.exp(-z) / (1 + sp.exp(-z)) ** 2, z, times(A, x))), A),
    ),
    ("Hadamard product with a constant", "MN 9.5", hadamard(a, x), x, diagonal(a)),
    ("Hadamard square, summed", "MN 9.9", entries_sum(hadamard(Y, Y)), Y, times(2, Y)),
    ("Hadamard product, summed", "MN 9.9", entries_sum(hadamard(A, Y)), Y, A),
    ("trace of a Hadamard product", "MN 9.9", tr(times(T(A), hadamard(Y, Y))), Y, times(2, hadamard(A, Y))),
    ("diagonal matrix in a form", "MN 9.9", number(times(T(a), diagonal(x), b)), x, hadamard(a, b)),
    ("sum of the entries", "MN 9.9", entries_sum(Y), Y, sp.OneMatrix(m, n)),
    ("sum of the exponentials", "BV 3.1.5", entries_sum(exp(x)), x, exp(x)),
    ("log-sum-exp", "BV 3.1.5", ln(entries_sum(exp(x))), x, softmax),
    (
        "log-sum-exp of affine functions",
        "BV 3.1.5",
        ln(entries_sum(exp(times(A, x)))),
        x,
        times(1 / entries_sum(exp(times(A, x))), T(A), exp(times(A, x))),
    ),
    ("softmax", "MN 9.5", softmax, x, minus(diagonal(softmax), times(softmax, T(softmax)))),
    ("cross-entropy of a softmax", "ESL 11.4", ln(entries_sum(exp(x))) - number(times(T(a), x)), x, minus(softmax, a)),
    (
        "logistic loss, signed labels",
        "ESL 4.4.1",
        entries_sum(elementwise(ln(1 + sp.exp(-z)), z, margins)),
        x,
        times(-1, T(A), hadamard(elementwise(sp.exp(-z) / (1 + sp.exp(-z)), z, margins), c)),
    ),
    (
        "logistic loss, labels 0 and 1",
        "ESL 4.4.1",
        entries_sum(elementwise(ln(1 + sp.exp(z)), z, times(A, x))) - number(times(T(c), A, x)),
        x,
        times(T(A), minus(sigma(times(A, x)), c)),
    ),
    (
        "log barrier",
        "BV 11.2",
        times(-1, entries_sum(elementwise(ln(z), z, minus(c, times(A, x))))),
        x,
        times(T(A), elementwise(1 / z, z, minus(c, times(A, x)))),
    ),
    ("negative entropy", "BV 3.1.5", entries_sum(elementwise(z * ln(z), z, x)), x, elementwise(ln(z) + 1, z, x)),
    ("Gaussian kernel", "ESL 5.8", sp.exp(-squared_norm(minus(x, a)) / 2), x, times(-sp.exp(-squared_norm(minus(x, a)) / 2), minus(x, a))),
)

LEAST = {"w": "q", "X": ("p", "q")}
SQUARE = {"X": ("n", "n")}

#        name, source, function, variable, derivative, shapes
AS_TEXT: tuple[tuple[str, str, str, str, str, dict[str, Any]], ...] = (
    # ---- forms in a column
    ("product of two linear forms", "PP 2.4", "(a'x)(b'x)", "x", "(a b' + b a') x", {}),
    ("square of a linear form", "PP 2.4", "(a'x)^2", "x", "2 a a' x", {}),
    ("Gram form", "PP 2.4", "x'A'A x", "x", "2 A'A x", {}),
    ("fourth power of the length", "PP 2.6", "||x||^4", "x", "4 ||x||^2 x", {}),
    ("reciprocal of the length", "PP 2.6", "1/||x||", "x", "-x/||x||^3", {}),
    ("unit vector", "PP 2.6", "x/||x||", "x", "(I - x x'/||x||^2)/||x||", {}),
    ("unit vector of a difference", "PP 2.6", "(x - a)/||x - a||", "x", "(I - (x - a)(x - a)'/||x - a||^2)/||x - a||", {}),
    ("exponential of a form", "PP 8.1", "exp(-1/2 x'S x)", "x", "-exp(-1/2 x'S x) S x", {"S": "symmetric"}),
    (
        "quotient of two forms",
        "CB 4.1.4",
        "w'A w/(w'B w)",
        "w",
        "2 A w/(w'B w) - 2 (w'A w) B w/(w'B w)^2",
        {"A": "symmetric", "B": "symmetric"},
    ),
    ("Lagrangian of a component", "CB 12.1.1", "w'S w - lambda (w'w - 1)", "w", "2 S w - 2 lambda w", {"S": "symmetric"}),
    ("residual length", "BV A.4", "||A x - b||", "x", "A'(A x - b)/||A x - b||", {}),
    ("penalty with a matrix", "ESL 3.4.1", "||A x - b||^2 + lambda ||D x||^2", "x", "2 A'(A x - b) + 2 lambda D'D x", {}),
    ("sum of absolute values", "BV 6.1", "||x||_1", "x", "sign(x)", {}),
    ("lasso", "ESL 3.4.2", "1/2 ||X w - y||^2 + lambda ||w||_1", "w", "X'(X w - y) + lambda sign(w)", {}),
    ("total variation", "BV 6.3", "||D x||_1", "x", "D' sign(D x)", {}),
    ("hinge loss", "ESL 12.3.2", "sum(relu(1 - y ∘ (X w)))", "w", "-X'(y ∘ [1 - y ∘ (X w) > 0])", {}),
    ("diagonal form", "PP 2.4", "x'diag(w) x", "x", "2 w ∘ x", {}),
    ("diagonal form, in the diagonal", "PP 2.4", "x'diag(w) x", "w", "x ∘ x", {}),
    ("diagonal times a linear map", "MN 9.5", "diag(x) A x", "x", "diag(A x) + diag(x) A", {}),
    ("diagonal between matrix and column", "MN 9.5", "A diag(x) b", "x", "A diag(b)", {}),
    ("trace with a diagonal", "MN 9.9", "tr(A diag(x))", "x", "diag(A)", {}),
    ("trace with a diagonal on both sides", "MN 9.9", "tr(diag(x) A diag(x) B)", "x", "(A ∘ B' + B ∘ A') x", {}),
    # ---- traces and norms
    ("trace, one factor behind", "PP 2.5", "tr(X A)", "X", "A'", {}),
    ("trace, transposed in front", "PP 2.5", "tr(X'A)", "X", "A", {}),
    ("trace between matrices", "PP 2.5", "tr(A X B)", "X", "A'B'", {}),
    ("trace between matrices, transposed", "PP 2.5", "tr(A X'B)", "X", "B A", {}),
    ("trace of the Gram matrix", "PP 2.5", "tr(X'X)", "X", "2 X", {}),
    ("trace of a two-sided form", "PP 2.5", "tr(A X A'X')", "X", "A X A' + A'X A", {"A": ("n", "n")}),
    ("sum of all entries weighted", "MN 9.9", "c'X b", "X", "c b'", {}),
    ("quadratic in two columns", "PP 2.4", "b'X'X c", "X", "X (b c' + c b')", {}),
    ("affine in a matrix", "PP 2.4", "(X b + c)'D (X b + c)", "X", "(D + D')(X b + c) b'", {}),
    ("squared norm of A X - B", "PP 2.7", "||A X - B||_F^2", "X", "2 A'(A X - B)", {}),
    ("squared norm of X A - B", "PP 2.7", "||X A - B||_F^2", "X", "2 (X A - B) A'", {}),
    ("squared norm of a Hadamard product", "MN 9.9", "||A ∘ X||_F^2", "X", "2 A ∘ A ∘ X", {}),
    ("orthogonality penalty", "MN 9.9", "||X'X - I||_F^2", "X", "4 X (X'X - I)", {}),
    ("factorization, left factor", "MN 17.8", "1/2 ||X - U V'||_F^2", "U", "(U V' - X) V", {}),
    ("factorization, right factor", "MN 17.8", "1/2 ||X - U V'||_F^2", "V", "(U V' - X)'U", {}),
    ("symmetric factorization", "MN 17.8", "||S - X X'||_F^2", "X", "-4 (S - X X') X", {"S": "symmetric"}),
    ("reconstruction by components", "CB 12.1.2", "tr(W'S W)", "W", "2 S W", {"S": "symmetric"}),
    ("ridge in a matrix", "ESL 3.4.1", "1/2 ||X W - Y||_F^2 + lambda/2 ||W||_F^2", "W", "X'(X W - Y) + lambda W", {}),
    ("exponentials of all entries", "MN 9.9", "sum(exp(X))", "X", "exp(X)", {}),
    # ---- determinants and inverses
    ("determinant between square matrices", "PP 2.1", "det(A X B)", "X", "det(A X B) X^-T", {"A": ("n", "n"), **SQUARE}),
    ("reciprocal of a determinant", "PP 2.1", "1/det(X)", "X", "-X^-T/det(X)", {}),
    ("ln det of the other Gram matrix", "PP 2.1", "ln det(X X')", "X", "2 (X X')^-1 X", {}),
    ("ln det of an update", "PP 2.1", "ln det(S + x x')", "x", "2 (S + x x')^-1 x", {"S": "symmetric"}),
    ("ln det of a shifted Gram matrix", "PP 2.1", "ln det(I + X'X)", "X", "2 X (I + X'X)^-1", {}),
    ("form of an inverse of a product", "PP 2.2", "a'(X C)^-1 b", "X", "-X^-T C^-T a b'X^-T", {"C": ("n", "n"), **SQUARE}),
    ("trace of the inverse of the Gram matrix", "PP 2.5", "tr((X'X)^-1)", "X", "-2 X (X'X)^-1 (X'X)^-1", {}),
    ("inverse of a shifted matrix, as a form", "PP 2.2", "b'(X + lambda I)^-1 b", "X", "-(X + lambda I)^-T b b'(X + lambda I)^-T", {}),
    # ---- symmetric variables
    ("ln det, symmetric", "PP 2.8.2", "ln det S", "S", "S^-1", {"S": "symmetric"}),
    ("determinant, symmetric", "PP 2.8.2", "det S", "S", "det(S) S^-1", {"S": "symmetric"}),
    ("trace, symmetric", "PP 2.8.2", "tr(A S)", "S", "(A + A')/2", {"S": "symmetric"}),
    ("form, symmetric", "PP 2.8.2", "a'S b", "S", "(a b' + b a')/2", {"S": "symmetric"}),
    ("distance in the covariance", "PP 8.1", "(x - m)'S^-1 (x - m)", "S", "-S^-1 (x - m)(x - m)'S^-1", {"S": "symmetric", "m": "n"}),
    (
        "Gaussian log-likelihood in the mean",
        "CB 2.3.4",
        "-1/2 ln det S - 1/2 (x - m)'S^-1 (x - m)",
        "m",
        "S^-1 (x - m)",
        {"S": "symmetric", "m": "n"},
    ),
    (
        "Gaussian log-likelihood in the covariance",
        "CB 2.3.4",
        "-k/2 ln det S - k/2 tr(S^-1 M)",
        "S",
        "k/2 (S^-1 M S^-1 - S^-1)",
        {"S": "symmetric", "M": "symmetric", "k": ()},
    ),
    ("graphical lasso without its kink", "ESL 17.3", "ln det P - tr(M P)", "P", "P^-1 - M", {"P": "symmetric", "M": "symmetric"}),
    # ---- Kronecker, vec
    ("vec of a two-sided product", "PP 10.2", "vec(A X B)", "X", "B' ⊗ A", {}),
    ("factor on the right", "MN 9.13", "X A", "X", "A' ⊗ I", {}),
    ("factor on the left", "MN 9.13", "A X", "X", "I ⊗ A", {"X": ("n", "p")}),
    ("outer product in its left factor", "MN 9.5", "x y'", "x", "y ⊗ I", {}),
    # ---- functions of entries
    (
        "mean logistic loss",
        "ESL 4.4.1",
        "-1/k (y'log(sigmoid(X w)) + (1 - y)'log(1 - sigmoid(X w)))",
        "w",
        "1/k X'(sigmoid(X w) - y)",
        {"k": (), **LEAST},
    ),
    ("Hessian of the logistic loss", "CB 4.3.3", "X'(sigmoid(X w) - y)", "w", "X'diag(sigmoid(X w) ∘ (1 - sigmoid(X w))) X", {}),
    ("Hessian of log-sum-exp", "BV 3.1.5", "softmax(x)", "x", "diag(softmax(x)) - softmax(x) softmax(x)'", {}),
    ("softmax of a linear map", "CB 4.3.4", "softmax(W x)", "x", "(diag(softmax(W x)) - softmax(W x) softmax(W x)') W", {}),
    ("softmax regression in its weights", "CB 4.3.4", "-sum(Y ∘ log(softmax(X W)))", "W", "X'(diag(Y 1) softmax(X W) - Y)", {}),
    ("softmax by rows, weighted", "GB 6.2.2", "sum(softmax(Z) ∘ G)", "Z", "softmax(Z) ∘ (G - (softmax(Z) ∘ G) 1 1')", {}),
    ("attention in its values", "GB 12.4", "sum((softmax(Q K') V) ∘ G)", "V", "softmax(Q K')'G", {}),
    ("layer with tanh", "GB 6.5", "tanh(W x + b)", "x", "diag(1 - tanh(W x + b)^2) W", {}),
    ("layer with relu", "GB 6.3", "relu(W x)", "x", "diag([W x > 0]) W", {}),
    ("layer in its bias", "GB 6.5", "||relu(W x + b) - y||^2", "b", "2 (relu(W x + b) - y) ∘ [W x + b > 0]", {}),
    ("two layers in the first weights", "GB 6.5", "1/2 ||V tanh(W x) - y||^2", "W", "((V'(V tanh(W x) - y)) ∘ (1 - tanh(W x)^2)) x'", {}),
    ("bias that every row gets", "GB 6.5", "||X W + 1 b' - Y||_F^2", "b", "2 (X W + 1 b' - Y)'1", {}),
    (
        "two steps of a recurrent cell",
        "GB 10.2.2",
        "tanh(U x + W tanh(U x + W h))",
        "h",
        "diag(1 - tanh(U x + W tanh(U x + W h))^2) W diag(1 - tanh(U x + W h)^2) W",
        {},
    ),
    (
        "one unit with squared error",
        "GB 6.5",
        "(sigmoid(w'x) - t)^2",
        "w",
        "2 (sigmoid(w'x) - t) sigmoid(w'x)(1 - sigmoid(w'x)) x",
        {"t": ()},
    ),
    ("barrier of inequalities", "BV 11.2", "-sum(log(b - A x))", "x", "A'(1/(b - A x))", {}),
    ("mean of all entries", "MN 9.9", "mean(X)", "X", "1/(m n) 1 1'", {"X": ("m", "n")}),
)
