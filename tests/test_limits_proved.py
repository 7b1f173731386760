"""Proofs of limits: what they prove, what they refute, and what they leave open."""

from typing import Any

import mpmath
import pytest
import sympy as sp

from symtutor.checking.limits.approach import agreement
from symtutor.checking.limits.proofs import ProvedLimit, proved_limit
from symtutor.checking.meanings.by_goal import judge
from symtutor.goals.core import Limit
from symtutor.verdict import Proof, Status, Witness
from tests.approach import expression
from tests.limit_cases import CASES
from tests.limit_further_cases import FURTHER
from tests.test_limits import same

ALL = (*CASES, *FURTHER)
NAMES = [f"{f}, {x} to {to}{direction}" for f, x, to, direction, _ in ALL]
NO_PROOF = {"-sin(x) + sin(x**2)"}  # two angles that are no multiples of each other
Case = tuple[str, str, str, str, str]


def asked(f: str, variable: str = "x", to: str = "0", direction: str = "+-") -> Limit:
    return Limit(expression(f), sp.Symbol(variable), expression(to), sp.Symbol(direction))


def found(f: str, to: str = "0", direction: str = "+-", domain: Any = None) -> ProvedLimit | None:
    return proved_limit(asked(f, "x", to, direction), domain)


def answer_of(case: Case) -> Any:
    return sp.nan if case[-1] == "none" else expression(case[-1])


@pytest.mark.parametrize("case", ALL, ids=NAMES)
def test_a_right_answer_is_proved(case: Case) -> None:
    goal = asked(*case[:4])
    letters = goal.args[0].free_symbols - {goal.args[1]}
    verdict = judge(goal, answer_of(case), dict.fromkeys(letters, sp.Interval.open(0, sp.oo)))
    if str(goal.args[0]) in NO_PROOF:
        assert verdict.status is Status.UNDECIDED
    else:
        assert verdict.status is Status.CORRECT, verdict
        assert isinstance(verdict.evidence, Proof)


@pytest.mark.parametrize("case", ALL, ids=NAMES)
def test_a_wrong_answer_is_refuted(case: Case) -> None:
    goal, answer = asked(*case[:4]), answer_of(case)
    if str(goal.args[0]) in NO_PROOF:
        return
    near = [answer + sp.Rational(1, 10**9)] if answer.is_finite is not False else []
    for wrong in {*near, sp.oo, -sp.oo, sp.nan, sp.Rational(17, 16)} - {answer}:
        assert judge(goal, wrong).status is Status.INCORRECT, wrong


@pytest.mark.parametrize("case", ALL, ids=NAMES)
def test_the_proof_agrees_with_the_answer(case: Case) -> None:
    proved = proved_limit(asked(*case[:4]))
    if case[0] == "sin(x**2)-sin(x)":  # two waves of different kinds: that they never settle is not proved
        assert proved is None
    else:
        assert proved is not None
        assert same(proved.value, answer_of(case))


# ---- growth: from D. Gruntz's thesis (ETH Zürich 1996) and variations -----------------------------------
@pytest.mark.parametrize(
    "f, answer",
    [
        ("exp(x + exp(-x))/exp(x)", "1"),
        ("exp(exp(x + exp(-x)))/exp(exp(x))", "E"),
        ("exp(exp(x))/exp(exp(x - exp(-x)))", "E"),
        ("(3**x + 5**x)**(1/x)", "5"),
        ("x/log(x**(log(x**(log(2)/log(x)))))", "oo"),
        ("log(log(x))/log(x)**(1/100)", "0"),
        ("exp(sqrt(log(x)))/x**(1/1000)", "0"),
        ("exp(sqrt(log(x)))/log(x)**1000", "oo"),
        ("exp(x)/x**log(x)", "oo"),
        ("(x + log(x) + log(log(x)))/(x - log(x))", "1"),
        ("x**(log(log(x))/log(x))", "oo"),
        ("log(log(x + exp(log(x)*log(log(x)))))/log(log(log(exp(x) + x + log(x))))", "1"),
        ("exp(x**2)/exp(x**2 + 1/x)", "1"),
        ("exp((x + 1)**2)/exp(x**2)", "oo"),
        ("factorial(x)*exp(x)/x**x/sqrt(x)", "sqrt(2*pi)"),
        ("binomial(2*x, x)*sqrt(x)/4**x", "1/sqrt(pi)"),
    ],
)
def test_orders_of_growth(f: str, answer: str) -> None:
    proved = proved_limit(Limit(expression(f).rewrite(sp.gamma), sp.Symbol("x"), sp.oo, sp.Symbol("+-")))
    assert proved is not None
    assert same(proved.value, expression(answer))


# ---- what must stay open ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "f, to",
    [
        ("x*tan(1/x)", "0"),  # the values are unbounded in between
        ("x/sin(1/x)", "0"),
        ("x*log(2 + 2*sin(1/x))", "0"),
        ("x**(a - 1)", "oo"),  # depends on the parameter
        ("(a - 1)*x", "oo"),
        ("exp((a - b)*x)", "oo"),
        ("besselj(0, x)", "oo"),
        ("x**(1/3)*sin(x**2) - x**(1/3)*sin(x)", "oo"),
    ],
)
def test_nothing_is_proved_where_it_is_not_sure(f: str, to: str) -> None:
    assert found(f, to) is None


