"""Know the paragraphs in which a site asks its readers for money, a subscription or loyalty.

Well-formed prose, but not the article.

A block scores for what it asks, for what such paragraphs plead with, and for speaking of `us` to
`you`; attribution counts against it, and a block with quotation marks is none, since articles
report such words too. A block that scores high begins an appeal; blocks close by need less.
"""

from __future__ import annotations

import functools
import itertools
import re

import numpy as np

from copydesk.columns.batch import Batch, Text
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Floats, Mask
from copydesk.columns.lookup import Lookup
from copydesk.language.phrases import Phrases
from copydesk_rules.page._boilerplate import APPEAL, anchored, split_phrases, words_of

_LONGEST = 1500  # characters; fund-raising paragraphs are shorter
_QUOTED = re.compile(
    '["\u201c\u201e]'
)  # words between double quotation marks are someone else's, reported
# blocks from an appeal in which half-hearted ones belong to it, and the most that may lie between
# two
_CLOSE = 2

# What is asked: two points. Every subject with every verb, as fund-raisers combine them.
_GIFTS = tuple(
    f"your {gift}"
    for gift in "support donation contribution gift subscription membership generosity help".split()
)
_DEEDS = """
help | helps | helps us | allows | enables | makes | will help | ensures | means | keeps | powers | funds | can help | matters | goes |
today | sustains | is tax-deductible | is tax deductible | will make | is vital | is essential | is needed | is critical | counts
"""
_ASKS = """
support our journalism | support our work | support our reporting | support our newsroom | support our mission | support our reporters |
support our journalists | support this work | support independent journalism | support independent news | support independent media |
support local journalism | support local news | support quality journalism | support nonprofit journalism | support investigative
journalism | support public radio | support public media | support this journalism | help support our | help us continue | help us keep |
help us reach | help us raise | help fund our | fund our journalism | make a donation | make a contribution | make a gift | make a
tax-deductible | make a one-time | make a monthly | donate now | donate today | donate here | donate to us | please donate | please give |
please support | please consider | give today | chip in | consider making a | consider supporting us | consider supporting our | consider
donating | consider becoming a | consider subscribing | consider a donation | consider contributing | become a member | become a
subscriber | become a supporter | become a patron | become a sustaining | become a monthly | become a digital subscriber | sign up as a
supporter | join us as a member | subscribe now | subscribe today | subscribe for | subscribe to our | subscribe to continue | subscribe
to read | subscribe and get | subscribe and save | start your free trial | start your subscription | start a free trial | try it free | to
continue reading | to keep reading | get unlimited access | get full access | we need your help | we need your support | we rely on your |
we rely on readers | we depend on readers | we depend on your | we're asking you | we are asking you | we ask you to | we ask for your
support | we have a favour to ask | we have a favor to ask | we have a small favour | a small favor to ask | funded by readers | supported
by readers | supported by our readers | from readers like you | by readers like you | of readers like you | support from readers | support
of our readers | readers who support us | unterstützen sie uns | unterstützen sie unsere | unterstützen sie unabhängigen | unterstützen
sie die | unterstütze uns | unterstütze unsere | ihre spende | ihre unterstützung | deine spende | deine unterstützung | jetzt spenden |
spenden sie | jetzt abonnieren | jetzt abo abschließen | jetzt testen | jetzt gratis testen | jetzt mitglied werden | werden sie mitglied
| werde mitglied | werden sie unterstützer | faites un don | faire un don | soutenez-nous | soutenez notre | soutenez un journalisme |
soutenez l'information | votre soutien | votre don | abonnez-vous | rejoignez nos abonnés | nous avons besoin de vous | haz una donación |
haz tu donación | hazte socio | hazte socia | apoya el periodismo | apoya nuestro | tu apoyo | tu donación | suscríbete | te necesitamos |
fai una donazione | sostieni il nostro | sostienici | il tuo sostegno | il vostro sostegno | la tua donazione | abbonati | diventa socio |
diventa sostenitore | steun ons | steun onze | uw steun | jouw steun | word lid | word donateur | doneer nu | neem een abonnement | apoie
o nosso | apoie o jornalismo | seu apoio | sua doação | faça uma doação | assine já | assine agora | assine e tenha | torne-se assinante |
torne-se membro
"""
# What is pleaded with or offered: one point.
_PLEAS = """
quality journalism | independent journalism | trusted journalism | fearless journalism | fact-based journalism | public-interest
journalism | our journalism | our reporting | our newsroom | our reporters | our journalists | our readers | our members | our subscribers
| our supporters | our mission | our independence | our podcast | our newsletter | our app | reader-supported | reader-funded | reader
supported | reader funded | listener-supported | nonprofit newsroom | non-profit newsroom | paywall | paywalls | behind a paywall | free
for everyone | free to read | free for all | free of charge to read | open to all | available to everyone | accessible to everyone | as
little as | less than the price of | the price of a coffee | per month | a month | per week | a week for | first month | cancel anytime |
cancel at any time | cancel any time | special offer | introductory offer | limited time offer | subscriber-only | subscribers only |
exclusive access | unlimited access | ad-free | tax-deductible | those who can afford | if you value | if you appreciate | if you like
what you | if you believe in | every contribution | every donation | every dollar | every little helps | however big or small | big or
small | no matter the size | any amount | thank you for your support | thank you for reading | thanks for reading | thank you for being |
makes all the difference | make a difference | now more than ever | more than ever | keep our | keep this | keep us |
keeps us | on the ground | hold power to account | holding the powerful | hold the powerful | speak truth to power | corporate interests |
no shareholders | billionaire owner | independent of | trusted by | award-winning | in your inbox | delivered to your | sign up |
subscription | subscribe | donate | donation | donations | unabhängiger journalismus | unabhängigen journalismus | unsere journalistische
arbeit | unsere redaktion | unsere leser | unsere leserinnen | monatlich kündbar | jederzeit kündbar | werbefrei | kostenlos lesen | pro
monat | journalisme indépendant | notre rédaction | nos lecteurs | sans publicité | sans engagement | par mois | périodisme independiente
| periodismo independiente | nuestros lectores | nuestros suscriptores | al mes | giornalismo indipendente | i nostri lettori | al mese |
onafhankelijke journalistiek | onze lezers | per maand | jornalismo independente | nossos leitores | por mês
"""
_WE = """
we us our ours we're we've we'll wir uns unsere unseren unserer unser nous notre nos nosotros nuestro nuestra nuestros noi nostro nostra
nostri wij ons onze nós nosso nossa
"""
_YOU = """
you your you're you've yours ihre ihren ihrer ihnen deine dich dir vous votre vos tu te usted sus tuo tua vostro vostra jouw uw je você
seu sua
"""
_REPORTED = """
said says told added tweeted wrote according spokesman spokeswoman spokesperson senator campaign sagte teilte déclaré dijo afirmó detto
disse zei
"""


