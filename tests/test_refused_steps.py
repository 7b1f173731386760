"""A step that the check refutes is shown to nobody, and does not stop a problem that another rule solves."""

from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.derivation import check_derivation
from symtutor.errors import StepRefuted
from symtutor.views import solving


def _refusing(rule: str) -> Callable[..., Any]:
    """Return a check that refutes every step by one rule."""

    def check(solved: Any, domain: Any = None) -> Any:
        for node in solved.nodes():
            if node.rule.id == rule:
                raise StepRefuted(rule, node.goal, "on purpose")
        return check_derivation(solved, domain)

    return check


@pytest.mark.parametrize(
    ("ask", "rule", "wanted"),
    [
        (lambda: st.limit("sin(x)/x", "x", 0), "limit.standard_sin", "1"),
        (lambda: st.limit("(x^2 - 1)/(x - 1)", "x", 1), "limit.common_factor", "2"),
        (lambda: st.integrate("sin x cos x", "x", (0, "pi/2")), "int.definite_substitution", "1/2"),
        (lambda: st.differentiate("(x^2 + 1)^2"), "finish.sum", "4*x*(x**2 + 1)"),
    ],
)
def test_another_rule_is_tried(ask: Callable[[], Any], rule: str, wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "_kept", {})
    assert rule in {node.rule.id for node in ask().derivation.nodes()}
    monkeypatch.setattr(solving, "_kept", {})
    monkeypatch.setattr(solving, "check_derivation", _refusing(rule))
    found = ask()
    assert rule not in {node.rule.id for node in found.derivation.nodes()}
    assert sp.expand(found.answer - sp.sympify(wanted)) == 0


def test_where_no_other_rule_leads_on_the_first_refuted_step_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "_kept", {})
    monkeypatch.setattr(solving, "check_derivation", _refusing("diff.sum"))
    with pytest.raises(StepRefuted, match=r"diff\.sum"):
        st.differentiate("x^2 + x")


def test_the_slope_of_a_product_in_bars_at_its_zero_is_told_for_letters() -> None:
    assert st.differentiate("|x y|", "x", at={"x": 0}).answer is sp.nan
    assert st.differentiate("x |x y|", "x", at={"x": 0}).answer == 0
    assert st.hessian("|x y|", at={"x": 0, "y": 0}).answer == sp.ImmutableMatrix([[0, sp.nan], [sp.nan, 0]])
    assert st.hessian("|x y|", at={"x": 1, "y": 2}).answer == sp.ImmutableMatrix([[0, 1], [1, 0]])


@pytest.mark.parametrize("start", [sp.Float("1." + "3" * 149, 150), sp.Rational(10**40 + 1, 3 * 10**40)])
def test_steps_downhill_are_exact_from_a_start_of_many_digits(start: sp.Expr) -> None:
    points = st.descend("x^2", start, steps=2).answer.points
    assert points[1][0] == points[0][0] * sp.Rational(4, 5)
