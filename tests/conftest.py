"""Options of the tests: ``--update-golden`` writes the expected files anew, to be read in a diff."""

from collections.abc import Callable
from pathlib import Path

import pytest

from symtutor import deadline, sympy_mended
from tests.browser import browser

__all__ = ["browser"]

deadline.SECONDS = 600.0  # of a call that names no limit: in tests a limit of time only keeps them from hanging

sympy_mended.mend()
sympy_mended.ALWAYS = True  # tests call what stands below the public functions

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the files in tests/golden anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return compare
