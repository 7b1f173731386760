"""Matrix calculus at symbolic sizes: the reference tables, derived with steps, and the check that would catch an error."""

from dataclasses import replace
from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.ask.inputs.matrix_inputs import canonical
from symtutor.ask.matrices import matrix_derivative, matrix_differential
from symtutor.checking.derivation import check_derivation
from symtutor.checking.index_notation.instances import EXACT, NUMERIC, instance
from symtutor.checking.meanings.matrices import judge_matrix_goal
from symtutor.deriving.search import derive
from symtutor.errors import InputError, NoRuleApplies, StepRefuted
from symtutor.goals.matrices import DifferentialOf, MatrixDerivative
from symtutor.matrix_algebra import (
    Symmetric,
    diagonal_of,
    elementwise,
    hadamard,
    inverse,
    plus,
    power,
    squared_norm,
    times,
    trace,
    transposed,
)
from symtutor.problem import Problem
from symtutor.rule import Rule
from symtutor.rules import BOOK
from symtutor.verdict import Status
from tests.matrix_identities import AS_TEXT, IDENTITIES, A, B, X, Y, a, b, c, m, n, residual, x

NOT_PROVED_FOR_LETTERS: set[str] = set()
NAMES = [row[0] for row in IDENTITIES]


def test_the_table_is_as_long_as_it_claims() -> None:
    names = [*NAMES, *(row[0] for row in AS_TEXT)]
    assert len(names) >= 150
    assert len(set(names)) == len(names)
    assert all(str(row[1]).split()[0] in {"PP", "MN", "ESL", "BV", "CB", "GB"} for row in (*IDENTITIES, *AS_TEXT))


@pytest.mark.parametrize("name, _source, f, variable, expected, shapes", AS_TEXT, ids=[row[0] for row in AS_TEXT])
def test_an_identity_in_the_notation_of_papers_is_derived_and_proved(
    name: str, _source: str, f: str, variable: str, expected: str, shapes: dict[str, Any]
) -> None:
    solution = matrix_derivative(f, variable, shapes=shapes)
    assert solution.explained, name
    assert len(solution.steps) >= 1
    assert solution.report.status is Status.CORRECT
    verdict = solution.check(expected)
    assert verdict.status is Status.CORRECT
    assert "every size" in verdict.explanation
    assert solution.check(f"2 ({expected})").status is Status.INCORRECT


@pytest.mark.parametrize("name, _source, f, variable, expected", IDENTITIES, ids=NAMES)
def test_an_identity_of_the_literature_is_derived(name: str, _source: str, f: Any, variable: Any, expected: Any) -> None:
    solution = matrix_derivative(f, variable)
    assert solution.explained, name
    assert len(solution.steps) >= 1
    assert all(finding.verdict.status is not Status.INCORRECT for finding in solution.report.findings)
    goal = MatrixDerivative(canonical(f), variable)
    typed = judge_matrix_goal(goal, canonical(expected))
    assert typed.status is not Status.INCORRECT, typed.evidence
    assert (solution.report.status is Status.CORRECT) is (name not in NOT_PROVED_FOR_LETTERS)


@pytest.mark.parametrize("name, _source, f, variable, expected", IDENTITIES, ids=NAMES)
def test_a_wrong_factor_is_refuted(name: str, _source: str, f: Any, variable: Any, expected: Any) -> None:
    goal = MatrixDerivative(canonical(f), variable)
    assert judge_matrix_goal(goal, canonical(times(2, expected))).status is Status.INCORRECT, name


def test_a_transposed_gradient_is_refuted_where_it_differs() -> None:
    goal = MatrixDerivative(trace(times(X, B)), X)
    assert judge_matrix_goal(goal, transposed(B)).status is Status.CORRECT
    assert judge_matrix_goal(goal, B).status is Status.INCORRECT


def test_the_evidence_says_for_which_sizes() -> None:
    solution = matrix_derivative(squared_norm(residual), x)
    found = solution.report.findings[-1].verdict
    assert "m = 3, n = 2" in str(found.evidence)
    assert "m = 6, n = 4" in str(found.evidence)
    assert "for matrices of every size" in str(found.evidence)
    assert found.domain is sp.true
    assert solution.report.status is Status.CORRECT


