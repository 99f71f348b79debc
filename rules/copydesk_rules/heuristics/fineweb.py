"""FineWeb's own criteria: section 3.6 of its paper, with the values of its code."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk_rules.heuristics._lines import (
    copied_lines,
    lengths,
    line_ends,
    lines_of,
    ratio,
    totals,
)
from copydesk_rules.heuristics._records import Figure, Heuristic, Limit, Source
from copydesk_rules.heuristics._tokens import token_counts

FINEWEB = Source("FineWeb", "Penedo et al. 2024, arXiv 2406.17557")
SECTION = "section 3.6"


def ended_lines(batch: Batch, *, marks: str) -> Figure:
    """Return the share of lines that end in one of `marks`; it counts those that do not."""
    table = batch.derive(lines_of)
    open_ended = ~table.ends_with(marks)
    lines = totals(batch, table.document_of)
    return Figure(1 - ratio(totals(batch, table.document_of[open_ended]), lines), open_ended)


def short_lines(batch: Batch, *, short: int) -> Figure:
    """Return the share of lines of at most `short` characters."""
    table = batch.derive(lines_of)
    brief = table.length <= short
    lines = totals(batch, table.document_of)
    return Figure(ratio(totals(batch, table.document_of[brief]), lines), brief, {"length": short})


def copied_characters(batch: Batch) -> Figure:
    """Return the share of characters, line ends left out, in copies of earlier lines."""
    table, copied = batch.derive(lines_of), batch.derive(copied_lines)
    characters = np.maximum(batch.derive(lengths) - batch.derive(line_ends), 1)
    return Figure(
        totals(batch, table.document_of[copied], table.length[copied]) / characters, copied
    )


def newlines(batch: Batch) -> Figure:
    """Return the line ends for each word, marks of punctuation counted as words."""
    return Figure(ratio(batch.derive(line_ends), batch.derive(token_counts)[1]))


CRITERIA = (
    Heuristic(
        "HEU401",
        "fineweb-line-ends",
        "Find a document that FineWeb's filter drops because too few of its lines end in a mark of punctuation.",
        FINEWEB,
        SECTION,
        "{observed:g} % of lines end in a mark, at least {limit:g} % are wanted",
        about="FineWeb drops a document of whose lines fewer than 12 % end in terminal punctuation: lists, menus, tables. Blank lines do not count. FineWeb-2 has a threshold for each language.",
        bad="Tickets and timetables\nOpening hours of the office\nLost property",
        good="Tickets and timetables\nThe ferry leaves at seven in the morning.",
        misses="A page of headings with one sentence among eight of them.",
        limits=(Limit("min_share", 0.12, ended_lines),),
        settings={"marks": ".?!。．？！｡।॥؟۔።։၊။៕⁇⁈⁉‼"},
        notes="`min_share`: of the lines that are not blank; section 3.6. `marks`: terminal punctuation as Unicode has it, of scripts in wide use.",
        english=True,
    ),
    Heuristic(
        "HEU402",
        "fineweb-short-lines",
        "Find a document that FineWeb's filter drops because most of its lines are short.",
        FINEWEB,
        SECTION,
        "{observed:g} % of lines have {length} characters or fewer, at most {limit:g} % are kept",
        about="FineWeb drops a document of whose lines 67 % and more have at most 30 characters: lists, menus, tables; poems too. Blank lines do not count. FineWeb-2 does without it.",
        bad="The ferry leaves at seven.\nIt comes back at noon.\nBring a coat.",
        good="The ferry leaves at seven in the morning, and comes back at noon.\nBring a coat.",
        misses="Lists of long points.",
        limits=(Limit("max_share", 0.67, short_lines),),
        settings={"short": 30},
        notes="`max_share`: of the lines that are not blank; `short`: characters; section 3.6 and FineWeb's code.",
        english=True,
    ),
    Heuristic(
        "HEU403",
        "fineweb-duplicate-lines",
        "Find a document that FineWeb's filter drops for the characters in lines that occur more than once.",
        FINEWEB,
        SECTION,
        "{observed:g} % of characters are in copies of earlier lines, at most {limit:g} % are kept",
        about="FineWeb drops a document of whose characters a tenth and more are in copies of an earlier line. Its code, and DataTrove's default, is ten times as strict: set `max-characters` to 0.01 for what a pipeline with that default drops. Blank lines do not count.",
        bad="Monday: closed\nTuesday: nine to five\nWednesday: nine to four\nMonday: closed",
        good="The office is open from nine to five.\nTickets are sold on board as well, by the crew.\nThe office is closed on Sundays.",
        misses="Lines that differ in a letter or a mark: DUP202 and CAP101 find those.",
        limits=(Limit("max_characters", 0.1, copied_characters),),
        notes="`max_characters`: of the document's characters, line ends left out; section 3.6 (FineWeb's code has 0.01).",
    ),
    Heuristic(
        "HEU404",
        "fineweb-newlines",
        "Find a document that FineWeb's filter drops because it has too many line ends for its words.",
        FINEWEB,
        SECTION,
        "{observed:g} line ends a word, at most {limit:g} are kept",
        about="FineWeb drops a document with more than 0.3 line ends a word, as its code has it: lists of single words, tables that were taken apart. Blank lines count. FineWeb-2 has a threshold for each language.",
        bad="Oslo\n\nBari\n\nCork harbour",
        good="The ferry leaves at seven in the morning.\nIt comes back at noon.",
        misses="Tables with many words a line.",
        limits=(Limit("max_ratio", 0.3, newlines),),
        notes="`max_ratio`: line ends for each word, marks of punctuation counted as words; FineWeb's code.",
        show=functools.partial(np.round, decimals=3),
        english=True,
    ),
)
RULES = tuple(criterion.rule() for criterion in CRITERIA)
