"""What each LaTeX command means in the parser's alphabet."""

from __future__ import annotations

__all__ = [
    "ACCENTS",
    "COMMANDS",
    "DISPLAYS",
    "ENVIRONMENTS",
    "LEFT",
    "LEFT_ALONE",
    "MATRIX_COMMANDS",
    "NORMS",
    "REFUSED",
    "RIGHT",
    "SKIPPED",
    "SPELLINGS",
    "TYPEFACES",
    "WORDS",
]

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
    "langle": "⟨",
    "rangle": "⟩",
    "nabla": "nabla",
    "pm": "±",
    "mp": "∓",
    **dict.fromkeys(("approx", "simeq", "cong"), "≈"),
    **dict.fromkeys(("Rightarrow", "implies", "Longrightarrow", "therefore"), "=>"),
    **dict.fromkeys(("iff", "Leftrightarrow", "Longleftrightarrow"), "<=>"),
    **dict.fromkeys(("land", "wedge"), "and"),
    **dict.fromkeys(("lor", "vee"), "or"),
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
    "dd": (("name", "d"),),
    "exponentialE": (("name", "e"),),
    "imaginaryI": (("name", "i"),),
}

LEFT = frozenset({"left", "bigl", "Bigl", "biggl", "Biggl", "big", "Big", "bigg", "Bigg"})
RIGHT = frozenset({"right", "bigr", "Bigr", "biggr", "Biggr"})

SKIPPED = frozenset(
    {",", ";", ":", "!", ">", " ", "\n", "\t", "(", ")", "[", "]", "/"}
    | {
        "quad",
        "qquad",
        "enspace",
        "thinspace",
        "medspace",
        "thickspace",
        "negthinspace",
        "negmedspace",
        "negthickspace",
        "space",
        "nobreak",
        "allowbreak",
    }
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

MATRIX_COMMANDS = {"odot": "∘", "circ": "∘", "otimes": "⊗"}
DISPLAYS = frozenset({"align", "aligned", "alignat", "alignedat", "gather", "gathered", "split", "eqnarray", "multline", "equation"})
ENVIRONMENTS = DISPLAYS | {"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "smallmatrix", "array", "cases"}
NORMS = frozenset({"|", "Vert", "lVert", "rVert"})
LEFT_ALONE = frozenset({"tag", "label", "hspace", "vspace", "hskip", "phantom", "color"})  # with an argument that says nothing

_LEFT_OUT = ("dots leave out what is meant", r"Write all terms, or a sum such as \sum_{i=1}^n i.")
_INEXACT = ("this relation is not exact", "Write = with exact numbers, such as 2/3.")
REFUSED: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("dots", "ldots", "cdots", "vdots", "ddots"), _LEFT_OUT),
    **dict.fromkeys(("sim", "propto", "equiv"), _INEXACT),
    "mathbb": ("a set or an expectation is not read as a formula", ""),
    "circ": ("degrees and compositions are not read", r"Write 30^\circ as \pi/6, and f \circ g as f(g(x))."),
    "over": (r"\over is not read", r"Write \frac{a}{b}."),
    "%": ("% is not read", r"Write 5\% as \frac{5}{100}."),
    "oint": ("integrals along curves are not read", ""),
}
