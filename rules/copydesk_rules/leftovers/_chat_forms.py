"""The forms of chat and instruction formats."""

from __future__ import annotations

import functools
import re

from copydesk.columns.batch import Batch
from copydesk.patterns import late_pattern
from copydesk_rules.leftovers._forms import Candidate, Form
from copydesk_rules.leftovers._lists import any_of
from copydesk_rules.leftovers._mentions import mentions

_LABELLED = late_pattern(r"^[ \t]*[^\W\d_][\w .'’-]{0,24}:(?=\s)", re.MULTILINE)
_ARGUMENT = late_pattern(r"<[a-z][a-z -]{1,20}>")  # what a manual has for a word of its reader
_DIALOGUE = 0.3  # share of labelled lines from which a text is a dialogue
_FEW = 3  # labelled lines, or words in angles; fewer make no dialogue and no manual


def _strike(candidate: Candidate) -> float:
    """`<s>` strikes out in HTML, in pairs; it begins a sequence where a line has one of them."""
    line = candidate.line
    alone = line.count("<s>") + line.count("</s>") == 1
    begins = candidate.match.start() == candidate.line_start
    return 0.9 if alone and (begins or candidate.match.end() == candidate.line_end) else 0.0


def _word(candidate: Candidate) -> float:
    """`<sep>` is a placeholder where other words stand in such brackets."""
    _, start, end = candidate.mentions.document(candidate.match.start())
    others = set(_ARGUMENT.findall(candidate.batch.text, start, end)) - {candidate.match[0]}
    return 0.9 if len(others) < _FEW else 0.0


def _turn(candidate: Candidate) -> float:
    """A heading of an instruction format fills its line, in a text without others of its form."""
    return 0.9 if candidate.match.start() == candidate.line_start and candidate.alone else 0.0


def in_dialogue(batch: Batch, at: int) -> bool:
    """Tell whether many lines of the document at an offset begin with a label, as in plays."""
    _, start, end = batch.derive(mentions).document(at)
    text = batch.text[start:end]
    labelled = sum(1 for _ in _LABELLED.finditer(text))
    filled = sum(1 for line in text.split("\n") if line.strip())
    return labelled > _FEW and labelled >= _DIALOGUE * filled


@functools.cache
def turn_words() -> str:
    """Return a group that matches what instruction formats call their parts, in all languages."""
    return any_of("turns")


# What stands between `<|` and `|>`: one of these, or several words joined; a name is that of one
# who chats.
_TOKENS = (
    r"(?:endoftext|endofprompt|startoftext|system|user|assistant|human|bot|model|tool|observation|end|start"
    r"|message|channel|return|call|think|pad|bos|eos|sep|cls|unk|mask|[A-Za-z]\w*_\w+)"
)
FORMS = (
    Form(
        "chat token",
        "<",
        rf"<\|/?{_TOKENS}\|>(?:(?:system|user|assistant)\b)?",
        topic="token_talk",
    ),
    Form(
        "chat token",
        "<",
        r"</?(?:start_of_turn|end_of_turn|eos_token|bos_token|tool_call|tool_response|end_of_text|endoftext|fim_\w+|system_prompt)>(?:(?:user|model)\b)?",
        topic="token_talk",
    ),
    Form(
        "chat token",
        "<",
        r"</?(?:bos|eos|pad|unk|sep|cls|mask|eot|think|thinking|scratchpad|assistant)>",
        _word,
        topic="token_talk",
    ),
    Form("chat token", "<", r"<</?SYS>>", topic="token_talk"),
    Form(
        "chat token",
        "[",
        r"\[/?(?:INST|SYS|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|CLS|SEP|PAD|MASK|UNK|BOS|EOS|gMASK)\]",
        topic="token_talk",
    ),
    Form("chat token", "<", r"</?s>", _strike),
    Form(
        "heading of an instruction format",
        "#",
        rf"#{{2,4}} ?{turn_words()} ?[:：]",
        _turn,
        re.IGNORECASE,
        topic="token_talk",
    ),
)
