"""Try the hostile tests that mean something to other programs beside copydesk.

    python benchmarks/hostile_peers.py [--peers FOLDERS] [--only NUMBERS]

Runs copydesk, ripgrep, typos, codespell, markdownlint-cli2 and jscpd, those of them that are on the
path or in FOLDERS (separated by colons), on made files. Numbers are those of
`tests/hostile/README.md`. Each folder also has files with a fault that every program looks for: a
test passes if that is found, the program neither crashed nor hung, and what the line says holds.
Sizes are an eighth of those of our own tests. `-`: it has no such thing. Nothing is installed.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple
from xml.etree import ElementTree as ET

PEERS = ("copydesk", "rg", "typos", "codespell", "markdownlint-cli2", "jscpd")
COMMANDS = {
    "copydesk": "check --isolated --no-cache --max-file-size 0 --output-format concise .",
    "rg": "--no-config -n --no-heading recieve",
    "typos": "--isolated --format brief .",
    "codespell": ".",
    "markdownlint-cli2": "**/*.md",
    "jscpd": "--reporters console --min-lines 3 --min-tokens 20 --max-size 1gb --max-lines 100000000 .",
}
_REPORTING = COMMANDS["jscpd"].replace("console", "{}")
FIXES = {
    "copydesk": "check --isolated --no-cache --fix --exit-zero",
    "typos": "--isolated -w",
    "codespell": "-w",
    "markdownlint-cli2": "--fix",
}
FAULTY = "We recieve the the mail of the harbour council on Monday, and read it.\n"
COPY = "\n".join(f"Line {n} of a notice that hangs in two places of the town." for n in range(8))
WORDS = "harbour market council ferry bridge school winter village library station".split()


class Ran(NamedTuple):
    """A run: its exit code (None: it took more than its time), outputs, seconds of processor time,
    megabytes.
    """

    code: int | None
    out: bytes
    err: bytes
    seconds: float
    megabytes: float

    @property
    def fault(self) -> str:
        """Return in a word what went wrong, nothing where it ended as it should."""
        if self.code is None:
            return f"did not end in {self.seconds:.0f} s"
        if self.code < 0:
            return f"ended by signal {-self.code}"
        for sign in (b"Traceback", b"panicked", b"RangeError", b"node:internal", b"    at "):
            if sign in self.err:
                return "traceback" if sign == b"Traceback" else "crash"
        return ""


class Peer(NamedTuple):
    """A program that is installed."""

    name: str
    program: str

    def run(self, folder: Path, *more: str, instead: str = "", **given: Any) -> Ran:
        """Run it on a folder."""
        command = instead or COMMANDS[self.name]
        return ran([self.program, *command.split(), *more], folder, **given)


Verdict = tuple[bool | None, str]
TESTS: dict[int, tuple[str, Callable[[Peer, Path], Verdict]]] = {}


def hostile(number: int, title: str) -> Callable[..., Callable[[Peer, Path], Verdict]]:
    """Register a test under its number."""

    def keep(test: Callable[[Peer, Path], Verdict]) -> Callable[[Peer, Path], Verdict]:
        TESTS[number] = title, test
        return test

    return keep


def ran(
    command: Sequence[str],
    folder: Path,
    limit: float = 60,
    stdout: IO[bytes] | None = None,
    files: int = 0,
) -> Ran:
    """Run a command, and measure it; `files`: descriptors that it may have."""

    def prepared() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 2))
        if files:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=stdout or out,
            stderr=err,
            preexec_fn=prepared,
            env={**os.environ, "NO_COLOR": "1"},
        )
        late = threading.Timer(10 * limit, process.kill)  # others may use the machine
        late.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        spent = usage.ru_utime + usage.ru_stime
        stopped = not late.is_alive()
        late.cancel()
        out.seek(0)
        err.seek(0)
        code = None if spent >= limit or stopped else process.returncode
        return Ran(code, out.read(), err.read(), spent, usage.ru_maxrss * 1024 / 1e6)


def faulty(folder: Path) -> None:
    """Write what every program has something to say about."""
    (folder / "z.txt").write_text(FAULTY, encoding="utf-8")
    (folder / "z.md").write_text(f"#Title\n\n{FAULTY}", encoding="utf-8")
    for name in ("y.txt", "y.md", "x.md"):
        (folder / name).write_text(f"# Notice\n\n{COPY}\n", encoding="utf-8")


def still(peer: Peer, folder: Path, seconds: float = 30, megabytes: float = 0) -> Verdict:
    """Pass if the faults are found, in time and memory."""
    faulty(folder)
    one = peer.run(folder, limit=seconds)
    if one.fault:
        return False, one.fault
    said = f"{one.seconds:.1f} s, {one.megabytes:.0f} MB"
    if megabytes and one.megabytes > megabytes:
        return False, said
    marks = (b"z.", b"y.md")
    found = any(mark in one.out + one.err for mark in marks)
    return found, said if found else "the fault of another file was not told"


@hostile(1, "invalid UTF-8")
def invalid(peer: Peer, folder: Path) -> Verdict:
    """Invalid UTF-8."""
    chance = random.Random(7)  # noqa: S311 - a seed, no secret
    for number in range(250):
        content = bytes(chance.randrange(1, 256) for _ in range(200))
        (folder / f"{number}.{'md' if number % 2 else 'txt'}").write_bytes(content)
    return still(peer, folder)


@hostile(2, "a NUL in good text, named")
def nul(peer: Peer, folder: Path) -> Verdict:
    """A NUL in good text, named."""
    name = "a.md" if peer.name == "markdownlint-cli2" else "a.txt"
    (folder / name).write_text(f"#Title\n\n{FAULTY}\nA \0.\n", encoding="utf-8")
    if peer.name == "jscpd":
        return None, ""
    command = COMMANDS[peer.name].removesuffix(".").removesuffix("**/*.md")
    one = peer.run(folder, name, instead=command)
    told = name.encode() in one.out + one.err or b"recieve" in one.out or b"binary" in one.out
    return (told and not one.fault), one.fault or ("" if told else "passed over in silence")


@hostile(3, "UTF-16 with a mark")
def utf_16(peer: Peer, folder: Path) -> Verdict:
    """UTF-16 with a mark."""
    if peer.name == "jscpd":
        return None, ""
    for name in ("a.txt", "a.md"):
        (folder / name).write_bytes(f"#Title\n\n{FAULTY}".encode("utf-16"))
    one = peer.run(folder)
    found = b"a." in one.out + one.err and one.code != 0 if peer.name != "rg" else one.code == 0
    return (found and not one.fault), one.fault or ("" if found else "not read")


@hostile(4, "CR, CRLF: the same line")
def line_ends(peer: Peer, folder: Path) -> Verdict:
    """CR, CRLF: the same line."""
    if peer.name == "jscpd":
        return None, ""
    lines = f"A line.\n\n{FAULTY}\n#Title\n"
    for name, end in (("a", "\n"), ("b", "\r\n"), ("c", "\r")):
        for ending in ("txt", "md"):
            (folder / f"{name}.{ending}").write_bytes(lines.replace("\n", end).encode())
    out = peer.run(folder)
    wanted = "3" if peer.name != "markdownlint-cli2" else "5"
    said = (out.out + out.err).decode()
    missing = [n for n in "abc" if f"{n}.md:{wanted}" not in said.replace("./", "")]
    return not missing, "".join(
        {"c": "CR ends no line", "b": "CRLF", "a": "LF"}[n] for n in missing[:1]
    )


@hostile(5, "one line of 25 MB")
def one_line(peer: Peer, folder: Path) -> Verdict:
    """One line of 25 MB."""
    text = " ".join(random.Random(1).choices(WORDS, k=3_500_000))[:25_000_000]  # noqa: S311
    (folder / "a.md").write_text(text, encoding="utf-8")
    if peer.name != "markdownlint-cli2":
        (folder / "a.md").rename(folder / "a.txt")
    return still(peer, folder, 60, 1000)


@hostile(6, "1.25 million lines")
def many_lines(peer: Peer, folder: Path) -> Verdict:
    """1.25 million lines."""
    name = "a.md" if peer.name == "markdownlint-cli2" else "a.txt"
    with (folder / name).open("w") as out:
        out.writelines(f"{WORDS[n % 10]} {n:09}\n" for n in range(1_250_000))
    return still(peer, folder, 60, 1000)


@hostile(7, "deep nesting")
def nesting(peer: Peer, folder: Path) -> Verdict:
    """Deep nesting."""
    for number, piece in enumerate(("[", ">", "*a _b ", "- ")):
        (folder / f"{number}.md").write_text(piece * (100_000 // len(piece)), encoding="utf-8")
    return still(peer, folder, 20)


@hostile(8, "links round and to a device")
def links(peer: Peer, folder: Path) -> Verdict:
    """Links round and to a device."""
    (folder / "loop").symlink_to(".")
    for name in ("zero.txt", "zero.md"):
        (folder / name).symlink_to("/dev/zero")
    return still(peer, folder, 20, 600)


@hostile(9, "pipes")
def pipes(peer: Peer, folder: Path) -> Verdict:
    """Pipes."""
    for name in ("a.txt", "a.md"):
        os.mkfifo(folder / name)
    return still(peer, folder, 20)


@hostile(10, "files that vanish")
def vanishing(peer: Peer, folder: Path) -> Verdict:
    """Files that vanish."""
    for number in range(2000):
        (folder / f"{number}.md").write_text(FAULTY, encoding="utf-8")

    def remove() -> None:
        time.sleep(0.02)
        for number in range(1999, 0, -2):
            (folder / f"{number}.md").unlink()

    thread = threading.Thread(target=remove)
    thread.start()
    verdict = still(peer, folder, 60)
    thread.join()
    return verdict


@hostile(11, "odd names")
def names(peer: Peer, folder: Path) -> Verdict:
    """Odd names."""
    for name in (b"a\nb.md", b"\x1b[31m.md", b"c\xff.md", b"-d.md", b"::e=f.md", b"=g.txt"):
        (folder / os.fsdecode(name)).write_text(f"# Title\n\n{FAULTY}", encoding="utf-8")
    return still(peer, folder)


@hostile(12, "a bomb of 200 MB")
def bomb(peer: Peer, folder: Path) -> Verdict:
    """A bomb of 200 MB."""
    if peer.name not in ("copydesk", "rg"):
        return None, "unpacks nothing"
    with gzip.open(folder / "a.txt.gz", "wb") as out:
        out.write(b"a" * 200_000_000)
    one = peer.run(folder, *(["-z"] if peer.name == "rg" else []), limit=30)
    good = not one.fault and one.megabytes < 150
    return good, one.fault or f"{one.seconds:.1f} s, {one.megabytes:.0f} MB"


@hostile(14, "a user's pattern that backtracks")
def patterns(peer: Peer, folder: Path) -> Verdict:
    """A user's pattern that backtracks."""
    (folder / "a.txt").write_text("a" * 40 + "!\n", encoding="utf-8")
    if peer.name == "rg":
        one = peer.run(folder, instead="--no-config -n (a+)+$", limit=10)
    elif peer.name == "codespell":
        one = peer.run(folder, "--ignore-regex", "(a+)+$", limit=10)
    elif peer.name == "typos":
        (folder / "c.toml").write_text('[default]\nextend-ignore-re = ["(a+)+$"]\n')
        one = peer.run(folder, "--config", "c.toml", limit=10)
    elif peer.name == "copydesk":
        (folder / "b.txt").write_text(FAULTY)
        (folder / ".gitignore").write_text("*a" * 20 + "b.txt\n")
        (folder / f"{'a' * 240}.txt").write_text(FAULTY)
        one = peer.run(folder, limit=10)
    else:
        return None, ""
    return not one.fault, one.fault


