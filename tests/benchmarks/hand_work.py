"""Right derivations and ones with one planted slip, made by code that shares nothing with the diagnosis, and their score.

    python -m tests.benchmarks.hand_work --right 200 --wrong 600 --seed 1

A derivation is a problem with lines that SymPy built and printed.  A slip changes one line, chosen at random, in one term;
it counts where the changed line is another function (or number) than the right one, tested with plain numbers.
"""

from __future__ import annotations

import argparse
import collections
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor import check_work

__all__ = ["Derivation", "planted", "right_derivation", "score"]

x = sp.Symbol("x")


@dataclass(frozen=True)
class Derivation:
    """A problem, its lines as lists of terms, how a line is written around them, and what a line means."""

    problem: str
    lines: tuple[tuple[Any, ...], ...]
    before: tuple[str, ...]
    meaning: Callable[[Any], Any]

    def texts(self) -> list[str]:
        """Return the lines as they are typed."""
        return [
            head
            + " + ".join(f"({sp.sstr(term)})" if term.is_Add else sp.sstr(term) for term in line).replace("+ -", "- ").replace("**", "^")
            for head, line in zip(self.before, self.lines, strict=True)
        ]


def _product(rng: random.Random) -> Derivation:
    a, n, k = rng.randint(2, 5), rng.randint(2, 4), rng.randint(2, 5)
    f, g = a * x**n, rng.choice([sp.sin(k * x), sp.cos(k * x), sp.exp(k * x), sp.log(x)])
    lines = ((sp.diff(f, x) * g, f * sp.diff(g, x)), (sp.expand(sp.diff(f * g, x)),))
    return Derivation(f"d/dx ({sp.sstr(f * g)})".replace("**", "^"), _split(lines), ("", "= "), lambda e: e)


def _polynomial(rng: random.Random) -> Derivation:
    a, b, n = rng.randint(2, 5), rng.randint(1, 7), rng.randint(2, 3)
    f = (a * x + b) ** n
    inner = n * a * (a * x + b) ** (n - 1)
    return Derivation(f"d/dx {sp.sstr(f)}".replace("**", "^"), _split(((inner,), (sp.expand(inner),))), ("", "= "), lambda e: e)


def _parts(rng: random.Random) -> Derivation:
    a, k = rng.randint(1, 5), rng.randint(2, 4)
    g = rng.choice([sp.sin(k * x), sp.cos(k * x), sp.exp(k * x)])
    inner = sp.integrate(g, x)
    lines = ((a * x * inner, -sp.Integral(a * inner, x)), (a * x * inner, -a * sp.integrate(inner, x)))
    problem = f"∫ {sp.sstr(a * x * g)} dx".replace("**", "^")
    return Derivation(problem, lines, ("", "= "), lambda e: sp.diff(e, x))


def _definite(rng: random.Random) -> Derivation:
    a, b, n = rng.randint(1, 6), rng.randint(1, 6), rng.randint(2, 4)
    low, high = rng.randint(0, 1), rng.randint(2, 3)
    f = a * x**n + b * x
    terms = sp.Add.make_args(sp.integrate(f, x))
    value = [t.subs(x, high) - t.subs(x, low) for t in terms]
    problem = f"∫[{low}..{high}] ({sp.sstr(f)}) dx".replace("**", "^")
    return Derivation(problem, (tuple(value), (sum(value),)), ("", "= "), lambda e: e)


def _antiderivative(rng: random.Random) -> Derivation:
    terms = rng.sample([x**2, x**3, sp.sin(x), sp.cos(2 * x), sp.exp(3 * x), 1 / x, sp.sqrt(x)], 3)
    scaled = [rng.randint(1, 6) * t for t in terms]
    problem = f"∫ ({sp.sstr(sp.Add(*scaled))}) dx".replace("**", "^")
    lines = (tuple(sp.Integral(t, x) for t in scaled), tuple(sp.integrate(t, x) for t in scaled))
    return Derivation(problem, lines, ("", "= "), lambda e: sp.diff(e, x))


def _limit(rng: random.Random) -> Derivation:
    a, r, s = rng.randint(2, 5), rng.randint(1, 4), rng.randint(5, 8)
    top = sp.expand((x - r) * (a * x + s))
    line = (a * x, sp.Integer(s))
    problem = f"lim x->{r} ({sp.sstr(top)})/(x - {r})".replace("**", "^")
    return Derivation(problem, (line, (sp.Integer(a * r + s),)), (f"lim x->{r} ", "= "), lambda e: e.subs(x, r))


_KINDS = (_product, _polynomial, _parts, _definite, _antiderivative, _limit)


def _split(lines: tuple[tuple[Any, ...], ...]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(t for e in line for t in sp.Add.make_args(e)) for line in lines)


def right_derivation(seed: int) -> Derivation:
    """Return a right derivation; integrals in it are written ∫ … dx."""
    rng = random.Random(seed)
    return _KINDS[seed % len(_KINDS)](rng)


def _sign(rng: random.Random, line: list[Any]) -> list[Any]:
    k = rng.randrange(len(line))
    return [-t if i == k else t for i, t in enumerate(line)]


def _factor(rng: random.Random, line: list[Any]) -> list[Any]:
    k, r = rng.randrange(len(line)), rng.choice([sp.Integer(2), sp.Rational(1, 2), sp.Integer(3)])
    return [_scaled(t, r) if i == k else t for i, t in enumerate(line)]


