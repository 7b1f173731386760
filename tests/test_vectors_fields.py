"""Potentials and where they hold: a field without a place, and answers judged on the parts of its domain."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.verdict import Status

VORTEX = "(-y/(x^2+y^2), x/(x^2+y^2))"
x, y = sp.symbols("x y")


def test_a_potential_says_where_it_holds() -> None:
    found = st.potential(VORTEX)
    text = str(found)
    assert found.answer == -sp.atan(x / y)
    assert "for y ≠ 0" in text
    assert "without holes" in text
    assert {sp.Ne(y, 0)} == {c for step in found.steps for c in step.conditions}
    assert "without holes" in found.latex()
    assert "without holes" in found.markdown()


@pytest.mark.parametrize(
    "field", ["(2xy, x^2)", "(x/(x^2+y^2), y/(x^2+y^2))", "(x/sqrt(x^2+y^2), y/sqrt(x^2+y^2))", "(-y/x^2, 1/x)", "(ln y, x/y)"]
)
def test_a_potential_on_the_whole_domain_of_its_field_needs_no_condition(field: str) -> None:
    found = st.potential(field)
    assert not [c for step in found.steps for c in step.conditions]
    assert "without holes" not in str(found)


def test_an_answer_is_a_potential_where_it_has_a_value() -> None:
    found = st.potential(VORTEX)
    other = found.check("arctan(y/x)")
    assert other.status is Status.CORRECT
    assert other.domain == sp.Ne(x, 0)
    assert "x ≠ 0" in other.explanation
    assert found.check("arctan(x/y)").status is Status.INCORRECT
    assert st.potential("(2xy, x^2)").check("x^2 y + 1").explanation == "Correct."


def test_the_absence_of_a_potential_is_no_plain_mistake_where_the_field_has_a_hole() -> None:
    found = st.potential(VORTEX)
    assert found.check(None).status is Status.UNDECIDED
    assert "y ≠ 0" in found.check(None).explanation
    assert st.potential("(2xy, x^2)").check(None).status is Status.INCORRECT


@pytest.mark.parametrize("text", ["none", "no potential", "there is no potential", "does not exist"])
def test_the_absence_of_a_potential_may_be_said_in_words(text: str) -> None:
    assert st.potential("(-y, x)").check(text).status is Status.CORRECT
    assert st.potential("(2xy, x^2)").check(text).status is Status.INCORRECT
