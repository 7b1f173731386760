"""One deadline for everything that a call does: deriving, checking, naming mistakes, reading.

SymPy computes in loops of its own that ask nobody whether there is time left.  So a call runs inside an allowance of time; when it
is used up, another thread raises an exception in the thread of the call, at its next step of Python.  What was found up to then
is kept by whoever opened the allowance.  A loop inside C code is not stopped: sizes are limited before such loops begin, and calls that may
hang in them go to the worker process, which is killed at the same deadline.
"""

from __future__ import annotations

import ctypes
import inspect
import math
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from types import FrameType, TracebackType
from typing import Any, ParamSpec, TypeVar

from symtutor.errors import InputError, OutOfBudget, SymtutorError, Unfinished, sympy_errors
from symtutor.runtime.interrupts import IMPORTING, Interrupts

__all__ = ["SECONDS", "Allowance", "TimeIsOver", "allowed", "forget_afterwards", "is_open", "limited", "remaining", "unbroken", "used_up"]

SECONDS = 60.0  # of a call that names no limit
_AGAIN = 0.05  # an exception may be lost in a callback of C, so it is raised again
_FACTS = 0.2  # how long a question about assumptions may be finished: SymPy marks it as unknown before it answers
_STEP = 0.005
_FACTS_FILE, _FACTS_FUNCTION = "assumptions.py", "_ask"
_GRACE, _LEAST_GRACE = 0.1, 0.15
_RESERVED = 0.02  # an inner allowance ends so much before the outer one

P = ParamSpec("P")
R = TypeVar("R")


class TimeIsOver(BaseException):
    """Raised where a call is when its time is used up; no `except Exception` on the way holds it."""


class Allowance:
    """Time that a part of a call may use.

    Parameters
    ----------
    seconds : float
        How much.
    opened_in : int
        The identity of the frame that opened it.
    """

    def __init__(self, seconds: float, opened_in: int = 0) -> None:
        self.end = time.monotonic() + seconds
        self.opened_in = opened_in
        self.is_over = False
        self.is_forgotten = False
        self.error: type[TimeIsOver] = type("TimeIsOver", (TimeIsOver,), {})
        self.thread = threading.get_ident()


class _Open(threading.local):
    """The allowances of a thread, outermost first."""

    def __init__(self) -> None:
        self.allowances: list[Allowance] = []
        self.used_up = 0


_open = _Open()
_lock = threading.Lock()
_changed = threading.Condition(_lock)
_waiting: list[Allowance] = []
_unbroken: set[int] = set()  # threads that are not to be broken off now
_watch: threading.Thread | None = None


def remaining() -> float:
    """Return how many seconds are left to this call, `SECONDS` where nothing limits it."""
    return max(0.0, _open.allowances[-1].end - time.monotonic()) if _open.allowances else SECONDS


def is_open() -> bool:
    """Tell whether a call of symtutor is running in this thread."""
    return bool(_open.allowances)


def used_up() -> int:
    """Return how many allowances of this thread were used up so far: what was found meanwhile may depend on the time there was."""
    return _open.used_up


def forget_afterwards() -> None:
    """Have SymPy's caches emptied at the end of the call that is running: they hold what is right only inside it."""
    if _open.allowances:
        _open.allowances[0].is_forgotten = True


class _Block:
    """A block of code with its allowance; what is raised in it at its deadline ends here."""

    def __init__(self, seconds: float | None, share: float) -> None:
        self.seconds, self.share = seconds, share

    def __enter__(self) -> Allowance:
        left = remaining() - (_RESERVED if _open.allowances else 0)
        is_shorter = self.seconds is not None and (self.seconds <= left or not _open.allowances)
        allowance = Allowance(max(0.0, (self.seconds if is_shorter and self.seconds is not None else left) * self.share), _caller())
        self.depth, self.allowance = len(_open.allowances), allowance
        self.interrupts = Interrupts()
        if not self.depth:
            self.interrupts.take()
        _open.allowances.append(allowance)
        _begin(allowance)
        return allowance

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        allowance = self.allowance
        _end(allowance, _open.allowances[self.depth :])
        del _open.allowances[self.depth :]
        self.interrupts.give_back()
        allowance.is_over = isinstance(error, allowance.error)
        _open.used_up += allowance.is_over
        if allowance.is_over or allowance.is_forgotten:
            _empty_caches()
        return allowance.is_over


def allowed(seconds: float | None = None, *, share: float = 1.0) -> AbstractContextManager[Allowance]:
    """Let the block use so much time, and never more than what is left to the call; leave the block when it is over.

    Parameters
    ----------
    seconds : float, optional
        How much; left out, what is left to the call.
    share : float
        The part of it that the block may use.

    Returns
    -------
    context manager of Allowance
        Its `is_over` tells afterwards whether the block was left at the deadline.

    Examples
    --------
    >>> found = []
    >>> with allowed(0.05) as allowance:
    ...     while True:
    ...         found.append(len(found))
    >>> allowance.is_over, found[0]
    (True, 0)
    """
    return _Block(seconds, share)


