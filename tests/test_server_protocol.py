"""The language server as a program: malformed messages, exit codes, signals, what it prints."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from editing import COMMAND

pytestmark = pytest.mark.client
TWICE = "He 😀 opened the the door."


def frame(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def answers(raw: bytes) -> list[Any]:
    """Read frames; whatever else stands on standard output fails."""
    found = []
    while raw:
        head, _, rest = raw.partition(b"\r\n\r\n")
        (length,) = [
            int(line.split(b": ")[1])
            for line in head.split(b"\r\n")
            if line.startswith(b"Content-Length: ")
        ]
        found.append(json.loads(rest[:length]))
        raw = rest[length:]
    return found


def request(method: str, params: object = None, number: int | None = None) -> bytes:
    return frame(
        json.dumps(
            {"jsonrpc": "2.0", "method": method, "params": params}
            | ({"id": number} if number else {})
        ).encode()
    )


INITIALIZE = request("initialize", {"capabilities": {}, "processId": None, "rootUri": None}, 1)


def spoken(*messages: bytes, cwd: Path) -> tuple[list[Any], int]:
    done = subprocess.run(
        [*COMMAND, "--stdio"], input=b"".join(messages), cwd=cwd, capture_output=True, timeout=60
    )
    return answers(done.stdout), done.returncode


def test_malformed_messages_do_not_end_the_server(tmp_path: Path) -> None:
    uri = (tmp_path / "a.txt").as_uri()
    said, code = spoken(
        request(
            "textDocument/hover",
            {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}},
            7,
        ),
        INITIALIZE,
        frame(b"{not json"),
        frame(b'"a string"'),
        frame(b"[]"),
        frame(b"\xff\xfe"),
        request("textDocument/hover", {"textDocument": 5}, 2),
        request(
            "textDocument/hover",
            {"textDocument": {"uri": "\ud800 ://["}, "position": {"line": 10**12, "character": -1}},
            3,
        ),
        request("textDocument/codeAction", {"textDocument": {"uri": uri}}, 4),
        request("codeAction/resolve", {"title": "x", "data": {"uri": "nowhere", "version": 1}}, 5),
        request("codeAction/resolve", {"title": "x", "data": ["nowhere"]}, 11),
        request(
            "workspace/executeCommand",
            {"command": "copydesk", "arguments": ["../../etc/passwd"]},
            8,
        ),
        request("no/such", {}, 6),
        request(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": 1}, "contentChanges": [{"text": "x"}]},
        ),
        request(
            "textDocument/didOpen",
            {
                "textDocument": {
                    "uri": uri,
                    "languageId": "",
                    "version": 1,
                    "text": "\ud800 \u0000 the the",
                }
            },
        ),
        request(
            "textDocument/didOpen",
            {
                "textDocument": {
                    "uri": "file://[x",
                    "languageId": "text",
                    "version": 1,
                    "text": "the the",
                }
            },
        ),
        request(
            "textDocument/didOpen",
            {
                "textDocument": {
                    "uri": "file:///%00",
                    "languageId": "text",
                    "version": 1,
                    "text": "the the",
                }
            },
        ),
        request(
            "textDocument/hover",
            {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}},
            10,
        ),
        request("shutdown", None, 9),
        request("exit"),
        cwd=tmp_path,
    )
    by_id = {one["id"]: one for one in said if "id" in one}
    assert set(by_id) >= set(range(1, 12))
    assert {number for number, one in by_id.items() if "error" in one} == {2, 3, 4, 6, 8}
    assert code == 0


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ((INITIALIZE, request("shutdown", None, 2), request("exit")), 0),
        ((INITIALIZE, request("exit")), 1),
        ((INITIALIZE,), 1),
    ],
)
def test_the_exit_code_tells_whether_the_client_asked_to_shut_down(
    tmp_path: Path, messages: tuple[bytes, ...], code: int
) -> None:
    assert spoken(*messages, cwd=tmp_path)[1] == code


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs signals")
def test_a_signal_ends_the_server(tmp_path: Path) -> None:
    with subprocess.Popen(
        COMMAND, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as server:
        assert server.stdin
        assert server.stdout
        server.stdin.write(INITIALIZE)
        server.stdin.flush()
        server.stdout.readline()
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 143


def test_what_a_rule_pack_prints_is_no_part_of_the_protocol(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import copydesk.engine.run as r\nold = r.run\n"
        "def run(*a, **k):\n    print('hello from a rule', flush=True)\n    return old(*a, **k)\nr.run = run\n",
        encoding="utf-8",
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    opened = {
        "textDocument": {
            "uri": (tmp_path / "a.txt").as_uri(),
            "languageId": "plaintext",
            "version": 1,
            "text": TWICE,
        }
    }
    with subprocess.Popen(
        COMMAND,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
    ) as server:
        assert server.stdin
        assert server.stderr
        server.stdin.write(INITIALIZE + request("textDocument/didOpen", opened))
        server.stdin.flush()
        while b"hello from a rule" not in server.stderr.readline():
            pass
        raw, _ = server.communicate(request("shutdown", None, 2) + request("exit"), timeout=30)
        assert all("jsonrpc" in one for one in answers(raw))


def test_without_its_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    program = "import sys; sys.modules['pygls'] = None; from copydesk.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "server"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "copydesk: `copydesk server` needs an extra: pip install 'copydesk[server]'\n"
    )
