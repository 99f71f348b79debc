"""Hostile tests of what is read: bytes, lines, links, names, bombs, patterns."""

from __future__ import annotations

import gzip
import os
import random
import threading
import time
from pathlib import Path

from hostile_programs import COMMANDS, FAULTY, WORDS, Peer, Verdict, hostile, still


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
