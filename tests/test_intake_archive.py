"""Web archives and parts of large inputs: every record once, hostile ones at the cost of themselves."""

from __future__ import annotations

import gzip
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from archives import BRIDGE, FERRY, HTML, liar, page, warc
from riwaya.intake import archive, cut, read_part
from riwaya.intake.page import MAX_PAGE
from riwaya.model import Problem, Report

FERRY_PAGE = page("Ferry runs aground off Kallis", FERRY)
BRIDGE_PAGE = page("Velm bridge to close for eight months", BRIDGE)


def outcomes(paths: list[str], size: int, spill: Path) -> list[Report | Problem]:
    made = cut(paths, size, spill)
    assert made.problems == ()
    return [o for part in made.parts for o in read_part(part, {})]


def titles(found: list[Report | Problem]) -> list[str]:
    return [o.title for o in found if isinstance(o, Report)]


@pytest.mark.parametrize("packed", [True, False])
def test_every_page_of_an_archive_is_read_once_however_it_is_cut(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("news.warc.gz" if packed else "news.warc")
    told = [(f"https://a.example/{n}", page(f"Bridge number {n} to close", BRIDGE), HTML) for n in range(7)]
    warc(path, told, packed)
    whole = outcomes([str(path)], 100, tmp_path)
    assert [o.url for o in whole if isinstance(o, Report)] == [f"https://a.example/{n}" for n in range(7)]
    for size in (1, 2, 3):
        assert outcomes([str(path)], size, tmp_path) == whole


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "mixed.warc.gz"
    warc(path, [("https://a.example/p.png", b"\x89PNG", "image/png"), ("https://a.example/1", FERRY_PAGE, HTML),
                ("https://a.example/d", b"{}", "application/json")])  # fmt: skip
    assert titles(outcomes([str(path)], 10, tmp_path)) == ["Ferry runs aground off Kallis"]
    warc(path, [("https://a.example/1", FERRY_PAGE, HTML)], status="404 Not Found")
    assert outcomes([str(path)], 10, tmp_path) == []


def test_a_truncated_archive_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "cut.warc.gz"
    starts = warc(path, [("https://a.example/1", FERRY_PAGE, HTML), ("https://a.example/2", BRIDGE_PAGE, HTML)])
    path.write_bytes(path.read_bytes()[: starts[1] + 40])
    assert titles(outcomes([str(path)], 10, tmp_path)) == ["Ferry runs aground off Kallis"]


def test_a_damaged_member_costs_itself_only(tmp_path: Path) -> None:
    path = tmp_path / "damaged.warc.gz"
    starts = warc(path, [(f"https://a.example/{n}", page(f"Report {n} of the ferry", FERRY), HTML) for n in range(3)])
    data = bytearray(path.read_bytes())
    data[starts[1] + 40 : starts[1] + 60] = b"\xff" * 20
    path.write_bytes(bytes(data))
    found = outcomes([str(path)], 10, tmp_path)
    assert "Report 0 of the ferry" in titles(found) and "Report 2 of the ferry" in titles(found)
    assert "Report 1 of the ferry" not in titles(found)
    assert any(isinstance(o, Problem) for o in found)


def test_a_record_that_declares_a_gigabyte_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "liar.warc"
    path.write_bytes(liar(1_000_000_000, FERRY_PAGE))
    assert titles(outcomes([str(path)], 10, tmp_path)) == ["Ferry runs aground off Kallis"]


def test_a_record_larger_than_a_page_is_named_and_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "large.warc.gz"
    warc(path, [("https://a.example/big", b"<p>" + b"a" * (MAX_PAGE + 10), HTML),
                ("https://a.example/1", FERRY_PAGE, HTML)])  # fmt: skip
    found = outcomes([str(path)], 10, tmp_path)
    assert [o.origin for o in found if isinstance(o, Problem)] == ["https://a.example/big"]
    assert titles(found) == ["Ferry runs aground off Kallis"]


def test_noise_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "noise.warc.gz"
    path.write_bytes(gzip.compress(b"nothing of the kind\n" * 50))
    assert titles(list(outcomes([str(path)], 10, tmp_path))) == []
    with path.open("rb") as stream:
        assert list(archive.offsets(stream)) == []


def record(number: int) -> str:
    paragraphs = "\n".join((*BRIDGE, f"Letter number {number} came to the council."))
    return json.dumps({"url": f"https://b.example/{number}", "title": f"Bridge {number}", "text": paragraphs})


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_lines_are_read_once_however_they_are_cut(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    text = "\n".join([record(0), "", "not json", *map(record, range(1, 6))]).encode()
    path.write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    whole = outcomes([str(path)], 100, tmp_path / "s")
    assert len([o for o in whole if isinstance(o, Report)]) == 6
    assert [o.origin for o in whole if isinstance(o, Problem)] == [f"{path}:3"]
    for size in (1, 2, 3, 5):
        assert outcomes([str(path)], size, tmp_path / f"s{size}") == whole


def test_rows_of_parquet(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra cluster")
    import pyarrow as pa

    path = tmp_path / "a.parquet"
    parquet.write_table(pa.Table.from_pylist([json.loads(record(n)) for n in range(5)]), path, row_group_size=2)
    found = outcomes([str(path)], 2, tmp_path)
    assert titles(found) == [f"Bridge {n}" for n in range(5)]
    path.write_bytes(b"PAR1 not really")
    assert "Parquet" in cut([str(path)], 2, tmp_path).problems[0].reason


def test_what_may_not_be_entered_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(record, range(3))))
    (part,) = cut([str(path)], 10, tmp_path).parts
    found = list(read_part(part, {}, lambda number: number != 2))
    assert titles(found) == ["Bridge 0", "Bridge 2"]
    assert [o.origin for o in found if isinstance(o, Problem)] == [f"{path}:2"]


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder served on loopback as the bucket `news`, as S3 does."""
    folder = tmp_path / "bucket"
    folder.mkdir()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Nothing."""

        def do_HEAD(self) -> None:
            self.answer(False)

        def do_GET(self) -> None:
            self.answer(True)

        def answer(self, body: bool) -> None:
            path, _, query = self.path.partition("?")
            file = folder / path.removeprefix("/news").lstrip("/")
            headers = {"ETag": '"x"', "Last-Modified": "Sun, 02 Mar 2031 10:00:00 GMT"}
            if "list-type" in query or path.rstrip("/") == "/news":
                data, code = self.listing(parse_qs(query).get("prefix", [""])[0]), 200
            elif not file.is_file():
                data, code = b"", 404
            else:
                data, code = file.read_bytes(), 200
                if wanted := re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or ""):
                    start, end = int(wanted[1]), min(int(wanted[2] or len(data)), len(data) - 1)
                    headers["Content-Range"] = f"bytes {start}-{end}/{len(data)}"
                    data, code = data[start : end + 1], 206
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if body:
                self.wfile.write(data)

        def listing(self, prefix: str) -> bytes:
            files = [f for f in folder.iterdir() if f.name.startswith(prefix)]
            inside = "".join(f"<Contents><Key>{f.name}</Key><Size>{f.stat().st_size}</Size></Contents>" for f in files)
            return (
                '<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>news</Name>'
                f"<KeyCount>{len(files)}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>{inside}</ListBucketResult>"
            ).encode()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none", "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    yield folder
    server.shutdown()


def test_archives_and_lines_in_s3(tmp_path: Path, bucket: Path) -> None:
    pytest.importorskip("pyarrow", reason="needs the extra cluster")
    warc(bucket / "n.warc.gz", [("https://a.example/1", FERRY_PAGE, HTML), ("https://a.example/2", BRIDGE_PAGE, HTML)])
    (bucket / "l.jsonl").write_text("\n".join(map(record, range(3))))
    found = outcomes(["s3://news"], 1, tmp_path / "s")
    assert sorted(titles(found)) == sorted(
        ["Bridge 0", "Bridge 1", "Bridge 2", "Ferry runs aground off Kallis", "Velm bridge to close for eight months"]
    )
    assert "no such file" in cut(["s3://news/missing.jsonl"], 1, tmp_path).problems[0].reason