@functools.cache
def _phrases() -> tuple[Phrases, Floats]:
    asks = [
        f"{gift} {deed}" for gift, deed in itertools.product(_GIFTS, split_phrases(_DEEDS))
    ] + split_phrases(_ASKS)
    phrases = Phrases([*asks, *split_phrases(_PLEAS)])
    asked = set(asks)
    return phrases, np.array([2.0 if phrase in asked else 1.0 for phrase in phrases.phrases])


@functools.cache
def _vocabulary() -> tuple[Lookup, Lookup, Lookup, Lookup]:
    we, you, reported = (
        Lookup.of(dict.fromkeys(words.split())) for words in (_WE, _YOU, _REPORTED)
    )
    return Lookup.of(dict.fromkeys([*_WE.split(), *_YOU.split()])), we, you, reported


def appeal_scores(batch: Batch) -> Floats:
    """Return how much each block pleads; shape (blocks,); for `batch.derive`."""
    blocks, (persons, we, you, reported) = batch.blocks, _vocabulary()
    points = np.zeros(len(blocks))
    free = (
        (blocks.end - blocks.start <= _LONGEST) & (blocks.kind != BlockKind.HEADING) & blocks.prose
    )
    rows = np.flatnonzero(free & (batch.derive(anchored) & APPEAL > 0))
    word, owner, _ = words_of(batch, rows)
    addressed = (
        np.bincount(owner[persons.has(batch.words.hash.take(word))], minlength=rows.size) > 0
    )
    rows = rows[addressed]
    spans = zip(rows.tolist(), blocks.start[rows].tolist(), blocks.end[rows].tolist(), strict=True)
    cut = [
        (row, text)
        for row, start, end in spans
        if not _QUOTED.search(text := batch.slice(start, end))
    ]
    if not cut:
        return points
    rows, texts = np.array([row for row, _ in cut]), [text for _, text in cut]
    part = Batch([Text(text) for text in texts])
    phrases, worth = _phrases()
    number, start, _ = phrases.find(part)
    where = np.searchsorted(part.document_start, start, side="right") - 1
    _, once = np.unique(
        where * len(phrases.phrases) + number, return_index=True
    )  # a phrase counts once
    score = np.bincount(where[once], worth[number[once]], minlength=rows.size).astype(np.float64)
    word, owner, _ = words_of(batch, rows)
    hashes = batch.words.hash.take(word)

    def has(words: Lookup) -> Mask:
        return np.bincount(owner[words.has(hashes)], minlength=rows.size) > 0

    points[rows] = score + 1.0 * (has(we) & has(you)) - 2.0 * has(reported)
    return points


def appeals(batch: Batch, least: float, beside: float) -> Mask:
    """Return the blocks that belong to an appeal.

    `least` points, or `beside` points close to one, or what lies between two.
    """
    points, blocks = batch.derive(appeal_scores), batch.blocks
    sure = points >= least
    marked = sure.copy()
    for row in np.flatnonzero(sure).tolist():
        for other in range(max(row - _CLOSE, 0), min(row + _CLOSE + 1, len(blocks))):
            marked[other] |= (points[other] >= beside) and blocks.document_of[
                other
            ] == blocks.document_of[row]
    rows = np.flatnonzero(marked)
    for before, after in itertools.pairwise(rows.tolist()):
        if (
            1 < after - before <= _CLOSE + 1
            and blocks.document_of[before] == blocks.document_of[after]
        ):
            between = slice(before + 1, after)
            marked[between] |= bool(_speaks(batch, before + 1, after).all())
    return marked


def _speaks(batch: Batch, first: int, end: int) -> Mask:
    """Return which of some blocks speak of `us` or to `you`."""
    persons, _, _, _ = _vocabulary()
    starts, ends = (side[first:end].tolist() for side in batch.block_words)
    return np.array(
        [persons.has(batch.words.hash[a:b]).any() for a, b in zip(starts, ends, strict=True)]
    )
