"""Equations with steps, and extrema of functions of one variable."""

from typing import Any

import pytest
import sympy as sp

import symtutor
from symtutor.checking.meanings.by_goal import judge
from symtutor.goals.optimization import ExtremaOf, ExtremePoint, Roots, Solve
from symtutor.verdict import Status

X = sp.Symbol("x")
OO = sp.oo


@pytest.mark.parametrize(
    ("equation", "domain", "wanted"),
    [
        ("3x^2 = 4x", None, (0, sp.Rational(4, 3))),
        ("x^2 = 5", None, (-sp.sqrt(5), sp.sqrt(5))),
        ("x^2 + 1 = 0", None, ()),
        ("x^3 - 2x + 1 = 0", None, (-sp.sqrt(5) / 2 - sp.Rational(1, 2), sp.sqrt(5) / 2 - sp.Rational(1, 2), 1)),
        ("x^4 - 5x^2 + 4 = 0", None, (-2, -1, 1, 2)),
        ("(x^2 - 1)/(x - 1) = 0", None, (-1,)),
        ("|2x - 1| = 3", None, (-1, 2)),
        ("sqrt(x + 7) = x - 5", None, (9,)),
        ("e^(2x) - 3e^x + 2 = 0", None, (0, sp.log(2))),
        ("2^x = 5", None, (sp.log(5) / sp.log(2),)),
        ("1 - 2 ln x = 0", None, (sp.exp(sp.Rational(1, 2)),)),
        ("sin x = cos x", (0, "2pi"), (sp.pi / 4, 5 * sp.pi / 4)),
        ("sin x + sin(2x) = 0", (0, "2pi"), (0, 2 * sp.pi / 3, sp.pi, 4 * sp.pi / 3, 2 * sp.pi)),
        ("x^5 - x - 1 = 0", None, (sp.CRootOf(X**5 - X - 1, 0),)),
    ],
)
def test_an_equation_has_these_solutions_and_no_others(equation: Any, domain: Any, wanted: Any) -> None:
    solution = symtutor.solve_equation(equation, domain=domain)
    assert len(solution.answer) == len(wanted)
    assert all(sp.simplify(a - b) == 0 for a, b in zip(solution.answer, wanted, strict=True))
    assert solution.report.status is Status.CORRECT


def test_solutions_that_no_formula_gives_are_isolated_and_none_is_lost() -> None:
    low, high = symtutor.solve_equation("e^x = x + 2").answer
    assert abs(sp.N(low, 20) + sp.Rational("1.84140566044")) < 1e-10
    assert abs(sp.N(high, 20) - sp.Rational("1.14619322062")) < 1e-10


def test_a_periodic_equation_has_families() -> None:
    (family, _) = symtutor.solve_equation("sin x = 1/2").answer
    assert {s.name for s in family.free_symbols} == {"n"}


def test_the_solution_of_an_equation_says_what_was_done() -> None:
    text = str(symtutor.solve_equation("x^3 - 2x + 1 = 0"))
    assert "x − 1 = 0 or x² + x − 1 = 0" in text
    assert "discriminant = 5" in text


@pytest.mark.parametrize(
    ("roots", "status"),
    [((0, sp.Rational(4, 3)), Status.CORRECT), ((0,), Status.INCORRECT), ((0, 1), Status.INCORRECT), ((), Status.INCORRECT)],
)
def test_missing_and_wrong_solutions_are_refuted(roots: Any, status: Any) -> None:
    goal = Solve(3 * X**2 - 4 * X, sp.S.Zero, X, sp.S.Reals)
    assert judge(goal, Roots(X, *map(sp.sympify, roots))).status is status


def points(f: Any, domain: Any = None) -> Any:
    return [(p.x, p.kind.removeprefix("local "), p.scope) for p in symtutor.optimize(f, domain=domain).points]


def test_the_cubic_of_the_course() -> None:
    solution = symtutor.optimize("x^3 - 2x^2 + 1")
    assert [(p.x, p.value, p.kind, p.scope) for p in solution.points] == [
        (0, 1, "local maximum", "local"),
        (sp.Rational(4, 3), sp.Rational(-5, 27), "local minimum", "local"),
    ]
    assert solution.inflections == (sp.Rational(2, 3),)
    assert (solution.answer.infimum, solution.answer.supremum) == (-OO, OO)
    assert solution.answer.increasing == ((-OO, 0), (sp.Rational(4, 3), OO))
    assert solution.answer.concave == ((-OO, sp.Rational(2, 3)),)
    assert solution.report.status is Status.CORRECT
    assert "there is no global maximum" in str(solution)


