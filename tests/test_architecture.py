"""The imports go one way, read from the sources themselves."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "symtutor"

# Each layer may import those before it and itself.  A name is a module or a folder of the package.
LAYERS = (
    ("errors", "runtime"),
    ("heads", "term", "matrix_algebra"),
    ("functions",),
    ("goals",),
    ("encoding", "textbook_order", "textbook", "problem", "rule", "book", "derivation", "network", "work", "verdict", "course"),
    ("worker", "algorithms"),
    ("context",),
    ("reading", "rules", "checking"),
    ("lab",),
    ("deriving",),
    ("diagnosing", "exercises"),
    ("writing",),
    (
        "kinds",
        "views",
        "ask",
        "lessons",
        "training",
    ),
    ("__init__", "shell", "__main__"),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
INDEPENDENT = ("checking", "lab")
FOREIGN_TO_CHECKING = {"rules", "deriving", "algorithms", "reading", "diagnosing", "writing"}


TOP_LEVEL = {"symtutor", "lessons", "tests", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}


def test_the_top_level_holds_what_it_is_meant_to_hold() -> None:
    git = shutil.which("git")
    listed = git and subprocess.run([git, "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if not listed or listed.returncode or not listed.stdout:
        pytest.skip("only a checkout knows which files belong to the project")
    tops = {name.split("/")[0] for name in listed.stdout.split()}
    assert {name for name in tops if not name.startswith(".")} == TOP_LEVEL


def unit(path: Path) -> str:
    """Return the module or folder of the package that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def statements(node: ast.AST, *, is_run: bool = True) -> Iterator[tuple[ast.stmt, bool]]:
    """Yield the statements inside a node, with whether they are run: what stands under TYPE_CHECKING only types name."""
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        for child in getattr(node, part, ()):
            if isinstance(child, ast.stmt):
                yield child, is_run
            is_of_types = isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING"
            yield from statements(child, is_run=is_run and not is_of_types)


@cache
def imports_of(path: Path) -> tuple[tuple[ast.Import | ast.ImportFrom, bool], ...]:
    """Return the statements of a file that import, each with whether it is run."""
    found = statements(ast.parse(path.read_text(encoding="utf-8")))
    return tuple((node, is_run) for node, is_run in found if isinstance(node, ast.Import | ast.ImportFrom))


def imported(path: Path) -> set[str]:
    """Return the modules and folders of the package that a file imports."""
    found = set()
    for node, _ in imports_of(path):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif node.module is not None:
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "symtutor" else [node.module]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("symtutor.")}
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_file_imports_only_what_stands_below_it(path: Path) -> None:
    own = unit(path)
    assert own in RANK, f"{own} has no place in the order of imports"
    above = {name for name in imported(path) if RANK.get(name, -1) > RANK[own]}
    assert not above


@pytest.mark.parametrize("path", [path for path in FILES if unit(path) in INDEPENDENT], ids=lambda p: str(p.relative_to(PACKAGE)))
def test_checking_and_the_lab_share_nothing_with_deriving(path: Path) -> None:
    assert not imported(path) & FOREIGN_TO_CHECKING


MODULES = {str(path.relative_to(ROOT).with_suffix("")).replace("/", ".").removesuffix(".__init__"): path for path in FILES}
# Modules that import each other, one of them when it is called.  This list may only become shorter.
IN_CIRCLES: set[str] = set()


def modules_used(path: Path) -> set[str]:
    """Return the modules of the package that a file imports, also when it is called; not those that only its types name."""
    found = set()
    for node, is_run in imports_of(path):
        if is_run and isinstance(node, ast.ImportFrom):
            found |= {full if (full := f"{node.module}.{alias.name}") in MODULES else str(node.module) for alias in node.names}
        elif is_run:
            found |= {alias.name for alias in node.names}
    return found & MODULES.keys()


def in_circles(uses: dict[str, set[str]]) -> set[str]:
    """Return what leads back to itself: what is left when all that uses nothing, or that nothing uses, is taken away."""
    left = {name: others - {name} for name, others in uses.items()}
    while True:
        used = set().union(*left.values())
        kept = {name: others & left.keys() for name, others in left.items() if others & left.keys() and name in used}
        if kept == left:
            return set(left)
        left = kept


def test_no_module_leads_back_to_itself() -> None:
    assert in_circles({name: modules_used(path) for name, path in MODULES.items()}) == IN_CIRCLES


def test_a_circle_would_be_seen() -> None:
    assert in_circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == {"b", "c"}


def test_a_wrong_import_would_be_seen(tmp_path: Path) -> None:
    source = tmp_path / "module.py"
    source.write_text("import symtutor.rules\nfrom symtutor import deriving\nfrom symtutor.algorithms.roots import x\n", encoding="utf-8")
    assert imported(source) == {"rules", "deriving", "algorithms"}


def test_no_module_has_the_name_of_a_public_function() -> None:
    import symtutor  # noqa: PLC0415 (only here)

    modules = {unit(path) for path in FILES}
    assert not modules & set(symtutor.__all__)


def test_importing_the_package_loads_no_mathematics() -> None:
    code = "import sys, symtutor; print([m for m in ('sympy', 'numpy', 'matplotlib', 'mpmath') if m in sys.modules])"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"


def test_matplotlib_is_loaded_only_for_pictures() -> None:
    code = "import sys, symtutor; str(symtutor.differentiate('x^2')); print('matplotlib' in sys.modules)"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "False"


def test_every_public_name_can_be_had() -> None:
    import symtutor  # noqa: PLC0415 (only here)

    assert all(getattr(symtutor, name) is not None for name in symtutor.__all__)
    assert set(symtutor.__all__) <= set(dir(symtutor))
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = symtutor.no_such_name


def test_layout_and_writing_read_no_meaning_out_of_the_ids_of_rules() -> None:
    """What a line needs to know of its rule stands on the rule, its goal or its bindings: an id is a name."""
    read = re.compile(r"""\brule\.id (?:==|!=|in|not in) (?:["'{(]|_?[A-Z])|\brule\.id\.""")
    texts = {path: path.read_text(encoding="utf-8") for room in ("deriving", "writing", "kinds") for path in (PACKAGE / room).rglob("*.py")}
    assert [path.name for path, text in texts.items() if read.search(text)] == []
    assert read.search('if node.rule.id == "vector.chain"')
    assert read.search("reason.rule.id not in _UNSAID")


def test_a_file_reads_in_one_go() -> None:
    assert [path.name for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > 400] == []
