"""Sums over an index as they are asked for, and series without end: values, conditions, and that there is none."""

import mpmath
import pytest
import sympy as sp

import symtutor as st
from symtutor.checking.values.series import series_value
from symtutor.verdict import Status

k, r, x = sp.symbols("k r x")
HALF = sp.Rational(1, 2)
SERIES = [
    (r**k, 0),
    (r**k, 3),
    (k * r**k, 0),
    (3 * (-1) ** k * x ** (2 * k), 0),
    (k * x ** (k - 1), 1),
    (k**2 / 3**k, 1),
    (x**k / sp.factorial(k), 0),
    (x ** (k + 1) / sp.factorial(k + 2), 0),
    (x**k / k, 1),
    (1 / (k * 2**k), 2),
    ((-1) ** k / k**2, 1),
    ((-1) ** (k + 1) / k, 2),
    (5 / k**4, 3),
]


@pytest.mark.parametrize(("term", "first"), SERIES)
def test_a_series_has_the_value_that_its_terms_add_up_to(term: sp.Expr, first: int) -> None:
    found = series_value(sp.Sum(term, (k, first, sp.oo)))
    assert found is not None
    at = {r: sp.Rational(-3, 10), x: sp.Rational(2, 5)}
    assert sp.sympify(found[1]).subs(at) == sp.true
    terms = sp.lambdify(k, term.subs(at), "mpmath")
    with mpmath.workdps(30):
        added_up = mpmath.nsum(lambda n: terms(mpmath.mpf(n)), [first, mpmath.inf])
        assert abs(added_up - mpmath.mpf(str(sp.N(found[0].subs(at), 30)))) < 1e-12


@pytest.mark.parametrize(
    ("term", "value"),
    [(1 / k, sp.oo), (-1 / (2 * k + 1), -sp.oo), (k, sp.oo), ((-1) ** k, sp.nan), ((-1) ** k * k / (k + 1), sp.nan), (1 / k**3, None)],
)
def test_a_series_without_value_is_told_from_one_whose_value_is_not_known(term: sp.Expr, value: sp.Expr | None) -> None:
    found = series_value(sp.Sum(term, (k, 1, sp.oo)))
    assert (None if found is None else found[0]) == value


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        (r"\sum_{k=1}^{\infty} 1/k^2", "pi^2/6", "Correct."),
        (r"\sum_{j=0}^{\infty} q^j", "1/(1-q)", "Correct for −1 < q < 1."),
        (r"\sum_{n=1}^{\infty} n/3^n", "3/4", "Correct."),
        ("sum k=1..oo 1/k!", "e - 1", "Correct."),
        ("lim x->0 1/x^2", "oo", "Correct."),
    ],
)
def test_a_limit_or_a_sum_without_end_is_compared_by_its_value(left: str, right: str, told: str) -> None:
    assert str(st.equivalent(left, right)) == told


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\sum_{k=1}^{\infty} 1/k^2", "pi^2/5"),
        (r"\sum_{k=1}^{\infty} q^k", "1/(1-q)"),
        ("lim x->0 1/x", "0"),
        ("lim x->0 1/x^2", "5"),
        ("sum k=0..oo (-1)^k", "1/2"),
    ],
)
def test_a_false_value_of_a_limit_or_a_sum_without_end_is_refuted(left: str, right: str) -> None:
    assert st.equivalent(left, right).status == "incorrect"


@pytest.mark.parametrize(
    "text", ["sum k=1..n k^2", "sum from k=1 to n of k^2", "sum[k=1..n] k^2", r"\sum_{k=1}^n k^2", "sum of k^2 from k=1 to n"]
)
def test_a_sum_by_itself_asks_for_its_value(text: str) -> None:
    assert str(st.check(text, "n(n+1)(2n+1)/6")) == "Correct for whole numbers n ≥ 1."
    assert "your answer is" in str(st.check(text, "n(n+1)(2n-1)/6"))
    restated = st.check(text, "sum k=1..n k^2")
    assert restated.status == "incorrect"
    assert "still to be worked out" in str(restated)


def test_an_expression_by_itself_asks_for_nothing() -> None:
    with pytest.raises(st.ReadError, match="nothing is asked"):
        st.check("x^2", "x^2")


