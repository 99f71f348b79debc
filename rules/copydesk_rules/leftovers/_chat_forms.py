"""The forms of chat and instruction formats."""

from __future__ import annotations

import functools
import re

from copydesk.columns.batch import Batch
from copydesk_rules.leftovers._forms import Candidate, Form
from copydesk_rules.leftovers._lists import any_of
from copydesk_rules.leftovers._mentions import mentions

_LABELLED = re.compile(r"^[ \t]*[^\W\d_][\w .'’-]{0,24}:(?=\s)", re.MULTILINE)
_DIALOGUE = 0.3  # share of labelled lines from which a text is a dialogue
_FEW = 3  # labelled lines; fewer make no dialogue


def _strike(candidate: Candidate) -> float:
    """`<s>` strikes out in HTML, in pairs; it begins a sequence where a line has one of them."""
    line = candidate.line
    alone = line.count("<s>") + line.count("</s>") == 1
    begins = candidate.match.start() == candidate.line_start
    return 0.9 if alone and (begins or candidate.match.end() == candidate.line_end) else 0.0


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


FORMS = (
    Form(
        "chat token",
        "<",
        r"<\|/?[A-Za-z][\w.-]{1,40}\|>(?:(?:system|user|assistant)\b)?",
        topic="token_talk",
    ),
    Form(
        "chat token",
        "<",
        r"</?(?:start_of_turn|end_of_turn|bos|eos|pad|unk|sep|cls|mask|eot|eos_token|bos_token|tool_call|tool_response|think|thinking|scratchpad|end_of_text|endoftext|fim_\w+|assistant|system_prompt)>(?:(?:user|model)\b)?",
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
