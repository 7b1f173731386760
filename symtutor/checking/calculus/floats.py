"""Functions of floats from SymPy expressions, and derivatives on the real line."""

from __future__ import annotations

import dis
import math
from collections.abc import Callable, Sequence
from typing import Any, Literal

import mpmath
import numpy as np
import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.printing.numpy import NumPyPrinter

from symtutor.errors import InputError
from symtutor.term import sympified

__all__ = ["compiled", "exact_values", "numeric_function", "real_derivative"]

_BITS = 53  # of a float64
_DIGITS = 50  # of the reference values: three times those of a float


def numeric_function(
    expr: sp.Basic,
    variables: sp.Symbol | Sequence[sp.Symbol],
    module: Literal["numpy", "portable", "mpmath"] = "numpy",
) -> Callable[..., Any]:
    """Return a function of numbers that evaluates an expression.

    Parameters
    ----------
    expr : Expr
        A scalar expression.
    variables : Symbol or sequence of Symbol
        The arguments, in order.
    module : {"numpy", "portable", "mpmath"}, default "numpy"
        "numpy": vectorised float64; the arguments broadcast, and so does a constant.
        "portable": the same with every operation rounded to the nearest float64, so that
        the values are the same on every machine; some hundred times slower.
        "mpmath": one number at a time, at the precision of the ``mpmath.mp`` context.

    Returns
    -------
    callable
        Takes one number (or, with numpy, array) a variable.  Integers are taken as
        floats.  Outside the real domain, at poles and where float64 overflows the
        value is nan, without a warning.  Complex arguments give complex values.

    Raises
    ------
    InputError
        If another symbol is free, a function is unknown, or the module has no
        numeric form of it.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> numeric_function(x**2, x)(3)
    9.0
    >>> numeric_function(sp.Integer(1), x)(np.arange(3))
    array([1., 1., 1.])
    >>> numeric_function(sp.log(x), x)(np.array([-1, 1]))
    array([nan,  0.])
    >>> numeric_function(sp.exp(x), x, "portable")(1.0) == float(sp.E.n(30))
    True
    """
    names = (variables,) if isinstance(variables, sp.Symbol) else tuple(variables)
    expr = sympified(expr)
    if not isinstance(expr, sp.Expr):
        raise InputError(f"a numeric function needs one expression, not {type(expr).__name__}")
    free = sorted(str(s) for s in expr.free_symbols - set(names))
    if free:
        listed = ", ".join(free)
        raise InputError(f"{listed} has no value: only {', '.join(s.name for s in names)} is a variable", f"Put a number for {listed}.")
    maker = _MAKERS.get(module)
    if maker is None:
        raise InputError(f"module is {module!r}; it can be 'numpy', 'portable' or 'mpmath'")
    return maker(expr, names)


def exact_values(expr: sp.Basic, variable: sp.Symbol, points: Any) -> list[Any]:
    """Return the values of an expression at float points, to 50 digits, as mpmath numbers.

    Parameters
    ----------
    expr : Expr
        An expression in one variable.
    variable : Symbol
        The variable.
    points : array of float
        The points, each taken as the exact binary number it is.

    Returns
    -------
    list of mpf
        One value a point; nan outside the real domain.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> print(mpmath.nstr(exact_values(sp.sqrt(x), x, [2.0])[0], 20))
    1.4142135623730950488
    """
    function = numeric_function(expr, variable, "mpmath")
    with mpmath.workdps(_DIGITS):
        return [function(point) for point in np.ravel(points)]


def real_derivative(expr: Any, variable: sp.Symbol, order: int = 1) -> sp.Expr:
    r"""Return SymPy's derivative with every symbol taken as real.

    Parameters
    ----------
    expr : Expr
        An expression in symbols without assumptions.
    variable : Symbol
        The variable.
    order : int, default 1
        How often to differentiate.

    Returns
    -------
    Expr
        The derivative, in the symbols given.

    Raises
    ------
    InputError
        If the expression makes no sense for real symbols, or SymPy leaves a derivative open, such as that of floor.

    Notes
    -----
    SymPy differentiates \|u\| through ``re`` and ``im`` where it does not know that u is real, as for ln x.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> real_derivative(sp.Abs(x), x)
    sign(x)
    """
    real = {s: sp.Symbol(s.name, real=True) for s in (*expr.free_symbols, variable)}
    try:
        derived = sp.diff(expr.xreplace(real).replace(sp.Abs, _RealAbs).replace(sp.sign, _RealSign), real[variable], order)
    except (ValueError, TypeError) as error:  # max(0, log(-1)) and the like
        raise InputError(f"{expr} is not a function of real numbers: {error}") from error
    if derived.has(sp.Derivative, sp.Subs):
        raise InputError(f"no derivative of {expr} is known")
    return derived.replace(_RealAbs, sp.Abs).replace(_RealSign, sp.sign).xreplace({r: s for s, r in real.items()})


