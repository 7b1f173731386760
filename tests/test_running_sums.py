"""Running sums in closed form, and quadratures that keep their bounds."""

import numpy as np
import pytest
import sympy as sp

import symtutor as st
from symtutor.errors import InputError
from symtutor.lab.quadrature import quadrature
from symtutor.lab.running_sums import RunningSum, running_sum, sum_by_step, sum_in_closed_form

x, a, h, n = sp.symbols("x a h n")
R = sp.Rational
POLYNOMIALS = [sp.S.Zero, sp.Integer(5), 2 * x, 3 * x**2 - 4 * x, x**5 / 7 - x + R(1, 3), (x - 2) ** 4 * (x + 1)]


@pytest.mark.parametrize("f", POLYNOMIALS)
def test_the_closed_form_is_the_only_polynomial_with_these_steps(f: sp.Expr) -> None:
    found = sum_in_closed_form(f, x, a, h)
    assert sp.expand(found - found.subs(x, x - h) - h * f) == 0
    assert sp.expand(found.subs(x, a - h)) == 0


@pytest.mark.parametrize("f", POLYNOMIALS)
def test_the_closed_form_is_what_adding_up_gives(f: sp.Expr) -> None:
    found = running_sum(f, x, (-1, R(3, 2), R(1, 8)))
    assert len(found.sums) == 20
    assert found.is_exact
    assert np.allclose(found.values, [float(s) for s in found.sums], rtol=1e-13, atol=1e-13)
    assert found.rounding < 1e-12


def test_a_wrong_closed_form_is_seen() -> None:
    right = running_sum(2 * x, x, (-10, 10, R(1, 10)))
    wrong = RunningSum(right.f, x, right.low, right.step, right.count, right.antiderivative, right.closed_form - right.step * right.f)
    assert right.is_exact
    assert not wrong.is_exact
    assert "NOT, as adding up shows, " in str(wrong)


def test_a_sum_found_in_another_way_is_compared() -> None:
    grid = (-10, 10, R(1, 10))
    derived = st.riemann_sum("2x", "x", -10, "n/10 - 10", "n").answer
    assert running_sum(2 * x, x, grid, None, derived).agrees
    one_cell_off = running_sum(2 * x, x, grid, None, derived.subs(n, n - 1))
    assert not one_cell_off.agrees
    assert "is NOT the same polynomial" in str(one_cell_off)


@pytest.mark.parametrize("f", POLYNOMIALS)
def test_without_the_step_the_sum_is_the_integral(f: sp.Expr) -> None:
    found = sum_by_step(f, x, -3, h)
    assert found.is_the_integral
    assert found.is_half_a_cell_at_each_end
    assert sp.expand(found.shifted - sp.integrate(f.subs(x, a), (a, -3, x))) == 0
    assert found.skew.subs(h, 0) == 0


def test_a_curve_may_lie_below_above_or_across() -> None:
    assert "100.01 to 102 below" in str(running_sum(2 * x, x, (-10, 10, R(1, 10))))
    assert "1216.987 to 1234 above" in str(running_sum(3 * x**2 - 4 * x, x, (-10, 10, R(1, 10))))
    assert "from 0.25 below to 0.1875 above" in str(running_sum(2 * x, x, (0, 2, R(1, 4)), x**2 + R(1, 4)))


@pytest.mark.parametrize("grid", [(0, 1, R(2, 3)), (1, 0, R(1, 2)), (0, 1, 0), (0, 1, R(1, 10**6)), (0, "b", 1)])
def test_what_is_no_grid_is_refused(grid: tuple[object, object, object]) -> None:
    with pytest.raises(InputError):
        running_sum(x, x, grid)


@pytest.mark.parametrize("f", [sp.sin(x), 1 / x, a * x])
def test_what_has_no_values_or_no_closed_form_is_refused(f: sp.Expr) -> None:
    with pytest.raises(InputError):
        running_sum(f, x, (1, 2, R(1, 2)))


INTEGRALS = [
    (2 * x, -10, 10, sp.S.Zero),
    (3 * x**2 - 4 * x, -10, 10, sp.Integer(2000)),
    (sp.exp(x), 0, 1, sp.E - 1),
    (sp.sin(x), 0, 3, 1 - sp.cos(3)),
    (1 / x, 1, 2, sp.log(2)),
    (sp.Abs(x), -1, R(1, 2), R(5, 8)),
    (sp.sqrt(x), 0, 1, R(2, 3)),
    (sp.sign(x - R(1, 3)), 0, 1, R(1, 3)),
]


@pytest.mark.parametrize("kind", ["left", "right", "midpoint", "trapezoid"])
@pytest.mark.parametrize("count", [1, 7, 200])
@pytest.mark.parametrize("f, low, high, exact", INTEGRALS)
def test_a_quadrature_keeps_its_bound(f: sp.Expr, low: object, high: object, exact: sp.Expr, count: int, kind: str) -> None:
    found = quadrature(f, x, (low, high), count, exact, kind=kind)
    assert found.holds
    assert found.observed <= found.predicted


def test_bounds_are_sharp_where_the_derivative_is_constant() -> None:
    left = quadrature(2 * x, x, (-10, 10), 200, sp.S.Zero)
    assert (left.value, left.observed) == (-2, 2)
    assert 2 <= left.predicted < 2 + 1e-9
    middle = quadrature(3 * x**2 - 4 * x, x, (-10, 10), 200, sp.Integer(2000), kind="midpoint")
    assert middle.observed == pytest.approx(0.05)
    assert middle.observed <= middle.predicted < 0.05 + 1e-9


def test_no_bound_is_said_and_none_is_made_up() -> None:
    assert str(quadrature(sp.sqrt(x), x, (0, 1), 10)).endswith("no bound on its error was found.")
    assert "at most" in str(quadrature(sp.exp(x), x, (0, 1), 10))


@pytest.mark.parametrize("limits, count, kind", [((1, 0), 5, "left"), ((0, 1), 0, "left"), ((0, 1), 2.5, "left"), ((0, 1), 5, "upper")])
def test_a_quadrature_without_sense_is_refused(limits: tuple[int, int], count: int, kind: str) -> None:
    with pytest.raises(InputError):
        quadrature(x, x, limits, count, kind=kind)
