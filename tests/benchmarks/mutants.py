"""How many false variants of the rules the check refutes: five of every rule of the book, at its first example."""

import sys
import time
from collections import Counter

from symtutor.rules import BOOK
from symtutor.runtime.deadline import allowed
from symtutor.verdict import Status
from tests.mutants import VARIANTS, false_variants, found_of, node_of
from tests.rule_examples import examples

SECONDS = 20.0  # for one rule
WANTED = 99.0  # percent refuted


def run(start: int = 0, step: int = 1) -> None:
    """Print a line for every variant that is not refuted, then the counts."""
    sys.setrecursionlimit(6_000)
    known, counts, since = examples(), Counter[tuple[str, Status]](), time.perf_counter()
    for rule in BOOK.rules[start::step]:
        for goal in known.get(rule.id, ())[:1]:
            with allowed(SECONDS) as allowance:
                node = node_of(rule, goal)
                for variant, false in () if node is None else false_variants(node):
                    found = found_of(false)
                    counts[variant, found] += 1
                    if found is not Status.INCORRECT:
                        print(f"{found.name.lower():10s} {rule.id}: {variant} of {str(goal)[:80]}", flush=True)
            if allowance.is_over:
                print(f"time over  {rule.id}", flush=True)
    for variant in VARIANTS:
        row = {status: counts[variant, status] for status in Status}
        print(f"{variant:10s} refuted {row[Status.INCORRECT]}, undecided {row[Status.UNDECIDED]}, proved {row[Status.CORRECT]}")
    total, refuted = counts.total(), sum(n for (_, status), n in counts.items() if status is Status.INCORRECT)
    proved = sum(n for (_, status), n in counts.items() if status is Status.CORRECT)
    percent = 100 * refuted / max(1, total)
    print(
        f"{refuted} of {total} refuted ({percent:.1f} %, wanted {WANTED} %), {proved} shown as proved, {time.perf_counter() - since:.0f} s"
    )


if __name__ == "__main__":
    run(*map(int, sys.argv[1:]))
