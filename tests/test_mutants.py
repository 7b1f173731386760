"""False variants of rules are refuted: a small slice, the same on every run; ``python -m tests.benchmarks mutants`` tries all."""

import random

import pytest

from symtutor.rules import BOOK
from symtutor.verdict import Status
from tests.mutants import false_variants, found_of, node_of
from tests.rule_examples import examples

# functions and limits without an independent proof, and matrices, whose check takes long
SLOW = ("matrix.", "network.", "adjoint.", "solve.", "extrema.", "int.definite", "limit.series")
RULES = {rule.id: rule for rule in BOOK.rules if rule.id in examples() and not rule.id.startswith(SLOW)}
SLICE = random.Random(20).sample(sorted(RULES), 16)


@pytest.mark.parametrize("name", SLICE)
def test_no_false_variant_of_a_rule_is_shown_as_proved(name: str) -> None:
    node = node_of(RULES[name], examples()[name][0])
    if node is not None:
        assert not [variant for variant, false in false_variants(node) if found_of(false) is Status.CORRECT]


@pytest.mark.parametrize("name", ["diff.product", "int.parts", "taylor.exp", "int.power_from_zero", "int.power_to_infinity"])
def test_every_false_variant_of_a_rule_is_refuted(name: str) -> None:
    node = node_of(RULES[name], examples()[name][0])
    assert node is not None
    found = {variant: found_of(false) for variant, false in false_variants(node)}
    assert found
    assert set(found.values()) == {Status.INCORRECT}, found
