"""Exercises: solvable, with refuted and different wrong answers, the same for the same seed; worksheets and quizzes."""

import random
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import sympy as sp

import symtutor as st
from symtutor.__main__ import main
from symtutor.errors import InputError
from symtutor.exercises.families import TOPICS
from symtutor.shell.session import practise
from symtutor.verdict import Status


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("topic", TOPICS)
def test_exercises_are_solvable_and_their_wrong_answers_are_refuted(topic: str, level: int) -> None:
    exercise = st.practice(topic, level, seed=level)
    assert exercise.solution.explained
    assert exercise.check(exercise.answer).status is Status.CORRECT
    assert all(exercise.check(wrong).status is Status.INCORRECT for wrong in exercise.distractors)
    assert exercise.hint(1)


def test_a_seed_gives_its_exercise_again_and_another_one_another() -> None:
    assert str(st.practice("chain rule", 2, 5)) == str(st.practice("chain rule", 2, 5))
    assert len({str(st.practice("chain rule", 2, seed)) for seed in range(6)}) > 3


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize(
    ("topic", "rules"),
    [
        ("product rule", {"diff.product"}),
        ("quotient rule", {"diff.quotient"}),
        ("chain rule", {"diff.chain"}),
        ("integration by parts", {"int.parts"}),
    ],
)
def test_an_exercise_needs_the_rule_of_its_topic(topic: str, rules: set[str], level: int) -> None:
    """(2x)⁵ would be 32x⁵ before anybody sees it, which is no exercise on the chain rule."""
    for seed in range(25):
        (family,) = TOPICS[topic]
        asked = family(random.Random(seed), level)
        solution = getattr(st, asked.function)(*asked.arguments, **asked.options)
        assert rules & {node.rule.id for node in solution.case.solved.nodes()}, asked.arguments
        assert solution.answer != 0, asked.arguments


@pytest.mark.parametrize("level", [1, 2, 3])
def test_an_exercise_on_substitution_has_something_inside(level: int) -> None:
    (family,) = TOPICS["substitution"]
    for seed in range(60):
        (integrand,) = family(random.Random(seed), level).arguments
        inside = [part.args[0] for part in sp.preorder_traversal(integrand) if isinstance(part, sp.Function | sp.Pow)]
        assert any(part.has(sp.Symbol("x")) and part != sp.Symbol("x") for part in inside), integrand


def test_what_there_is_not_is_said() -> None:
    with pytest.raises(InputError, match="no topic"):
        st.practice("cooking")
    with pytest.raises(InputError, match="no level 9"):
        st.practice("limits", 9)


def test_a_worksheet_keeps_its_solutions_apart(tmp_path: Path) -> None:
    sheet = st.worksheet("product rule", count=3)
    assert len({str(e) for e in sheet.exercises}) == 3
    path = sheet.save(tmp_path / "sheet.tex")
    questions, solutions = path.read_text(encoding="utf-8"), (tmp_path / "sheet-solutions.tex").read_text(encoding="utf-8")
    assert "product rule:" not in questions
    assert "product rule" in solutions
    assert "3.  " in sheet.text()
    assert questions.count("\\vfill") == 3  # the page is divided among the questions
    assert "everymath{\\displaystyle}" in questions
    assert 'class="question"' in sheet.html()
    assert "Name: ____" in sheet.text()


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")
def test_a_worksheet_compiles(tmp_path: Path) -> None:
    st.worksheet("gradients", count=2).save(tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").stat().st_size > 1000
    assert (tmp_path / "sheet-solutions.pdf").stat().st_size > 1000


def test_quizzes_are_xml_that_other_systems_import(tmp_path: Path) -> None:
    sheet = st.worksheet("integrals", count=2, seed=1)
    quiz = ET.fromstring(sheet.save(tmp_path / "quiz.xml").read_text(encoding="utf-8"))
    kinds = [q.get("type") for q in quiz.findall("question")]
    assert kinds[0] == "category"
    assert kinds.count("multichoice") == 2
    rights = [[a.get("fraction") for a in q.findall("answer")].count("100") for q in quiz.findall("question")[1:]]
    assert rights == [1, 1]
    stack = ET.fromstring(sheet.stack())
    assert [q.findtext("prt/node/answertest") for q in stack.findall("question")[1:]] == ["Int", "Int"]


def test_practice_in_the_shell_goes_line_by_line() -> None:
    exercise = st.practice("product rule", 1, 0)
    typed = iter(["hint", "0", "undo", "show"])
    told: list[str] = []
    assert not practise(exercise, lambda _prompt: next(typed), told.append)
    assert "Not right." in told[2]
    assert told[3] == "Taken back: 0"
    answers = iter([str(exercise.answer)])
    assert practise(exercise, lambda _prompt: next(answers), told.append)


def test_the_shell_has_practice_and_worksheets(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["practice", "gradients", "--level", "2", "--seed", "3"]) == 0
    assert "gradient" in capsys.readouterr().out
    assert main(["worksheet", "limits", "--count", "2", "--save", str(tmp_path / "sheet.md")]) == 0
    assert (tmp_path / "sheet-solutions.md").exists()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("minimum at x = 1, maximum at x = -1", Status.CORRECT),
        ("x = 1 or x = -1", Status.CORRECT),
        ("(1, minimum), (-1, maximum)", Status.CORRECT),
        ("maximum at x = 1, minimum at x = -1", Status.INCORRECT),
        ("no extremum", Status.INCORRECT),
        ("x = 1", Status.INCORRECT),
    ],
)
def test_extrema_are_answered_in_words(answer: str, status: Status) -> None:
    assert st.optimize("x^3 - 3x").check(answer).status is status
