"""Lessons: what they show is derived, the course's numbers come out, and both places are found."""

import zipfile
from pathlib import Path

import pytest
import sympy as sp

import symtutor as st
from symtutor import lessons
from symtutor.errors import InputError
from symtutor.lessons import loading
from symtutor.lessons.items import _with_formulas
from symtutor.term import as_term
from tests.shown_lessons import pictures_of, text_of, view_of

X, DELTA = sp.symbols("x delta")
ROOT = Path(__file__).parent.parent


def test_lesson_1_derives_the_course() -> None:
    view, text = view_of(1), text_of(1)
    assert view.title == "Differential calculus"
    assert "=  3x² − 4x" in text
    assert "lim h→0 (2x + h)" in text
    assert "0.00010000015" in text
    assert "0.0031999901, at x = −10" in text
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
    assert view.hint(3).endswith("it begins with 3x².")
    assert "3x² − 4x" in view.hint(4)
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


@pytest.mark.parametrize("ending", ["tex", "md", "txt", "html"])
def test_a_lesson_is_written_to_files(ending: str, tmp_path: Path) -> None:
    assert view_of(1).save(tmp_path / f"lesson.{ending}").stat().st_size > 1000


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


def made(tmp_path: Path, words: str, names: str = "") -> lessons.LessonView:
    """Return a lesson of a few lines."""
    path = tmp_path / "mine.py"
    head = "from sympy import symbols\nfrom symtutor.course import *\nx = symbols('x')\nNUMBER, TITLE = 99, 'Mine'\n"
    path.write_text(f"{head}{names}\nWORDS = '''{words}'''\n", encoding="utf-8")
    found = st.lesson(path)
    assert isinstance(found, lessons.LessonView)
    return found


