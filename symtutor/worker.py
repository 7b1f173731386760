"""The one killable process in which SymPy calls that may hang are run.

A signal or an exception does not stop a loop inside C code, so such calls go to
a second Python, started when first needed, kept for the next question, killed
at its deadline, and killed when this process ends.  Questions and answers are
one line of JSON each, with the same number: an answer that nobody waits for any more is never taken for that to the next question.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import faulthandler
import itertools
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import sympy as sp

from symtutor.encoding import decode, encode
from symtutor.errors import InputError, OutOfBudget, SymtutorError
from symtutor.runtime.deadline import remaining, unbroken

__all__ = ["FUNCTIONS", "ask", "stop"]

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "apart": sp.apart,
    "cancel": sp.cancel,
    "equals": lambda a, b: a.equals(b),
    "expand": sp.expand,
    "expand_log": lambda a: sp.expand_log(a, force=True),
    "expand_trig": sp.expand_trig,
    "factor": sp.factor,
    "fourier_transform": sp.fourier_transform,
    "integrate": sp.integrate,
    "is_zero": lambda a: sp.simplify(a) == 0,
    "laplace_transform": sp.laplace_transform,
    "limit": sp.limit,
    "logcombine": lambda a: sp.logcombine(a, force=True),
    "nsolve": sp.nsolve,
    "powsimp": sp.powsimp,
    "radsimp": sp.radsimp,
    "real_roots": sp.real_roots,
    "reduce_inequalities": sp.reduce_inequalities,
    "series": sp.series,
    "simplify": sp.simplify,
    "solve": sp.solve,
    "solveset": sp.solveset,
    "summation": sp.summation,
    "together": sp.together,
    "trigsimp": sp.trigsimp,
}

START_SECONDS = 120.0
PATIENCE = 10.0  # what a question may take by the clock, beside the time of the processor that it was given
GRACE_SECONDS = 10.0  # what a worker may outlive the deadline that its parent should have kept
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>
_CPUCLOCK_SCHED = 2  # of a process on Linux: clock_getcpuclockid(3) makes the number of its clock from it
_SHORTEST_WAIT = 0.001


def ask(function_name: str, *exprs: Any, seconds: float) -> Any:
    """Return what a SymPy function gives, or give up at a deadline.

    Parameters
    ----------
    function_name : str
        A key of `FUNCTIONS`; nothing else can be run.
    *exprs : Basic, Matrix, tuple, str or int
        The arguments.
    seconds : float
        How much time of a processor the call may take, once the process runs (on Linux; elsewhere by the clock), so that what is
        found does not depend on what else the machine does; and never more, by the clock, than what is left to the public call.

    Returns
    -------
    Basic, Matrix or tuple
        The result; lists and mappings come back as tuples, of pairs for a mapping.

    Raises
    ------
    InputError
        If the function is not on the list.
    OutOfBudget
        At the deadline; the process is killed and the next call starts another.
    SymtutorError
        If SymPy raised an error; the message says which.

    Notes
    -----
    Symbols lose their assumptions on the way.  Starting the process takes about a
    second, once.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> ask("factor", x**2 - 1, seconds=30)
    (x - 1)*(x + 1)
    """
    if function_name not in FUNCTIONS:
        raise InputError(f"{function_name!r} cannot be asked of the worker", f"one of {', '.join(FUNCTIONS)}")
    arguments = [encode(e) for e in exprs]
    with _lock:
        answer = _exchange(function_name, arguments, seconds)
    if "error" in answer:
        raise SymtutorError(f"SymPy's {function_name} failed: {answer['error']}")
    return decode(answer["result"])


def stop() -> None:
    """Kill the process, if it runs."""
    global _process  # noqa: PLW0603 (there is one worker for the whole program)
    if _process is not None:
        _process.kill()
        _process = None


def _exchange(name: str, arguments: list[Any], seconds: float) -> dict[str, Any]:
    """Send one line and wait for its answer, killing the process at the deadline or on an interrupt."""
    process = _running()
    number = next(_numbers)
    try:
        process.send(json.dumps([number, name, arguments, seconds]))
        answer = process.answer_to(number, seconds, min(PATIENCE * seconds, remaining()))
    except BaseException:  # an interrupt too must not leave a process that computes on
        stop()
        raise
    if answer is None:
        died = process.has_ended()
        stop()
        raise OutOfBudget(
            f"SymPy's {name} {'ended its process' if died else f'did not finish within {seconds:g} s'}: allow more time, or ask for less"
        )
    return answer


def _running() -> _Process:
    """Return the process, started when there is none; one that is still starting when time is over goes on for the next question."""
    global _process  # noqa: PLW0603 (there is one worker for the whole program)
    if _process is None or _process.has_ended():
        _process = _Process()
    seconds = min(START_SECONDS, remaining())
    if not _process.is_ready(seconds):
        raise OutOfBudget(f"the worker process did not start within {seconds:.1f} s")
    return _process


class _Process:
    """A second Python that reads questions; a thread collects its answers, so that waiting works on every system."""

    def __init__(self) -> None:
        self._answers: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._ready = threading.Event()
        started: queue.SimpleQueue[subprocess.Popen[str] | OSError] = queue.SimpleQueue()
        with unbroken():
            threading.Thread(target=self._run, args=(started,), daemon=True).start()
            made = started.get()
        if isinstance(made, OSError):
            raise made
        self._popen = made

    def _run(self, started: queue.SimpleQueue[subprocess.Popen[str] | OSError]) -> None:
        """Start the process and collect its answers: Linux ends it with the thread that started it, so this thread stays."""
        try:
            process = _spawned()
        except OSError as error:
            started.put(error)
            return
        started.put(process)
        if process.stdout is not None:
            for line in process.stdout:
                if self._ready.is_set():
                    self._answers.put(line)
                self._ready.set()  # the first line says only that the process can be asked
        self._answers.put(None)

    def is_ready(self, seconds: float) -> bool:
        """Wait so long until the process can be asked, and tell whether it can."""
        return self._ready.wait(seconds)

    def send(self, line: str) -> None:
        """Send a line."""
        if self._popen.stdin is not None:
            self._popen.stdin.write(line + "\n")
            self._popen.stdin.flush()

    def answer_to(self, number: int, seconds: float, by_clock: float) -> dict[str, Any] | None:
        """Return the answer to a question, or None when the process ended or used up its time."""
        start, used = time.monotonic(), self._time_used()
        while True:
            left = min(seconds - (self._time_used() - used), by_clock - (time.monotonic() - start))
            try:
                line = self._answers.get(timeout=max(left, 0.0))
            except queue.Empty:
                if left <= _SHORTEST_WAIT:
                    return None
                continue
            if line is None:
                return None
            found, answer = json.loads(line)
            if found == number:
                return dict(answer)

    def _time_used(self) -> float:
        """Return how much time of a processor the process has used, else what the clock says."""
        if sys.platform == "linux" and not self.has_ended():
            with contextlib.suppress(OSError):
                return time.clock_gettime(~self._popen.pid << 3 | _CPUCLOCK_SCHED)
        return time.monotonic()

    def has_ended(self) -> bool:
        """Tell whether the process is gone."""
        return self._popen.poll() is not None

    def kill(self) -> None:
        """End the process and wait for its end."""
        self._popen.kill()
        self._popen.wait()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError, ValueError):
                    pipe.close()


def _spawned() -> subprocess.Popen[str]:
    """Start a second Python, apart from the terminal's signals."""
    root = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join(p for p in (root, os.environ.get("PYTHONPATH", "")) if p)
    apart: dict[str, Any] = (
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}  # type: ignore[attr-defined,unused-ignore]
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "symtutor.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
        text=True,
        encoding="utf-8",
        **apart,
    )


