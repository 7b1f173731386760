"""Questions that SymPy cannot compare, convert or evaluate: an answer, or an error that says what is the matter."""

from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

import symtutor as st

X, B = sp.symbols("x b")


@pytest.mark.parametrize(
    "f, at, wanted",
    [
        ("relu(2/x)", 3, sp.Rational(-2, 9)),
        ("relu(2/x)", -3, 0),
        ("log((x^3-4x)/x, 10)", 3, sp.Rational(6, 5) / sp.log(10)),
        ("max(x^3-x, 1)", 2, 11),
        ("|x^3-x-1|", 0, 1),
        ("max(x^(-1), x^3-3x)", 3, 24),
    ],
)
def test_derivatives_at_the_edge_of_a_domain(f: str, at: int, wanted: Any) -> None:
    assert sp.simplify(st.differentiate(f).answer.subs(X, at) - wanted) == 0


@pytest.mark.parametrize("f", ["1/(x^4-3x^2-1)", "(1+x^4)/(1-6x^4+x^8)"])
def test_roots_that_sympy_does_not_order(f: str) -> None:
    found = st.integrate(f).answer
    low, high = sp.Rational(299999, 10**6), sp.Rational(300001, 10**6)
    slope = sp.N(found.subs(X, high) - found.subs(X, low), 30) / (high - low)
    assert found.has(sp.Integral) or abs(slope - sp.N(st.read(f).subs(X, 0.3))) < 1e-9


@pytest.mark.parametrize(
    "call",
    [
        lambda: st.limit("max(ln x, 1/x)", "x", "b"),
        lambda: st.check("∫[0..1] floor(b x) dx", "0"),
        lambda: st.taylor("max(x, x^2)", "x", 3, 2, on=(0, 5)),
        lambda: st.taylor("|x|", "x", 1, 2, on=(-1, 2)),
        lambda: st.limit("f(x)", "x", r"\lim_{x\to 0^+} x"),
        lambda: st.tangent_plane(r"\int_0^1 x e^{x^2} dx", at={"x": 1, "y": 2}),
        lambda: st.directional_derivative("d/dx x^2", (1, 2), ["x", "y"]),
        lambda: st.differentiate("relu(softplus(ln(x)))"),
        lambda: st.limit("coth(floor(x))^(x (x-1))", "x", 0),
        lambda: st.equivalent("x", "x", domain=(0, 1)),
        lambda: st.equivalent("x", "x", domain=3),
    ],
    ids=range(11),
)
def test_nothing_but_our_own_errors(call: Callable[[], Any]) -> None:
    try:
        call()
    except st.SymtutorError as error:
        assert not isinstance(error, st.StepRefuted)  # noqa: PT017 (either outcome is right)


def test_limits_of_jumps_say_where_they_hold() -> None:
    assert sp.Ne(B, 0) in {c for node in st.limit("sign(x)", "x", "b").derivation.nodes() for c in node.conditions}
    assert st.limit("floor(x)", "x", "b").check("does not exist").status != "incorrect"
    assert st.limit("arccos(sign(2x))", "x", "oo").answer == 0
    assert not st.limit("x^p", "x", 0, "+").answer.has(sp.Pow)


def test_an_antiderivative_without_a_value_at_a_limit_is_not_put_in() -> None:
    found = st.integrate("ln(a x)", "x", (0, 1))
    assert sp.simplify(found.answer.subs(sp.Symbol("a"), 3) - sp.log(3) + 1) == 0


def test_a_call_with_arguments_that_a_function_does_not_have_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        st.differentiate("x", wrong=1)


def test_a_power_of_a_negative_number_is_no_real_function() -> None:
    with pytest.raises(st.InputError, match="real at single places"):
        st.limit("(-1/4)^x", "x", "oo")


@pytest.mark.parametrize("f", ["x*arcsin(5)", "sqrt(-x^2-4)", "ln(-e^x)", "x + arctanh(3)", "ln(-1-x^2)/x"])
@pytest.mark.parametrize(
    "ask",
    [
        st.differentiate,
        st.integrate,
        st.taylor,
        st.optimize,
        lambda f: st.tangent(f, at=1),
        lambda f: st.riemann_sum(f, "x", 0, 1, 4),
    ],
    ids=["differentiate", "integrate", "taylor", "optimize", "tangent", "riemann_sum"],
)
def test_a_function_that_is_nowhere_real_is_told(f: str, ask: Any) -> None:
    with pytest.raises(st.InputError, match="real for no value"):
        ask(f)


def test_a_limit_and_an_area_of_what_is_nowhere_real_are_told() -> None:
    with pytest.raises(st.InputError, match="no real number"):
        st.limit("x*arcsin(5)", "x", 0)
    with pytest.raises(st.InputError, match="real for no value"):
        st.limit("sqrt(-x^2-1)", "x", 0)
    assert st.check("lim x->0 sqrt(-x^2-1)", "does not exist").status == "correct"
    with pytest.raises(st.InputError, match="arcsin 5 is no real number"):
        st.integrate("x*arcsin(5)", "x", (0, 1))


@pytest.mark.parametrize(
    ("problem", "answer", "status"),
    [
        ("lim x->0 x/|x|^a", "0", "undecided"),
        ("lim x->oo (x + sin x)/floor(x)", "1", "correct"),
        ("lim x->oo (x + sin x)/floor(x)", "2", "incorrect"),
        ("lim x->oo (x + sin x)/floor(x)", "oo", "incorrect"),
    ],
)
def test_a_limit_without_a_rule_is_judged_by_its_meaning(problem: str, answer: str, status: str) -> None:
    assert st.check(problem, answer).status == status


@pytest.mark.parametrize(
    "call",
    [
        lambda: st.limit("x^2", "x", "x"),
        lambda: st.limit("∫ x dx", "x", 0),
        lambda: st.taylor("∫ dx"),
        lambda: st.equivalent_many(None),
        lambda: st.equivalent_many(1.5),
        lambda: st.read("x", names=1.5),
        lambda: st.read("x", names=None),
        lambda: st.read("x", syntax=[]),
    ],
    ids=["point", "integral", "taylor", "no pairs", "a number of pairs", "a number of names", "no names", "syntax"],
)
def test_what_has_no_meaning_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(st.InputError):
        call()


@pytest.mark.parametrize(("text", "to"), [("(x + sin x)/floor(x)", "oo"), ("|ceil(x)|^(sin x)", 0)])
def test_no_rule_gives_a_false_step_at_steps_without_end(text: str, to: object) -> None:
    with pytest.raises(st.NoRuleApplies):
        st.limit(text, "x", to)


@pytest.mark.parametrize("text", ["sign(x-1)^2", "sign(x-1)^2 sign(x)^4"])
def test_a_single_point_adds_nothing_to_an_antiderivative(text: str) -> None:
    solution = st.integrate(text)
    assert str(solution.answer) == "x"
    assert solution.report.status == "correct"


@pytest.mark.parametrize("text", ["ln(-sqrt(x))", "ln(-x^2 y^2)", "sqrt(-1 - e^x)", "ln(sin(x) - 2)", "sqrt(-cosh(x) - y^4)"])
def test_what_is_real_nowhere_is_refused(text: str) -> None:
    for call in (st.differentiate, st.integrate, st.taylor):
        with pytest.raises(st.InputError):
            call(text, "x")