# ---- what a proof says -----------------------------------------------------------------------------------
def test_a_parameter_that_was_taken_to_be_positive_is_named() -> None:
    a, k = sp.symbols("a k")
    proved = found("log(x)/x**k", "oo")
    assert proved is not None
    assert proved.conditions == (k > 0)
    declared = found("log(x)/x**k", "oo", domain={k: sp.Interval.open(0, sp.oo)})
    assert declared is not None
    assert declared.conditions == sp.true
    negative = found("log(x)/x**k", "oo", domain={k: sp.Interval.open(-sp.oo, 0)})
    assert negative is not None
    assert negative.value is sp.oo
    root = found("sqrt(a**2 + x) - a")
    assert root is not None
    assert (root.value, root.conditions) == (0, a > 0)


def test_two_sides_that_differ_for_most_parameters_say_for_which() -> None:
    a, x = sp.symbols("a x")
    step = sp.Piecewise((a * x, x < 1), (x, True))
    proved = proved_limit(Limit(step, x, sp.S.One, sp.Symbol("+-")))
    assert proved is not None
    assert (proved.value, proved.conditions) == (sp.nan, sp.Ne(a - 1, 0))


def test_no_limit_from_one_sided_values_that_were_proved() -> None:
    x = sp.Symbol("x")
    f = sp.besselj(0, x) * sp.sign(x)
    both, below, above = (Limit(f, x, sp.S.Zero, sp.Symbol(d)) for d in ("+-", "-", "+"))
    assert judge(both, sp.nan).status is Status.UNDECIDED
    assert judge(both, sp.nan, known={below: sp.S.NegativeOne, above: sp.S.One}).status is Status.CORRECT
    assert judge(both, sp.S.One, known={below: sp.S.NegativeOne, above: sp.S.One}).status is Status.INCORRECT
    assert judge(both, sp.S.One, known={above: sp.S.One}).status is Status.INCORRECT  # by values from below
    assert judge(both, sp.nan, known={above: sp.S.One}).status is Status.UNDECIDED


@pytest.mark.parametrize(
    "f, to, direction",
    [
        ("sin(1/x)", "0", "+"),
        ("x*sin(x)", "oo", "+-"),
        ("cos(x**2)", "oo", "+-"),
        ("exp(sin(x))", "oo", "+-"),
        ("sin(2*x) + cos(3*x)", "oo", "+-"),
        ("sin(x)*sin(x + 1)", "oo", "+-"),
        ("cos(1/(x - 1))*x", "1", "+"),
        ("tan(x/3)", "oo", "+-"),
        ("x - floor(x)", "oo", "+-"),
        ("(1 + 1/x)*frac(x)", "oo", "+-"),
        ("sin(log(x))", "oo", "+-"),
    ],
)
def test_the_witness_is_two_sequences_with_these_limits(f: str, to: str, direction: str) -> None:
    x, k = sp.symbols("x k")
    proved = found(f, to, direction)
    assert proved is not None
    assert proved.value is sp.nan
    (_, first), (_, second) = proved.proof.steps
    assert not same(first, second)
    far = 8 if "log" in f else 10**12
    for place, limit in proved.proof.steps:
        point = max(s.subs(k, far) for s in sp.solve(place, x))
        with mpmath.workdps(60):
            there = mpmath.mpmathify(sp.N(expression(f).subs(x, point), 40))
            assert abs(there) > 10**9 if limit.is_infinite else abs(there - mpmath.mpmathify(sp.N(limit, 40))) < 10**-8


def test_a_witness_against_a_claimed_value_tells_the_ways() -> None:
    verdict = judge(asked("cos(1/x)"), sp.S.Zero)
    assert isinstance(verdict.evidence, Witness)
    assert verdict.evidence.left == "no limit (1/x = 2*pi*k: 1, 1/x = 2*pi*k + pi/2: 0)"


def test_no_real_values_beside_the_point_is_a_proof() -> None:
    proved = found("sqrt(x - 3)", "3", "-")
    assert proved is not None
    assert (proved.value, proved.proof.method) == (sp.nan, "no real values beside the point")


def test_values_that_do_not_come_close_are_no_agreement() -> None:
    verdict = judge(asked("besselj(0, x)*log(x)", "x", "0", "+"), sp.S.One)
    assert str(verdict.evidence) == "not decided (values on the way to the limit do not come close enough to tell)"


@pytest.mark.parametrize("f", ["x*asin(2)", "cosh(asin(exp(2))) + 1/x"])
def test_a_number_that_is_not_real_is_no_limit(f: str) -> None:
    proved = found(f, "oo")
    assert proved is not None
    assert proved.value is sp.nan


def test_the_logarithm_of_a_negative_number_is_never_taken_for_a_limit() -> None:
    assert found("x + log(-3)", "oo") is None


