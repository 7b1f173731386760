"""Limits of time: a call ends at its own, keeps what it found, and leaves nothing behind."""

import subprocess
import sys
import threading
import time
from typing import Any

import pytest
import sympy as sp

import symtutor as st
from symtutor.diagnosing.work import diagnose
from symtutor.diagnosing.work.judge import judge_line
from symtutor.runtime.deadline import SECONDS, allowed, limited, remaining, unbroken

X = sp.Symbol("x")


def forever() -> None:
    while True:
        sp.expand((X + 1) ** 12)


def test_a_block_is_left_at_its_deadline_and_the_next_one_has_its_own() -> None:
    for _ in range(3):
        with allowed(0.02) as allowance:
            forever()
        assert allowance.is_over
    with allowed(30) as allowance:
        assert remaining() <= 30
    assert not allowance.is_over
    assert remaining() == SECONDS


def test_an_inner_block_ends_with_the_outer_one() -> None:
    with allowed(0.05) as outer:
        with allowed(1000) as inner:
            forever()
        assert inner.is_over
        forever()
    assert outer.is_over


def test_a_share_leaves_time_for_what_follows() -> None:
    with allowed(10), allowed(share=0.5):
        assert remaining() <= 5


def test_errors_pass_through() -> None:
    with pytest.raises(ZeroDivisionError), allowed(30):
        _ = 1 // 0


@limited
def counted(*, seconds: float | None = None) -> float:
    return remaining() if seconds is None else seconds


@pytest.mark.parametrize("seconds", [0, -1, "2"])
def test_a_limit_is_a_positive_number(seconds: object) -> None:
    with pytest.raises(st.InputError):
        counted(seconds=seconds)  # type: ignore[arg-type]


def test_a_default_holds_where_no_limit_is_given() -> None:
    assert 0 < counted() <= SECONDS


@pytest.mark.parametrize(
    "call",
    [
        lambda: st.taylor("e^(sin x)/(1+x)", degree=25, seconds=0.3),
        lambda: st.differentiate("x!", at=10**5, seconds=0.3),
        lambda: st.tangent("|x-x^(10^6)|", at=1, seconds=0.3),
        lambda: st.equivalent("sin(sin(sin(x + y) + z))^9 - cos(x y z)^7", "cos(sin(x + y z))^5", seconds=0.3),
        lambda: st.check("d/dx sin(x^x)^cos(x)^x", "sin(x^x)^(cos(x)^x + 1)", seconds=0.3),
    ],
    ids=["taylor", "factorial", "tangent", "equivalent", "check"],
)
def test_a_public_call_ends_at_its_limit(call: object) -> None:
    start = time.process_time()
    try:
        call()  # type: ignore[operator]
    except st.SymtutorError as error:
        assert not isinstance(error, st.StepRefuted)  # noqa: PT017 (either outcome is right)
    assert time.process_time() - start < 30  # a guard against hanging alone


def test_nothing_computed_later_rests_on_what_was_broken_off() -> None:
    with allowed(0.05):
        forever()
    assert st.equivalent("sin(x)^2 + cos(x)^2", "1").status == "correct"
    assert str(st.differentiate("x^2 sin x").answer) == "x**2*cos(x) + 2*x*sin(x)"


def test_numbers_too_long_to_be_printed_stay_powers() -> None:
    assert st.differentiate("x^x", at=10**6).answer.has(sp.Pow)
    assert sp.Integer(2) ** 1000 == 1 << 1000


def test_powers_of_one_base_are_joined_before_a_division_by_the_dominant_term() -> None:
    assert st.limit("3^x*3^(-x-1)*(x+1)/x", "x", "oo").answer == sp.Rational(1, 3)


@pytest.mark.parametrize(
    "write", [str, st.Solution.latex, st.Solution.markdown, st.Solution.html], ids=["str", "latex", "markdown", "html"]
)
def test_where_writing_takes_too_long_the_answer_is_written(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: Any) -> Any:
        while True:
            pass

    solution = st.integrate("2x", seconds=0.4)
    monkeypatch.setattr(st.Solution, "document", endless)
    found = write(solution)
    assert "Answer" in found
    assert "too long to be written in 0.4 seconds" in found
    assert "+ C" in found.replace("</mo><mi>C", " C").replace("+C", "+ C")


def test_what_is_written_in_time_is_whole() -> None:
    assert "too long" not in str(st.integrate("2x", seconds=30))


def test_a_thread_that_is_started_when_the_time_is_over_starts() -> None:
    started = 0
    for _ in range(300):
        with allowed(0.0005):
            while True:
                with unbroken():
                    threading.Thread(target=lambda: None).start()
                started += 1
                sum(range(2_000))
    assert started > 0


_BROKEN_OFF_WHILE_LOADING = """
import signal, sys, threading, time, _thread
from symtutor.runtime.deadline import allowed
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job may start with interrupts ignored
def interrupt():
    while "numpy" not in sys.modules:
        time.sleep(0.0001)
    time.sleep(0.02)
    _thread.interrupt_main()
if {interrupts}:
    threading.Thread(target=interrupt, daemon=True).start()
try:
    with allowed({seconds}):
        import numpy
        while True:
            time.sleep(0.01)
except KeyboardInterrupt:
    print("interrupted")
import numpy
print(numpy.iterable([1]))
"""


@pytest.mark.parametrize(("interrupts", "seconds"), [(True, 60), (False, 0.01)], ids=["interrupt", "deadline"])
def test_what_breaks_a_call_off_leaves_no_module_half_loaded(interrupts: bool, seconds: float) -> None:
    program = _BROKEN_OFF_WHILE_LOADING.format(interrupts=interrupts, seconds=seconds)
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert found.stderr == ""
    assert found.stdout.split() == ["interrupted"] * interrupts + ["True"]


def test_the_end_of_a_block_is_never_passed_by() -> None:
    for length in range(400):
        with allowed(0.0005):
            for _ in range(20):
                with allowed(0.0003):
                    sum(range(10 * length))
    with allowed(30) as allowance:
        sum(range(1000))
    assert not allowance.is_over


@pytest.mark.parametrize("text", ["floor(1000 sin(1/x))", "e^(e^(e^x))"])
def test_an_integral_without_a_number_is_written_all_the_same(text: str) -> None:
    assert str(st.integrate(text, limits=(0, 1 if "floor" in text else "oo"), seconds=2)).startswith("Integrate")


def test_hand_work_keeps_what_was_found_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = judge_line

    def slow(line: Any, context: Any, world: Any) -> Any:
        while line.number == 1:
            pass
        return judge(line, context, world)

    shares = iter([0.05])
    monkeypatch.setattr(diagnose, "judge_line", slow)
    monkeypatch.setattr(diagnose, "allowed", lambda share: allowed(next(shares, None), share=share))
    found = st.check_work(["2x sin x + x^2 cos x", "x(2 sin x + x cos x)"], "d/dx x^2 sin x")
    assert [line.true for line in found.lines] == [None, True]
    assert found.status == "undecided"
    assert found.first_wrong is None
