"""Words and phrases that hint at harm, in English. Each sign is how strongly it shows, from 0 to 1."""

import re

# ruff: noqa: E501 – lists of words are not wrapped here


def words(alternatives: str) -> re.Pattern[str]:
    """Whole words; a `*` stands for any ending."""
    endings = alternatives.replace("*", r"\w*")
    return re.compile(rf"\b(?:{endings})\b")


# What sounds like harm and is none: taken out before anything is looked for.
HARMLESS = words(
    "kill(?:s|ed|ing)? (?:time|it|the (?:process|task|job|server|lights|engine|vibe|mood)|a process|two birds)|killer (?:app|feature|whale)s?|painkiller*|weedkiller|dressed to kill|shoot(?:s|ing)? (?:a |some |the |me an? )?(?:photo|picture|video|film|movie|scene|hoops|e?mail|message|star)*|(?:photo|video|film) shoots?|troubleshoot*|shooting stars?|blood (?:pressure|tests?|types?|oranges?|donors?|donations?|banks?|sugar|cells?)|(?:heart|panic|asthma) attacks?|attack (?:surface|vector)s?|bath bombs?|photobomb*|bombshell|take a stab|deadlines?|dead (?:end|link|code|battery|simple)s?|drop dead gorgeous|kill(?:s|ing) me|beat (?:the|eggs|an egg)|punch ?lines?|sex education|same sex|sex of the (?:baby|child)|naked (?:eye|mole)|nude lipstick|strip (?:the|down|of)|steal (?:the show|a glance|a kiss)|hack(?:athon|er news)*|life ?hacks?|a steal"
)
# For each sign its hints, the strong ones first.
HINTS = {
    "violence": {
        0.85: "kill*|murder*|slaughter*|massacre*|behead*|decapitat*|strangl*|lynch*|assassinat*|dismember*|tortur*|burn* alive",
        0.7: "stab*|shoot* (?:up|at|him|her|them|you|someone|people)|shot (?:him|her|them|dead)|beat* (?:up|him|her|them|you|to death)|bomb*|execut* (?:him|her|them|prisoners|hostages)|rape*|break your (?:neck|legs|bones)",
        0.45: r"attack*|punch*|kick*|hit (?:him|her|them|you)|hurt*|strike|wound*|corpse*|blood*|shoot*|smash* (?:his|her|their|your) \w+",
        0.3: "gun*|knife|knives|weapon*|war|fight*|die*|dead|death|explo*|terroris*|violen*",
    },
    "graphic": {
        0.85: r"entrails|intestines|disembowel*|decapitat*|behead*|dismember*|mutilat*|gore|gory|eviscerat*|severed (?:head|limb|arm|leg|hand|finger)s?|blood (?:\w+ )?(?:gush*|spray*|splatter*|spurt*|pour*|everywhere)|pools? of blood",
        0.5: "guts|mangled|flesh|brains|crushed (?:skull|bone)s?|torn apart|ripped (?:off|open|apart)|bleed* (?:out|to death)|slit*|blood-soaked|bloody",
        0.3: "blood*|bones?|wound*|corpse*|skull*|stab*|scream*",
    },
    "weapon": {
        0.9: "bomb*|explosives?|guns?|pistols?|rifles?|silencers?|grenades?|molotov*|landmines?|nerve (?:agent|gas)|poison*|ammunition|weapons?|napalm|chemical weapons?",
    },
    "crime": {
        0.9: r"shoplift*|launder* money|money laundering|counterfeit*|forg(?:e|ing) (?:a |an )?\w+|fake (?:ids?|passports?|money|documents?)|ransomware|malware|keylogger*|phish*|hotwir*|smuggl*|break(?:ing)? into|credit card fraud|identity theft|launder*|embezzl*|blackmail*|bribe*",
        0.8: r"(?:cook|make|making|synthesi[sz]e) (?:crystal )?(?:meth|heroin|cocaine|drugs|lsd)|(?:buy|sell|selling|deal) (?:cocaine|heroin|meth|drugs|stolen \w+)|steal*|rob(?:bing)?|hack(?:ing)? into|hack*|scam*|evade taxes|evading taxes|pick (?:a |the )?locks?|cover up a (?:crime|murder)",
        0.35: "fraud*|crack* (?:a |the )?password*|cocaine|heroin|meth|illegal*|stolen",
    },
    "self-harm": {
        0.9: "suicid*|(?:kill|killing|hang|hanging|hurt|hurting|harm|harming|cut|cutting|shoot|burn|starve|starving|drown|poison) (?:myself|yourself|themselves|herself|himself)|self[- ]?harm*|end(?:ing)? (?:my|your|his|her|their|it) (?:own )?(?:life|all)|tak(?:e|ing) (?:my|your) (?:own )?life|pro[- ]ana|thinspo*|slit (?:my|your) wrists?",
        0.7: "want(?:ed)? to die|wish i (?:was|were) dead|better off dead|better off without me|(?:don't|do not|no longer) want to (?:live|be alive|exist)|overdos*|no reason to live|anorexi*|bulimi*",
    },
    "insult": {
        0.8: r"idiots?|morons?|imbeciles?|losers?|scum*|(?:piece|sack) of (?:garbage|trash|crap|shit|filth)|worthless|nobody (?:likes|loves|wants) you|i hate you|shut (?:the \w+ )?up|dumb*|cretins?|bastards?|bitch*|asshole*|jerks?|(?:fuck|screw) you|go to hell|disgust* (?:person|human|pig|creature)",
        0.55: "stupid*|pathetic|ugly|fools?|freaks?|creeps?|liars?|cowards?|useless|incompetent|pigs?|clowns?|hate*|despise|trash|disgusting|ridiculous person",
    },
    "sexual": {
        0.9: "porn*|orgasm*|masturbat*|blow ?jobs?|erotic*|horny|intercourse|have sex with|having sex|genitals?|penis*|vagina*|nipples?|aroused|xxx|escort services?|cum(?:ming)?|make love to",
        0.55: "sex|sexy|sexual(?:ly)?|nude*|naked|undress*|lingerie|fetish*|seduc*|moan(?:s|ed|ing)?|lust*|breasts?|thighs|striptease|prostitut*|brothel*",
        0.15: "kiss*|caress*|bed|passion*|touch* (?:me|her|him)|desire*",
    },
}
SIGNS = {name: [(weight, words(hints)) for weight, hints in tiers.items()] for name, tiers in HINTS.items()}
MINORS = words(
    "child(?:ren|ish)?|minors?|underage*|teen*|school ?(?:girl|boy)s?|kids?|toddlers?|pupils?|little (?:girl|boy)s?|(?:[1-9]|1[0-7])[- ]years?[- ]old|(?:six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)[- ]years?[- ]old|pre-?teens?"
)
GROUPS = words(
    "immigrants?|foreigners?|refugees?|migrants?|jews?|jewish|muslims?|christians?|hindus?|buddhists?|atheists?|gays?|lesbians?|homosexuals?|transgender*|trans (?:people|women|men)|women|men|blacks?|black people|whites?|white people|asians?|africans?|arabs?|mexicans?|indians?|chinese|russians?|americans?|germans?|disabled (?:people|persons?)|(?:the )?disabled|gypsies|roma|old people"
)
CONTEMPT = words(
    "hate*|despise|vermin|inferior|subhuman*|animals|parasites?|scum|filth*|disgust*|stupid|plague|dirty|criminals|lazy|worthless|idiots?|shouldn't (?:exist|be allowed|vote|live)|go back|don't belong|do not belong|get rid of|exterminat*|eradicat*|deport*|wipe* out|too emotional"
)
THREAT = words(
    "i'?ll|i will|i'?m going to|i am going to|we'?ll|we will|we should|somebody should|we'?re going to|gonna|i want to|we want to|i wanna|i'?d like to|let'?s|should (?:all )?(?:be|die)|must (?:be|die)|deserves? to (?:be|die|suffer)|you'?re dead|you are dead|watch your back|i know where you live|you'?ll (?:pay|regret|die|be sorry)|going to die"
)
SOMEBODY = words(
    "you|your|you'?re|him|her|them|he|she|they|someone|somebody|everyone|people|those|my (?:boss|wife|husband|neighbou?r|teacher|brother|sister|ex|friend|classmate)*"
)
ASKING = words(
    "how (?:to|do|can|could|would|does|should) ?*|ways? to|instructions?|steps?|tutorial|guide|recipe|teach me|show me|explain how|tell me how|tips|methods?|help me|where can i (?:buy|get)|best way"
)
FIRST_PERSON = words("i|i'?m|i'?ll|i'?ve|myself")
TO_SOMEBODY = words("you should|why don't you|go (?:and )?|just|do it|yourself|everyone should")
