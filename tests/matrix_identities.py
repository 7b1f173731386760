"""Derivatives of matrix calculus from the literature, typed from the reference tables, each with where it stands.

Gradients of numbers have the shape of the variable (denominator layout), Jacobians are in numerator layout.

PP: K. B. Petersen and M. S. Pedersen, The Matrix Cookbook, version of November 15, 2012, by section.
MN: J. R. Magnus and H. Neudecker, Matrix Differential Calculus, 3rd ed., Wiley, 2019, by chapter and section.
ESL: T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning, 2nd ed., Springer, 2009, by section.
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
