"""Each rule of integration is true: on everything it answers, the derivative of its right side is the integrand."""

from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise

import mpmath
import pytest
import sympy as sp

from symtutor.deriving.search import LAST_RESORT, UNBOUNDED, Search
from symtutor.errors import OutOfBudget
from symtutor.goals.core import I, Integral, Restored
from symtutor.rule import Rule
from symtutor.rules import BOOK
from symtutor.rules.integrals.order import INTEGRATION
from tests.integration_helpers import X, is_antiderivative, parsed

INTEGRANDS = """
exp(sqrt(2)*x)*sin(x); exp(sqrt(2)*x)*cos(x)
7; a; x**5; 1/(3*x - 2); (2 - 5*x)**(3/2); 3**(2*x + 1); c**x; exp(3 - 2*x); x**n; sin(3*x); cos(2 - x); sec(2*x)**2
csc(x/2)**2; sec(3*x)*tan(3*x); csc(2*x)*cot(2*x); tan(2*x); cot(3*x); sec(2*x); csc(2*x); sinh(2*x); cosh(3*x)
tanh(2*x); coth(2*x); sech(2*x); csch(2*x); sech(x)**2; csch(x)**2; sech(x)*tanh(x); csch(x)*coth(x); 5*sin(x)
x**2 + cos(x); x**2*(x + 1)*(x - 3); (x + exp(x))/x; x/sqrt(x**2 + 1) + 1/x; (x**2 - 1)/((x - 1)*(x + 2))
1/x + 1/(x + 1); 1/(sqrt(x + 3) + sqrt(x)); 1/(sqrt(x) - 2); 2*x*cos(x**2); 6*x*exp(x**2); x*exp(-x**2)
sin(x)**3*cos(x)**2; (3*x + 1)**3*x; sin(3*x + 1)**3; x*(1 - x)**12; (2*x + 1)/(x**2 + x - 5); 1/(x*log(x))
sqrt(x)/(1 + x); 1/(x**(1/2) + x**(1/3)); 1/(exp(x) + 1); exp(2*x)/(exp(x) - 3); 1/(2 + cosh(x)); sin(log(x))
x*log(x)**2; 1/(x**2 + 4); 1/(4 - 9*x**2); 1/(3*x**2 - 5); -1/(x**2 + 2); 1/(a**2 + x**2); 1/(a**2 - x**2)
1/(x**2 + 1)**3; 1/(x**2 - 2)**2; (3*x + 5)/(x**2 + 4); (x - 2)/(x**2 + 4)**2; 1/(x**2 + 2*x + 5)
x/sqrt(x**2 + 2*x + 5); 1/(x**2 - 4*x + 4); 1/(x**2 - sqrt(2)*x + 1); (x + 1)/(x**2 + sqrt(3)*x + 1); x**3/(x + 2)
x**4/(x**2 + 1); (x + 1)/((x + 3)*(x - 2)); 1/(x*(x**2 + 1)**2); 1/((x - 1)**2*(x + 2)); x/((x**2 + a**2)*(x**2 + b**2))
1/(x**4 + 1); x**2/(x**4 + 4*x**2 + 1); x**2/(x**4 - 5); 1/(x**3 - 2); 1/(x**6 - 2); x/(x**5 + 3); 1/(x**8 - x**4 + 1)
1/(x**6 + x**3 + 1); 1/(x**3 + x + 1)**2 - 1/(x**3 + x + 1)**2 + 1/(x**2 + x + 1)**3; sin(x)/cos(x)**2
sin(x)**3/cos(x)**5; cos(x)/sin(x)**3; 1/cos(x)**3; tan(x)**2*sec(x); x*tan(x)**2; x*coth(x)**2; cos(x)**2
sin(3*x)*cos(5*x); sin(x)**4*cos(x)**2; x*sin(x)**2; 1/(1 - cos(x)); 1/(2 + 2*cos(3*x)); sin(2*x)/sin(x)
cos(2*x)/cos(x); cosh(2*x)/cosh(x); 1/cosh(x)**2; 1/sinh(x)**3; tan(x)**5; cot(x)**4; tanh(x)**3; sec(x)**3; csc(x)**3
sin(x)**6; cos(x)**4; cos(x)**5; sin(x)**5; cos(x)/(1 + sin(x)); sin(x)/(2 + cos(x)); sinh(x)**3; cosh(x)**3
1/(1 + sin(x)**2); 1/(4 + 3*cos(x)**2); 1/(a*sin(x) + b*cos(x))**2; 1/(2 + cos(x)); 1/(5 - 3*sin(x))
1/(3*sin(x) + 4*cos(x)); 1/(1 + cosh(x)**2); 1/(2 + sinh(x)); sqrt(tan(x)); sec(x)/(1 + sin(x)); 1/(sin(x) + tan(x))
1/sqrt(9 - x**2); 1/sqrt(4 - 9*x**2); 1/sqrt(a**2 - x**2); 1/sqrt(x**2 - 9); 1/sqrt(4*x**2 + 1); sqrt(x**2 + 5)
sqrt(9 - x**2); (x**2 - 3)**(3/2); x**2/sqrt(x**2 - 1); 1/(x**2*sqrt(4 + x**2)); 1/(x**2*sqrt(x**2 - 4))
x**3/(9 + 4*x**2)**(3/2); 1/(5 - 4*x - x**2)**(5/2); x**2/(a**2 - x**2)**(3/2); 1/(x*sqrt(x**2 + 4))
1/(x*sqrt(x**2 - 4)); 1/(x*sqrt(2 + x - x**2)); 1/((x - 1)*sqrt(x**2 + x + 1)); 1/((x + 2)*sqrt(x**2 - 1))
sqrt(3 - x**2)/x; 1/(x + sqrt(x**2 + 1)); 1/((x**2 - 1)*sqrt(x**2 + 2)); 1/((x**2 + 4)*sqrt(1 - x**2))
1/((x**2 + 1)*sqrt(x**2 + 3)); sqrt(x**2 + 1)/(x**2 + 2); x/(x + sqrt(x**2 + x + 1)); 1/(x - sqrt(4 - x**2))
1/(x + sqrt(x**2 - 1)); sqrt((1 + x)/(1 - x)); sqrt((x - 2)/(x + 1)); sqrt(x + 1)*sqrt(x + 2)
1/(sqrt(1 + x)*sqrt(1 - x)); ((x + 1)/(x - 1))**(1/3); 1/(1 + x**4)**(1/4); x**2*(3 + 4*x**4)**(1/4); (1 + x**3)**(1/3)
x**6*(3 + 4*x**4)**(5/4); 1/(x**3 + 2)**(1/3); sqrt(x**2 + x)/x; Abs(2*x - 1); sign(x - 1); Max(0, 3 - x)
1/(Abs(x)*sqrt(x**2 - 9)); sqrt(1 + cos(x)); sqrt(1 - sin(2*x)); (1 - cos(x))**(3/2); 1/sqrt(1 + cos(2*x)); Abs(cos(x))
Abs(sin(2*x - 1))**3; Abs(cos(2*x + 1))**3; x*exp(x); x**2*sin(x); x*log(x); atan(x); x*asin(x); exp(2*x)*sin(3*x)
Piecewise((1, x < 1), (2*x, x < 2), (exp(x), True))
exp(3 - x)*cos(5*x + 1); x**2*cosh(x); log(x)**2
asec(x); acsc(x); x*sec(x)**2; x*exp(x)*sin(x); exp(x)/(x + 1)**2; exp(x)/x; exp(2*x)/(3*x - 1); sin(x)/x
sin(2*x + 1)/(x - 3); cos(x)/(2*x + 1); sinh(x)/x; cosh(2*x)/(x + 1); exp(-x**2); exp(3 + x - 2*x**2); exp(x**2 + x)
sin(x**2); sin(2*x**2 + x + 1); cos(x**2); cos(3*x**2 - x); 1/log(x); 1/log(2*x + 5); log(1 + x)/x
log(2*x + 3)/(5*x - 1); log(x)/(x + 1); log(3*x + 1)/(x + 2); log(1 + exp(x)); sqrt(1 - sin(x)**2/2)
1/sqrt(4 - sin(2*x)**2); (1 + 2*x**2)*exp(x**2); x*exp(x)/(x + 1)**2; (x - 1)*exp(1/x)/x**3; exp(1/x)*(1 - 1/x)
exp(x)*exp(1/x)*(1 - x**(-2)); (x**4 - 1)/(x**2*sqrt(x**4 + x**2 + 1)); (1 - x**2)/((1 + x**2)*sqrt(1 + x**4))
(1 + x**2)/((1 - x**2)*sqrt(1 + 3*x**2 + x**4)); (x**2 - 1)/(x*sqrt(1 + 3*x**2 + x**4)); exp(x)/(sinh(x) + cosh(x))
exp(3*x)/(sinh(x) - cosh(x)); sqrt(exp(x + 1)); x/exp(x)**(1/3); exp(x)*(1 + sin(x))/(1 + cos(x))
sqrt(x)*sqrt(x**2)
exp(x)*log(x) + exp(x)/x + x; sin(x) + x*cos(x); x**2*tan(x) + x**3*(1 + tan(x)**2)/3; sqrt(x**2); sqrt(x**4 + x**2); sqrt(x)*sqrt(x**3 + x)
sqrt(1 + cosh(x)); (2 + 2*cosh(3*x))**(3/2); exp(x)*cosh(x); cosh(x**2 + x); x*sinh(x**2 - x); 4*x*cos(2*x**2 + x) + cos(2*x**2 + x)
x*Abs(x - 1); Abs(2*x - 1)**3*x; Abs(x)/x**2; Abs(csc(x))**3; 1/asin(x)**2; 1/asinh(2*x)**2; exp(atan(x))/(1 + x**2)**2
sin(1 + 2/x)/x**4; (3*x + 1)*x/(1 + x**4*(2*x + 1)**2); 1/(sec(x)**2 + 1)**(1/2)
(2*x**2 + 1)/(x**3 + 3*x + 1)**2 - 2*x**2/(x**3 + 3*x + 1)**2
"""


