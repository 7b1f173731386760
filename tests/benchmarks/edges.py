"""Verdicts on pairs at the edges: steps, signs, odd roots, infinity, + C, declared domains; none may be wrong."""

import sys

from symtutor.checking.equivalence.equivalence import equivalence
from symtutor.verdict import Status
from tests.benchmarks.timing import row
from tests.edge_pairs import edge_pairs

SEED, COUNT = 1, 3_000


def run(seed: int = SEED, count: int = COUNT) -> None:
    """Print how many pairs are judged wrongly, each of them with its verdict, and how many are decided."""
    wrong = undecided = 0
    for left, right, options, equal in edge_pairs(int(seed), count):
        verdict = equivalence(left, right, **options)
        undecided += verdict.status is Status.UNDECIDED
        if verdict.status is (Status.INCORRECT if equal else Status.CORRECT):
            wrong += 1
            print(f"WRONG, {'equal' if equal else 'different'}: {left} | {right} | {options}: {verdict}", flush=True)
    row("pairs at the edges judged wrongly", f"{wrong} of {count}", "0")
    row("pairs at the edges decided", f"{100 - 100 * undecided / count:.1f} %", "≥ 90 %")


if __name__ == "__main__":
    run(*map(int, sys.argv[1:]))
