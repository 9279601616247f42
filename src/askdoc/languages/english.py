"""English; its sentence rules are those of any language without rules of its own."""

from askdoc.languages.english_talk import DOCUMENT, TALK
from askdoc.languages.language import Kinds, Language, Politeness, words
from askdoc.messages import later

_TELL = r"(?:(?:tell|show|explain to|inform|remind|answer|give) (?:me|us)|find out|let me know)"
_TEXT = rf"(?:it|(?:the|this) (?:{DOCUMENT}))"
# For German and similar languages, which write dates and ordinals with a full stop.
_MONTHS = words(
    """
    januar februar märz april mai juni juli august september oktober november dezember jänner
    januari februari mars maj juni juli augusti marts maj januára februára marca apríla mája júna
    ledna února března dubna května června července srpna září října listopadu prosince
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października grudnia
    tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta
    syyskuuta lokakuuta marraskuuta joulukuuta jahrhundert jahrhunderts jahrhunderte
    """
)

ENGLISH = Language(
    code="en",
    name=later("English"),
    listed="STOPWORDS_EN_PLUS",
    stemmer="english",
    titles=words(
        """
        mr mrs ms mx dr prof gen col lt sgt capt cpl maj cmdr adm sen gov rep reps rev hon pres
        supt insp det fr sr br messrs mme mlle msgr amb atty brig pvt v vs e.g i.e cf viz ca
        approx
        """
    ),
    numbered=words(
        """
        no nos fig figs p pp art arts sec secs vol vols ch chap eq eqs para paras cl pt ref refs
        tab cir dist app ex exh thm lem prop def cor rem sect fn nn ss abb kap nr bd rn
        """
    ),
    legal=words(
        """
        fed civ crim evid supp ct stat reg cong rec ann rev cal cas admin bankr int'l nat'l dep't
        proc cert def pl plc atl reptr ed
        """
    ),
    abbreviations=words(
        """
        st mt ft jr inc corp ltd co cos bros plc llc al dept est univ assn ave blvd rd jan feb
        mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun
        calif conn fla ill mass mich minn miss pa tenn va wash wis ariz ala colo
        """
    ),
    months=_MONTHS,
    before_ordinal=words("der die das dem den des im vom zum zur beim ein eine einem"),
    starters=words(
        """
        the a an this that these those he she it they we i you his her its their our my your in
        on at by for from with without after before when while if but and or so yet however
        although though as since because there here what who why how where which most many some
        all both each several another other one two three no not now then later meanwhile
        moreover still today yesterday under between during despite among such about over until
        once only even also instead
        """
    ),
    never_last=words(
        """
        a an the of to in and or for with by at from that which who whose is are was
        were be been has
        have had its their his her our your my as but than will would can could not no
        into onto upon
        between because if when while where whether this these those each every
        """
    ),
    says=words(
        """
        said says asked asks told added adds replied answered shouted cried wrote warned explained
        insisted exclaimed wondered demanded continued recalled joked argued declared noted
        """
    ),
    asks=(
        r"(?:wh(?:o|om|ose|at|en|ere|y|ich)|how|is|are|was|were|did|does|do|has|have|had|can|"
        r"will)\b"
    ),
    asks_meaning=(
        r"(?:what(?:['’]?s| is| are)|define|explain|(?:the )?(?:meaning|full form|definition) of)"
        r"(?: the (?:meaning|definition|full form) of| meant by)?(?: an?| the)?"
        r"(?: abbreviation| acronym| initialism| term| word)? {term}"
        r"(?: (?:short|an abbreviation|an acronym) for)?"
        r"|what (?:(?:does|do) )?(?:an? |the )?(?:abbreviation |acronym |term |word )?{term}"
        r" (?:means?|stands? for)"
        r"|{term} (?:meaning|definition|full form|"
        r"(?:stands|is short|is an (?:abbreviation|acronym)) for(?: what)?)"
    ),
    what_is="What is {}?",
    who_is=(
        r"(?:(?:and|so) )?(?:who(?:['’]s| is| was)|tell (?:me|us) (?:about|who)) {name}(?: is)?"
    ),
    defines=(
        r"(?:is|are) (?:an?|the|any|all|one of|those|each|every|when|where|how|defined as|used to)|"
        r"(?:shall |will )?(?:means?|refers? to|denotes?|describes?)"
    ),
    called=r"called|known as|referred to as|termed",
    kind_of=r"(?:an?|one of|which (?:is|are)|that is|i\.e\.)",
    does=r"(?:helps|lets|allows|enables|offers|provides|gives|makes|keeps)",
    asking=words(
        """
        answer anyone anybody anything ask asked asks compare compared comes come did do does
        doing done else everyone everything exactly explain get gets give given gave go goes going
        happen happened happens kind know known list made make makes mean means mention mentioned
        mentions name named one ones really said say says something somebody someone sort still
        tell thing things think thinks thought true type want wants went
        """
    ),
    politeness=Politeness(
        greeting=(
            r"(?:hi|hello|hey|hiya|howdy|greetings|dear (?:all|team|assistant|askdoc|sir or madam)|"
            r"good (?:morning|afternoon|evening|day))(?: (?:there|all|everyone|team|again|askdoc))?"
        ),
        announcement=(
            r"(?:i have|i['’]ve got|i had|here is|here['’]s|just|another|one more|a)?\s*"
            r"(?:a |one |another )?(?:quick |short |small |simple )?(?:question|query)"
            r"(?: for you| about (?:this|the) (?:article|text|document))?"
        ),
        please=(
            r"(?:please|pls|plz|kindly|ok|okay|well|u(?:m+|h+)|hm+|actually|excuse me|"
            r"sorry(?: to bother you)?)"
        ),
        request=(
            r"(?:can|could|would|will) (?:you|u|anyone|someone|somebody)\b,?\s*(?:(?:please|"
            r"kindly),?\s*)?"
            rf"{_TELL}|(?:can|could|may) (?:i|we) (?:ask|know)|(?:please\s+)?{_TELL}|"
            r"(?:do|does|would) (?:you|anyone|anybody) (?:happen to )?know|"
            r"(?:i|we)(?: would|['’]d)? (?:really )?(?:like|love|want|need) to "
            r"(?:know|ask|find out|learn)|(?:i|we)(?: was| were|['’]m| am|['’]re| are)? "
            r"(?:just )?(?:wonder(?:ing)?|curious)|any idea|is it (?:true|correct|right|the case) "
            rf"that|(?:what|where) does {_TEXT} (?:say|mention|write|talk) (?:anything )?about|"
            rf"does {_TEXT} (?:say|explain|state)(?: anything)?(?: (?:about|if|whether|that))?|"
            r"what do you know about|(?:is there |do you (?:have|know) )?(?:anything|something|"
            r"any information) (?:about|on)|(?:explain|describe)(?: to (?:me|us))?|find (?:me )?"
            r"the (?:passage|part|section|place|sentence)s? (?:about|on|where)|"
            rf"(?:in|according to) {_TEXT}"
        ),
        thanks=(
            r"(?:(?:many )?thanks?(?: you)?(?: (?:a lot|a million|so much|very much|in advance|"
            r"again|"
            r"for your (?:help|time|answer)))*|thx|ty|cheers|please|pls|plz|(?:kind |"
            r"best )?regards|"
            r"if (?:you (?:please|can|could|know|don['’]t mind)|possible)|i appreciate it)"
        ),
        leads_on=r"(?:whether|if|about|that|something about|more about)\s+",
    ),
    talk=TALK,
    kinds=Kinds(
        questions={
            "time": (
                r"\bwhen\b|\b(?:what|which|in what|in which) (?:year|date|day|month|week|time|"
                r"century|decade|season|era|hour)\b|\bhow (?:long ago|soon|recently)\b|"
                r"\b(?:until|since) when\b"
            ),
            "number": (
                r"how (?:many|much|old|long|far|tall|high|big|large|often|fast|deep|wide|heavy)\b|"
                r"\b(?:what|which) (?:\w+ )?(?:number|percentage|per cent|percent|proportion|"
                r"share|fraction|"
                r"price|cost|amount|sum|age|score|rate|total|figure|size|length|height|"
                r"distance|weight)\b"
            ),
            "reason": (
                r"\bwhy\b|\bhow come\b|\bwhat (?:is|was|were|are) the (?:reason|cause)s?\b|"
                r"\bwhat caused\b"
            ),
            "place": (
                r"\bwhere\b|\b(?:what|which) (?:country|city|town|village|place|state|region|"
                r"continent|"
                r"island|county|street|building|location|venue|stadium|river)\b"
            ),
            "person": (
                r"\bwho(?:m|se)?\b|\b(?:what|which) (?:person|man|woman|player|actor|actress|"
                r"author|writer|"
                r"singer|politician|president|minister|king|queen|leader|director|scientist|"
                r"artist)\b"
            ),
        },
        number=words(
            """
            two three four five six seven eight nine ten eleven twelve thirteen fourteen
            fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty
            seventy eighty ninety hundred hundreds thousand thousands million millions
            billion billions dozen dozens half third quarter twice once both couple
            several
            """
        ),
        time=words(
            """
            today yesterday tomorrow tonight morning afternoon evening night week weeks
            weekend month months year years day days hour hours minute minutes decade
            decades century centuries ago summer winter spring autumn last next soon
            recently before after during until since
            """
        ),
        calendar=words(
            """
            January February March April May June July August September October November
            December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Jan Feb
            Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
            """
        ),
        place=(
            r"\b(?:in|at|near|from|to|outside|inside|around|across|off|on) (?:the )?[A-Z\d]|"
            r"\b(?:in|at|near|outside|inside|behind|under) (?:a|an|the|his|her|their)\b"
        ),
        reason=(
            r"\b(?:because|since|due to|owing to|thanks to|so that|in order|as a result|"
            r"therefore|caused|"
            r"led to|reason|to \w+|for fear|amid|after|so)\b"
        ),
    ),
)
