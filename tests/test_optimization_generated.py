"""A small part of the generated problems of optimization; ``python -m tests.benchmarks optimization`` runs thousands."""

from random import Random

import pytest
import sympy as sp

import symtutor as st
from symtutor.verdict import Status
from tests.optimization_problems import (
    bent_programme,
    complaints,
    function_on_a_domain,
    least_bent_value,
    least_value,
    on_an_ellipse,
    programme_in_letters,
    quadratic_programme,
    sampled_minimum,
)

STATUS = {"infeasible": "infeasible", "unbounded": "unbounded"}


@pytest.mark.parametrize("seed", range(24))
def test_quadratic_programmes_agree_with_their_faces(seed: int) -> None:
    is_bent = seed % 2 == 1  # its Q may have negative eigenvalues
    q, c, rows = (bent_programme if is_bent else quadratic_programme)(Random(seed))
    f, constraints, names = programme_in_letters(q, c, rows)
    solution = st.minimize(f, subject_to=constraints, variables=names)
    wanted = (least_bent_value if is_bent else least_value)(q, c, rows)
    assert solution.report.status is Status.CORRECT
    assert solution.answer.status == STATUS.get(str(wanted), "minimum")
    if not isinstance(wanted, str):
        assert solution.answer.value == sp.Rational(wanted.numerator, wanted.denominator)


@pytest.mark.parametrize("seed", [2, 3, 5, 7, 11])
def test_no_sampled_point_of_a_curve_or_disc_is_better(seed: int) -> None:
    f, constraints, places = on_an_ellipse(Random(seed))
    answer = st.minimize(f, subject_to=constraints, variables="x y").answer
    lowest = sampled_minimum(f, places)
    assert float(answer.value) <= lowest + 1e-9
    assert float(answer.value) >= lowest - 1e-2


@pytest.mark.parametrize("seed", range(12))
def test_no_sampled_value_speaks_against_extrema(seed: int) -> None:
    f, domain = function_on_a_domain(Random(seed))
    try:
        solution = st.optimize(f, "x", domain=domain)
    except st.SymtutorError:
        return  # no claim is made
    assert not list(complaints(f, solution))