def _scaled(term: Any, ratio: Any) -> Any:
    return sp.Integral(ratio * term.function, x) if isinstance(term, sp.Integral) else ratio * term


def _lost(rng: random.Random, line: list[Any]) -> list[Any]:
    k = rng.randrange(len(line))
    return [t for i, t in enumerate(line) if i != k] if len(line) > 1 else line


def _exponent(rng: random.Random, line: list[Any]) -> list[Any]:
    places = [(i, p) for i, t in enumerate(line) for p in t.atoms(sp.Pow) if p.base == x and p.exp.is_Integer and p.exp > 1]
    if not places:
        return line
    k, power = rng.choice(sorted(places, key=str))
    step = rng.choice([1, -1])
    return [t.xreplace({power: x ** (power.exp + step)}) if i == k else t for i, t in enumerate(line)]


SLIPS: dict[str, Callable[[random.Random, list[Any]], list[Any]]] = {"sign": _sign, "factor": _factor, "lost": _lost, "exponent": _exponent}
_WORDS = {
    "sign": ("sign", "minus", "lost-minus", "negative"),
    "factor": ("factor", "inner", "constant", "coefficient", "half", "exponent", "divide", "multipl"),
    "lost": ("lost-term", "lost", "term", "one-term", "half", "factor", "forgotten"),
    "exponent": ("exponent", "power", "degree"),
}


def planted(seed: int) -> tuple[str, Derivation, int] | None:
    """Return the kind of a slip, the derivation with it and the line, from 1; None where the slip changes nothing."""
    rng = random.Random(10_000 + seed)
    whole = right_derivation(seed)
    kind = sorted(SLIPS)[seed // len(_KINDS) % len(SLIPS)]
    place = rng.randrange(len(whole.lines))
    changed = SLIPS[kind](rng, list(whole.lines[place]))
    if _is_same(whole, sp.Add(*changed), sp.Add(*whole.lines[place])):
        return None
    lines = (*whole.lines[:place], tuple(changed))
    return kind, Derivation(whole.problem, lines, whole.before[: place + 1], whole.meaning), place + 1


def _is_same(whole: Derivation, a: Any, b: Any) -> bool:
    difference = whole.meaning((a - b).doit())
    return all(abs(complex(sp.N(difference.subs(x, p)))) < 1e-9 for p in (0.37, 1.21, 2.3))


def _typed(derivation: Derivation) -> list[str]:
    """Return the lines with integrals as they are typed."""
    found = []
    for text in derivation.texts():
        while "Integral(" in text:
            start = text.index("Integral(")
            level, end = 0, start + len("Integral")
            for end in range(start + len("Integral"), len(text)):
                level += (text[end] == "(") - (text[end] == ")")
                if level == 0:
                    break
            inside = text[start + len("Integral(") : end].removesuffix(", x")
            text = f"{text[:start]}∫ ({inside}) dx{text[end + 1 :]}"  # noqa: PLW2901
        found.append(text)
    return found


def score(right: int, wrong: int, seed: int = 0, *, show: bool = False) -> dict[str, Any]:
    """Return how many right derivations raise an alarm, how many first wrong lines are found, and the names by kind of slip."""
    alarms, times = 0, []
    for number in range(seed, seed + right):
        whole = right_derivation(number)
        start = time.process_time()
        found = check_work(_typed(whole), whole.problem)
        times.append(time.process_time() - start)
        alarms += found.first_wrong is not None
        if show and (found.first_wrong is not None or found.status != "correct"):
            print("ALARM" if found.first_wrong else "open", whole.problem, _typed(whole), found.explanation)
    exact = judged = 0
    names: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    number = seed
    while judged < wrong:
        made = planted(number)
        number += 1
        if made is None:
            continue
        kind, changed, place = made
        judged += 1
        start = time.process_time()
        found = check_work(_typed(changed), changed.problem)
        times.append(time.process_time() - start)
        exact += found.first_wrong == place
        if found.first_wrong == place:
            name = found.mistake or ""
            outcome = "silent" if not name else "right" if any(word in name for word in _WORDS[kind]) else "other"
            names[kind][outcome] += 1
            if show and outcome != "right":
                print(outcome, kind, name, found.rivals, changed.problem, _typed(changed), found.lines[place - 1].explanation[:90])
        elif show:
            print("MISSED", kind, place, found.first_wrong, changed.problem, _typed(changed), found.explanation)
    return {
        "alarms": alarms,
        "exact": exact,
        "names": {k: dict(v) for k, v in sorted(names.items())},
        "median": statistics.median(times),
        "slowest": max(times),
    }


def run() -> None:
    """Print the score of a slice."""
    _print(score(60, 120), 60, 120)


def main() -> None:
    """Print the score of what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--right", type=int, default=100)
    parser.add_argument("--wrong", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    found = score(options.right, options.wrong, options.seed, show=options.show)
    _print(found, options.right, options.wrong)


def _print(found: dict[str, Any], right: int, wrong: int) -> None:
    print(f"false alarms {found['alarms']}/{right}, first wrong line {found['exact']}/{wrong}")
    for kind, counts in found["names"].items():
        print(f"  {kind:10s} {counts}")
    print(f"median {1000 * found['median']:.0f} ms, slowest {found['slowest']:.1f} s")


if __name__ == "__main__":
    main()
