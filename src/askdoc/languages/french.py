"""French."""

from askdoc.languages.english import ENGLISH
from askdoc.languages.language import Kinds, Language, Politeness, Reporting, words
from askdoc.messages import later

FRENCH = Language(
    code="fr",
    name=later("French"),
    listed="STOPWORDS_FRENCH",
    stemmer="french",
    stop_words=words(
        """
        qui que quoi quel quelle quels quelles où quand comment pourquoi combien lequel laquelle
        lesquels dont est-ce ceci cela ça plus moins très été avoir être a-t-il est-il est-elle
        a-t-elle ont-ils sont-ils leur leurs comme selon si depuis jusque
        """
    ),
    titles=ENGLISH.titles
    | words("m mm mme mmes mlle mlles me mgr dr pr st ste sts cf env c.-à-d p.ex av apr s.m s.a.r"),
    numbered=(ENGLISH.numbered - words("bd"))
    | words("n no nos art al p pp t vol chap fig tabl § ch éd l alin"),
    legal=ENGLISH.legal | words("cass civ crim soc bull pén trav"),
    abbreviations=words(
        """
        etc janv févr avr juil sept oct nov déc lun mar mer jeu ven sam dim av boul bd bld tél
        hab env mio mrd j.-c s.a s.a.r.l r.d.c p.-d.g éd coll vs ibid id op loc
        """
    ),
    months=words(
        """
        janvier février mars avril mai juin juillet août septembre octobre novembre décembre
        """
    ),
    starters=words(
        """
        le la les un une des ce cet cette ces il elle ils elles on nous vous je tu l c qui que quoi
        dans en au aux à de du sur sous par pour avec sans après avant depuis pendant entre vers
        chez lors selon malgré quand lorsque si mais et ou donc or ni car puis alors ensuite enfin
        aussi ainsi cependant toutefois pourtant son sa ses leur leurs notre nos mon ma mes votre
        plusieurs certains tous toutes chaque aucun deux trois aujourd hier demain ici là où
        comment pourquoi parce
        """
    ),
    never_last=words(
        """
        le la les un une des de du à au aux et ou que qui dont dans en sur par pour avec sans ce cet
        cette ces son sa ses leur leurs est sont a ont été ne pas plus très comme si entre
        """
    ),
    says=words(
        """
        dit demande demanda répond répondit s'écria cria crie ajouta ajoute murmura lança lance
        explique expliqua écrit
        """
    ),
    asks_meaning=(
        r"(?:que (?:signifie|veut dire)|qu['’]est[- ]ce (?:que(?: c['’]est que)?|qu['’])|"
        r"qu['’]entend-on par)"
        r" ?(?:le |la |les |l['’]|une? )?(?:sigle |acronyme |abréviation |terme )?{term}"
    ),
    what_is="Qu'est-ce que {} ?",
    who_is=r"(?:et )?qui (?:est|était|fut) (?!(?:le|la|les|ce)\b|l['’]){name}",
    defines=(
        r"(?:est|sont) (?:une?|les?|la|l['’]|des|tout(?:e|es)?|tous)|"
        r"désigne(?:nt)?|signifie(?:nt)?|s['’]entend(?:ent)?"
    ),
    called=r"appelée?s?|nommée?s?|dite?s?",
    kind_of=r"(?:une?|c['’]est-à-dire)",
    asking=words(
        """
        dire dit arrive arrivé passé passe quelqu'un quelque chose vraiment exactement fait faire
        pense
        """
    ),
    politeness=Politeness(
        greeting=(
            r"(?:bonjour|bonsoir|salut|coucou)(?: (?:à (?:tous|toutes)|tout le monde|madame|"
            r"monsieur))*"
        ),
        announcement=(
            r"(?:j['’](?:ai|aurais) )?(?:une |juste une |encore une )?(?:petite |simple )?"
            r"question(?: pour (?:vous|toi))?"
        ),
        please=(r"(?:s['’]il (?:vous|te) pla[iî]t|svp|stp|excusez[- ]moi|excuse[- ]moi|pardon|ok)"),
        request=(
            r"(?:(?:pouvez|pourriez)[- ]vous|(?:peux|pourrais)[- ]tu|est-ce que (?:vous pouvez|"
            r"vous pourriez|tu peux|tu pourrais))(?: (?:me|nous))? (?:dire|expliquer|indiquer|"
            r"préciser)|"
            r"(?:dites|dis|expliquez|explique)[- ](?:moi|nous)|savez[- ]vous|sais[- ]tu|"
            r"(?:est-ce que )?quelqu['’]un sait|j['’]aimerais savoir|"
            r"je (?:voudrais|veux|souhaite|souhaiterais) savoir|je me demande"
        ),
        thanks=(
            r"(?:merci(?: (?:beaucoup|bien|d['’]avance|par avance|à vous|à tous))*|"
            r"s['’]il (?:vous|te) pla[iî]t|svp|stp|(?:bien )?cordialement|bien à vous|"
            r"bonne journée)"
        ),
        leads_on=r"(?:si\s+|s['’](?=ils?\b)|quelque chose sur\s+)",
    ),
    talk={
        "assent": r"ok|d['’]accord|bien|super|parfait|génial|intéressant|je vois|oui|compris",
        "farewell": r"au revoir|à bientôt|bonne (?:journée|soirée)|ciao",
        "complaint": r"(?:non,? )?(?:c['’]est|ce n['’]est pas) (?:faux|juste|ça|correct)|faux|non",
        "program": (
            r"(?:qui|que) (?:es-tu|êtes-vous)|qui (?:tu es|vous êtes)|(?:à l['’])?aide|"
            r"que peux-tu faire"
        ),
        "task": (
            r"(?:traduis|traduisez|écris|écrivez|rédige[zr]?) .{1,60}|en (?:français|anglais)|"
            r"(?:explique\w* .{0,20} )?(?:en|avec des) (?:mots|termes) simples"
        ),
        "opinion": r"qu['’]en (?:penses-tu|pensez-vous)|(?:quel est )?(?:ton|votre) avis.*",
        "doubt": (
            r"(?:tu es|es-tu|vous êtes|êtes-vous) s[uû]re?(?: de (?:toi|vous|ça))?|vraiment|"
            r"où est-ce écrit|qui (?:le )?dit(?: ça)?|(?:quelle est la )?source"
        ),
        "more": (
            r"encore|plus|davantage|la suite|continue[rz]?|quoi d['’]autre|autre chose|"
            r"plus de détails|d['’]autres passages"
        ),
    },
    kinds=Kinds(
        questions={
            "time": (
                r"\bquand\b|\b(?:en|à|de|depuis|jusqu['’]à)? ?quel(?:le)?s? (?:année|date|"
                r"jour|mois|heure|"
                r"semaine|siècle|époque|moment|décennie)s?\b|\bdepuis combien\b"
            ),
            "number": (
                r"\bcombien\b|\bquel(?:le)?s? (?:est |était |sont )?(?:le |la |"
                r"les )?(?:nombre|somme|"
                r"montant|pourcentage|part|âge|prix|taille|hauteur|longueur|distance|poids|vitesse|"
                r"température|taux|superficie)\b"
            ),
            "reason": (
                r"\bpourquoi\b|\bpour quelles? raisons?\b|\bquelle (?:est|était|"
                r"fut) la (?:cause|raison)"
            ),
            "place": (
                r"\b(?:où|d['’]où)\b|\b(?:dans|en|de|à|sur)? ?quel(?:le)?s? (?:pays|ville|"
                r"village|lieu|"
                r"endroit|région|île|rue|bâtiment|fleuve|état)s?\b"
            ),
            "person": (
                r"(?<!ce )(?<!est-ce )\b(?:qui|à qui|de qui)\b|\bquel(?:le)?s? (?:homme|femme|"
                r"personne|"
                r"ministre|président|auteur|acteur|actrice|roi|reine|joueur)\w*"
            ),
        },
        number=words(
            """
            deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
            vingt trente quarante cinquante soixante cent cents mille million millions milliard
            milliards dizaine dizaines douzaine centaine centaines millier milliers moitié tiers
            quart demi double triple plusieurs
            """
        ),
        time=words(
            """
            aujourd'hui hier demain soir matin midi minuit nuit après-midi semaine semaines mois an
            ans année années jour jours heure heures minute minutes siècle siècles décennie été
            hiver printemps automne prochain dernier dernière bientôt récemment avant après pendant
            depuis jusqu'à lors
            """
        ),
        calendar=words(
            """
            janvier février mars avril mai juin juillet août septembre octobre novembre décembre
            lundi mardi mercredi jeudi vendredi samedi dimanche Noël Pâques
            """
        ),
        place=(
            r"\b(?:à|en|au|aux|dans|de|vers|près de|chez|sur|depuis)(?: la| le| les|"
            r") (?:l['’])?[A-ZÉÀÎ]|"
            r"\bd['’][A-ZÉÀÎ]"
        ),
        reason=(
            r"\b(?:parce|car|puisque|en raison|à cause|grâce|afin|pour|faute|suite à|"
            r"c'est pourquoi|"
            r"raison|cause|comme|donc)\b"
        ),
    ),
    continues=(
        r"(?:(?:et|mais|ou)\b[\s,]*)?(?:qu['’]en est-il|et|mais|ou|quid|aussi)\b[\s,]*(?P<rest>.*)"
    ),
    about=r"(?:sur|à propos de|à propos du|au sujet de|au sujet du|concernant|de|du)\b\s*",
    where_when=(
        r"(?:à|au|aux|en|dans|chez|vers|pour|par|après|avant|pendant|depuis|contre|lundi|mardi|"
        r"mercredi|jeudi|vendredi|samedi|dimanche)\b"
    ),
    asks=(
        r"(?:qui|que|qu['’]|quoi|quand|où|comment|pourquoi|combien|quel(?:le)?s?|est-ce|est|"
        r"sont|a|ont|"
        r"était|avait|peut|doit|va)\b"
    ),
    pronouns=words(
        "il elle lui ils elles eux leur a-t-il a-t-elle est-il est-elle ont-ils sont-ils"
    ),
    reporting=Reporting(
        verbs=words(
            """
            dit disent disait déclare déclara affirme affirma affirment explique expliqua expliquent
            ajoute ajouta estime estima estiment demande demanda demandent répond répondit assure
            assura assurent précise précisa souligne souligna annonce annonça
            annoncent promet promit
            regrette regretta rappelle rappela avertit prévient prévint écrit écrivit reconnaît
            reconnut juge jugea lance lança s'écrie s'écria s'inquiète confirme confirma craint
            espère critique critiqua raconte raconta témoigne constate insiste insista conclut
            réclame réclama dénonce dénonça poursuit poursuivit
            """
        ),
        participles=words(
            """
            dit déclaré affirmé expliqué ajouté estimé demandé répondu assuré
            précisé souligné annoncé
            promis regretté rappelé averti prévenu écrit reconnu jugé lancé confirmé
            critiqué raconté
            insisté conclu réclamé dénoncé indiqué poursuivi témoigné constaté
            """
        ),
        have=words("a avait ont avaient"),
        he={"il": "m", "elle": "f"},
        titles={
            "le": "m",
            "la": "f",
            "m": "m",
            "monsieur": "m",
            "mme": "f",
            "madame": "f",
            "mlle": "f",
            "dr": "",
            "pr": "",
        },
        roles=(
            r"(?:ministre|maire|président(?:e)?|porte-parole|chef|cheffe|directeur|directrice|"
            r"procureur(?:e)?|avocat(?:e)?|juge|chercheu(?:r|se)|expert(?:e)?|député(?:e)?|"
            r"sénat(?:eur|"
            r"rice)|préfet|préfète|médecin|professeur(?:e)?|agricult(?:eur|rice)|"
            r"habitant(?:e)?|voisin(?:e)?|"
            r"propriétaire|secrétaire|commissaire|historien(?:ne)?|meuni(?:er|ère)|patron(?:ne)?|"
            r"capitaine|biologiste|économiste|entraîneur)"
        ),
        articles=words("le la l un une les"),
        according=r"(?:selon|d['’]après|pour)",
        feminine=r"(?:trice|euse|ère|ne|ée|fe|eure|ète|ate|ente)$",
    ),
)