class _RealAbs(sp.Function):
    """The absolute value of what is real, to be differentiated."""

    def fdiff(self, argindex: int = 1) -> sp.Expr:  # noqa: ARG002 (SymPy's signature)
        """Return the derivative sign(u)."""
        return _RealSign(self.args[0])


class _RealSign(sp.Function):
    """The sign of what is real, to be differentiated."""

    def fdiff(self, argindex: int = 1) -> Any:  # noqa: ARG002 (SymPy's signature)
        """Return the derivative 2δ(u)."""
        return 2 * sp.DiracDelta(self.args[0])


def _numpy_function(expr: sp.Expr, names: tuple[sp.Symbol, ...]) -> Callable[..., Any]:
    """Return a vectorised function of float64 or complex128 arrays."""
    raw = _lambdify(expr, names, [_NUMPY_EXTRAS, "numpy"])

    def function(*numbers: Any) -> Any:
        arrays = np.broadcast_arrays(*(_as_floats(n) for n in _counted(numbers, names)))
        shape = arrays[0].shape if arrays else ()
        with np.errstate(all="ignore"):
            values = np.asarray(raw(*arrays))
        if values.dtype.kind == "c" and not any(a.dtype.kind == "c" for a in arrays):
            values = np.where(values.imag == 0, values.real, np.nan)
        values = np.array(np.broadcast_to(values, shape), dtype=np.result_type(values, np.float64))
        values[~np.isfinite(values)] = np.nan
        return values if shape else values.item()

    return function


def _mpmath_function(expr: sp.Expr, names: tuple[sp.Symbol, ...]) -> Callable[..., Any]:
    """Return a function of single numbers at mpmath's precision."""
    raw = _lambdify(expr, names, [_MPMATH_EXTRAS, "mpmath"])

    def function(*numbers: Any) -> Any:
        converted = [_as_mpf(n) for n in _counted(numbers, names)]
        try:
            value = mpmath.mpmathify(raw(*converted))
        except (ZeroDivisionError, ValueError, OverflowError, TypeError):  # TypeError: complex numbers have no order
            return mpmath.mp.nan
        if isinstance(value, mpmath.mpc) and not any(isinstance(n, mpmath.mpc) for n in converted):
            return value.real if value.imag == 0 else mpmath.mp.nan
        return value if mpmath.isfinite(value) else mpmath.mp.nan

    return function


def _portable_function(expr: sp.Expr, names: tuple[sp.Symbol, ...]) -> Callable[..., Any]:
    """Return a function of arrays that computes as float64 does, each operation rounded to nearest by mpmath.

    How numpy rounds a power or an exponential depends on the processor; a power of 53 bits of mpmath does not.
    """
    exact = _mpmath_function(expr, names)

    def function(*numbers: Any) -> Any:
        arrays = np.broadcast_arrays(*(_as_floats(n) for n in _counted(numbers, names)))
        shape = arrays[0].shape if arrays else ()
        kind = np.complex128 if any(a.dtype.kind == "c" for a in arrays) else np.float64
        with mpmath.workprec(_BITS):
            places = zip(*(a.ravel().tolist() for a in arrays), strict=True)
            flat = [complex(v) if kind is np.complex128 else float(v) for v in (exact(*place) for place in places)]
        values = np.array(flat, dtype=kind).reshape(shape)
        values[~np.isfinite(values)] = np.nan
        return values if shape else values.item()

    return function


_MAKERS = {"numpy": _numpy_function, "portable": _portable_function, "mpmath": _mpmath_function}


def _lambdify(expr: sp.Basic, names: tuple[sp.Symbol, ...], modules: list[Any], printer: Any = None) -> Callable[..., Any]:
    """Return SymPy's lambdify with common subexpressions, or an error that names what has no numeric form."""
    missing = sorted({str(a.func) for a in expr.atoms(*_WITHOUT_VALUE)})
    if not missing:
        function = sp.lambdify(names, expr, modules=modules, printer=printer, cse=True)
        known = {*function.__globals__, *function.__globals__["__builtins__"]}
        used = {i.argval for i in dis.get_instructions(function) if i.opname == "LOAD_GLOBAL"}
        missing = sorted(used - known)
    if missing:
        raise InputError(f"{', '.join(missing)} has no numeric form in {modules[-1]}", f"The expression is {expr}.")
    return function


