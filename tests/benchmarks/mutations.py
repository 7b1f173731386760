"""Random edits of the product, and whether the tests notice them: ``python -m tests.benchmarks.mutations --count 200 --seed 1``.

An edit turns a comparison, a logical word, a sign, a number or a condition around, in a copy of the project.  The tests that import
the edited module run first, then those of its wing (see ``WINGS``).  What no test notices is printed as a difference: a hole,
or an edit that changes nothing.  A run of one edit takes from seconds to a minute.
"""

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Tests of a folder of the package, beside those that import the edited module.
WINGS: dict[str, tuple[str, ...]] = {
    "checking": (
        "test_verdicts_of_numbers",
        "test_equivalence",
        "test_proof",
        "test_edge_pairs",
        "test_limits_proved",
        "test_integral_proofs",
    ),
    "deriving": ("test_layout", "test_search", "test_layout_integrals", "test_lesson_2", "test_whole_first"),
    "reading": ("test_reading_text", "test_reading_latex", "test_reading_errors", "test_reading_problems", "test_matrix_reading"),
    "ask": ("test_inputs", "test_public_functions", "test_vectors_problems", "test_implicit", "test_constrained"),
}
SECONDS = 400
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_SIGNS: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add}


def changed(node: ast.AST) -> ast.AST | None:
    """Return the node with one thing in it turned around, or None where there is nothing to turn."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARED:
        return ast.Compare(node.left, [_COMPARED[type(node.ops[0])]()], node.comparators)
    if isinstance(node, ast.BoolOp):
        return ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return node.operand
    if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
        return ast.BinOp(node.left, _SIGNS[type(node.op)](), node.right)
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return ast.Constant(node.value + 1)
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        return ast.Constant(not node.value)
    if isinstance(node, ast.IfExp):
        return ast.IfExp(node.test, node.orelse, node.body)
    return None


def places(source: str) -> Iterator[ast.expr]:
    """Yield the expressions that can be edited: inside functions, and not in annotations."""
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                yield from (
                    n for n in ast.walk(statement) if isinstance(n, ast.expr) and changed(n) is not None and n.lineno == n.end_lineno
                )


def edited(source: str, node: ast.expr) -> str:
    """Return the source with one expression changed."""
    lines = source.encode().split(b"\n")
    line = lines[node.lineno - 1]
    other = changed(node)
    assert other is not None
    new = f"({ast.unparse(ast.fix_missing_locations(other))})"
    lines[node.lineno - 1] = line[: node.col_offset] + new.encode() + line[node.end_col_offset :]
    return b"\n".join(lines).decode()


def met_by(path: Path) -> list[str]:
    """Return the test files that meet a module: those that name it first, the smallest before, then those of its wing."""
    module = ".".join(path.with_suffix("").parts)
    naming = sorted(
        (p for p in (ROOT / "tests").glob("test_*.py") if re.search(rf"\b{re.escape(module)}\b", p.read_text(encoding="utf-8"))),
        key=lambda p: p.stat().st_size,
    )
    wing = (ROOT / "tests" / f"{name}.py" for name in WINGS[path.parts[1]])
    return [str(p.relative_to(ROOT)) for p in dict.fromkeys((*naming, *wing)) if p.exists()]


def is_noticed(copy: Path, path: Path) -> bool:
    """Tell whether a test fails in a copy of the project with an edited file, or does not end."""
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", str(path), *met_by(path)]
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def run(count: int = 20, seed: int = 1, wings: Iterable[str] = WINGS) -> None:
    """Make edits one after another, print each with what became of it, and the share that was noticed."""
    rng = random.Random(seed)
    files = sorted(p for wing in wings for p in (ROOT / "symtutor" / wing).rglob("*.py"))
    choices = [(p, n) for p in files for n in places(p.read_text(encoding="utf-8"))]
    noticed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", "__pycache__", ".mypy_cache", ".ruff_cache"))
        for file, node in rng.sample(choices, count):
            source, path = file.read_text(encoding="utf-8"), file.relative_to(ROOT)
            (copy / path).write_text(edited(source, node), encoding="utf-8")
            seen = is_noticed(copy, path)
            noticed += seen
            (copy / path).write_text(source, encoding="utf-8")
            before, after = (text.splitlines()[node.lineno - 1].strip() for text in (source, edited(source, node)))
            print(f"{'noticed' if seen else 'MISSED '} {path}:{node.lineno}\n    - {before}\n    + {after}", flush=True)
    print(f"{noticed} of {count} edits noticed")


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wings", nargs="*", default=list(WINGS), choices=list(WINGS))
    asked = parser.parse_args()
    run(asked.count, asked.seed, asked.wings)


if __name__ == "__main__":
    main()
