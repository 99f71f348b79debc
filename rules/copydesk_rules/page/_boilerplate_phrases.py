"""The words of a web page's furniture: what its buttons, menus and prompts say on many sites.

Data only.

Each group names its reason. A phrase stands here if it recurs across unrelated sites (on at least
three of the development set, or in the stock texts of the big publishing systems); names of
publishers and of their products are left out. Phrases are separated by `|`. They are compared word
by word: case, punctuation and spacing make no difference.
"""

from __future__ import annotations

# Labels and prompts that no sentence of an article is made of. A block that consists of them is
# furniture wherever it stands.
WIDGETS = """
comment | comments | leave a comment | leave comment | leave your comment | post a comment | post comment | post your comment | add a
comment | add comment | add your comment | add your comments | view comments | show comments | hide comments | read comments | read the
comments | see comments | see all comments | view all comments | write a comment | comment now | submit comment | your comment | your
comments | report abuse | report this comment | load more comments | more comments | no comments | no comments yet | be the first to
comment | comments are closed | comments closed | comments are turned off | comments powered by | powered by disqus | leave a reply |
cancel reply | join the conversation | join the discussion | start the conversation | commenting guidelines | comment
policy | community guidelines | reader comments | readers' comments | have your say | your say | discuss this story | discuss this article
| newest first | oldest first | sort by newest | sort by oldest | view replies | recommended comments | all comments |
most recent comments | view the discussion thread | blog comments powered by | log in | login | log out | logout | log-in | sign in |
signin | sign-in | sign out | sign up | signup | sign up now | sign up here | register now | register here | register for free | create an
account | create account | create a free account | my account | your account | my profile | edit profile | edit your profile | forgot
password | forgot your password | forgotten your password | forgot username | reset password | username | user name | password | remember
me | keep me logged in | keep me signed in | stay signed in | already a member | already registered | already have an account | already a
subscriber | not a member | not registered | not a member yet | not yet registered | member login | subscriber login | welcome back |
please log in | please sign in | please login | please register | log in to comment | log in to post comments | sign in to comment | login
to comment | register to comment | log in or register | login or register | sign in or register | thank you for registering | thanks for
registering | thank you for signing up | thanks for signing up | thank you for subscribing | thanks for subscribing | you are logged in |
you are not logged in | you must be logged in | you must be logged in to post a comment | you need to be logged in | to be logged in |
automatically logged in | refresh the page | refresh your browser | reload the page | another page on the site | continue with facebook |
continue with google | sign in with google | log in with facebook | connect with facebook | share | share this | share this article |
share this story | share this page | share this post | share article | share story | share on facebook | share on twitter | share on
linkedin | share via email | share by email | share with friends | share on whatsapp | click to share | share this with | share this: |
shares | copy link | copy url | copy this link | link copied | tweet | tweet this | retweet | pin it | like this | like us on facebook |
find us on facebook | join us on facebook | follow us on facebook | follow us on twitter | follow us on instagram | follow on twitter |
follow us on | follow us | follow me on twitter | facebook | twitter | linkedin | pinterest | whatsapp | tumblr | reddit | flipboard |
stumbleupon | digg | digg this | digg it | del.icio.us | newsvine | technorati | instagram | youtube | snapchat | google plus | myspace |
mixx | slashdot | bookmark this | bookmark with | bookmark this page | bookmark | save this | save article | save this article | save
story | recommend this | print | print this | print this article | print this story | print this page | print article | print story |
print page | print version | printable version | print friendly | printer friendly | printer-friendly | printer friendly version |
printer-friendly version | print friendly version | print-friendly | email | e-mail | email this | e-mail this | email article | e-mail
article | email this article | e-mail this article | email this story | e-mail this story | email story | e-mail story | email to a friend
| e-mail to a friend | email a friend | e-mail a friend | email this to a friend | e-mail this to a friend | send to a friend | send to
friend | send this to a friend | mail to a friend | tell a friend | email the author | e-mail the author | email the editor | e-mail the
editor | email us | e-mail us | adjust font size | adjust text size | text size | font size | change text size | increase text size |
decrease text size | increase font size | decrease font size | larger text | smaller text | larger font | smaller font | make text larger
| make text smaller | a a a | resize text | toggle dark mode | dark mode | listen to this article | listen to article | listen to this
story | reprints | reprint | order reprints | reprints & permissions | reprints and permissions | rights and permissions | request
permission | get permission | subscribe | subscribe now | subscribe today | subscribe here | subscribe to rss | subscribe to our
newsletter | subscribe to our newsletters | subscribe to newsletter | subscribe via email | subscribe by email | subscribe to this blog |
subscribe to our | subscribe for | subscriber services | subscription services | unsubscribe | unsubscribe at any time | renew
subscription | gift subscription | manage subscription | newsletter | newsletters | newsletter sign-up | newsletter sign up | newsletter
signup | email newsletter | email newsletters | e-mail newsletter | e-mail newsletters | free newsletter | daily newsletter | daily
newsletters | sign up for our newsletter | sign up for our newsletters | sign up to our newsletter | sign up for newsletter | sign up for
newsletters | sign up for the newsletter | sign up for daily newsletters | sign up for our | sign up to our | sign up for the | sign up
for free | sign up to receive | sign up to get | sign up for daily | manage newsletters | join our mailing list | mailing list | join our
newsletter | get our newsletter | get the newsletter | get our newsletters | delivered to your inbox | to your inbox | in your inbox |
straight to your inbox | email alerts | e-mail alerts | news alerts | breaking news alerts | get alerts | sign up for
alerts | sign up for email alerts | text alerts | mobile alerts | enter your email | enter your email address | your email address | email
address | e-mail address | your e-mail address | your email | please enter a valid email | please enter a valid email address | invalid
email | by signing up you agree | by signing up, you agree | by signing up you | by subscribing you agree | by clicking | you agree to our
privacy policy | you agree to our | you can unsubscribe at any time | protected by recaptcha | this site is protected by recaptcha |
notifications | notifications can be managed | manage notifications | turn on notifications | turn on desktop notifications | enable
notifications | allow notifications | get notifications | get notified | browser notifications | push notifications | desktop
notifications | notification settings | browser settings | browser preferences | in your browser | stay up to date | stay connected | stay
informed | cookie | cookies | cookie policy | cookie settings | cookie preferences | cookie notice | cookies policy | use of cookies |
uses cookies | use cookies | we use cookies | this site uses cookies | this website uses cookies | accept cookies | accept all cookies |
reject all | manage cookies | manage preferences | privacy settings | do not sell my personal information | do not sell my info | your
privacy choices | we value your privacy | your california privacy rights | california privacy rights | ad choices | adchoices | about our
ads | interest-based ads | interest based ads | about ads | privacy policy | privacy statement | privacy notice | privacy & cookies |
privacy and cookies | privacy and cookies policy | privacy & terms | terms of use | terms of service | terms and conditions | terms &
conditions | terms of sale | conditions of use | terms and conditions of use | user agreement | visitor agreement | subscriber agreement |
member agreement | legal notice | legal notices | legal information | copyright notice | trademarks | copyright policy | all rights
reserved | rights reserved | all right reserved | may not be published | may not be published, broadcast | broadcast, rewritten or
redistributed | rewritten or redistributed | may not be reproduced | without permission | without prior written permission | is a
registered trademark | is a trademark of | registered trademark | powered by | site by | site design | web design by | hosted by |
designed by | contact us | contact information | about us | about this site | advertise | advertise with us | advertise here | advertising
| advertisement | advertisements | advertising information | advertising rates | ad | ads | ads by google | article continues below |
article continues below advertisement | story continues below | story continues below advertisement | story continued below | continue
reading the main story | continue reading below | continue reading | continues after the jump | scroll for more content | report this ad |
report ad | remove ads | skip ad | skip advertisement | close ad | hide ad | sponsored | sponsored by | sponsored content | sponsored
links | sponsored link | sponsored stories | paid content | paid post | promoted | promoted by | promoted content | promoted stories |
presented by | partner content | paid advertisement | paid advertising | media kit | job openings | work for us | work with us | jobs with
us | site map | sitemap | site index | help center | help centre | faqs | site feedback | give feedback | send feedback | send us feedback
| customer service | customer services | customer support | accessibility | accessibility help | accessibility statement | correction
policy | report a correction | report an error | report a typo | suggest a correction | send us a tip | submit a tip | news tips | got a
tip | got a news tip | send a news tip | submit a story | write for us | press office | press room | press releases | letters to the
editor | submit a letter | send a letter | back to top | return to top | top of page | back to the top | go to top | to top | scroll to
top | skip to content | skip to main content | skip navigation | skip to navigation | skip to search | jump to navigation | jump to
content | skip to | main menu | main navigation | toggle navigation | open menu | close menu | show menu | home page | homepage | make us
your homepage | make this your homepage | make us your home page | set as homepage | search this site | search site | search the site |
site search | web search | advanced search | search for | search results | search archives | search our site | search the archives | close
window | open in new window | opens in new window | opens in a new window | new window | click here | click here to | click here for |
click for more | click to | click to enlarge | click to view | click image to enlarge | click on image to enlarge | read more | read more
here | read more about | read more at | read full story | read full article | read the full story | read the full article | read story |
read article | full story | full article | read next | read also | also read | up next | next article | previous article | next story |
previous story | next post | previous post | older posts | newer posts | next page | previous page | learn more | find out more | see more
| see all | see also | view all | view more | view more news | load more | show more | show less | show all | more info | more details |
more stories | more news | more articles | more headlines | more from | more on this | more on this story | more on this topic | more like
this | more related stories | more related to this story | more to explore | more coverage | related stories | related story | related
articles | related article | related news | related content | related links | related link | related topics | related tags | related
coverage | related posts | related internet links | related searches | related items | related video | related videos | related media |
related info | related companies | read more stories | recommended | recommended for you | recommended stories | recommended reading | you
may also like | you might also like | you may like | you may be interested in | you might be interested in | trending | trending now |
trending stories | trending topics | around the web | from around the web | from the web | elsewhere on the web | most popular | most read
| most viewed | most emailed | most e-mailed | most commented | most shared | most recent | most active | most discussed | most watched |
popular now | popular stories | popular articles | popular posts | what's popular | latest headlines | latest news | latest stories |
latest articles | latest posts | latest updates | latest comments | recent posts | recent comments | recent articles | recent stories |
recent entries | recent headlines | top stories | top news | top headlines | top story | breaking news | today's headlines | today's top
stories | today's paper | today's front page | also in this section | also in the news | elsewhere on | other stories | other news | other
headlines | other articles | more top stories | editor's choice | editors' choice | editor's pick | editor's picks | editors' picks |
don't miss | must read | must reads | must-read | featured stories | featured articles | featured video | featured videos | rss | rss feed
| rss feeds | news feed | news feeds | what is rss | what's this | what are these | what is this | podcast | podcasts | live blog | mobile
site | mobile version | desktop version | desktop site | full site | view full site | download the app | download our app | download app |
get the app | our apps | our app | app store | google play | view larger image | enlarge image | enlarge this image | enlarge photo | view
photos | view gallery | view slideshow | slideshow | photo gallery | photo galleries | image gallery | back to gallery | launch gallery |
open gallery | photo | video | watch video | watch the video | watch live | watch now | play video | unmute | fullscreen | hide caption |
toggle caption | show caption | image copyright | image caption | media caption | media playback | copyright image | image source | media
playback is unsupported on your device | media playback is not supported on this device | this video cannot be played | this video is not
available | your browser does not support | please enable javascript | javascript is disabled | enable javascript | javascript must be
enabled | requires javascript | to play this video | get adobe flash player | download flash player | adobe flash | flash player | video
player | please wait | loading comments | embed | embed code | pullquote | audio-clip | photos: | tags | tagged | tags: | tagged with |
filed under | posted in | posted by | posted on | posted at | in category | permalink | trackback | trackbacks | trackback url | pingback
| view profile | view full profile | see full bio | full bio | all posts by | view all posts | view all posts by | posts by | articles by
| more by | by this author | vote now | view results | see results | take our poll | take the poll | today's poll | cast your vote | rate
this | rate this article | rate this story | average rating | not rated | your rating | submit | your name | first name | last name | zip
code | phone number | required field | required fields | fields marked | required fields are marked | will not be published | select one |
please select | find us | visit our | last updated | last modified | updated | published | first published | hours ago | hour ago |
minutes ago | minute ago | mins ago | min read | minute read | minutes to read | mins read | read time | reading time | replies | this
article is more than | page tools | article tools | story tools | site tools | toolbox | site services | reader services | home delivery |
e-edition | place an ad | place a classified ad | submit an event | post a job | find a job | buy photos | order photos | back issues |
this website | the content of external | external sites | external internet sites | not responsible for the content | partner sites | our
sites | our other sites | our network | network sites | content partners | market data | quotes delayed | delayed at least | data provided
by | data delayed | information provided by | all times are | add as an interest | add interest | add to favorites | add to favourites |
add to reading list | add to my | edit this page | change language | select language | choose language | international edition | us
edition | uk edition | switch edition | change edition | low graphics | view cart | shopping cart | checkout | add to cart | flag as
inappropriate | report inappropriate | reply | like | message board | message boards | live chat | join now | join free | donate | donate
now | become a member | gift ideas | sweepstakes | enter to win | free trial | try it free | buy now | order now | apply now | book now |
your details
"""

