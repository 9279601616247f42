"""Dutch."""

from askdoc.languages.english import ENGLISH
from askdoc.languages.language import Kinds, Language, Politeness, Reporting, words
from askdoc.messages import later

DUTCH = Language(
    code="nl",
    name=later("Dutch"),
    listed="STOPWORDS_DUTCH",
    stemmer="dutch",
    stop_words=words(
        """
        wie wat waar waarom wanneer welke welk hoe hoeveel waarheen vandaan wier wiens werd werden
        wordt worden volgens zijn hebben heeft had over sinds
        """
    ),
    titles=ENGLISH.titles
    | words(
        """
        dhr mevr mw mej dr drs ir ing mr prof jhr ds z.k.h bijv bv o.a m.b.v t.a.v i.v.m
        m.n zgn resp incl excl ca vgl d.w.z t.o.v a.d
        """
    ),
    numbered=ENGLISH.numbered | words("nr nrs blz pag art artt hfst par fig tab dl jrg"),
    legal=ENGLISH.legal | words("lid sub"),
    abbreviations=words(
        """
        enz etc e.d e.a n.v b.v n.chr v.chr a.u.b jan feb mrt apr jun jul aug sep sept okt nov dec
        ma di wo do vr za zo str tel jr sr mln mld min sec red uitg st
        """
    ),
    months=words(
        """
        januari februari maart april mei juni juli augustus september oktober november december
        """
    ),
    starters=words(
        """
        de het een dit dat deze die hij zij ze wij we ik jij je u men er in op aan bij met naar na
        van voor over onder tussen door tegen zonder tijdens wegens toen als omdat daar hier of en
        maar want dus echter toch ook nog al nu dan daarna later vandaag gisteren morgen veel
        sommige alle beide geen niet zijn haar hun ons mijn twee drie zo volgens wie wat waar hoe
        waarom wanneer
        """
    ),
    never_last=words(
        """
        de het een der den des en of van voor met in op aan bij naar door over onder als dat die is
        zijn was waren heeft hebben wordt worden niet haar hun deze dit te om
        """
    ),
    says=words(
        "zei zegt vroeg vraagt riep roept antwoordde schreef legde voegde fluisterde waarschuwde"
    ),
    asking=words(
        """
        zegt zei zeggen gebeurt gebeurde iemand iets eigenlijk echt precies doet gedaan doen denkt
        """
    ),
    politeness=Politeness(
        greeting=(
            r"(?:hallo|hoi|hi|hey|goede(?:morgen|middag|navond|ndag)|goede (?:morgen|middag|avond|"
            r"dag)|"
            r"beste (?:allemaal|mensen|team))(?: allemaal)?"
        ),
        announcement=(
            r"(?:ik heb )?(?:een |nog een |even een )?(?:korte? |kleine |snelle )?vraag(?:je)?"
            r"(?: voor (?:u|je|jullie))?"
        ),
        please=r"(?:alsjeblieft|alstublieft|aub|svp|sorry|pardon|excuseer|oké|ok)",
        request=(
            r"(?:kunt|kun|kan|zou|zoudt) (?:u|je|jij|iemand|jullie)(?: (?:me|mij|ons))?"
            r"(?: kunnen)? (?:vertellen|zeggen|uitleggen)|"
            r"(?:vertel|zeg)(?: eens)? (?:me|mij|ons)|weet (?:u|je|jij|iemand)|"
            r"ik (?:wil|zou)(?: graag)?(?: willen)? weten|ik vraag me af"
        ),
        thanks=(
            r"(?:(?:hartelijk |alvast )*(?:bedankt|dank (?:u|je)(?: wel)?)(?: (?:alvast|"
            r"bij voorbaat))*|"
            r"alsjeblieft|alstublieft|aub|(?:met )?vriendelijke groet(?:en)?|groetjes|mvg)"
        ),
        leads_on=r"(?:of|iets over|meer over)\s+",
    ),
    talk={
        "assent": r"ok(?:é)?|goed|mooi|prima|leuk|interessant|ik snap het|begrepen|ja|fijn",
        "farewell": r"dag|doei|tot (?:ziens|straks|later)|fijne (?:dag|avond)",
        "complaint": (
            r"(?:nee,? )?(?:dat )?(?:klopt niet|is (?:fout|niet waar|niet juist))|fout|nee"
        ),
        "program": r"(?:wie|wat) (?:ben je|bent u)|help|wat kun je(?: doen)?",
        "task": r"(?:vertaal|schrijf) .{1,60}|in het (?:nederlands|engels)|in eenvoudige woorden",
        "opinion": (
            r"wat (?:vind|denk) (?:je|jij) (?:ervan|er ?van|daarvan)|(?:wat is )?je mening.*"
        ),
        "doubt": (
            r"(?:weet je het|ben je) zeker|echt(?: waar)?|waar staat dat|wie zegt dat|"
            r"(?:wat is de )?bron"
        ),
        "more": r"meer|verder|ga door|wat nog meer|nog iets|meer details|andere passages",
    },
    kinds=Kinds(
        questions={
            "time": (
                r"\bwanneer\b|\b(?:in|op|sinds|tot|vanaf)? ?welke? (?:jaar|dag|maand|datum|"
                r"week|eeuw|"
                r"tijd|uur|decennium)\b|\bhoe laat\b|\bhoe lang geleden\b"
            ),
            "number": (
                r"\bhoe ?(?:veel|vaak|oud|lang|hoog|groot|ver|duur|zwaar|snel|diep|breed|warm)\b|"
                r"\bwelke? (?:aantal|percentage|bedrag|prijs|som|leeftijd|hoogte|afstand|"
                r"temperatuur)\b"
            ),
            "reason": (
                r"\b(?:waarom|waardoor|hoezo)\b|\bom welke reden\b|\bwat (?:is|"
                r"was) de (?:reden|oorzaak)\b"
            ),
            "place": (
                r"\b(?:waar|waarheen|waarvandaan)\b|\b(?:in|op|uit|naar)? ?welke? (?:land|"
                r"stad|dorp|plaats|"
                r"plek|straat|eiland|gebouw|rivier|regio|staat)\b"
            ),
            "person": (
                r"\b(?:wie|wiens)\b|\bwelke (?:persoon|man|vrouw|minister|president|schrijver|"
                r"auteur|"
                r"acteur|koning|koningin|speler)\b"
            ),
        },
        number=words(
            """
            twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig veertig vijftig
            zestig zeventig tachtig negentig honderd honderden duizend duizenden miljoen miljoenen
            miljard dozijn helft derde kwart tweemaal beide tientallen
            """
        ),
        time=words(
            """
            vandaag gisteren morgen avond nacht middag ochtend week weken weekend maand maanden jaar
            jaren dag dagen uur uren minuut minuten eeuw eeuwen decennium zomer winter lente herfst
            volgende vorige binnenkort onlangs voor na tijdens sinds tot geleden middernacht
            """
        ),
        calendar=words(
            """
            januari februari maart april mei juni juli augustus september oktober november december
            maandag dinsdag woensdag donderdag vrijdag zaterdag zondag Kerst Pasen
            """
        ),
        place=r"\b(?:in|op|te|bij|naar|uit|van|aan|nabij|rond) (?:de |het )?[A-Z]",
        reason=(
            r"\b(?:omdat|want|doordat|wegens|vanwege|dankzij|om|daarom|daardoor|zodat|reden|"
            r"oorzaak|"
            r"aangezien|dus)\b"
        ),
    ),
    continues=r"(?:(?:en|maar|of)\b[\s,]*)?(?:hoe zit het met|en|maar|of|ook)\b[\s,]*(?P<rest>.*)",
    about=r"(?:over|met|van|omtrent|betreffende)\b\s*",
    where_when=r"(?:in|op|bij|naar|uit|voor|na|tijdens|sinds|tot|tegen)\b",
    asks=(
        r"(?:wie|wat|waar|waarom|wanneer|welke?|hoe|hoeveel|is|zijn|was|waren|heeft|hebben|"
        r"had|wordt|kan|"
        r"moet|wil)\b"
    ),
    pronouns=words("hij zij ze hem haar hun hen zijn"),
    reporting=Reporting(
        verbs=words(
            """
            zei zegt verklaarde verklaart vertelde vertelt voegde voegt antwoordde antwoordt
            waarschuwde waarschuwt benadrukte benadrukt vroeg vraagt riep roept eiste eist
            beloofde belooft schreef schrijft bevestigde bevestigt erkende erkent bekritiseerde
            bekritiseert klaagde klaagt reageerde reageert meende meent
            beweerde beweert verzekerde verzekert betoogde betoogt concludeerde concludeert
            ontkende ontkent aldus
            """
        ),
        participles=words(
            """
            gezegd verklaard verteld toegevoegd geantwoord gewaarschuwd benadrukt gevraagd geroepen
            geëist beloofd geschreven bevestigd erkend bekritiseerd geklaagd gereageerd
            beweerd verzekerd betoogd geconcludeerd ontkend
            """
        ),
        have=words("heeft had hebben hadden"),
        he={"hij": "m", "zij": "f", "ze": "f"},
        titles={
            "meneer": "m",
            "dhr": "m",
            "mevrouw": "f",
            "mevr": "f",
            "mw": "f",
            "dr": "",
            "prof": "",
        },
        roles=(
            r"[\w-]*(?:minister|burgemeester|voorzitter|woordvoerder|woordvoerster|directeur|"
            r"directrice|officier|advocaat|rechter|onderzoeker|onderzoekster|deskundige|kamerlid|"
            r"wethouder|arts|hoogleraar|boer|boerin|buurman|buurvrouw|secretaris|commissaris|"
            r"historicus|historica|molenaar|commandant|kapitein|bioloog|econoom|trainer)"
        ),
        articles=words("de het een"),
        according=r"(?:volgens)",
        feminine=r"(?:rin|erster|ekster|rice|vrouw|ica)$",
    ),
)
