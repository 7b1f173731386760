"""Run every check of the project: ``python -m tests``."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What is read from the sources runs beside the tests: each takes one core, and the tests take what is left.
READING = (
    ("format", "-m", "ruff", "format", "--check", "."),
    ("lint", "-m", "ruff", "check", "."),
    ("types", "-m", "mypy"),
)
TESTS = ("tests", "-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile")  # what a file keeps is made in one process


def passes(name: str, *command: str, is_shown: bool = False) -> bool:
    """Run a check, tell what it found and how long it took, and return whether it passed."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, *command], cwd=ROOT, check=False, capture_output=not is_shown, text=True)
    result = "passed" if done.returncode == 0 else "failed"
    told = "" if is_shown else f"{done.stdout}{done.stderr}"
    print(f"{told}== {name}: {result} in {time.perf_counter() - start:.0f} s", flush=True)
    return done.returncode == 0


def main() -> int:
    """Run the checks, all of them, and return 1 when one fails; arguments go to pytest."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        reading = [(name, beside.submit(passes, name, *command)) for name, *command in READING]
        is_tested = passes(*TESTS, *sys.argv[1:], is_shown=True)
        failed = [name for name, check in reading if not check.result()] + ([] if is_tested else [TESTS[0]])
    print("failed: " + ", ".join(failed) if failed else "all checks passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