@hostile(18, "kill -9 while it writes")
def kills(peer: Peer, folder: Path) -> Verdict:
    """Kill -9 while it writes."""
    if peer.name not in FIXES:
        return None, "writes no text"
    file = folder / "a.md"
    if peer.name == "copydesk":
        old = "".join(
            f"Note {n}: the caf\u00c3\u00a9 in the harbour is closed.\n\n" for n in range(5_000)
        )
    else:
        old = f"#Title\n\n{FAULTY}" * 10_000
    command = [peer.program, *FIXES[peer.name].split(), "a.md"]
    file.write_text(old, encoding="utf-8")
    whole = ran(command, folder, 120)
    new, chance, half = file.read_text("utf-8"), random.Random(3), 0  # noqa: S311
    if new == old:
        return False, whole.fault or "fixed nothing"
    for _ in range(20):
        file.write_text(old, encoding="utf-8")
        process = subprocess.Popen(command, cwd=folder, stdout=-3, stderr=-3)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(whole.seconds * (0.6 + 0.4 * chance.random()))
        process.kill()
        process.wait()
        half += file.read_text("utf-8", "replace") not in (old, new)
    return not half, f"{half} of 20 files were half" if half else ""


@hostile(20, "Ctrl-C")
def interrupt(peer: Peer, folder: Path) -> Verdict:
    """Ctrl-C."""
    for number in range(1500):
        (folder / f"{number}.md").write_text(f"#Title\n\n{FAULTY}" * 150, encoding="utf-8")
    for wait in (0.1, 0.3, 0.6):
        process = subprocess.Popen(
            [peer.program, *COMMANDS[peer.name].split()], cwd=folder, stdout=-3, stderr=-1
        )
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        try:
            _, said = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            return False, "goes on"
        if b"Traceback" in said:
            return False, "traceback"
        if time.monotonic() - began > 2:
            return False, "takes more than 2 s"
    return True, ""