# The same on German, French, Spanish, Italian, Dutch and Portuguese sites.
WIDGETS_ABROAD = """
kommentar | kommentare | kommentieren | kommentar schreiben | kommentar abgeben | kommentar verfassen | kommentar hinzufügen | kommentar
hinterlassen | kommentare anzeigen | alle kommentare | leserkommentare | antworten | antworten abbrechen | artikel kommentieren | anmelden
| abmelden | einloggen | ausloggen | registrieren | jetzt registrieren | jetzt anmelden | passwort vergessen | passwort | benutzername |
angemeldet bleiben | mein konto | mein profil | teilen | artikel teilen | auf facebook teilen | auf twitter teilen | per e-mail teilen |
twittern | folgen sie uns | folgen | weiterempfehlen | artikel empfehlen | empfehlen | versenden | artikel versenden | per mail | als
e-mail versenden | drucken | artikel drucken | druckversion | druckansicht | seite drucken | merken | artikel merken | schriftgröße |
vorlesen | abonnieren | jetzt abonnieren | abo | abonnement | abonnements | abo-service | newsletter abonnieren | newsletter bestellen |
newsletter anmelden | zum newsletter | anzeige | anzeigen | werbung | anzeige schalten | mediadaten | impressum | datenschutz |
datenschutzerklärung | datenschutzhinweise | datenschutzbestimmungen | agb | nutzungsbedingungen | nutzungsbasierte onlinewerbung |
cookie-einstellungen | verwendet cookies | wir verwenden cookies | cookies zu | mehr erfahren | weitere informationen | mehr infos | mehr
informationen | alle rechte vorbehalten | urheberrechtlich geschützt | kontakt | über uns | wir über uns | hilfe | startseite | zur
startseite | nach oben | zum seitenanfang | zum inhalt | zum inhalt springen | zur navigation | menü | navigation | suche | suchen |
suchbegriff | suchergebnisse | schließen | übersicht | zur übersicht | weiterlesen | lesen sie auch | lesen sie mehr | lesen sie hier |
mehr lesen | mehr zum thema | mehr zu | mehr aus | mehr | zum thema | zum artikel | auch interessant | das könnte sie auch interessieren |
das könnte sie interessieren | das könnte dir auch gefallen | meistgelesen | meistgelesene artikel | meist gelesen | meistkommentiert |
meistgeklickt | ähnliche artikel | ähnliche beiträge | verwandte themen | verwandte artikel | weitere artikel | weitere meldungen |
weitere themen | weitere beiträge | aktuelle meldungen | aktuelle nachrichten | neueste artikel | neueste beiträge | neueste kommentare |
letzte beiträge | letzte kommentare | top-themen | themen | schlagwörter | schlagworte | kategorien | kategorie | archiv | vorheriger
artikel | nächster artikel | zurück | weiter | nächste seite | vorherige seite | bildergalerie | fotostrecke | zur galerie | bild
vergrößern | foto | fotos | bild | bilder | video abspielen | quelle | zuletzt aktualisiert | aktualisiert | veröffentlicht am | gelesen |
lesezeit | uhr | autor | deine e-mail-adresse | e-mail-adresse | ihre e-mail-adresse | erforderliche felder | wird nicht veröffentlicht |
name | absenden | senden | bewerten | artikel bewerten | umfrage | abstimmen | jobs | stellenangebote | karriere | presse | shop |
leserservice | leserbrief | leserbriefe | leserbrief schreiben | seite weiterempfehlen | commentaire | commentaires | laisser un
commentaire | ajouter un commentaire | poster un commentaire | réagir | réactions | réagissez | vos réactions | commenter | connexion | se
connecter | déconnexion | s'inscrire | inscription | inscrivez-vous | créer un compte | mon compte | mot de passe | mot de passe oublié |
partager | partagez | partager sur facebook | partager sur twitter | partager cet article | envoyer à un ami | envoyer par mail | envoyer
par email | imprimer | s'abonner | abonnez-vous | je m'abonne | abonné | abonnés | abonnez-vous à la newsletter | publicité | annonces |
petites annonces | mentions légales | politique de confidentialité | données personnelles | conditions générales | conditions générales
d'utilisation | conditions générales de vente | cgu | cgv | gestion des cookies | tous droits réservés | nous contacter | contactez-nous |
qui sommes-nous | à propos | plan du site | accueil | recherche | rechercher | haut de page | retour en haut | lire aussi | à lire aussi |
lire la suite | lire plus | en savoir plus | voir aussi | voir plus | sur le même sujet | les plus lus | les plus commentés | articles
similaires | à la une | fil info | derniers articles | suivez-nous | article précédent | article suivant | fermer | archives | mots-clés |
plus d'infos | agrandir | mis à jour | publié le | comentario | comentarios | deja un comentario | deja tu comentario | dejar un
comentario | escribe tu comentario | añadir comentario | comentar | iniciar sesión | inicia sesión | cerrar sesión | regístrate |
registrarse | registro | crear cuenta | mi cuenta | contraseña | olvidé mi contraseña | compartir | comparte | compartir en facebook |
compartir en twitter | compartir por correo | enviar por email | enviar a un amigo | imprimir | suscríbete | suscribirse | suscripción |
suscripciones | boletín | boletines | publicidad | anuncio | anuncios | aviso legal | política de privacidad | política de cookies |
términos y condiciones | términos de uso | condiciones de uso | todos los derechos reservados | contacto | contáctenos | contáctanos |
quiénes somos | mapa del sitio | mapa web | inicio | portada | buscar | búsqueda | ir arriba | volver arriba | leer más | lee también |
lea también | te puede interesar | ver más | ver todo | más información | más noticias | noticias relacionadas | artículos relacionados |
lo más leído | lo más visto | más leídas | últimas noticias | síguenos | síguenos en | etiquetas | anterior | siguiente | cerrar |
hemeroteca | clasificados | commento | commenti | lascia un commento | aggiungi un commento | accedi | registrati | esci | condividi |
condividi su facebook | invia per email | stampa | abbonati | abbonamenti | pubblicità | note legali | informativa sulla privacy |
informativa privacy | informativa cookie | condizioni d'uso | tutti i diritti riservati | riproduzione riservata | contatti | contattaci |
chi siamo | mappa del sito | cerca | torna su | leggi anche | leggi tutto | continua a leggere | articoli correlati | notizie correlate |
i più letti | più letti | ultime notizie | seguici | seguici su | chiudi | precedente | successivo | archivio | iscriviti | iscriviti alla
newsletter | reactie | reacties | reageer | plaats een reactie | geef een reactie | laat een reactie achter | inloggen | uitloggen |
registreren | aanmelden | wachtwoord | wachtwoord vergeten | deel | delen | deel dit artikel | deel op facebook | mail een vriend |
afdrukken | printen | abonneren | abonneer | word abonnee | neem een abonnement | advertentie | adverteren | advertenties | privacybeleid
| privacyverklaring | algemene voorwaarden | gebruiksvoorwaarden | disclaimer | alle rechten voorbehouden | over ons | zoeken | naar boven
| terug naar boven | lees meer | lees ook | lees verder | meer lezen | bekijk ook | gerelateerde artikelen | meest gelezen | laatste
nieuws | volg ons | vorige | volgende | sluiten | archief | comentário | comentários | deixe um comentário | deixe seu comentário |
comente | entrar | sair | cadastre-se | criar conta | minha conta | senha | esqueci minha senha | compartilhar | compartilhe | partilhar |
enviar por e-mail | assine | assine já | assinar | assinatura | publicidade | anuncie | política de privacidade | termos de uso | termos e
condições | todos os direitos reservados | fale conosco | contato | contactos | quem somos | mapa do site | início | pesquisar | busca |
voltar ao topo | leia mais | leia também | ler mais | saiba mais | veja também | ver mais | notícias relacionadas | artigos relacionados |
mais lidas | mais lidos | últimas notícias | siga-nos | próximo | fechar | arquivo
"""