@pytest.mark.parametrize(
    "f, to, direction, answer",
    [
        ("floor(erf(x))", "oo", "+-", "0"),  # from below, which rounded numbers do not show
        ("floor(tanh(1/x))", "0", "+", "0"),
        ("ceiling(exp(-x))", "oo", "+-", "1"),
        ("atan(2*tanh(2*x))", "1", "+-", "atan(2*tanh(2))"),
        ("Max(x, 1/x)*Min(x, 1/x)", "oo", "+-", "1"),
        ("sign(sin(x) - x)", "0", "+", "-1"),
        ("Abs(sin(1/x))*x", "0", "+-", "0"),
        ("(x + 1)**(1/3) - x**(1/3)", "-oo", "+-", "0"),
    ],
)
def test_rounding_signs_and_roots(f: str, to: str, direction: str, answer: str) -> None:
    proved = found(f, to, direction)
    assert proved is not None
    assert same(proved.value, expression(answer))


POSITIVE, NEGATIVE = sp.Interval.open(0, sp.oo), sp.Interval.open(-sp.oo, 0)


@pytest.mark.parametrize(
    "f, to, direction, answer, elsewhere",
    [
        ("exp(-a*x)", "oo", "+-", "0", "oo"),
        ("atan(a*x)", "oo", "+-", "pi/2", "-pi/2"),
        ("tanh(a*x)", "oo", "+-", "1", "-1"),
        ("exp(a/x)", "0", "+", "oo", "0"),
        ("cos(x)*exp(-a*x)", "oo", "+-", "0", "none"),
        ("abs(a*x)/x", "0", "+", "a", "-a"),
        ("a*x*(2 + sin(x))", "oo", "+-", "oo", "-oo"),
        ("x**(-a)", "oo", "+-", "0", "oo"),
    ],
)
def test_a_value_that_holds_for_one_sign_of_a_letter_only_is_refuted_unless_the_sign_is_given(
    f: str, to: str, direction: str, answer: str, elsewhere: str
) -> None:
    a = sp.Symbol("a")
    goal = asked(f, "x", to, direction)
    value, other = (sp.nan if v == "none" else expression(v) for v in (answer, elsewhere))
    assert judge(goal, value).status is Status.INCORRECT
    assert judge(goal, value, {a: POSITIVE}).status is Status.CORRECT
    assert judge(goal, value, {a: NEGATIVE}).status is Status.INCORRECT
    assert judge(goal, other, {a: NEGATIVE}).status is Status.CORRECT


def test_a_power_of_a_letter_has_one_case_above_1_and_one_below() -> None:
    a = sp.Symbol("a")
    proved = found("a**x", "oo")
    assert proved is not None
    assert (proved.value, proved.conditions) == (sp.oo, a > 1)
    below = found("a**x", "oo", domain={a: sp.Interval.open(0, 1)})
    assert below is not None
    assert below.value == 0
    assert judge(asked("a**x", "x", "oo"), sp.oo).status is Status.INCORRECT


@pytest.mark.parametrize(
    "f, to, claimed, status",
    [
        ("x**(1/3)", "-8", "-2", Status.UNDECIDED),
        ("x**(1/3)", "-8", "2", Status.INCORRECT),
        ("x**(2/3)", "-8", "-4", Status.INCORRECT),
        ("(x + 8)/(x**(1/3) + 2)", "-8", "12", Status.UNDECIDED),
        ("(x + 8)/(x**(1/3) + 2)", "-8", "4", Status.INCORRECT),
        ("atan(a*x)", "oo", "pi/2", Status.INCORRECT),
        ("exp(-a*x)", "oo", "0", Status.INCORRECT),
        ("a**x", "oo", "oo", Status.INCORRECT),
        ("sin(a*x)/x", "0", "a", Status.UNDECIDED),
        ("sin(a*x)/x", "0", "1", Status.INCORRECT),
        ("x**2", "oo", "-oo", Status.INCORRECT),
        ("1/x", "oo", "oo", Status.INCORRECT),
        ("besselj(0, x) + 1", "0", "oo", Status.INCORRECT),
        ("1/log(x)", "oo", "0", Status.UNDECIDED),
        ("sin(x)", "oo", "0", Status.UNDECIDED),
        ("(sin(x) - x + x**3/6 - x**5/120)/x**7", "0", "-1/5040", Status.UNDECIDED),
    ],
)
def test_values_on_the_way_refute_what_they_settle_away_from(f: str, to: str, claimed: str, status: Status) -> None:
    assert agreement(asked(f, "x", to), expression(claimed)).status is status


def test_values_on_the_way_are_taken_where_a_letter_lives() -> None:
    a = sp.Symbol("a")
    assert "agrees to 20 digits" in str(agreement(asked("exp(-a*x)", "x", "oo"), sp.S.Zero, {a: POSITIVE}).evidence)
    assert "a = -137/100" in str(agreement(asked("exp(-a*x)", "x", "oo"), sp.S.Zero).evidence)