@hostile(21, "the reader of a pipe leaves")
def left_pipe(peer: Peer, folder: Path) -> Verdict:
    """The reader of a pipe leaves."""
    for number in range(300):
        (folder / f"{number}.md").write_text(f"#Title\n\n{FAULTY}" * 100, encoding="utf-8")
    script = (
        f"'{peer.program}' {COMMANDS[peer.name].replace('**/*.md', chr(39) + '**/*.md' + chr(39))}"
    )
    done = subprocess.run(
        ["bash", "-c", f"{script} | head -1 > /dev/null; exit ${{PIPESTATUS[0]}}"],
        cwd=folder,
        capture_output=True,
        timeout=60,
        check=False,
    )
    if peer.name in ("markdownlint-cli2", "jscpd"):
        return None, "prints its findings on stderr or in a file"
    return (
        not done.stderr and done.returncode == 141
    ), f"{done.returncode}{', says so' if done.stderr else ''}"


@hostile(22, "a full disk")
def full(peer: Peer, folder: Path) -> Verdict:
    """A full disk."""
    faulty(folder)
    with Path("/dev/full").open("wb") as disk:
        one = peer.run(folder, stdout=disk)
    if peer.name in ("markdownlint-cli2", "jscpd"):
        return None, ""
    good = not one.fault and one.code not in (0, 1) and one.err.count(b"\n") <= 2
    return good, one.fault or f"exit {one.code}"


