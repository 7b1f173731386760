"""JSON: round trip, and nothing is built from text that is damaged, foreign or hostile."""

import json
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from hypothesis import example, given

import symtutor
from symtutor.encoding import decode, encode
from symtutor.errors import InputError
from symtutor.views.solution import Solution
from symtutor.writing.formats.json_guard import refuse_unless_mathematics
from tests.strategies import expressions, tried
from tests.worked import WORKED

X = sp.Symbol("x")
WHOLE: dict[str, Any] = json.loads(symtutor.differentiate("x^2 sin x").json())
x = ["Symbol", "x"]


def test_a_solution_is_read_by_the_path_of_its_file(tmp_path: Path) -> None:
    path = symtutor.differentiate("x^2").save(tmp_path / "solution.json")
    assert Solution.from_json(path).answer == Solution.from_json(str(path)).answer == 2 * X
    with pytest.raises(InputError, match="cannot be read"):
        Solution.from_json(tmp_path / "missing.json")


@pytest.mark.parametrize("name", WORKED)
def test_a_solution_comes_back(name: str) -> None:
    solution = WORKED[name]()
    again = Solution.from_json(solution.json())
    assert again.answer == solution.answer
    assert again.steps == solution.steps
    assert again.json() == solution.json()


@tried(100)
@given(expressions(8))
@example(
    sp.Mul(sp.Rational(1, 9), sp.sqrt(3), sp.Integer(6) ** sp.Rational(3, 4), evaluate=False)
)  # SymPy would write its radicals otherwise
def test_any_expression_passes_and_comes_back(value: sp.Expr) -> None:
    data = encode(value)
    refuse_unless_mathematics(data)
    assert decode(json.loads(json.dumps(data))) == value


@pytest.mark.parametrize(
    "value",
    [
        sp.Piecewise((X, X > 0), (0, True)),
        sp.Interval.open(0, sp.oo),
        sp.FiniteSet(1, X),
        sp.And(X > 0, sp.Ne(X, 1)),
        sp.ImmutableMatrix([[1, X], [X, 2]]),
        sp.Function("f")(X),
        2 ** sp.sqrt(2),
        sp.Integer(7) ** 150,
        sp.factorial(X),
        sp.erf(X),
        X**1000,
    ],
)  # fmt: skip
def test_other_mathematics_comes_back(value: Any) -> None:
    data = encode(value)
    refuse_unless_mathematics(data)
    assert decode(json.loads(json.dumps(data))) == value


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        Solution.from_json(text)
    return str(caught.value)


@pytest.mark.parametrize("cut", [0, 1, 100, 1000, 2000])
def test_a_truncated_file_is_no_json(cut: int) -> None:
    assert "no JSON" in refused(json.dumps(WHOLE)[:cut])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1, 2]", "no symtutor/solution"),
        ('{"nbformat": 4}', "no symtutor/solution"),
        ('{"schema": "symtutor/solution"}', "version None"),
        ('{"schema": "symtutor/solution", "version": 3}', "version 3"),
        ('{"schema": "symtutor/solution", "version": 1}', "damaged"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_foreign_json_is_refused(text: str, said: str) -> None:
    assert said in refused(text)


def with_problem(**changes: Any) -> str:
    return json.dumps({**WHOLE, "problem": {**WHOLE["problem"], **changes}})


def nested(depth: int) -> Any:
    data: Any = x
    for _ in range(depth):
        data = ["sin", data]
    return data


@pytest.mark.parametrize(
    "text",
    [
        with_problem(goal="x"),
        with_problem(goal=None),
        with_problem(goal=x),
        with_problem(goal=["Goal", "__class__", x]),
        with_problem(goal=["Goal", "Goal"]),
        with_problem(goal=["Goal", "Derivative", x]),
        with_problem(goal=["Goal", "Derivative", ["tuple", "os"], x]),
        with_problem(goal=["Goal", "Evaluated", x, x, x]),
        with_problem(sameness="__class__"),
        with_problem(variable=["Integer", "2"]),
        with_problem(domain=[[x]]),
        with_problem(domain=[[x, x]]),
        with_problem(domain=5),
        json.dumps({**WHOLE, "problem": []}),
        json.dumps({**WHOLE, "answer": ["__class__"]}),
        json.dumps({**WHOLE, "answer": ["sympify", x]}),
        json.dumps({**WHOLE, "answer": ["Poly", x]}),
        json.dumps({**WHOLE, "answer": {"__class__": "Symbol"}}),
        json.dumps({**WHOLE, "answer": ["Symbol", ["Symbol", "x"]]}),
        json.dumps({**WHOLE, "answer": nested(400)}),
        json.dumps({**WHOLE, "answer": ["Add", *[x] * 300_000]}),
        json.dumps({**WHOLE, "answer": ["Pow", ["Integer", "9"], ["Pow", ["Integer", "9"], ["Integer", "9"]]]}),
        json.dumps({**WHOLE, "answer": ["Pow", ["Mul", ["Integer", "2"], x], ["Integer", "1000000000"]]}),
        json.dumps({**WHOLE, "answer": ["factorial", ["Integer", "10000000"]]}),
        json.dumps({**WHOLE, "answer": ["Integer", "9" * 5000]}),
        json.dumps({**WHOLE, "answer": x}),
        json.dumps({**WHOLE, "detail": "loud"}),
    ],
)
def test_damaged_and_hostile_solutions_are_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize("place", ["answer", "argument", "leaf", "tuple", "term", "goal"])
def test_no_text_is_ever_run(place: str, tmp_path: Path) -> None:
    made = tmp_path / "made"
    program = f"open({str(made)!r}, 'w').close()"
    data = {
        "answer": program,
        "argument": ["sin", program],
        "leaf": ["Symbol", [program]],
        "tuple": ["tuple", program],
        "term": ["Term", "sin", program],
        "goal": ["Goal", "Derivative", program, x],
    }[place]
    refused(json.dumps({**WHOLE, "answer": data}))
    refused(with_problem(goal=["Goal", "Derivative", data, x]))
    with pytest.raises(InputError):
        refuse_unless_mathematics(data)
    assert not made.exists()


def test_decoding_itself_runs_no_text(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        decode(["sin", f"open({str(tmp_path / 'made')!r}, 'w').close()"])
    assert not (tmp_path / "made").exists()


def test_a_changed_answer_is_told() -> None:
    assert "The file was changed." in refused(json.dumps({**WHOLE, "answer": encode(sp.cos(X))}))


def put_back(data: Any, shared: list[Any]) -> Any:
    """Return an encoded expression with every citation replaced by what it cites."""
    if not isinstance(data, list):
        return data
    if data[:1] == ["shared"]:
        return put_back(shared[data[1]], shared)
    return [put_back(part, shared) for part in data]


@pytest.mark.parametrize("name", WORKED)
def test_the_shared_parts_put_back_give_the_states_of_the_steps(name: str) -> None:
    solution = WORKED[name]()
    data = json.loads(solution.json())
    for told, step in zip(data["steps"], solution.steps, strict=True):
        assert put_back(told["before"], data["shared"]) == encode(step.before)
        assert put_back(told["after"], data["shared"]) == encode(step.after)


def test_a_high_derivative_is_a_file_of_ordinary_size() -> None:
    assert len(symtutor.differentiate("e^(x^2) sin x", order=6).json()) < 200_000


def test_a_file_of_the_first_version_is_read() -> None:
    first = {key: held for key, held in WHOLE.items() if key != "shared"} | {"version": 1}
    assert Solution.from_json(json.dumps(first)).answer == symtutor.differentiate("x^2 sin x").answer
