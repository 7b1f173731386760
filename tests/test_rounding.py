"""What lessons print does not depend on how a processor rounds powers and exponentials."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.calculus import floats
from tests.shown_lessons import text_of

x = sp.Symbol("x")


def _rounded_otherwise(expr: Any, names: tuple[sp.Symbol, ...]) -> Callable[..., Any]:
    """Return the numpy function of an expression with every value that is no small integer one unit in the last place off."""
    plain = floats._numpy_function(expr, names)  # noqa: SLF001 (what another processor would compute stands in its place)

    def function(*numbers: Any) -> Any:
        values = plain(*numbers)
        if np.iscomplexobj(values):
            return values
        whole = (values == np.round(values)) & (np.abs(values) < 2**40)
        moved = np.where(whole, values, np.nextafter(values, np.inf))
        return moved if np.ndim(values) else float(moved)

    return function


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_lesson_prints_the_same_where_numpy_rounds_otherwise(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    before = text_of(number)
    monkeypatch.setitem(floats._MAKERS, "numpy", _rounded_otherwise)  # noqa: SLF001 (see above)
    assert floats.numeric_function(sp.exp(x), x)(1.0) != float(sp.E.n(30))
    assert str(st.lesson(number)) == before


@pytest.mark.parametrize("f", [sp.exp(x), x**3 - 2 * x**2, sp.sin(x) / x, sp.sqrt(1 - sp.cos(x))], ids=str)
def test_portable_values_differ_from_numpy_by_its_rounding_alone(f: sp.Expr) -> None:
    points = np.linspace(-3, 30, 100)
    portable, computed, exact = (
        floats.numeric_function(f, x, "portable")(points),
        floats.numeric_function(f, x)(points),
        floats.exact_values(f, x, points),
    )
    lost, kept = (max(abs(float(value) - e) for value, e in zip(values, exact, strict=True)) for values in (portable, computed))
    assert 0 < lost <= 2 * kept


def test_portable_values_are_real_or_complex_as_the_arguments_are() -> None:
    logarithm = floats.numeric_function(sp.log(x), x, "portable")
    assert logarithm(1) == 0.0
    assert np.isnan(logarithm(np.array([-1.0, 0.0]))).all()
    assert logarithm(-1 + 0j) == pytest.approx(np.pi * 1j)
    assert np.isnan(floats.numeric_function(sp.exp(x), x, "portable")(1e4))
