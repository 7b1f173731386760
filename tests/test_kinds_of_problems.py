"""Each kind of problem is judged alike at every door, comes back from JSON whole, and has its own picture or none."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.course import Ask, Lesson, Section, Task
from symtutor.goals.core import Evaluated, Goal
from symtutor.kinds import kind_of
from symtutor.lessons import LessonView
from symtutor.term import subterms
from symtutor.writing.pictures.drawing import in_words


@dataclass(frozen=True)
class Example:
    """A problem with a right answer, and wrong ones."""

    function: str
    arguments: tuple[Any, ...]
    right: Any
    wrong: tuple[Any, ...]
    options: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def solution(self) -> st.Solution:
        """The solution of the problem."""
        found: st.Solution = getattr(st, self.function)(*self.arguments, **self.options)
        return found


EXAMPLES = (
    Example("differentiate", ("x^2 sin x",), "2x sin x + x^2 cos x", ("2x cos x", "x^2 cos x")),
    Example("differentiate", ("floor(x) x",), "floor(x)", ("0",)),
    Example("differentiate", ("rate x^2", "x"), "2 rate x", ("rate x",), {"names": ("rate",)}),
    Example("differentiate", ("x^2 sin x",), "2sin x + 4x cos x - x^2 sin x", ("2x cos x",), {"order": 2}),
    Example("differentiate", ("x^3",), 12, (3, 8), {"at": 2}),
    Example("differentiate", ("|x|",), "does not exist", (1, 0), {"at": 0}),
    Example("differentiate", ("x^3",), "3x^2", ("x^2",), {"method": "limit"}),
    Example("differentiate", ("x^x",), "x^x (ln x + 1)", ("x x^(x-1)",), {"method": "log"}),
    Example("differentiate", ("x^2 y", "x"), "2 x y", ("x y", "2x"), {}),
    Example("differentiate", ("x^2 y", "t"), "2 t sin t + t^2 cos t", ("2 t cos t",), {"where": {"x": "t", "y": "sin t"}}),
    Example("differentiate", ("f(x)^2",), 12, (6, 5), {"at": 2, "given": {"f(2)": 3, "f'(2)": 2}, "functions": ("f",)}),
    Example("differential", ("x^3",), "3 x^2 dx", ("3 x^2",)),
    Example("difference_gap", ("x^2",), "delta", ("2 delta",)),
    Example("inverse_derivative", ("x^3 + x", 2), "1/4", (4, "1/13")),
    Example("implicit", ("x^2 + y^2 = 25", "y", "x"), "-x/y", ("x/y", "-y/x")),
    Example("implicit", ("x^2 + y^2 = 25", "y", "x"), "-25/y^3", ("25/y^3",), {"order": 2}),
    Example("implicit", ("x^2 + y^2 = 25", "y", "x"), "-3/4", ("3/4", "-4/3"), {"at": (3, 4)}),
    Example("related_rates", ("x^2 + y^2 = 25", "y", {"x": 2}), "-3/2", ("3/2",), {"at": {"x": 3, "y": 4}}),
    Example("parametric", ("t^2", "t^3"), "3t/2", ("2/(3t)", "6t^3")),
    Example("tangent", ("x^2",), "y = 4x - 4", ("y = 2x", "y = 4x"), {"at": 2}),
    Example("tangent", ("x^2 + y^2 = 25",), "3x + 4y = 25", ("4x + 3y = 24",), {"at": (3, 4)}),
    Example("normal_line", ("x^2",), "y = 3/2 - x/2", ("y = 2x - 1",), {"at": 1}),
    Example("normal_line", ("x^2 + y^2 = 25",), "y = 4x/3", ("y = x",), {"at": (3, 4)}),
    Example("descend", ("x^2 + 4y^2", (1, 1)), ("64/125", "1/125"), (("16/25", "1/25"),)),
    Example("limit", ("sin(x)/x", "x", 0), 1, (0, "oo")),
    Example("limit", ("1/x", "x", 0), "does not exist", ("oo", 0)),
    Example("limit", ("1/x", "x", "oo"), 0, (1,)),
    Example("taylor", ("cos x",), "1 - x^2/2", ("1 + x^2/2", "x"), {"degree": 2}),
    Example("taylor", ("e^x",), "1 + x + x^2/2", ("1 + x + x^2",), {"degree": 2, "on": (-1, 1)}),
    Example("integrate", ("3x^2 - 4x",), "x^3 - 2x^2 + 7", ("x^3-1.85x^2-0.195x", "6x - 4")),
    Example("integrate", ("1/x",), "ln|x|", ("ln x + x",)),
    Example("integrate", ("x e^x",), "x e^x - e^x", ("x e^x",), {"method": "parts"}),
    Example("integrate", ("sin x cos x",), "sin^2 x/2", ("sin^2 x",), {"method": "substitution"}),
    Example("integrate", ("x^2", "x", (0, 1)), "1/3", (1, "-1/3")),
    Example("integrate", ("1/x", "x", (-1, 1)), "diverges", (0,)),
    Example("integrate", ("sin(sin x)", "x", (0, 1)), None, (3, "1/3")),
    Example("integrate", ("x^x",), None, ("x^(x+1)/(x+1)",)),
    Example("riemann_sum", ("x^2", "x", 0, 1, 4), "7/32", ("15/32", "1/3")),
    Example("riemann_sum", ("x^2", "x", 0, 1, 4, "trapezoid"), "11/32", ("7/32",)),
    Example("riemann_sum", ("x^2", "x", 0, 1, "n"), "1/3 - 1/(2n) + 1/(6n^2)", ("1/3",)),
    Example("riemann_sum", ("x^2", "x", 0, 1, "oo"), "1/3", ("1/2",)),
    Example("gradient", ("x^2 + y^3",), "(2x, 3y^2)", ("(2x, y^2)", "(3y^2, 2x)")),
    Example("gradient", ("floor(x) y",), "(0, floor(x))", ("(y, floor(x))",)),
    Example("gradient", ("x^2 + y^3",), "(4, 27)", ("(2, 9)",), {"at": (2, 3)}),
    Example("hessian", ("x^2 y",), "[[2y, 2x], [2x, 0]]", ("[[2y, 2x], [0, 0]]",)),
    Example("jacobian", ("(2xy, x^2 y)",), "[[2y, 2x], [2xy, x^2]]", ("[[2y, 2xy], [2x, x^2]]",)),
    Example("jacobian_determinant", ("(u + v, 2v)",), 2, (0,)),
    Example("directional_derivative", ("x^2 y", (3, 4)), "(6xy + 4x^2)/5", ("6xy + 4x^2",)),
    Example("directional_derivative", ("x^2 y", (3, 4)), "16/5", (16,), {"at": (1, 2)}),
    Example("divergence", ("(x y, y^2)",), "3y", ("y",)),
    Example("curl", ("(-y, x)",), "(0, 0, 2)", ("(0, 0, 0)",)),
    Example("potential", ("(2xy, x^2)",), "x^2 y + 7", ("2x^2 y", None, "no potential")),
    Example("potential", ("(-y, 3x)",), None, ("x y",)),
    Example("tangent_plane", ("x^2 + y^2",), "z = 2x + 4y - 5", ("z = 2x + 4y",), {"at": (1, 2)}),
    Example("tangent_plane", ("x y + y z + z x = 11",), "5x + 4y + 3z = 22", ("5x + 4y + 3z = 0",), {"at": (1, 2, 3)}),
    Example("approximation", ("e^x y",), "x + y", ("1 + x",), {"at": {"x": 0, "y": 1}}),
    Example("total_differential", ("x^2 y",), "2 x y dx + x^2 dy", ("2x dx + dy",)),
    Example("solve_equation", ("x^2 = 4",), "x = 2 or x = -2", ("x = 2", "(2, 3)", "no solution")),
    Example("solve_equation", ("x^2 + 1 = 0",), "no solution", ("1",)),
    Example("solve_equation", ("sin x = 1/2",), "pi/6 + 2 pi n, 5pi/6 + 2 pi n", ("pi/3 + 2 pi n",)),
    Example("optimize", ("x^3 - 3x",), "maximum at x = -1, minimum at x = 1", ("minimum at x = -1", "no extremum")),
    Example("optimize", ("x^2 + y^2",), ((0, 0),), (((1, 0),),)),
    Example("minimize", ("x^2 + y^2", "x + y = 1"), "(1/2, 1/2)", ("(1, 0)", "1/3")),
    Example("maximize", ("x y", "x + y = 4"), 4, (5,)),
    Example("svm", ([(0, 0), (1, 2), (2, 1)], [-1, 1, 1]), "2x/3 + 2y/3 - 1 = 0", ("x + y = 1",)),
    Example("convexity", ("x^2",), "convex", ("concave", "neither")),
    Example("matrix_derivative", ("||A x - b||^2", "x"), "2A'(A x - b)", ("A'(A x - b)",)),
    Example("matrix_derivative", ("A x", "x"), "A'", ("A",), {"layout": "denominator"}),
    Example("matrix_differential", ("tr(A X)", "X"), "tr(A dX)", ("A",)),
)
NAMES = [f"{e.function} {' '.join(map(str, (*e.arguments, *e.options.values())))}" for e in EXAMPLES]


def doors(solution: st.Solution, example: Example) -> dict[str, Callable[[Any], st.Verdict]]:
    """Return every way of asking about an answer."""
    task = Lesson(0, "A lesson", (Section("T1", "A task", (Task(Ask(example.function, example.arguments, example.options)),)),))
    return {
        "method": solution.check,
        "check of the solution": lambda answer: st.check(solution, answer),
        "check of the problem": lambda answer: st.check(solution.problem, answer),
        "from JSON": st.Solution.from_json(solution.json()).check,
        "lesson": LessonView(task).check,
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_every_door_gives_the_same_verdict(example: Example) -> None:
    solution = example.solution
    is_open, ways = bool(solution.stuck), doors(solution, example)
    for answer, expected in ((example.right, "correct"), *((wrong, "incorrect") for wrong in example.wrong)):
        if answer is None and example.function != "potential":
            continue
        verdicts = {door: ask(answer) for door, ask in ways.items()}
        told = {door: (str(v.status), v.mistake, v.explanation, str(v.domain)) for door, v in verdicts.items()}
        assert len(set(told.values())) == 1, told
        assert all(getattr(verdicts["method"], form)() for form in ("text", "latex", "markdown", "html", "json"))
        assert is_open or verdicts["method"].status == expected, (answer, told)


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_a_solution_comes_back_from_json_whole(example: Example) -> None:
    solution = example.solution
    back = st.Solution.from_json(solution.json())
    assert back.json() == solution.json()
    assert (_plain(back.answer), back.text(), back.method) == (_plain(solution.answer), solution.text(), solution.method)
    assert json.loads(solution.json())["problem"]["goal"]
    beside = sorted(set(dir(solution)) - set(dir(st.Solution)) - set(vars(solution)))
    assert {name: getattr(back, name) for name in beside} == {name: getattr(solution, name) for name in beside}


def _plain(answer: Any) -> Any:
    """Return an answer, of an optimum what its quick and its full form have in common."""
    return (answer.point, answer.value, answer.multipliers) if hasattr(answer, "cases") else answer


# what is in a picture only because of the kind of problem
OWN = {"difference quotient": {"Derivative", "HigherDerivative", "DerivativeFromDefinition", "LogarithmicDerivative"}}


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_no_problem_is_drawn_as_another(example: Example) -> None:
    solution = example.solution
    try:
        alt = solution.plot().alt
    except st.InputError:
        return
    told = dict(re.findall(r"(\w+) = ([\w/]+)", alt.partition(" Here ")[2]))  # letters that have no value get one
    asked = next(a for t in subterms(solution.case.goal) for a in t.args if isinstance(a, sp.Basic) and t.head is not Evaluated)
    shown = [in_words(thing.subs(told) if told else thing) for thing in (asked, solution.answer) if isinstance(thing, sp.Basic)]
    assert any(words.strip("()") in alt for words in shown) or "curve" in alt
    assert ("difference quotient" in alt) == (type(solution.case.goal).__name__ in OWN["difference quotient"])


def test_every_goal_that_a_person_asks_has_a_title() -> None:
    plain = ("Find ",)
    for example in EXAMPLES:
        goal = example.solution.case.goal
        if isinstance(goal, Goal) and not kind_of(goal).title:
            assert kind_of(goal).asked(goal)[:1] == plain


def test_an_answer_that_no_judge_reads_is_refused_and_not_called_wrong() -> None:
    solution = st.backpropagate(st.Network((2, 1), ("identity",), "mean squared error"))
    with pytest.raises(st.InputError, match="does not say which gradient"):
        solution.check("(1, 2)")
