"""What each LaTeX command means in the parser's alphabet."""

from __future__ import annotations

__all__ = ["ACCENTS", "COMMANDS", "ENVIRONMENTS", "LEFT", "REFUSED", "RIGHT", "SKIPPED", "SPELLINGS", "TYPEFACES", "WORDS"]

_SAME_SIGN = {
    "cdot": "*",
    "times": "*",
    "ast": "*",
    "div": "/",
    "ne": "!=",
    "neq": "!=",
    "le": "<=",
    "leq": "<=",
    "leqslant": "<=",
    "lt": "<",
    "ge": ">=",
    "geq": ">=",
    "geqslant": ">=",
    "gt": ">",
    "to": "->",
    "rightarrow": "->",
    "longrightarrow": "->",
    "partial": "∂",
    "int": "∫",
    "intop": "∫",
    "sum": "sum",
    "prod": "prod",
    "lim": "lim",
    "frac": "frac",
    "dfrac": "frac",
    "tfrac": "frac",
    "cfrac": "frac",
    "sqrt": "root",
    "overline": "conjugate",
    "binom": "binom",
    "dbinom": "binom",
    "tbinom": "binom",
    "prime": "'",
    "vert": "|",
    "mid": "|",
    "lvert": "|(",
    "rvert": "|)",
    "{": "(",
    "}": ")",
    "lbrace": "(",
    "rbrace": ")",
    "lbrack": "[",
    "rbrack": "]",
    "lparen": "(",
    "rparen": ")",
    "lfloor": "⌊",
    "rfloor": "⌋",
    "lceil": "⌈",
    "rceil": "⌉",
    "\\": "\\\\",
    "cr": "\\\\",
}
COMMANDS: dict[str, tuple[tuple[str, str], ...]] = {
    **{command: ((kind, kind),) for command, kind in _SAME_SIGN.items()},
    "iint": (("∫", "∫"),) * 2,
    "iiint": (("∫", "∫"),) * 3,
    "infty": (("name", "oo"),),
    "top": (("name", "top"),),
    "intercal": (("name", "top"),),
    "ell": (("name", "ell"),),
    "hbar": (("name", "hbar"),),
    "differentialD": (("name", "d"),),
    "exponentialE": (("name", "e"),),
    "imaginaryI": (("name", "i"),),
}

LEFT = frozenset({"left", "bigl", "Bigl", "biggl", "Biggl", "big", "Big", "bigg", "Bigg"})
RIGHT = frozenset({"right", "bigr", "Bigr", "biggr", "Biggr"})

SKIPPED = frozenset(
    {",", ";", ":", "!", ">", " ", "\n", "\t", "(", ")", "[", "]", "/"}
    | {"quad", "qquad", "enspace", "thinspace", "medspace", "thickspace", "negthinspace", "space", "nobreak", "allowbreak"}
    | {
        "displaystyle",
        "textstyle",
        "scriptstyle",
        "limits",
        "nolimits",
        "rm",
        "bf",
        "it",
        "mathstrut",
        "strut",
        "nonumber",
        "notag",
        "boxed",
        "fbox",
    }
    | {"mathopen", "mathclose", "mathbin", "mathrel"}
)

TYPEFACES = frozenset(
    {"mathrm", "mathbf", "mathit", "mathsf", "mathcal", "mathscr", "mathfrak", "mathnormal", "boldsymbol", "bm", "vec", "pmb"}
)
WORDS = frozenset({"text", "operatorname", "textrm", "textit", "textbf", "mbox", "textnormal"})
ACCENTS = {
    "hat": "hat",
    "widehat": "hat",
    "bar": "bar",
    "tilde": "tilde",
    "widetilde": "tilde",
    "dot": "dot",
    "ddot": "ddot",
}
SPELLINGS = {"tr": "trace", "Tr": "trace", "arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh", "logistic": "sigmoid"}

ENVIRONMENTS = frozenset({"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "smallmatrix", "array", "cases"})

_TWO_VALUES = ("± stands for two values", "Write the two cases on lines of their own.")
_LEFT_OUT = ("dots leave out what is meant", r"Write all terms, or a sum such as \sum_{i=1}^n i.")
_INEXACT = ("this relation is not exact", "Write = with exact numbers, such as 2/3.")
_SEVERAL_LINES = ("one formula is read at a time", "Read each line by itself.")
REFUSED: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("pm", "mp"), _TWO_VALUES),
    **dict.fromkeys(("dots", "ldots", "cdots", "vdots", "ddots"), _LEFT_OUT),
    **dict.fromkeys(("approx", "sim", "simeq", "cong", "propto", "equiv"), _INEXACT),
    **dict.fromkeys(("Rightarrow", "implies", "iff", "Leftrightarrow", "Longrightarrow", "therefore"), _SEVERAL_LINES),
    "nabla": (r"\nabla needs to know the variables", 'Write "gradient of x^2 + y^3".'),
    "mathbb": ("a set or an expectation is not read as a formula", ""),
    "circ": ("degrees and compositions are not read", r"Write 30^\circ as \pi/6, and f \circ g as f(g(x))."),
    "over": (r"\over is not read", r"Write \frac{a}{b}."),
    "%": ("% is not read", r"Write 5\% as \frac{5}{100}."),
    "oint": ("integrals along curves are not read", ""),
    "|": ("norms are not read", r"Write \sqrt{x^2 + y^2}."),
}
