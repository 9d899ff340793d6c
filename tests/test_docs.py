"""The docs, under test: links lead somewhere, code runs, and what the program has stands in them."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md"), ROOT / "examples" / "README.md"])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def headings(page: Path) -> list[str]:
    """The headings of a page, code marks off."""
    return [m[1].replace("`", "").strip() for m in re.finditer(r"^#+ (.+)$", page.read_text(encoding="utf8"), re.M)]


def commands(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple[str, argparse.Action]]:
    """Every option and argument of every command, as ("riwaya trace", action)."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield from commands(below, (*words, word))
        elif not isinstance(action, argparse._HelpAction | argparse._VersionAction):
            yield " ".join(words), action


def parser() -> argparse.ArgumentParser:
    from riwaya.cli import parser as built

    return built()


def python_pages() -> list[Path]:
    return [p for p in PAGES if any(m[1] == "python" for m in BLOCK.finditer(p.read_text(encoding="utf8")))]


def test_every_command_has_its_heading() -> None:
    said = set(headings(DOCS / "cli.md"))
    want = {f"riwaya {words}" for words, _ in commands(parser()) if words}
    assert want and want - said == set()


def test_every_option_is_told_under_its_command() -> None:
    text = (DOCS / "cli.md").read_text(encoding="utf8")
    parts = re.split(r"^#+ `?(riwaya [\w ]+?)`?\n", text, flags=re.M)
    told = {parts[i]: parts[i + 1] for i in range(1, len(parts), 2)}
    missing = []
    for words, action in commands(parser()):
        under = told.get(f"riwaya {words}", text if not words else "")
        missing += [f"riwaya {words} {o}".replace("  ", " ") for o in action.option_strings
                    if o.startswith("--") and f"`{o}" not in under]  # fmt: skip
    assert missing == []


def test_every_format_has_its_heading() -> None:
    said = " ".join(headings(DOCS / "cli.md")).lower()
    formats = {str(c) for _, a in commands(parser()) if "--format" in a.option_strings for c in a.choices or ()}
    assert formats and [f for f in sorted(formats) if not re.search(rf"\b{re.escape(f)}\b", said)] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf8"), flags=re.M | re.S)
    links = [m[1].split("#")[0] for m in re.finditer(r"\]\(([^)\s]+)\)", text)]
    near = [link for link in links if link and not re.match(r"[a-z]+:", link)]
    assert [link for link in near if not (page.parent / link).exists()] == []


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf8")
    pages = [p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md") if p.name != "index.md"]
    assert [p for p in sorted(pages) if f"({p})" not in index] == []


def test_decisions_are_numbered_without_gaps() -> None:
    names = sorted(p.name for p in (DOCS / "decisions").glob("*.md"))
    assert [n[:4] for n in names] == [f"{i:04d}" for i in range(1, len(names) + 1)]


@pytest.mark.parametrize("page", python_pages(), ids=name)
def test_python_blocks_run(page: Path) -> None:
    """All python blocks of a page, one after the other, in one process at the root of the repo."""
    code = "\n".join(m[2] for m in BLOCK.finditer(page.read_text(encoding="utf8")) if m[1] == "python")
    call = [sys.executable, "-c", code]
    ran = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]


def test_shell_blocks_name_real_commands_and_paths() -> None:
    known = {words.split()[0] for words, _ in commands(parser()) if words}
    wrong = []
    for page in PAGES:
        for block in BLOCK.finditer(page.read_text(encoding="utf8")):
            if block[1] in ("sh", "bash", "console"):
                for line in block[2].splitlines():
                    for hit in re.finditer(r"(?<![\w/.-])riwaya (\w+)", line):
                        if hit[1] not in known:
                            wrong.append(f"{name(page)}: {line}")
                    wrong += [f"{name(page)}: no {p[0]}" for p in re.finditer(r"\bexamples/[\w./-]+", line)
                              if not (ROOT / p[0]).exists()]  # fmt: skip
    assert wrong == []


def test_the_contract_tells_every_key() -> None:
    """Every key that the schema knows stands in docs/contract.md, and every kind of every list of words."""
    schema = json.loads((ROOT / "src/riwaya/export/trace.schema.json").read_text(encoding="utf8"))
    text = (DOCS / "contract.md").read_text(encoding="utf8")

    def words(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            yield from node.get("properties", {})
            yield from (w for w in node.get("enum", ()) if isinstance(w, str))
            for below in node.values():
                yield from words(below)
        elif isinstance(node, list):
            for below in node:
                yield from words(below)

    told = set(re.findall(r"`\"?([\w/.-]+)\"?`", text))
    assert sorted(set(words(schema)) - told) == []


def test_docs_do_not_depend_on_the_colour_of_a_terminal() -> None:
    assert [name(p) for p in PAGES if "\x1b[" in p.read_text(encoding="utf8")] == []


def test_readme_shows_what_the_program_prints() -> None:
    """The output in the README is the output: every line of it is printed by the command above it."""
    text = (ROOT / "README.md").read_text(encoding="utf8")
    block = re.search(r"<!-- output of: (.+?) -->\n```text\n(.*?)^```$", text, re.M | re.S)
    assert block, "the README shows the output of its command"
    words = block[1].split()
    assert words[0] == "riwaya"
    env = os.environ | {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf8"}
    said = subprocess.run([sys.executable, "-m", "riwaya", *words[1:]], cwd=ROOT, capture_output=True, encoding="utf8",
                          env=env, timeout=300, check=False)  # fmt: skip
    assert said.returncode == 0, said.stderr[-2000:]
    printed = {squeeze(line) for line in said.stdout.splitlines()}
    shown = [squeeze(line) for line in block[2].splitlines() if line.strip() not in ("", "…")]
    assert [line for line in shown if line not in printed] == []


def squeeze(line: str) -> str:
    """A line without the marks that isolate right-to-left text and without double blanks."""
    return " ".join(re.sub("[\u2066-\u2069\u200e\u200f]", "", line).split())
