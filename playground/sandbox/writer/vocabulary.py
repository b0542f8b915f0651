"""The words that tell what a prompt asks for."""

import re

# ruff: noqa: E501 – regular expressions are not wrapped here
COMMON = (
    "a about all am an and any are as at be been but by can could describe did do does explain for "
    "from give had has have hello her him his how i if in into is it its like list long make may me "
    "more my no not of on one or our out please poem say short should show so some table tell than "
    "that the their them then there these they this to us use using was we were what when where "
    "which who why will with would write you your code json example examples between hi hey every "
    "each many few also just very want need let lets something anything answer answers question function "
    "compare script program list lists tables checklist formula words tokens word draw only one two three "
    "der die das ein eine einen einem und oder ist sind wie was wer wo warum bitte mir mit von für auf über "
    "le la les un une des et est que qui pour dans sur el los las una por para con como qué cómo"
)
STOPWORDS = frozenset(COMMON.split())
WORD = re.compile(r"[^\W\d_][\w'’-]*")
EXACT = re.compile(r"\s*(?:please )?say exactly: ?(.*)", re.IGNORECASE | re.DOTALL)
GREETING = re.compile(
    r"(hi|hello|hey|good (morning|afternoon|evening)|hallo|hola|bonjour|salut|ciao|moin|servus|ping|test(ing)?|thanks?( you)?"
    r"|привет|здравствуйте|γεια( σου)?|你好|您好|こんにちは|안녕(하세요)?|שלום|مرحبا|नमस्ते|สวัสดี)( there| all| everyone| world)?[\s!.,?👋…]*",
    re.IGNORECASE,
)
# The forms of an answer, each with the words that ask for it, the most telling first.
FORMS = {
    "poem": r"poems?|haikus?|verses?|rhymes?|limericks?|gedicht|poème",
    "code": r"code|function|scripts?|program|snippets?|regex|implement|class",
    "table": r"tables?|tabular|columns|compare|comparison|versus|vs|tabelle|tableau",
    "mathematics": r"math(s|ematics)?|equations?|formula[se]?|integral|derivative|latex|theorem|proof|calculus|algebra",
    "tasks": r"todos?|to-dos?|check-?lists?|tasks?|plan|steps",
    "list": r"lists?|bullets?|bullet points|ideas|enumerate|outline|liste",
    "json": r"json",
    "quote": r"quotes?|quotation",
}
ASKED = {form: re.compile(rf"\b({words})\b", re.IGNORECASE) for form, words in FORMS.items()}
LONG = re.compile(
    r"\b(long|longer|detailed|in depth|in detail|essay|thorough|extensive|comprehensive)\b", re.IGNORECASE
)
SHORT = re.compile(
    r"\b(short|shortly|brief|briefly|one sentence|one word|tl;?dr|concise|concisely)\b", re.IGNORECASE
)
RECALL = re.compile(
    r"\bwhat (did|have) i\b|\b(what is|what's|who is|do you know) my\b|\bremember\b|\b(said|asked|told you|talked about) (earlier|before)\b"
    r"|\bso far\b|\bwas habe ich\b|\berinnerst\b",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"\b(\d[\d,]{0,6}) (words|tokens)\b", re.IGNORECASE)
MOST_TOKENS = 50_000
