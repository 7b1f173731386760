"""Lessons as PDF and notebook, and what stands in them: programs that run, results of the course, derivations that stand once."""

import json
import re
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from symtutor.lessons.loading import known_lessons
from symtutor.writing.document import Chain, Document, Folded, Heading, Listing, Part
from symtutor.writing.files import compile_latex
from symtutor.writing.folding import figures
from tests.shown_lessons import view_of

NUMBERS = tuple(known_lessons())
needs_tex = pytest.mark.skipif(which("pdflatex") is None, reason="pdflatex is not installed")


def parts_of(document: Document) -> list[Part]:
    """Return all parts of a document, those inside folded ones too."""
    found: list[Part] = []
    for part in document.parts:
        found.extend((part, *part.parts) if isinstance(part, Folded) else (part,))
    return found


@needs_tex
@pytest.mark.parametrize("number", NUMBERS)
def test_a_lesson_compiles_within_its_margins_and_without_a_missing_glyph(number: int, tmp_path: Path) -> None:
    document = view_of(number).document()
    log = compile_latex(view_of(number).latex(), tmp_path / "lesson.pdf", figures(document))
    wide = [float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log)]
    assert [points for points in wide if points > 2] == []
    assert "Missing character" not in log
    assert "LaTeX Warning" not in log.replace("LaTeX Warning: Label(s) may have changed", "")


@needs_tex
def test_a_worksheet_keeps_hints_and_answers_apart(tmp_path: Path) -> None:
    sheet = view_of(4).worksheet()
    assert "Your task:" in str(sheet)
    assert "Hint 1" not in str(sheet)
    assert "Hint 1" in str(view_of(4))
    assert sheet.save(tmp_path / "sheet.pdf").stat().st_size > 10_000


@pytest.mark.parametrize("number", NUMBERS)
def test_every_program_of_a_lesson_prints_what_the_lesson_shows(number: int, tmp_path: Path) -> None:
    programs = [part for part in parts_of(view_of(number).document()) if isinstance(part, Listing)]
    assert programs
    for program in programs:
        path = tmp_path / "program.py"
        path.write_text(program.code, encoding="utf-8")
        ran = subprocess.run([sys.executable, "-W", "error", str(path)], capture_output=True, text=True, check=True)
        assert ran.stdout == program.output


@pytest.mark.parametrize("number", NUMBERS)
def test_a_derivation_stands_once_in_a_lesson(number: int) -> None:
    chains = [
        tuple((row.relation, row.term, row.note) for row in part.rows)
        for part in parts_of(view_of(number).document())
        if isinstance(part, Chain)
    ]
    assert len(set(chains)) == len(chains)


def test_a_notebook_runs_from_top_to_bottom(tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    path = view_of(4).save(tmp_path / "jacobian.ipynb")
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    told = [cell.outputs[0].text for cell in book.cells if cell.cell_type == "code"]
    nbclient.NotebookClient(book, timeout=120).execute()
    assert [cell.outputs[0].text for cell in book.cells if cell.cell_type == "code"] == told


@pytest.mark.parametrize("number", NUMBERS)
def test_a_notebook_holds_the_lesson(number: int) -> None:
    cells = json.loads(view_of(number).notebook())["cells"]
    assert cells[0]["source"].startswith(f"### Lesson {number}")
    assert len({cell["id"] for cell in cells}) == len(cells)
    assert any(cell["cell_type"] == "code" for cell in cells)
    sections = [part for part in view_of(number).document().parts if isinstance(part, Heading) and part.level == 2]
    assert sum(cell["source"].count("\n#### ") + cell["source"].startswith("#### ") for cell in cells) >= len(sections)
    assert all(cell["source"].count("\n#### ") <= (cell["source"].startswith("### ")) for cell in cells if cell["cell_type"] == "markdown")
    assert sum(".check(answer, " in cell["source"] for cell in cells) == len(view_of(number).tasks)