def test_an_answer_is_judged_at_fixed_sizes_and_its_mistake_named() -> None:
    solution = matrix_derivative(sp.Trace(X * B), X)
    assert solution.check(B.T).status is Status.CORRECT
    wrong = solution.check(B)
    assert wrong.status is Status.INCORRECT
    assert wrong.mistake == "matrix.read_off/transposed"
    least = matrix_derivative((A * x - c).T * (A * x - c), x)
    assert least.check(2 * A.T * A * x - 2 * A.T * c).status is Status.CORRECT
    assert least.check(A.T * (A * x - c)).status is Status.INCORRECT
    assert least.check((2 * A.T * (A * x - c)).T).mistake == "matrix.answer/other-layout"
    inverted = matrix_differential(X.I, X)
    dX = sp.MatrixSymbol("dX", n, n)
    assert inverted.check(X.I * dX * X.I).mistake == "matrix.inverse/no-minus"
    assert inverted.check(-X.I * X.I * dX).mistake == "matrix.inverse/as-of-numbers"


def test_the_layout_can_be_chosen() -> None:
    assert matrix_derivative(a.T * x, x).answer == a
    assert matrix_derivative(a.T * x, x, layout="numerator").answer == a.T
    assert matrix_derivative(A * x, x).answer == A
    assert matrix_derivative(A * x, x, layout="denominator").answer == A.T
    assert "denominator layout" in matrix_derivative(a.T * x, x).text(detail="full")
    with pytest.raises(InputError, match="layout"):
        matrix_derivative(a.T * x, x, layout="mixed")


def test_steps_are_printed_as_a_textbook_prints_them() -> None:
    text = str(matrix_derivative((A * x - c).T * (A * x - c), x))
    assert "product rule d(AB) = dA·B + A·dB" in text
    assert "2Aᵀ·(A·x − c)" in text
    assert "the gradient is read off" in text
    assert str(matrix_differential(X.I, X)).partition("Answer:")[0].count("−X⁻¹·dX·X⁻¹") == 1
    latex = matrix_derivative(sp.Trace(X * B), X).latex()
    assert r"B^{\top}" in latex


def test_the_hessian_is_the_jacobian_of_the_gradient() -> None:
    gradient = matrix_derivative(squared_norm(residual), x).answer
    assert matrix_derivative(gradient, x).answer == 2 * transposed(A) * A


def test_expressions_of_sympy_are_brought_to_one_form() -> None:
    assert matrix_derivative(x.T * B * x, x).answer == times(plus(B, transposed(B)), x)
    assert matrix_derivative(x.T * x, x).answer == times(2, x)
    assert matrix_derivative(sp.log(sp.det(X)), X).answer == sp.Transpose(sp.Inverse(X))
    assert canonical(X * X.I * a) == a
    assert canonical((X * B).T) == times(transposed(B), transposed(X))


RAW = (
    (A * x - c).T * (A * x - c),
    X * X.I * X,
    X.I * (X * B).T * a,
    2 * X + X - 3 * B,
    sp.Trace(2 * X * X.T - X),
    sp.HadamardProduct(2 * X, B, sp.OneMatrix(n, n)),
    (X + B).T * (X - B) * sp.Identity(n),
    sp.KroneckerProduct(2 * X, B.T),
    (a * b.T * a) * (b.T * a),
    sp.MatPow(X.T, 3) + sp.ZeroMatrix(n, n),
    sp.DiagMatrix(2 * a) * X,
    (X.T).I * (X.I).T,
)


@pytest.mark.parametrize("expr", RAW, ids=str)
def test_the_one_form_has_the_value_of_what_was_written(expr: Any) -> None:
    sizes = {m: 3, n: 2}
    matrices = {
        s: sp.ImmutableMatrix(
            *(int(size.xreplace(sizes)) if hasattr(size, "xreplace") else size for size in s.shape),
            lambda i, j, k=k: sp.Rational(3 * i + 5 * j + k + 1, i + 2 * j + 1) + 2 * int(i == j),
        )
        for k, s in enumerate(sorted(expr.atoms(sp.MatrixSymbol), key=str))
    }
    assert instance(expr, EXACT, sizes, matrices) == instance(canonical(expr), EXACT, sizes, matrices)