@cache
def _parsed() -> list[sp.Expr]:
    return [parsed(t) for line in INTEGRANDS.strip().splitlines() for t in line.split(";")]


# Integrands on which a rule is tried, the first that it answers: three tell a false rule, and more cost minutes.
TRIED = 3
RULES = [r for r in INTEGRATION if r.goal is Integral and r.cost < LAST_RESORT]


def _values(rule: Rule) -> Iterator[tuple[sp.Expr, sp.Expr]]:
    """Yield (integrand, value) for a rule on the first integrands that it answers."""
    for f in _parsed():
        goal = I(f, X)
        if rule in BOOK.rules_for(goal):
            search = Search(BOOK, nodes=600)
            search._open[goal] = None  # noqa: SLF001 (as if the search were at this goal)
            for bindings in rule.when(goal, search.context):
                try:
                    node = search._attempt(goal, rule, bindings, UNBOUNDED // 2)  # noqa: SLF001
                except OutOfBudget:
                    continue
                if node is not None and not node.returned:
                    yield f, node.value


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_a_rule_is_an_equation_between_an_integral_and_its_value(rule: Rule) -> None:
    values = list(islice(_values(rule), TRIED))
    assert values
    assert [(f, value) for f, value in values if not is_antiderivative(value, f)] == []


def test_a_false_rule_is_found() -> None:
    assert not is_antiderivative(sp.log(X), 1 / X)
    assert not is_antiderivative(sp.sin(X), sp.cos(X) + sp.Rational(1, 10**6))
    assert is_antiderivative(sp.log(sp.Abs(X)), 1 / X)


def test_restored_values_have_the_derivative_of_what_they_restore() -> None:
    for expr in (sp.atan(2 * sp.tan(X)), sp.atan((sp.tan(X / 2) + 3) / 5), -sp.atan(-3 * sp.tan(X) + 1), sp.sin(2 * sp.asin(X / 5))):
        value = Search(BOOK).solve(Restored(expr, X)).value
        assert is_antiderivative(value, sp.diff(expr, X))


JUMPS = """
1/(2 + cos(x))
1/(1 + 3*sin(x)**2)
sec(x)**2/(1 + 4*tan(x)**2)
sec(x)*tan(x)/(1 + sec(x)**2)
csc(x)**2/(4 + cot(x)**2)
1/(5 - 3*sin(x))
(1 - x**2)/((1 + x**2)*sqrt(1 + x**4))
1/(1 + x**4)**(1/4)
sqrt(1 + cos(x))
Abs(cos(x))
Max(0, x - 1)
Abs(x)
1/(3 + sin(2*x) + cos(2*x))
x/(x**4 + x**2 + 1)
1/(cosh(x) + 2)
"""


@pytest.mark.parametrize("text", JUMPS.strip().splitlines())
def test_an_antiderivative_of_a_continuous_function_has_no_jumps(text: str) -> None:
    f = parsed(text)
    value = sp.lambdify(X, Search(BOOK).solve(I(f, X)).value, "mpmath")
    slope = sp.lambdify(X, f, "mpmath")
    steps = [mpmath.mpf(k) / 24 + mpmath.mpf("0.0003") for k in range(-200, 200)]
    for low, high in pairwise(steps):
        middle = (low + high) / 2
        simpson = (high - low) * (slope(low) + 4 * slope(middle) + slope(high)) / 6
        assert abs(value(high) - value(low) - simpson) < 1e-3