@pytest.mark.parametrize("term", ["1/k", "2^k", "(-1)^k", "k/(k+1)"])
def test_a_series_without_value_does_not_cancel(term: str) -> None:
    series = f"sum k=1..oo {term}"
    for text in (f"{series} - {series}", f"0*{series}"):
        verdict = st.equivalent(text, "0")
        assert (verdict.status, verdict.explanation) == ("incorrect", "Not the same: one side has no value: the sum over k diverges.")


@pytest.mark.parametrize("term", ["1/k^2", "1/2^k"])
def test_a_series_with_a_value_cancels_without_a_condition_on_its_index(term: str) -> None:
    series = f"sum k=1..oo {term}"
    assert str(st.equivalent(f"{series} - {series}", "0")) == "Correct."


@pytest.mark.parametrize(
    ("term", "place"), [("1/(k-3)", 3), ("(k-2)/(k-2)", 2), ("(-1)^k/(k-4)", 4), ("1/(k^2-1)", 1), ("ln(k-2)", 1), ("1/(k-47)", 47)]
)
def test_a_series_with_an_undefined_term_has_no_value(term: str, place: int) -> None:
    series = f"sum k=1..oo {term}"
    why = f"the term for k = {place} is not defined"
    wrong = st.check(series, "oo")
    assert wrong.status == "incorrect"
    assert why in str(wrong)
    assert st.check(series, "does not exist").status == "correct"
    both = st.equivalent(series, series)
    assert both.status == "undecided"
    assert why in str(both)


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ("sum k=0..oo r^k", "sum k=0..oo r^k", "Correct for −1 < r < 1."),
        ("sum k=0..oo r^k - sum k=0..oo r^k", "0", "Correct for −1 < r < 1."),
        ("sum k=0..oo x^k/k!", "e^x", "Correct."),
        ("sum k=1..n 1/k", "sum k=1..n 1/k", "Correct."),
    ],
)
def test_a_condition_is_that_of_the_series_and_never_on_its_index(left: str, right: str, told: str) -> None:
    assert str(st.equivalent(left, right)) == told


@pytest.mark.parametrize(
    ("left", "status"),
    [
        ("lim x->0 1/x - lim x->0 1/x", Status.INCORRECT),
        ("∫[0..1] 1/x dx - ∫[0..1] 1/x dx", Status.INCORRECT),
        ("0*∫[0..1] 1/x dx", Status.INCORRECT),
        ("sum k=1..oo sin k - sum k=1..oo sin k", Status.UNDECIDED),
        ("lim x->0 sin(x)/x - lim x->0 sin(x)/x", Status.CORRECT),
        ("∫[0..1] x dx - ∫[0..1] x dx", Status.CORRECT),
    ],
)
def test_what_cancels_as_it_is_read_must_have_had_a_value(left: str, status: Status) -> None:
    verdict = st.equivalent(left, "0")
    assert (verdict.status, verdict.domain) == (status, sp.true)


@pytest.mark.parametrize(("series", "value"), [("(cos t)^k", "1/(1 - cos t)"), ("i^k", "0")])
def test_a_series_of_another_kind_is_left_open(series: str, value: str) -> None:
    assert st.equivalent(f"sum k=0..oo {series}", value).status is Status.UNDECIDED


@pytest.mark.parametrize(
    ("series", "told"),
    [
        ("sum k=1..oo 1/(k-3)", "the term for k = 3 is not defined"),
        ("sum k=1..oo 1/k", "more exactly it is ∞"),
        ("sum k=0..oo r^k", "−1/(r − 1) is right, for −1 < r < 1."),
    ],
)
def test_why_a_series_diverges_or_where_it_does_not_is_told(series: str, told: str) -> None:
    assert told in str(st.check(series, "diverges"))


@pytest.mark.parametrize(
    ("integral", "status"),
    [
        ("∫[0..1] sin(sin x) dx", "correct"),
        ("∫[0..1] sin(sin x)/(x + 1) dx", "correct"),
        ("∫[0..1] 1/x dx", "incorrect"),
        ("∫[-1..1] sin(sin x)/(x - 1/2) dx", "incorrect"),
    ],
)
def test_an_integral_of_a_continuous_function_cancels(integral: str, status: str) -> None:
    assert st.equivalent(f"{integral} - {integral}", "0").status == status


@pytest.mark.parametrize("whole", ["∫[0..1] x^x dx", "∫[1..2] a/x dx", "lim x->2 (ln(ln x))"])
def test_a_bound_letter_stands_in_no_condition(whole: str) -> None:
    assert str(st.equivalent(whole, whole)) == "Correct."
