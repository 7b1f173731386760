"""The parser of the command line, built from the public functions."""

from __future__ import annotations

import argparse
from textwrap import wrap
from typing import Any

import symtutor
from symtutor.ask.signatures.commands import MISSING, Command, Parameter, commands
from symtutor.shell.spoken import example_of, in_shell, is_placed, option, words_of

__all__ = ["FORMS", "GROUPS", "SHELLS", "built_parser"]

_WIDTH = 100
_FORM: dict[str, Any] = {"formatter_class": argparse.RawDescriptionHelpFormatter, "allow_abbrev": False}

FORMS = {
    "latex": "print a LaTeX document",
    "markdown": "print Markdown with LaTeX formulas",
    "html": "print a page",
    "json": "print JSON",
    "ascii": "print ASCII marks only",
}
SHELLS = ("bash", "zsh", "fish")
_NOT_TYPED = ("callable", "Network", "iterable of pairs", "concurrent.futures.")  # what cannot be written on a command line
_ENDINGS = ".tex .pdf .html .md .json .txt"
GROUPS: dict[str, tuple[str, ...]] = {
    "derivatives": ("differentiate", "implicit", "parametric", "inverse_derivative", "difference_gap", "differential"),
    "lines and rates": ("tangent", "normal_line", "related_rates"),
    "limits and series": ("limit", "taylor"),
    "integrals": ("integrate", "methods", "riemann_sum"),
    "several variables": (
        *("gradient", "directional_derivative", "hessian", "jacobian", "jacobian_determinant", "tangent_plane", "approximation"),
        *("total_differential", "divergence", "curl", "potential"),
    ),
    "matrices and networks": ("matrix_derivative", "matrix_differential", "backpropagate"),
    "equations and optimization": ("solve_equation", "optimize", "minimize", "maximize", "svm", "descend", "convexity"),
    "judging": ("check", "check_work", "equivalent", "grade"),
    "learning": ("lesson", "practice", "worksheet"),
    "notation": ("read", "read_term"),
}
_LESSON = "Print a lesson of the course, or the list of lessons."
_EPILOG = """\
examples:
  symtutor differentiate "x^2 sin x" --detail full
  symtutor differentiate "x^2 sin x" --check "2x cos x"
  symtutor differentiate "e^(-x)/x" --save solution.pdf --plot figure.png
  symtutor tangent "x^2 + y^2 = 25" --at x=3,y=4
  symtutor integrate "x e^(x^2)" --from 0 --to 1
  symtutor minimize "a^2 + b^2" --subject-to "-c >= 1, a + 2b + c >= 1, 2a + b + c >= 1"
  symtutor worksheet integrals --count 8 --save sheet.pdf

completion: eval "$(symtutor --completion bash)", likewise zsh and fish
exit codes: 0 fine, 1 wrong answer, 2 bad input, 3 undecided
"""


