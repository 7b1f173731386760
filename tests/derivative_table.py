"""Derivatives as tables of the literature state them: SymPy notation, x the variable, other letters constants.

Each block names its source.  An entry is a function, its derivative there, and
where it holds: the open interval from which a reader of the table would take x.
"""

import sympy as sp

REALS = sp.Interval.open(-sp.oo, sp.oo)
POSITIVE = sp.Interval.open(0, sp.oo)
BEYOND_ONE = sp.Interval.open(1, sp.oo)
UNIT = sp.Interval.open(0, 1)
AROUND_ZERO = sp.Interval.open(-1, 1)

TABLE: dict[str, tuple[tuple[str, str, sp.Set], ...]] = {
    "NIST DLMF 4.7: logarithm and exponential": (
        ("log(x)", "1/x", POSITIVE),
        ("exp(x)", "exp(x)", REALS),
        ("exp(a*x)", "a*exp(a*x)", REALS),
        ("2**x", "2**x*log(2)", REALS),
        ("10**x", "10**x*log(10)", REALS),
        ("x**5", "5*x**4", REALS),
        ("x**Rational(7, 2)", "7*x**Rational(5, 2)/2", POSITIVE),
        ("x**(-3)", "-3/x**4", POSITIVE),
        ("x**pi", "pi*x**(pi - 1)", POSITIVE),
    ),
    "NIST DLMF 4.20: trigonometric functions": (
        ("sin(x)", "cos(x)", REALS),
        ("cos(x)", "-sin(x)", REALS),
        ("tan(x)", "sec(x)**2", UNIT),
        ("csc(x)", "-csc(x)*cot(x)", UNIT),
        ("sec(x)", "sec(x)*tan(x)", UNIT),
        ("cot(x)", "-csc(x)**2", UNIT),
    ),
    "NIST DLMF 4.24(ii): inverse trigonometric functions": (
        ("asin(x)", "(1 - x**2)**(-Rational(1, 2))", AROUND_ZERO),
        ("acos(x)", "-(1 - x**2)**(-Rational(1, 2))", AROUND_ZERO),
        ("atan(x)", "1/(1 + x**2)", REALS),
        ("acsc(x)", "-1/(x*sqrt(x**2 - 1))", BEYOND_ONE),
        ("asec(x)", "1/(x*sqrt(x**2 - 1))", BEYOND_ONE),
        ("acot(x)", "-1/(1 + x**2)", POSITIVE),
    ),
    "NIST DLMF 4.34: hyperbolic functions": (
        ("sinh(x)", "cosh(x)", REALS),
        ("cosh(x)", "sinh(x)", REALS),
        ("tanh(x)", "sech(x)**2", REALS),
        ("csch(x)", "-csch(x)*coth(x)", POSITIVE),
        ("sech(x)", "-sech(x)*tanh(x)", REALS),
        ("coth(x)", "-csch(x)**2", POSITIVE),
    ),
    "NIST DLMF 4.38(ii): inverse hyperbolic functions": (
        ("asinh(x)", "1/sqrt(1 + x**2)", REALS),
        ("acosh(x)", "1/sqrt(x**2 - 1)", BEYOND_ONE),
        ("atanh(x)", "1/(1 - x**2)", AROUND_ZERO),
        ("acsch(x)", "-1/(x*sqrt(1 + x**2))", POSITIVE),
        ("asech(x)", "-1/(x*sqrt(1 - x**2))", UNIT),
        ("acoth(x)", "1/(1 - x**2)", BEYOND_ONE),
    ),
    "NIST DLMF 5.2(i), 5.15 and 7.10: gamma and error functions": (
        ("gamma(x)", "gamma(x)*digamma(x)", POSITIVE),
        ("loggamma(x)", "digamma(x)", POSITIVE),
        ("digamma(x)", "polygamma(1, x)", POSITIVE),
        ("polygamma(1, x)", "polygamma(2, x)", POSITIVE),
        ("erf(x)", "2*exp(-x**2)/sqrt(pi)", REALS),
        ("erfc(x)", "-2*exp(-x**2)/sqrt(pi)", REALS),
        ("erfi(x)", "2*exp(x**2)/sqrt(pi)", REALS),
    ),
    "NIST DLMF 6.2 and 7.2: functions defined by integrals": (
        ("Si(x)", "sin(x)/x", POSITIVE),
        ("Ci(x)", "cos(x)/x", POSITIVE),
        ("Shi(x)", "sinh(x)/x", POSITIVE),
        ("Chi(x)", "cosh(x)/x", POSITIVE),
        ("Ei(x)", "exp(x)/x", POSITIVE),
        ("li(x)", "1/log(x)", BEYOND_ONE),
        ("fresnels(x)", "sin(pi*x**2/2)", REALS),
        ("fresnelc(x)", "cos(pi*x**2/2)", REALS),
    ),
    "M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 1964, 3.3: rules of differentiation": (
        ("a*sin(x)", "a*cos(x)", REALS),
        ("sin(x) + exp(x)", "cos(x) + exp(x)", REALS),
        ("exp(x)*sin(x)", "exp(x)*cos(x) + sin(x)*exp(x)", REALS),
        ("sin(x)/exp(x)", "(exp(x)*cos(x) - sin(x)*exp(x))/exp(x)**2", REALS),
        ("sin(exp(x))", "cos(exp(x))*exp(x)", REALS),
        ("x**x", "x**x*(1 + log(x))", POSITIVE),
        ("sin(x)**x", "sin(x)**x*(log(sin(x)) + x*cos(x)/sin(x))", UNIT),
        ("Integral(sin(t), (t, 0, x))", "sin(x)", REALS),
        ("Integral(sin(t), (t, x, x**2))", "sin(x**2)*2*x - sin(x)", REALS),
    ),
    "D. Zwillinger (ed.), CRC Standard Mathematical Tables and Formulae, 32nd ed., CRC Press, 2012, 5.2: table of derivatives": (
        ("7", "0", REALS),
        ("x", "1", REALS),
        ("a*x", "a", REALS),
        ("sqrt(x)", "1/(2*sqrt(x))", POSITIVE),
        ("1/x", "-1/x**2", POSITIVE),
        ("(2*x + 1)**6", "12*(2*x + 1)**5", REALS),
        ("log(x)/log(10)", "1/(x*log(10))", POSITIVE),
        ("log(3*x)", "1/x", POSITIVE),
        ("sin(a*x + b)", "a*cos(a*x + b)", REALS),
        ("sin(x)**2", "2*sin(x)*cos(x)", REALS),
        ("log(cos(x))", "-tan(x)", UNIT),
        ("log(sin(x))", "cot(x)", UNIT),
        ("log(log(x))", "1/(x*log(x))", BEYOND_ONE),
        ("atan(1/x)", "-1/(1 + x**2)", POSITIVE),
        ("log(x + sqrt(x**2 + 1))", "1/sqrt(x**2 + 1)", POSITIVE),
        ("exp(-x**2/2)", "-x*exp(-x**2/2)", REALS),
        ("x*log(x) - x", "log(x)", POSITIVE),
        ("(1 - x)/(1 + x)", "-2/(1 + x)**2", POSITIVE),
    ),
    "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, ch. 2, 3: kinks, pieces and real roots": (
        ("Abs(x)", "x/Abs(x)", REALS),
        ("log(Abs(x))", "1/x", REALS),
        ("Abs(x**2 - 4)", "2*x*(x**2 - 4)/Abs(x**2 - 4)", REALS),
        ("x*Abs(x)", "2*Abs(x)", REALS),
        ("sign(x)", "0", POSITIVE),
        ("floor(x)", "0", UNIT),
        ("sign(x)*Abs(x)**Rational(1, 3)", "1/(3*Abs(x)**Rational(2, 3))", REALS),
        ("Piecewise((x**2, x < 1), (2*x - 1, True))", "Piecewise((2*x, x < 1), (2, True))", REALS),
    ),
    "I. Goodfellow, Y. Bengio and A. Courville, Deep Learning, MIT Press, 2016, 3.10 and 6.3: activation functions": (
        ("1/(1 + exp(-x))", "1/(1 + exp(-x))*(1 - 1/(1 + exp(-x)))", REALS),
        ("log(1 + exp(x))", "1/(1 + exp(-x))", REALS),
        ("Max(0, x)", "Heaviside(x)", POSITIVE),
        ("Max(x/100, x)", "Piecewise((1, x > 0), (Rational(1, 100), True))", REALS),
        ("x/(1 + exp(-x))", "1/(1 + exp(-x)) + x*exp(-x)/(1 + exp(-x))**2", REALS),
        ("x*(1 + erf(x/sqrt(2)))/2", "(1 + erf(x/sqrt(2)))/2 + x*exp(-x**2/2)/sqrt(2*pi)", REALS),
        ("tanh(x/2)", "(1 - tanh(x/2)**2)/2", REALS),
    ),
}
ENTRIES = [(f, df, where, source) for source, rows in TABLE.items() for f, df, where in rows]