@hostile(24, "escapes to a terminal")
def escapes(peer: Peer, folder: Path) -> Verdict:
    """Escapes to a terminal."""
    text = f"#Title \x1b]0;x\x07\n\n\x1b[31m{FAULTY}"
    for name in ("a\x1b[31m.md", "a\x1b[31m.txt"):
        (folder / name).write_text(text, encoding="utf-8")
    one = peer.run(folder)
    raw = any(mark in one.out + one.err for mark in (b"\x1b]0;x", b"a\x1b[31m.", b"\x1b[31mWe"))
    return not raw, "raw" if raw else ""


@hostile(25, "script in a report")
def script(peer: Peer, folder: Path) -> Verdict:
    """Script in a report."""
    if peer.name not in ("copydesk", "jscpd"):
        return None, "no report"
    bad = f"<script>alert(1)</script>\n{COPY}\nThe the harbour <img src=x onerror=alert(2)>.\n"
    for name in ("a.md", "b.md"):
        (folder / name).write_text(bad, encoding="utf-8")
    if peer.name == "jscpd":
        peer.run(folder, "--output", "out", instead=_REPORTING.format("html"))
        pages = list((folder / "out").rglob("*.html"))
    else:
        peer.run(folder, "--output-format", "html:out.html")
        pages = [folder / "out.html"]
    raw = any("<script>alert(1)" in p.read_text("utf-8") for p in pages)
    return bool(pages) and not raw, "raw" if raw else "" if pages else "no page written"