_process: _Process | None = None
_numbers = itertools.count(1)
_lock = threading.Lock()
atexit.register(stop)


# ---- inside the worker --------------------------------------------------------------------------------
def _answer(line: str) -> tuple[int, dict[str, Any]]:
    """Run one question; return its number and the answer."""
    number, name, args, seconds = json.loads(line)
    # a thread of C that needs no interpreter lock: it ends the process even in the midst of a loop of C, should the parent be gone
    faulthandler.dump_traceback_later(PATIENCE * seconds + GRACE_SECONDS, exit=True, file=2)
    try:
        return number, {"result": encode(_plain(FUNCTIONS[name](*(decode(a) for a in args))))}
    except Exception as error:  # noqa: BLE001 (whatever SymPy raises is an answer, told to the caller)
        return number, {"error": f"{type(error).__name__}: {error}"[:300]}
    finally:
        faulthandler.cancel_dump_traceback_later()


def _end_with_the_parent() -> None:
    """Ask Linux to kill this process when its parent is gone; elsewhere the deadline of the question ends it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _plain(result: Any) -> Any:
    """Return a result as something that can be sent."""
    if isinstance(result, dict):
        return tuple((_plain(k), _plain(v)) for k, v in result.items())
    if isinstance(result, list | tuple | set):
        return tuple(map(_plain, result))
    if isinstance(result, bool):
        return sp.true if result else sp.false
    return result


def _serve(questions: IO[str], answers: IO[str]) -> None:
    """Answer questions until the parent is gone, even in the middle of a computation."""
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()

    def listen() -> None:
        for line in questions:
            waiting.put(line)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    answers.write("ready\n")
    answers.flush()
    while True:
        answers.write(json.dumps(_answer(waiting.get())) + "\n")
        answers.flush()


if __name__ == "__main__":
    private = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr
    _end_with_the_parent()
    _serve(sys.stdin, private)
