"""The random edits of the benchmark are edits: valid Python that says something else."""

import ast

from tests.benchmarks.mutations import ROOT, WINGS, edited, met_by, places

SOURCE = "def f(x: int = 3) -> bool:\n    return not (x + 1 < 2 and x in (0, 5)) if x else True\n"


def test_every_edit_is_another_program() -> None:
    programs = {edited(SOURCE, node) for node in places(SOURCE)}
    assert len(programs) >= 10
    assert all(ast.dump(ast.parse(program)) != ast.dump(ast.parse(SOURCE)) for program in programs)
    assert all("x: int = 3" in program for program in programs)


def test_a_module_is_met_by_the_tests_that_name_it_and_by_those_of_its_wing() -> None:
    met = met_by((ROOT / "symtutor" / "checking" / "equivalence" / "recheck.py").relative_to(ROOT))
    assert "tests/test_proof.py" in met
    assert all((ROOT / "tests" / f"{name}.py").exists() for names in WINGS.values() for name in names)
