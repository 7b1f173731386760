"""Every public function has a whole signature, a docstring that names every parameter, and a command of the shell."""

import inspect
import os
import re
import shlex
import subprocess
import sys
from typing import Any

import pytest

import symtutor as st
from symtutor.__main__ import main
from symtutor.ask.signatures.commands import command_of, commands
from symtutor.ask.signatures.parameters import TAIL
from symtutor.ask.signatures.public import begin, completed
from symtutor.shell.parser import _NOT_TYPED, GROUPS, SHELLS
from symtutor.shell.spoken import in_shell

FUNCTIONS = sorted(commands())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_its_docstring_names_every_parameter(name: str) -> None:
    function = getattr(st, name)
    doc = inspect.getdoc(function) or ""
    told = {n.strip(" *") for entry in re.findall(r"^([\w*][\w*, ]*) : ", doc, re.MULTILINE) for n in entry.split(",")}
    assert set(inspect.signature(function).parameters) <= told
    assert doc.count("----------\n") <= doc.count("\n\n")
    assert ">>> " in doc


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_derives_takes_the_same_options(name: str) -> None:
    parameters = inspect.signature(getattr(st, name)).parameters
    if command_of(name).returns == "Solution" and name != "backpropagate":
        assert {n: parameters[n].default for n in TAIL} == TAIL
        with pytest.raises(TypeError, match="secnds"):
            begin({"secnds": 3})  # type: ignore[typeddict-unknown-key]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_shell_reads_what_python_has(name: str) -> None:
    signature = inspect.signature(getattr(st, name)).parameters
    assert [p.name for p in command_of(name).parameters] == list(signature)
    empty = inspect.Parameter.empty
    assert all((p.default is not None) == (signature[p.name].default is not None) for p in command_of(name).parameters if p.default != ())
    assert {p.name for p in command_of(name).parameters if not p.words} == set()
    assert all(signature[p.name].default is empty for p in command_of(name).parameters if str(p.default).startswith("<object"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_its_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    if any(p.is_required and p.kind.startswith(_NOT_TYPED) for p in command_of(name).parameters):
        pytest.skip("its argument cannot be typed")
    with pytest.raises(SystemExit) as end:
        main([name.replace("_", "-"), "--help"])
    assert end.value.code == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert command_of(name).summary.split(":")[0] in printed


_OF_PYTHON = re.compile(
    r"\bNone\b|\bstr\b|\bSymbol\b|\bExpr\b|\b[Ss]equence|\b[Mm]apping|\btuple|\biterable|\bdict\b|\bSet\b|\bTrue\b|\bFalse\b"
    r"|MatrixSymbol|SymPy|Python|from_definitions|\bstrings\b|[`\\]|\*\*|\{[\"']|\w=[\"'{]|\w\.\w+\(|\b\w+_\w+\("
)


@pytest.mark.parametrize(
    "name", [n for n in FUNCTIONS if not any(p.is_required and p.kind.startswith(_NOT_TYPED) for p in command_of(n).parameters)]
)
def test_help_speaks_as_one_types_in_a_shell(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([name, "--help"])
    printed = capsys.readouterr().out
    assert _OF_PYTHON.findall(printed.replace("x**2 + y**2 <= 1", "")) == []
    example = printed.partition("example:")[2].strip()
    assert example.startswith(f"symtutor {name.replace('_', '-')} ")
    words = shlex.split(example)[1:]
    if name not in {"grade", "svm"}:  # which read a file
        assert main([*words, "--detail", "brief"] if "--detail" in printed else words) in {0, 1}
    assert [group for group, names in GROUPS.items() if name in names] != []


@pytest.mark.parametrize(
    ("python", "typed"),
    [
        ('as in differentiate("e^(a x)", "x", order="n").', 'as in symtutor differentiate "e^(a x)" x --order n.'),
        ("Give its two ends, as in on=(0, 1).", "Give its two ends, as in --on 0 1."),
        ("as in domain=(0, 1)", "as in --domain 0,1"),
        ('integrate("x e^x", limits=(0, "oo"))', 'symtutor integrate "x e^x" --from 0 --to oo'),
        (
            'directional_derivative("x^2 y", (3, 4), at={"x": 1, "y": 2}, unit=False)',
            'symtutor directional-derivative "x^2 y" 3,4 --at x=1,y=2 --no-unit',
        ),
        ('shapes={"A": ("m", "n"), "c": ()}', '--shapes "A=(m,n),c=()"'),
        ('minimize("x^2", ["x >= 1", "x <= 2"])', 'symtutor minimize "x^2" "x >= 1, x <= 2"'),
        ("Check the letters of at=.", "Check the letters of --at."),
        (
            "matrix_derivative(r.T, x) of {x in R} stays, as does y = 2x and f(x)",
            "matrix_derivative(r.T, x) of {x in R} stays, as does y = 2x and f(x)",
        ),
    ],
)
def test_python_is_said_as_it_is_typed(python: str, typed: str) -> None:
    assert in_shell(python) == typed


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["minimize", "x^2+y^2", "x+y>=1"], "minimum 1/2"),
        (["optimize", "x - ln x", "--domain", "x > 0"], "global minimum 1 at x = 1"),
        (["matrix-derivative", "||A x - b||^2", "x"], "2Aᵀ·(A·x − b)"),
        (["directional_derivative", "x^2 y", "3,4", "--at", "1,2"], "Answer: 16/5"),
        (["directional_derivative", "x^2 y", "3,4", "--at", "1,2", "--no-unit"], "=  16"),
        (["related-rates", "x^2 + y^2 = 25", "y", "x=2", "--at", "x=3,y=4"], "y′ = −3·2/4 = −3/2"),
        (["differentiate", "f(x)^2", "--given", "f(2)=3,f'(2)=2", "--functions", "f", "--at", "2"], "=  12"),
        (["riemann_sum", "x^2", "x", "0", "1", "4", "--kind", "trapezoid"], "=  11/32"),
        (["potential", "(2xy, x^2)"], "f = x²·y"),
        (["limit", "1/x", "x", "0", "--direction", "-"], "=  −∞"),
        (["inverse-derivative", "x^3 + x", "2"], "=  1/4"),
        (["methods", "x e^x"], "parts"),
        (["read", "2x e^x"], "2*x*exp(x)"),
        (["equivalent", "sqrt(x^2)", "x", "--domain", "0,oo"], "Correct"),
    ],
)
def test_commands_of_all_functions_answer(words: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    assert line in capsys.readouterr().out


@pytest.mark.parametrize(("answer", "code"), [("2x sin x + x^2 cos x", 0), ("2x cos x", 1)])
def test_an_answer_is_judged_at_the_command_of_its_problem(answer: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["differentiate", "x^2 sin x", "--check", answer]) == code
    assert ("product-of-derivatives" in capsys.readouterr().out) == bool(code)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["diferentiate", "x^2"], "Do you mean 'differentiate'?"),
        (["taylor", "sin x", "--at", "pi"], "--about"),
        (["gradient", "x^2", "--at", "x=2,x=3"], "two values for x"),
        (["differentiate", "x^2", "--plot", "/nonexistent/x.png"], "cannot be written"),
        (["differentiate", "x^2 y"], 'symtutor differentiate "x^2*y" y'),
        (["limit", "sin(x)/x"], 'symtutor limit "sin(x)/x" x 0'),
        (["gradient", "x^2", "--at", "y=1"], "--at gives a value for y"),
        (["integrate", "x", "--form", "0"], "Do you mean --from?"),
    ],
)
def test_slips_of_the_command_line_are_told(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("shell", SHELLS)
def test_shells_are_told_how_to_complete(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--completion", shell]) == 0
    assert "symtutor" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="the completions are handed over in a file descriptor")
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("symtutor diff", "differentiate"),
        ("symtutor matrix-d", "matrix-derivative"),
        ("symtutor hessian --det", "--detail"),
        ("symtutor practice imp", "implicit\\ differentiation"),
        ("symtutor lesson ", "7"),
    ],
)
def test_words_are_completed(line: str, found: str, tmp_path: Any) -> None:
    out = tmp_path / "completions"
    settings = {"_ARGCOMPLETE": "1", "COMP_LINE": line, "COMP_POINT": str(len(line)), "_ARGCOMPLETE_STDOUT_FILENAME": str(out)}
    settings |= {"_ARGCOMPLETE_COMP_WORDBREAKS": " \t\n", "_ARGCOMPLETE_IFS": "\n", "_ARGCOMPLETE_SHELL": "bash"}
    subprocess.run([sys.executable, "-m", "symtutor"], env=os.environ | settings, check=False, capture_output=True)
    assert found in [word.strip() for word in out.read_text().split("\n")]


