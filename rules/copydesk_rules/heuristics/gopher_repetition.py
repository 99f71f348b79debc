"""The repetition filter of MassiveText, for which Gopher was trained: table A1 of its paper."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.hashing import hash_runs
from copydesk_rules.heuristics._lines import copied_lines, lengths, lines_of, ratio, repeats, totals
from copydesk_rules.heuristics._records import Figure, Heuristic, Limit, Runs, Source
from copydesk_rules.heuristics._tokens import most_frequent, repeated

GOPHER = Source("Gopher", "Rae et al. 2021, arXiv 2112.11446")


def repeated_lines(batch: Batch, *, characters: bool) -> Figure:
    """Return the share of lines, or of characters, in copies of earlier lines."""
    table, copied = batch.derive(lines_of), batch.derive(copied_lines)
    document = table.document_of[copied]
    if characters:
        share = totals(batch, document, table.length[copied]) / batch.derive(lengths)
        return Figure(share, copied, {"of": "characters"})
    share = ratio(totals(batch, document), totals(batch, table.document_of))
    return Figure(share, copied, {"of": "lines"})


def repeated_paragraphs(batch: Batch, *, characters: bool) -> Figure:
    """Return the share of paragraphs, or of characters, in copies of earlier paragraphs."""
    table = batch.derive(lines_of)
    if not len(table):
        return Figure(np.zeros(len(batch)), np.zeros(0, np.bool_))
    head = np.append(True, (np.diff(table.number) != 1) | (np.diff(table.document_of) != 0))
    first = np.flatnonzero(head)
    document = table.document_of[first]
    copies, _ = repeats(document, hash_runs(table.hash, first, np.append(first[1:], len(table))))
    copied = np.isin(np.cumsum(head) - 1, copies)
    if characters:
        size = np.add.reduceat(table.length + 1, first) - 1
        share = totals(batch, document[copies], size[copies]) / batch.derive(lengths)
        return Figure(share, copied, {"of": "characters"})
    share = ratio(totals(batch, document[copies]), totals(batch, document))
    return Figure(share, copied, {"of": "paragraphs"})


def frequent_run(batch: Batch, most: float, *, size: int) -> Runs:
    """Return the most frequent run of `size` words, and its second place."""
    share, times, first, second = most_frequent(batch, size)
    return Runs(size, share, first, second, times)


def repeated_run(batch: Batch, most: float, *, size: int) -> Runs:
    """Return the first repeated run of `size` words, and the run it repeats."""
    share, first, origin = repeated(batch, size, most)
    return Runs(size, share, first, origin, np.zeros_like(first))


CRITERIA = (
    Heuristic(
        "HEU201",
        "gopher-duplicate-lines",
        "Find a document that Gopher's filter drops for lines that occur more than once in it.",
        GOPHER,
        "table A1",
        "{observed:g} % of {of} are in copies of earlier lines, at most {limit:g} % are kept",
        about="MassiveText drops a document of whose lines more than 30 %, or of whose characters more than 20 %, are copies of an earlier line. Blank lines do not count as lines: that they counted as copies was a fault of early filters.",
        bad="Monday: closed\nTuesday: nine to five\nWednesday: nine to five\nMonday: closed\nTuesday: nine to five",
        good="Monday: closed\nTuesday: nine to five\nWednesday: nine to four",
        misses="Lines that differ in a letter or a mark: DUP202 and CAP101 find those.",
        limits=(
            Limit("max_share", 0.3, functools.partial(repeated_lines, characters=False)),
            Limit("max_characters", 0.2, functools.partial(repeated_lines, characters=True)),
        ),
        notes="`max_share`: of the document's lines; `max_characters`: of its characters; Gopher, table A1.",
    ),
    Heuristic(
        "HEU202",
        "gopher-duplicate-paragraphs",
        "Find a document that Gopher's filter drops for paragraphs that occur more than once in it.",
        GOPHER,
        "table A1",
        "{observed:g} % of {of} are in copies of earlier paragraphs, at most {limit:g} % are kept",
        about="MassiveText drops a document of whose paragraphs more than 30 %, or of whose characters more than 20 %, are copies of an earlier paragraph. A paragraph is what lies between blank lines.",
        bad="Monday: closed\nTuesday: nine to five\n\nWednesday: nine to five\n\nMonday: closed\nTuesday: nine to five",
        good="Monday: closed\nTuesday: nine to five\n\nWednesday: nine to five",
        misses="Paragraphs that differ in a letter or a mark: DUP202 finds those.",
        limits=(
            Limit("max_share", 0.3, functools.partial(repeated_paragraphs, characters=False)),
            Limit("max_characters", 0.2, functools.partial(repeated_paragraphs, characters=True)),
        ),
        notes="`max_share`: of the document's paragraphs; `max_characters`: of its characters; Gopher, table A1.",
    ),
    Heuristic(
        "HEU203",
        "gopher-frequent-ngram",
        "Find a document that Gopher's filter drops because one short run of words makes up much of it.",
        GOPHER,
        "table A1",
        "“{ngram}” {times} times is {observed:g} % of the document, at most {limit:g} % are kept",
        about="MassiveText drops a document of whose characters the most frequent run of two, three or four words makes up more than 20, 18 or 16 %: keyword spam, link lists, generated pages. Marks of punctuation count as words, as in DataTrove.",
        bad="Cheap flights to Oslo, cheap flights to Rome, cheap flights to Bari, cheap flights to Lima, cheap flights to Cork.",
        good="The ferry to the island leaves at seven in the morning and comes back at noon.\n"
        "Fishermen use the quiet hours before that to mend their nets and to talk about the weather.",
        misses="A run that occurs once, which DataTrove counts too: in a document of a few words it is all of it.",
        scope="run",
        limits=(
            Limit("max_two", 0.20, functools.partial(frequent_run, size=2)),
            Limit("max_three", 0.18, functools.partial(frequent_run, size=3)),
            Limit("max_four", 0.16, functools.partial(frequent_run, size=4)),
        ),
        notes="`max_two`, `max_three`, `max_four`: the share of characters that the most frequent run of so many words may make up; Gopher, table A1.",
        sure=0.95,
    ),
    Heuristic(
        "HEU204",
        "gopher-repeated-ngrams",
        "Find a document that Gopher's filter drops for runs of five to ten words that occur in it again.",
        GOPHER,
        "table A1",
        "{observed:g} % of characters are in repeated runs of {size} words, at most {limit:g} % are kept",
        about="MassiveText drops a document of whose characters more than 15 % lie in runs of five words that occurred there before, 14 % in runs of six, and so on to 10 % in runs of ten. Boilerplate within a page, lyrics, templates, minutes and law texts have such runs; CAP101, DUP202 and DUP204 show each of them.",
        bad="The member for the northern harbour asked who had paid for the new cranes, and the minister said that it was too early to tell.\n"
        "The member for the northern harbour asked who had sold the old cranes. There was laughter, and nobody answered.",
        good="The ferry to the island leaves at seven in the morning and comes back at noon.\n"
        "Fishermen use the quiet hours before that to mend their nets and to talk about the weather.",
        misses="Copies with a word changed in every five.",
        scope="run",
        limits=tuple(
            Limit(f"max_{name}", most, functools.partial(repeated_run, size=size))
            for size, name, most in (
                (5, "five", 0.15),
                (6, "six", 0.14),
                (7, "seven", 0.13),
                (8, "eight", 0.12),
                (9, "nine", 0.11),
                (10, "ten", 0.10),
            )
        ),
        notes="`max_five`, `max_six`, `max_seven`, `max_eight`, `max_nine`, `max_ten`: the share of characters that may lie in repeated runs of so many words; Gopher, table A1.",
        sure=0.95,
    ),
)
RULES = tuple(criterion.rule() for criterion in CRITERIA)
