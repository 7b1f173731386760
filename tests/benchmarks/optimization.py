"""Generated problems of optimization against answers found in other ways: no claim may be wrong."""

import sys
from collections import Counter
from random import Random

import sympy as sp

import symtutor as st
from symtutor.algorithms.equations.systems import PositiveDimension, real_solutions
from symtutor.verdict import Status
from tests.benchmarks.timing import row
from tests.optimization_problems import (
    bent_programme,
    complaints,
    function_on_a_domain,
    least_bent_value,
    least_value,
    on_an_ellipse,
    polynomial_system,
    programme_in_letters,
    quadratic_programme,
    sampled_minimum,
    unlisted_zeros,
)

PROGRAMMES, SYSTEMS, CURVES, FUNCTIONS = 1_000, 300, 300, 300
SECONDS = 30.0


def _wrong(*told: object) -> None:
    print("WRONG", *told, flush=True)


def programmes(first: int, count: int) -> Counter[str]:
    """Return how many quadratic programmes, every second one with any Q, are right, wrong or not finished."""
    found: Counter[str] = Counter()
    for seed in range(first, first + count):
        q, c, rows = (bent_programme if seed % 2 else quadratic_programme)(Random(seed))
        f, constraints, names = programme_in_letters(q, c, rows)
        if not f.free_symbols:
            continue
        wanted = (least_bent_value if seed % 2 else least_value)(q, c, rows)
        try:
            solution = st.minimize(f, subject_to=constraints, variables=names, seconds=SECONDS)
        except st.SymtutorError as error:
            found[type(error).__name__] += 1
            continue
        answer = solution.answer
        outcome = wanted if isinstance(wanted, str) else "minimum"
        value = None if isinstance(wanted, str) else sp.Rational(wanted.numerator, wanted.denominator)
        is_right = answer.status == outcome and (value is None or answer.value == value)
        if value is not None and answer.dual is not sp.nan:
            is_right = is_right and answer.dual - answer.value == 0
        found["right" if is_right else "wrong"] += 1
        found["proved"] += solution.report.status is Status.CORRECT
        found[outcome] += 1
        if not is_right:
            _wrong(seed, f, constraints, wanted, answer.status, answer.value)
    return found


def systems(first: int, count: int) -> Counter[str]:
    """Return how many systems of polynomials keep every real solution that subdivision finds, and list none that is none."""
    found: Counter[str] = Counter()
    for seed in range(first, first + count):
        equations, names = polynomial_system(Random(seed))
        try:
            points = real_solutions(equations, names)
        except PositiveDimension:
            found["infinitely many"] += 1
            continue
        if points is None:
            found["not solved"] += 1
            continue
        places = [[float(sp.N(c)) for c in p] for p in points]
        value = sp.lambdify(names, equations, "math")
        false = [p for p in places if any(abs(v) > 1e-6 * (1 + max(map(abs, p))) ** 6 for v in value(*p))]
        lost = unlisted_zeros(equations, names, places)
        found["wrong" if lost or false else "right"] += 1
        found["solutions"] += len(points)
        if lost or false:
            _wrong(seed, equations, places, lost[:3], false)
    return found


def curves(first: int, count: int) -> Counter[str]:
    """Return how many minima on ellipses and discs no sampled point passes, and how many are proved."""
    found: Counter[str] = Counter()
    for seed in range(first, first + count):
        f, constraints, places = on_an_ellipse(Random(seed))
        if not f.free_symbols or not places[0].size:
            continue
        try:
            solution = st.minimize(f, subject_to=constraints, variables="x y", seconds=SECONDS)
        except st.SymtutorError as error:
            found[type(error).__name__] += 1
            continue
        lowest = sampled_minimum(f, places)
        value = float(solution.answer.value)
        is_right = value <= lowest + 1e-9 and value >= lowest - 1e-2
        found["right" if is_right else "wrong"] += 1
        found["proved"] += solution.report.status is Status.CORRECT
        if not is_right:
            _wrong(seed, f, constraints, lowest, solution.answer.status, value)
    return found


def functions(first: int, count: int) -> Counter[str]:
    """Return how many functions of one variable have extrema that sampled values do not speak against."""
    found: Counter[str] = Counter()
    for seed in range(first, first + count):
        f, domain = function_on_a_domain(Random(seed))
        try:
            solution = st.optimize(f, "x", domain=domain, seconds=SECONDS)
        except st.SymtutorError as error:
            found[type(error).__name__] += 1
            continue
        told = list(complaints(f, solution))
        found["wrong" if told else "right"] += 1
        found["proved"] += solution.report.status is Status.CORRECT
        if told:
            _wrong(seed, f, domain, told)
    return found


def run(first: int = 0, programmes_: int = PROGRAMMES, systems_: int = SYSTEMS, curves_: int = CURVES, functions_: int = FUNCTIONS) -> None:
    """Print the counts of all four."""
    for name, generate, count in (
        ("quadratic programmes", programmes, programmes_),
        ("systems of polynomials", systems, systems_),
        ("minima on ellipses and discs", curves, curves_),
        ("functions of one variable", functions, functions_),
    ):
        found = generate(first, count)
        others = ", ".join(f"{k} {n}" for k, n in sorted(found.items()) if k not in {"right", "wrong", "proved"})
        row(f"{name}: wrong", f"{found['wrong']} of {found['right'] + found['wrong']}", "0")
        row(f"{name}: proved", f"{found['proved']}; {others}", "")


if __name__ == "__main__":
    run(*map(int, sys.argv[1:]))
