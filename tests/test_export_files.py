"""A file is written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from riwaya.export.files import write


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "تقرير.html"
    write(str(path), "أ")
    write(str(path), "ب\n")
    assert path.read_bytes() == "ب\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_leaves_the_old_file_and_nothing_else_where_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x"
    path.write_text("old")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write(str(path), "new")
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_keeps_the_rights_of_the_file_and_gives_the_usual_to_a_new_one(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text("x")
    old.chmod(0o640)
    write(str(old), "y")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    umask = os.umask(0o027)
    try:
        write(str(tmp_path / "new"), "y")
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


def test_follows_a_link(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("old")
    (tmp_path / "link").symlink_to(target)
    write(str(tmp_path / "link"), "new")
    assert target.read_text() == "new"
    assert (tmp_path / "link").is_symlink()


def test_a_device_is_written_to_as_it_is() -> None:
    write("/dev/null", "x")
    assert Path("/dev/null").is_char_device()
