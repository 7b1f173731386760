"""Which faults explain a learner's arrays: line by line from the loss backward, with as few kinds of fault as possible.

A line that is given must come out as given, with a fault in it or without;
lines between are free to hold one.  One kind of fault counts once, however often it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from symtutor.diagnosing.gradients.faults import Fault, faults_of
from symtutor.diagnosing.gradients.probes import Arrays, Trial

__all__ = ["explanations"]

_KINDS = 3
_MOST = 2_500  # lines that may be computed
_ENOUGH = 30


class _SpentError(Exception):
    """Too many lines were computed."""


class _Search:
    def __init__(self, trial: Trial, given: Mapping[str, Any], probe: int, fits: Callable[[Any, Any], bool]) -> None:
        self.trial = trial
        self.lines = trial.lines
        self.given = given
        self.start = dict(trial.probes[probe].forward)
        self.fits = fits
        self.faults: dict[str, list[Fault]] = {line.name: [] for line in trial.lines}
        for fault in faults_of(trial):
            self.faults[fault.line].append(fault)
        self.left = _MOST

    def found(self, kinds: int) -> Iterator[tuple[Fault, ...]]:
        yield from self._from(0, self.start, (), frozenset(), kinds)

    def _from(self, index: int, arrays: Arrays, chosen: tuple[Fault, ...], ids: frozenset[str], kinds: int) -> Iterator[tuple[Fault, ...]]:
        if index == len(self.lines):
            yield chosen
            return
        line = self.lines[index]
        is_given = line.name in self.given
        plain = self._computed(line.compute, arrays)
        if plain is not None and (not is_given or self.fits(self.given[line.name], plain)):
            yield from self._from(index + 1, {**arrays, line.name: plain}, chosen, ids, kinds)
            if is_given:
                return
        known = [f for f in self.faults[line.name] if f.id in ids]
        others = [f for f in self.faults[line.name] if f.id not in ids] if len(ids) < kinds else []
        for fault in (*known, *others):
            value = self._computed(fault.compute, arrays)
            if value is None or (is_given and not self.fits(self.given[line.name], value)):
                continue
            yield from self._from(index + 1, {**arrays, line.name: value}, (*chosen, fault), ids | {fault.id}, kinds)

    def _computed(self, compute: Callable[[Arrays], Any], arrays: Arrays) -> Any:
        self.left -= 1
        if self.left < 0:
            raise _SpentError
        try:
            with np.errstate(all="ignore"):
                return compute(arrays)
        except (ValueError, IndexError):  # what a fault gives does not fit what follows
            return None


def explanations(
    trial: Trial, given: list[dict[str, Any]], moderate: list[int], fits: Callable[[Any, Any], bool]
) -> list[tuple[Fault, ...]]:
    """Return the sets of faults that give a learner's arrays on every moderate probe, the simplest first.

    Parameters
    ----------
    trial : Trial
        The network on numbers.
    given : list of mapping
        The learner's arrays, one mapping a probe.
    moderate : list of int
        The probes that count.
    fits : callable
        Whether an array is as given, but for rounding.
    """
    search = _Search(trial, given[moderate[0]], moderate[0], fits)
    for kinds in range(1, _KINDS + 1):
        found: list[tuple[Fault, ...]] = []
        search.left = _MOST
        try:
            for faults in search.found(kinds):
                if faults and all(_explains(trial, k, given[k], faults, fits) for k in moderate[1:]):
                    found.append(faults)
                if len(found) >= _ENOUGH:
                    break
        except _SpentError:
            pass
        if found:
            return sorted(found, key=lambda faults: (len({f.id for f in faults}), len(faults)))
    return []


def _explains(trial: Trial, probe: int, given: Mapping[str, Any], faults: tuple[Fault, ...], fits: Callable[[Any, Any], bool]) -> bool:
    try:
        changed = trial.changed(trial.probes[probe], {f.line: f.compute for f in faults})
    except (ValueError, IndexError):
        return False
    return all(fits(given[name], value) for name, value in changed.items() if name in given)