@hostile(28, "control characters in XML")
def xml(peer: Peer, folder: Path) -> Verdict:
    """Control characters in XML."""
    if peer.name not in ("copydesk", "jscpd"):
        return None, "no XML"
    for name in ("a.md", "b.md"):
        (folder / name).write_text(f"The the \x01 ]]>\n{COPY}\n", encoding="utf-8")
    if peer.name == "jscpd":
        peer.run(folder, "--output", "out", instead=_REPORTING.format("xml"))
        files = list((folder / "out").rglob("*.xml"))
    else:
        peer.run(folder, "--output-format", "junit:out.xml")
        files = [folder / "out.xml"]
    try:
        for file in files:
            ET.parse(file)  # noqa: S314 - written by this program's own test
    except ET.ParseError as error:
        return False, f"no XML: {error}"
    return bool(files), "" if files else "no file written"


@hostile(30, "one paragraph 12,000 times")
def flood(peer: Peer, folder: Path) -> Verdict:
    """One paragraph 12,000 times."""
    if peer.name not in ("copydesk", "jscpd"):
        return None, "compares nothing"
    spent = []
    for count in (6_000, 12_000):
        (folder / "a.md").write_text(f"{COPY}\n\n" * count, encoding="utf-8")
        one = peer.run(folder, limit=120)
        if one.fault:
            return False, one.fault
        spent.append(one.seconds)
    return spent[1] < 2.5 * spent[0], f"{spent[0]:.1f} and {spent[1]:.1f} s"


@hostile(32, "the same bytes each time")
def determinism(peer: Peer, folder: Path) -> Verdict:
    """The same bytes each time."""
    for number in range(200):
        (folder / f"{number}.md").write_text(f"#Title\n\n{FAULTY}", encoding="utf-8")
    outputs = {(one := peer.run(folder)).out + one.err for _ in range(5)}
    return len(outputs) == 1, "" if len(outputs) == 1 else "another order"


@hostile(33, "5,000 files, 22 MB")
def memory(peer: Peer, folder: Path) -> Verdict:
    """5,000 files, 22 MB."""
    chance = random.Random(2)  # noqa: S311
    for number in range(5_000):
        words = " ".join(chance.choices(WORDS, k=600))
        (folder / f"{number}.md").write_text(f"# Title\n\n{words}.\n", encoding="utf-8")
    return still(peer, folder, 180, 600)


@hostile(34, "10,000 files, 256 descriptors")
def descriptors(peer: Peer, folder: Path) -> Verdict:
    """10,000 files, 256 descriptors."""
    for number in range(10_000):
        (folder / f"{number}.md").write_text("# A\n", encoding="utf-8")
    faulty(folder)
    one = peer.run(folder, limit=120, files=256)
    return not one.fault and b"EMFILE" not in one.err, one.fault or f"{one.seconds:.1f} s"


@hostile(36, "no network")
def network(peer: Peer, folder: Path) -> Verdict:
    """No network."""
    faulty(folder)
    with_it = peer.run(folder)
    without = ran(["unshare", "-n", peer.program, *COMMANDS[peer.name].split()], folder)
    return with_it.code == without.code and not without.fault, without.fault