def test_the_logarithm_has_no_extremum() -> None:
    solution = symtutor.optimize("log x")
    assert solution.points == ()
    assert solution.answer.increasing == ((0, OO),)
    assert solution.answer.concave == ((0, OO),)
    assert solution.answer.supremum is OO
    assert "no solution" in str(solution)


@pytest.mark.parametrize(
    ("f", "domain", "wanted"),
    [
        ("x^2 - 4x + 3", (1, 4), [(1, "maximum", "local"), (2, "minimum", "global"), (4, "maximum", "global")]),
        ("x^3", None, [(0, "neither", "local")]),
        ("x^4", None, [(0, "minimum", "global")]),
        ("|x|", None, [(0, "minimum", "global")]),
        (
            "|x^2 - 1|",
            (-2, 2),
            [
                (-2, "maximum", "global"),
                (-1, "minimum", "global"),
                (0, "maximum", "local"),
                (1, "minimum", "global"),
                (2, "maximum", "global"),
            ],
        ),
        ("sqrt(4 - x^2)", None, [(-2, "minimum", "global"), (0, "maximum", "global"), (2, "minimum", "global")]),
        ("x e^(-x)", None, [(1, "maximum", "global")]),
        ("x + 1/x", None, [(-1, "maximum", "local"), (1, "minimum", "local")]),
        ("x^x", None, [(sp.exp(-1), "minimum", "global")]),
        ("cos x", None, [(0, "maximum", "global"), (sp.pi, "minimum", "global")]),
        ("x^2", sp.Interval.open(-1, 2), [(0, "minimum", "global")]),
        ("e^x/(1 + x^2)", None, [(1, "neither", "local")]),
    ],
)
def test_extrema_with_their_kind_and_scope(f: Any, domain: Any, wanted: Any) -> None:
    assert points(f, domain) == wanted


def test_a_bound_that_is_approached_is_no_maximum() -> None:
    text = str(symtutor.optimize("arctan x"))
    assert "never reached: there is no global maximum" in text


@pytest.mark.parametrize("change", ["kind", "scope", "value", "missing"])
def test_a_false_claim_about_extrema_is_refuted(change: Any) -> None:
    solution = symtutor.optimize("x^3 - 2x^2 + 1")
    claimed, known = solution.derivation.value, {n.goal: n.value for n in solution.derivation.nodes()}
    first, second = claimed.args[0]
    wrong = {
        "kind": ExtremePoint(first.x, first.value, "local minimum", "local", "sides"),
        "scope": ExtremePoint(first.x, first.value, "local maximum", "global", "sides"),
        "value": ExtremePoint(first.x, sp.Integer(2), "local maximum", "local", "sides"),
    }
    new = sp.Tuple(second) if change == "missing" else sp.Tuple(wrong[change], second)
    goal = ExtremaOf(X**3 - 2 * X**2 + 1, X, sp.S.Reals)
    assert judge(goal, claimed, {}, known).status is Status.CORRECT
    assert judge(goal, claimed.func(new, *claimed.args[1:]), {}, known).status is Status.INCORRECT


def test_a_jump_is_no_extremum_of_a_function_with_pieces() -> None:
    with pytest.raises(symtutor.NoRuleApplies):
        symtutor.optimize("sign(-x - 1)", domain=sp.Interval.open(-OO, 0))


def test_roots_of_odd_order_of_negative_numbers_are_real() -> None:
    solution = symtutor.optimize("(2x+2)^(1/3) + 2", domain=(-2, 0))
    assert [(p.x, p.kind) for p in solution.points] == [(-2, "local minimum"), (-1, "neither"), (0, "local maximum")]
    assert solution.report.status is Status.CORRECT


@pytest.mark.parametrize(("f", "domain"), [("3", None), ("a", None), ("3", (0, 1)), ("sin^2 x + cos^2 x", None), ("x^2", (2, 2))])
def test_a_function_with_one_value_has_it_as_minimum_and_maximum(f: Any, domain: Any) -> None:
    solution = symtutor.optimize(f, "x", domain=domain)
    assert solution.answer.infimum == solution.answer.supremum
    assert "global minimum and maximum" in str(solution)
    assert solution.check("minimum at 2" if domain == (2, 2) else "minimum at 1/2, maximum at 1/3").status is Status.CORRECT


def test_a_bound_that_is_taken_on_a_stretch_is_not_called_out_of_reach() -> None:
    assert "never reached" not in str(symtutor.optimize("min(x, 1)"))
    levels = symtutor.optimize("|x - 1| + |x + 1|")
    assert [(p.x, p.scope) for p in levels.points] == [(-1, "global"), (1, "global")]
    assert "changes its sign" not in str(levels)
