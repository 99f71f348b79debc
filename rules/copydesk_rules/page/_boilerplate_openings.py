"""How prompts begin, and the single words that help to tell furniture from prose.

Data only; see `boilerplate_phrases`.
"""

from __future__ import annotations

# Words that begin a prompt or a pointer to another page. The rest of the block is a headline, a
# product or a name, so no list can hold it.
OPENINGS = """
click here to | click here for | click to read | click to see | click through to | sign up for | sign up to | sign up here | subscribe to
| subscribe for | subscribe now | register for | register to | log in to | sign in to | login to | follow @ | follow us | follow me on |
follow the | like us on | get the latest | get breaking news | get our | get more | get daily | get alerts | get email | get news | get
your daily | stay up to date with | stay up-to-date with | stay on top of | stay informed | stay connected | keep up with | keep up to
date | never miss | don't miss | download the | download our | get the app | read more: | read more about | read more from | read more of
| read more at | read more on | read more stories | read next: | read also: | also read: | also see: | see also: | related: | related
article: | related articles: | related story: | related stories: | related coverage: | related content: | related links: | more: | more
from | more on | more stories | more coverage: | full coverage: | full story: | recommended: | watch: | watch live: | watch more: | watch
now: | video: | photos: | gallery: | slideshow: | in pictures: | podcast: | listen: | poll: | trending: | up next: | must read: | read: |
read the full | read full | view full | view all | view more | see more | see all | see full | find out more | learn more about | learn
more at | check out our | check out the | check out more | check back | also on | ( also on | (also on | ( photos | ( related | (related |
( see also | (see also | (photos | ( video | (video | ( watch | more in | more news from | more news | browse all | browse | explore more
| discover more | go to | visit our | visit the | back to | return to | skip to | jump to | enlarge this image | enlarge image | toggle
caption | image copyright | image caption | image source | media playback is | media caption | copyright image | photo gallery | slideshow
( | show caption | hide caption | advertisement continue | advertisement skip | story continues | story continued | article continues |
continue reading | interested in | share this | share on | share via | tweet this | email this | e-mail this | email the | print this |
send this | bookmark this | post a | post your | add your | add a comment | leave a | leave your | join the | join our | join in | join us
| tell us | let us know | send us | email us at | e-mail us | contact us | call us | have a news tip | got a news tip | got a tip | do you
have a | have you | report a | report an | to comment | to report | to read more | to see more | to subscribe | to contact | for more |
for the latest | for all the latest | for full access | this article is more than | this story has been | this article was originally |
this article originally appeared | this story originally appeared | originally published | copyright | © | (c) | all rights reserved | all
content | all material | posted by | posted in | posted on | posted at | filed under | tagged | tags: | tags | topics: | categories: |
published by | published in | last updated | last modified | updated: | published: | first published | date: | by submitting | by signing
up | by subscribing | by clicking | by using | by continuing | by registering | by posting | by commenting | we use cookies | this site
uses | this website uses | this site is | our website | your browser | you need to | you must | you can unsubscribe | you are | you have |
you may | please enable | please enter | please read | please note | please log in | please sign in | please refresh | please select |
please try | please wait | notifications can be | thank you for signing | thank you for registering | thank you for subscribing | enter
your | create your | manage your | forgot your | already a | already have | not a | powered by | sponsored by | presented by | brought to
you by | advertise with | place your ad | order your | buy your | shop for | find a | find your | search for | search the | compare |
submit your | vote | next: | previous: | prev: | next page | page | view comments | show comments | comments | comment | lesen sie | mehr
zum thema | mehr zu | mehr über | mehr aus | weitere | weiter zu | hier geht es zu | jetzt | zur | zum | abonnieren sie | melden sie sich
| folgen sie | diskutieren sie | schreiben sie | artikel | alle | foto: | quelle: | bild: | lire aussi | à lire aussi | lire la suite |
voir aussi | abonnez-vous | suivez | partager | lea también | lee también | leer más | ver más | suscríbete | síguenos | leggi anche |
leggi tutto | seguici | lees ook | lees meer | volg ons | leia também | leia mais | veja também | assine
"""

