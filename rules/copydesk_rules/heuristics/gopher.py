"""The quality filter of MassiveText, for which Gopher was trained: section A.1.1 of its paper."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.columns.lookup import Lookup
from copydesk_rules.heuristics._lines import (
    all_lines,
    document_at,
    lines_of,
    percent,
    ratio,
    totals,
    whole,
)
from copydesk_rules.heuristics._records import Figure, Heuristic, Limit, Source
from copydesk_rules.heuristics._tokens import token_counts, tokens_of

GOPHER = Source("Gopher", "Rae et al. 2021, arXiv 2112.11446")
QUALITY = "section A.1.1"


def word_count(batch: Batch) -> Figure:
    """Return the tokens that are words."""
    return Figure(batch.derive(token_counts)[0])


def word_length(batch: Batch) -> Figure:
    """Return the mean characters of a word."""
    tokens = batch.derive(tokens_of)
    characters = totals(batch, tokens.document_of[tokens.word], tokens.length[tokens.word])
    return Figure(ratio(characters, batch.derive(token_counts)[0]))


def hash_signs(batch: Batch) -> Figure:
    """Return the hash signs for each token."""
    return _symbols(batch, np.flatnonzero(batch.codes == ord("#")), "hash signs")


def ellipses(batch: Batch) -> Figure:
    """Return the ellipses for each token: every third dot of a run of dots ends one."""
    dot = np.flatnonzero(batch.codes == ord("."))
    rows = np.arange(dot.size)
    head = np.append(True, np.diff(dot) > 1)[: dot.size]
    place = rows - np.maximum.accumulate(np.where(head, rows, 0)) if dot.size else rows
    at = np.sort(np.append(dot[place % 3 == 2], np.flatnonzero(batch.codes == ord("…"))))
    return _symbols(batch, at, "ellipses")


def _symbols(batch: Batch, at: Ints, name: str) -> Figure:
    table, tokens = batch.derive(lines_of), np.maximum(batch.derive(token_counts)[1], 1)
    held = np.zeros(len(table), np.bool_)
    held[np.searchsorted(table.start, at, side="right") - 1] = True
    return Figure(totals(batch, document_at(batch, at)) / tokens, held, {"symbols": name})


def bullet_lines(batch: Batch, *, bullets: str) -> Figure:
    """Return the share of lines, blank ones too, that begin with one of `bullets`."""
    table = batch.derive(lines_of)
    held = np.isin(batch.codes.take(table.start), [ord(mark) for mark in bullets])
    return Figure(totals(batch, table.document_of[held]) / batch.derive(all_lines), held)


def ellipsis_lines(batch: Batch) -> Figure:
    """Return the share of lines, blank ones too, that end in an ellipsis."""
    table = batch.derive(lines_of)
    held = table.ends_with_ellipsis()
    return Figure(totals(batch, table.document_of[held]) / batch.derive(all_lines), held)


def alphabetic_words(batch: Batch, *, count_marks: bool) -> Figure:
    """Return the share of words that hold a letter."""
    tokens = batch.derive(tokens_of)
    words = batch.derive(token_counts)[1 if count_marks else 0]
    return Figure(ratio(totals(batch, tokens.document_of[tokens.alphabetic]), words))


def stop_words(batch: Batch, *, stop_words: tuple[str, ...]) -> Figure:
    """Return how many different words of a list occur."""
    row = _listed(stop_words).rows(batch.words.hash)
    at = np.flatnonzero(row >= 0)
    pairs = np.unique(batch.document_of_word[at] * len(stop_words) + row[at])
    found = totals(batch, pairs // max(len(stop_words), 1))
    return Figure(found, details={"listed": len(stop_words)})


@functools.cache
def _listed(words: tuple[str, ...]) -> Lookup:
    return Lookup.of(words)


def _two_decimals(share: float) -> object:
    return percent(share, decimals=2)


CRITERIA = (
    Heuristic(
        "HEU101",
        "gopher-word-count",
        "Find a document that Gopher's filter drops for its number of words.",
        GOPHER,
        QUALITY,
        "word count {observed:,}, {min_words:,} to {max_words:,} are kept",
        about="MassiveText keeps documents of 50 to 100,000 words; FineWeb, RefinedWeb and Dolma adopted the rule. A short document may still be a good one: a brief, a poem, a caption.",
        bad="The ferry leaves at seven in the morning and comes back at noon.",
        good="The ferry to the island leaves at seven in the morning and comes back at noon.\n"
        "Fishermen use the quiet hours before that to mend their nets and to talk about the weather.\n"
        "In winter there is one crossing a day, and the people of the village have learned to plan for that.\n"
        "The school, the shop and the post office all close for an hour when the boat is late.",
        misses="Words are counted as the filter's tokens are, halves of contractions apart; by white space a document has a few fewer.",
        limits=(
            Limit("min_words", 50, word_count),
            Limit("max_words", 100_000, word_count),
        ),
        notes=f"`min_words`, `max_words`: the words that a document may have; Gopher, {QUALITY}.",
        show=whole,
    ),
    Heuristic(
        "HEU102",
        "gopher-word-length",
        "Find a document that Gopher's filter drops for the mean length of its words.",
        GOPHER,
        QUALITY,
        "mean word length {observed:g}, {min_mean:g} to {max_mean:g} are kept",
        about="MassiveText keeps documents whose words have 3 to 10 characters on average. Lists of codes and addresses have longer ones, broken text and tables of single letters shorter ones.",
        bad="Telecommunications infrastructure decommissioning notwithstanding, intergovernmental responsibilities\n"
        "notwithstanding, counterproductive institutionalisation characterises multidimensional administrations.",
        good="The ferry to the island leaves at seven in the morning and comes back at noon.\n"
        "Fishermen use the quiet hours before that to mend their nets and to talk about the weather.",
        misses="A mean hides much: a page half of fragments and half of long codes passes.",
        limits=(Limit("min_mean", 3.0, word_length), Limit("max_mean", 10.0, word_length)),
        notes=f"`min_mean`, `max_mean`: characters; Gopher, {QUALITY}.",
        show=functools.partial(np.round, decimals=2),
        english=True,
    ),
    Heuristic(
        "HEU103",
        "gopher-symbols",
        "Find a document that Gopher's filter drops for its hash signs or its ellipses.",
        GOPHER,
        QUALITY,
        "{symbols} for {observed:g} % of words, at most {limit:g} % are kept",
        about="MassiveText drops a document with more than one `#`, or more than one `...` or `…`, for ten words: lists of hashtags, tables of contents, teasers that are cut off.",
        bad="#travel #island #ferry #summer and many more pictures are in the album of the week.",
        good="The ferry to the island leaves at seven... or so they say. See platform #2 for the return, which is at noon on most days of the week.",
        misses="Other symbols: pipes, asterisks, arrows.",
        limits=(Limit("max_ratio", 0.1, hash_signs), Limit("max_ratio", 0.1, ellipses)),
        notes=f"`max_ratio`: hash signs, or ellipses, for each token; Gopher, {QUALITY}.",
    ),
    Heuristic(
        "HEU104",
        "gopher-bullet-lines",
        "Find a document that Gopher's filter drops for the share of its lines that begin with a bullet.",
        GOPHER,
        QUALITY,
        "{observed:g} % of lines begin with a bullet, at most {limit:g} % are kept",
        about="MassiveText drops a document of whose lines more than 90 % begin with a bullet point: menus, link lists, indexes. Blank lines count as lines, as in DataTrove's filter, so a list with a blank line between its points passes.",
        bad="- tickets\n- timetables\n• opening hours\n- lost property",
        good="The office sells:\n- tickets\n- timetables",
        misses="Stars, numbers and other bullets; the list marks of Markdown files, which are markup here.",
        limits=(Limit("max_share", 0.9, bullet_lines),),
        settings={"bullets": "•-"},
        notes=f"`max_share`: of all lines; Gopher, {QUALITY}. `bullets`: the characters that DataTrove takes for one.",
    ),
    Heuristic(
        "HEU105",
        "gopher-ellipsis-lines",
        "Find a document that Gopher's filter drops for the share of its lines that end in an ellipsis.",
        GOPHER,
        QUALITY,
        "{observed:g} % of lines end in an ellipsis, at most {limit:g} % are kept",
        about="MassiveText drops a document of whose lines more than 30 % end in `...` or `…`: pages of teasers, each cut off. Blank lines count as lines, as in DataTrove's filter.",
        bad="Ministers are to meet again on Thursday to talk about the budget...\n"
        "A storm has closed the harbour for the second day in a row…\n"
        "The museum shows letters that nobody has read for a century.",
        good="Ministers are to meet again on Thursday to talk about the budget.\n"
        "A storm has closed the harbour for the second day in a row.\n"
        "The museum shows letters that nobody has read for a century...\n"
        "It opens on Friday.",
        misses="Teasers that end in `[…]`, `more` or an arrow.",
        limits=(Limit("max_share", 0.3, ellipsis_lines),),
        notes=f"`max_share`: of all lines; Gopher, {QUALITY}.",
    ),
    Heuristic(
        "HEU106",
        "gopher-alphabetic-words",
        "Find a document that Gopher's filter drops because too few of its words hold a letter.",
        GOPHER,
        QUALITY,
        "{observed:g} % of words hold a letter, at least {limit:g} % are wanted",
        about="MassiveText keeps a document of whose words at least 80 % hold an alphabetic character. DataTrove counts marks of punctuation as words too, as this rule does, so prose with many figures and quotation marks falls below. A finding less than one percentage point from the limit is `info`: by DataTrove's own tokens 22 of 30 such documents pass, and 6 of 106 others (news and web pages, 2026-11).",
        bad="Results, 12 May: 3-1, 2-2, 0-4, 1-1 (after extra time), 5-2; attendance 12,400, 9,800, 15,020, 8,750 and 11,300.",
        good="The ferry to the island leaves at seven in the morning and comes back at noon.",
        misses="Strings of letters that are not words.",
        limits=(Limit("min_share", 0.8, alphabetic_words),),
        settings={"count_marks": True},
        notes=f"`min_share`: of all words; Gopher, {QUALITY}. `count_marks`: whether a mark of punctuation counts as a word, as in DataTrove.",
        show=_two_decimals,
        sure=0.95,
        margin=0.01,
        near=0.4,
    ),
    Heuristic(
        "HEU107",
        "gopher-stop-words",
        "Find a document that Gopher's filter drops because it holds hardly any English function words.",
        GOPHER,
        QUALITY,
        "{observed} of {listed} stop words, at least {limit} are wanted",
        about="MassiveText keeps documents with at least two of `the`, `be`, `to`, `of`, `and`, `that`, `have` and `with`: text without them is a list, a table or code. The filter drops text in other languages too, but only because of its language.",
        bad="Ferry timetable: Monday seven, nine, noon. Sunday closed. Tickets, maps, coffee.",
        good="The ferry to the island leaves at seven.",
        misses="Lists that hold two of the words by chance.",
        limits=(Limit("min_different", 2, stop_words),),
        settings={"stop_words": ("the", "be", "to", "of", "and", "that", "have", "with")},
        notes=f"`min_different`: how many of `stop_words` a document must hold; Gopher, {QUALITY}. Letter case makes no difference.",
        show=whole,
        english=True,
    ),
)
RULES = tuple(criterion.rule() for criterion in CRITERIA)