def test_a_docstring_without_parameters_gets_its_section() -> None:
    doc = completed("Find it.\n\n    Returns\n    -------\n    Solution\n", ["seconds"])
    assert doc == (
        "Find it.\n\n    Parameters\n    ----------\n    seconds : float, optional\n        Give up after this time.\n\n"
        "    Returns\n    -------\n    Solution\n"
    )


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("tangent line to x^2 at x = 2", "y = 4x - 4"),
        ("the normal to x^2 at x = 1", "y = 3/2 - x/2"),
        ("curl of (-y, x)", "(0, 0, 2)"),
        ("divergence of (x y, y^2)", "3y"),
        ("find a potential of (2x y, x^2)", "x^2 y"),
        ("linear approximation of e^x y at x = 0, y = 1", "x + y"),
        ("Taylor polynomial of cos x of degree 2 about 0", "1 - x^2/2"),
        ("total differential of x^2 y", "2x y dx + x^2 dy"),
        ("directional derivative of x^2 y in the direction (3, 4) at (1, 2)", "16/5"),
        ("derivative of the inverse of x^3 + x at 2", "1/4"),
        ("solve x^2 = 4 for x", "x = 2 or x = -2"),
        ("matrix derivative of ||A x - b||^2 with respect to x", "2A'(A x - b)"),
    ],
)
def test_questions_in_words_name_every_function(question: str, answer: str) -> None:
    assert st.check(question, answer)


@pytest.mark.parametrize(("question", "told"), [("tangent line to x^2", "needs at"), ("divergence of (x, y) of degree 2", "takes nothing")])
def test_questions_in_words_say_what_is_missing(question: str, told: str) -> None:
    with pytest.raises(st.InputError, match=told):
        st.check(question, "1")
