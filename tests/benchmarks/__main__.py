"""Run the benchmarks: ``python -m tests.benchmarks [NAME ...] [--corpus FILE]``."""

import argparse
import importlib
from pathlib import Path

FOLDER = Path(__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in {"__init__", "__main__", "timing"})


def main() -> None:
    """Run the benchmarks that were named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help="which; all when left out")
    parser.add_argument("--corpus", type=Path, help="a file of JSON lines to take the problems of one benchmark from")
    options = parser.parse_args()
    for name in options.names or NAMES:
        print(f"== {name}", flush=True)
        module = importlib.import_module(f"tests.benchmarks.{name}")
        if options.corpus is None:
            module.run()
        else:
            module.run(options.corpus)


if __name__ == "__main__":
    main()