class unbroken:  # noqa: N801 (it is used like a function, as contextlib.suppress is)
    """Let the block come to its end: time that is over breaks the call off after it.

    A thread is started in such a block: until it runs, CPython knows it by the number of the thread that starts it, so that an
    exception for this one reaches the other, which ends without a word, and whoever waits for its start waits for ever.

    Examples
    --------
    >>> with allowed(0.01) as allowance:
    ...     with unbroken():
    ...         time.sleep(0.05)
    ...         came_to_its_end = True
    ...     while True:
    ...         pass
    >>> allowance.is_over, came_to_its_end
    (True, True)
    """

    def __enter__(self) -> None:
        with _lock:
            _unbroken.add(threading.get_ident())

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with _lock:
            _unbroken.discard(threading.get_ident())
        for allowance in () if kind else _open.allowances:
            if time.monotonic() >= allowance.end:
                raise allowance.error


def limited(function: Callable[P, R]) -> Callable[P, R]:
    """Return a public function that keeps the limit of its argument ``seconds``, `SECONDS` where none is given.

    Raises
    ------
    InputError
        If the limit is no positive number.
    OutOfBudget
        When the time is over and nothing was found.

    Examples
    --------
    >>> @limited
    ... def forever(*, seconds=None):
    ...     while True:
    ...         pass
    >>> forever(seconds=0.05)
    Traceback (most recent call last):
    symtutor.errors.OutOfBudget: the time given by seconds= is over; give more, or ask for less
    """
    signature = inspect.signature(function)

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        signature.bind(*args, **kwargs)  # a call with arguments that the function does not have is a TypeError, as of any function
        seconds: Any = kwargs.get("seconds")
        if seconds is not None and not (isinstance(seconds, int | float) and seconds > 0):
            raise InputError(f"seconds={seconds!r} leaves no time", "Give a positive number, or leave it out.")
        with allowed((SECONDS if seconds is None else float(seconds)) + _grace(seconds)):
            try:
                return function(*args, **kwargs)
            except sympy_errors() as error:
                if isinstance(error, SymtutorError):
                    raise
                raise Unfinished(error) from error
        raise OutOfBudget("the time given by seconds= is over; give more, or ask for less")

    return call


def _grace(seconds: float | None) -> float:
    """Return what a call may take beyond its limit to hand over what it found."""
    return 0.0 if seconds is None else max(_LEAST_GRACE, _GRACE * seconds)


# ---- the thread that watches --------------------------------------------------------------------------
def _begin(allowance: Allowance) -> None:
    global _watch  # noqa: PLW0603 (there is one such thread for the whole program)
    with _lock:
        _waiting.append(allowance)
        if _watch is None or not _watch.is_alive():
            _watch = threading.Thread(target=_keep_watch, name="symtutor-deadline", daemon=True)
            _watch.start()
        _changed.notify()


def _end(allowance: Allowance, inner: list[Allowance]) -> None:
    """Close an allowance with those inside it; an exception of it that is on its way is taken back."""
    with _lock:
        _waiting[:] = [a for a in _waiting if a is not allowance and a not in inner]
        if time.monotonic() >= allowance.end:
            _raise_in(allowance.thread, None)


def _keep_watch() -> None:
    with _lock:
        while True:
            now = time.monotonic()
            due = [a for a in _waiting if a.end <= now]
            waits = [a for a in due if now < a.end + _patience(a)]
            for allowance in due:
                if allowance not in waits:
                    _raise_in(allowance.thread, allowance.error)
            later = min((a.end for a in _waiting), default=now + SECONDS) - now
            _changed.wait((_STEP if waits or any(now < a.end + _FACTS for a in due) else _AGAIN) if due else max(later, _STEP))


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raise an exception in a thread at its next step of Python; None takes back one that did not arrive yet."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), None if error is None else ctypes.py_object(error))


def _patience(allowance: Allowance) -> float:
    """Return for how long its thread is not to be broken off where it is now.

    Not at all in a block that says so, in this module, whose blocks would be left without their end, and while a module is imported, which
    would stay half made; for a while in the midst of a question about assumptions, which SymPy would remember as unknown.
    """
    if allowance.thread in _unbroken:
        return math.inf
    frame: FrameType | None = sys._current_frames().get(allowance.thread)  # noqa: SLF001 (the documented way to see another thread)
    if frame is not None and frame.f_code.co_filename == __file__:
        return math.inf
    is_asking, is_inside = False, True
    while frame is not None:
        is_inside = is_inside and id(frame) != allowance.opened_in
        if is_inside and frame.f_code.co_filename == IMPORTING:
            return math.inf
        is_asking = is_asking or (frame.f_code.co_name == _FACTS_FUNCTION and frame.f_code.co_filename.endswith(_FACTS_FILE))
        frame = frame.f_back
    return _FACTS if is_asking else 0.0


def _caller() -> int:
    """Return the identity of the frame that enters a block."""
    return id(sys._getframe(2))  # noqa: SLF001 (documented, and there is no other way)


def _start_anew() -> None:
    """Forget the allowances of the parent in a process made by fork, in which its other threads do not run."""
    global _lock, _changed, _watch, _open  # noqa: PLW0603 (they belong to the parent)
    _lock = threading.Lock()
    _changed = threading.Condition(_lock)
    _waiting.clear()
    _unbroken.clear()
    _watch = None
    _open = _Open()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_anew)


def _empty_caches() -> None:
    """Empty SymPy's caches, so that nothing computed later rests on what was being worked out, or holds inside a call alone."""
    cache: Any = sys.modules.get("sympy.core.cache")
    if cache is not None:
        cache.clear_cache()
