"""A slice of the pairs at the edges: none is judged wrongly, nearly all are decided."""

import pytest

from symtutor.checking.equivalence.equivalence import equivalence
from symtutor.verdict import Status
from tests.edge_pairs import edge_pairs


@pytest.mark.parametrize("seed", range(6))
def test_no_pair_at_the_edges_is_judged_wrongly(seed: int) -> None:
    pairs = list(edge_pairs(100 + seed, 12))
    verdicts = [equivalence(left, right, **options).status for left, right, options, _ in pairs]
    assert [pair for pair, status in zip(pairs, verdicts, strict=True) if status is (Status.INCORRECT if pair[3] else Status.CORRECT)] == []
    assert verdicts.count(Status.UNDECIDED) <= 3
