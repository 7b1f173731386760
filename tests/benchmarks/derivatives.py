"""Deriving, checking and printing derivatives beside ``sympy.diff``; starting beside ``import sympy``."""

import json
import statistics
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import sympy as sp
from sympy.parsing.sympy_parser import parse_expr, rationalize, standard_transformations

from symtutor.checking.derivation import check_derivation
from symtutor.deriving.layout import laid_out
from symtutor.deriving.search import derive
from symtutor.goals.core import D, HigherDerivative
from symtutor.kinds import question
from symtutor.problem import Problem
from symtutor.rules import BOOK
from symtutor.writing.document import worked_solution
from symtutor.writing.formats.terminal import as_text
from tests.benchmarks.timing import cold, excess, paired, row

EXACT = (*standard_transformations, rationalize)
X = sp.Symbol("x")
OWN = """
x**3 - 2*x**2 + 1; x**2*sin(x); sin(x**2 + 1); exp(-x)/x; x**x; sqrt(1 + x**2)*log(x); tan(x)**3/(1 + x); atan(sqrt(x));
(x**2 + 1)**5*(3*x - 1)**4; exp(sin(x)**2); log(x + sqrt(x**2 + 1)); x*asin(x) + sqrt(1 - x**2); (x - 1)/(x + 1)**2; 2**x*x**3;
cos(3*x)*exp(2*x); sinh(x)*cosh(x); 1/(1 + exp(-x)); log(1 + exp(x)); x**3*exp(-x**2/2); sec(x)*tan(x); (a*x + b)/(c*x + d);
""".replace("\n", " ")


def problems(corpus: Path | None) -> Iterator[tuple[sp.Expr, sp.Symbol, int]]:
    """Yield expression, variable and order: of a corpus of JSON lines, or of the list above."""
    if corpus is None:
        for text in filter(str.strip, OWN.split(";")):
            yield parse_expr(text), X, 1
        return
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            yield parse_expr(entry["expression"], transformations=EXACT), sp.Symbol(entry["variable"]), entry["order"]


def run(corpus: Path | None = None) -> None:
    """Print the ratios."""
    deriving, everything = [], []
    for f, x, order in problems(corpus):
        problem = Problem(D(f, x) if order == 1 else HigherDerivative(f, x, order))
        peer = cold(partial(sp.diff, f, x, order))
        deriving.append(cold(partial(derive, problem, BOOK)) / peer)
        everything.append(cold(partial(_printed, problem)) / peer)
    row("derive with steps / cold sympy.diff, median", f"{statistics.median(deriving):.2f}  ({len(deriving)} functions)", "≤ 0.3")
    row("derive, check every node and print / cold sympy.diff", f"{statistics.median(everything):.2f}", "≤ 4")
    row("import symtutor, seconds over an empty process", f"{excess('import symtutor', 'pass'):.3f}", "≤ 0.1")
    first = paired("import symtutor; print(symtutor.differentiate('x^2 sin x'))", "import sympy")
    row("first printed derivative / import sympy, fresh processes", f"{first:.2f}", "≤ 1.4")


def _printed(problem: Problem) -> str:
    solved = derive(problem, BOOK)
    return as_text(worked_solution(question(problem), laid_out(solved), check_derivation(solved)))