@hostile(37, "a configuration that runs or writes")
def configuration(peer: Peer, folder: Path) -> Verdict:
    """A configuration that runs or writes."""
    faulty(folder)
    mark = "require('fs').writeFileSync('ran', '');\nmodule.exports = {};\n"
    for name in (".markdownlint-cli2.cjs", ".markdownlint.cjs", ".jscpd.js", "jscpd.config.js"):
        (folder / name).write_text(mark)
    (folder / ".codespellrc").write_text("[codespell]\nwrite-changes =\n")
    (folder / "typos.toml").write_text("[default]\nextend-ignore-re = []\n")
    before = (folder / "z.txt").read_bytes()
    peer.run(folder, instead=COMMANDS[peer.name].replace("--isolated", ""))
    if (folder / "ran").exists():
        return False, "runs the repository's code"
    same = (folder / "z.txt").read_bytes() == before
    return same, "" if same else "a configuration makes it rewrite files"


@hostile(38, "fixing twice is fixing once")
def twice(peer: Peer, folder: Path) -> Verdict:
    """Fixing twice is fixing once."""
    if peer.name not in FIXES:
        return None, "no fixes"
    chance = random.Random(4)  # noqa: S311
    pieces = [
        FAULTY,
        "#Title\n",
        "* a\n  - b\n",
        "\t- c  \n",
        "caf\u00c3\u00a9 \n",
        "\r\n",
        "> d\n",
        "1) teh\n",
    ]
    for number in range(300):
        text = "".join(chance.choices(pieces, k=12))
        (folder / f"{number}.md").write_text(text, encoding="utf-8", newline="")
    seen = []
    target = "*.md" if peer.name == "markdownlint-cli2" else "."
    for _ in range(2):
        one = ran([peer.program, *FIXES[peer.name].split(), target], folder, 120)
        if one.fault:
            return False, one.fault
        seen.append([f.read_bytes() for f in sorted(folder.glob("*.md"))])
    changed = sum(a != b for a, b in zip(*seen, strict=True))
    return not changed, f"{changed} of 300 change again" if changed else ""


@hostile(39, "--version at once")
def version(peer: Peer, folder: Path) -> Verdict:
    """--version at once."""
    spent = min(ran([peer.program, "--version"], folder).seconds for _ in range(5))
    return spent <= 0.08, f"{spent * 1000:.0f} ms"


@hostile(40, "twice the text")
def growth(peer: Peer, folder: Path) -> Verdict:
    """Twice the text."""
    worst, named = 0.0, ""
    for piece in (" ", "a", '"', ".", "7", "\u65e5", "[", "*a ", "`"):
        before = 0.0
        for size in (1, 2, 4):
            (folder / "a.md").write_text(piece * (size * 500_000 // len(piece)), encoding="utf-8")
            one = peer.run(folder, limit=60)
            if one.fault:
                return False, f"{piece!r}, {size / 2} MB: {one.fault}"
            if before > 0.3 and one.seconds / before > worst:
                worst, named = one.seconds / before, piece
            before = one.seconds
    return worst <= 2.5, f"{named!r}: {worst:.1f} times" if worst else "too quick to tell"


def installed(folders: str) -> list[Peer]:
    """Return the programs that there are."""
    path = os.pathsep.join([folders, str(Path(sys.executable).parent), os.environ["PATH"]])
    found = ((name, shutil.which(name, path=path)) for name in PEERS)
    return [Peer(name, program) for name, program in found if program]


def main() -> None:
    """Print a row for each test and a column for each program."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--peers", default="", help="folders of programs, separated by colons")
    parser.add_argument("--only", default="", help="numbers, separated by commas")
    parser.add_argument("--programs", default=",".join(PEERS), help="separated by commas")
    given = parser.parse_args()
    asked = {int(number) for number in given.only.split(",") if number}
    peers = [peer for peer in installed(given.peers) if peer.name in given.programs.split(",")]
    print("|  | threat | " + " | ".join(peer.name for peer in peers) + " |")
    print("|---|---|" + "---|" * len(peers))
    for number, (title, test) in TESTS.items():
        if asked and number not in asked:
            continue
        cells = []
        for peer in peers:
            with tempfile.TemporaryDirectory() as folder:
                good, how = test(peer, Path(folder))
            word = "-" if good is None else "pass" if good else "**fail**"
            cells.append(f"{word}: {how}" if how else word)
        print(f"| {number} | {title} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
