"""Answers of optimization as records: roots, extreme points, optima and separations."""

from __future__ import annotations

from typing import Any, ClassVar

import sympy as sp

__all__ = [
    "ActiveSet",
    "Extrema",
    "ExtremePoint",
    "IsolatedRoot",
    "Optimum",
    "Piece",
    "Points",
    "Record",
    "Roots",
    "Separation",
    "SignChart",
    "StationaryPoints",
    "enclosed",
]


# ---- records -------------------------------------------------------------------------------------
class Record(sp.Basic):
    """A SymPy object with named arguments; text becomes a symbol of that name."""

    fields: ClassVar[tuple[str, ...]] = ()

    def __new__(cls, *args: Any) -> Any:
        """Return the record of these arguments, in the order of its fields."""
        if len(args) != len(cls.fields):
            raise TypeError(f"{cls.__name__} takes {', '.join(cls.fields)}: got {len(args)} arguments")
        return sp.Basic.__new__(cls, *(_basic(a) for a in args))

    def __getattr__(self, name: str) -> Any:
        """Return the argument of this name."""
        if name in type(self).fields:
            return self.args[type(self).fields.index(name)]
        raise AttributeError(f"{type(self).__name__} has no {name!r}: its parts are {', '.join(type(self).fields)}")


def _basic(thing: Any) -> Any:
    if isinstance(thing, str):
        return sp.Symbol(thing)
    return sp.Tuple(*map(_basic, thing)) if isinstance(thing, tuple | list) else sp.sympify(thing)


class IsolatedRoot(sp.Expr):
    """The one zero of an expression between two rational numbers at which it has opposite signs."""

    is_number = True
    is_real = True
    is_finite = True
    is_commutative = True
    free_symbols: Any = frozenset()  # the letter is bound

    def __new__(cls, expr: Any, variable: Any, low: Any, high: Any) -> Any:
        """Return the zero of an expression in a variable from low to high."""
        return sp.Expr.__new__(cls, expr, variable, sp.sympify(low), sp.sympify(high))

    def _eval_evalf(self, prec: int) -> Any:
        import mpmath  # noqa: PLC0415 (only when digits are asked for)

        expr: Any = self.args[0]
        x: Any = self.args[1]
        low, high = (sp.Rational(end) for end in self.args[2:])
        if not (x - expr).has(x):  # a number with a name of its own
            return sp.N(x - expr, max(1, int(prec / 3.33)))
        with mpmath.workprec(prec + 20):
            f = sp.lambdify(x, expr, "mpmath")
            a, b = mpmath.mpf(low.p) / low.q, mpmath.mpf(high.p) / high.q
            found = mpmath.findroot(f, (a, b), solver="anderson", tol=mpmath.mpf(2) ** (-2 * prec), verify=False, maxsteps=prec)
            if not a <= found <= b:
                found = mpmath.findroot(f, (a, b), solver="bisect", tol=mpmath.mpf(2) ** (-2 * prec), verify=False, maxsteps=2 * prec)
        return sp.Float(found, precision=prec)

    def _eval_is_zero(self) -> bool:
        low, high = (sp.Rational(end) for end in self.args[2:])
        return bool(low < 0) and bool(high > 0) and self.args[0].xreplace({self.args[1]: sp.S.Zero}) == 0

    def _xreplace(self, rule: Any) -> Any:
        """Return the root itself: its letter is bound."""
        return (rule[self], True) if self in rule else (self, False)

    def _sympystr(self, _printer: Any) -> str:
        return f"IsolatedRoot({self.args[0]}, {self.args[1]}, {self.args[2]}, {self.args[3]})"


def enclosed(number: Any) -> Any:
    """Return a number of many terms as one that is told by its first digits, between two rational bounds; any other as it is.

    Examples
    --------
    >>> long = sum(sp.exp(-sp.Integer(k)) for k in range(1, 30))
    >>> enclosed(sp.exp(-1)), sp.N(enclosed(long), 10) == sp.N(long, 10)
    (exp(-1), True)
    """
    if number.is_Rational or sp.count_ops(number) <= _READABLE:
        return number
    middle, width = sp.Rational(str(sp.N(number, 30))), sp.Rational(1, 10**20)
    x = sp.Symbol("x")
    return IsolatedRoot(x - number, x, middle - width, middle + width)


_READABLE = 40


class Roots(sp.Basic):
    """The solutions of an equation in a variable: ``args`` are the variable and its values in order."""

    @property
    def variable(self) -> Any:
        """The unknown."""
        return self.args[0]

    @property
    def values(self) -> tuple[Any, ...]:
        """The solutions, in order."""
        return tuple(self.args[1:])


class SignChart(Record):
    """Where an inequality holds: the set, the stretches on which its left side minus its right has one sign, and the zeros between."""

    fields = ("set", "pieces", "zeros")


class ExtremePoint(Record):
    """A critical point or an end point: place, value, kind, scope, and how the kind is known."""

    fields = ("x", "value", "type", "extent", "test")

    @property
    def kind(self) -> str:  # type: ignore[override]
        """One of local maximum, local minimum, saddle, neither, inconclusive."""
        return str(self.args[2])

    @property
    def scope(self) -> str:
        """Global, where no value of the function is larger (smaller); local otherwise."""
        return str(self.args[3])

    def __repr__(self) -> str:
        return f"{self.scope} {self.kind.removeprefix('local ')} at {self.x}: {self.value}"


