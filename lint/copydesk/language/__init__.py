"""What rule families share of language: frequencies, names, terms, phrases, decision trees.

A language is a folder, `language/xx/` (ISO 639-1 code). Every file in it may be missing; a list
that a folder holds is used by every rule that asks for lists of that name, so adding a language
touches one folder. Lists are read by `copydesk.word_lists`: one entry a line, `#` for source and
reason.

- `language.toml`: `name` in English, `script`, `neighbours` that one block cannot tell it from, how
  many `words` its frequency list has, and what share its 120 commonest words (`stop_words`) make up
  of running text, where that is less than in English.
- `words.npy`: the frequency list, built by `tools/build_lexicon.py`.
- `function_words.txt`: the commonest function words. Rare in menus, and the only means by which a
  language without a frequency list is known.
- `abbreviations.txt`: a full stop after these never ends a sentence.
- `abbreviations_final.txt`: ... may end one, where a sentence starter follows.
- `abbreviations_inner.txt`: ... stands inside a sentence, in notes and dictionaries, where the
  order of words is judged; `abbreviations.txt` would leave out too many sentences there.
- `sentence_starters.txt`: words that begin sentences and no names, after an abbreviation.
- `seam_starters.txt`: ... after a missing space, with more verbs and pronouns;
  `seam_starters_safe.txt`: those of them that are no part of names either.
- `months.txt`, `month_abbreviations.txt`, `weekdays.txt`, `weekday_abbreviations.txt`;
  `dateline_words.txt`: what a dateline holds besides.
- `number_words.txt`: numbers in words, ordinals too, by which statements of one form differ.
- `letters.txt`: letters beyond ASCII, one a line.
- `never_doubled.txt`: function words that stand twice in a row by mistake only; `doubled.txt`:
  words doubled on purpose: in a language that has it other common words count, too; `links.txt`:
  words by which a repetition goes on (again and again); `loop_links.txt`: ... at any length (day
  after day after day); `doubled_at_most.txt`: words that stand twice, but not three times;
  `doubled_pronouns.txt`: function words that are pronouns, too, and stand beside themselves behind
  a comma; `particle_verbs.txt`: verbs whose particle may stand before the same word.
- `polite_pronouns.txt`: function words that have a capital inside sentences, as a polite address.
- `glued_strong.txt`: function words that are no part of other words, so that a word which holds one
  is glued; `glued_weak.txt`: those that are, and need company.
- `compound_starts.txt`, `compound_ends.txt`: prefixes, inflections, clitics and parts of compounds
  that are words, too, or look like them: no word is glued because it begins or ends so.
- English alone: `joining_words.txt`, `speech_verbs.txt`, `speech_verbs_inverted.txt`,
  `famous_names.txt`, `bodies.txt`, `places.txt`: how names of persons are known.
"""

from pathlib import Path

FOLDER = Path(__file__).parent  # holds a folder for each language
TABLES = FOLDER / "tables"  # what is shipped for all languages together, built by `tools/`
