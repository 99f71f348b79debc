"""Run the same files here and on Spark, and tell both reports alike."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from msgspec import structs

from copydesk.config.options import RunOptions
from copydesk.distributed.deciding import OF_CLUSTER
from copydesk.distributed.listing import listed
from copydesk.distributed.session import job_of
from copydesk.distributed.spark import lint
from copydesk.engine.decide import decide
from copydesk.engine.folding import fold
from copydesk.engine.packing import unpacked
from copydesk.engine.registry import load_rules
from copydesk.finding import Finding
from copydesk.output.native import cluster_values, finding_values
from copydesk.report import Cluster, Report
from copydesk.running.session import Session
from copydesk.suppression.baseline import Baseline

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# of tests that start a Spark
CLIENT = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark"),
]
Told = tuple[list[bytes], list[bytes], dict[str, Any]]
CONFIG = """
allow-list = "allow.toml"
unfixable = ["GAR104"]
[per-file-ignores]
"a/0*.txt" = ["DUP2", "GAR"]
[rules.DUP203]
severity = "error"
confidence = 0.3
[rules.DUP202]
similarity = 0.8
[[phrases]]
code = "STY001"
text = "crowns in the harbour year"
replacement = "x"
"""
_COUNTS = ("documents", "paragraphs", "bytes", "kinds", "unread", "crashed")


def session_of(paths: Sequence[Path], **options: Any) -> Session:
    given = {
        "select": ("ALL",),
        "min_confidence": 0.1,
        "isolated": True,
        "no_cache": True,
        **options,
    }
    return Session.open([str(path) for path in paths], RunOptions(**given, jobs=1))


def beside_index(session: Session) -> Session:
    """Return a session whose files are all asked about, beside an index."""
    asked = structs.replace(session.sources, focus=session.sources.asked)
    return structs.replace(session, sources=asked, whole=False)


def here(session: Session) -> Told:
    report = session.lint(session.sources.all)
    decide(report, session.plan.codes, session.decisions(session.baseline()))
    fold(report, load_rules(), session.sources.focus)
    findings = [
        (status, finding_values(finding))
        for status, some in enumerate((report.findings, report.nested, report.suppressed))
        for finding in some
    ]
    return _told(findings, [cluster_values(cluster) for cluster in report.clusters], report)


def there(spark: SparkSession, session: Session, parts: int, old: DataFrame | None = None) -> Told:
    sources, reading = session.sources.all, session.plan.reading
    job = job_of(session, parts)
    found = lint(spark, listed(spark, sources, reading, parts, job.scope.checked), job, old)
    findings: list[tuple[int, dict[str, Any]]] = []
    clusters = []
    for row in found.ordered(parts).toArrow().to_pylist():
        name = None if row["cluster"] is None else f"c{row['number']}"
        if row["status"] == OF_CLUSTER:
            clusters.append(cluster_values(unpacked(row["blob"], Cluster)) | {"id": name})
        else:
            values = finding_values(unpacked(row["blob"], Finding))
            findings.append((row["status"], values | {"cluster": name}))
    return _told(findings, clusters, found.report)


def _told(findings: Sequence[Any], clusters: Sequence[Any], report: Report) -> Told:
    encode = msgspec.json.Encoder().encode
    counts = {name: getattr(report, name) for name in _COUNTS}
    return sorted(map(encode, findings)), sorted(map(encode, clusters)), counts


def articles(count: int, seed: int = 1) -> list[str]:
    """Return generated articles: whole copies, near copies, shared paragraphs, sentences and lines,
    sentences that strayed, doubled words.
    """
    draw = random.Random(seed)  # noqa: S311
    nouns = "harbour ferry council bridge orchard library tram quarry mill chapel".split()
    verbs = "opened closed flooded delayed rebuilt surveyed repainted inspected moved sold".split()
    places = "Kelling Orme Sandvik Larkfield Tarn Ashby Wexcombe Birkdale Stoneleigh Marl".split()

    def sentence() -> str:
        a, b, c = draw.choice(nouns), draw.choice(verbs), draw.choice(places)
        d, e = draw.choice(nouns), draw.randint(2, 900)
        return f"The {a} at {c} was {b} after the {d} had cost the town {e} crowns in the {draw.choice(nouns)} year."

    def paragraph() -> str:
        return " ".join(sentence() for _ in range(draw.randint(2, 5)))

    shared = [paragraph() for _ in range(6)]
    lines = ["Sign up for our newsletter", "Read more in the archive", "Share this page"]
    out: list[str] = []
    for _ in range(count):
        parts = [paragraph() for _ in range(draw.randint(3, 7))]
        kind = draw.random()
        if out and kind < 0.1:
            parts = out[draw.randrange(len(out))].split("\n\n")
            if draw.random() < 0.5:
                parts[0] = parts[0].replace("harbour", "station")
        elif kind < 0.3:
            parts.insert(draw.randrange(len(parts)), draw.choice(shared))
        elif out and kind < 0.45:
            other = draw.choice(out).split("\n\n")[1].split(". ")[0]
            parts[1] += f" {other}."
        elif kind < 0.55:
            parts[2] = parts[2].replace("The ", "The the ", 1)
        if draw.random() < 0.3:
            parts.append(draw.choice(lines))
        out.append("\n\n".join(parts))
    return out


def fail_once(batches: Iterable[Any]) -> Iterator[Any]:
    """Pass batches on, but raise when a task first tries."""
    from pyspark import TaskContext

    context = TaskContext.get()
    if context and context.attemptNumber() == 0:
        raise OSError("the machine is gone")
    yield from batches


def mixed_files(folder: Path, count: int) -> None:
    """Write text files, records with suppressions and bad lines, and bad files."""
    texts = articles(count)
    for number, text in enumerate(texts[: count // 3]):
        (folder / f"{number:03}.txt").write_text(text)
    said = "<!-- copydesk: file-ignore[DUP] because it is a reprint -->\n\n"
    (folder / "said.md").write_text(said + texts[3])
    rows = [json.dumps({"id": f"r{n}", "text": text}) for n, text in enumerate(texts[count // 3 :])]
    rows[5] = json.dumps({"id": "quiet", "text": texts[-1], "_lint": {"ignore": ["DUP", "GAR104"]}})
    rows[7:7] = ['{"id": "none"}', "{ broken", ""]
    (folder / "rows.jsonl").write_text("\n".join(rows) + '\n{"id": "none too"}\n')
    (folder / "bytes.txt").write_bytes(b"The caf\xe9 at \xff\xfe\x81 the quay is closed.\n" * 2)
    (folder / "empty.jsonl").write_text("")
    (folder / "torn.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00torn")


def old_and_new(folder: Path) -> None:
    """Write old files and new ones, some of them before the old ones by their paths, with what is
    said of copies in an old file.
    """
    texts = articles(70, 7)
    for name, some in (("m-old", texts[:30]), ("a-new", texts[30:45]), ("z-new", texts[30:60])):
        (folder / name).mkdir()
        for number, text in enumerate(some):
            (folder / name / f"{number:02}.txt").write_text(text)
    said = "<!-- copydesk: file-ignore[DUP] because it is a reprint -->\n\n"
    (folder / "m-old" / "said.md").write_text(said + texts[33])
    (folder / "a-new" / "said.md").write_text(said + texts[2])
    rows = [json.dumps({"id": f"r{n}", "text": text}) for n, text in enumerate(texts[50:])]
    (folder / "m-old" / "rows.jsonl").write_text("\n".join([*rows, '{"id": "none"}']))
    (folder / "z-new" / "rows.jsonl").write_text("\n".join([*rows[::2], '{"id": "none"}']))


def option_files(folder: Path) -> Session:
    """Write files and a configuration with floors, severities, ignores, an allow-list, a baseline
    with moved findings and house phrases; return a session over them.
    """
    texts = articles(40, 3)
    (folder / "a").mkdir()
    for number, text in enumerate(texts[:25]):
        (folder / "a" / f"{number:02}.txt").write_text(text)
    rows = [json.dumps({"id": number, "text": text}) for number, text in enumerate(texts[25:])]
    (folder / "rows.jsonl").write_text("\n".join(rows))
    (folder / "copydesk.toml").write_text(CONFIG)
    (folder / "allow.toml").write_text("")
    found = session_of([Path()], isolated=False, min_confidence=None)
    report = found.lint(found.sources.all)
    accepted = [finding for finding in report.findings if finding.cluster][:60:7]
    entries = [f'[[allow]]\nfingerprint = "{one.id}"\nreason = "known"\n' for one in accepted]
    unused = '[[allow]]\ntext = "Nowhere"\nreason = "unused"\n'
    (folder / "allow.toml").write_text("".join(entries) + unused)
    moved = [
        msgspec.structs.replace(one, place=msgspec.structs.replace(one.place, path="gone.txt"))
        for one in report.findings[1::9]
    ]
    Baseline.of([*report.findings[::3], *moved]).write(folder / "known.json")
    return session_of([Path()], isolated=False, min_confidence=None, baseline="known.json")


def lines(folder: Path) -> list[bytes]:
    """Return the lines that Spark wrote to a folder."""
    return b"".join(one.read_bytes() for one in sorted(folder.glob("part-*"))).splitlines()
