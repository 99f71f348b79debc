"""Tell the languages of Europe's and the world's alphabets that have no word list.

A text in one of them is never judged.

To a frequency list of another language, Irish or Latin is all unknown words. A few dozen function
words of each make up a quarter or more of its running text, and no other language has more than a
few of them.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk_rules.garbled._words import SegmentWords

# The commonest function words of each, without those of one letter or of many languages.
_WORDS = {
    "cy": "yn yr ar oedd mae ac bod wedi gan fod hefyd eu mewn roedd sy yw am ei ni nid fel ond hyn hwn oherwydd cael gyda neu dros drwy "
    "gyfer wrth i'r a'r o'r mae'r sydd ym pan bydd byddai gael llawer eich dyma chi yng",
    "ga": "agus an ar na is bhí tá ag ach leis go sé atá nach mar le do sin seo iad raibh gur ina chun gach féin siad bhfuil san faoi nó "
    "mór sna chuid níos bheith níl dá ba bhain linn aige ann leo de cé idir thar sa maidir mbeadh",
    "gd": "agus air na tha bha chan gu ann leis mar ach gun dha aig seo sin iad nach robh bhith airson anns dhan gach sna",
    "la": "et in est ad cum quod non ut sed ex qui quae per ab esse sunt atque enim etiam eius sive vel ac nec autem hic quam aut "
    "ante post "
    "inter erat fuit eo pro de anno quo se hoc haec quibus cuius eorum quem ipse apud quidem tamen nunc ubi si ita eum sub quoque",
    "et": "ja on ei et kui see ning aga oma seda ka oli mis kes nii selle siis või veel välja ta tema nad üks ole juba pole mida olla "
    "millest kuid pärast olid üle kõik nende peale ju vaid saab võib tuleb ainult kus",
    "eu": "eta da ez du bat dira zen zuen izan baina ere dute hau hori egin bere den ditu dela zuten ziren baino oso gure nire bai edo "
    "beste duen bezala dituzte egiten hau izango gero zer batzuk horrek daude dago asko",
    "sq": "dhe të në një për që me është nga nuk si janë më por tij ka u ishte kjo ky do këtë ai saj duke edhe kanë nëse mund "
    "prej kur deri "
    "tyre këtij ne së e i tek pas ndërsa asnjë",
    "sw": "na ya wa kwa ni katika la za kuwa hii watu hiyo kwamba lakini au kama cha yake huo hilo hizo pia alikuwa sasa moja baada huu "
    "wake wao vya kutoka kila mtu zaidi si hivyo bila yao kwenye ambao ambayo",
    "az": "və bu bir də ilə üçün ki olan onun kimi daha isə o olaraq ildə sonra da edir hər var idi görə olub tərəfindən çox ən azərbaycan "
    "yeni ona bütün öz etmək ya ci cı cu",
    "is": "og að er sem var við það um ekki fyrir með af til en eru hann hefur þetta eða voru því verið hún þar þess þá eftir frá þeir "
    "vera þau mjög hafa upp sig svo líka þegar mér okkur",
    "fo": "og at er sum var við tað um ikki fyri hava hevur eru ein hann teir ella eisini hjá eftir frá tá kann til tey verið",
    "vi": "và của là có trong được cho không các một những với người này để đã từ khi đến về như cũng ra nhiều phải tại còn theo vào sự đó "
    "sẽ năm ở mà nhưng rất làm trên nên hay",
    "gl": "os das dos unha non polo pola coa cos nas nos súa máis tamén foi seu moi así pero ata esta este cando onde entre sobre sen "
    "ser está son hai unhas uns aos estas despois",
    "af": "die van het 'n is en nie vir wat dat met hy aan om was ook se deur hulle sy hierdie na maar daar kan ons sal moet oor haar word "
    "wees baie gaan toe jy",
    "mt": "li ta u fil tal din għal dan kien ma minn fuq mill bħal għall dawn wkoll iżda meta kienet hija huwa biex kull hemm ukoll bil "
    "dwar bejn jew qed",
    "eo": "la kaj de en estas al ne por ke kun li estis sed ĝi oni kiel el pri ili tiu kiu ankaŭ per tio mi iliaj unu sur aŭ post pli kiuj "
    "ĉi dum inter",
    "lb": "an de vun den dat ass mat eng déi net fir ze hunn awer och wéi sech ech si gëtt huet op bei no nach um dës mir goufen",
    "br": "ar an ha da eus er gant hag ez eo zo bet met evit war a oa ur gwelet dre ouzh pe met eur hon o en he",
    "oc": "lo los las dels dins amb es son una que per al als aquel aquela mai tanben fòrça foguèt ont coma avián",
    "fy": "de it en fan yn is dat net foar mei ek wie oan hat op foar hy ta se om troch nei mar der wurde waard dy",
    "tl": "ang ng sa na mga ay at ni para kay si hindi ito kung may ko siya ako nila nang niya mo naman lang ka pa kanyang ibang isang "
    "bilang din rin nito pero wala",
    "so": "waa oo ka ku in uu la iyo ay ah soo ee ayaa wuxuu waxay kale isaga maxaa markii inay hadda ugu badan",
    "ha": "da na ya ta wa ba ce ne ga don cikin sun yana kuma ko ake wannan amma sai zuwa wani yi duk kan sa",
    "zu": "ukuthi futhi kanye uma abantu kodwa lapho khona yena noma ngoba kwe ngaphandle yini kakhulu ukuba umuntu",
    "xh": "ukuba kwaye kunye abantu kodwa xa okanye ngenxa nje kakhulu umntu kufuneka le loo ukwenza",
    "yo": "ni ti sí àti tí ó ní fún wọn kan àwọn pé bí ṣe láti rẹ̀ yìí nínú náà gbogbo",
    "uz": "va bu bilan uchun ham bir deb lekin edi esa bo'lgan kerak bo'lib keyin emas yoki o'z shu",
    "tk": "we bu bilen üçin hem bir diýip ýöne bolan soň däl ýa öz şol",
    "ku": "û li ku di de bi ji jî ew bo ne ev her wê wî kir hat dibe xwe yên",
    "mg": "ny sy amin dia fa tsy ho izay no ary ireo mba efa ao raha ka izy momba nefa",
    "ht": "nan ak yo pou se li ki yon pa sou te moun mwen sa gen tou ap ou nou konn",
    "rm": "da la las ils dals che è en cun per il ina ed sa betg ma sco er quai chasa",
    "be": "і на у не што з да ў гэта як для але па яго ад за ён быў яны таксама або калі пра гэтага ён якія каб",
    "kk": "және бұл үшін мен бір да деп осы оның болып де болды ол бар қазақстан туралы кейін емес жоқ",
    "ky": "жана бул үчүн менен бир деп анын эле болуп да ал бар кийин эмес жок",
    "tt": "һәм бу белән өчен бер дә иде дип аның булган соң түгел юк",
    "mn": "нь байна юм бол гэж энэ болон байсан ба хүн тэр их дээр хийх",
    "tg": "ва дар аз ба ки ин бо барои як аст он шуд мекунад буд ҳам худ",
}


@functools.cache
def _functions() -> tuple[Lookup, Ints]:
    """Return the function words of all, and for each a bit set of the languages whose it is.

    None for words that are in no list.
    """
    lists = [
        hash_vocabulary(tuple(dict.fromkeys(words.split()))) for words in _WORDS.values() if words
    ]
    lookup = Lookup(np.concatenate(lists))
    bits = np.zeros(lookup.hashes.size, np.int64)
    for number, hashes in enumerate(lists):
        bits[lookup.rows(hashes)] |= 1 << number
    return lookup, bits


def unlisted_language_share(words: SegmentWords) -> Floats:
    """Return the share of each segment's words that are function words of one unlisted language.

    Of the language that has most of them; shape (segments,).
    """
    lookup, bits = _functions()
    sets = np.where(words.letters, bits.take(lookup.rows(words.hash)), 0)
    rows = np.flatnonzero(sets)
    languages = int(bits.max()).bit_length()
    counts = np.zeros((words.count, languages))
    for number in range(languages):
        counts[:, number] = np.bincount(
            words.segment[rows[sets[rows] >> number & 1 > 0]], minlength=words.count
        )
    return np.asarray(counts.max(axis=1) / np.maximum(words.sums([words.letters])[0], 1.0))