@pytest.mark.parametrize(
    "words, names, said",
    [
        ("# A\nHere $x + x = 3x$.", "", "the words claim x [+] x = 3x"),
        ("# A\nLet $f(x) = x^2$. Then $f'(x) = x$.", "", r"the words claim f'\(x\) = x"),
        ("# A\nIs $x +$ mathematics?", "", "is not mathematics"),
        ("# A\nIs $2 > 3$?", "", "that is false"),
        ("# A\n{q}", "q = task(ask.differentiate(x**2, x), 'x + x')", "stands among the wrong ones and is correct"),
        ("# A\n{q}", "q = claim(x + x, 2 * x)", "stands there as wrong and is correct"),
        ("# A\nAs {q}", "q = claim(x + x, x, 3 * x)", "is called right there, and that is not proved"),
        ("# A\n{q}", "q = judge(ask.differentiate(x**2, x), '2x')", "judged there as a mistake, and it is correct"),
        ("# A\n{q}", "q = lab.equal_forms(x**2, x**3)", "stands in a lesson as another form"),
        ("# A\n{q}", "q = program('print(1 / 0)')", "ZeroDivisionError"),
        ("# A\n{q}", "q = lab.nothing(x)", "the lab has no 'nothing'"),
        ("# A\n{q}", "q = draw.nothing(x)", "there is no picture 'nothing'"),
        ("# A\n{nothing}", "", "the file has no 'nothing'"),
        ("# A\n{d/dx x^2 ≠ 2x}", "", "judged there as a mistake, and it is correct"),
        ("# A\n{1 + 1 =? 2}", "", "stands there as wrong and is correct"),
        ("# T1. A\n{d/dx x^2 ≠ x + x}", "", "stands among the wrong ones and is correct"),
        ("# A\n{how steep}", "", "lesson 99: {how steep} cannot be asked: 'steep'"),
        ("# A\n{draw.nothing(a)}", "", "mine.py: .* fails: NameError: .*'a'"),
        ("# A\n{x}", "", "stands alone"),
        ("Words first", "", "before the first heading"),
    ],
)
def test_what_an_author_gets_wrong_is_an_error(words: str, names: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        made(tmp_path, words, names).text()


def test_a_lesson_of_ones_own_is_run_from_its_file(tmp_path: Path) -> None:
    view = made(
        tmp_path,
        "# How fast?\nAs {slope}, at 3 as {slope.answer}; {n:.1e}.\n\n- one\n- two",
        "slope, n = ask.differentiate(x**2, x), 0.00012",
    )
    assert "As 2x, at 3 as 2x; 1.2·10⁻⁴." in str(view)
    assert "- one\n- two" in str(view)


def test_questions_claims_and_programs_stand_in_the_words(tmp_path: Path) -> None:
    words = """
# How fast?
As {slope = d/dx x^2}, not {slope ≠ x}
{lab.difference_quotient("x^2", "x", 3, 0.5)}
{slope.picture} {draw.gradient_figure("x^2 + y^2", "(x, y)", (1, 1))}

- a mean is no sum: {(u + v)/2 =? u + v = 2 (u + v)/2}
- nor is {2 =? 3}

    f := x^3
    g := slope
    print(f(2), g(2))

# T1. A task
{d/dx x^3 ≠ x^2
 ≠ 3x} {slope} {d/dx x}
"""
    view = made(tmp_path, words.replace(" = 2 (u + v)/2", ""))
    text = " ".join(str(view).split())
    for told in ("As 2x, not x. Not the same. The exponent", "[Figure 2: Level lines", "u/2 + v/2 = u + v. Not the same", "nor is 2 ≠ 3."):
        assert told in text, told
    assert "def g(x): return 2*x print(f(2), g(2)) It prints 8 4" in text
    assert view.content.tasks()["T1"].wrong == ("x^2", "3x")
    assert len(view.content.tasks()["T1"].then) == 2
    assert view.check("3x^2")
    assert text.count("Your task:") == 1
    with pytest.raises(InputError, match="is called right there, and that is not proved"):
        made(tmp_path, words).text()


def test_what_stands_in_the_same_section_is_cited_as_above(tmp_path: Path) -> None:
    view = made(tmp_path, "# A\n{gradient of x^2 + y^2}\n{gradient of x^2 + y^2 at (1, 2)}")
    assert "What this begins with stands above." in str(view)


@pytest.mark.parametrize(
    "code, said", [("X = 1", "is no lesson: NUMBER and TITLE and WORDS missing"), ("X = (", "line 1"), (None, "no file")]
)
def test_a_file_that_is_no_lesson_is_an_error(code: str | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "no.py"
    if code is not None:
        path.write_text(code, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        st.lesson(path)


def test_a_package_brings_lessons_by_an_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        name, value = "powers", "mine.powers"

        def load(self) -> object:
            return type("module", (), {"NUMBER": 99, "TITLE": "Powers", "WORDS": "# A\nWords."})

    monkeypatch.setattr(loading, "entry_points", lambda group: [Point()] if group == "symtutor.lessons" else [])
    loading.known_lessons.cache_clear()
    assert "99. Powers" in str(st.lesson())
    loading.known_lessons.cache_clear()


def test_formulas_in_a_sentence_of_the_lab_are_found_whole() -> None:
    x = sp.Symbol("x")
    told = _with_formulas("between x and x**2", [x, x**2])
    assert [piece for piece in told if not isinstance(piece, str)] == [as_term(x), as_term(x**2)]


def test_a_hint_a_note_and_a_picture_stand_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(
        'NUMBER, TITLE = 99, "Mine"\nWORDS = """\n# T1. A task\nTry it.\n{d/dz σ(z) ≠ σ(z)}\n# More\nThe same once more.\n{d/dz σ(2z)}\n'
        '- They say: {d/dz z^2 ≠ z}\n"""\n'
    )
    text = " ".join(str(st.lesson(str(path))).split())
    assert text.count("is read as the logistic function") == 1
    first, second = text[text.index("Hint 1:") :].split("Hint 2:")
    assert first.removeprefix("Hint 1:").strip() not in second
    assert "At z = 1 this is 1, and 2 is right" in text


@pytest.mark.parametrize("number", [3, 7])
def test_no_picture_of_a_lesson_is_drawn_twice(number: int) -> None:
    told = [picture.alt for picture in pictures_of(number)]
    assert len(set(told)) == len(told)
