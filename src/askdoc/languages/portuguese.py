"""Portuguese, of Portugal and of Brazil."""

from askdoc.languages.english import ENGLISH
from askdoc.languages.language import Kinds, Language, Politeness, Reporting, words
from askdoc.messages import later

PORTUGUESE = Language(
    code="pt",
    name=later("Portuguese"),
    listed="STOPWORDS_PORTUGUESE",
    stemmer="portuguese",
    stop_words=words(
        """
        quem que quê qual quais quando onde aonde como quanto quanta quantos quantas por porquê
        porque segundo sido foi foram ser haver houve sobre desde até
        """
    ),
    titles=ENGLISH.titles
    | words(
        """
        sr sra srta srs d dona dr dra prof profa eng arq gen cel cap ten pe fr sto sta
        exmo aprox v.g p.ex
        """
    ),
    numbered=ENGLISH.numbered | words("n nº núm pág págs p pp art arts vol cap fig tab inc al"),
    legal=ENGLISH.legal | words("const cód civ pen"),
    abbreviations=words(
        """
        etc e.u.a eua a.c d.c s.a ltda lda cia av tel ext jan fev mar abr mai jun jul ago set out
        nov dez seg ter qua qui sex sáb dom ed coord min mil mi bi
        """
    ),
    months=words(
        """
        janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
        """
    ),
    starters=words(
        """
        o a os as um uma uns umas este esta estes estas esse essa isso isto aquele aquela ele ela
        eles elas nós eu você vocês se seu sua em no na nos nas ao à de do da dos das com sem por
        pelo pela para sobre entre até desde após durante quando mas e ou também porém contudo
        então depois antes agora hoje ontem amanhã aqui ali quem que como onde muitos alguns todos
        cada outro outra dois duas três não segundo já embora
        """
    ),
    never_last=words(
        """
        o a os as um uma de do da dos das e ou que quem em no na nos nas ao à com sem por pelo pela
        para sobre entre é são era foi tem não se seu sua como mas
        """
    ),
    says=words(
        """
        disse diz perguntou pergunta respondeu responde gritou exclamou acrescentou
        escreveu explicou
        """
    ),
    asking=words(
        """
        diz disse dizer acontece aconteceu alguém algo realmente exatamente faz fez fazer pensa
        """
    ),
    politeness=Politeness(
        greeting=r"(?:olá|oi|bom dia|boa (?:tarde|noite))(?: (?:a todos|pessoal))?",
        announcement=(
            r"(?:tenho )?(?:uma |outra |só uma )?(?:breve |pequena |simples )?"
            r"(?:pergunta|dúvida)(?: rápida)?"
        ),
        please=r"(?:por favor|se faz favor|desculpe|desculpa|com licença|ok)",
        request=(
            r"(?:pode|podes|podem|poderia|poderias|podia) (?:me |nos )?(?:dizer|explicar|informar)"
            r"(?:[- ](?:me|nos))?|(?:diga|diz|explique)[- ](?:me|nos)|me (?:diga|diz)|alguém sabe|"
            r"(?:gostaria de|queria|quero) saber|pergunto-me"
        ),
        thanks=(
            r"(?:(?:muito )?obrigad[oa](?: (?:desde já|pela ajuda))?|agradeço desde já|por favor|"
            r"(?:com os melhores )?cumprimentos|atenciosamente)"
        ),
        leads_on=r"(?:se|algo sobre)\s+",
    ),
    talk={
        "assent": r"ok|bem|está bem|perfeito|ótimo|interessante|entendi|sim|certo",
        "farewell": r"adeus|até (?:logo|breve|mais)|tchau|boa noite",
        "complaint": (
            r"(?:não,? )?(?:isso )?(?:não )?(?:é|está) (?:falso|errado|certo|verdade)|errado|não"
        ),
        "program": r"(?:quem|o que) (?:és|é você)|ajuda|o que (?:podes|você pode) fazer",
        "task": (
            r"(?:traduz|traduza|escreve|escreva) .{1,60}|em (?:português|inglês)|"
            r"(?:em|com) palavras simples"
        ),
        "opinion": (
            r"o que (?:achas|você acha)(?: (?:disso|disto))?|(?:qual é )?(?:a )?(?:tua|"
            r"sua) opinião.*"
        ),
        "doubt": (
            r"(?:tens|tem) certeza|(?:estás|está) segur[oa]|a sério|é sério|onde (?:diz|está) isso|"
            r"quem (?:o )?diz(?: isso)?|(?:qual é a )?fonte"
        ),
        "more": (
            r"mais|continua|continue|que mais|o que mais|algo mais|mais detalhes|"
            r"outras passagens"
        ),
    },
    kinds=Kinds(
        questions={
            "time": (
                r"\bquando\b|\b(?:em|a|de|desde|até)? ?(?:que|qual) (?:ano|data|dia|mês|hora|"
                r"semana|"
                r"século|década|momento|época)\b|\bhá quanto tempo\b"
            ),
            "number": (
                r"\bquant[oa]s?\b|\b(?:que|qual) (?:é |era |foi )?(?:o |a )?(?:número|quantidade|"
                r"percentagem|porcentagem|preço|soma|idade|altura|comprimento|distância|peso|"
                r"velocidade|"
                r"temperatura|taxa|área)\b"
            ),
            "reason": (
                r"\b(?:porqu[eê]|por qu[eê])\b|\bpor qual (?:razão|motivo)\b|"
                r"\bqual (?:foi|é) a causa\b"
            ),
            "place": (
                r"\b(?:onde|aonde|donde)\b|\b(?:em|de|a)? ?(?:que|qual) (?:país|cidade|vila|"
                r"lugar|local|"
                r"região|ilha|rua|edifício|rio|estado)\b"
            ),
            "person": (
                r"\bquem\b|\b(?:que|qual) (?:pessoa|homem|mulher|ministr[oa]|presidente|"
                r"autora?|ator|"
                r"atriz|rei|rainha|jogadora?)\b"
            ),
        },
        number=words(
            """
            dois duas três quatro cinco seis sete oito nove dez onze doze treze catorze quatorze
            quinze vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem cento centos
            mil milhão milhões bilhão bilhões dezena dezenas dúzia centena centenas milhares metade
            terço quarto dobro ambos ambas vários várias
            """
        ),
        time=words(
            """
            hoje ontem amanhã noite tarde manhã meio-dia meia-noite semana semanas
            mês meses ano anos
            dia dias hora horas minuto minutos século séculos década décadas verão inverno primavera
            outono próximo próxima passado passada breve recentemente antes depois durante desde até
            há
            """
        ),
        calendar=words(
            """
            janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
            Janeiro Fevereiro Março Abril Maio Junho Julho Agosto Setembro Outubro Novembro Dezembro
            segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo Natal
            """
        ),
        place=(
            r"\b(?:em|no|na|nos|nas|de|do|da|para|até|desde|perto de|por) (?:o |"
            r"a )?[A-ZÁÉÍÓÚÂÊÔÃÕÇ]"
        ),
        reason=(
            r"\b(?:porque|pois|já que|visto que|devido|graças|por causa|para|por isso|razão|motivo|"
            r"causa|como)\b"
        ),
    ),
    continues=r"(?:(?:e|mas|ou)\b[\s,]*)?(?:que tal|e quanto|e|mas|ou|também)\b[\s,]*(?P<rest>.*)",
    about=r"(?:sobre|acerca de|acerca do|acerca da|quanto a|de|do|da|com)\b\s*",
    where_when=r"(?:em|no|na|a|ao|à|desde|até|para|por|antes|depois|durante|contra)\b",
    asks=(
        r"(?:quem|que|qual|quais|quando|onde|como|porqu[eê]|quant[oa]s?|é|são|foi|era|tem|têm|"
        r"pode|deve)\b"
    ),
    pronouns=words("ele ela eles elas lhe lhes seu sua seus suas dele dela"),
    reporting=Reporting(
        verbs=words(
            """
            disse diz disseram dizem declarou declara afirmou afirma afirmaram explicou explica
            acrescentou acrescenta perguntou pergunta respondeu responde garantiu garante alertou
            alerta avisou avisa sublinhou sublinha anunciou anuncia prometeu promete lamentou
            lamenta lembrou lembra recordou recorda escreveu escreve reconheceu reconhece criticou
            critica confirmou confirma contou insistiu insiste concluiu conclui exigiu exige
            denunciou denuncia pediu pede indicou indica sustentou sustenta comentou comenta
            exclamou gritou admitiu admite negou nega precisou destacou destaca ressaltou ressalta
            """
        ),
        participles=words(
            """
            dito declarado afirmado explicado acrescentado perguntado respondido garantido alertado
            avisado sublinhado anunciado prometido lamentado lembrado recordado escrito reconhecido
            criticado confirmado contado insistido concluído exigido denunciado pedido indicado
            """
        ),
        have=words("tem têm tinha tinham havia"),
        he={"ele": "m", "ela": "f"},
        titles={
            "sr": "m",
            "senhor": "m",
            "sra": "f",
            "senhora": "f",
            "dr": "",
            "dra": "f",
            "prof": "",
            "dom": "m",
            "dona": "f",
        },
        roles=(
            r"(?:ministr[oa]|prefeit[oa]|autarca|president[ea](?: da câmara)?|porta-voz|"
            r"chefe|diretora?|"
            r"procuradora?|advogad[oa]|juiz|juíza|investigadora?|pesquisadora?|especialista|"
            r"deputad[oa]|senadora?|vereadora?|médic[oa]|professora?|agricultora?|vizinh[oa]|"
            r"secretári[oa]|comissári[oa]|historiadora?|moleir[oa]|capitã|capitão|biólog[oa]|"
            r"economista|treinadora?)"
        ),
        articles=words("o a os as um uma"),
        according=r"(?<![a-z] )(?:segundo|de acordo com|conforme)",
        feminine=r"[aã]$",
        alone=True,
    ),
)
