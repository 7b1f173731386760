"""Faults of backpropagation: what people write for one of its lines, with the name of the fault.

A fault computes a line otherwise from the same arrays; all that follows is
computed from it, so that one fault explains every array that it spoils.
"""

from __future__ import annotations

from collections.abc import Iterator

from symtutor.diagnosing.gradients.activation_faults import faults_of_activation, faults_of_softmax
from symtutor.diagnosing.gradients.fault import Fault, named, scaled
from symtutor.diagnosing.gradients.linear_faults import faults_of_linear, faults_of_several
from symtutor.diagnosing.gradients.loss_faults import faults_of_loss
from symtutor.diagnosing.gradients.probes import Line, Trial

__all__ = ["Fault", "faults_of"]

_LOSSES = (
    "network.sigmoid_cross_entropy",
    "network.softmax_cross_entropy",
    "network.cross_entropy_with_logits",
    "network.squared_error",
    "network.binary_cross_entropy",
    "network.binary_cross_entropy_with_logits",
    "network.cross_entropy",
    "network.hinge",
)
_ENTRYWISE = ("network.sigmoid", "network.tanh", "network.entrywise")


def faults_of(trial: Trial) -> tuple[Fault, ...]:
    """Return the faults of every line of a network, from the loss backward."""
    return tuple(fault for line in trial.lines for fault in _of_line(line, trial))


def _of_line(line: Line, trial: Trial) -> Iterator[Fault]:
    rule = line.node.rule.id
    if rule in _LOSSES:
        yield from faults_of_loss(line, trial)
    elif rule in _ENTRYWISE:
        yield from faults_of_activation(line, trial)
    elif rule == "network.softmax":
        yield from faults_of_softmax(line)
    elif rule == "network.linear":
        yield from faults_of_linear(line, line.node, trial)
    elif rule == "network.several_uses":
        yield from faults_of_several(line, trial)
    yield from _of_any(line, rule)


def _of_any(line: Line, rule: str) -> Iterator[Fault]:
    for name, factor, words in (
        ("sign", -1.0, "The sign is wrong: {line} has to be taken with the other sign."),
        ("twice", 2.0, "{line} is twice what it should be: there is a stray factor 2."),
        ("half", 0.5, "{line} is half of what it should be: a factor 2 is missing."),
        ("zero", 0.0, "{line} is 0: it is never computed."),
    ):
        yield named(rule, name, line, scaled(line.compute, factor), words.format(line=line.name))