# Labels that a subheading of an article can be as well: they count in a list of labels, or beside
# other furniture.
LABELS = """
register | registration | likes | delicious | furl | messenger | telegram | fark | subscription | subscriptions | no thanks | not now |
maybe later | accept all | our partners | i agree | got it | i accept | privacy | terms | legal | disclaimer | copyright | a division of |
part of the | contact | about | about the site | careers | help | faq | feedback | support | corrections | menu | navigation | search |
close | previous | next | more | more information | details | expand | collapse | toggle | hide | more in | more about | related | popular
on | in this section | in this story | in this article | also on | also in | featured | feeds | feed | xml | atom | mobile app | mobile
apps | slide show | photos | videos | play | pause | mute | loading | image | gallery | caption | categories | category | topics |
keywords | vote | poll | polls | send | cancel | reset | go | ok | apply | select | choose | website | web site | url | days ago | day ago
| weeks ago | week ago | views | years old | months old | page | pages | tools | sections | services | options | settings | archives |
archive | external links | affiliates | partners | in partnership with | language | languages | text only | edit | delete | report | flag
| quote | dislike | follow | following | followers | forum | forums | chat | discussion | join us | join | support us | membership |
members | shop | store | gifts | contests | win | coupons | deals | special offers | special offer | offers | get started | adjust |
resize | comment policy
"""