class Piece(Record):
    """An interval on which an expression has one sign, in the open interval from low to high."""

    fields = ("low", "high", "sign")


class Extrema(Record):
    """What is known about an expression in one variable.

    Its points, inflections, pieces of one direction (sign of f′) and of one
    bending (sign of f″), limits at the ends that do not belong to the domain, its
    least upper and greatest lower bound, and its period (0 for none).
    """

    fields = ("points", "inflections", "slopes", "bends", "ends", "infimum", "supremum", "period")

    @property
    def increasing(self) -> tuple[Any, ...]:
        """Intervals on which the function increases."""
        return tuple((p.low, p.high) for p in self.slopes if p.sign == 1)

    @property
    def decreasing(self) -> tuple[Any, ...]:
        """Intervals on which the function decreases."""
        return tuple((p.low, p.high) for p in self.slopes if p.sign == -1)

    @property
    def convex(self) -> tuple[Any, ...]:
        """Intervals on which the graph bends upward."""
        return tuple((p.low, p.high) for p in self.bends if p.sign == 1)

    @property
    def concave(self) -> tuple[Any, ...]:
        """Intervals on which the graph bends downward."""
        return tuple((p.low, p.high) for p in self.bends if p.sign == -1)


class Points(sp.Basic):
    """Points in several variables: ``args`` are the variables and a tuple of values for each point."""

    @property
    def variables(self) -> tuple[Any, ...]:
        """The unknowns."""
        letters: Any = self.args[0]
        return tuple(letters)

    @property
    def values(self) -> tuple[Any, ...]:
        """The points, each a tuple."""
        return tuple(self.args[1:])


class StationaryPoints(Record):
    """The stationary points of a function, whether it is known to be convex or concave, and its bounds as far as known."""

    fields = ("points", "shape", "infimum", "supremum")

    @property
    def inflections(self) -> tuple[Any, ...]:
        """Nothing: inflections are places of functions of one variable."""
        return ()


class Optimum(Record):
    """The answer to a constrained problem: point, value, multipliers, how it is known, and the cases that were gone through.

    ``status`` is "minimum", "maximum", "infeasible", "unbounded", "not attained" or "candidate"; ``reason`` names why it is global;
    ``certificate`` is a Farkas combination, a ray, or the multipliers; ``qualified`` is the constraint qualification that
    holds (linear, Slater, LICQ, none, not looked at), with the point or the active set that shows it.
    """

    fields = ("variables", "place", "height", "lams", "sense", "outcome", "why", "certificate", "cases", "ties", "dual", "qualified")

    @property
    def point(self) -> dict[Any, Any] | None:
        """The best point as a mapping from variables to values, None where there is none."""
        return dict(zip(self.variables, self.place, strict=True)) if self.place else None

    @property
    def value(self) -> Any:
        """The value of the objective there; oo or -oo for an unbounded problem, nan for an infeasible one."""
        return self.height

    @property
    def multipliers(self) -> tuple[Any, ...]:
        """The multipliers in the order of the constraints as they were given."""
        return tuple(self.lams)

    @property
    def status(self) -> str:
        """One of minimum, maximum, infeasible, unbounded, not attained, candidate."""
        return str(self.outcome)

    @property
    def reason(self) -> str:
        """Why the value is global: convex, compact, coercive, bounded; or unknown."""
        return str(self.why)

    @property
    def qualification(self) -> str:
        """One of linear, Slater, LICQ, none, unknown: why multipliers must exist at a minimum."""
        return str(self.qualified[0])

    @property
    def points(self) -> tuple[dict[Any, Any], ...]:
        """All points at which the best value is taken, as far as they were found."""
        return tuple(dict(zip(self.variables, place, strict=True)) for place in self.ties)


class ActiveSet(Record):
    """One case: which inequalities are taken as equations, the points that result, and what becomes of it.

    ``verdict`` is "optimal", "KKT point", "negative multiplier", "violated", "irregular" (gradients of active constraints are
    dependent), "no solution", "none feasible", "infinitely many" or "not solved".
    """

    fields = ("active", "place", "lams", "verdict", "evidence")


class Separation(Record):
    """A separating line or street, or the proof that there is none.

    ``status`` is "separable" or "not separable".  The multipliers are those of the scaling that is used: ‖w‖² for a hard
    margin, ½‖w‖² + C Σ ξ for a soft one; of points that are not separable they are weights of a common point of both hulls.
    """

    fields = ("w", "b", "lams", "height", "outcome", "slacks")

    @property
    def multipliers(self) -> tuple[Any, ...]:
        """A multiplier for each point, in order."""
        return tuple(self.lams)

    @property
    def support(self) -> tuple[int, ...]:
        """The numbers, from 0, of the points with a positive multiplier."""
        return tuple(i for i, m in enumerate(self.lams) if m != 0)

    @property
    def objective(self) -> Any:
        """The least value of what is minimized."""
        return self.height

    @property
    def margin(self) -> Any:
        """The distance from the line to the nearest point of a hard margin, half the width of the street: 1/‖w‖."""
        return sp.sqrt(1 / sp.Add(*(c**2 for c in self.w))) if self.w else sp.nan

    @property
    def status(self) -> str:
        """Whether the points are separable by what was asked for."""
        return str(self.outcome)
