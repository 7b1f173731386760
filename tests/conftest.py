"""Options of the tests: ``--update-golden`` writes the expected files anew, to be read in a diff."""

import gc
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from symtutor.runtime import deadline, sympy_mended
from tests.browser import browser

__all__ = ["browser"]

deadline.SECONDS = 600.0  # of a call that names no limit: in tests a limit of time only keeps them from hanging

sympy_mended.mend()
sympy_mended.ALWAYS = True  # tests call what stands below the public functions

# processes that tests start find the compiled modules of those before them
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(__file__).parent.parent / ".pytest_cache" / "compiled"))

GOLDEN = Path(__file__).parent / "golden"


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from going through thousands of tests and cached expressions again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the files in tests/golden anew")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give a process whole files, and all files that share lessons or examples of rules to one: these are derived once."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling  # noqa: PLC0415 (where there is one process, there need be no xdist)

    class Scheduling(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return shared.get(file, file)

    imports = re.compile(r"^from tests\.(shown_lessons|rule_examples(?= import derived)) import", re.MULTILINE)
    found = {f"tests/{path.name}": imports.search(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("*.py")}
    shared = {file: match.group(1) for file, match in found.items() if match}
    return Scheduling(config, log)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return compare
