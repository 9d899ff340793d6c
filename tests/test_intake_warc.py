"""Web archives and packed files as anybody reads them, beside other files in a folder."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from archives import BRIDGE, FERRY, HTML, liar, page, warc
from riwaya.cli import main
from riwaya.intake import read

PAGE = page("Ferry runs aground off Kallis", FERRY)


def test_archives_stand_in_a_folder_with_other_files(tmp_path: Path) -> None:
    warc(tmp_path / "a.warc.gz", [("https://a.example/1", PAGE, HTML), ("https://a.example/i", b"GIF89a", "image/gif")])
    warc(tmp_path / "b.warc", [("https://b.example/2", page("Velm bridge to close", BRIDGE), HTML)], gzip=False)
    row = {"id": "line", "title": "Bridge", "text": "\n".join(BRIDGE)}
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(json.dumps(row).encode()))
    (tmp_path / "d.html.gz").write_bytes(gzip.compress(page("Another ferry", FERRY)))
    found = read([tmp_path])
    assert [r.id for r in found.reports] == ["a.example-1", "b.example-2", "d", "line"]
    assert found.reports[0].url == "https://a.example/1"
    assert found.problems == ()


def test_an_address_twice_is_two_versions_or_one_page(tmp_path: Path) -> None:
    other = page("Ferry refloated off Kallis", FERRY)
    warc(tmp_path / "a.warc.gz", [("https://a.example/1", p, HTML) for p in (PAGE, PAGE, other)])
    found = read([tmp_path])
    assert len(found.reports) == 2 and {r.url for r in found.reports} == {"https://a.example/1"}
    assert [p.reason.split(",")[-1] for p in found.problems] == [" kept once"]


def test_what_is_broken_costs_itself(tmp_path: Path) -> None:
    starts = warc(tmp_path / "cut.warc.gz", [(f"https://a.example/{n}", PAGE, HTML) for n in range(2)])
    whole = (tmp_path / "cut.warc.gz").read_bytes()
    (tmp_path / "cut.warc.gz").write_bytes(whole[: starts[1] + 30])
    (tmp_path / "short.warc").write_bytes(liar(5, PAGE))
    (tmp_path / "giant.warc").write_bytes(liar(1_000_000_000, page("Giant", FERRY)))
    (tmp_path / "noise.warc.gz").write_bytes(b"\x1f\x8b\x08" + b"\x00" * 500)
    found = read([tmp_path])
    assert "https://a.example/0" in {r.url for r in found.reports}
    assert "Giant" in {r.title for r in found.reports}
    assert str(tmp_path / "noise.warc.gz") in {p.origin for p in found.problems}


def test_an_archive_without_pages_is_told(tmp_path: Path) -> None:
    warc(tmp_path / "pictures.warc.gz", [("https://a.example/i", b"GIF89a", "image/gif")])
    (problem,) = read([tmp_path]).problems
    assert problem.reason == "no page in this archive"


def test_stories_of_an_archive(tmp_path: Path) -> None:
    herald = page("Ferry Sabah aground off Kallis", FERRY, "Coast Herald")
    pages = (("a.example/1", PAGE), ("b.example/2", herald), ("c.example/3", page("Bridge to close", BRIDGE)))
    warc(tmp_path / "a.warc.gz", [(f"https://{address}", data, HTML) for address, data in pages])
    assert main(["stories", str(tmp_path), "--quiet", "-o", str(tmp_path / "s.json")]) == 0
    data = json.loads((tmp_path / "s.json").read_text(encoding="utf8"))
    assert data["schema"] == "riwaya.stories/1"
    assert [s["reports"] for s in data["stories"]] == [["a.example-1", "b.example-2"], ["c.example-3"]]
    assert data["stories"][0]["outlets"] == ["Harbour Post", "Coast Herald"]
    assert main(["stories", str(tmp_path), "--quiet", "-o", str(tmp_path / "s.txt")]) == 0
    text = (tmp_path / "s.txt").read_text(encoding="utf8")
    assert text.startswith("3 reports: 1 story of several, 1 of one") and "Coast Herald" in text
