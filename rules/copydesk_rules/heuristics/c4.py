"""C4's filter: what it does with each line of a page, and for what it drops the page.

Checks come in the order of the reference code: a line that is dropped for one reason is not looked
at for the next. Section 2.2 of the paper in its last version; DataTrove has the numbers of the first.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk.language.phrases import Found, Phrases
from copydesk.patterns import late_pattern
from copydesk.rule import Threshold
from copydesk_rules.heuristics._lines import lines_of, totals, whole
from copydesk_rules.heuristics._records import Figure, Heuristic, Limit, Marked, Source

C4 = Source("C4", "Raffel et al. 2020, arXiv 1910.10683")
SECTION = "section 2.2"
KEPT, UNENDED, SHORT, NOTICE = range(4)
KEEPING: Mapping[str, Threshold] = {"min_words": 3, "marks": '.?!"'}
KEEPING_NOTE = "`min_words`, `marks`: what keeps a line until then, as for HEU302 and HEU301."
# C4 cuts Wikipedia's references out before it looks at a line's end.
_CITATION = late_pattern(r"\[\d*\]|\[edit\]|\[citation needed\]")
# _POLICY_SUBSTRINGS of the reference code, and the word in "please enable Javascript".
NOTICES = Phrases(
    (
        "javascript",
        "terms of use",
        "privacy policy",
        "cookie policy",
        "uses cookies",
        "use of cookies",
        "use cookies",
    )
)
FILLER = Phrases(("lorem ipsum",))


def ended(batch: Batch, marks: str) -> Mask:
    """Return which lines end in one of `marks` but not in three full stops,
    references left out; shape (lines,).
    """
    table = batch.derive(lines_of)
    found = table.ends_with(marks) & ~table.ends_with_ellipsis(character=False)
    for row in np.flatnonzero(table.ends_with("]")).tolist():
        line = _CITATION.sub("", batch.slice(int(table.start[row]), int(table.end[row])))
        found[row] = line.endswith(tuple(marks)) and not line.endswith("...")
    return found


def verdicts(batch: Batch, marks: str, min_words: int) -> Ints:
    """Return KEPT, or why the line is dropped: UNENDED, SHORT or NOTICE; shape (lines,)."""
    known = batch.derive(_verdicts)
    if (marks, min_words) not in known:
        table = batch.derive(lines_of)
        verdict = np.full(len(table), KEPT)
        verdict[lines_at(batch, batch.derive(notices).start)] = NOTICE
        verdict[table.words < min_words] = SHORT
        verdict[~ended(batch, marks)] = UNENDED
        known[marks, min_words] = verdict
    return known[marks, min_words]


def _verdicts(batch: Batch) -> dict[tuple[str, int], Ints]:
    """Hold the verdicts of a batch by what keeps a line,
    since several rules ask for the same ones; for `batch.derive`.
    """
    return {}


def notices(batch: Batch) -> Found:
    """Return the places of the phrases of NOTICES; for `batch.derive`."""
    return NOTICES.find(batch)


def lines_at(batch: Batch, at: Ints) -> Ints:
    """Return the lines that offsets of ink lie in, one row for each."""
    return np.searchsorted(batch.derive(lines_of).start, at, side="right") - 1


def unended_lines(batch: Batch, *, marks: str) -> Marked:
    """Mark the lines that end in none of `marks`."""
    table = batch.derive(lines_of)
    wrong = ~ended(batch, marks)
    last = np.full(len(table), "", "<U5")
    dots = table.ends_with_ellipsis(character=False)
    for row in np.flatnonzero(wrong).tolist():
        last[row] = "“...”" if dots[row] else f"“{batch.text[int(table.end[row]) - 1]}”"
    return Marked(wrong, {"last": last, "marks": " ".join(marks)})


def short_lines(batch: Batch, *, min_words: int, marks: str) -> Marked:
    """Mark the lines that end as they should and have fewer than `min_words` words."""
    short = verdicts(batch, marks, min_words) == SHORT
    return Marked(short, {"observed": batch.derive(lines_of).words, "limit": min_words})


def notice_lines(batch: Batch, *, min_words: int, marks: str) -> Marked:
    """Mark the lines that the earlier checks keep and that hold a phrase of NOTICES."""
    found = batch.derive(notices)
    phrase = np.full(len(batch.derive(lines_of)), "", "<U16")
    # backwards, so that the first phrase of a line is written last
    phrase[lines_at(batch, found.start)[::-1]] = found.texts(batch)[::-1]
    return Marked(verdicts(batch, marks, min_words) == NOTICE, {"phrase": phrase})


def curly_brackets(batch: Batch, *, min_words: int, marks: str) -> Figure:
    """Return the lines that are kept and hold a curly bracket."""
    brackets = lines_at(batch, np.flatnonzero(batch.codes == ord("{")))
    return _lines_with(batch, brackets, verdicts(batch, marks, min_words) == KEPT)


def filler_lines(batch: Batch, *, min_words: int, marks: str) -> Figure:
    """Return the lines with FILLER among those that end as they should and are long enough."""
    filler = lines_at(batch, FILLER.find(batch).start)
    return _lines_with(batch, filler, ~np.isin(verdicts(batch, marks, min_words), (UNENDED, SHORT)))


def _lines_with(batch: Batch, rows: Ints, among: Mask) -> Figure:
    table = batch.derive(lines_of)
    held = np.zeros(len(table), np.bool_)
    held[rows] = among[rows]
    return Figure(totals(batch, table.document_of[held]), held)


def kept_sentences(batch: Batch, *, min_words: int, marks: str) -> Figure:
    """Return the sentences in the lines that are kept."""
    kept = verdicts(batch, marks, min_words)[lines_at(batch, batch.sentences.start)] == KEPT
    return Figure(totals(batch, batch.blocks.document_of[batch.sentences.block_of[kept]]))


CRITERIA = (
    Heuristic(
        "HEU301",
        "c4-line-end",
        "Find a line that C4's filter drops because it does not end in a full stop, a question or exclamation mark, or a quotation mark.",
        C4,
        SECTION,
        "it ends in {last}, only lines that end in {marks} are kept",
        about='C4 keeps lines that end in `.`, `?`, `!` or `"`, and not in `...`. That removes menus and captions, but also headings, list points and every line that ends in a typographic quotation mark; FineWeb left the check out.',
        bad="The ferry leaves at seven in the morning",
        good='The ferry leaves at seven in the morning.\n"Does it come back?" she asked.\nIt does, at noon.[12]',
        misses="Nothing that C4 would drop: references as in Wikipedia are left out before the end is looked at.",
        scope="line",
        quantity=unended_lines,
        settings={"marks": '.?!"'},
        notes="`marks`: the characters that a line may end in; section 2.2 and the reference code (DataTrove adds `'`).",
        english=True,
    ),
    Heuristic(
        "HEU302",
        "c4-short-line",
        "Find a line that C4's filter drops because it has too few words.",
        C4,
        SECTION,
        "too few words, {observed} of at least {limit}",
        about="C4 keeps lines of at least three words in the first version of its paper and in DataTrove, of five in the last version and in the code that made the data set. Lines without an end mark are dropped before: HEU301 has those.",
        bad="Closed today.\nThe ferry leaves at seven in the morning.",
        good="The ferry leaves.\nIt comes back at noon.",
        misses="Lines of languages that are written without spaces, which have one word each.",
        scope="line",
        quantity=short_lines,
        settings=KEEPING,
        notes="`min_words`: words between white space; DataTrove has 3, the code that made C4 5. `marks`: as for HEU301.",
        english=True,
    ),
    Heuristic(
        "HEU303",
        "c4-notice-line",
        "Find a line that C4's filter drops as a notice about Javascript, cookies, privacy or terms of use.",
        C4,
        SECTION,
        "it has “{phrase}”",
        about='C4 drops every line with the word Javascript, since "please enable Javascript" is on many pages, and lines with `terms of use`, `privacy policy`, `cookie policy`, `uses cookies`, `use of cookies` or `use cookies` (its code). An article about any of them loses its lines too. Lines without an end mark, or too short, are dropped before: HEU301 and HEU302.',
        bad="The old timetable was drawn by hand, the new one needs Javascript.",
        good="The old timetable was drawn by hand, the new one needs a browser.",
        misses="Notices in other words or other languages: BOI101 knows more of them.",
        scope="line",
        quantity=notice_lines,
        settings=KEEPING,
        notes=KEEPING_NOTE,
    ),
    Heuristic(
        "HEU304",
        "c4-curly-bracket",
        "Find a document that C4's filter drops because it contains a curly bracket.",
        C4,
        SECTION,
        "lines with a curly bracket: {observed}, none is allowed",
        about="C4 drops a page with `{`, since it occurs in code and hardly ever in text. As in its code, only lines that the earlier checks keep are looked at: those that end in an end mark and have three words and more.",
        bad="The template says {name} where the name of the guest should be.",
        good="The template says (name) where the name of the guest should be.\nif (ready) { start() }",
        misses="Code without curly brackets.",
        limits=(Limit("", 0, curly_brackets),),
        settings=KEEPING,
        notes=KEEPING_NOTE,
        show=whole,
    ),
    Heuristic(
        "HEU305",
        "c4-lorem-ipsum",
        "Find a document that C4's filter drops because it contains the printers' filler text.",
        C4,
        SECTION,
        "lines with “lorem ipsum”: {observed}, none is allowed",
        about='C4 drops a page with the phrase "lorem ipsum". As in its code, only lines that the earlier checks keep are looked at: those that end in an end mark and have three words and more.',
        bad="Under every picture somebody had typed the words “lorem ipsum” again.",
        good="Under every picture it says what can be seen in it.",
        misses="Filler text that begins elsewhere: `dolor sit amet`.",
        limits=(Limit("", 0, filler_lines),),
        settings=KEEPING,
        notes=KEEPING_NOTE,
        show=whole,
    ),
    Heuristic(
        "HEU306",
        "c4-few-sentences",
        "Find a document that C4's filter drops because hardly any sentence is left in the lines that it keeps.",
        C4,
        SECTION,
        "too few sentences in the lines that it keeps, {observed} of at least {limit}",
        about="C4 keeps pages with at least five sentences in the first version of its paper and in DataTrove, with three in the last version and in the code that made the data set, counted after lines without an end mark, short lines and notices are removed.",
        bad="The ferry leaves at seven. It comes back at noon. The crossing takes an hour. In winter it takes two\nBring a coat.",
        good="The ferry leaves at seven. It comes back at noon. The crossing takes an hour. In winter it takes two. Bring a coat.",
        misses="The filter's own sentence splitter may see one sentence more or less: 4 of 1,959 documents have another verdict (2026-11).",
        limits=(Limit("min_sentences", 5, kept_sentences),),
        settings=KEEPING,
        notes=f"`min_sentences`: DataTrove has 5, the code that made C4 3. {KEEPING_NOTE}",
        show=whole,
        english=True,
        margin=1,  # one sentence short: the filter's own splitter may see it
        near=0.7,
    ),
)
RULES = tuple(criterion.rule() for criterion in CRITERIA)
