"""Words that stand twice by mistake, and words that are doubled on purpose."""

from __future__ import annotations

import functools

from copydesk.columns.lookup import Lookup

# Function words that hardly ever stand twice in a row in correct text (English: all that did in the
# development news, 2026-11, were
# read; `that`, `had`, `is`, `on`, `up`, `for` and the like were left out, as at least a third of
# their doublings are meant).
_SINGLE = {
    "en": "the a an of to and or with at from into in was were are be been have has his their our my your its this these those which who "
    "when where while if but as than he she they we would could should will may might must does did not about because between before",
    "de": "und mit von für im am ein eine einer eines einem oder aber auch wie bei nach aus dem des zum zur vom durch über dass nicht kann",
    "fr": "le du des un une et à dans pour par sur avec qui est au aux ce son sa ses mais où ont être pas plus",
    "es": "el los las de del que y en por para con un una al como su sus pero más es son",
    "it": "il di del della dei e in per con un una al nel nella dal che sono ha",
    "pt": "o os as de do da dos das em na no e para com um uma que por ao é são",
    "nl": "de een en van op met voor aan te bij ook naar uit maar niet wordt zijn",
    "sv": "och i av för med en ett till är den som inte har från om",
    "da": "og i af for med en et til er den som har fra om",
    "nb": "og i av for med en et til er den som har fra om",
    "pl": "w z i na do od po dla przez oraz jest nie są że",
    "cs": "v z na do že pro od po je jsou jako ale nebo",
    "sk": "v z na do že pre od po je sú ako ale alebo",
    "ru": "и в на с по из для от к но или у о",
    "uk": "і в на з по для від до але або у про",
    "bg": "и в на с по от за към но или",
    "ro": "de și la cu pe în un o din pentru sau este",
    "ca": "el els les de del i a en per amb un una al",
    "hu": "és hogy egy nem is",
    "fi": "ja on ei oli mutta tai",
    "tr": "ve bir ile için de bu",
    "el": "και το τα της του των στο στη με για από",
}
# English words that people do double: emphasis, cries, child's talk, verbs that meet (`what happens
# happens`).
_MEANT = (
    "that had very really so no yes ha ho hey blah la na da tut yuck yada dun poo bla boo bye knock choo chop hear there now never "
    "always far long old big bad good great nice hot cold high low deep dark hard fast slow little tiny huge many much more most too "
    "well way again first fake real happens happened works goes is do did can her you it what on up out off over down by through for "
    "around along back whoa wow oh please wait stop run go come on win lose right left ready thank quite pretty early late love pom cha "
    "tick tock bang night day quack woof chit rah bee mommy daddy mama papa yum gaga boom buy sell drill each one two three new same "
    "super extra ever only just even round sure"
).split()
# `again and again and again` goes on, as do `de plus en plus en`, `y más y más`, `und mehr und
# mehr`.
_LINKS = "and or by after upon to on over in for with from like as en et y e und och og i a à de od do na in op um för".split()


@functools.cache
def doubled_words() -> tuple[dict[str, Lookup], Lookup, Lookup]:
    """Return, by language, the function words that stand alone.

    English words doubled on purpose; words that link a longer repetition.
    """
    single = {language: Lookup.of(listed.split()) for language, listed in _SINGLE.items()}
    return single, Lookup.of(dict.fromkeys(_MEANT)), Lookup.of(dict.fromkeys(_LINKS))
