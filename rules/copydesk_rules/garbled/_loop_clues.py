"""Judge a run of words that repeats itself: a loop, or a repetition that a writer meant."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Hashes
from copydesk.language.evidence import Clue
from copydesk.language.lexicon import english_zipf, language_of_documents
from copydesk_rules.garbled._lists import hashes_of_language, language_hashes, words_of_language
from copydesk_rules.garbled._loops import ENDLESS, Gap, Loop

_COMMON = 3.0  # Zipf frequency of an English word that nobody repeats three times without a comma
_LETTERS = 4  # of such a word
_SENTENCE = 4  # words of a sentence
NEVER_DOUBLED = "function word that is never doubled"  # so that two of it are a fault
SAID_THRICE = "common word three times, in the middle of a sentence"
_NAMES = 4  # rounds from which names are no longer a list of names: `Duran Duran Duran`


class Limits(Struct, frozen=True):
    """How often a phrase behind commas, and a single word, must be repeated."""

    paused: int
    word: int


class LoopView(Struct, frozen=True, dict=True):
    """A loop with its words and its document."""

    batch: Batch
    limits: Limits
    loop: Loop

    @property
    def phrase(self) -> slice:
        """The rows of the words of its first round."""
        return slice(self.loop.first, self.loop.first + self.loop.period)

    @cached_property
    def hashes(self) -> Hashes:
        """The hashes of the words of the phrase."""
        return self.batch.words.hash[self.phrase]

    @property
    def language(self) -> str:
        """The language of the document, "" where it is not clear."""
        document = int(self.batch.document_of_word[self.loop.first])
        return self.batch.derive(language_of_documents)[document]

    @property
    def names_or_numbers(self) -> bool:
        """No word is in small letters: names, numbers, cells of a table; names four times count."""
        words = self.batch.words
        capital, number = words.capital[self.phrase], words.number[self.phrase]
        if (~capital & ~number & (words.length[self.phrase] > 1)).any():
            return False
        return not (capital.any() and self.loop.period > 1 and self.loop.times >= _NAMES)

    @property
    def meant(self) -> bool:
        """All words are words that people double."""
        doubled = hashes_of_language(self.language or "en", "doubled")
        return all(int(word) in doubled for word in self.hashes)

    @property
    def linked(self) -> bool:
        """The phrase is linked to itself: `again and again and again`, `day after day after`."""
        return any(int(word) in language_hashes("loop_links") for word in self.hashes[[0, -1]])

    @property
    def bare(self) -> bool:
        """Nothing but a space lies between its rounds."""
        return self.loop.gap == Gap.BARE

    @property
    def endless_sentence(self) -> bool:
        """It is a sentence of some words, said so often that it is no refrain."""
        last = int(self.batch.words.end[self.phrase.stop - 1])
        marked = self.batch.classes.take(last, mode="clip") == ch.TERMINAL
        return bool(marked and self.loop.period >= _SENTENCE and self.loop.times >= ENDLESS)

    @property
    def never_doubled(self) -> bool:
        """The word is a function word that hardly ever stands twice in its language."""
        listed = words_of_language(self.language, "never_doubled")
        return listed is not None and bool(listed.has(self.hashes)[0])

    @property
    def goes_on(self) -> bool:
        """Its sentence goes on with another word: `und und und` at the end of one is an idiom."""
        classes, end = self.batch.classes, int(self.batch.words.end[self.loop.end - 1])
        return end + 1 < classes.size and classes[end] == ch.SPACE and classes[end + 1] <= ch.JOINER

    @property
    def edged(self) -> bool:
        """Its first or last word is a function word that hardly ever stands twice."""
        listed = words_of_language(self.language, "never_doubled")
        return listed is not None and bool(listed.has(self.hashes[[0, -1]]).any())

    @property
    def common_english(self) -> bool:
        """The word is a common English one, or one that stands twice at most."""
        if self.language != "en":
            return False
        long = self.batch.words.length[self.loop.first] >= _LETTERS
        common = self.batch.derive(english_zipf)[self.loop.first] >= _COMMON
        return bool(long and common) or int(self.hashes[0]) in language_hashes("doubled_at_most")


_DOUBTS: tuple[Clue[LoopView], ...] = (
    Clue(
        "sentences or lines",
        0.0,
        lambda view: view.loop.gap == Gap.BROKEN and not view.endless_sentence,
    ),
    Clue("names, numbers or cells of a table", 0.0, lambda view: view.names_or_numbers),
)
WORD: tuple[Clue[LoopView], ...] = (
    *_DOUBTS,
    Clue("behind commas", 0.0, lambda view: not view.bare),
    Clue("word doubled on purpose", 0.0, lambda view: view.meant),
    Clue("word repeated often", 0.8, lambda view: view.loop.times >= view.limits.word),
    Clue(NEVER_DOUBLED, 0.85, lambda view: view.never_doubled and view.goes_on),
    Clue("function word", 0.75, lambda view: view.never_doubled),
    Clue(SAID_THRICE, 0.65, lambda view: view.common_english and view.goes_on and view.bare),
    Clue("common word", 0.6, lambda view: view.common_english),
)
PHRASE: tuple[Clue[LoopView], ...] = (
    *_DOUBTS,
    Clue("phrase repeated often", 0.9, lambda view: view.loop.times >= view.limits.paused),
    Clue(
        "phrase with a function word at its edge that runs on",  # `in part in part in part`
        0.8,
        lambda view: (
            view.bare and view.edged and view.goes_on and not view.meant and not view.linked
        ),
    ),
    Clue(
        "phrase that runs on",
        0.7,
        lambda view: (
            view.loop.times < view.limits.paused
            and view.bare
            and not view.meant
            and not view.linked
        ),
    ),
)
