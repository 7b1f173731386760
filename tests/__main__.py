"""Run every check of the project: ``python -m tests``."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHECKS = (
    ("format", "-m", "ruff", "format", "--check", "."),
    ("lint", "-m", "ruff", "check", "."),
    ("types", "-m", "mypy"),
    ("tests", "-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile"),  # what a file keeps is made in one process
)


def main() -> int:
    """Run the checks in order, all of them, and return 1 when one fails; arguments go to pytest."""
    failed = []
    for name, *command in CHECKS:
        extra = sys.argv[1:] if name == "tests" else []
        start = time.perf_counter()
        print(f"== {name}", flush=True)
        code = subprocess.run([sys.executable, *command, *extra], cwd=ROOT, check=False).returncode
        print(f"== {name}: {'failed' if code else 'passed'} in {time.perf_counter() - start:.0f} s", flush=True)
        if code:
            failed.append(name)
    print("failed: " + ", ".join(failed) if failed else "all checks passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