def built_parser() -> argparse.ArgumentParser:
    """Return the parser with a command for each public function."""
    parser = argparse.ArgumentParser(
        prog="symtutor",
        description="Derive calculus step by step; every step is checked by independent code.",
        usage="symtutor COMMAND ... [options]; symtutor COMMAND --help tells its own",
        epilog=f"{_grouped()}\n{_EPILOG}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"symtutor {symtutor.__version__}")
    parser.add_argument("--completion", choices=SHELLS, help="print what makes a shell complete the commands and options")
    added = parser.add_subparsers(help=argparse.SUPPRESS, metavar="COMMAND", dest="command", prog="symtutor")
    for command in commands().values():
        if not any(p.is_required and p.kind.startswith(_NOT_TYPED) for p in command.parameters):
            _add(added, command)
    teach = added.add_parser("lesson", description=_LESSON, epilog="example:\n  symtutor lesson 1", **_FORM)
    named = teach.add_argument("name", nargs="?", help="its number, title, or file such as mine.py; left out, the list of lessons")
    named.completer = _lessons  # type: ignore[attr-defined]
    teach.add_argument("--save", metavar="FILE", help="write it to a file: .tex .pdf .html .md .txt; the course to a folder")
    teach.add_argument("--plot", metavar="FILE", help="draw its pictures: .png .svg .pdf")
    teach.add_argument("--ascii", action="store_true", help="ASCII marks only")
    return parser


def _grouped() -> str:
    """Return the commands with their sentences, under the groups in which one looks for them."""
    known = commands()
    told = ["commands:"]
    for title, names in GROUPS.items():
        told.append(f"\n  {title}")
        for name in names:
            summary = known[name].summary if name in known else _LESSON
            first = summary.partition(": ")[0].removesuffix(".")
            told += wrap(first, _WIDTH, initial_indent=f"    {_hyphened(name):<24}", subsequent_indent=" " * 28)
    return "\n".join([*told, ""])


def _hyphened(name: str) -> str:
    """Return the name of a command as it is typed in a shell."""
    return name.replace("_", "-")


def _topics(**_asked: Any) -> tuple[str, ...]:
    """Return the topics of exercises, for completion."""
    from symtutor.exercises.families import TOPICS  # noqa: PLC0415 (help answers without SymPy)

    return tuple(TOPICS)


def _lessons(**_asked: Any) -> tuple[str, ...]:
    """Return the numbers of the lessons, for completion."""
    from symtutor.lessons.loading import known_lessons  # noqa: PLC0415 (the same)

    return tuple(map(str, known_lessons()))


def _add(added: Any, command: Command) -> None:
    example = example_of(command)
    parser: argparse.ArgumentParser = added.add_parser(
        _hyphened(command.name),
        description=_escaped(in_shell(_introduction(command.doc)).replace("`", "")),
        epilog=_escaped(f"example:\n  {example}") if example else None,
        argument_default=argparse.SUPPRESS,
        **_FORM,
    )
    for parameter in command.parameters:
        if not parameter.kind.startswith(_NOT_TYPED):
            _add_parameter(parser, parameter)
    if command.returns in {"Solution", "Verdict", "Diagnosis", "Exercise", "Worksheet", "Grades"}:
        output = parser.add_argument_group("output")
        forms = output.add_mutually_exclusive_group()
        for form, words in FORMS.items():
            if form == "json" and command.returns in {"Exercise", "Worksheet"}:
                continue
            forms.add_argument(f"--{form}", action="store_true", help=words)
        output.add_argument("--save", metavar="FILE", help=f"write it to a file: {_ENDINGS}")
        if command.returns == "Solution":
            output.add_argument("--plot", metavar="FILE", help="draw it: .png .svg .pdf")
    if command.returns in {"Solution", "Exercise"}:
        judging = parser.add_argument_group("instead of the solution")
        judging.add_argument("--check", metavar="ANSWER", help="judge an answer; exit code 1 when it is wrong")
        judging.add_argument("--hint", metavar="LEVEL", type=int, choices=(1, 2, 3), help="print a hint: 1, 2 or 3")


def _add_parameter(parser: argparse.ArgumentParser, parameter: Parameter) -> None:
    """Add a parameter: by its place where it must be given or names a variable, else as an option of its name."""
    name, choices = parameter.name, parameter.choices
    told: dict[str, Any] = {"help": _escaped(_help(parameter))}
    if parameter.is_many:
        parser.add_argument(name, nargs="*", default=argparse.SUPPRESS, **told)
    elif is_placed(parameter):
        action: Any = _Joined if name == "subject_to" else "store"
        placed = parser.add_argument(name, nargs=None if parameter.is_required else "?", type=_stripped, action=action, **told)
        if name == "topic":
            placed.completer = _topics  # type: ignore[attr-defined]
        if name == "subject_to":
            parser.add_argument(option(name), metavar="CONDITIONS", type=_stripped, action=_Joined, help="the same, behind a name")
    elif isinstance(parameter.default, bool):
        parser.add_argument(option(name), action=argparse.BooleanOptionalAction, **told)
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
        parser.add_argument(option(name), type=_stripped, required=parameter.default is MISSING, **more, **told)


class _Joined(argparse.Action):
    """What is given more than once, by its place or behind a name, holds together: no condition replaces another."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,  # noqa: ARG002 (the form that argparse calls)
    ) -> None:
        before = getattr(namespace, self.dest, None)
        setattr(namespace, self.dest, values if before is None else f"{before}, {values}")


def _stripped(text: str) -> str:
    """Return a word without the space that kept its leading minus from being an option."""
    return text.strip()


def _metavar(parameter: Parameter) -> str:
    known = {"at": "POINT", "start": "POINT", "names": "A,B", "functions": "F,G", "variables": "X,Y", "domain": "A,B"}
    return known.get(parameter.name, "X=VALUE" if "mapping" in parameter.kind else parameter.name.upper())


def _help(parameter: Parameter) -> str:
    """Return the sentence of a parameter as help."""
    default = parameter.default
    shown = "" if default in (None, (), MISSING, "", True, False) or isinstance(default, tuple) else f"default {default}"
    return "; ".join(part for part in (words_of(parameter), shown) if part)


def _introduction(doc: str) -> str:
    """Return what a docstring says before its sections."""
    lines = doc.split("\n")
    end = next((k - 1 for k, line in enumerate(lines) if line.startswith("---")), len(lines))
    return "\n".join(lines[:end]).strip()


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
