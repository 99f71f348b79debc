"""Links, pipes and devices in place of files: nothing is followed out, waited for or read for ever."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from programs import copydesk, inline

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.txt").write_text("The the line.\n", encoding="utf-8")
    return files


def zero(file: Path) -> None:
    file.symlink_to("/dev/zero")


def itself(file: Path) -> None:
    file.symlink_to(file.name)


PLANTS: dict[str, Callable[[Path], None]] = {"device": zero, "pipe": os.mkfifo, "itself": itself}


@pytest.mark.parametrize("kind", PLANTS)
@pytest.mark.parametrize(
    "name", [".gitignore", "copydesk.toml", "pyproject.toml", ".git/info/exclude"]
)
def test_09_what_is_no_file_under_a_name_that_is_looked_for(
    folder: Path, name: str, kind: str
) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    PLANTS[kind](folder / name)
    done = copydesk(folder, "check", "--no-cache", ".", within=30)
    assert done.returncode in (1, 2)
    assert len(done.stderr.splitlines()) < 4


@pytest.mark.parametrize("kind", PLANTS)
@pytest.mark.parametrize("key", ["baseline", "allow-list", "boilerplate-phrases", "extend"])
def test_09_what_is_no_file_where_a_configuration_names_one(
    folder: Path, key: str, kind: str
) -> None:
    PLANTS[kind](folder / "named")
    value = '["named"]' if key == "boilerplate-phrases" else '"named"'
    (folder / "copydesk.toml").write_text(f"{key} = {value}\n", encoding="utf-8")
    done = copydesk(folder, "check", "--no-cache", ".", within=30)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("kind", PLANTS)
@pytest.mark.parametrize(
    "arguments",
    [
        "check --baseline named .",
        "check --allow-list named .",
        "check --config named .",
        "check --history named.sqlite .",
        "check --against named .",
        "baseline show --baseline named",
    ],
)
def test_09_what_is_no_file_where_an_option_names_one(
    folder: Path, arguments: str, kind: str
) -> None:
    name = "named.sqlite" if "sqlite" in arguments else "named"
    PLANTS[kind](folder / name)
    done = copydesk(folder, *arguments.split(), within=30)
    assert done.returncode in (0, 1, 2)
    assert len(done.stderr.splitlines()) < 5


@pytest.mark.parametrize("kind", ["device", "itself"])
@pytest.mark.parametrize("arguments", ["report named", "diff named named"])
def test_09_a_report_is_read_from_no_device(folder: Path, arguments: str, kind: str) -> None:
    """From a pipe it is: a shell's `<(…)` is one."""
    PLANTS[kind](folder / "named")
    done = copydesk(folder, *arguments.split(), within=30)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        "check self",
        "check . self",
        "check --fix self",
        "check --against self .",
        "check --exclude x self",
        "check --cache-dir self .",
        "check --config self .",
        "check -o self .",
        "check --stdin-filename self .",
        "dedupe self",
        "dedupe . --write self",
        "dedupe . --write self/x",
        "baseline create --baseline self .",
        "baseline create self",
        "index build self",
        "index build --cache-dir self .",
        "index verify --cache-dir self .",
        "index clean --cache-dir self",
        "index export --to datasketch self",
        "learn boilerplate self -o out.txt",
        "learn boilerplate . -o self",
        "tune DUP102 self",
        "report self",
        "diff self self",
        "init self",
    ],
)
def test_08_a_link_to_itself_is_an_error_or_passed_over(folder: Path, arguments: str) -> None:
    (folder / "self").symlink_to("self")
    done = inline(folder, *arguments.split())
    assert done.returncode in (0, 1, 2)
    assert b"internal error" not in done.stderr
    assert len(done.stderr.splitlines()) < 4


def test_08_links_are_not_followed_out_or_round(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("The the secret.\n", encoding="utf-8")
    (folder / "out.txt").symlink_to("../secret.txt")
    (folder / "round").symlink_to(".")
    (folder / "up").symlink_to("..")
    found = json.loads(inline(folder, "check", "--output-format", "json", ".").stdout)
    assert {f["location"]["path"] for f in found["findings"]} == {"a.txt"}


def test_37_a_copy_without_duplicates_holds_no_device_and_nothing_from_outside(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("Nobody may read this.\n", encoding="utf-8")
    zero(folder / "z.txt")
    os.mkfifo(folder / "p.txt")
    (folder / "link.txt").symlink_to("../secret.txt")
    text = (
        "The council will vote on the new tram line in March, and work could begin a year later.\n"
    )
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "b.txt").write_text(text, encoding="utf-8")
    done = copydesk(folder, "dedupe", ".", "--write", "../copy", within=30)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "copy").iterdir()) == ["a.txt", "dedupe-plan.json"]


@pytest.mark.parametrize("target", ["/etc/hostname", "../outside"])
@pytest.mark.parametrize("key", ["baseline", "allow-list", "boilerplate-phrases"])
def test_37_a_configuration_names_nothing_outside_its_repository(
    folder: Path, tmp_path: Path, key: str, target: str
) -> None:
    (folder / ".git").mkdir()
    (tmp_path / "outside").write_text("mine", encoding="utf-8")
    for name in (target, "link"):
        (folder / "link").unlink(missing_ok=True)
        (folder / "link").symlink_to(target)
        value = json.dumps([name] if key == "boilerplate-phrases" else name)
        (folder / "copydesk.toml").write_text(f"{key} = {value}\n", encoding="utf-8")
        done = inline(folder, "check", ".")
        assert done.returncode == 2
        assert b"lies outside" in done.stderr
        if key == "baseline":
            done = inline(folder, "baseline", "create", ".")
            assert done.returncode == 2
    assert (tmp_path / "outside").read_text(encoding="utf-8") == "mine"


def test_37_a_configuration_loads_no_code_and_starts_no_program(folder: Path) -> None:
    """No key of a configuration names a module, a command or an address."""
    from copydesk.config.settings import Settings

    words = {word for name in Settings.__struct_fields__ for word in name.split("_")}
    assert not words & {
        "plugin",
        "plugins",
        "module",
        "command",
        "url",
        "endpoint",
        "script",
        "run",
    }
    (folder / "copydesk_rules.py").write_text("raise SystemExit('run')\n", encoding="utf-8")
    (folder / "numpy.py").write_text("raise SystemExit('run')\n", encoding="utf-8")
    done = inline(folder, "check", ".")
    assert done.returncode == 1


def test_23_a_folder_that_may_not_be_written_is_linted(folder: Path) -> None:
    """Where even a superuser may not write: in a folder of the system that only the kernel fills."""
    expected = json.loads(
        inline(folder, "check", "--no-cache", "--output-format", "json", ".").stdout
    )
    folder.chmod(0o555)
    done = inline(folder, "check", "--cache-dir", "/proc/copydesk", "--output-format", "json", ".")
    assert json.loads(done.stdout)["findings"] == expected["findings"]
    assert len(done.stderr.splitlines()) == 1
    folder.chmod(0o755)


def test_17_a_cache_of_others_is_made_ones_own_or_left(folder: Path) -> None:
    inline(folder, "check", ".")
    cache = folder / ".copydesk_cache"
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    if os.getuid() == 0:
        os.chown(cache, 65534, 65534)
        done = inline(folder, "check", ".")
        assert done.returncode == 1
        assert b"belongs to another user" in done.stderr
        os.chown(cache, 0, 0)
    shutil.rmtree(cache)
