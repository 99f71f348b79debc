"""Find a phrase that an office says and a reader does not.

Press releases bring them in. Case makes no difference; a phrase counts as whole words only.

## Bad
    The council will leverage the old railway yard going forward.
## Good
    The council will use the old railway yard from now on.
## Misses

Phrases that nobody has listed: add yours to the threshold `phrases`.
"""

from copydesk.language.phrases import phrase_rule

office_phrase = phrase_rule(
    "HOUSE102",
    "office-phrase",
    "an office says “{phrase}”",
    ("going forward", "leverage the", "key stakeholders"),
)
