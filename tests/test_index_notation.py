"""Proofs in index notation: what they prove for every size, what they must never prove, and that they stand alone."""

import ast
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from symtutor.ask.inputs.matrix_inputs import canonical
from symtutor.checking.index_notation import proof
from symtutor.checking.index_notation.monomials import Index, IndexNotationError, Slot, labelled
from symtutor.checking.index_notation.proof import is_proved_for_all_sizes
from symtutor.checking.meanings.matrices import judge_matrix_goal
from symtutor.deriving.search import derive
from symtutor.goals.matrices import DifferentialOf, Gathered, MatrixDerivative, Transposed
from symtutor.matrix_algebra import Map, Symmetric, hadamard, is_matrix, plus, times, transposed
from symtutor.problem import Problem
from symtutor.rules import BOOK
from symtutor.verdict import Status
from tests.matrix_identities import IDENTITIES, A, B, C, X, Y, a, b, c, m, n, x

NAMES = [row[0] for row in IDENTITIES]
k = sp.Symbol("k")
z = sp.Symbol("z")
CHECKING = Path(proof.__file__).parent.parent


@pytest.mark.parametrize("name, _source, f, variable, expected", IDENTITIES, ids=NAMES)
def test_an_identity_and_every_step_to_it_is_proved_for_all_sizes(name: str, _source: str, f: Any, variable: Any, expected: Any) -> None:
    goal = MatrixDerivative(canonical(f), variable)
    assert is_proved_for_all_sizes(goal, canonical(expected)), name
    for node in derive(Problem(goal), BOOK).nodes():
        if node.rule.id.startswith("matrix."):
            assert is_proved_for_all_sizes(node.goal, node.value), (node.rule.id, node.goal)


def mutated(expected: Any) -> list[Any]:
    """Return wrong answers made of a right one: another factor, a term left out, the transpose, a product exchanged."""
    found = [times(2, expected), times(-1, expected)]
    if isinstance(expected, sp.MatAdd):
        found += [plus(*(t for j, t in enumerate(expected.args) if j != i)) for i in range(len(expected.args))]
        found.append(plus(*expected.args[:-1], times(-1, expected.args[-1])))
    if expected.shape[0] == expected.shape[1] and transposed(expected) != expected:
        found.append(transposed(expected))
    if isinstance(expected, sp.MatMul):
        *start, p, q = tuple[Any, ...](expected.args)
        if is_matrix(p) and p.shape == q.shape and p.shape[0] == p.shape[1] and p not in {q, transposed(q)}:
            found.append(times(*start, q, p))
    return found


@pytest.mark.parametrize("name, _source, f, variable, expected", IDENTITIES, ids=NAMES)
def test_a_wrong_answer_is_never_proved(name: str, _source: str, f: Any, variable: Any, expected: Any) -> None:
    goal = MatrixDerivative(canonical(f), variable)
    for wrong in mutated(canonical(expected)):
        if judge_matrix_goal(goal, wrong).status is Status.INCORRECT:
            assert not is_proved_for_all_sizes(goal, wrong), (name, wrong)
    assert not is_proved_for_all_sizes(goal, times(2, canonical(expected))), name


M = plus(X, B)
gram = times(transposed(Y), Y)
projection = times(Y, sp.Inverse(gram), transposed(Y))
S = Symmetric("S", n)
EQUAL = (
    (sp.MatMul(M, sp.Inverse(M), evaluate=False), sp.Identity(n)),
    (sp.MatMul(sp.Inverse(M), X, evaluate=False) + sp.MatMul(sp.Inverse(M), B, evaluate=False), sp.Identity(n)),
    (X * sp.Inverse(M) * X, X - B + B * sp.Inverse(M) * B),
    (projection * projection, projection),
    (sp.Inverse(gram), sp.Transpose(sp.Inverse(gram))),
    (sp.Inverse(S) * X.T, (X * sp.Inverse(S)).T),
    (sp.MatMul(X**k, X, evaluate=False), sp.MatMul(X, X**k, evaluate=False)),
    (sp.MatMul(X ** (k - 1), X, evaluate=False), X**k),
    (sp.MatMul(sp.Inverse(X), X ** (k + 2), evaluate=False), X ** (k + 1)),
    (sp.HadamardProduct(A, Y).T, sp.HadamardProduct(Y.T, A.T)),
    (sp.DiagMatrix(a) * b, sp.HadamardProduct(a, b)),
    (sp.DiagonalOf(a * b.T), sp.HadamardProduct(b, a)),
    (Map(sp.exp(z), z, 2 * x), Map(sp.exp(z) ** 2, z, x)),
    (Map(1 / (1 + sp.exp(-z)), z, A * x) + Map(1 / (1 + sp.exp(z)), z, A * x), sp.OneMatrix(m, 1)),
    (Map(sp.sin(z) ** 2 + sp.cos(z) ** 2, z, X), sp.OneMatrix(n, n)),
    (sp.Trace(a.T * B * b) * X, sp.Trace(b.T * B.T * a) * X),
    (sp.Trace(X * B * C) * a, sp.Trace(C * X * B) * a),
    (sp.Trace(sp.OneMatrix(n, n)) * a, n * a),
    (sp.KroneckerProduct(A, B) * sp.KroneckerProduct(x, b), sp.KroneckerProduct(A * x, B * b)),
)


