"""Find a phrase that offices use and readers do not.

Such phrases come from press releases: replace them with plain words. Matching ignores case and finds
whole words only.

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
