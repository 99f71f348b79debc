"""Know event nouns (launch, clash,
ruling) and the words that may have told of the event before, so that a mention can be traced back.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Hashes, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary, hash_word
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import distinct, expand


@dataclass(frozen=True, slots=True)
class Family:
    """An event: the nouns that refer back to it, and the words (bare forms.

    Endings are added) that may have told of it before.
    """

    nouns: str
    told: str


# Words that tell of violence of any kind: news calls one event an attack, a shooting, a killing and
# a tragedy in turn.
_VIOLENCE = (
    "attack assault bomb bombing bomber explode explosion blast detonate shoot shot shooting shooter gunman gunmen gunfire gun fire kill "
    "killing killer massacre murder slay slain stab knife dead death die died deadly victim wound injure injury hurt ambush raid strike "
    "struck airstrike drone militant terror terrorist terrorism extremist suicide hostage hijack grenade rocket missile shell shelling "
    "storm target violence violent hit ram behead slaughter poison torch arson hack breach loot invade offensive rampage assassinate "
    "rape rapist assailant beat beating punch tragedy war combat crime atrocity vandal bite onslaught lash slam accuse criticise "
    "criticize"
)
_STRIFE = (
    "clash clashes fight fighting fought fighter battle skirmish riot rioter brawl scuffle melee unrest violence violent violently "
    "confront confrontation conflict protest protester demonstrate demonstration demonstrator rally march mob attack assault kill shoot "
    "shot gunfire firefight shell shelling bomb bombardment militant militia rebel insurgent offensive troops soldier tear rubber stone "
    "rock hurl threw throw looting loot uprising crackdown police face-off standoff feud row dispute argue argument quarrel spar "
    "exchange disagree rift spat tension differ collide"
)

# Each group is one kind of event that news names by many words; `told` is wide on purpose, because
# a false alarm costs more than a miss.
FAMILIES = (
    Family("clash clashes skirmish scuffle riot brawl melee", _STRIFE),
    Family(
        "attack bombing shooting explosion blast massacre stabbing ambush assault raid airstrike",
        _VIOLENCE,
    ),
    # "test" and "release" too: a missile test is a launch, and so is a product's first day.
    Family(
        "launch liftoff",
        "launch rocket missile satellite spacecraft capsule shuttle icbm projectile fire firing fired liftoff blast orbit test debut "
        "unveil introduce introduction release rollout roll inaugurate start begin began open opening campaign bid announce sell sale "
        "product",
    ),
    Family(
        "protest demonstration rally march sit-in walkout",
        "protest protester demonstrate demonstration demonstrator rally march marcher crowd mob riot unrest uprising strike striker sit "
        "walkout boycott picket activist activism gather gathering chant occupy blockade camp encampment street movement outrage parade "
        "opposition oppose event uprising supporter speech",
    ),
    Family(
        "strike walkout stoppage",
        "strike striker walkout union worker picket stoppage labour labor airstrike bomb bombing drone missile attack raid target hit "
        "jet warplane industrial employee teacher nurse staff protest kill military force",
    ),
    Family(
        "ruling verdict judgment acquittal conviction",
        "rule ruling verdict judge judgment judgement justice court jury juror trial convict conviction acquit acquittal sentence guilty "
        "decide decision order appeal overturn uphold upheld injunction panel tribunal case lawsuit magistrate charge find found opinion "
        "belief believe firm",
    ),
    Family(
        "ban embargo blockade moratorium prohibition",
        "ban bar prohibit prohibition forbid forbidden forbade outlaw block halt sanction embargo blockade suspend suspension moratorium "
        "restrict restriction boycott limit freeze order illegal prevent bill law legislation measure policy rule stop pause end exclude "
        "exclusion require seize cut sever cordon",
    ),
    Family(
        "crash collision derailment wreck",
        "crash collide collision derail derailment accident wreck wreckage plane aircraft airliner jet flight car train bus truck lorry "
        "helicopter pilot driver drive vehicle van motorcycle hit struck slam plunge market stock economy financial recession meltdown "
        "website site ship boat ferry bicycle cyclist",
    ),
    Family(
        "earthquake quake tsunami landslide eruption tremor",
        "earthquake quake tsunami landslide mudslide eruption erupt volcano volcanic tremor magnitude seismic shake shook disaster "
        "aftershock epicentre epicenter richter flood avalanche rain collapse bury temblor",
    ),
    Family(
        "arrest arrests detention",
        "arrest detain detention detainee custody police officer charge jail prison apprehend seize nab capture suspect accuse bust raid "
        "handcuff imprison round raid sting held hold catch caught prosecute indict sheriff deport immigration",
    ),
    Family(
        "resignation ouster dismissal departure",
        "resign resignation quit step stepped leave left leaving fire fired firing oust ouster dismiss dismissal depart departure sack "
        "remove removal exit retire retirement replace replacement successor impeach force forced out topple coup overthrow fall fell "
        "drop terminate toss reject reshuffle go going went gone flight plane shift",
    ),
    Family(
        "merger takeover acquisition",
        "merge merger takeover acquire acquisition buy buyer bought buyout purchase deal bid offer sell sold sale combine combination "
        "transaction stake tie-up take taking took seize occupy occupation coup control overtake",
    ),
    Family(
        "ceasefire truce armistice",
        "ceasefire cease truce armistice peace pause halt hostility deal agreement accord pact treaty agree fighting negotiate",
    ),
    Family(
        "evacuation rescue",
        "evacuate evacuation evacuee rescue rescuer save flee fled leave left shelter airlift escape trap trapped bail bailout help "
        "stranded survivor free freed",
    ),
    Family(
        "study survey poll",
        "study survey poll pollster report research researcher analysis analyse analyze data paper publish percent percentage respondent "
        "sample author university institute scientist finding voter interview question publication journal professor lead figure "
        "statistics compare review scholar gallup rating majority answer ask test experiment examine ballot elect election vote primary",
    ),
    Family(
        "lawsuit",
        "lawsuit suit sue complaint complain file court plaintiff claim claimant legal attorney lawyer litigation action case judge "
        "petition allege allegation accuse petitioner justice law challenge appeal sign signature regulator commission grievance class",
    ),
    Family(
        "bill legislation amendment",
        "bill legislation legislature legislator legislate law lawmaker amendment amend congress senate senator house parliament vote "
        "measure act proposal propose sponsor republican democrat committee repeal reform representative assembly draft regulation rule "
        "statute constitution constitutional provision clause ordinance council budget tax money veto debt package stimulus plan policy "
        "resolution",
    ),
    Family(
        "trial hearing inquest",
        "trial try hearing hear inquest court judge jury testify testimony prosecute prosecutor defendant witness case charge inquiry "
        "panel committee question plea plead guilty convict indict acquit sentence lawyer attorney patient drug vaccine dose treatment "
        "doctor clinical clinic study test placebo medicine medical coroner confirm confirmation nominee impeach impeachment subpoena",
    ),
    Family(
        "summit visit",
        "summit visit visitor trip tour travel meet meeting met talk gather gathering conference leader arrive arrival fly flew went go "
        "going delegation host journey stop guest welcome session forum group peak mountain vacation holiday tourist welcome come came "
        "attend",
    ),
    Family(
        "hurricane cyclone typhoon flood blizzard",
        "storm hurricane cyclone typhoon tornado flood flooding rain wind weather snow blizzard disaster forecaster forecast surge "
        "landfall tropical category gust winter climate levee water river damage criticism controversy outrage scandal",
    ),
    Family(
        "outbreak epidemic",
        "outbreak epidemic pandemic virus viral disease infect infection infectious contagious flu influenza ebola covid coronavirus "
        "cholera measles zika health patient case spread vaccine quarantine hospital doctor illness sick fever malaria hiv aids opioid "
        "drug overdose addict lockdown reopen bacteria salmonella contaminate",
    ),
    Family(
        "wildfire blaze inferno",
        "wildfire fire blaze inferno burn burned burnt flame smoke firefighter arson ignite torch heat acre evacuate forest",
    ),
    Family(
        "vote referendum runoff",
        "vote voter voting ballot referendum election elect electoral electorate poll polling candidate campaign primary caucus runoff "
        "senate senator house congress parliament lawmaker committee chamber amendment bill measure resolution party majority council "
        "nominate nominee nomination delegate cloture filibuster convention seat motion pass legislation lost won win confirm board",
    ),
    Family(
        "calculation miscalculation",
        "calculate calculation calculus miscalculate miscalculation reckon estimate number figure math compute add sum formula percent "
        "believe belief think thought assume assumption bet gamble strategy judge judgment consider decide decision expect hope worry "
        "fear",
    ),
)

_ENDINGS = ("", "s", "es", "d", "ed", "ing", "ings", "er", "ers")


def _forms(word: str) -> list[str]:
    """Return a word with the endings of English verbs and nouns, whether or not they exist."""
    forms = [word + ending for ending in _ENDINGS]
    if word.endswith("e"):
        forms += [word[:-1] + "ing", word[:-1] + "ings"]
    if word.endswith("y"):
        forms += [word[:-1] + "ies", word[:-1] + "ied"]
    if len(word) > 2 and word[-1] not in "aeiouwxy" and word[-2] in "aeiou":
        forms += [word + word[-1] + ending for ending in ("ed", "ing", "er", "ers")]
    return forms


@functools.cache
def _nouns() -> tuple[Lookup, Hashes]:
    """Return the nouns, and a bit set of families a row (bit k: FAMILIES[k])."""
    return _table(
        [
            [form for word in _whole(family.nouns) for form in (word, word + "s")]
            for family in FAMILIES
        ]
    )


@functools.cache
def _telling() -> tuple[Lookup, Hashes]:
    """Return the words that tell of an event in all their forms,
    and a bit set of families a row: 12,000, made when a noun needs them.
    """
    return _table(
        [
            [form for word in _whole(f"{family.nouns} {family.told}") for form in _forms(word)]
            for family in FAMILIES
        ]
    )


def _whole(text: str) -> list[str]:
    return [
        word for word in text.split() if "-" not in word
    ]  # the halves alone ("face", "off") tell of nothing


def _table(families: list[list[str]]) -> tuple[Lookup, Hashes]:
    bits: dict[str, int] = {}
    for number, words in enumerate(families):
        for word in words:
            bits[word] = bits.get(word, 0) | 1 << number
    hashes = hash_vocabulary(tuple(bits))
    lookup = Lookup(hashes)
    mask = np.zeros(lookup.hashes.size - 1, np.uint64)
    mask[lookup.rows(hashes)] = np.array(list(bits.values()), np.uint64)
    return lookup, mask


def event_nouns(batch: Batch, rows: Ints) -> Hashes:
    """Return the families each word's noun may refer to, a bit set a word.

    0 where it is no event noun.
    """
    nouns, mask = _nouns()
    return nouns.values(mask, batch.words.hash[rows], 0)


def told_before(batch: Batch, rows: Ints, families: Hashes, first: Ints) -> Mask:
    """Return for which nouns (rows of the word table) a word of their family stands at or after
    word `first` and before them.
    """
    found = np.zeros(rows.size, np.bool_)
    if not rows.size:
        return found
    told, mask = _telling()
    begin, end = (
        edges[distinct(batch.document_of_word[rows])]
        for edges in batch.words_between(batch.document_start, batch.document_end)
    )
    at = expand(begin, end - begin)[1]
    bits = told.values(mask, batch.words.hash.take(at), 0)
    bits[
        batch.words.capital.take(at) & (batch.words.hash.take(at) == np.uint64(hash_word("march")))
    ] = 0  # the month
    named = np.flatnonzero(bits & np.bitwise_or.reduce(families))
    at, bits = at[named], bits[named]
    for family in _members(families):
        chosen = np.flatnonzero(families & family)
        own = at[np.flatnonzero(bits & family)]
        last = np.searchsorted(own, rows[chosen]) - 1
        if own.size:
            found[chosen] |= (last >= 0) & (own.take(last, mode="clip") >= first[chosen])
    return found


def _members(families: Hashes) -> list[np.uint64]:
    """Return the families, a bit each, that stand in any of some sets."""
    together = int(np.bitwise_or.reduce(families))
    return [np.uint64(1 << number) for number in range(len(FAMILIES)) if together >> number & 1]
