"""The exact mathematics that the rules of integration stand on."""

from itertools import pairwise

import mpmath
import pytest
import sympy as sp

from symtutor.algorithms.integrands.continuous import from_triangle, joined
from symtutor.algorithms.integrands.derivatives import factored, slope
from symtutor.algorithms.integrands.exponential_form import exponential_part
from symtutor.algorithms.integrands.radicals import as_radical, root_part
from symtutor.algorithms.integrands.real_factors import binomial_fractions, quartic_fractions, trinomial_fractions
from symtutor.algorithms.integrands.substitution import candidates, in_terms_of
from symtutor.algorithms.places.breaks import breaks, sign_changes, zeros
from symtutor.algorithms.places.nonzero import is_nonzero_on
from symtutor.algorithms.places.sampling import is_real_inside
from symtutor.algorithms.polynomials import fraction, partial_fractions, square_free_split
from symtutor.algorithms.power_sums import power_sum
from symtutor.algorithms.structure import coefficients, from_coefficients, is_positive, linear
from symtutor.algorithms.trigonometric import as_circle, fourier_sum, in_cosine, in_half_tangent, in_sine, in_tangent
from tests.integration_helpers import X, parsed

U = sp.Symbol("u")


def agree(one: sp.Expr, other: sp.Expr) -> bool:
    """Tell whether two expressions in x agree at rational points, as numbers of thirty digits."""
    places = [sp.Rational(k, 97) for k in (13, 31, 58, 201, -17, -75)]
    return all(abs(sp.N((one - other).xreplace({X: p}), 30)) < 1e-20 for p in places)


@pytest.mark.parametrize(
    "text",
    [
        "(x + 1)/((x + 3)*(x - 2))",
        "x**5/(x**2 - 1)**2",
        "1/(x**3*(x**2 + x + 1)**2)",
        "(3*x**4 - 1)/((2*x - 1)**3*(x**2 + 5))",
        "1/(x**6 - 1)",
    ],
)
def test_partial_fractions_add_up_to_the_fraction(text: str) -> None:
    found = fraction(parsed(text), X)
    assert found is not None
    terms = partial_fractions(found, X)
    assert len(terms) > 1
    assert agree(sp.Add(*terms), parsed(text))


@pytest.mark.parametrize("text", ["1/(x**2 + 1)**2", "(x**3 - x)/(x**2 + x + 3)**3", "1/((x**3 + x + 1)**2*(x - 4))"])
def test_the_rational_part_and_the_rest_have_the_derivative_asked_for(text: str) -> None:
    found = fraction(parsed(text), X)
    split = None if found is None else square_free_split(found, X)
    assert split is not None
    assert agree(sp.diff(split[0], X) + split[1], parsed(text))
    assert square_free_split(fraction(1 / (X**2 + 1), X), X) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "split, above, below",
    [
        (quartic_fractions, (1, 2, 3, 4), (1, 0, 1, 0, 1)),
        (quartic_fractions, (1, 0, 2), (1, 0, -5, 0, 1)),
        (quartic_fractions, (0, 0, 0, 1), (-3, 0, 1, 0, 1)),
        (binomial_fractions, (1, 1), (2, 0, 0, 1)),
        (binomial_fractions, (0, 1), (-2, 0, 0, 0, 0, 1)),
        (binomial_fractions, (1, 0, 3), (-2, 0, 0, 0, 0, 0, 1)),
        (trinomial_fractions, (0, 1, 2), (1, 0, 0, 1, 0, 0, 1)),
        (trinomial_fractions, (1,), (4, 0, 0, 0, 0, 0, 0, 0, 1)),
    ],
)
def test_real_quadratic_factors_give_the_fraction_back(split: object, above: tuple[int, ...], below: tuple[int, ...]) -> None:
    terms = split(above, below, X)  # type: ignore[operator]
    if terms is None:
        assert below[4] == 0  # the last case has no middle term: it is a binomial
        return
    assert agree(sp.Add(*terms), from_coefficients(above, X) / from_coefficients(below, X))


@pytest.mark.parametrize(
    "text", ["atan(3*tan(x))", "atan(2*tan(x/2) + 1)", "atan(-tan(x)/2 + 3)", "atan(cot(x)/3)", "atan(2*sec(x))", "atan(csc(x))"]
)
def test_joined_arctangents_have_no_jumps_and_the_same_derivative(text: str) -> None:
    expr = parsed(text)
    found = joined(expr, X)
    assert agree(sp.diff(found, X), sp.diff(expr, X))
    value = sp.lambdify(X, found, "mpmath")
    steps = [mpmath.mpf(k) / 50 + mpmath.mpf("0.0001") for k in range(-400, 400)]
    assert max(abs(value(b) - value(a)) for a, b in pairwise(steps)) < 1


def test_a_triangle_is_read_off() -> None:
    assert from_triangle(sp.sin(2 * sp.atan(X)), X) == 2 * X / (X**2 + 1)
    assert from_triangle(sp.sin(X), X) == sp.sin(X)


