"""README, guide and reference: what they show runs, and their links lead somewhere."""

import doctest
import re
import shlex
from pathlib import Path

import pytest

import symtutor
from symtutor.__main__ import main
from symtutor.lessons import lesson

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = ROOT / ".github" / "guide.md"
PYTHON = [line.split("   #")[0] for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line]
CALLS = [line for line in PYTHON if line.startswith("st.")]
SHELL = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line.startswith("symtutor ")]


def test_the_examples_of_the_guide_run() -> None:
    found = doctest.testfile(str(GUIDE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.attempted > 20
    assert found.failed == 0


def test_the_lesson_of_the_guide_is_one(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(from sympy.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "powers.py"
    path.write_text(code, encoding="utf-8")
    shown = lesson(path)
    assert "The slope of x³ is 3x²" in str(shown)
    assert "Typical wrong answers" in str(shown)


def test_the_session_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    session = [line for line in PYTHON if not line.startswith("st.") and "solution.pdf" not in line]
    assert len(session) > 5
    for line in session:
        exec(line, names)


@pytest.mark.parametrize("line", CALLS)
def test_a_call_of_the_readme_runs(line: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert eval(line, {"st": symtutor}) is not None


@pytest.mark.parametrize("line", SHELL)
def test_a_command_of_the_readme_runs(
    line: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(line)[1:]
    if "--save" in words:  # the PDF itself is made in the tests of files
        words[words.index("--save") + 1] = "solution.md"
    assert main(words) in (0, 1)
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("path", [ROOT / "README.md", GUIDE, ROOT / ".github" / "CONTRIBUTING.md"], ids=lambda p: p.name)
def test_links_to_files_lead_somewhere(path: Path) -> None:
    words = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", words):
        name = "".join(target)
        assert (path.parent / name).exists(), name


def test_the_reference_holds_every_public_name_and_its_links_lead_somewhere(tmp_path: Path) -> None:
    pdoc = pytest.importorskip("pdoc", reason="pdoc is not installed")
    pdoc.render.configure(docformat="numpy", math=True, search=False)
    pdoc.pdoc("symtutor", output_directory=tmp_path)
    page = (tmp_path / "symtutor.html").read_text(encoding="utf-8")
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    assert set(symtutor.__all__) <= ids
    wrong = [t for t in re.findall(r'href="#([^"]+)"', page) if t not in ids]
    assert wrong == []
