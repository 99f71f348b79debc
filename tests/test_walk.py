"""From paths to files: order, ignored files, links."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.reading.walk import MissingPath, Walker


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [
        "b.txt",
        "a.md",
        "sub/c.jsonl",
        "sub/draft.txt",
        "sub/keep.txt",
        "node_modules/x.txt",
        ".git/y.txt",
        "z.png",
        "out/o.txt",
    ]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("words", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("out/\ndraft*\n", encoding="utf-8")
    (tmp_path / "sub/.gitignore").write_text("k*.txt\n!keep.txt\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_folders_are_walked_in_order_and_by_gitignore(tree: Path) -> None:
    assert [s.path for s in Walker(tree).find(["."])] == [
        "a.md",
        "b.txt",
        "sub/c.jsonl",
        "sub/keep.txt",
    ]
    assert "sub/draft.txt" in [s.path for s in Walker(tree, gitignore=False).find(["."])]


def test_a_named_file_is_read_whatever_ignores_it(tree: Path) -> None:
    assert [s.path for s in Walker(tree).find(["sub/draft.txt", "z.png"])] == [
        "sub/draft.txt",
        "z.png",
    ]
    forced = Walker(tree, exclude=["b.*"], force_exclude=True)
    assert [s.path for s in forced.find(["sub/draft.txt", "b.txt", "a.md"])] == ["a.md"]


def test_patterns_exclude_files_and_folders(tree: Path) -> None:
    assert [s.path for s in Walker(tree, exclude=["sub/", "*.md"]).find(["."])] == ["b.txt"]


def test_links_are_not_followed_while_walking(tree: Path) -> None:
    (tree / "loop").symlink_to(".")
    (tree / "zero.txt").symlink_to("/dev/zero")
    walker = Walker(tree)
    assert [s.path for s in walker.find(["."])] == ["a.md", "b.txt", "sub/c.jsonl", "sub/keep.txt"]
    assert [(s.path, s.reason) for s in walker.skipped] == [("zero.txt", "symlink")]


def test_a_missing_path_is_named(tree: Path) -> None:
    with pytest.raises(MissingPath, match=r"nowhere\.txt"):
        Walker(tree).find(["b.txt", "nowhere.txt"])
