"""Hand work that was judged is written in every format, with marks in the margin and hints."""

import json
from pathlib import Path

import pytest

from symtutor import check_work
from symtutor.__main__ import main
from symtutor.views.judged_work import JudgedWork

LINES = ["x e^x + ∫ e^x dx", "= x e^x + e^x + C"]
PROBLEM = "∫ x e^x dx"


def judged(lines: list[str]) -> JudgedWork:
    found = check_work(lines, PROBLEM)
    assert isinstance(found, JudgedWork)
    return found


def test_the_learners_lines_stand_with_marks() -> None:
    text = str(judged(LINES))
    assert "✗ 1.  x e^x + ∫ e^x dx" in text
    assert "↳ 2.  = x e^x + e^x + C    [follows from the wrong line]" in text


def test_every_format_holds_the_verdict() -> None:
    found = judged(LINES)
    for text in (found.text(ascii_only=True), found.latex(), found.markdown(), found.html()):
        assert "Line 1 is wrong" in text
    assert json.loads(found.json())["first_wrong"] == 1


def test_differentials_are_printed_as_letters() -> None:
    found = check_work([r"u=x^2,\ du=2x\,dx"], r"\int 2x\cos(x^2)\,dx")
    assert isinstance(found, JudgedWork)
    assert "u = x², du = 2x·dx" in found.text()


def test_hints_go_back_to_the_wrong_line_and_show_more_with_each_level() -> None:
    found = judged(LINES)
    first, second, third = (found.hint(level) for level in (1, 2, 3))
    assert "line 1" in first
    assert "The second integral is subtracted" in second
    assert "x·e^x − ∫ e^x dx" in third
    assert "x·e^x − ∫ e^x dx" not in first + second


def test_a_hint_for_right_work_is_about_the_next_line() -> None:
    found = judged(["x e^x - ∫ e^x dx"])
    assert "integral of eˣ" in found.hint(1)
    assert "The next line" in found.hint(3)


def test_the_shell_judges_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "solution.tex"
    file.write_text("\\begin{align*}\\int x e^x\\,dx &= x e^x + \\int e^x\\,dx\\\\ &= x e^x + e^x + C\\end{align*}", encoding="utf-8")
    assert main(["check-work", str(file), PROBLEM]) == 1
    assert "Line 1 is wrong" in capsys.readouterr().out
