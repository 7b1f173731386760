"""Every proof is re-checked by separate code, and a corrupted one is rejected."""

import dataclasses
import random
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import sympy as sp

from symtutor.checking.equivalence.equivalence import equivalence
from symtutor.checking.equivalence.recheck import recheck
from symtutor.verdict import Proof
from tests.strategies import TIMES
from tests.verdict_cases import PROVED

X = sp.Symbol("x")

x = sp.Symbol("x")
CORRUPTIONS = 250 * TIMES


def options_of(options: Any) -> Any:
    domain = options.get("domain")
    variable = options.get("variable", x if isinstance(domain, sp.Set) else None)
    return {
        "variable": variable,
        "up_to_constant": options.get("up_to_constant", False),
        "domain": {variable: domain} if isinstance(domain, sp.Set) else domain,
    }


@pytest.mark.parametrize("left, right, options, _", PROVED, ids=[f"{r[0]} | {r[1]}" for r in PROVED])
def test_every_proof_passes_the_recheck(left: Any, right: Any, options: Any, _: Any) -> None:
    proof: Any = equivalence(left, right, **options).evidence
    assert recheck(left, right, proof, **options_of(options))


@pytest.mark.parametrize("left, right, options, _", PROVED, ids=[f"{r[0]} | {r[1]}" for r in PROVED])
def test_a_proof_proves_nothing_else(left: Any, right: Any, options: Any, _: Any) -> None:
    proof: Any = equivalence(left, right, **options).evidence
    assert not recheck(left, right + x / 1000, proof, **options_of(options))


def places(thing: Any, path: Any = ()) -> Iterator[Any]:
    """Yield the paths to the expressions of a proof."""
    if isinstance(thing, Proof):
        yield from places(thing.steps, (*path, "steps"))
    elif isinstance(thing, tuple):
        for k, part in enumerate(thing):
            yield from places(part, (*path, k))
    elif isinstance(thing, sp.Basic):
        yield path


def with_change(thing: Any, path: Any, change: Any) -> Any:
    """Return a proof with one expression changed."""
    if not path:
        return change(thing)
    if isinstance(thing, Proof):
        return dataclasses.replace(thing, steps=with_change(thing.steps, path[1:], change))
    k = path[0]
    return (*thing[:k], with_change(thing[k], path[1:], change), *thing[k + 1 :])


def corrupted(expr: Any, rng: Any) -> Any:
    """Return an expression with one number in it changed, or shifted where it has none."""
    numbers = sorted({n for n in sp.preorder_traversal(expr) if n.is_Rational}, key=str)
    shift = rng.choice((1, -1, 2, 3))
    return expr.xreplace({(number := rng.choice(numbers)): number + shift}) if numbers else expr + shift


def test_corrupted_proofs_are_rejected() -> None:
    rng = random.Random(2)
    accepted, count = [], 0
    proofs = [(row, equivalence(row[0], row[1], **row[2]).evidence) for row in PROVED]
    proofs = [(row, proof) for row, proof in proofs if list(places(proof))]
    while count < CORRUPTIONS:
        (left, right, options, _), proof = proofs[count % len(proofs)]
        path = rng.choice(list(places(proof)))
        broken = with_change(proof, path, lambda expr: corrupted(expr, rng))
        count += 1
        if broken != proof and recheck(left, right, broken, **options_of(options)):
            accepted.append((left, right, path, broken))
    assert accepted == []


def test_a_proof_without_its_lines_is_rejected() -> None:
    left, right = sp.sin(2 * x), 2 * sp.sin(x) * sp.cos(x)
    proof: Any = equivalence(left, right).evidence
    assert not recheck(left, right, Proof("normal form"))
    assert all(not recheck(left, right, Proof(proof.method, proof.steps[:k] + proof.steps[k + 1 :])) for k in range(len(proof.steps)))
    assert not recheck(left, right, Proof("identical"))
    assert not recheck(left, right, Proof("trust me"))


@pytest.mark.parametrize("edge", [sp.Rational(3, 7), sp.S.Zero, sp.S.One])
def test_a_point_where_two_cases_meet_speaks_against_no_proof(edge: Any) -> None:
    """The edges are points at which a proof is tried."""
    left, right = sp.Max(X, edge), (X + edge + sp.Abs(X - edge)) / 2
    verdict = equivalence(left, right)
    assert isinstance(verdict.evidence, Proof)
    assert recheck(left, right, verdict.evidence)


def test_a_proof_by_cases_stands_against_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    bump = (X - sp.Rational(3, 7)) * (X + sp.Rational(5, 3)) * (X - sp.Rational(9, 4))  # 0 where a quick look is taken
    monkeypatch.setattr(sys.modules[equivalence.__module__], "prove", lambda *_, **__: Proof("each choice of signs"))
    assert equivalence(X, X + bump).status == "incorrect"
