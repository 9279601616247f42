"""Word lists for finding speakers: verbs, titles, nouns for people and bodies, function words.

They are closed lists of English words without names, so that they apply to any article.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Irregular verbs: base -> past, participle.
_IRREGULAR = {
    "say": "said said",
    "tell": "told told",
    "write": "wrote written",
    "think": "thought thought",
    "feel": "felt felt",
    "foretell": "foretold foretold",
}
_DOUBLED = _set("admit quip rebut")  # admitted, not admited


def _forms(bases: str) -> dict[str, str]:
    """-> form -> its ending: s, ed, ing, or base. "deny" -> denies, denied, denying, deny"""
    forms = {}
    for base in bases.split():
        stem = base + base[-1] if base in _DOUBLED else base.removesuffix("e")
        y = base[-1] == "y" and base[-2] not in "aeo"
        forms[base] = "base"
        forms[base[:-1] + "ies" if y else base + ("es" if base.endswith("ss") else "s")] = "s"
        for past in _IRREGULAR.get(base, base[:-1] + "ied" if y else stem + "ed").split():
            forms[past] = "ed"
        forms[stem + "ing"] = "ing"
    return forms


# Reporting verbs, whatever follows.
_SURE = """
    say tell accuse acknowledge allege argue assert assure contend criticise criticize condemn
    denounce deny exclaim insist joke lament praise quip reaffirm reiterate rebut remark retort
    urge warn caution complain blame
    """
# Reporting verbs only with a statement: "added that", "he added.", not "added two goals".
_WITH_WORDS = """
    accept add admit advise agree announce answer ask believe boast claim comment conclude concede
    confess confirm continue counter declare demand disclose emphasise emphasize estimate echo
    explain hint maintain mention note observe object pledge point predict proclaim promise
    propose protest question recall recommend repeat reply report respond reveal state stress
    suggest swear testify think threaten underline vow wonder write foretell describe dismiss
    reject rule hail brand
    """
SURE = _forms(_SURE)
# More often nouns in these forms: "won praise", "the remarks".
for _noun in "praise blame joke remark quip retort lament urge remarks jokes".split():
    del SURE[_noun]
WITH_WORDS = _forms(_WITH_WORDS)
VERBS = SURE | WITH_WORDS
# A particle directly after these makes them reporting verbs: "called for", "pointed out".
PARTICLES = {
    ("called", "for"): "ed",
    ("calls", "for"): "s",
    ("call", "for"): "base",
    ("pointed", "out"): "ed",
    ("points", "out"): "s",
    ("spoke", "of"): "ed",
    ("calling", "for"): "ing",
    ("called", "on"): "ed",
    ("hit", "back"): "ed",
    ("went", "on"): "ed",
}
# "described the law as a mistake": the object precedes the statement.
WITH_AS = _set("described describes dismissed dismisses hailed hails branded brands")
# Verbs that may precede the speaker, after a quotation or a comma: "..., says Mr Law".
BEFORE_SPEAKER = _set(
    """
    said says added adds asked asks explained explains replied replies warned warns insisted insists
    argued argues claimed claims continued continues concluded concludes wrote writes reported
    reports noted notes observed observes recalled recalls joked jokes stressed stresses admitted
    admits predicted predicts commented comments suggested suggests declared declares remarked
    believes exclaimed
    """
)
# "was rejected by the party", in addition to the sure verbs.
SAID_BY = WITH_AS | _set("rejected welcomed echoed backed suggested claimed")
# "He left and said": a later verb without a subject of its own.
SAID_NEXT = _set("said says told tells added adds warned insisted argued claimed accused")
# Verbs for passing on what another said: the speaker is never chosen over the other.
RELAYS = _set("reported reports report reporting quoted")
SPEECH_NOUNS = _set(
    """
    statement claim assertion allegation warning suggestion insistence argument announcement
    remark comment admission view belief contention accusation
    """
)

ADVERBS = _set(
    """
    also later then now again once already still earlier however therefore nevertheless
    meanwhile instead even just further long always often since thus both all yesterday today
    tomorrow soon finally first so too
    """
)
NO_ADVERBS = _set("family ally assembly monopoly supply reply anomaly butterfly daily weekly")
HAVE = _set("has have had having 've 'd")
BE = _set("is are was were be been being")
# "would say", "to tell", "did not say": not a statement.
# "Mr Brown will say" and "is expected to tell" report a speech.
ANNOUNCED = _set("expected due set likely")
UNSAID = _set(
    """
    would can could may might must shall should to not never cannot won't wouldn't can't
    couldn't didn't don't doesn't hasn't haven't hadn't wasn't isn't did do does let please
    """
)
DAYS = _set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december
    """
)
PREPOSITIONS = _set(
    """
    of in on at by for from with without to into onto over under after before during between among
    against about around near through across behind beyond within toward towards upon via like
    despite amid alongside including following concerning regarding per off up down out
    """
)
SUBORDINATORS = _set(
    """
    when if as because while although though since until unless whether where once whereas that
    than what how why after before
    """
)
# "If he said", "what he said": possibly not a statement.
DOUBTERS = _set("if unless whether what how why when until than where once")
CONJUNCTIONS = _set("and but or nor so yet plus")
RELATIVES = _set("who which that whose whom where")
DETERMINERS = _set(
    """
    the a an this that these those some many most several any each another one two three four
    five every all no other more few such his her its their our my your both
    """
)
DEFINITE = _set("the this that his her its their")
HE_SHE = {"he": "m", "she": "f"}
OTHER_PRONOUNS = _set(
    """
    it they i we you him them me us her himself herself itself themselves there here nothing
    everyone nobody somebody someone everybody who which what
    """
)
FIRST_PERSON = _set("i we me us my our i'm i've i'd i'll we're we've we'll we'd mine ours myself")
CONTRACTIONS = frozenset(
    pronoun + apostrophe + ending
    for pronoun in ("i", "you", "he", "she", "it", "we", "they", "there", "that", "who")
    for apostrophe in "'’"
    for ending in ("m", "re", "s", "ve", "d", "ll")
)

