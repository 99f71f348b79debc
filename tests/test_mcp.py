"""`copydesk mcp`, asked by the official SDK's own client over standard input and output."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from copydesk.agents.answers import answer
from copydesk.agents.tools import READING, WRITING, Workspace
from copydesk.api import InputError
from programs import RAW, copydesk

pytestmark = pytest.mark.client

FERRY = (
    "The ferry to the outer islands was cancelled on Tuesday because of the storm, and the harbour"
    " office expects no sailings before Thursday."
)
Call = tuple[str, Mapping[str, Any]]


def ask(folder: Path, *calls: Call, options: tuple[str, ...] = ()) -> list[tuple[bool, str]]:
    """Return for each call of a tool whether it failed, and the text of its answer."""

    async def session() -> list[tuple[bool, str]]:
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "copydesk", "mcp", *options],
            cwd=folder,
            env=dict(os.environ),
        )
        async with Client(stdio_client(server)) as client:
            tools = await client.list_tools()
            out = [
                (
                    False,
                    json.dumps(
                        {t.name: t.annotations.read_only_hint for t in tools.tools if t.annotations}
                    ),
                )
            ]
            for name, arguments in calls:
                result = await client.call_tool(name, dict(arguments))
                (content,) = result.content
                out.append((bool(result.is_error), str(getattr(content, "text", ""))))
            return out

    return asyncio.run(session())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.txt").write_text(f"{FERRY}\n", encoding="utf-8")
    (root / "b.txt").write_text(f"{FERRY}\n", encoding="utf-8")
    rows = [{"id": "r1", "prompt": "He saw the the harbour.", "completion": FERRY}]
    (root / "train.jsonl").write_text(
        "".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8"
    )
    (root / "bench.jsonl").write_text(json.dumps({"id": "q", "q": FERRY}) + "\n", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("He saw the the secret.\n", encoding="utf-8")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    return root


def test_an_agent_checks_explains_plans_and_compares(folder: Path) -> None:
    tools, text, path, rule, plan, found = ask(
        folder,
        ("check_text", {"text": "He saw the the harbour."}),
        ("check_path", {"path": "train.jsonl", "text_field": ["prompt", "completion"]}),
        ("explain_rule", {"rule": "repeated-word"}),
        ("dedupe_plan", {"paths": ["a.txt", "b.txt"]}),
        (
            "contamination",
            {
                "training": ["train.jsonl"],
                "benchmark": ["bench.jsonl"],
                "text_field": ["prompt", "completion"],
                "benchmark_field": ["q"],
            },
        ),
    )
    assert json.loads(tools[1]) == dict.fromkeys(READING, True)
    assert json.loads(text[1])["counts"] == {"GAR104": 1}
    (finding,) = json.loads(path[1])["findings"]["shown"]
    assert (finding["rule"], finding["id"], finding["field"]) == ("GAR104", "r1", "prompt")
    assert rule[1].startswith("# GAR104: repeated-word")
    (group,) = json.loads(plan[1])["clusters"]["shown"]
    assert group["drop"][0]["path"] == "b.txt"
    report = json.loads(found[1])
    assert report["contaminated"]["shown"][0]["id"] == "q"
    assert report["summary"]["contaminated"] == 1
    assert sorted(p.name for p in folder.iterdir()) == sorted(
        ["a.txt", "b.txt", "bench.jsonl", "link.txt", "train.jsonl"]
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (("check_path", {"path": "../secret.txt"}), "lies outside"),
        (("check_path", {"path": "link.txt"}), "lies outside"),
        (("check_path", {"path": "/etc/passwd"}), "lies outside"),
        (("check_path", {"path": "-"}), "not a path"),
        (("check_path", {"path": "a\0.txt"}), "not a path"),
        (("check_path", {"path": "c.txt"}), "file not found"),
        (("check_text", {"text": "a", "select": ["NOPE"]}), "no rule is called 'NOPE'"),
        (("explain_rule", {"rule": "repeated-wrd"}), "did you mean 'repeated-word'"),
        (("dedupe_plan", {"paths": ["a.txt"], "level": "word"}), "one of document, paragraph"),
        (("dedupe_plan", {"paths": ["a.txt"], "against": ["../secret.txt"]}), "lies outside"),
        (("contamination", {"training": ["a.txt"], "benchmark": []}), "at least one path"),
    ],
)
def test_what_an_agent_must_not_or_cannot_ask_is_one_sentence(
    folder: Path, call: Call, message: str
) -> None:
    name, arguments = call
    with contextlib.chdir(folder), pytest.raises(Exception, match=message):
        getattr(Workspace(folder), name)(**arguments)


def test_hostile_calls_leave_the_server_running_and_answers_are_harmless(folder: Path) -> None:
    (folder / "\x1b[31m.txt").write_text(
        "He saw the the \u202eharbour\x1b]0;x\x07.\n", encoding="utf-8"
    )
    _, outside, missing, unknown, odd, last = ask(
        folder,
        ("check_path", {"path": "../secret.txt"}),
        ("fix_path", {"path": "a.txt"}),
        ("check_path", {"path": ["a.txt"]}),
        ("check_path", {"path": "."}),
        ("check_text", {"text": "fine " * 10}),
    )
    assert outside == (True, outside[1])
    assert "lies outside" in outside[1]
    assert missing[0]
    assert unknown[0]
    assert not RAW.search(odd[1])
    assert "secret" not in odd[1]
    assert not last[0]


def test_with_write_files_are_fixed_and_a_corpus_is_written(folder: Path) -> None:
    (folder / "m.txt").write_text("He said:Ã©tÃ© is summer in French.\n", encoding="utf-8")
    tools, fixed, written, again, outside = ask(
        folder,
        ("fix_path", {"path": "m.txt"}),
        ("dedupe_write", {"paths": ["a.txt", "b.txt"], "folder": "clean"}),
        ("dedupe_write", {"paths": ["a.txt"], "folder": "clean"}),
        ("dedupe_write", {"paths": ["a.txt"], "folder": "../clean"}),
        options=("--write",),
    )
    assert json.loads(tools[1]) == dict.fromkeys(READING, True) | dict.fromkeys(WRITING, False)
    assert json.loads(fixed[1])["fixed"]["shown"] == [{"path": "m.txt", "fixes": 1}]
    assert "été" in (folder / "m.txt").read_text(encoding="utf-8")
    assert not written[0]
    assert sorted(p.name for p in (folder / "clean").iterdir()) == ["a.txt", "dedupe-plan.json"]
    assert again[0]
    assert "not empty" in again[1]
    assert outside[0]
    assert not (folder.parent / "clean").exists()


def test_answers_are_short_and_a_huge_text_is_refused() -> None:
    assert len(json.loads(answer({"text": "x" * 5_000}))["text"]) == 300
    assert answer({"a": None, "\x1b": "\x1b"}) == '{\n "\\\\x1b": "\\\\x1b"\n}'
    with pytest.raises(InputError, match="write it to a file"):
        Workspace(Path.cwd()).check_text("x" * 1_000_001)
    many = "He saw the the harbour.\n\n" * 80
    found = json.loads(Workspace(Path.cwd()).check_text(many, select=["GAR104"], limit=3))
    assert len(found["findings"]["shown"]) == 3
    assert found["findings"]["more"] > 3


def test_without_the_extra_the_command_names_it(tmp_path: Path) -> None:
    (tmp_path / "mcp.py").write_text(
        "raise ModuleNotFoundError('mcp', name='mcp')\n", encoding="utf-8"
    )
    done = copydesk(tmp_path, "mcp", env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 2
    assert b"pip install 'copydesk[mcp]'" in done.stderr
