"""SymPy is mended inside calls of symtutor alone: a user's own calculations go on as before."""

import subprocess
import sys

import sympy as sp

from symtutor.runtime import deadline, sympy_mended

PROGRAM = """
import sympy as sp
x, y = sp.symbols("x y")
powers = {kind: kind._eval_power for kind in (sp.Integer, sp.Rational)}
inside = sp.polys.rootoftools.ComplexRootOf._xreplace
import symtutor, symtutor.runtime.deadline
root = sp.CRootOf(x**5 - x + 1, 0)
print(symtutor.differentiate("x^2", "x").answer)
with symtutor.runtime.deadline.allowed(5):
    print((sp.Integer(7)**30001).is_Pow)
print((sp.Integer(7)**30001).is_Integer)
print((sp.Integer(10)**20000).is_Integer, (sp.Rational(2, 3)**20000).is_Rational)
try:
    print(inside(root, {x: y}) == root._xreplace({x: y}))
except Exception as error:
    print(True)
from symtutor.runtime import sympy_mended
sympy_mended.restore()
print(all(kind._eval_power is powers[kind] for kind in powers), sp.polys.rootoftools.ComplexRootOf._xreplace is inside)
"""


def test_sympy_is_as_before_outside_of_a_call() -> None:
    told = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["2*x", "True", "True", "True", "True", "True", "True", "True"]


def test_inside_a_call_a_power_that_cannot_be_written_stays_one() -> None:
    assert sympy_mended.ALWAYS  # as the tests of what stands below the public functions need it
    assert (sp.Integer(7) ** 30_000).is_Pow
    assert (sp.Integer(7) ** 3).is_Integer


def test_a_root_of_a_polynomial_is_a_number_inside_a_call() -> None:
    x, y = sp.symbols("x y")
    root = sp.CRootOf(x**5 - x + 1, 0)
    with deadline.allowed(5):
        assert root.xreplace({x: y}) == root
        assert root.xreplace({root: y}) == y