# Openings that betray furniture however long the block is and wherever it stands: no article's
# paragraph begins so.
TELLING = """
click here to get the | click here to find out | click here to sign up | click here to subscribe | click here to read | click here to
watch | click here to see | click here for more | click here for the | click here to view | click here to download | click here to join |
sign up for our | sign up for the | sign up to our | sign up to receive | sign up to get | sign up here | sign up for daily | sign up for
free | subscribe to our | subscribe now | subscribe today | follow us on | like us on facebook | follow @ | notifications can be managed |
enlarge this image | toggle caption | image copyright | image caption | media playback is | media caption | slideshow ( | advertisement |
story continued below | story continues below | article continues below | continue reading the main story | share this article | share
this story | email this article | e-mail this article | print this article | email this story | print this story | ( also on | (also on |
( photos: | (photos: | ( related: | (related: | ( see also: | (see also: | ( video: | (video: | ( watch: | also read: | read also: | read
more: | read next: | related: | related story: | related stories: | related article: | related articles: | see also: | more on this |
recommended stories | more from our | you may also like | you might also like | this article is more than | - follow the | - follow | we
use cookies | this site uses cookies | this website uses cookies | by signing up, you agree | by signing up you agree | by subscribing you
agree | by using this site | by continuing to use | please enable javascript | please enter a valid | please refresh the page | you must
be logged in | you need to be logged in | this site is protected by | thank you for registering | thank you for signing up | thank you for
subscribing | join the conversation | join our | have a news tip | got a news tip | enter your email | get the latest news |
get breaking news | get
alerts | download our app | download the app | powered by | filed under | posted in | comments are closed | already a subscriber | read
more about | read more from | read more of | lesen sie auch | lesen sie mehr | mehr zum thema | lire aussi | à lire aussi | lire la suite
| lea también | lee también | leggi anche | lees ook | leia também | leia mais | veja também | suscríbete | abonnez-vous |
start quote | end quote | advertise on | advertise with
"""

# Words whose presence sends a longer block to the phrase search: each prompt of more than a line
# holds one of them.
ANCHORS = """
newsletter newsletters inbox subscribe unsubscribe cookies browser javascript logged login password reserved redistributed recaptcha
playback toggle enlarge caption signup trademark copyright rss podcast registering abonnieren cookies urheberrechtlich datenschutz abonnez
confidentialité réservés suscríbete reservados abbonati riservati voorbehouden assine
"""

# Words a dateline with a time of day is made of.
MOMENTS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january february march april may june
july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec am pm a m p est edt et cst cdt ct mst mdt
pst pdt pt gmt bst utc cet cest ist aest aedt st nd rd th at on updated published posted modified last first date montag dienstag mittwoch
donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember uhr um am lundi mardi mercredi jeudi vendredi samedi
dimanche janvier février mars avril juin juillet août septembre octobre novembre décembre à lunes martes miércoles jueves viernes sábado
domingo enero febrero marzo abril junio julio agosto septiembre octubre noviembre diciembre de
"""

# Function words of those languages: the stuff of sentences, rare in menus (after jusText, Pomikálek
# 2011).
FUNCTION_WORDS = """
the of and to a in that is was for it with as on be at by this had not but his have he from are or which an were been has their they will
would who more when there said she you we i its into than then them these after about out up also one two no so if what all her him can
could der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es werden aus er hat dass sie nach wird bei einer
um am sind noch wie einem über einen zum war haben nur oder aber vor zur bis mehr durch man sein wurde le la les de du et en un une que
qui dans pour est pas sur par plus au avec ce il sont ne se son sa ses aux mais comme ou nous leur cette été el los las y del una por con
para al lo como más su sus pero fue ha este sobre entre cuando muy sin hasta desde di che è per non si della da dei nel alla sono gli
anche più come ma delle het een van dat zijn voor met niet op aan om ook maar bij nog naar dan door hij o os e do dos em uma não com mas
foi ao ele seu sua
"""

# A block with one of these may be an appeal for money or a subscription.
APPEAL_ANCHORS = """
donation donations donate support subscribe subscriber subscribers subscribing subscription subscriptions journalism membership member
supporter contribution contributing contribute paywall paywalls donating chip gift readers generosity unterstützen unterstütze
unterstützung spende spenden abonnieren abo testen mitglied don soutenez soutien abonnez abonnés donación socio socia apoya apoyo
suscríbete donazione sostieni sostienici sostegno abbonati steun lid donateur doneer abonnement apoie apoio doação assine assinante favour
favor continue
"""
