"""The parser of the command line, built from the public functions."""

from __future__ import annotations

import argparse
from typing import Any

import symtutor
from symtutor.ask.signatures.commands import MISSING, Command, Parameter, commands

__all__ = ["FORMS", "SHELLS", "built_parser"]

FORMS = {
    "latex": "print a LaTeX document",
    "markdown": "print Markdown with LaTeX formulas",
    "html": "print a page",
    "json": "print JSON",
    "ascii": "print ASCII marks only",
}
SHELLS = ("bash", "zsh", "fish")
_PLACED = frozenset({"x", "t", "y", "to", "n", "problem"})  # parameters with a default that may still be given by their place
_NOT_TYPED = ("callable", "Network", "iterable of pairs", "concurrent.futures.")  # what cannot be written on a command line
_ENDINGS = ".tex .pdf .html .md .json .txt"
_EPILOG = """\
examples:
  symtutor differentiate "x^3 - 2x^2 + 1"
  symtutor differentiate "x^2 sin x" --detail full
  symtutor differentiate "x^2 sin x" --check "2x cos x"
  symtutor differentiate "e^(-x)/x" --save solution.pdf --plot figure.png
  symtutor implicit "x^3 + y^3 = 6xy" --order 2
  symtutor tangent "x^2 + y^2 = 25" --at x=3,y=4
  symtutor integrate "x e^(x^2)" --from 0 --to 1
  symtutor gradient "x^2 + y^3" --at x=2,y=3
  symtutor matrix-derivative "||A x - b||^2" x
  symtutor backpropagate "2-4-3-1 relu relu sigmoid"
  symtutor optimize "x^3 - 2x^2 + 1" --plot figure.png
  symtutor minimize "a^2 + b^2" --subject-to "-c >= 1, a + 2b + c >= 1, 2a + b + c >= 1"
  symtutor svm points.csv
  symtutor check "d/dx x^2 sin x" "2x cos x"
  symtutor lesson 1
  symtutor practice "chain rule" --level 2
  symtutor worksheet integrals --count 8 --save sheet.pdf

completion: eval "$(symtutor --completion bash)", likewise zsh and fish
exit codes: 0 fine, 1 wrong answer, 2 bad input, 3 undecided
"""


def built_parser() -> argparse.ArgumentParser:
    """Return the parser with a command for each public function."""
    parser = argparse.ArgumentParser(
        prog="symtutor",
        description="Derive calculus step by step; every step is checked by independent code.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"symtutor {symtutor.__version__}")
    parser.add_argument("--completion", choices=SHELLS, help="print what makes a shell complete the commands and options")
    added = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for command in commands().values():
        if not any(p.is_required and p.kind.startswith(_NOT_TYPED) for p in command.parameters):
            _add(added, command)
    told = "Print a lesson of the course."
    teach = added.add_parser("lesson", help=told, description=told, allow_abbrev=False)
    teach.add_argument("name", nargs="?", help="its number, title, or file such as mine.py; left out, the list of lessons")
    teach.add_argument("--save", metavar="FILE", help="write it to a file: .tex .pdf .html .md .txt; the course to a folder")
    teach.add_argument("--plot", metavar="FILE", help="draw its pictures: .png .svg .pdf")
    teach.add_argument("--ascii", action="store_true", help="ASCII marks only")
    return parser


def _add(added: Any, command: Command) -> None:
    parser: argparse.ArgumentParser = added.add_parser(
        command.name,
        help=_escaped(command.summary),
        description=_escaped(_introduction(command.doc)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    for parameter in command.parameters:
        if not parameter.kind.startswith(_NOT_TYPED):
            _add_parameter(parser, parameter)
    if command.returns in {"Solution", "Verdict", "Diagnosis", "Exercise", "Worksheet", "Grades"}:
        forms = parser.add_mutually_exclusive_group()
        for form, words in FORMS.items():
            if form == "json" and command.returns in {"Exercise", "Worksheet"}:
                continue
            forms.add_argument(f"--{form}", action="store_true", help=words)
        parser.add_argument("--save", metavar="FILE", help=f"write it to a file: {_ENDINGS}")
    if command.returns == "Solution":
        parser.add_argument("--plot", metavar="FILE", help="draw it: .png .svg .pdf")
    if command.returns in {"Solution", "Exercise"}:
        parser.add_argument("--check", metavar="ANSWER", help="judge an answer instead; exit code 1 when it is wrong")
        parser.add_argument("--hint", metavar="LEVEL", type=int, choices=(1, 2, 3), help="print a hint instead: 1, 2 or 3")


def _add_parameter(parser: argparse.ArgumentParser, parameter: Parameter) -> None:
    """Add a parameter: by its place where it must be given or names a variable, else as an option of its name."""
    name, choices = parameter.name, parameter.choices
    told: dict[str, Any] = {"help": _escaped(_help(parameter))}
    if parameter.is_many:
        parser.add_argument(name, nargs="*", **told)
    elif parameter.is_word and parameter.default is MISSING:
        parser.add_argument(name, type=_stripped, **told)
    elif parameter.is_word and name in _PLACED:
        parser.add_argument(name, nargs="?", type=_stripped, **told)
    elif isinstance(parameter.default, bool):
        parser.add_argument(_option(name), action=argparse.BooleanOptionalAction, **told)
    elif name == "limits":
        parser.add_argument("--limits", nargs=2, metavar=("A", "B"), type=_stripped, **told)
        parser.add_argument("--from", dest="low", metavar="A", type=_stripped, help="the lower limit of a definite integral")
        parser.add_argument("--to", dest="high", metavar="B", type=_stripped, help="its upper limit")
    elif name == "on":
        parser.add_argument("--on", nargs=2, metavar=("A", "B"), type=_stripped, **told)
    elif name == "seconds":
        parser.add_argument("--seconds", type=float, **told)
    else:
        more: dict[str, Any] = {"choices": choices} if choices else {"metavar": _metavar(parameter)}
        parser.add_argument(_option(name), type=_stripped, required=parameter.default is MISSING, **more, **told)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _stripped(text: str) -> str:
    """Return a word without the space that kept its leading minus from being an option."""
    return text.strip()


def _metavar(parameter: Parameter) -> str:
    known = {"at": "POINT", "start": "POINT", "names": "A,B", "functions": "F,G", "variables": "X,Y", "domain": "A,B"}
    return known.get(parameter.name, "X=VALUE" if "mapping" in parameter.kind else parameter.name.upper())


def _help(parameter: Parameter) -> str:
    """Return the sentence of a parameter as help."""
    words = parameter.words.replace("``", "'").replace("`", "").removesuffix(".")
    default = parameter.default
    shown = "" if default in (None, (), MISSING, "", True, False) else f" (default {default})"
    return words[:1].lower() + words[1:] + shown if words else shown.strip()


def _introduction(doc: str) -> str:
    """Return what a docstring says before its sections."""
    lines = doc.split("\n")
    end = next((k - 1 for k, line in enumerate(lines) if line.startswith("---")), len(lines))
    return "\n".join(lines[:end]).strip()


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
