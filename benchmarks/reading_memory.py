"""Measure the memory and time that reading one large file takes,
in every format that holds many documents.

    python benchmarks/reading_memory.py [--megabytes N] [--only FORMATS]

A file of each format is made of the same invented articles, once of a quarter of N megabytes of
text and once of N, and read to its end, portion by portion, in a process of its own. `peak` is what
that process took at most over one that reads a very small file: where it does not grow with the
file, a file of any size is read. Seconds are processor time.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

FORMATS = ("jsonl", "csv", "csv.gz", "parquet", "warc", "warc.gz")
_LEAST = 0.01  # megabytes of a file that tells what imports take
_SENTENCE = 'Note {:x}: the ferry to Kelling, "the old one", will sail again in March, its owner said on Monday. '


def texts(megabytes: float) -> Iterator[str]:
    """Yield articles of about 3 kB."""
    for number in range(int(megabytes * 1_000_000 / 3_000)):
        sentences = [
            _SENTENCE.format(hash((number, part))) for part in range(30)
        ]  # numbers that no packing takes a hundredth of
        yield "\n\n".join("".join(sentences[at : at + 6]) for at in range(0, 30, 6))


def make(file: Path, form: str, megabytes: float) -> None:
    """Write a file of a format."""
    if form == "parquet":
        import pyarrow
        from pyarrow import parquet

        rows = [{"id": str(number), "text": text} for number, text in enumerate(texts(megabytes))]
        parquet.write_table(pyarrow.Table.from_pylist(rows), file, row_group_size=1_000)
        return
    with (gzip.open if form.endswith("gz") else open)(
        file, "wt", encoding="utf-8", newline=""
    ) as out:
        writer = csv.writer(out)
        if form.startswith("csv"):
            writer.writerow(["id", "text"])
        for number, text in enumerate(texts(megabytes)):
            if form.startswith("csv"):
                writer.writerow([number, text])
            elif form == "jsonl":
                out.write(json.dumps({"id": number, "text": text}) + "\n")
            else:
                body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{text}</p>"
                head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/{number}\r\n"
                out.write(
                    f"{head}Content-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n{body}\r\n\r\n"
                )


def read_all(file: Path) -> None:
    """Read a file to its end, and print what that took."""
    from copydesk.reading.formats import format_of
    from copydesk.reading.read import portions, read
    from copydesk.reading.source import ReadOptions, Source

    options = ReadOptions(max_file_size=0)
    kind, packing = format_of(file.name)
    began, documents = time.process_time(), 0
    if kind:
        for portion in portions(Source(file.name, file, kind, packing), options):
            documents += len(read(portion, options)[0])
    print(
        json.dumps(
            [
                resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                time.process_time() - began,
                documents,
            ]
        )
    )


def measured(file: Path, form: str, megabytes: float) -> tuple[float, float, int]:
    """Make a file; return megabytes at the peak, seconds and documents of a process that reads it.

    The file is made in another process: a child begins with the peak of its parent.
    """
    command = [sys.executable, __file__, str(file), "--only", form, "--megabytes", str(megabytes)]
    subprocess.run([*command, "--make"], check=True)
    peak, seconds, documents = json.loads(
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
    )
    return peak, seconds, documents


def main() -> None:
    """Print a row for each format and size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=80)
    parser.add_argument("--only", default=",".join(FORMATS))
    parser.add_argument("--make", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("file", nargs="?", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.make:
        make(arguments.file, arguments.only, arguments.megabytes)
        return
    if arguments.file:
        read_all(arguments.file)
        return
    print(f"{'format':8} {'text':>8} {'documents':>9} {'peak':>8} {'time':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for form in arguments.only.split(","):
            for megabytes in (_LEAST, arguments.megabytes / 4, arguments.megabytes):
                peak, seconds, documents = measured(Path(folder) / f"a.{form}", form, megabytes)
                if megabytes == _LEAST:
                    idle = peak
                else:
                    print(
                        f"{form:8} {megabytes:5.0f} MB {documents:9} {peak - idle:5.0f} MB {seconds:6.2f} s",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
