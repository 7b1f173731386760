"""Hand work about vectors, matrices and sums over indices."""

import pytest

from symtutor import check_work
from symtutor.verdict import Status

RIGHT = [
    (r"f(x)=x^TAx", [r"df=dx^TAx+x^TA\,dx", r"\nabla f=(A+A^T)x"]),
    (r"f(w)=\|Xw-y\|^2", [r"f=(Xw-y)^T(Xw-y)", r"\nabla_w f=2X^T(Xw-y)", r"X^TXw=X^Ty", r"w=(X^TX)^{-1}X^Ty"]),
    (r"f(w)=\|Xw-y\|^2+\lambda\|w\|^2", [r"\frac{\partial f}{\partial w}=2X^T(Xw-y)+2\lambda w", r"(X^TX+\lambda I)w=X^Ty"]),
    (r"J=\sum_i(y_i-w^Tx_i)^2", [r"\frac{\partial J}{\partial w_j}=-2\sum_i(y_i-w^Tx_i)x_{ij}"]),
    (
        r"q_k=\frac{e^{z_k}}{\sum_je^{z_j}};\ \frac{\partial q_k}{\partial z_i},\ k\ne i",
        [r"=-\frac{e^{z_k}e^{z_i}}{(\sum_je^{z_j})^2}", r"=-q_kq_i"],
    ),
    (r"f(X)=\mathrm{tr}(AX^TB)", [r"df=\mathrm{tr}(A\,dX^TB)", r"df=\mathrm{tr}(A^TB^TdX)", r"\nabla f=BA"]),
    (r"f(w)=\frac1n\sum_{i=1}^n(w^Tx_i-y_i)^2", [r"\nabla f=\frac2n\sum_{i=1}^n(w^Tx_i-y_i)x_i", r"\nabla f=\frac2nX^T(Xw-y)"]),
    (r"L=\frac12\|Wx-y\|^2", [r"\delta=Wx-y", r"\frac{\partial L}{\partial W}=\delta x^T", r"\frac{\partial L}{\partial x}=W^T\delta"]),
    (
        r"\ell(\mu)=-\frac12\sum_i(x_i-\mu)^T\Sigma^{-1}(x_i-\mu),\ \Sigma=\Sigma^T",
        [r"\frac{\partial\ell}{\partial\mu}=\sum_i\Sigma^{-1}(x_i-\mu)"],
    ),
]

WRONG = [
    (1, r"f(x)=x^TAx", [r"\nabla f=2Ax"]),
    (1, r"f(w)=\|Xw-y\|^2", [r"\nabla f=2X(Xw-y)"]),
    (1, r"f(w)=\|Xw-y\|^2", [r"\nabla f=X^T(Xw-y)"]),
    (2, r"f(w)=\|Xw-y\|^2+\lambda\|w\|^2", [r"\nabla f=2X^T(Xw-y)+2\lambda w", r"w=(X^TX)^{-1}X^Ty"]),
    (1, r"J=\sum_i(y_i-w^Tx_i)^2", [r"\frac{\partial J}{\partial w_j}=2\sum_i(y_i-w^Tx_i)x_{ij}"]),
    (1, r"q_k=\frac{e^{z_k}}{\sum_je^{z_j}};\ \frac{\partial q_k}{\partial z_i}", [r"=-q_kq_i"]),
    (1, r"f(X)=\mathrm{tr}(AX^TB)", [r"\nabla f=A^TB^T"]),
    (2, r"L=\frac12\|Wx-y\|^2", [r"\delta=Wx-y", r"\frac{\partial L}{\partial W}=x\delta^T"]),
]


@pytest.mark.parametrize(("problem", "lines"), RIGHT, ids=[p for p, _ in RIGHT])
def test_right_work_with_arrays_is_called_right(problem: str, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert (found.status, found.first_wrong) == (Status.CORRECT, None), [(line.text, line.status, line.explanation) for line in found.lines]


@pytest.mark.parametrize(("first", "problem", "lines"), WRONG, ids=[f"{n} {p} {ls[-1]}" for n, p, ls in WRONG])
def test_the_first_wrong_line_with_arrays_is_found(first: int, problem: str, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert (found.status, found.first_wrong) == (Status.INCORRECT, first)


def test_a_letter_that_nothing_defines_leaves_a_line_undecided() -> None:
    found = check_work([r"\nabla f=2Mx"], r"f(x)=x^TAx")
    assert found.status is Status.UNDECIDED


def test_second_derivatives_of_the_log_likelihood_have_their_sign() -> None:
    problem = r"\ell=\sum_i\left[y_i\beta^Tx_i-\log(1+\exp(\beta^Tx_i))\right]"
    lines = [r"\frac{\partial\ell}{\partial\beta}=X^T(y-p)", r"\frac{\partial^2\ell}{\partial\beta^2}=X^TWX,\ W=\mathrm{diag}(p_i(1-p_i))"]
    assert [line.true for line in check_work(lines, problem).lines] == [True, False]
    lines[1] = lines[1].replace("=X^TWX", "=-X^TWX")
    assert [line.true for line in check_work(lines, problem).lines] == [True, True]