MALE_TITLES = _set("mr sir lord king prince baron viscount father")
FEMALE_TITLES = _set("mrs ms miss lady dame queen princess baroness sister")
HONORIFICS = (
    MALE_TITLES
    | FEMALE_TITLES
    | _set("dr prof professor rev reverend rabbi judge justice")
    | _set("sen rep gov gen col lt capt sgt")
    | _set("inspector superintendent constable sergeant captain major colonel")
)
MALE_NOUNS = _set(
    """
    spokesman chairman businessman policeman actor father son brother husband king prince
    congressman sportsman frontman salesman boy man gentleman fisherman
    """
)
FEMALE_NOUNS = _set(
    """
    spokeswoman chairwoman businesswoman policewoman actress mother daughter sister wife queen
    princess congresswoman girl woman lady widow
    """
)
# Roles and occupations in the singular; a rule covers plurals.
PERSON_NOUNS = (
    MALE_NOUNS
    | FEMALE_NOUNS
    | HONORIFICS
    | _set(
        """
    spokesperson official minister secretary president premier chancellor senator governor mayor
    mp mep msp peer leader chief head boss director manager executive officer founder owner
    co-founder partner chair coach captain striker midfielder defender goalkeeper keeper player
    winger forward skipper champion athlete runner sprinter analyst economist expert scientist
    researcher academic lecturer author writer novelist poet editor journalist reporter
    correspondent columnist critic presenter broadcaster producer filmmaker composer singer star
    musician rapper guitarist drummer dj lawyer solicitor barrister attorney prosecutor judge
    doctor gp nurse surgeon consultant teacher headteacher student pupil professor engineer
    programmer developer inventor designer architect artist activist campaigner protester
    demonstrator supporter opponent rival lawmaker legislator politician diplomat ambassador envoy
    commissioner general commander soldier detective investigator inspector superintendent
    constable witness victim survivor resident neighbour neighbor farmer trader investor
    shareholder broker banker strategist adviser advisor aide treasurer source insider observer
    commentator historian philosopher theologian bishop archbishop cardinal pope priest imam rabbi
    vicar democrat republican conservative liberal tory backbencher frontbencher candidate deputy
    vice-president vice-chairman comedian dancer celebrity model chef veteran colleague friend
    parent teenager worker employee employer customer user consumer motorist passenger voter fan
    critic watchdog ombudsman regulator auditor accountant organiser organizer host delegate
    representative member negotiator mediator insurer retailer maker manufacturer competitor
    secretary-general counsel bidder buyer lobbyist sociologist psychologist
    """
    )
) - _set("major justice father sister")
GROUP_NOUNS = _set(
    """
    police people men women authorities staff union party government ministry department council
    committee commission court parliament cabinet opposition army military navy company firm bank
    group organisation organization agency association federation institute university charity
    club team band label studio newspaper magazine broadcaster airline carmaker supermarket chain
    giant body board panel inquiry watchdog regulator campaign coalition administration treasury
    embassy lobby foundation trust society network hospital school church exchange fund publisher
    supplier provider developer manufacturer operator retailer brewer
    """
)
# "The company said": the organization mentioned last, or nobody.
BARE_BODIES = _set(
    """
    company firm group bank organisation organization agency association charity club union party
    airline carmaker chain giant body retailer manufacturer operator brewer publisher newspaper
    commission committee council institute university foundation trust team band label
    """
)
# Words in names of organizations.
BODY_WORDS = _set(
    """
    bank party council group university institute association commission committee union
    government department ministry office house parliament court agency federation foundation trust
    society company corporation corp inc ltd plc llc limited club united city college school
    executive organisation organization centre center board service services authority exchange
    fund news times post press media guardian telegraph football rugby league army navy force
    forces police street states nations kingdom republic church network networks studios records
    pictures airlines airways systems technologies research international international's
    democrats republicans conservatives liberals labour congress senate assembly alliance campaign
    partners holdings bureau treasury reserve confederation forum watch aid action
    """
)
# "Ministry of Defence", "Secretary of State": the `of` is part of the name.
TAKES_OF = (
    BODY_WORDS
    | BARE_BODIES
    | _set("secretary minister speaker chancellor director archbishop bishop")
) - _set("state states city street executive")
PARTICLES_OF_NAMES = _set("van von de der den del della di da du la le bin ibn al el ter ten")
# Documents do not speak: "a report by the council said" is attributed to the council.
WRITINGS = _set(
    """
    report study survey statement research poll letter review paper document book article analysis
    dictionary encyclopedia bible plan act law rule theory mythology bill treaty constitution
    agreement figures statistics data evidence
    """
)
# Documents that do: "the report said".
REPORTS = _set("report study survey review inquiry")
# First words of place names with two words, whose last word is no surname.
PLACE_STARTS = _set(
    """
    new north south east west great san los las saint st mount lake upper lower central middle
    royal united real old saudi sri hong
    """
)
