"""German."""

from askdoc.languages.english import ENGLISH
from askdoc.languages.language import Kinds, Language, Politeness, Reporting, words
from askdoc.messages import later

GERMAN = Language(
    code="de",
    name=later("German"),
    listed="STOPWORDS_GERMAN",
    stemmer="german",
    stop_words=words(
        """
        wer wem wen wessen wann wo woher wohin wieso weshalb warum welche welcher welches welchen
        welchem wieviel wie viele viel wurde wurden worden wird werden ließ laut gemäß etwa sowie
        dass daß bzw seit bis ab vor nach gegen
        """
    ),
    numbered_endings=words("str"),
    titles=ENGLISH.titles
    | words(
        """
        hr hrn fr frl fa dipl ing mag lic hptm oberst min bgm st bzw ca vgl evtl ggf inkl exkl zzgl
        sog betr bspw insb einschl lt gem z.b d.h u.a u.u z.t i.d.r s.o s.u v.a z.zt o.ä i.a i.v
        p.a geb gest gegr
        """
    ),
    numbered=ENGLISH.numbered
    | words("nr nrn art abs s ss bd bde kap abb tab rn rdnr anm ziff lit aufl heft seite az tz"),
    legal=ENGLISH.legal | words("abs satz hs alt var nr buchst"),
    abbreviations=words(
        """
        str pl tel jan febr feb mrz apr jun jul aug sept sep okt nov dez mo di mi do fr sa so usw
        etc u.s.w jr jun sen mio mrd tsd std min sek co univ allg dt engl frz österr schweiz n.chr
        v.chr a.d a.m e.v hg hrsg red verf
        """
    ),
    months=ENGLISH.months | words("jh jhd jhdt weltkrieg weltkrieges bundestag"),
    before_ordinal=words(
        """
        der die das dem den des im vom zum zur beim ein eine einem einen am bis ab seit nach vor
        jeder jede jedes ihr sein dieser diese
        """
    ),
    starters=words(
        """
        der die das den dem ein eine einer einen er sie es wir ihr ich du man dies diese dieser
        dieses in im an am auf aus bei mit nach seit von vor zu zum zur um über unter durch für
        gegen ohne während wegen als wenn weil da dass ob obwohl und aber oder doch denn sondern
        dort hier was wer wie wo warum wann welche auch nur noch schon jetzt nun dann danach später
        heute gestern morgen viele manche einige alle beide kein keine nicht sein seine ihre unser
        mein zwei drei so trotz laut zudem außerdem jedoch dabei damit dazu
        """
    ),
    never_last=words(
        """
        der die das den dem des ein eine einer eines einem einen und oder von vom zu zum zur mit
        für in im auf bei nach als dass weil wenn ist sind war waren hat haben wird werden sich
        nicht ihre seine sein dieser diese dieses durch über unter
        """
    ),
    says=words(
        """
        sagte sagt fragte fragt rief ruft antwortete schrieb erklärte meinte flüsterte schrie
        erwiderte ergänzte warnte betonte forderte wollte
        """
    ),
    asks_meaning=(
        r"(?:was (?:ist|sind|bedeutet|bedeuten|heißt|meint)|wofür steht|für was steht|"
        r"was versteht man unter)"
        r"(?: die| der| das| eine[mr]?| ein)?(?: abkürzung| begriff)? {term}|"
        r"was soll {term} (?:heißen|bedeuten)"
    ),
    what_is="Was ist {}?",
    who_is=r"(?:und )?wer (?:ist|war) (?!(?:der|die|das|dies\w*)\b){name}",
    defines=(
        r"(?:ist|sind) (?:eine?|der|die|das|alle|jede[rs]?)|"
        r"bedeute[nt]|bezeichne[nt]|heißt|heißen"
    ),
    called=r"genannt|sogenannte[nrs]?|namens",
    kind_of=r"(?:eine?|d\.\s?h\.|das heißt)",
    asking=words(
        """
        sagen sagt sagte gesagt heißt passiert passierte geschieht geschah jemand etwas eigentlich
        wirklich genau meint meinte gibt machen macht gemacht denkt
        """
    ),
    politeness=Politeness(
        greeting=(
            r"(?:hallo|hi|hey|moin|servus|grüezi|grüß (?:gott|dich|euch)|guten? (?:morgen|tag|"
            r"abend)|"
            r"liebes team|sehr geehrte damen und herren)(?: (?:zusammen|allerseits|an alle))?"
        ),
        announcement=(
            r"(?:ich (?:habe|hätte) )?(?:da )?(?:mal )?(?:eine |noch eine |nur eine )?"
            r"(?:kurze |kleine |schnelle )?frage(?: an (?:dich|sie|euch))?"
        ),
        please=r"(?:bitte|entschuldigung|entschuldigen sie(?: bitte)?|verzeihung|sorry|ok|okay)",
        request=(
            r"(?:(?:können|könnten|würden) sie|(?:kann|könn)test du|kannst du|könnte?t ihr|"
            r"kann (?:mir|uns) (?:jemand|wer))(?: bitte)?(?: mir| uns)?(?: bitte)?(?: mal)? "
            r"(?:sagen|erklären|verraten|mitteilen)|"
            r"(?:sag|sagt|sagen sie|erklär|erklären sie|verrate?)(?: bitte)? (?:mir|"
            r"uns)(?: bitte)?(?: mal)?|"
            r"(?:wissen sie|weißt du|wisst ihr|weiß jemand)(?: vielleicht)?|"
            r"ich (?:würde|möchte|will|wollte|wüsste)(?: gerne?)?(?: mal)?(?: gerne?)?(?: wissen|"
            r" fragen| erfahren)?|"
            r"ich frage mich"
        ),
        thanks=(
            r"(?:danke(?: (?:schön|sehr|im voraus|ihnen|dir|euch))*|"
            r"(?:vielen|herzlichen|besten|schönen) dank(?: im voraus)?|bitte|"
            r"(?:(?:mit )?(?:freundlichen|besten|schönen|viele|beste|liebe|schöne) grüßen?|lg|mfg))"
        ),
        leads_on=r"(?:ob|dass|über|etwas über|mehr über)\s+",
    ),
    talk={
        "assent": (
            r"ok(?:ay)?|gut|super|toll|prima|interessant|verstehe|alles klar|ja|schön|klasse"
        ),
        "farewell": r"tschüss?|auf wiedersehen|bis (?:bald|später|dann)|ciao",
        "complaint": r"(?:nein,? )?das (?:ist|stimmt) (?:falsch|nicht|nicht richtig)|falsch|nein",
        "program": r"(?:wer|was) (?:bist du|sind sie)|hilfe|was kannst du|was können sie",
        "task": (
            r"(?:übersetze?|schreibe?|fasse?) .{1,60}|(?:bitte )?auf (?:deutsch|englisch)|"
            r"(?:erklär\w* .{0,20} )?in einfachen worten"
        ),
        "opinion": (
            r"was (?:denkst|meinst|hältst) du(?: (?:davon|darüber|dazu))?|was ist deine meinung.*"
        ),
        "doubt": (
            r"(?:bist du|sind sie) (?:dir |sich )?(?:da )?sicher|wirklich|echt|wo steht das|"
            r"wer sagt das|(?:was ist die )?quelle|stimmt das"
        ),
        "more": (
            r"(?:noch )?mehr|weiter|was noch|noch etwas|sonst noch (?:etwas|was)|mehr (?:dazu|"
            r"darüber|details)|weitere stellen"
        ),
    },
    kinds=Kinds(
        questions={
            "time": (
                r"\bwann\b|\b(?:an|in|zu|seit|bis|vor) (?:welche[mnrs]?|wie vielen?) (?:jahr|"
                r"tag|monat|"
                r"datum|woche|uhrzeit|jahrhundert|jahrzehnt)\w*|\bwelche[srmn]? (?:jahr|tag|"
                r"monat|datum)|"
                r"\bum wie viel uhr\b|\bwie lange ist\b"
            ),
            "number": (
                r"\bwie ?(?:viele?n?|oft|alt|lange?|hoch|groß|weit|teuer|schwer|schnell|tief|breit|"
                r"warm|kalt)\b|\bwelche[rsnm]? (?:anzahl|zahl|summe|betrag|anteil|preis|höhe)\b"
            ),
            "reason": (
                r"\b(?:warum|weshalb|wieso|weswegen|wozu)\b|\baus welche[mn] (?:grund|"
                r"gründen)\b"
            ),
            "place": (
                r"\b(?:wo|woher|wohin)\b|\b(?:in|an|aus|auf) welche[mnrs]? (?:land|stadt|ort|"
                r"dorf|straße|"
                r"insel|staat|gebäude|fluss|gegend|region)|\bwelche[srn]? (?:land|stadt|ort|dorf)\b"
            ),
            "person": (
                r"\b(?:wer|wen|wem|wessen)\b|\bwelche[rn]? (?:person|mann|frau|politiker|minister|"
                r"autor|spieler|schauspieler|könig|präsident)\w*"
            ),
        },
        number=words(
            """
            zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig
            fünfzig sechzig siebzig achtzig neunzig hundert hunderte tausend tausende million
            millionen milliarde milliarden dutzend dutzende hälfte drittel viertel zweimal dreimal
            einmal beide mehrere
            """
        ),
        time=words(
            """
            heute gestern morgen vorgestern übermorgen abend abends nacht nachts mittag vormittag
            nachmittag woche wochen wochenende monat monate monaten jahr jahre jahren tag tage tagen
            stunde stunden minute minuten jahrzehnt jahrzehnte jahrhundert sommer winter frühling
            herbst bald kürzlich vor nach seit während bis mitternacht
            """
        ),
        calendar=words(
            """
            Januar Jänner Februar März April Mai Juni Juli August September Oktober
            November Dezember
            Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag Ostern Weihnachten
            """
        ),
        place=(
            r"\b(?:in|im|an|am|bei|nach|aus|von|vor|auf|nahe|um) (?:der |dem |den |die |"
            r"das )?[A-ZÄÖÜ]"
        ),
        reason=(
            r"\b(?:weil|da|denn|wegen|aufgrund|dank|damit|um|deshalb|deswegen|daher|darum|infolge|"
            r"grund|sodass|nachdem|ursache)\b"
        ),
    ),
    continues=(
        r"(?:(?:und|aber|oder)\b[\s,]*)?(?:(?:was|wie) (?:ist|war|steht es) mit|wie sieht es mit|"
        r"was ist (?:denn )?mit|und|aber|oder|auch)\b[\s,]*(?P<rest>.*)"
    ),
    about=r"(?:über|zu|zum|zur|von|vom|mit|bezüglich)\b\s*",
    where_when=r"(?:in|im|am|an|auf|aus|bei|nach|vor|seit|während|bis|gegen|für)\b",
    asks=(
        r"(?:wer|wen|wem|wessen|was|wann|wo|woher|wohin|warum|wieso|weshalb|wie|welche[rsnm]?|"
        r"ist|sind|war|"
        r"waren|hat|haben|hatte|wird|werden|wurde|kann|können|soll|muss|will)\b"
    ),
    pronouns=words(
        "er sie ihn ihm ihr ihnen sein seine seinen seinem seiner ihre ihren ihrem ihrer"
    ),
    reporting=Reporting(
        verbs=words(
            """
            sagte sagt sagten sagen erklärte erklärt erklärten meinte meint meinten betonte betont
            ergänzte ergänzt warnte warnt warnten fragte fragt rief ruft forderte fordert forderten
            kritisierte kritisiert lobte lobt versprach verspricht behauptete behauptet antwortete
            antwortet schrieb schreibt schrieben berichtete berichtet berichteten erwiderte
            bestätigte bestätigt kündigte kündigt räumte räumt teilte teilt wies bezeichnete nannte
            versicherte versichert mahnte mahnt hofft hoffte glaubt glaubte findet fand bedauerte
            bedauert entgegnete verteidigte rügte verlangte verlangt schilderte
            begründete äußerte widersprach widerspricht erzählte erzählt
            """
        ),
        participles=words(
            """
            gesagt erklärt gemeint betont ergänzt gewarnt gefragt gerufen gefordert
            kritisiert gelobt
            versprochen behauptet geantwortet geschrieben berichtet bestätigt angekündigt eingeräumt
            mitgeteilt versichert gemahnt bedauert verlangt geäußert
            """
        ),
        have=words("hat hatte haben hatten"),
        he={"er": "m", "sie": "f"},
        titles={"herr": "m", "herrn": "m", "frau": "f", "dr": "", "prof": "", "professor": "m"},
        roles=(
            r"[\w-]*(?:minister|meister|präsident|sprecher|chef|leiter|kanzler|direktor|rat|anwalt|"
            r"richter|forscher|vorsitzende[rn]?|experte|bauer|landwirt|händler|fahrer|arzt|lehrer|"
            r"trainer|kommissar|abgeordnete[rn]?|besitzer|betreiber|nachbar|förster|müller|wirt|"
            r"pfarrer|historiker|polizist|biologe|ökonom|kapitän|ärzt|anwält|rät|expert|biolog|"
            r"bäuer)"
            r"(?:s|in)?"
        ),
        articles=words("der die das den dem ein eine einer"),
        according=r"(?:laut|nach angaben von|nach worten von|so)",
        behind="zufolge",
        feminine=r"in$",
        capitals=True,
    ),
)
