"""Italian."""

from askdoc.languages.english import ENGLISH
from askdoc.languages.language import Kinds, Language, Politeness, Reporting, words
from askdoc.messages import later

ITALIAN = Language(
    code="it",
    name=later("Italian"),
    listed="STOPWORDS_ITALIAN",
    stemmer="italian",
    stop_words=words(
        """
        chi che cosa cos quale quali quando dove come quanto quanta quanti quante perché secondo
        stato stata stati state viene venne essere avere cui c'è che cosa da fino
        """
    ),
    titles=ENGLISH.titles
    | words(
        """
        sig sigg sig.ra sig.na dott dott.ssa dr prof prof.ssa ing avv arch geom on sen rag mons don
        s ss cav comm gen col cap ten mar cfr es ad.es p.es ca
        """
    ),
    numbered=ENGLISH.numbered | words("n nn num pag pagg p pp art artt vol cap fig tab comma par"),
    legal=ENGLISH.legal | words("cost cod civ pen proc"),
    abbreviations=words(
        """
        ecc etc a.c d.c s.p.a s.r.l spa srl s.n.c u.s.a tel v.le p.zza gen feb mar apr mag giu lug
        ago set ott nov dic lun mer gio ven sab dom min sec mln mld ed cit
        """
    ),
    months=words(
        """
        gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre
        novembre dicembre
        """
    ),
    starters=words(
        """
        il lo la i gli le l un uno una questo questa questi queste quello quella egli ella lui lei
        loro noi voi io tu si in nel nella nei al alla a di del della da dal con per su sul tra fra
        dopo prima durante quando se ma e o anche inoltre però tuttavia poi quindi così oggi ieri
        domani qui là chi che cosa come dove perché molti alcuni tutti ogni due tre non secondo
        mentre
        """
    ),
    never_last=words(
        """
        il lo la i gli le un uno una di del della dei delle a al alla e o che chi in nel nella con
        per su tra fra da dal dalla è sono era ha hanno non si suo sua come se ed
        """
    ),
    says=words("disse dice chiese chiede rispose risponde gridò esclamò aggiunse scrisse spiegò"),
    asking=words(
        """
        dice detto dire successo succede qualcuno qualcosa davvero esattamente fa fatto fare pensa
        """
    ),
    politeness=Politeness(
        greeting=r"(?:ciao|salve|buongiorno|buonasera|buon pomeriggio)(?: a tutti)?",
        announcement=(
            r"(?:ho |avrei )?(?:una |un['’]altra |solo una )?(?:breve |piccola |semplice )?"
            r"domanda(?: veloce)?"
        ),
        please=(r"(?:per (?:favore|piacere|cortesia)|mi scusi|scusi|scusa|scusate|ok)"),
        request=(
            r"(?:può|puoi|potete|potrebbe|potresti|potreste) (?:dir|spiegar|indicar)(?:mi|ci)|"
            r"(?:mi|ci) (?:può|puoi|sa|sai|potrebbe|potresti) (?:dire|spiegare|indicare)|"
            r"dimmi|mi dica|ditemi|spiegami|qualcuno sa|(?:vorrei|mi piacerebbe|voglio) sapere|"
            r"mi chiedo"
        ),
        thanks=(
            r"(?:(?:molte |tante )?grazie(?: (?:mille|in anticipo|a tutti))*|"
            r"per (?:favore|piacere|cortesia)|cordiali saluti)"
        ),
        leads_on=r"(?:se|qualcosa su)\s+",
    ),
    talk={
        "assent": r"ok|bene|va bene|perfetto|ottimo|interessante|capisco|sì|certo",
        "farewell": r"arrivederci|a presto|ciao ciao|buona (?:giornata|notte)",
        "complaint": r"(?:no,? )?(?:non )?è (?:falso|sbagliato|giusto|vero)|sbagliato|no",
        "program": r"(?:chi|cosa) sei|aiuto|cosa (?:puoi|sai) fare",
        "task": r"(?:traduci|scrivi) .{1,60}|in (?:italiano|inglese)|(?:in|con) parole semplici",
        "opinion": r"(?:tu )?(?:che )?cosa ne pensi|che ne pensi|(?:qual è )?la tua opinione.*",
        "doubt": (
            r"(?:ne )?sei sicur[oa]|davvero|sul serio|dove (?:lo dice|è scritto)|chi lo dice|"
            r"(?:qual è la )?fonte"
        ),
        "more": (
            r"(?:dimmi )?di più|ancora|altro|cos['’]altro|continua|altri dettagli|altri passi"
        ),
    },
    kinds=Kinds(
        questions={
            "time": (
                r"\bquando\b|\b(?:in|a|di|da)? ?(?:che|quale) (?:anno|data|giorno|mese|ora|"
                r"settimana|"
                r"secolo|epoca|momento|decennio)\b"
            ),
            "number": (
                r"\bquant[oaie]\b|\bqual(?:e|i|) (?:è |era )?(?:il |la |l['’])?(?:numero|"
                r"percentuale|"
                r"prezzo|somma|età|altezza|lunghezza|distanza|peso|velocità|temperatura|tasso)\b"
            ),
            "reason": (
                r"\bperch[éè]\b|\bper quale (?:ragione|motivo)\b|\bqual è (?:la causa|"
                r"il motivo)\b"
            ),
            "place": (
                r"\b(?:dove|dov['’]è|dov['’]era|da dove)\b|\b(?:in|di|da)? ?(?:che|"
                r"quale) (?:paese|città|"
                r"luogo|regione|isola|via|edificio|fiume|stato|posto)\b"
            ),
            "person": (
                r"\bchi\b|\b(?:che|quale) (?:persona|uomo|donna|ministr[oa]|presidente|autore|"
                r"attore|"
                r"attrice|re|regina|giocatore)\b"
            ),
        },
        number=words(
            """
            due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici
            quindici venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento mille
            mila milione milioni miliardo miliardi decina decine dozzina centinaio centinaia metà
            terzo quarto doppio entrambi
            """
        ),
        time=words(
            """
            oggi ieri domani sera mattina mezzogiorno mezzanotte notte pomeriggio settimana
            settimane mese mesi anno anni giorno giorni ora ore minuto minuti secolo secoli decennio
            estate inverno primavera autunno prossimo prossima scorso scorsa presto recentemente
            prima dopo durante fino fa
            """
        ),
        calendar=words(
            """
            gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre
            dicembre lunedì martedì mercoledì giovedì venerdì sabato domenica Natale Pasqua
            """
        ),
        place=(
            r"\b(?:a|ad|in|da|di|verso|presso|su|vicino a) (?:l['’])?[A-ZÀÈ]|"
            r"\b(?:nel|nella|al|alla|dal|dalla|del|della|nell['’]|dell['’]|all['’]) ?[A-ZÀÈ]"
        ),
        reason=(
            r"\b(?:perché|poiché|siccome|dato che|a causa|grazie|per|quindi|pertanto|motivo|"
            r"ragione|"
            r"causa|affinché)\b"
        ),
    ),
    continues=r"(?:(?:e|ma|o)\b[\s,]*)?(?:che dire|e|ma|o|anche)\b[\s,]*(?P<rest>.*)",
    about=r"(?:su|sul|sulla|sull['’]|circa|riguardo a|di|del|della|con)\b\s*",
    where_when=r"(?:a|ad|in|nel|nella|da|dal|per|prima|dopo|durante|contro|fino)\b",
    asks=(
        r"(?:chi|che|cosa|quale|quali|quando|dove|come|perché|quant[oaie]|è|sono|era|ha|hanno|"
        r"può|deve)\b"
    ),
    pronouns=words("lui lei egli ella loro gli le suo sua suoi sue"),
    reporting=Reporting(
        verbs=words(
            """
            disse dice dicono dichiara dichiarò afferma affermò affermano spiega spiegò spiegano
            aggiunge aggiunse risponde rispose chiede chiese avverte avvertì sostiene sostenne
            sottolinea sottolineò annuncia annunciò promette promise ricorda ricordò racconta
            raccontò scrive scrisse ammette ammise critica criticò conferma confermò conclude
            concluse insiste precisa precisò osserva osservò lamenta lamentò esclama esclamò
            commenta commentò assicura assicurò denuncia denunciò nega negò replica replicò
            ribadisce
            """
        ),
        participles=words(
            """
            detto dichiarato affermato spiegato aggiunto risposto chiesto avvertito sostenuto
            sottolineato annunciato promesso ricordato raccontato scritto ammesso criticato
            confermato concluso insistito precisato osservato lamentato esclamato commentato
            assicurato denunciato negato replicato ribadito
            """
        ),
        have=words("ha hanno aveva avevano"),
        he={"lui": "m", "egli": "m", "lei": "f", "ella": "f"},
        titles={
            "sig": "m",
            "signor": "m",
            "signore": "m",
            "signora": "f",
            "signorina": "f",
            "dott": "",
            "dottor": "m",
            "dottoressa": "f",
            "prof": "",
            "don": "m",
        },
        roles=(
            r"(?:ministr[oa]|sindac[oa]|president[ei]|presidentessa|portavoce|cap[oa]|"
            r"dirett(?:ore|rice)|procurat(?:ore|rice)|avvocat[oa]|giudice|ricercat(?:ore|rice)|"
            r"espert[oa]|deputat[oa]|senat(?:ore|rice)|assessor[ea]|medic[oa]|"
            r"professor(?:e|essa)|contadin[oa]|agricolt(?:ore|rice)|vicin[oa]|segretari[oa]|"
            r"commissari[oa]|storic[oa]|mugnai[oa]|capitano|biolog[oa]|economista|allenat(?:ore|"
            r"rice))"
        ),
        articles=words("il lo la l i gli le un uno una"),
        according=r"(?<![a-z] )(?:secondo|stando a)",
        feminine=r"(?:a|trice|essa)$",
        alone=True,
    ),
)
