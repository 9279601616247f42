"""Spanish."""

from askdoc.languages.english import ENGLISH
from askdoc.languages.language import Kinds, Language, Politeness, Reporting, words
from askdoc.messages import later

SPANISH = Language(
    code="es",
    name=later("Spanish"),
    listed="STOPWORDS_SPANISH",
    stemmer="spanish",
    stop_words=words(
        """
        quién quiénes quien quienes qué cuál cuáles cuándo cuando dónde donde adónde
        cómo como cuánto
        cuánta cuántos cuántas por según sido fue fueron ser haber hubo
        """
    ),
    titles=ENGLISH.titles
    | words(
        """
        sr sra srta sres d dña dr dra prof profa ing lic arq gral cnel cap tte sto sta fr hno mons
        p.ej aprox vd ud vds uds c
        """
    ),
    numbered=ENGLISH.numbered | words("núm n nº pág págs art arts vol cap fig tít apdo párr ap"),
    legal=ENGLISH.legal | words("const cód civ pen"),
    abbreviations=words(
        """
        etc ee uu ee.uu a.c d.c a.m p.m s.a s.l s.a.s cía av avda c/ tel ext feb abr jul ago sept
        oct nov dic lun mié jue vie sáb dom ed eds coord trad mill min seg
        """
    ),
    months=words(
        """
        enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre
        diciembre
        """
    ),
    starters=words(
        """
        el la los las un una unos unas lo este esta estos estas ese esa eso esto aquel él ella
        ellos ellas yo tú nosotros se su sus mi mis nuestro nuestra en a al de del con sin por para
        sobre bajo desde hasta entre hacia según tras durante ante cuando si aunque porque pero y
        o ni sino pues entonces luego después antes ahora hoy ayer mañana también además no ya
        así aquí allí muchos muchas algunos algunas todos todas cada otro otra dos tres qué quién
        cómo dónde
        """
    ),
    never_last=words(
        """
        el la los las un una unos unas de del a al y o e u que quien cuyo en con sin por para sobre
        entre desde hasta su sus este esta ese esa es son era fue ha han había no se lo como si
        """
    ),
    says=words(
        """
        dijo dice preguntó pregunta respondió responde gritó exclamó añadió contestó escribió
        susurró explicó murmuró
        """
    ),
    asks_meaning=(
        r"qué (?:es|son|significa|significan|quiere decir|se entiende por)"
        r"(?: el| la| los| las| una?)?(?: siglas?| acrónimo| abreviatura| término)? {term}"
    ),
    what_is="¿Qué es {}?",
    who_is=r"(?:y )?quién (?:es|era|fue) (?!(?:el|la|los|las|est[ea])\b){name}",
    defines=(
        r"(?:es|son) (?:una?|el|la|los|las|cualquier|todo|toda)|"
        r"significan?|designan?|se refieren? a"
    ),
    called=r"llamad[oa]s?|denominad[oa]s?|conocid[oa]s? como",
    kind_of=r"(?:una?|es decir)",
    asking=words(
        """
        dice dijo decir pasa pasó ocurrió alguien algo realmente exactamente hace hizo hacer piensa
        """
    ),
    politeness=Politeness(
        greeting=(
            r"(?:hola|buen[oa]s (?:d[ií]as|tardes|noches)|buen d[ií]a|saludos)(?: a tod[oa]s)?"
        ),
        announcement=(
            r"(?:tengo )?(?:una |otra |s[oó]lo una )?(?:breve |pequeña |simple )?"
            r"(?:pregunta|consulta|duda)(?: rápida| breve)?"
        ),
        please=r"(?:por favor|porfa|perdón|perdone|disculpe|disculpa|ok|vale)",
        request=(
            r"(?:(?:puede[ns]?|podr[ií]a[ns]?)(?: usted| ustedes)? (?:decir|explicar|indicar)(?:me|"
            r"nos)|"
            r"(?:me|nos) (?:puede[ns]?|podr[ií]a[ns]?) (?:decir|explicar|indicar)|"
            r"dígame|díganme|dime|explíqueme|explícame|"
            r"(?:sabes?|sabe usted|alguien sabe)(?=,? (?:si|qui[eé]n|qu[eé]|cu[aá]|c[oó]mo|"
            r"d[oó]nde))|"
            r"(?:me gustaría|quisiera|quiero|querría) saber|me pregunto)"
        ),
        thanks=(
            r"(?:(?:muchas |mil )?gracias(?: (?:de antemano|por adelantado|por su ayuda))?|"
            r"por favor|"
            r"(?:un )?(?:cordial )?saludos?(?: cordiales)?)"
        ),
        leads_on=r"(?:si|algo sobre|más sobre)\s+",
    ),
    talk={
        "assent": r"ok|vale|bien|genial|perfecto|interesante|entiendo|ya veo|sí|claro",
        "farewell": r"adiós|hasta (?:luego|pronto|mañana)|chao|buenas noches",
        "complaint": (
            r"(?:no,? )?(?:eso )?(?:no )?es (?:falso|incorrecto|correcto|cierto|eso)|mal|no"
        ),
        "program": r"(?:quién|qué) (?:eres|es usted)|ayuda|qué puedes hacer",
        "task": (
            r"(?:traduce|traduzca|escribe|escriba|redacta) .{1,60}|en (?:español|inglés)|"
            r"(?:explica\w* .{0,20} )?(?:en|con) palabras (?:simples|sencillas)"
        ),
        "opinion": (
            r"(?:tú )?qué (?:opinas|piensas|crees)(?: de (?:eso|esto|ello))?|"
            r"(?:cuál es )?tu opinión.*"
        ),
        "doubt": (
            r"(?:estás|está) segur[oa]|de verdad|en serio|dónde (?:lo )?(?:dice|pone)(?: eso)?|"
            r"quién (?:lo )?dice(?: eso)?|(?:cuál es la )?fuente"
        ),
        "more": (
            r"(?:dame |muestra )?más|qué más|algo más|continúa|sigue|más detalles|otros pasajes"
        ),
    },
    kinds=Kinds(
        questions={
            "time": (
                r"\b(?:cuándo|cuando)\b|\b(?:en|a|de|desde|hasta)? ?(?:qué|"
                r"cuál(?:es)?) (?:año|fecha|"
                r"día|mes|hora|semana|siglo|década|momento|época)s?\b|\bcuánto tiempo hace\b"
            ),
            "number": (
                r"\bcuánt[oa]s?\b|\b(?:qué|cuál) (?:es |era |fue |son )?(?:el |la |los |"
                r"las )?(?:número|"
                r"cantidad|porcentaje|precio|suma|edad|altura|longitud|distancia|peso|velocidad|"
                r"temperatura|tasa|superficie|cifra)\b"
            ),
            "reason": (
                r"\bpor ?qué\b|\bpor cuál(?:es)? (?:razón|razones|motivo)|\bcuál (?:es|fue|"
                r"era) (?:la "
                r"causa|la razón|el motivo)|\ba qué se debe\b"
            ),
            "place": (
                r"\b(?:dónde|adónde)\b|\b(?:en|de|a)? ?qué (?:país|ciudad|pueblo|lugar|sitio|"
                r"región|isla|"
                r"calle|edificio|río|estado)\b"
            ),
            "person": (
                r"\bquién(?:es)?\b|\bqué (?:persona|hombre|mujer|ministr[oa]|president[ea]|autora?|"
                r"actor|actriz|rey|reina|jugadora?)\b"
            ),
        },
        number=words(
            """
            dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte
            treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento cientos mil
            miles millón millones decena decenas docena docenas mitad tercio cuarto doble triple
            ambos ambas varios varias
            """
        ),
        time=words(
            """
            hoy ayer mañana anoche tarde noche mediodía medianoche semana semanas mes meses año años
            día días hora horas minuto minutos siglo siglos década décadas verano invierno primavera
            otoño próximo próxima pasado pasada pronto recientemente antes después durante desde
            hasta hace
            """
        ),
        calendar=words(
            """
            enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre
            diciembre lunes martes miércoles jueves viernes sábado domingo Navidad
            """
        ),
        place=(
            r"\b(?:en|a|de|desde|hacia|hasta|cerca de|por)(?: el| la| los| las|"
            r") [A-ZÁÉÍÓÚÑ]|\b(?:al|del) [A-ZÁÉÍÓÚÑ]"
        ),
        reason=(
            r"\b(?:porque|ya que|puesto que|debido|gracias a|a causa|para|por eso|por lo que|razón|"
            r"motivo|causa|pues|como)\b"
        ),
    ),
    continues=(
        r"(?:¿\s*)?(?:(?:y|pero|o)\b[\s,]*)?(?:qué hay|qué tal|y|pero|o|"
        r"también)\b[\s,]*(?P<rest>.*)"
    ),
    about=r"(?:sobre|acerca de|acerca del|respecto a|de|del|con)\b\s*",
    where_when=(
        r"(?:en|a|al|desde|hasta|para|por|antes|después|durante|contra|el (?:lunes|martes|"
        r"miércoles|jueves|viernes|sábado|domingo))\b"
    ),
    asks=(
        r"(?:quién(?:es)?|qué|cuál(?:es)?|cuándo|dónde|adónde|cómo|cuánt[oa]s?|por qué|es|son|"
        r"fue|era|ha|"
        r"han|había|puede|debe|va)\b"
    ),
    pronouns=words("él ella ellos ellas le les lo la su sus"),
    reporting=Reporting(
        verbs=words(
            """
            dijo dice dijeron dicen declaró declara declararon afirmó afirma
            afirmaron explicó explica
            explicaron añadió añade agregó agrega preguntó pregunta respondió
            responde aseguró asegura
            aseguraron advirtió advierte advirtieron señaló señala subrayó subraya anunció anuncia
            anunciaron prometió promete lamentó lamenta recordó recuerda escribió escribe reconoció
            reconoce criticó critica confirmó confirma contó cuenta insistió insiste
            concluyó concluye
            exigió exige denunció denuncia pidió pide indicó indica manifestó sostuvo sostiene opinó
            opina comentó comenta exclamó gritó contestó admitió admite negó niega precisó destacó
            """
        ),
        participles=words(
            """
            dicho declarado afirmado explicado añadido agregado preguntado respondido asegurado
            advertido señalado subrayado anunciado prometido lamentado recordado escrito reconocido
            criticado confirmado contado insistido concluido exigido denunciado pedido indicado
            """
        ),
        have=words("ha había han habían"),
        he={"él": "m", "ella": "f"},
        titles={
            "el": "m",
            "la": "f",
            "sr": "m",
            "señor": "m",
            "sra": "f",
            "señora": "f",
            "srta": "f",
            "dr": "",
            "dra": "f",
            "don": "m",
            "doña": "f",
            "d": "m",
        },
        roles=(
            r"(?:ministr[oa]|alcalde|alcaldesa|president[ea]|portavoz|jef[ea]|director(?:a)?|"
            r"fiscal|"
            r"abogad[oa]|juez(?:a)?|investigador(?:a)?|expert[oa]|diputad[oa]|senador(?:a)?|"
            r"médic[oa]|"
            r"profesor(?:a)?|agricultor(?:a)?|vecin[oa]|dueñ[oa]|secretari[oa]|comisari[oa]|"
            r"historiador(?:a)?|"
            r"moliner[oa]|capitán|capitana|bióloga|biólogo|economista|entrenador(?:a)?|"
            r"concejal(?:a)?)"
        ),
        articles=words("el la los las un una"),
        according=r"(?:según|para)",
        feminine=r"a$",
        alone=True,
    ),
)
