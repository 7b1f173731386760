"""Nothing that is shown depends on the hash seed, or on what was asked before: one law over everything that prints."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAMS = {
    "derivatives": """
import symtutor
print(symtutor.implicit("x^2 y + sin(y) = a x", "y", "x"))
print(symtutor.differentiate("max(x, x^2) f(x^2) |x - a|", "x"))
print(symtutor.differentiate("x^3 e^(2x) + x^9", "x", order=7))
print(symtutor.differentiate("sin x", "x").check("-cos x"))
""",
    "limits": """
from tests.test_limits import solved
for case in order([("sin(a*x)/sin(b*x)",), ("x**2*sin(1/x) + cos(x)",), ("(exp(x)-1-x)/x**2",), ("sqrt(x**2+x)-x", "x", "oo"),
                   ("x*sin(x)", "x", "oo"), ("(1-x+log(x))/(1+cos(pi*x))", "x", "1")]):
    print(case, [(str(n.goal), n.rule.id, str(n.value)) for n in solved(*case).nodes()])
""",
    "integrals": """
from tests.integration_helpers import antiderivative
for text in order(["exp(x)*sin(x)", "1/(x**4 + 1)", "sin(x)**4", "x/sqrt(x**2 + x + 1)"]):
    solved = antiderivative(text)
    print(text, solved.value, [n.rule.id for n in solved.nodes()])
""",
    "verdicts": """
from symtutor.checking.equivalence.equivalence import equivalence
from tests.verdict_cases import PROVED, REFUTED
for left, right, options in order([row[:3] for row in (*PROVED, *REFUTED)]):
    verdict = equivalence(left, right, **options)
    print(left, right, verdict, verdict.domain, verdict.evidence)
""",
    "reading": r"""
from symtutor.errors import SymtutorError
from symtutor.reading import read_term
for text in order(["xcosx + 1/2x sin x/2", "f'(2x) + ln t e^t", r"\\lim_{x\\to0^+} \\frac{d}{dx}(x)x", "sine(x)"]):
    try:
        print(text, repr(read_term(text)))
    except SymtutorError as problem:
        print(text, problem)
""",
    "formats": """
from tests.worked import WORKED
for name in ("second_derivative", "long"):
    s = WORKED[name]()
    print(s, s.latex(), s.markdown(), s.json(), s.hint(3))
print(WORKED["product"]().html())
""",
    "pictures": """
import sympy as sp
from symtutor.lab.error_curves import error_curve
from symtutor.writing.pictures.derivatives import derivative_figure, error_curve_figure
x = sp.Symbol("x")
f = sp.exp(-x) * sp.sin(x) + 1 / x
print(derivative_figure(f, f.diff(x), x).svg(), error_curve_figure(error_curve(f, x, 1)).svg())
""",
}
RUNNER = """
import contextlib, io, json, sys
programs, order = json.load(sys.stdin), {order}
printed = dict()
for name in order(list(programs)):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(programs[name], dict(order=order))
    printed[name] = sorted(out.getvalue().splitlines())  # whatever is asked first is printed first
json.dump(printed, sys.stdout)
"""


@pytest.fixture(scope="module")
def runs() -> list[dict[str, list[str]]]:
    """Return what the programs print in two processes: other seeds, asked in the opposite order."""
    started = []
    for seed, order in (("1", "list"), ("4242", "lambda rows: list(reversed(rows))")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
        pipe = subprocess.PIPE
        process = subprocess.Popen([sys.executable, "-c", RUNNER.format(order=order)], env=environment, stdin=pipe, stdout=pipe, text=True)
        assert process.stdin is not None
        process.stdin.write(json.dumps(PROGRAMS))
        process.stdin.close()
        process.stdin = None
        started.append(process)
    return [json.loads(process.communicate()[0]) for process in started]


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_printed_does_not_depend_on_the_hash_seed_or_the_order_of_questions(name: str, runs: list[dict[str, list[str]]]) -> None:
    one, other = (run[name] for run in runs)
    assert one
    assert one == other
