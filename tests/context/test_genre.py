"""What reads like news and what does not, and that a passage of another genre is found by it."""

from __future__ import annotations

import numpy as np
import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.language import models
from copydesk_rules.context import _genre
from copydesk_rules.context._rank_in_document import Ranked
from copydesk_rules.context._reasons import about
from linting import lint

NEWS = (
    "The council approved the budget on Tuesday, and the mayor said that taxes would not rise next year.",
    "Police arrested two men near the station on Friday after a shopkeeper reported a robbery.",
    "The minister told reporters that the government would appeal against the ruling this week.",
)
OTHERS = (
    "Do not take more than eight tablets in a day, and ask your doctor if you are pregnant.",
    "The function returns a list of strings, or raises an exception if the argument is empty.",
    "This license does not grant permission to use the trade names of the licensor, except as required.",
    "Affected individuals may have short stature, seizures and an intellectual disability.",
)
ARTICLE = (
    "Harwick council delays vote on new school",
    "The Harwick council put off a vote on a new primary school on Monday after parents filled the hall and asked for more time.",
    "The mayor, Ellen Brandt, said the council would meet again in March to vote on the school and on the money for it.",
    '"We want a school that is big enough," Brandt told the parents. "We also want to know what it costs before we vote."',
    "The old school was built for two hundred children, and the council says three hundred will need a place by next autumn.",
    "Parents have asked for a new school since the council closed the one on the hill six years ago, when its roof failed.",
    "The council has set aside four million for the school, but the mayor said on Monday that the costs had risen since then.",
    "A group of parents will meet the mayor next week, and the council expects to vote before the end of the month.",
    "The vote was moved once before, in October, when two members of the council were ill and could not attend.",
)
STRANGER = (
    "Do not stop taking the tablets without asking your doctor, because the symptoms may return"
    " and the dose may need to be reduced slowly."
)


def reads(*sentences: str) -> list[list[float]]:
    value = _genre.genre(Batch([Text(sentence) for sentence in sentences]))
    assert value.shape == (len(sentences), len(_genre.GENRES))
    return [[float(one) for one in row] for row in value]


def test_sentences_read_like_their_genre() -> None:
    news = _genre.GENRES.index("news")
    assert min(row[news] for row in reads(*NEWS)) > max(row[news] for row in reads(*OTHERS))
    most = [_genre.GENRES[int(np.argmax(row))] for row in reads(*NEWS, *OTHERS)]
    assert most == ["news"] * 3 + ["medicine", "technical", "law", "medicine"]


def test_a_very_long_sentence_reads_like_its_beginning() -> None:
    beginning = "council river " * 64
    long, short = reads(f"{beginning}{'mutation gene ' * 500}", beginning)
    assert np.isfinite(long).all()
    assert np.allclose(long, short, atol=1e-6)


def test_words_that_news_never_has_are_unusual_whatever_the_genre() -> None:
    usual = _genre.usual(
        Batch([Text(NEWS[0]), Text("Whisk the batter and simmer the broth gently.")])
    )
    assert usual[0] > usual[1]


def test_a_sentence_reads_alike_alone_and_among_others() -> None:
    together = _genre.genre(Batch([Text(" ".join(NEWS))]))
    assert np.allclose(together, reads(*NEWS))


def test_rows_are_ranked_in_their_own_document() -> None:
    ranked = Ranked.of(np.array([3.0, 1.0, 2.0, 9.0, 4.0, 4.0]), np.array([0, 0, 0, 2, 3, 3]))
    found = ranked.of_rows(np.arange(6))
    assert found.rank.tolist() == [0, 2, 1, 0, 0, 1]
    assert found.median.tolist() == [2.0, 2.0, 2.0, 9.0, 4.0, 4.0]
    assert found.over_others.tolist() == [1.0, -2.0, -1.0, 0.0, 0.0, 0.0]
    assert found.mean.tolist() == [2.0, 2.0, 2.0, 9.0, 4.0, 4.0]


def test_a_card_of_other_tables_is_refused() -> None:
    with pytest.raises(models.ModelMismatch):
        models.check(_genre.FOLDER, ("news", "weights"))


def planted(row: int) -> str:
    lines = list(ARTICLE)
    lines[row] += f" {STRANGER}"
    return "\n\n".join(lines)


@pytest.mark.parametrize("row", [2, 4, 5])
def test_a_sentence_of_another_genre_is_found_and_not_its_paragraph(row: int) -> None:
    found = lint({"a.txt": planted(row)}, codes=("CTX101", "CTX102")).findings
    sure = [finding for finding in found if finding.confidence >= 0.5]
    assert [finding.rule for finding in sure] == ["CTX101"]
    assert sure[0].text.startswith("Do not stop")
    assert "reads unlike the rest (most like a medical text)" in sure[0].message
    assert "the article: council, vote" in sure[0].message


def test_the_article_itself_is_clean() -> None:
    assert not lint({"a.txt": "\n\n".join(ARTICLE)}, codes=("CTX101", "CTX102")).findings


def test_what_an_article_is_about_are_its_most_frequent_words() -> None:
    assert set(about(Batch([Text(planted(3))]), np.array([4]))[0]) <= {
        "school",
        "council",
        "vote",
        "mayor",
    }
