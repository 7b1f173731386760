"""Verdicts: proved, refuted by an exact witness, or undecided, and always the same."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from symtutor.checking.enclosures.enclosure import enclose
from symtutor.checking.equivalence.domains import condition_text
from symtutor.checking.equivalence.equivalence import equivalence, is_proved_equal, refute
from symtutor.errors import InputError
from symtutor.verdict import Proof, Status, Witness
from tests.verdict_cases import KNOWN_GAP, NEVER_BOTH_REAL, PROVED, REFUTED
from tests.verdict_pairs import a as parameter
from tests.verdict_pairs import pairs

x, y, n = sp.symbols("x y n")
ROOT = Path(__file__).resolve().parent.parent


def name_of(row: Any) -> Any:
    return f"{row[0]} | {row[1]}"


@pytest.mark.parametrize("left, right, options, domain", PROVED, ids=map(name_of, PROVED))
def test_equal_pairs_are_proved_with_their_domain(left: Any, right: Any, options: Any, domain: Any) -> None:
    verdict = equivalence(left, right, **options)
    assert (verdict.status, condition_text(verdict.domain)) == (Status.CORRECT, domain)
    assert isinstance(verdict.evidence, Proof)


@pytest.mark.parametrize("left, right, options", REFUTED, ids=map(name_of, REFUTED))
def test_different_pairs_are_refuted_by_a_witness(left: Any, right: Any, options: Any) -> None:
    verdict = equivalence(left, right, **options)
    assert verdict.status is Status.INCORRECT
    assert isinstance(verdict.evidence, Witness)
    assert verdict.evidence.left != verdict.evidence.right


@pytest.mark.parametrize("left, right, options", NEVER_BOTH_REAL, ids=map(name_of, NEVER_BOTH_REAL))
def test_what_is_never_both_real_is_undecided_and_told(left: Any, right: Any, options: Any) -> None:
    verdict = equivalence(left, right, **options)
    assert verdict.status is Status.UNDECIDED
    assert "no point was found at which both sides are real" in verdict.explanation


@pytest.mark.parametrize("left, right, options", KNOWN_GAP, ids=map(name_of, KNOWN_GAP))
def test_known_gaps_are_undecided_and_not_wrong(left: Any, right: Any, options: Any) -> None:
    assert equivalence(left, right, **options).status is Status.UNDECIDED


def test_generated_pairs_are_never_judged_wrongly() -> None:
    domain = {parameter: sp.Interval.open(0, sp.oo)}
    wrong, decided, count = [], 0, 0
    for left, right, equal in pairs(7, 200):
        verdict = equivalence(left, right, variable=x, domain=domain)
        count += 1
        decided += verdict.status is not Status.UNDECIDED
        if verdict.status is (Status.INCORRECT if equal else Status.CORRECT):
            wrong.append((left, right, equal, str(verdict)))
    assert wrong == []
    assert decided >= 0.95 * count


def test_a_witness_is_a_point_at_which_the_values_differ() -> None:
    left, right = sp.sin(x), sp.sin(x) + sp.Rational(1, 10**30)
    witness: Any = refute(left, right)
    low, high = (sp.Rational(end) for end in witness.enclosure)
    assert low <= -sp.Rational(1, 10**30) <= high < 0
    assert enclose(left, witness.point, 200) != enclose(right, witness.point, 200)


def test_the_witness_of_named_functions_names_them() -> None:
    f, g = sp.Function("f"), sp.Function("g")
    witness: Any = refute(sp.diff(f(x) * g(x), x), sp.diff(f(x), x) * sp.diff(g(x), x))
    assert {str(k) for k in witness.point} == {"f(u)", "g(u)", "x"}


def test_different_natural_domains_are_told() -> None:
    verdict = equivalence(sp.log(x), sp.log(sp.Abs(x)))
    assert verdict.explanation == "Correct for x > 0 (the first is defined for x > 0, the second for x ≠ 0)."


def test_the_cheap_test_proves_and_never_refutes() -> None:
    assert is_proved_equal(sp.sin(x) ** 2 + sp.cos(x) ** 2, sp.Integer(1))
    assert is_proved_equal(sp.Matrix([x, (x + 1) ** 2]), sp.Matrix([x, x**2 + 2 * x + 1]))
    assert not is_proved_equal(x, x + 1)
    assert not is_proved_equal(sp.Matrix([x]), x)


def test_matrices_are_judged_by_entry() -> None:
    verdict = equivalence(sp.Matrix([x, y]), sp.Matrix([x, 2 * y]))
    assert verdict.explanation.startswith("In entry (2, 1): not the same")
    assert equivalence(sp.Matrix([[x, y]]), sp.Matrix([x, y])).explanation == "Not of the same shape: 1×2, and not 2×1."


def test_two_symbols_of_one_name_are_an_error() -> None:
    with pytest.raises(InputError, match="two symbols are called x"):
        equivalence(x, sp.Symbol("x", positive=True))


@pytest.mark.parametrize("side", [None, object(), "1 +"])
def test_what_is_no_mathematics_is_an_error(side: Any) -> None:
    with pytest.raises(InputError):
        equivalence(side, x)


def test_the_last_resort_is_named_in_the_proof() -> None:
    verdict = equivalence(sp.gamma(x + 1), x * sp.gamma(x))
    assert verdict.status is Status.CORRECT
    assert "SymPy's simplify" in str(verdict.evidence)


def test_an_unclear_variable_is_an_error() -> None:
    with pytest.raises(InputError, match="which variable"):
        equivalence(x * y, x * y + 1, up_to_constant=True)


@pytest.mark.parametrize("f", [sp.airyai, sp.airybi, sp.LambertW, sp.Ci, partial(sp.besselj, 0), partial(sp.hyper, (1, 2), (3,))])
def test_a_false_derivative_of_a_function_without_enclosure_is_refuted(f: Any) -> None:
    u = sp.Symbol("u")
    slope = sp.diff(f(u), u)
    for false in (-slope, slope + sp.Rational(1, 10**12), slope * (1 + sp.Rational(1, 10**12))):
        verdict = equivalence(slope, false)
        assert verdict.status is Status.INCORRECT
        assert isinstance(verdict.evidence, Witness)
    assert equivalence(slope, sp.expand((slope + 1) ** 2 - slope**2 - slope - 1)).status is not Status.INCORRECT
