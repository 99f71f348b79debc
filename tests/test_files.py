"""Files are written whole or not at all, never through a link, and read only where they may be."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from copydesk.files import Changed, Refused, inside, is_own, read_file, write_file, write_text


def test_a_new_file_has_the_mode_of_the_umask_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "new", "a")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640
    (tmp_path / "new").chmod(0o600)
    write_text(tmp_path / "new", "b")
    assert (tmp_path / "new").read_text(encoding="utf-8") == "b"
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_link_is_refused_unless_the_user_named_it_and_then_stays_one(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("old", encoding="utf-8")
    link = tmp_path / "link"
    link.symlink_to("target")
    with pytest.raises(Refused, match="link"):
        write_text(link, "new")
    assert (tmp_path / "target").read_text(encoding="utf-8") == "old"
    write_text(link, "new", named=True)
    assert link.is_symlink()
    assert (tmp_path / "target").read_text(encoding="utf-8") == "new"


def test_a_folder_is_refused_and_a_pipe_is_written_to_when_named(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        write_text(tmp_path, "x", named=True)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(Refused):
        write_text(pipe, "x")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    write_text(pipe, "x", named=True)
    reader.join(10)
    assert read == ["x"]


def test_a_planted_name_is_not_written_through(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine", encoding="utf-8")
    for name in ("b.json.part", ".b.json.copydesk", "b.json.copydesk"):
        (tmp_path / name).symlink_to(victim)
    write_text(tmp_path / "b.json", "new")
    assert victim.read_text(encoding="utf-8") == "mine"


def test_nothing_is_left_of_a_write_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a"
    write_text(file, "old")
    with pytest.raises(Changed):
        write_file(file, b"new", unchanged=lambda: False)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_text(file, "new")
    assert file.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_only_regular_files_of_a_bounded_size_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "."):
        with pytest.raises(OSError, match=r"folder|directory"):
            read_file(tmp_path / name)
    with pytest.raises(Refused, match="device"):
        read_file(Path("/dev/zero"))
    (tmp_path / "large").write_bytes(b"x" * 11)
    assert read_file(tmp_path / "large", limit=11) == b"x" * 11
    with pytest.raises(Refused, match="larger than 10"):
        read_file(tmp_path / "large", limit=10)


def test_a_repository_names_no_file_outside_itself(tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "other"
    own.mkdir()
    other.write_text("secret", encoding="utf-8")
    (own / "link").symlink_to("../other")
    (own / "in").write_text("fine", encoding="utf-8")
    (own / "near").symlink_to("in")
    assert read_file(own / "near", folder=own) == b"fine"
    for file in (own / "link", own / "../other", other):
        with pytest.raises(Refused, match="outside"):
            read_file(file, folder=own)
    with pytest.raises(Refused, match="outside"):
        inside(own, own / "sub/../../new.json")
    assert inside(own, own / "sub/new.json") == (own / "sub/new.json").resolve()


def test_what_others_may_write_to_is_not_ones_own(tmp_path: Path) -> None:
    assert is_own(tmp_path)
    tmp_path.chmod(0o777)
    assert not is_own(tmp_path)


def test_a_system_without_posix_calls_writes_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("chown", "getuid", "O_DIRECTORY"):
        monkeypatch.delattr(os, name)
    write_text(tmp_path / "a", "1")
    write_text(tmp_path / "a", "2")
    assert (tmp_path / "a").read_text(encoding="utf-8") == "2"
    assert is_own(tmp_path)
