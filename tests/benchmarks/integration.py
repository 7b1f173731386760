"""Coverage, time and length of worked antiderivatives beside SymPy's ``integral_steps`` and ``integrate``."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import sympy as sp
from sympy.parsing.sympy_parser import parse_expr, rationalize, standard_transformations

from symtutor.deriving.layout import laid_out
from symtutor.deriving.search import derive
from symtutor.errors import SymtutorError
from symtutor.goals.core import I
from symtutor.problem import Problem
from symtutor.rules import BOOK
from tests.benchmarks.timing import WITH_BYTECODE, cold, row

EXACT = (*standard_transformations, rationalize)
OWN = """
x**3 - 2*x**2; x**2*sin(x); x*exp(-x**2); exp(-x)/x; 1/(x**2 + 2*x + 2)**2; sqrt(1 + x**2)*x**3; tan(x)**3; atan(sqrt(x)); x*log(x)**2;
sin(x)**4; exp(2*x)*cos(3*x); 1/(1 + exp(-x)); x/sqrt(x**2 + x + 1); 1/(2 + cos(x)); (x + 1)/(x**3 - x); 1/(x**2*sqrt(4 + x**2));
sec(x)**3; 1/(1 - cos(x)); x*asin(x); sqrt((1 + x)/(1 - x)); 1/(sqrt(x) + x**(1/3)); log(1 + x**2); x**5/sqrt(1 - x**6); sinh(x)**3;
sqrt(tan(x)); 1/(x*sqrt(x**2 + x + 1)); x*tan(x)**2; exp(x)/(x + 1)**2; log(tan(x))/(sin(x)*cos(x)); sec(x)/(1 + sin(x)); 1/(x**6 - 2)
""".replace("\n", " ")
SECONDS = 10
PEERS = {
    "integral_steps": "from sympy.integrals.manualintegrate import integral_steps as f; r = f(e, x); ok = not r.contains_dont_know()",
    "integrate": "r = sympy.integrate(e, x); ok = not r.has(sympy.Integral)",
}


def problems(corpus: Path | None) -> Iterator[tuple[str, str, int | None]]:
    """Yield integrand, variable and the number of steps that the corpus names."""
    if corpus is None:
        yield from ((text.strip(), "x", None) for text in OWN.split(";"))
        return
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if entry.get("lower") is None:
                yield entry["integrand"], entry["variable"], entry.get("rubi_steps")


def run(corpus: Path | None = None) -> None:
    """Print coverage, seconds and length."""
    solved, times, excess = 0, [], []
    asked = list(problems(corpus))
    for text, name, steps in asked:
        goal = I(parse_expr(text, transformations=EXACT), sp.Symbol(name))
        lines: list[int] = []
        times.append(cold(partial(_solve, goal, lines)))
        solved += bool(lines)
        if lines and steps is not None and steps > 0:
            excess.append(lines[0] - steps)
    row("antiderivatives explained to the end", f"{solved}/{len(asked)}", "more than both peers")
    row("median seconds, caches cold", f"{statistics.median(times):.3f}", "≤ 0.1")
    if excess:
        row("median of printed lines minus published steps", f"{statistics.median(excess):.1f}", "≤ 2")
    for peer, code in PEERS.items():
        outcomes = [_peer(code, text, name) for text, name, _ in asked]
        found = [seconds for seconds in outcomes if seconds is not None]
        middle = f"{statistics.median(found):.3f} s" if found else "none"
        row(f"SymPy's {peer}, a fresh process each", f"{len(found)}/{len(asked)}, median {middle}", "beside")


def _solve(goal: I, lines: list[int]) -> None:
    """Derive and lay out, noting the number of printed lines when every step is a rule."""
    try:
        found = derive(Problem(goal), BOOK)
    except SymtutorError:
        return
    if all(node.rule.id != "int.black_box" for node in found.nodes()):
        lines.append(sum(len(block.lines) for block in laid_out(found)) - 1)


def _peer(code: str, text: str, name: str) -> float | None:
    """Return the seconds a peer needs in a fresh process, its import left out; None when it fails."""
    program = (
        "import sympy, time; from sympy.parsing.sympy_parser import parse_expr, rationalize, standard_transformations as s\n"
        f"e = parse_expr({text!r}, transformations=(*s, rationalize)); x = sympy.Symbol({name!r}); t = time.perf_counter()\n"
        f"{code}; print(ok, time.perf_counter() - t)"
    )
    try:
        output = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=SECONDS, env=WITH_BYTECODE
        ).stdout.split()
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    return float(output[1]) if output[:1] == ["True"] else None