@pytest.mark.parametrize("left, right", EQUAL, ids=[f"{i}: {left}"[:50] for i, (left, _) in enumerate(EQUAL)])
def test_two_ways_to_write_one_matrix_are_proved_equal(left: Any, right: Any) -> None:
    assert is_proved_for_all_sizes(Transposed(left), sp.Transpose(right))
    assert not is_proved_for_all_sizes(Transposed(left), sp.Transpose(2 * right))


def test_factors_in_another_order_are_not_proved_equal() -> None:
    assert not is_proved_for_all_sizes(Transposed(X * B), (B * X).T)
    assert not is_proved_for_all_sizes(Transposed(X * X.T), (X.T * X).T)
    assert not is_proved_for_all_sizes(Gathered(sp.Trace(X * B * C), X), sp.Trace(X * C * B))
    assert is_proved_for_all_sizes(Gathered(sp.Trace(X * B * C), X), sp.Trace(C.T * B.T * X.T))


@pytest.mark.parametrize(
    "f, slope",
    [
        (sp.Trace(X**k), k * (X.T) ** (k - 1)),
        (sp.Trace((X + B) ** k), k * (X.T + B.T) ** (k - 1)),
        (sp.log(sp.Determinant(X**k)), k * sp.Inverse(X).T),
        (sp.exp(sp.Trace(X**k)), k * sp.exp(sp.Trace(X**k)) * (X.T) ** (k - 1)),
    ],
)
def test_symbolic_powers(f: Any, slope: Any) -> None:
    goal = MatrixDerivative(canonical(f), X)
    assert is_proved_for_all_sizes(goal, canonical(slope))
    assert not is_proved_for_all_sizes(goal, canonical(sp.Transpose(slope)))
    assert judge_matrix_goal(goal, canonical(slope)).status is Status.CORRECT
    assert judge_matrix_goal(goal, canonical(2 * slope)).status is Status.INCORRECT


def test_what_is_outside_is_not_proved_and_told_with_its_sizes() -> None:
    f = sp.Trace(B * X**k)
    dX = sp.MatrixSymbol("dX", n, n)
    verdict = judge_matrix_goal(DifferentialOf(f, X), sp.Trace(B * dX))
    assert verdict.status is Status.INCORRECT
    largest = Map(sp.Max(z, 0), z, A * x)
    slope = sp.DiagMatrix(Map(sp.Heaviside(z), z, A * x)) * A
    assert judge_matrix_goal(MatrixDerivative(largest, x), canonical(slope)).status is not Status.INCORRECT


def test_matrices_of_a_fixed_size_are_proved_at_it() -> None:
    P = sp.MatrixSymbol("P", 2, 2)
    assert judge_matrix_goal(MatrixDerivative(sp.Trace(P * P), P), canonical(2 * P.T)).status is Status.CORRECT
    assert is_proved_for_all_sizes(MatrixDerivative(sp.Trace(P * P), P), canonical(2 * P.T))


def test_names_of_bound_indices_do_not_matter() -> None:
    i, j, q = (Index(number, n) for number in (1, 2, 3))
    ring = [Slot("A", (i, j)), Slot("A", (j, q)), Slot("A", (q, i))]
    turned = [Slot("A", (q, i)), Slot("A", (j, q)), Slot("A", (i, j))]
    assert labelled(ring, ())[0] == labelled(turned, ())[0]
    assert labelled(ring, ())[0] != labelled([*ring[:2], Slot("A", (i, q))], ())[0]
    assert len(labelled(ring, ())[1]) == 3


def test_too_many_symmetries_are_given_up() -> None:
    alike = [Slot("A", (Index(2 * r + 1, n), Index(2 * r + 2, n))) for r in range(7)]
    with pytest.raises(IndexNotationError, match="symmetries"):
        labelled(alike, ())


@pytest.mark.parametrize(
    "path",
    sorted(CHECKING.glob("index_notation/*.py")) + [CHECKING / "meanings" / name for name in ("matrices.py", "vectors.py")],
    ids=lambda p: p.name,
)
def test_the_check_uses_no_constructor_of_the_rules(path: Path) -> None:
    """Only classes of nodes, which are nouns, may come from the modules that the rules use."""
    taken = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module in {"symtutor.matrix_algebra", "symtutor.goals.matrices"}
        for alias in node.names
    }
    assert all(name[0].isupper() for name in taken), taken


def test_a_vector_in_its_own_quadratic_form() -> None:
    goal = MatrixDerivative(canonical(sp.Trace(x.T * B * x)), x)
    assert is_proved_for_all_sizes(goal, canonical(B * x + B.T * x))
    assert not is_proved_for_all_sizes(goal, canonical(2 * B * x))
    assert is_proved_for_all_sizes(MatrixDerivative(canonical(sp.Trace(x.T * S * x)), x), canonical(2 * S * x))
    assert is_proved_for_all_sizes(MatrixDerivative(hadamard(c, A * x), x), canonical(sp.DiagMatrix(c) * A))
