"""`read`: files, folders, tables, streams, and one clear line for whatever cannot be read."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.intake import IntakeError, Reading, read, read_page

ARABIC = """سقف سوق الحدادين ينهار على ثلاثة متاجر

الأحد 3 مارس 2024
كتبت: سلمى الوادي

انهار سقف سوق الحدادين في مدينة الظل فجر الأحد على ثلاثة متاجر، ولم يصب أحد لأن السوق كان مغلقا.

وقال شيخ السوق عمر النحاس إن التجار طالبوا بترميم السقف منذ خمس سنوات. وأضاف أن البلدية لم ترد.
"""
ENGLISH = """Smiths' market roof falls on three shops

The roof of the smiths' market in Shadow Town fell on three shops at dawn on Sunday, and no one was hurt.

"We asked for repairs for five years," said Omar Nahhas, who heads the market. The council has not replied.
"""
RECORD = {
    "url": "https://www.mirror.example/2024/3/4/market-roof.html",
    "outlet": "The Mirror",
    "published": "Mon, 04 Mar 2024 23:30:00 +0300",
    "title": "Roof falls",
    "author": "Nadia Storm",
    "text": ENGLISH.partition("\n\n")[2],
}


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def reasons(reading: Reading) -> dict[str, str]:
    return {Path(p.origin).name: p.reason for p in reading.problems}


def test_a_text_file(tmp_path: Path) -> None:
    reading = read([write(tmp_path / "sawt.txt", ARABIC)])
    (report,) = reading.reports
    assert reading.problems == ()
    assert (report.id, report.language, report.published) == ("sawt", "ar", "2024-03-03")
    assert report.title == "سقف سوق الحدادين ينهار على ثلاثة متاجر"
    assert report.bylines == ("سلمى الوادي",)
    assert report.text.count("\n") == 1 and report.text.startswith("انهار سقف")
    assert report.removed == ("الأحد 3 مارس 2024", "كتبت: سلمى الوادي")
    assert len(report.sha256) == 64 and report.origin == str(tmp_path / "sawt.txt")


def test_a_folder_with_folders_packed_files_and_hidden_ones(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", ARABIC)
    write(tmp_path / "deep" / "b.txt.gz", gzip.compress(ENGLISH.encode()))
    write(tmp_path / ".hidden.txt", ENGLISH)
    write(tmp_path / ".git" / "c.txt", ENGLISH)
    write(tmp_path / "photo.jpg", b"\xff\xd8\xff")
    reading = read([tmp_path])
    assert [r.id for r in reading.reports] == ["a", "b"]
    assert [(p.reason, p.skipped) for p in reading.problems] == [("1 other files passed over (.jpg)", False)]


def test_metadata_beside_the_files(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", ENGLISH)
    write(tmp_path / "b.txt", ARABIC)
    write(
        tmp_path / "metadata.csv",
        "\ufefffile,outlet,published,url,title,desk\n"
        "a.txt,The Mirror,2024-03-05,https://m.example/1,Given title,night\n"
        "b.txt,صوت الظل,,,,\ngone.txt,X,2024-01-01,,,\n",
    )
    reading = read([tmp_path])
    a, b = reading.reports
    assert (a.outlet_name, a.published, a.url, a.title) == (
        "The Mirror",
        "2024-03-05",
        "https://m.example/1",
        "Given title",
    )
    assert (b.outlet_name, b.published) == ("صوت الظل", "2024-03-03")
    (problem,) = reading.problems
    assert problem.origin.endswith("metadata.csv") and "gone.txt" in problem.reason and not problem.skipped
    assert read([tmp_path / "a.txt"]).reports[0].outlet_name == "The Mirror"


@pytest.mark.parametrize("table", ["outlet;published\nx;y\n", "\x00\x01\x02", 'file,outlet\n"a.txt,x\n'])
def test_a_table_that_is_none_does_not_stop_the_reading(tmp_path: Path, table: str) -> None:
    write(tmp_path / "a.txt", ENGLISH)
    write(tmp_path / "metadata.csv", table)
    reading = read([tmp_path])
    assert len(reading.reports) == 1 and len(reading.problems) == 1
    assert reading.problems[0].origin.endswith("metadata.csv")


def test_json_lines(tmp_path: Path) -> None:
    html = {"id": "h", "title": "Roof falls", "html": f"<article><p>{ENGLISH.split(chr(10))[2]}</p></article>"}
    lines = [RECORD, html, {"id": 7, "text": ARABIC, "language": "ar"}, {"text": RECORD["text"]}]
    reading = read([write(tmp_path / "all.jsonl", "\n".join(json.dumps(x, ensure_ascii=False) for x in lines))])
    assert reading.problems == ()
    by_id = {r.id: r for r in reading.reports}
    assert set(by_id) == {"mirror.example-2024-3-4-market-roof", "h", "7", "all-4"}
    report = by_id["mirror.example-2024-3-4-market-roof"]
    assert (report.outlet_name, report.title, report.bylines) == ("The Mirror", "Roof falls", ("Nadia Storm",))
    assert (report.published, report.published_at) == ("2024-03-04", "2024-03-04T23:30:00+03:00")
    assert report.origin == report.url == RECORD["url"]
    assert by_id["7"].title == "سقف سوق الحدادين ينهار على ثلاثة متاجر"


def test_fields_that_go_by_other_names(tmp_path: Path) -> None:
    line = {"docno": "n1", "src": "Mirror", "time": "2024-03-04", "body": RECORD["text"], "head": "Roof falls"}
    path = write(tmp_path / "x.jsonl", json.dumps(line))
    names = {"id": "docno", "outlet": "src", "published": "time", "text": "body", "title": "head"}
    (report,) = read([path], mapping=names).reports
    assert (report.id, report.outlet_name, report.published, report.title) == (
        "n1",
        "Mirror",
        "2024-03-04",
        "Roof falls",
    )


@pytest.mark.parametrize("packed", [False, True])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    for content, wanted in ((ENGLISH, ["stdin"]), (json.dumps(RECORD | {"id": "r"}) + "\n", ["r"])):
        data = gzip.compress(content.encode()) if packed else content.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert [r.id for r in read(["-"]).reports] == wanted


def test_each_bad_file_has_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path / "good.txt", ENGLISH)
    write(tmp_path / "empty.txt", b"")
    write(tmp_path / "blank.txt", " \n\n\t")
    write(tmp_path / "binary.txt", bytes(random.Random(1).randbytes(3000)))
    write(tmp_path / "paper.txt", b"%PDF-1.7 ...")
    write(tmp_path / "menu.html", "<html><body><nav><a href='/'>Home</a> <a href='/n'>News</a></nav></body></html>")
    write(
        tmp_path / "french.txt",
        "Le toit du marché s'est effondré dimanche à l'aube sur trois boutiques, selon la mairie.",
    )
    write(tmp_path / "broken.txt.gz", gzip.compress(random.Random(2).randbytes(5000))[:2000])
    write(tmp_path / "odd.txt", bytes(range(0xA0, 0xFF)) * 30)
    reading = read([tmp_path, tmp_path / "missing.txt"])
    assert [r.id for r in reading.reports] == ["good"]
    assert all(p.skipped for p in reading.problems)
    assert reasons(reading) == {
        "empty.txt": "empty",
        "blank.txt": "empty",
        "binary.txt": "binary, not text",
        "paper.txt": "a PDF, not text",
        "menu.html": "no report found on the page, only menus, headlines or short lines",
        "french.txt": "in French: neither Arabic nor English",
        "broken.txt.gz": "broken gzip",
        "odd.txt": "unknown encoding: neither UTF-8, UTF-16, windows-1256 nor ISO-8859-6 gives words",
        "missing.txt": "no such file or folder",
    }


def test_a_folder_with_nothing_in_it(tmp_path: Path) -> None:
    reading = read([tmp_path])
    assert reading.reports == () and reasons(reading) == {tmp_path.name: "nothing to read in this folder"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", ENGLISH)
    path.chmod(0)
    assert reasons(read([path])) == {"a.txt": "no permission to read it"}


def test_bad_lines_of_json(tmp_path: Path) -> None:
    lines = [
        "{",
        "[1]",
        '{"id": "x"}',
        "",
        json.dumps({"id": "y", "text": "Bonjour, le toit du marché est tombé hier."}),
    ]
    path = write(tmp_path / "x.jsonl", "\n".join(lines).encode() + b"\n{\"text\":\"" + b"a" * 21_000_000 + b"\"}\n"
                 + json.dumps(RECORD).encode())  # fmt: skip
    reading = read([path])
    assert len(reading.reports) == 1
    assert reasons(reading) == {
        "x.jsonl:1": "not JSON",
        "x.jsonl:2": "not a JSON object with the fields of a report",
        "x.jsonl:3": "no text or html in it",
        "x.jsonl:5": "in French: neither Arabic nor English",
        "x.jsonl:6": "a line too long to be a report, passed over",
    }


def test_a_gzip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    page = write(tmp_path / "a.txt.gz", gzip.compress(b"a" * 60_000_000))
    lines = write(tmp_path / "b.jsonl.gz", gzip.compress(b'{"text":"' + b"a" * 120_000_000))
    assert reasons(read([page, lines])) == {
        "a.txt.gz": "larger than 20 MB, no single page",
        "b.jsonl.gz": "unpacks to more than 300 times its size: not read further",
    }


def test_the_same_page_twice_is_kept_once(tmp_path: Path) -> None:
    write(tmp_path / "one" / "a.txt", ENGLISH)
    write(tmp_path / "two" / "a.txt", ENGLISH)
    write(tmp_path / "two" / "copy.txt", ENGLISH)
    reading = read([tmp_path])
    assert [r.id for r in reading.reports] == ["a", "copy"], "another file with the same words is another report"
    (problem,) = reading.problems
    assert problem.origin == str(tmp_path / "two" / "a.txt") and "the same page as" in problem.reason
    assert len(read([tmp_path / "one" / "a.txt", tmp_path / "one"]).reports) == 1


def test_different_pages_of_one_name_have_ids_of_their_own(tmp_path: Path) -> None:
    first = write(tmp_path / "one" / "a.txt", ENGLISH)
    second = write(tmp_path / "two" / "a.txt", ENGLISH.replace("three", "four"))
    ids = [r.id for r in read([first, second]).reports]
    assert len(set(ids)) == 2 and all(i.startswith("a-") for i in ids)
    assert ids == [r.id for r in read([second, first]).reports]


def test_the_order_of_paths_changes_nothing(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{n}.txt", (ARABIC, ENGLISH)[n % 2] + f"\n\nالرقم {n}.") for n in range(6)]
    paths.append(write(tmp_path / "bad.txt", b""))
    expected = read(paths)
    for seed in range(3):
        shuffled = random.Random(seed).sample(paths, len(paths))
        assert read(shuffled) == expected


def test_progress_is_told(tmp_path: Path) -> None:
    for n in range(3):
        write(tmp_path / f"{n}.txt", ENGLISH)
    told: list[tuple[int, int | None]] = []
    read([tmp_path], progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_read_page_takes_what_is_known() -> None:
    report = read_page(
        ENGLISH.encode(), "https://www.mirror.example/news/roof",
        outlet="The Mirror", published="2024-03-05T01:00:00+03:00", bylines=("Nadia Storm",),
    )  # fmt: skip
    assert (report.id, report.url) == ("mirror.example-news-roof", "https://www.mirror.example/news/roof")
    assert (report.published, report.published_at) == ("2024-03-05", "2024-03-05T01:00:00+03:00")
    assert (report.outlet_name, report.bylines) == ("The Mirror", ("Nadia Storm",))


def test_read_page_says_what_is_wrong() -> None:
    with pytest.raises(IntakeError) as caught:
        read_page(b"", "x.txt")
    assert (caught.value.origin, caught.value.reason) == ("x.txt", "empty")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    try:
        read_page(data, "x.txt")
    except IntakeError as error:
        assert error.reason and "\n" not in error.reason


_LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [*ARABIC.split("\n"), *ENGLISH.split("\n"), "اقرأ أيضا", "Most read", "© 2024", "شارك", "- 1 -"]
        ),
        st.text(max_size=30),
    ),
    max_size=25,
)


@settings(max_examples=80, deadline=None)
@given(_LINES)
def test_nothing_is_lost_and_every_span_is_a_paragraph(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        report = read_page(text.encode("utf-8", "replace"), "x.txt", kind="text", language="ar")
    except IntakeError:
        return
    shown = " ".join([report.title, report.text, *report.removed])
    letters = sorted(c for c in text.encode("utf-8", "replace").decode() if c.isalnum())
    assert sorted(c for c in shown if c.isalnum()) == letters
    assert [span.of(report.text) for span in report.paragraphs()] == report.text.split("\n")
