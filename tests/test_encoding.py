"""SymPy objects and Terms as JSON values: back as they were, and nothing else."""

import json
from typing import Any

import pytest
import sympy as sp
from hypothesis import given

from symtutor.encoding import decode, encode
from symtutor.errors import InputError
from symtutor.goals.core import D, Evaluated, Limit
from symtutor.reading.read import read_term
from tests.strategies import X, expressions, tried

PROGRAM = "__import__('os').abort()"


@given(expressions(6))
@tried(30)
def test_expressions_come_back(expr: sp.Expr) -> None:
    assert decode(json.loads(json.dumps(encode(expr)))) == expr


@pytest.mark.parametrize(
    "thing",
    [
        sp.Matrix([[X, 1], [0, sp.pi]]),
        sp.Piecewise((X, X > 0), (0, True)),
        sp.Derivative(sp.Function("f")(X), X),
        sp.FiniteSet(1, 2),
        sp.Interval(0, sp.oo),
        D(X**2, X),
        Limit(X, X, 0, sp.Symbol("+-")),
        Evaluated(D(X, X), (X,), (2,)),
        read_term("0.50 x + lim x->0 sin(x)/x").term,
        (X, None, (sp.Integer(1),)),
    ],
    ids=str,
)
def test_other_things_come_back(thing: Any) -> None:
    assert decode(json.loads(json.dumps(encode(thing)))) == (sp.ImmutableMatrix(thing) if isinstance(thing, sp.MatrixBase) else thing)


@pytest.mark.parametrize(
    "data",
    [
        PROGRAM,
        ["sin", PROGRAM],
        ["Goal", "Derivative", PROGRAM, ["Symbol", "x"]],
        ["Goal", "Derivative", ["tuple", PROGRAM], ["Symbol", "x"]],
        ["Term", "sin", PROGRAM],
        ["Matrix", "1", "1", PROGRAM],
        ["Apply", "f", PROGRAM],
        ["tuple", PROGRAM],
        ["os"],
        ["sympify", ["Symbol", "x"]],
        ["Goal", "Term"],
        ["Goal", "__class__"],
        {},
        [],
        [[]],
        3.5,
    ],
    ids=str,
)
def test_nothing_but_mathematics_is_built(data: Any) -> None:
    with pytest.raises(InputError):
        decode(data)
