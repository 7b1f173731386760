"""Random mathematics for property tests, and how many examples they try: EXAMPLES=10 in the environment tries ten times as many."""

import os

import sympy as sp
from hypothesis import settings
from hypothesis import strategies as st

X = sp.Symbol("x")
TIMES = int(os.environ.get("EXAMPLES", "1"))


def tried(examples: int) -> settings:
    """Return settings under which a property is tried on the same examples in every run."""
    return settings(max_examples=TIMES * examples, deadline=None, derandomize=True)


NUMBERS = st.one_of(
    st.integers(-4, 5).filter(bool).map(sp.Integer),
    st.tuples(st.integers(-3, 5).filter(bool), st.integers(2, 4)).map(lambda pq: sp.Rational(*pq)),
)
_FUNCTIONS = st.sampled_from([sp.sin, sp.cos, sp.tan, sp.exp, sp.log, sp.atan, sp.sinh, sp.tanh, sp.sqrt, sp.asin])
_EXPONENTS = st.sampled_from([-2, -1, 2, 3, sp.Rational(1, 2), sp.Rational(3, 2)])


def _compound(inner: st.SearchStrategy[sp.Expr]) -> st.SearchStrategy[sp.Expr]:
    return st.one_of(
        st.tuples(inner, inner).map(lambda p: p[0] + p[1]),
        st.tuples(inner, inner).map(lambda p: p[0] * p[1]),
        st.tuples(_FUNCTIONS, inner).map(lambda p: p[0](p[1])),
        st.tuples(inner, _EXPONENTS).filter(lambda p: p[0] != 0).map(lambda p: p[0] ** p[1]),
    )


def expressions(leaves: int = 5) -> st.SearchStrategy[sp.Expr]:
    """Return expressions in x that SymPy gives a value: no infinity, no imaginary unit."""
    raw = st.recursive(st.one_of(st.just(X), st.just(X), NUMBERS), _compound, max_leaves=leaves)
    return raw.filter(lambda e: isinstance(e, sp.Expr) and not e.has(sp.zoo, sp.nan, sp.oo, sp.I))
