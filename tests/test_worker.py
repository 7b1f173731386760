"""The worker: answers, deadlines, errors, and no process left behind."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from symtutor import worker
from symtutor.encoding import encode
from symtutor.errors import InputError, OutOfBudget, SymtutorError
from symtutor.runtime.deadline import allowed

x = sp.Symbol("x")
HANGS = x**100000 - 1
ROOT = Path(__file__).resolve().parent.parent


def process_id() -> Any:
    assert worker._process is not None  # noqa: SLF001 (only the test asks which process answers)
    return worker._process._popen.pid  # noqa: SLF001 (only the test asks which process answers)


def is_alive(pid: Any) -> Any:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


@pytest.mark.parametrize(
    "name, args, wanted",
    [
        ("factor", (x**2 - 1,), (x - 1) * (x + 1)),
        ("integrate", (2 * x, x), x**2),
        ("integrate", (x, (x, sp.Integer(0), sp.Integer(2))), sp.Integer(2)),
        ("solve", (x**2 - 4, x), (-2, 2)),
        ("limit", (sp.sin(x) / x, x, sp.Integer(0)), sp.Integer(1)),
        ("equals", (sp.sin(x) ** 2, 1 - sp.cos(x) ** 2), sp.true),
    ],
)
def test_answers_are_those_of_sympy(name: Any, args: Any, wanted: Any) -> None:
    assert worker.ask(name, *args, seconds=60) == wanted


def test_one_process_serves_all_questions() -> None:
    worker.ask("factor", x**2 - 1, seconds=60)
    first = process_id()
    worker.ask("cancel", (x**2 - 1) / (x - 1), seconds=60)
    assert process_id() == first


def test_a_call_that_does_not_end_is_killed_and_the_next_one_works() -> None:
    worker.ask("factor", x, seconds=60)
    first = process_id()
    with pytest.raises(OutOfBudget, match="factor"):
        worker.ask("factor", HANGS, seconds=0.3)
    assert not is_alive(first)
    assert worker.ask("factor", x**2 - 1, seconds=60) == (x - 1) * (x + 1)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.1, 0.3])
def test_a_start_that_was_broken_off_leaves_no_answer_for_the_next_question(seconds: float) -> None:
    worker.stop()
    with allowed(seconds), contextlib.suppress(OutOfBudget):
        worker.ask("factor", x**2 - 4, seconds=60)
    assert worker.ask("factor", x**2 - 1, seconds=60) == (x - 1) * (x + 1)
    assert worker.ask("expand", x * (x + 1), seconds=60) == x**2 + x


def test_an_answer_that_nobody_waits_for_is_not_taken_for_another() -> None:
    worker.ask("factor", x, seconds=60)
    assert worker._process is not None  # noqa: SLF001 (the question is asked behind the back of `ask`)
    worker._process.send(json.dumps([0, "factor", [encode(x**2 - 4)], 60]))  # noqa: SLF001 (as above)
    assert worker.ask("factor", x**2 - 1, seconds=60) == (x - 1) * (x + 1)


def test_only_listed_functions_run() -> None:
    with pytest.raises(InputError, match="cannot be asked"):
        worker.ask("sympify", "1", seconds=1)


def test_an_error_of_sympy_is_told() -> None:
    with pytest.raises(SymtutorError, match="factor failed"):
        worker.ask("factor", seconds=60)


# a shell may start background jobs with interrupts ignored, which children inherit
SCRIPT = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from symtutor import worker
import sympy as sp
x = sp.Symbol("x")
worker.ask("factor", x, seconds=60)
print(worker._process._popen.pid, flush=True)
{then}
"""


def run_script(tmp_path: Any, then: Any) -> Any:
    path = tmp_path / "script.py"
    path.write_text(textwrap.dedent(SCRIPT.format(then=then)))
    return subprocess.Popen([sys.executable, str(path)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})


def ends_soon(pid: Any) -> Any:
    for _ in range(100):
        if not is_alive(pid):
            return True
        time.sleep(0.1)
    return False


def test_the_process_ends_with_a_script_that_has_no_main_guard(tmp_path: Any) -> None:
    with run_script(tmp_path, "") as script:
        pid = int(script.stdout.readline())
    assert ends_soon(pid)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("signal_name", ["SIGINT", "SIGKILL"])
def test_no_orphan_after_an_interrupt_or_a_kill_of_the_parent(tmp_path: Any, signal_name: Any) -> None:
    with run_script(tmp_path, "worker.ask('factor', x**100000 - 1, seconds=600)") as script:
        pid = int(script.stdout.readline())
        time.sleep(0.3)
        script.send_signal(getattr(signal, signal_name))
        script.wait(30)
    assert ends_soon(pid)
