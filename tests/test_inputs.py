"""What people pass: text, LaTeX, SymPy, numbers, and mistakes in all of them."""

import subprocess
import sys
from fractions import Fraction

import pytest
import sympy as sp

import symtutor as st
from symtutor.errors import InputError, ReadError, SymtutorError

X = sp.Symbol("x")

HOSTILE = [
    '__import__("os").system("echo pwned > /tmp/pwned")',
    "().__class__",
    "9**9**9**9",
    "factorial(10^7)",
    "(" * 10_000 + "x" + ")" * 10_000,
    "(" * 300 + "x" + ")" * 300,
    "1e1000000",
    "",
    "   ",
    "2x +",
    "sin(",
    "x = = 2",
    "\x00",
    "exp(exp(exp(exp(100))))",
    "(10^100)^(10^100)",
    "binomial(10^9, 5*10^8)",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: f"{len(t)}:{t[:20]!r}")
def test_a_bad_text_gets_an_error_with_a_caret(text: str) -> None:
    with pytest.raises(ReadError) as caught:
        st.differentiate(text)
    message = str(caught.value)
    assert "^" in message.splitlines()[2]
    assert len(message) < 400


def test_a_did_you_mean_names_the_function() -> None:
    with pytest.raises(ReadError, match="Did you mean sin"):
        st.differentiate("sine(x)")


@pytest.mark.parametrize("thing", [None, True, [1, 2], {"x": 1}, object(), float("nan"), float("inf"), b"x", sp.Matrix([X]), sp.Eq(X, 1)])
def test_a_wrong_type_is_told(thing: object) -> None:
    with pytest.raises(InputError):
        st.differentiate(thing)


@pytest.mark.parametrize(
    ("thing", "answer"),
    [
        ("x^2", 2 * X),
        (X**2, 2 * X),
        (r"\frac{x^2}{2}", X),
        ("y = x^2", 2 * X),
        ("f(x) = x^2", 2 * X),
        (3, 0),
        (Fraction(1, 2), 0),
        (0.5 * X, sp.Rational(1, 2)),
    ],
)
def test_mathematics_in_any_form_is_taken(thing: object, answer: sp.Expr) -> None:
    assert st.differentiate(thing).answer == answer


def test_an_equation_that_defines_nothing_is_no_expression() -> None:
    with pytest.raises(InputError, match="an equation"):
        st.differentiate("x = 2")


def test_several_variables_are_asked_about() -> None:
    with pytest.raises(InputError, match="a, x: which one") as caught:
        st.differentiate("a x^2")
    assert 'differentiate("a*x^2", "x")' in str(caught.value)
    assert st.differentiate("a x^2", "x").answer == 2 * sp.Symbol("a") * X


def test_variables_repeat_and_mix() -> None:
    y = sp.Symbol("y")
    assert st.differentiate("x^2 y^3", "x", 2, "y").answer == 6 * y**2
    assert st.differentiate("x^2 y^3", "x", "y").answer == 6 * X * y**2
    assert st.differentiate("x^5", order=3).answer == 60 * X**2
    assert st.differentiate("x^5", "x", order=3).answer == 60 * X**2


@pytest.mark.parametrize(
    "options",
    [
        {"order": 0},
        {"order": -1},
        {"order": 1.5},
        {"order": True},
        {"order": 10**9},
        {"method": "magic"},
        {"detail": "much"},
        {"seconds": 0},
        {"at": "y=2"},
        {"at": (1, 2)},
    ],
)
def test_a_wrong_option_is_told(options: dict[str, object]) -> None:
    with pytest.raises(SymtutorError):
        st.differentiate("x^3", **options)


@pytest.mark.parametrize("variables", [("",), (3,), ("x", 0), ("sin x",), (None,), ("2",)])
def test_a_wrong_variable_is_told(variables: tuple[object, ...]) -> None:
    with pytest.raises(SymtutorError):
        st.differentiate("x^3", *variables)


def test_symbols_with_assumptions_come_back_as_they_were() -> None:
    p = sp.Symbol("p", positive=True)
    solution = st.differentiate(p**2 * sp.log(p))
    assert solution.answer.free_symbols == {p}
    assert solution.problem.domain == {sp.Symbol("p"): sp.Interval.open(0, sp.oo)}


def test_two_symbols_of_one_name_are_an_error() -> None:
    with pytest.raises(InputError, match="two symbols named x"):
        st.differentiate(X + sp.Symbol("x", real=True) ** 2)


def test_a_value_at_a_point_is_exact() -> None:
    assert st.differentiate("x^2 cos x", at="pi").answer == -2 * sp.pi
    assert st.differentiate("x^2 y", "x", at={"x": 3, "y": sp.Rational(1, 2)}).answer == 3
    assert st.differentiate("1/x", at=0).answer is sp.nan


def test_text_runs_nothing() -> None:
    code = "import symtutor as st\ntry:\n    st.read('__import__(\"sys\").exit(7)')\nexcept st.SymtutorError:\n    print('refused')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "refused")


@pytest.mark.parametrize("fact, side", [("negative", 1), ("positive", -1)])
def test_what_a_symbol_says_of_its_sign_is_its_domain(fact: str, side: int) -> None:
    u = sp.Symbol("u", **{fact: True})
    assert st.equivalent(sp.Abs(sp.exp(u) - 1), side * (1 - sp.exp(u)))
    assert not st.equivalent(sp.Abs(sp.exp(u) - 1), -side * (1 - sp.exp(u)))


@pytest.mark.parametrize(
    "fact, domain",
    [
        ("positive", sp.Interval.open(0, sp.oo)),
        ("negative", sp.Interval.open(-sp.oo, 0)),
        ("nonnegative", sp.Interval(0, sp.oo)),
        ("nonpositive", sp.Interval(-sp.oo, 0)),
    ],
)
def test_what_a_symbol_says_of_its_sign_is_the_domain_of_the_problem(fact: str, domain: sp.Set) -> None:
    u = sp.Symbol("u", **{fact: True})
    assert st.differentiate(u**2 + sp.exp(u), u).problem.domain == {sp.Symbol("u"): domain}


@pytest.mark.parametrize("degree", [-1, 61, 10**6, 2.0, True])
def test_a_degree_is_a_number_of_terms_that_can_be_read(degree: object) -> None:
    with pytest.raises(InputError, match="from 0 to 60"):
        st.taylor("sin x", "x", degree=degree)
