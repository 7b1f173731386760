"""Ctrl-C while a module is being loaded waits until it is loaded: numpy, half loaded, cannot be loaded again in the same program."""

from __future__ import annotations

import _thread
import signal
import threading
from types import FrameType

__all__ = ["IMPORTING", "Interrupts"]

IMPORTING = "<frozen importlib._bootstrap>"  # the file that CPython names for the frames of an import
_PAUSE = 0.02


class Interrupts:
    """How interrupts are handled during a call: as always, but they wait for the end of an import that is going on.

    Nothing changes in threads beside the main one, and where the program handles interrupts in a way of its own.

    Examples
    --------
    >>> before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a program in the background may ignore interrupts
    >>> interrupts = Interrupts()
    >>> interrupts.take()
    >>> signal.getsignal(signal.SIGINT) is signal.default_int_handler
    False
    >>> interrupts.give_back()
    >>> signal.getsignal(signal.SIGINT) is signal.default_int_handler
    True
    >>> _ = signal.signal(signal.SIGINT, before)
    """

    def __init__(self) -> None:
        self._is_taken = False

    def take(self) -> None:
        """Handle interrupts from here on."""
        in_main = threading.current_thread() is threading.main_thread()
        self._is_taken = in_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if self._is_taken:
            signal.signal(signal.SIGINT, _interrupted)

    def give_back(self) -> None:
        """Let the program handle them again."""
        if self._is_taken and signal.getsignal(signal.SIGINT) is _interrupted:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _interrupted(number: int, frame: FrameType | None) -> None:
    above = frame
    while above is not None:
        if above.f_code.co_filename == IMPORTING:
            again = threading.Timer(_PAUSE, _thread.interrupt_main)
            again.daemon = True
            again.start()
            return
        above = above.f_back
    signal.default_int_handler(number, frame)
