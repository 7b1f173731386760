"""The shell command: symtutor differentiate, integrate, limit, gradient, check, lesson ..."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from typing import Any

from symtutor.errors import InputError, SymtutorError

__all__ = ["main"]

FINE, WRONG, BAD_INPUT, UNDECIDED = range(4)
_INTERRUPTED = 130

_EPILOG = """\
examples:
  symtutor differentiate "x^3 - 2x^2 + 1"
  symtutor differentiate "x^2 sin x" --detail full
  symtutor differentiate "e^(-x)/x" --save solution.pdf --plot figure.png
  symtutor implicit "x^3 + y^3 = 6xy" --order 2
  symtutor tangent "x^2 + y^2 = 25" --at x=3,y=4
  symtutor integrate "x e^(x^2)" --from 0 --to 1
  symtutor gradient "x^2 + y^3" --at x=2,y=3
  symtutor check "d/dx x^2 sin x" "2x cos x"
  symtutor lesson 1

exit codes: 0 fine, 1 wrong answer, 2 bad input, 3 undecided
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the shell command and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        The command line without the program's name; by default that of the process.
    """
    parser = _parser()
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = parser.parse_args(_protected(words, parser))
    try:
        return int(options.run(options))
    except SymtutorError as error:
        print(f"symtutor: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:  # the reader has gone, as in `symtutor ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        print("symtutor: interrupted", file=sys.stderr)
        return _INTERRUPTED


def _protected(words: list[str], parser: argparse.ArgumentParser) -> list[str]:
    """Return the words so that an expression with a leading minus is no option: a space before it tells argparse."""
    known = set(_option_names(parser))
    return [f" {w}" if w.startswith("-") and w != "--" and w.split("=")[0] not in known else w for w in words]


def _option_names(parser: argparse.ArgumentParser) -> list[str]:
    names: list[str] = []
    for action in parser._actions:  # noqa: SLF001 (argparse has no public list of its options)
        names.extend(action.option_strings)
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 (the same)
            for sub in action.choices.values():
                names.extend(_option_names(sub))
    return names


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="symtutor",
        description="Derive calculus step by step; every step is checked by independent code.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"symtutor {_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    derive = _command(commands, "differentiate", _differentiate, "differentiate an expression, with steps")
    derive.add_argument("expression", help="such as 'x^2 sin x'")
    derive.add_argument("variables", nargs="*", help="the variables, in order; left out, the only one there is")
    derive.add_argument("--order", type=int, default=1, help="how many times (default 1)")
    derive.add_argument("--at", metavar="POINT", help="evaluate there: x=2 or x=2,y=3")
    derive.add_argument(
        "--method", choices=("rules", "limit", "log"), default="rules", help="by rules (default), from the definition, or by logarithms"
    )
    _add_output(derive)

    _add_curves(commands)

    antiderive = _command(commands, "integrate", _integrate, "integrate an expression, with steps")
    antiderive.add_argument("expression", help="such as 'x e^(x^2)'")
    antiderive.add_argument("variable", nargs="?", help="the variable; left out, the only one there is")
    antiderive.add_argument("--from", dest="low", metavar="A", help="the lower limit of a definite integral")
    antiderive.add_argument("--to", dest="high", metavar="B", help="its upper limit")
    _add_output(antiderive)

    approach = _command(commands, "limit", _limit, "find a limit, with steps")
    approach.add_argument("expression", help="such as 'sin(x)/x'")
    approach.add_argument("variable", help="such as x")
    approach.add_argument("to", help="what it tends to, such as 0 or oo")
    approach.add_argument("--direction", choices=("+-", "+", "-"), default="+-", help="from both sides (default), the right, the left")
    _add_output(approach)

    expand = _command(commands, "taylor", _taylor, "find a Taylor polynomial, with steps")
    expand.add_argument("expression", help="such as 'cos x'")
    expand.add_argument("variable", nargs="?", help="the variable; left out, the only one there is")
    expand.add_argument("--about", default="0", metavar="A", help="the point of expansion (default 0)")
    expand.add_argument("--degree", type=int, default=3, help="the highest power (default 3)")
    expand.add_argument("--on", nargs=2, metavar=("A", "B"), help="bound the error on the interval from A to B")
    _add_output(expand)

    for name, what in (("gradient", "x^2 + y^3"), ("hessian", "x^2 y"), ("jacobian", "2xy, x^2 y")):
        fields = _command(commands, name, _several_variables(name), f"find a {name}, with steps".replace("a jacobian", "a Jacobian"))
        fields.add_argument("expression", help=f"such as '{what}'")
        fields.add_argument("--variables", metavar="X,Y", help="the variables in order; left out, all, by name")
        fields.add_argument("--at", metavar="POINT", help="evaluate there: x=2,y=3")
        _add_output(fields)

    judge = _command(commands, "check", _check, "judge an answer; exit code 1 when it is wrong")
    judge.add_argument("problem", help="such as 'd/dx x^2 sin x'")
    judge.add_argument("answer", help="such as '2x cos x'")
    _add_reading(judge)
    _add_forms(judge)
    judge.add_argument("--save", metavar="FILE", help="write it to a file: .tex .pdf .html .md .json .txt")

    teach = _command(commands, "lesson", _lesson, "print a lesson of the course")
    teach.add_argument("name", nargs="?", help="its number or title; left out, the list of lessons")
    teach.add_argument("--save", metavar="FILE", help="write it to a file: .tex .pdf .md .txt")
    teach.add_argument("--plot", metavar="FILE", help="draw its pictures: .png .svg .pdf")
    teach.add_argument("--ascii", action="store_true", help="ASCII marks only")
    return parser


def _add_curves(commands: Any) -> None:
    """Add the commands for slopes and lines of curves."""
    on_curve = _command(commands, "implicit", _implicit, "find dy/dx on the curve of an equation, with steps")
    on_curve.add_argument("equation", help="such as 'x^2 + y^2 = 25'")
    on_curve.add_argument("dependent", nargs="?", default="y", help="the letter that depends on the other (default y)")
    on_curve.add_argument("variable", nargs="?", default="x", help="the variable (default x)")
    on_curve.add_argument("--order", type=int, default=1, help="1 (default) or 2")
    on_curve.add_argument("--at", metavar="POINT", help="evaluate there: x=3,y=4")
    _add_output(on_curve)

    for name, what in (("tangent", "tangent line or plane"), ("normal", "normal line")):
        line = _command(commands, name, _line(name), f"find the {what} at a point, with steps")
        line.add_argument("graph", help="an expression such as 'x^2', or an equation such as 'x^2 + y^2 = 25'")
        line.add_argument("--at", metavar="POINT", required=True, help="the point: 2, or x=2, or x=3,y=4 on a curve")
        _add_output(line)


def _command(commands: Any, name: str, run: Callable[[Any], int], help_text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=help_text, description=help_text[0].upper() + help_text[1:] + ".", allow_abbrev=False
    )
    parser.set_defaults(run=run)
    return parser


def _add_reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--names", default="", metavar="A,B", help="symbols of several letters, separated by commas")
    parser.add_argument("--functions", default="", metavar="F,G", help="functions by name, separated by commas")
    parser.add_argument("--seconds", type=float, help="give up after this time")


def _add_forms(parser: argparse.ArgumentParser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--latex", action="store_true", help="print a LaTeX document")
    form.add_argument("--markdown", action="store_true", help="print Markdown with LaTeX formulas")
    form.add_argument("--html", action="store_true", help="print a page")
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--ascii", action="store_true", help="print ASCII marks only")


def _add_output(parser: argparse.ArgumentParser) -> None:
    _add_reading(parser)
    _add_forms(parser)
    parser.add_argument("--detail", choices=("brief", "normal", "full"), default="normal", help="how much is printed (default normal)")
    parser.add_argument("--save", metavar="FILE", help="write it to a file: .tex .pdf .html .md .json .txt")
    parser.add_argument("--plot", metavar="FILE", help="draw it: .png .svg .pdf")


def _version() -> str:
    from symtutor import __version__

    return __version__


# The commands import what they need when they run: --help answers without SymPy.


def _differentiate(options: Any) -> int:
    from symtutor.ask.differentiation import differentiate

    solution = differentiate(
        options.expression.strip(),
        *options.variables,
        order=options.order,
        at=_point(options.at) if options.at else None,
        method=options.method,
        **_reading(options),
        detail=options.detail,
    )
    return _show(solution, options)


def _implicit(options: Any) -> int:
    from symtutor.ask.curves import implicit

    solution = implicit(
        options.equation.strip(),
        options.dependent,
        options.variable,
        order=options.order,
        at=_point(options.at) if options.at else None,
        **_reading(options),
        detail=options.detail,
    )
    return _show(solution, options)


def _line(name: str) -> Callable[[Any], int]:
    """Return the command of a tangent or normal; they have the same options."""

    def run(options: Any) -> int:
        from symtutor.ask import curves

        draw = {"tangent": curves.tangent, "normal": curves.normal_line}[name]
        solution = draw(options.graph.strip(), at=_point(options.at), **_reading(options), detail=options.detail)
        return _show(solution, options)

    return run


def _check(options: Any) -> int:
    from symtutor.ask.judging import check

    verdict = check(options.problem.strip(), options.answer.strip(), **_reading(options))
    _print(verdict, options)
    return {"correct": FINE, "incorrect": WRONG, "undecided": UNDECIDED}[verdict.status]


def _integrate(options: Any) -> int:
    from symtutor.ask.integration import integrate

    ends = (options.low, options.high)
    if ends.count(None) == 1:
        raise InputError("a definite integral has two limits", "Give both --from and --to, or neither.")
    limits = None if None in ends else ends
    solution = integrate(options.expression.strip(), options.variable, limits, **_reading(options), detail=options.detail)
    return _show(solution, options)


def _limit(options: Any) -> int:
    from symtutor.ask.limits import limit

    solution = limit(
        options.expression.strip(),
        options.variable,
        options.to.strip(),
        options.direction,
        **_reading(options),
        detail=options.detail,
    )
    return _show(solution, options)


def _taylor(options: Any) -> int:
    from symtutor.ask.limits import taylor

    solution = taylor(
        options.expression.strip(),
        options.variable,
        options.about.strip(),
        options.degree,
        on=options.on,
        **_reading(options),
        detail=options.detail,
    )
    return _show(solution, options)


def _several_variables(function: str) -> Callable[[Any], int]:
    """Return the command of a function of several variables; they have the same options."""

    def run(options: Any) -> int:
        from symtutor.ask import vectors

        variables = options.variables.split(",") if options.variables else None
        point = _point(options.at) if options.at else None
        solution = getattr(vectors, function)(options.expression.strip(), variables, at=point, **_reading(options), detail=options.detail)
        return _show(solution, options)

    return run


def _lesson(options: Any) -> int:
    from symtutor.lessons import lesson

    view = lesson(options.name)
    print(view.text(width=_width(), ascii_only=options.ascii))
    if options.save:
        print(f"saved: {view.save(options.save)}", file=sys.stderr)
    if options.plot:
        view.plot().savefig(options.plot)
    return FINE


def _reading(options: Any) -> dict[str, Any]:
    """Return the options that every function takes."""
    return {
        "names": tuple(filter(None, options.names.split(","))),
        "functions": tuple(filter(None, options.functions.split(","))),
        "seconds": options.seconds,
    }


def _point(text: str) -> Any:
    """Return the mapping of x=2,y=3, or the text of a single value."""
    if "=" not in text:
        return text
    parts = [part.split("=", 1) for part in text.split(",")]
    alone = next((part[0].strip() for part in parts if len(part) == 1), None)
    if alone is not None:
        raise InputError(f"the point {text} gives no value in {alone or 'one of its places'!r}", "Write it as in --at x=2,y=3.")
    return dict(parts)


def _show(solution: Any, options: Any) -> int:
    """Print a solution in the form that was asked for, and write what was asked to be written."""
    _print(solution, options)
    if options.plot:
        solution.plot().savefig(options.plot)
    return UNDECIDED if solution.stuck else FINE


def _print(thing: Any, options: Any) -> None:
    """Print a solution or judgement in the form that was asked for, and save it."""
    form = next((name for name in ("latex", "markdown", "html", "json") if getattr(options, name)), None)
    text = getattr(thing, form)() if form else thing.text(width=_width(), ascii_only=options.ascii)
    print(text.rstrip("\n"))
    if options.save:
        print(f"saved: {thing.save(options.save)}", file=sys.stderr)


def _width() -> int:
    return max(60, shutil.get_terminal_size((100, 24)).columns)


if __name__ == "__main__":
    sys.exit(main())
