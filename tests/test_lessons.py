"""Lessons: what they show is derived, the course's numbers come out, and both places are found."""

import zipfile
from pathlib import Path

import pytest
import sympy as sp

import symtutor as st
from symtutor.errors import InputError
from symtutor.lessons import loading
from tests.shown_lessons import pictures_of, text_of, view_of

X, DELTA = sp.symbols("x delta")
ROOT = Path(__file__).parent.parent


def test_lesson_1_derives_the_course() -> None:
    view, text = view_of(1), text_of(1)
    assert view.title == "Differential calculus"
    assert "=  3x² − 4x" in text
    assert "lim h→0 (2x + h)" in text
    assert "0.00010000015" in text
    assert "0.0031999901, at x = -10" in text
    assert "x + h == x" in text


def test_the_gap_of_the_task_is_exact() -> None:
    gap = st.difference_gap("x^3 - 2x^2 + 1")
    assert sp.expand(gap.answer - ((3 * X - 2) * DELTA + DELTA**2)) == 0
    assert st.difference_gap("x^2").answer == DELTA
    assert st.equivalent(gap.answer, "(3x - 2) delta + delta^2")


def test_a_task_is_judged_and_hinted() -> None:
    view = st.lesson("differential")
    assert view.check("3x^2 - 4x")
    assert view.check("3x^2 - 4x + 1").mistake == "diff.constant/kept"
    assert "power rule" in view.hint(1)
    assert "3x² − 4x" in view.hint(3)
    with pytest.raises(InputError, match="no task 'T9'"):
        view.check("x", task="T9")


def test_typical_wrong_answers_are_wrong() -> None:
    view = view_of(1)
    for name, task in view.content.tasks().items():
        assert task.wrong
        for answer in task.wrong:
            assert view.check(answer, task=name).status == "incorrect", answer


def test_a_lesson_has_pictures(tmp_path: Path) -> None:
    view = view_of(1)
    assert len(pictures_of(1)) == 4
    assert all(picture.alt for picture in pictures_of(1))
    view.plot(4).savefig(tmp_path / "curve.svg")
    assert (tmp_path / "curve.svg").stat().st_size > 1000
    with pytest.raises(InputError, match="4 pictures"):
        view.plot(5)


def test_the_list_of_lessons_and_unknown_ones() -> None:
    assert "1. Differential calculus" in str(st.lesson())
    with pytest.raises(InputError, match="1: Differential calculus"):
        st.lesson("astrology")
    with pytest.raises(InputError):
        st.lesson(0)


def test_a_lesson_is_written_to_files(tmp_path: Path) -> None:
    for ending in (".tex", ".md", ".txt", ".html"):
        assert view_of(1).save(tmp_path / f"lesson{ending}").stat().st_size > 1000


def test_lessons_are_found_in_a_wheel_and_in_a_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "_lessons"
    folder.mkdir()
    (folder / "first.py").write_text((ROOT / "lessons" / "derivative.py").read_text(encoding="utf-8"), encoding="utf-8")
    for place in (folder, ROOT / "lessons"):
        loading.known_lessons.cache_clear()
        monkeypatch.setattr(loading, "_FOLDERS", (tmp_path / "nothing", place))
        assert st.lesson(1).title == "Differential calculus"
    loading.known_lessons.cache_clear()


def test_the_wheel_carries_the_lessons_and_no_other_top_level_module(tmp_path: Path) -> None:
    hatchling = pytest.importorskip("hatchling.builders.wheel", reason="hatchling is not installed")
    (name,) = hatchling.WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(name) as wheel:
        files = wheel.namelist()
    assert "symtutor/_lessons/derivative.py" in files
    assert {f.split("/")[0] for f in files if ".dist-info" not in f} == {"symtutor"}
