"""A class is graded: in order, each answer once, with what went wrong together, and a run that was stopped goes on."""

from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import symtutor as st
from symtutor.__main__ import main
from symtutor.ask import grading
from symtutor.errors import InputError
from symtutor.verdict import Status

QUESTION = "d/dx x^2 sin x"
CLASS: dict[str, Any] = {
    "Ada": "x^2 cos x + 2x sin x",
    "Max": "2x cos x",
    "Tom": "sin(2x",
    "Kim": ["2x sin x + x^2 cos x", "= 2x sin x - x^2 cos x"],
    "Eva": "2x*cos(x)",
    "Bo": "x + 17",
    "Al": "17 + x",
}


@pytest.fixture(scope="module")
def graded() -> Any:
    return st.grade(CLASS, QUESTION)


def test_results_stand_in_the_order_of_the_submissions(graded: Any) -> None:
    assert [result.name for result in graded] == list(CLASS)
    assert "".join(result.status[0] for result in graded) == "ciuiiii"
    assert graded[3].first_wrong == 2
    assert "')' is missing" in graded[2].explanation


def test_each_result_is_that_of_check(graded: Any) -> None:
    for name in ("Ada", "Max", "Eva", "Bo"):
        alone = st.check(QUESTION, CLASS[name])
        result = next(r for r in graded if r.name == name)
        assert (result.status, result.mistake, result.explanation) == (alone.status, alone.mistake, alone.explanation)


def test_the_same_mistake_and_the_same_wrong_value_stand_together(graded: Any) -> None:
    together = [[result.name for result in cluster.grades] for cluster in graded.clusters]
    assert together == [["Max", "Eva"], ["Bo", "Al"], ["Kim"]]
    assert graded.clusters[0].mistake == "diff.product/product-of-derivatives"


def test_the_table_says_it(graded: Any, tmp_path: Path) -> None:
    text = str(graded)
    assert "7 submissions: 1 right, 5 wrong, 1 not decided." in text
    assert text.count("see 1") == 2
    page = graded.save(tmp_path / "class.html").read_text(encoding="utf-8")
    assert "product of the derivatives" in page
    assert all(f"<code>{g.answer}</code>" in page for g in graded if "\n" not in g.answer and "<" not in g.answer)  # as it was typed


def test_a_problem_a_solution_and_a_text_grade_alike(graded: Any) -> None:
    solution = st.differentiate("x^2 sin x")
    assert st.grade(CLASS, solution) == graded
    assert st.grade(CLASS, solution.problem) == graded


def test_other_processes_find_the_same(graded: Any) -> None:
    with ProcessPoolExecutor(1) as executor:
        assert st.grade(CLASS, QUESTION, executor=executor) == graded
        pairs = [("2x + x", "3x"), ("x", "y + 1")]
        assert st.equivalent_many(pairs, executor) == st.equivalent_many(pairs)


class _Counting(Executor):
    """Counts what is given to it, and is stopped after so many."""

    def __init__(self, most: int = 99) -> None:
        self.most, self.count = most, 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.count += 1
        if self.count > self.most:
            future.set_exception(KeyboardInterrupt())
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_a_run_that_was_stopped_goes_on_with_nothing_lost_or_done_twice(
    graded: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grading, "as_completed", iter)  # in their order
    journal = tmp_path / "journal.txt"
    with pytest.raises(KeyboardInterrupt):
        st.grade(CLASS, QUESTION, executor=_Counting(3), journal=journal)
    with journal.open("a", encoding="utf-8") as lines:
        lines.write('0123 {"name": "", "ans')  # a line that was cut off
    second = _Counting()
    assert st.grade(CLASS, QUESTION, executor=second, journal=journal) == graded
    assert second.count == len(CLASS) - 3
    third = _Counting()
    assert st.grade({**CLASS, "Zoe": "2x cos x"}, QUESTION, executor=third, journal=journal)[-1].status is Status.INCORRECT
    assert third.count == 0


def test_a_file_is_read_and_its_faults_are_placed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text('name,answer\nAda,"x^2 cos x + 2x sin x"\nMax,2x cos x\n', encoding="utf-8")
    assert [result.name for result in st.grade(answers, QUESTION)] == ["Ada", "Max"]
    assert main(["grade", str(answers), QUESTION]) == 0
    assert "2 submissions: 1 right, 1 wrong." in capsys.readouterr().out
    answers.write_text("Ada,(1, 2)\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1: there are 3 columns"):
        st.grade(answers, QUESTION)
    with pytest.raises(InputError, match="cannot be read"):
        st.grade(tmp_path / "none.csv", QUESTION)


def test_many_pairs_stand_in_order_and_a_bad_one_stops_none() -> None:
    found = st.equivalent_many([("sin^2 x + cos^2 x", "1"), ("sin(2x", "x"), 3, ("x^2", "x^2 + 1")], up_to_constant=True, variable="x")
    assert [str(v.status) for v in found] == ["correct", "undecided", "undecided", "correct"]
    assert "no pair" in str(found[2])