def test_what_cannot_be_asked_is_said() -> None:
    with pytest.raises(InputError, match="no matrix symbol"):
        matrix_derivative(x.T * x, sp.Symbol("x"))
    S = Symmetric("S", n)
    with pytest.raises(InputError, match="not independent"):
        matrix_derivative(S * B, S)
    with pytest.raises(InputError, match="single entries"):
        matrix_derivative(X[0, 1], X)
    with pytest.raises(NoRuleApplies):
        matrix_derivative(sp.Trace(B * sp.MatPow(X, sp.Symbol("k"))), X)


FALSE = {
    "matrix.inverse": 0,
    "matrix.product": 0,
    "matrix.read_off": 0,
    "matrix.scalar_chain": 0,
    "matrix.map": 0,
}
USES = {
    "matrix.inverse": MatrixDerivative(trace(inverse(X)), X),
    "matrix.product": MatrixDerivative(trace(times(transposed(x), B, x)), x),
    "matrix.read_off": MatrixDerivative(trace(times(X, B)), X),
    "matrix.scalar_chain": MatrixDerivative(sp.log(squared_norm(x)), x),
    "matrix.map": DifferentialOf(elementwise(sp.exp(sp.Symbol("z")), sp.Symbol("z"), times(A, x)), x),
}


@pytest.mark.parametrize("rule", FALSE)
def test_a_false_rule_of_matrix_calculus_is_refuted_or_does_not_fit(rule: str) -> None:
    wrong = replace(BOOK.by_id[rule], right=BOOK.by_id[rule].mistakes[FALSE[rule]].right)
    with pytest.raises((StepRefuted, NoRuleApplies, ValueError, AttributeError)):
        check_derivation(derive(Problem(USES[rule]), BOOK.with_rules(wrong)))


def test_every_node_fits_its_rule() -> None:
    for _, _, f, variable, _ in IDENTITIES:
        for node in derive(Problem(MatrixDerivative(canonical(f), variable)), BOOK).nodes():
            if node.rule.id.startswith("matrix."):
                assert node.left() == node.goal, node.rule.id
                assert isinstance(node.rule, Rule), node
                assert set(node.bindings) == set(node.rule.parameters), node.rule.id


def test_exact_and_numeric_instances_agree() -> None:
    sizes = {n: 3}
    numbers = sp.ImmutableMatrix(3, 3, lambda i, j: sp.Rational(i + 2 * j + 1, 3) + int(i == j))
    for expr in (
        X * X.T,
        inverse(X),
        sp.Determinant(X) * X,
        power(X, 3),
        hadamard(X, transposed(X)),
        diagonal_of(X),
        sp.KroneckerProduct(X, X),
    ):
        exact = instance(expr, EXACT, sizes, {X: numbers})
        floats = instance(expr, NUMERIC, sizes, {X: __import__("numpy").array(numbers.tolist(), dtype=complex)})
        assert abs(sp.Matrix(exact) - sp.Matrix(floats)).norm() < 1e-9 if exact.shape == (3, 3) else exact.shape == floats.shape


def test_derivatives_do_not_depend_on_the_order_of_calls() -> None:
    first = str(matrix_derivative(squared_norm(residual), x))
    matrix_derivative(sp.Trace(X * B * X), X)
    assert str(matrix_derivative(squared_norm(residual), x)) == first


def test_public_names() -> None:
    assert st.matrix_derivative is matrix_derivative
    assert matrix_derivative(times(transposed(c), Y, b), Y).answer == times(c, transposed(b))


@pytest.mark.parametrize("name", ["least squares", "softmax", "Gaussian log-likelihood in the precision", "inverse", "transpose"])
def test_json_gives_a_solution_at_symbolic_sizes_back(name: str) -> None:
    _, _, f, variable, _ = IDENTITIES[NAMES.index(name)]
    solution = matrix_derivative(f, variable)
    assert st.Solution.from_json(solution.json()).answer == solution.answer