class _SquaringPrinter(NumPyPrinter):
    """Print small powers as squares and quotients, which numpy computes many times faster than powers."""

    def _print_Pow(self, expr: sp.Expr, rational: bool = False) -> str:
        base, exponent = expr.args
        if exponent not in {2, -2}:
            return str(super()._print_Pow(expr, rational=rational))
        square = f"{self._module_format('numpy.square')}({self._print(base)})"
        return square if exponent == 2 else f"(1.0/{square})"

    def _print_erf(self, expr: Any) -> str:
        """Print the error function by its name alone: of the module `math` it would take one number."""
        return f"erf({self._print(expr.args[0])})"


def compiled(exprs: sp.Basic, names: tuple[sp.Symbol, ...]) -> Callable[..., Any]:
    """Return the bare numpy function of an expression, or of a Tuple of them that shares common subexpressions.

    Parameters
    ----------
    exprs : Expr or Tuple
        What is computed.
    names : tuple of Symbol
        The arguments.

    Raises
    ------
    InputError
        If something has no numeric form.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> compiled(sp.Tuple(x, 1 / x), (x,))(4.0)
    (4.0, 0.25)
    """
    return _lambdify(exprs, names, [_NUMPY_EXTRAS, "numpy"], _SquaringPrinter)


def _counted(numbers: tuple[Any, ...], names: tuple[sp.Symbol, ...]) -> tuple[Any, ...]:
    if len(numbers) != len(names):
        raise InputError(f"{len(numbers)} numbers for {len(names)} variables ({', '.join(s.name for s in names)})")
    return numbers


def _as_floats(number: Any) -> Any:
    """Return an array of float64, or complex128 where numbers are complex."""
    array = np.asarray(number)
    if array.dtype.kind == "c":
        return array.astype(np.complex128)
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"{number!r} is not a number or an array of numbers") from error


def _as_mpf(number: Any) -> Any:
    if isinstance(number, sp.Expr):
        return number._to_mpmath(mpmath.mp.prec)  # noqa: SLF001 (SymPy's only exact way to mpmath)
    return mpmath.mpmathify(number.item() if isinstance(number, np.generic | np.ndarray) else number)


def _vectorised(function: Callable[[float], float]) -> Any:
    """Return a numpy function of a function of one float; nan where that one raises."""

    def guarded(number: float) -> float:
        try:
            return function(number)
        except (ValueError, OverflowError):
            return math.nan

    return np.vectorize(guarded, otypes=[np.float64])


def _delta(number: Any, _order: int = 0) -> Any:
    """Return 0 away from 0; Dirac's delta has no value there."""
    return np.where(np.asarray(number) == 0, np.nan, 0.0)


def _by_mpmath(function: Callable[..., Any]) -> Any:
    """Return a numpy function of one of mpmath; nan where that one is not real or raises."""

    def guarded(*numbers: float) -> float:
        try:
            found = function(*numbers)
        except (ValueError, ZeroDivisionError, OverflowError):
            return math.nan
        return math.nan if isinstance(found, mpmath.mpc) else float(found)

    return np.vectorize(guarded, otypes=[np.float64])


_NUMPY_EXTRAS: dict[str, Any] = {
    "erf": _vectorised(math.erf),
    "erfc": _vectorised(math.erfc),
    "gamma": _vectorised(math.gamma),
    "loggamma": _vectorised(math.lgamma),
    "polygamma": _by_mpmath(lambda order, z: mpmath.polygamma(int(order), z)),
    "erfi": _by_mpmath(mpmath.erfi),
    "Si": _by_mpmath(mpmath.si),
    "Ci": _by_mpmath(mpmath.ci),
    "Ei": _by_mpmath(mpmath.ei),
    "Shi": _by_mpmath(mpmath.shi),
    "Chi": _by_mpmath(mpmath.chi),
    "li": _by_mpmath(mpmath.li),
    "factorial": _vectorised(lambda n: math.gamma(n + 1)),
    "DiracDelta": _delta,
}


def _print_by_name(printer: NumPyPrinter, expr: sp.Expr) -> str:
    """Print a call of one of our own functions, and not of one of Python's, which takes no arrays."""
    return f"{type(expr).__name__}({', '.join(map(printer._print, expr.args))})"  # noqa: SLF001 (SymPy's way to print a part)


for _name in _NUMPY_EXTRAS:
    setattr(_SquaringPrinter, f"_print_{_name}", _print_by_name)

_MPMATH_EXTRAS: dict[str, Any] = {
    "DiracDelta": lambda z, _order=0: mpmath.mp.nan if z == 0 else mpmath.mpf(0),
}
_WITHOUT_VALUE = (AppliedUndef, sp.Derivative, sp.Integral, sp.Limit, sp.Sum, sp.Product, sp.Subs)
