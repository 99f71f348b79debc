"""RefinedWeb's line-wise corrections, and its limit on what they take out of a page.

The paper names the kinds of lines (appendix G.2); the numbers are those of its reimplementation for
DataComp-LM (`baselines_configs/refinedweb.yaml` and `modifiers.py`).
"""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Mask
from copydesk.patterns import late_pattern
from copydesk_rules.heuristics._lines import lines_of, percent, ratio, totals
from copydesk_rules.heuristics._records import Figure, Heuristic, Limit, Marked, Source

REFINEDWEB = Source("RefinedWeb", "Penedo et al. 2023, arXiv 2306.01116")
CORRECTIONS = "appendix G.2"
_COUNTED = "likes shares comments retweets reposts quotes bookmarks upvotes downvotes downloads views followers"
_COUNTER = late_pattern(rf"\W*\d[\d,.]*[kmb]?\s+(?:{'|'.join(_COUNTED.split())})\W*")
_COUNTER_WORDS = 4  # a number and a word, with marks around them that stand apart


def uppercase_lines(batch: Batch, *, max_share: float) -> Marked:
    """Mark the lines of whose characters more than `max_share` are upper-case letters."""
    table = batch.derive(lines_of)
    capitals = table.count(ch.UPPER)
    details = {"observed": percent(capitals / table.length), "limit": percent(max_share)}
    return Marked(capitals > max_share * table.length, details)


def numeric_lines(batch: Batch) -> Marked:
    """Mark the lines that hold nothing but digits."""
    table = batch.derive(lines_of)
    return Marked(table.count(ch.DIGIT) == table.length)


def counter_lines(batch: Batch) -> Marked:
    """Mark the lines that are a number and what it counts, such as `3 likes`."""
    table = batch.derive(lines_of)
    found = np.zeros(len(table), np.bool_)
    brief = np.flatnonzero((table.words >= 2) & (table.words <= _COUNTER_WORDS))
    digits = table.count(ch.DIGIT)[brief] > 0
    for row in brief[digits].tolist():
        line = batch.slice(int(table.start[row]), int(table.end[row])).lower()
        found[row] = _COUNTER.fullmatch(line) is not None
    return Marked(found)


def single_words(batch: Batch) -> Mask:
    """Return the lines of one word, as white space separates words; shape (lines,)."""
    return np.asarray(batch.derive(lines_of).words < 2, np.bool_)


def single_word_lines(batch: Batch) -> Marked:
    """Mark the lines of one word, but not those of languages that put no spaces between words."""
    return Marked(single_words(batch) & (batch.derive(lines_of).count(ch.IDEOGRAPH) <= 1))


def removed_words(batch: Batch, *, max_uppercase: float) -> Figure:
    """Return the share of words in lines that the corrections take out."""
    table = batch.derive(lines_of)
    out = uppercase_lines(batch, max_share=max_uppercase).lines | numeric_lines(batch).lines
    out |= counter_lines(batch).lines | single_words(batch)
    removed = totals(batch, table.document_of[out], table.words[out])
    return Figure(ratio(removed, totals(batch, table.document_of, table.words)), out)


CRITERIA = (
    Heuristic(
        "HEU501",
        "refinedweb-uppercase-line",
        "Find a line that RefinedWeb's filter drops because it is mostly upper-case letters.",
        REFINEDWEB,
        CORRECTIONS,
        "{observed:g} % upper-case letters, at most {limit:g} % are kept",
        about="RefinedWeb takes out lines that consist mainly of capitals: buttons, banners, section heads. More than half of the characters is the limit of its reimplementation in DataComp-LM. White space counts as characters.",
        bad="BUY YOUR TICKETS HERE",
        good="Buy your TICKETS here",
        misses="Banners in small letters.",
        scope="line",
        quantity=uppercase_lines,
        settings={"max_share": 0.5},
        notes="`max_share`: of the line's characters that may be upper-case letters; DataComp-LM's `refinedweb.yaml`.",
    ),
    Heuristic(
        "HEU502",
        "refinedweb-numeric-line",
        "Find a line that RefinedWeb's filter drops because it holds nothing but digits.",
        REFINEDWEB,
        CORRECTIONS,
        "nothing but digits",
        about="RefinedWeb takes out lines that are only numbers: page numbers, counters, cells of tables.",
        bad="The crossing takes an hour, and more in winter.\n1284\nThe boat waits for nobody, as the villagers know.",
        good="The crossing takes an hour, and more in winter.\n1,284 passengers were carried in May.",
        misses="Numbers with a point, a comma, a sign or a unit, as in the filter.",
        scope="line",
        quantity=numeric_lines,
    ),
    Heuristic(
        "HEU503",
        "refinedweb-counter-line",
        "Find a line that RefinedWeb's filter drops as a counter, such as `3 likes`.",
        REFINEDWEB,
        CORRECTIONS,
        "a counter",
        about="RefinedWeb takes out lines that count something on a page. What they may count is the list of its reimplementation in DataComp-LM: likes, shares, comments, retweets, reposts, quotes, bookmarks, votes, downloads, views, followers. The words are English; counters in other languages are kept.",
        bad="The crossing takes an hour, and more in winter.\n1,284 retweets\nThe boat waits for nobody, as the villagers know.",
        good="The crossing takes an hour, and more in winter.\nThe video has 1,284 downloads by now.",
        misses="One of a thing (`1 like`), and counters in other words, as in the filter: BOI101 knows more of them.",
        scope="line",
        quantity=counter_lines,
    ),
    Heuristic(
        "HEU504",
        "refinedweb-single-word-line",
        "Find a line that RefinedWeb's filter drops because it has one word.",
        REFINEDWEB,
        CORRECTIONS,
        "a single word",
        about="RefinedWeb takes out lines with a single word: buttons, and headings too. A word is what lies between white space, so a line of a language without spaces is one: the rule leaves lines with more than one ideograph alone.",
        bad="Timetable\nThe ferry leaves at seven in the morning.",
        good="Our timetable\nThe ferry leaves at seven in the morning.",
        misses="Buttons of two words.",
        scope="line",
        quantity=single_word_lines,
    ),
    Heuristic(
        "HEU505",
        "refinedweb-removed-words",
        "Find a document that RefinedWeb's filter drops because too many of its words are in lines that it takes out.",
        REFINEDWEB,
        CORRECTIONS,
        "{observed:g} % of words are in lines it takes out, at most {limit:g} % are kept",
        about="RefinedWeb drops a document of which its line-wise corrections remove more than 5 % of the words: lines of capitals, of digits, counters, single words. HEU501 to HEU504 mark those lines.",
        bad="BUY YOUR TICKETS HERE\n"
        "The ferry to the island leaves at seven in the morning and comes back at noon.\n"
        "Fishermen use the quiet hours before that to mend their nets and to talk about the weather.",
        good="The ferry to the island leaves at seven in the morning and comes back at noon.\n"
        "Fishermen use the quiet hours before that to mend their nets and to talk about the weather.",
        misses="Words that the filter cuts out of short lines (`Sign-in`, `Read more...`, `items in cart`) do not count.",
        limits=(Limit("max_share", 0.05, removed_words),),
        settings={"max_uppercase": 0.5},
        notes="`max_share`: of the document's words, by white space; appendix G.2. `max_uppercase`: as for HEU501.",
    ),
)
RULES = tuple(criterion.rule() for criterion in CRITERIA)
