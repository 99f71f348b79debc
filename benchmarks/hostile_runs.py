"""Hostile tests of a run: kills, signals, outputs, memory, configuration, fixes, time."""

from __future__ import annotations

import contextlib
import random
import signal
import subprocess
import time
from pathlib import Path
from xml.etree import ElementTree as ET

from hostile_programs import (
    COMMANDS,
    COPY,
    FAULTY,
    FIXES,
    REPORTING,
    WORDS,
    Peer,
    Verdict,
    faulty,
    hostile,
    ran,
    still,
)


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
    wrong: dict[str, list[str]] = {}
    for wait in (0.1, 0.3, 0.6, 1.0):
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
            wrong.setdefault("traceback", []).append(f"{wait}")
        elif time.monotonic() - began > 2:
            wrong.setdefault("takes more than 2 s", []).append(f"{wait}")
    return not wrong, "; ".join(f"{what} after {', '.join(at)} s" for what, at in wrong.items())


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
        peer.run(folder, "--output", "out", instead=REPORTING.format("html"))
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
        peer.run(folder, "--output", "out", instead=REPORTING.format("xml"))
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