@pytest.mark.parametrize(
    "text, low, high, wanted",
    [
        ("1/(x**2 - 2)", "-2", "2", ("-sqrt(2)", "sqrt(2)")),
        ("tan(2*x)", "0", "pi", ("pi/4", "3*pi/4")),
        ("log(Abs(x**2 - x))", "-1", "1", ("0", "1")),
        ("1/(exp(x) - 2)", "0", "1", ("log(2)",)),
        ("1/(2 + cos(x))", "0", "2*pi", ()),
        ("1/(1 - sin(x))", "0", "pi", ("pi/2",)),
        ("1/(3*sin(x) + 4*cos(x))", "0", "pi", ("2*atan(2)",)),
        ("exp(x)/(1 + x**4)", "-3", "3", ()),
    ],
)
def test_breaks_are_found_exactly(text: str, low: str, high: str, wanted: tuple[str, ...]) -> None:
    found = breaks(parsed(text), X, parsed(low), parsed(high))
    assert found is not None
    assert [sp.N(p, 20) for p in found] == pytest.approx([sp.N(parsed(w), 20) for w in wanted])


def test_what_cannot_be_found_is_said() -> None:
    assert breaks(1 / (sp.exp(X) + sp.sin(X)), X, -sp.oo, sp.oo) is None
    assert zeros(sp.Symbol("a") * X + 1, X, sp.S.Zero, sp.S.One) is None
    assert sign_changes(sp.Abs(sp.sin(X)), X, sp.Integer(1), sp.Integer(4)) == (sp.pi,)
    assert not is_nonzero_on(sp.sin(X), X, sp.Integer(3), sp.Integer(4))
    assert is_real_inside(sp.log(X), X, sp.Integer(-2), sp.Integer(-1)) is False


@pytest.mark.parametrize(
    "text", ["log(tan(x))", "exp(sin(x))*x**2", "atan(sqrt(x**2 + 1))", "tanh(x)/(1 + sec(x))", "x**x", "(x**2 + 1)**3"]
)
def test_slopes_are_derivatives_and_factors_multiply_back(text: str) -> None:
    places = [sp.Rational(k, 97) for k in (13, 31, 58, 120)]
    difference = slope(parsed(text), X) - sp.diff(parsed(text), X)
    assert all(abs(sp.N(difference.xreplace({X: p}), 30)) < 1e-20 for p in places)
    back = factored(parsed(text), X) - parsed(text)
    assert all(abs(sp.N(back.xreplace({X: p}), 30)) < 1e-20 for p in places)


@pytest.mark.parametrize("text", ["sin(x)**3*cos(x)**2", "x**3/(1 + x**8)", "exp(2*x)/(1 + exp(x))", "x**5*sqrt(1 + x**2)", "log(x)**2/x"])
def test_a_new_letter_takes_the_inner_derivative_up(text: str) -> None:
    f = parsed(text)
    found = [(g, h) for g in candidates(f, X) if (h := in_terms_of(f, g, X, U)) is not None]
    assert found
    for g, h in found:
        places = [sp.Rational(k, 97) for k in (13, 31, 58, 120)]
        back = h.xreplace({U: g}) * sp.diff(g, X) - f
        assert all(abs(sp.N(back.xreplace({X: p}), 30)) < 1e-20 for p in places)


@pytest.mark.parametrize("change, inner", [(in_sine, sp.sin), (in_cosine, sp.cos), (in_tangent, sp.tan), (in_half_tangent, None)])
def test_letters_for_sine_and_cosine(change: object, inner: object) -> None:
    for text in (
        "cos(x)/(2 + sin(x)**2)",
        "sin(x)**3/(1 + cos(x))",
        "1/(1 + sin(x)**2)",
        "1/(3 + sin(x) + 2*cos(x))",
        "sin(2*x)/(3 + cos(x))",
    ):
        f = parsed(text)
        circle = as_circle(f, X)
        assert circle is not None
        h = change(circle, U)  # type: ignore[operator]
        if h is not None:
            g = sp.tan(X / 2) if inner is None else inner(X)  # type: ignore[operator]
            assert agree(h.xreplace({U: g}) * sp.diff(g, X), f)


def test_products_of_waves_become_sums() -> None:
    for text in ("sin(x)*sin(2*x)*sin(3*x)", "cos(x)**4", "x*sin(x)**2", "sin(x + 1)*cos(2 - x)"):
        found = fourier_sum(parsed(text), X)
        assert agree(found, parsed(text))
    assert fourier_sum(sp.sin(X), X) is None


def test_roots_of_quadratics_and_exponentials_by_coefficients() -> None:
    radical = as_radical(parsed("(x**3 + 1)/(x*sqrt(x**2 + x + 1))"), X)
    assert radical is not None
    parts = root_part(radical.rooted, radical.quadratic, X)
    assert parts is not None
    root = sp.sqrt(X**2 + X + 1)
    assert agree(sp.diff(parts[0] * root, X) + sp.Add(*parts[1]) / root, parsed("(x**3 + 1)/(x*sqrt(x**2 + x + 1))"))
    assert exponential_part(1 / X, X, X) is None
    assert power_sum(3, sp.Integer(10)) == 3025


def test_shapes() -> None:
    assert linear(2 * (X + 1), X) == (2, 2)
    assert coefficients(sp.sin(X), X) is None
    assert is_positive(sp.sqrt(2) - 2) is False