# Names of a newspaper's departments. Each may head a passage of an article, so they count only
# where several stand together.
SECTIONS = """
home | news | sport | sports | business | politics | opinion | opinions | entertainment | weather | health | science | technology | tech |
travel | world | world news | national | national news | local | local news | international | lifestyle | life | life & style | living |
arts | arts & entertainment | culture | movies | film | music | books | tv | television | radio | media | celebrity | celebrities |
showbiz | fashion | beauty | style | food | food & drink | dining | restaurants | recipes | wine | home & garden | garden | gardening |
homes | property | real estate | rentals | apartments | cars | autos | automotive | motoring | motors | jobs | employment | classifieds |
obituaries | deaths | death notices | announcements | family notices | births | weddings | columnists | columns | editorials | editorial |
letters | blogs | blog | features | special reports | special sections | multimedia | photos | events | calendar | what's on | tickets |
theatre | theater | horoscopes | horoscope | comics | cartoons | crossword | crosswords | puzzles | sudoku | games | lottery | tv listings
| movie listings | traffic | education | schools | environment | religion | faith | family | parenting | kids | pets | dating | money |
personal finance | your money | finance | markets | stocks | economy | companies | small business | investing | retail | energy | crime |
courts | law | military | elections | states | americas | africa | asia | europe | middle east | asia pacific | latin america | uk | us |
usa | u.s. | u.s. news | canada | india | china | australia | football | soccer | rugby | rugby union | rugby league | cricket | tennis |
golf | baseball | basketball | hockey | boxing | racing | horse racing | auto racing | motorsport | motorsports | cycling | athletics |
swimming | olympics | nfl | nba | mlb | nhl | nascar | mls | ncaa | formula 1 | f1 | high school | high school sports | high schools |
college | college football | colleges | other sports | more sports | outdoors | fantasy | scoreboard | scores | standings | schedule |
schedules | fixtures | results | tables | stats | statistics | odds | teams | players | transactions | injuries | previews | competitions
| community | neighborhoods | regional | city | state | nation | metro | weird news | odd news | oddly enough | offbeat | people | society
| relationships | gadgets | gaming | mobile | internet | computers | reviews | interviews | commentary | analysis | fact check |
investigations | in depth | in pictures | in brief | press releases | directory | business directory | yellow pages | shopping |
marketplace | auctions | personals | insurance | mortgages | loans | hotels | flights | holidays | cruises | maps | guides | guide |
resources | links | library | sitemap | front page | today | this week | sunday | weekend | magazine | archive | live | latest |
interactive | infographics | data | cities | transport | housing | green | space | space & science | history | art & design | design |
photography | stage | dance | comedy | classical | politik | wirtschaft | kultur | wissen | wissenschaft | gesundheit | reise | reisen |
netzwelt | panorama | gesellschaft | meinung | lokales | deutschland | ausland | inland | welt | europa | fußball | bundesliga | formel 1
| wintersport | auto | auto & motor | motor | geld | finanzen | börse | karriere | beruf | unternehmen | digital | technik | computer |
spiele | kino | fernsehen | musik | bücher | literatur | leben | stil | mode | familie | schule | uni | studium | bildung | unterhaltung |
leute | stars | promis | ratgeber | immobilien | stellenmarkt | automarkt | partnersuche | kleinanzeigen | traueranzeigen | wetter |
veranstaltungen | termine | horoskop | rätsel | gewinnspiele | videos | bilder | fotos | nachrichten | schlagzeilen | berlin | hamburg |
münchen | köln | frankfurt | politique | économie | société | monde | france | sciences | santé | planète | idées | débats | médias |
cinéma | musique | livres | voyage | voyages | météo | emploi | immobilier | cuisine | régions | éducation | entreprises | bourse |
high-tech | política | economía | sociedad | cultura | deportes | internacional | nacional | opinión | mundo | ciencia | salud |
tecnología | españa | fútbol | gente | viajes | empleo | vivienda | loterías | el tiempo | televisión | cine | música | libros | cronaca |
politica | economia | esteri | spettacoli | calcio | salute | scienza | tecnologia | viaggi | motori | scuola | meteo | opinioni |
binnenland | buitenland | economie | politiek | opinie | cultuur | wetenschap | gezondheid | voetbal | weer | wonen | reizen | esportes |
brasil | saúde | ciência | futebol | opinião | educação | cidades | cotidiano | desporto
"""
