"""Right derivations raise no alarm, and a planted slip is found in its line; made by code that shares nothing with the diagnosis."""

import pytest

from tests.benchmarks.hand_work import SLIPS, score


@pytest.mark.parametrize("seed", [0, 1000, 2000])
def test_planted_slips_are_found_and_right_work_is_left_alone(seed: int) -> None:
    found = score(12, 18, seed)
    assert found["alarms"] == 0
    assert found["exact"] == 18
    assert set(found["names"]) <= set(SLIPS)
    assert sum(counts.get("right", 0) for counts in found["names"].values()) >= 12
