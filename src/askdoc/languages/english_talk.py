"""The English turns that ask nothing of the text, as regular expressions; see `Talk`."""

from askdoc.languages.language import Talk

# What a reader calls the document.
DOCUMENT = "article|text|document|story|report|paper|page|post"
_IT = rf"(?:it|this|that|everything|(?:the|this) (?:whole )?(?:{DOCUMENT}|book|file))"
_THEM = rf"(?:{_IT}|him|her|them)"
_ASSENT = (
    r"(?:ok(?:ay)?|great|nice|cool|perfect|super|awesome|amazing|excellent|brilliant|fantastic|"
    r"wonderful|lovely|interesting|wow|alright|all right|very good|yes|yeah|yep|got it|i see|"
    r"(?:i )?understood|makes sense|that makes sense|good to know|well done|good (?:job|bot|answer|"
    r"work)|you rock|you(?:['’]re| are) (?:the best|great|awesome|amazing|welcome)|love it|lol|"
    r"ha(?:ha)+|hm+|aha|(?:that['’]?s|that is|that was|it was|this is|very|really|so) (?:very |"
    r"really )?(?:helpful|useful|interesting|good|great|nice|clear|funny|all i (?:need|needed))|"
    r"that (?:really )?help(?:s|ed)(?: a lot)?|that['’]?s (?:it|all)|that is all|never ?mind|"
    r"(?:sounds|looks) (?:good|great|nice|fine)|"
    r"(?:no more|no further|nothing) (?:questions?|else)(?: for now)?)"
)
_THANKS = (
    r"(?:(?:many )?thanks|thank you|thankyou|thx|tysm|ty|cheers|much appreciated|no thanks|"
    r"no thank you)"
)
_AFTER_THANKS = (
    r"(?:then|so much|very much|a lot|again|now|for now|everyone|all|man|mate|buddy|dude)"
)
_FAREWELL = (
    r"(?:good ?bye|bye(?:[ -]?bye)?|see (?:you|ya)(?: later| soon| around)?|ciao|good ?night|"
    r"(?:have|enjoy) (?:a |your )?(?:nice |good |great )?(?:day|evening|weekend|one)|take care)"
)
_WRONG = (
    r"(?:wrong|incorrect|nonsense|rubbish|bullshit|useless|stupid|dumb|terrible|bad|no good|"
    r"not (?:very |really |so |at all |that )?(?:right|correct|helpful|useful|good|smart|clear|it|"
    r"true|an answer|the answer|relevant|what i (?:asked|meant|wanted|said|need)(?: for)?|"
    r"my question))"
)
_LANGUAGES = (
    r"(?:english|german|french|spanish|italian|portuguese|dutch|polish|russian|arabic|turkish|"
    r"chinese|mandarin|japanese|korean|hindi|latin|swedish|danish|norwegian|greek|ukrainian|hebrew)"
)
_SIMPLY = (
    r"(?:in (?:very |more )?(?:simple|simpler|plain|easy|easier|other|fewer|your own|"
    r"layman['’]?s|one|two|a few) (?:words?|terms|language|english|sentences?)|simply|"
    r"like i(?:['’]?m| am) .{1,30})"
)
_WRITING = (
    r"(?:e-?mail|mail|letter|essay|poem|song|haiku|limerick|tweet|(?:blog |linkedin )?post|"
    r"article|report|story|joke|speech|review|abstract|paragraph|reply|response|memo|"
    r"headline|press release|text message|presentation|quiz|translation|cover letter|"
    r"chart|graph|picture|image|drawing|mind ?map|flash ?cards?)"
)
# "Tell me the story of the mill" asks for what the text says.
_INVENTED = r"(?:joke|poem|song|haiku|limerick|essay|quiz|translation)"
# As in "ok, thanks".
_BETWEEN = r"[\s,.!:;)-]+"
TALK: dict[Talk, str] = {
    "greeting": (
        r"(?:hi|hello|hey|yo|hiya|howdy)?,? ?(?:how are you|how['’]?s it going|what['’]?s up|"
        r"nice to meet you|how do you do)(?: doing)?(?: today)?|(?:hi|hello|hey) (?:there|again|"
        r"bot|askdoc)|yo"
    ),
    "assent": rf"{_ASSENT}(?:{_BETWEEN}(?:{_ASSENT}|{_AFTER_THANKS}))*",
    "thanks": (
        rf"(?:{_ASSENT}{_BETWEEN})*{_THANKS}(?:{_BETWEEN}(?:{_ASSENT}|{_THANKS}|{_AFTER_THANKS}))*"
    ),
    "farewell": (
        rf"(?:(?:{_ASSENT}|{_THANKS}|{_AFTER_THANKS}){_BETWEEN})*{_FAREWELL}"
        rf"(?:{_BETWEEN}(?:{_ASSENT}|{_THANKS}|{_FAREWELL}|{_AFTER_THANKS}))*"
    ),
    "complaint": (
        r"(?:no|nope|sorry|but|hm+|ok)?,? ?(?:(?:that|this|it|you|your answer|"
        rf"the answer)(?:['’]?s|['’]?re| is| are| was) )?"
        rf"(?:just |still |also |so |really )?{_WRONG}(?: answer| bot)?|"
        r"(?:that|this|it|you) (?:does|do|did)(?: not|n['’]?t) (?:really |even )?(?:answer|help|"
        r"make sense)(?: (?:me|it|that|my question|the question|at all))*|(?:i|we) "
        r"(?:do(?: not|n['’]?t)) (?:understand|get (?:it|that))(?: (?:it|this|that|you|anything))?|"
        r"try (?:again|harder)|no(?:pe)?|what\?+!*|huh|you(?:['’]re| are) (?:an? )?(?:idiot|"
        r"liar|lying)"
    ),
    "program": (
        r"(?:so |and )?(?:who|what) are you|are you (?:an? )?(?:real |actual )?(?:human|person|"
        r"people|bot|chat ?bot|robot|ai|machine|program|real|chat ?gpt|gpt|llm|lawyer|doctor|"
        r"expert|alive|there)|what(?:['’]s| is) your name|who (?:made|built|created|wrote|trained) "
        r"you|what (?:can|do) you do|what are you (?:for|good for)|how (?:do you|does this) "
        r"work|(?:can you )?help(?: me| us)?(?: please)?|what (?:else )?(?:can|should|could) i ask"
        r"(?: you)?|what (?:kind of )?questions (?:can|should) i ask(?: you)?|(?:which|what) "
        r"(?:model|ai|llm) (?:are you|is this|do you use)"
    ),
    "task": (
        rf"translate(?: (?:{_THEM}|please|for me|your answer))*(?: (?:in|to|into) \w+)?|"
        rf"(?:(?:and|now|again|say {_IT}|answer(?: me)?|explain(?: {_IT})?|the same|can you (?:say|"
        rf"explain|write|do) {_IT}),? )*in {_LANGUAGES}|"
        r"(?:(?:can|could|will|would) you )?(?:please )?(?:(?:write|draft|compose|make|create|"
        rf"generate|draw|prepare)(?: me| us)? (?:an? |the |some )?(?:[\w-]+ )?{_WRITING}|"
        rf"(?:give|tell)(?: me| us)? (?:an? |some )?(?:[\w-]+ )?{_INVENTED})"
        r"(?: (?:about|on|of|for|to|with|in|that|from|based|out|using)\b.*)?|"
        r"(?:an? )?(?:[\w-]+ )?(?:joke|poem|haiku|song|essay)(?: (?:about|on|of|for)\b.*)?|"
        r"(?:rewrite|rephrase|paraphrase|proofread|correct|shorten|e-?mail|send|forward|print|"
        rf"save|share|copy|delete|remember|read) {_THEM}(?: (?:to|for|as|in|out|aloud|with)\b.*)?|"
        rf"(?:(?:can|could) you )?(?:explain|say|put|describe|tell me|rephrase)(?: {_THEM})?"
        rf"(?: to me)? {_SIMPLY}|(?:(?:can|could) you )?simplify(?: {_IT})?|{_SIMPLY}|eli5.*"
    ),
    "opinion": (
        rf"(?:so |and )?what (?:do|did|would|should) (?:you|i|we) (?:think|make|say|believe)"
        rf"(?: (?:of|about) (?:{_THEM}|all (?:of )?(?:this|that|it)))?|"
        r"what(?:['’]s| is| are) your (?:own |personal )?(?:opinions?|views?|take|thoughts?)\b.*|"
        r"(?:any|your) (?:thoughts|opinion|views?)(?: on .*)?|do you (?:agree|disagree|like|"
        rf"believe|trust|hate)(?: (?:with )?{_THEM})?|do you think (?:so|that)|"
        rf"how do you feel(?: about {_THEM})?|what would you do|"
        rf"is (?:this|the) (?:{DOCUMENT}|book|author) (?:any )?(?:good|worth reading|interesting|"
        r"boring|biased|reliable|credible|trustworthy|true|fake|fake news|right|wrong|neutral|"
        r"objective)"
    ),
    "doubt": (
        r"(?:are you|r u|you) (?:really |quite |absolutely |so )?(?:sure|certain|serious)"
        rf"(?: (?:about|of) {_IT})?|(?:oh )?really|seriously|is that (?:so|right|correct)|"
        r"where (?:does|did|do|can|is|was) (?:it|that|this|the (?:article|text|document|author)|he|"
        r"she|they|you|i|one) (?:say|state|written|said|stated|mentioned|read|see|find|get)"
        r"(?: (?:that|this|so|it))?(?: (?:from|in (?:the|this) (?:article|text|document)))?|"
        r"(?:so )?says who|according to whom?|who says(?: (?:so|that|this))?|"
        r"who said (?:so|that|this)|"
        r"(?:what(?:['’]s| is) (?:the|your) )?source(?: for (?:that|this))?|what are your sources|"
        r"citations?(?: needed)?|prove it|how do you know(?: that)?|show me(?: (?:it|that|the "
        r"(?:place|passage|quote|sentence|source)))?|quote(?: it| that)?|(?:on )?(?:what|"
        r"which) page(?: (?:is|was) (?:it|that)(?: on)?)?|"
        r"(?:say|tell me|repeat)(?: (?:it|that))? again|repeat(?: (?:it|that))?"
    ),
    "more": (
        r"(?:(?:can you |could you )?(?:show|give|tell)(?: me)? |any |(?:is )?there (?:is )?|"
        r"read )?(?:some |any |a (?:bit|little) )?more(?: (?:detail|details|info|"
        rf"information|passages?|results?|answers?|context))?(?: (?:about|on|of) {_THEM})?|"
        rf"(?:and )?(?:what|anything|something) (?:else|more)(?: (?:about|on|of) {_THEM})?(?: "
        r"(?:is there|do you have|does (?:it|the (?:article|text|document)) say))?(?: (?:about|on) "
        rf"{_THEM})?|(?:show (?:me )?)?(?:the )?next(?: (?:one|passage|result|answer))?|"
        r"(?:please )?(?:go on|continue|keep going|carry on|elaborate|and more|go ahead)|"
        r"(?:show (?:me )?)?(?:the )?other (?:passages?|results?|answers?|places)|"
        rf"(?:is )?that (?:all|it|everything)|{_THEM}"
    ),
}
