"""The API's voices, and the language a sentence is read in."""

import re
from dataclasses import dataclass

from ..errors import bad_request
from ..parameters import listed


@dataclass(frozen=True, slots=True)
class Voice:
    """`accent` is how it speaks English; `variant` one of espeak-ng's, '' for its own; pitch 0 to 99."""

    variant: str
    pitch: int
    accent: str = "en-us"

    def speaking(self, language: str) -> str:
        """The name by which espeak-ng knows this voice in that language."""
        spoken = self.accent if language == "en" else language
        return f"{spoken}+{self.variant}"


VOICES = {
    "alloy": Voice("f2", 45),
    "ash": Voice("adam", 40),
    "ballad": Voice("m7", 50, "en-gb-x-rp"),
    "coral": Voice("anika", 50),
    "echo": Voice("m1", 45),
    "fable": Voice("m2", 55, "en-gb-x-rp"),
    "onyx": Voice("grandpa", 25),
    "nova": Voice("f5", 60),
    "sage": Voice("f1", 40),
    "shimmer": Voice("f4", 65),
    "verse": Voice("edward", 45),
    "marin": Voice("f2", 70, "en-gb-x-rp"),
    "cedar": Voice("m6", 30),
}
# The first whose letters are in a sentence; a script is certain, an accent is a good guess.
LANGUAGES = tuple(
    (language, re.compile(f"[{letters}]"))
    for language, letters in (
        ("ja", "\u3040-\u30ff"),
        ("ko", "\uac00-\ud7af"),
        ("cmn", "\u3400-\u9fff"),
        ("uk", "їєґі"),
        ("ru", "\u0400-\u04ff"),
        ("el", "\u0370-\u03ff"),
        ("he", "\u0590-\u05ff"),
        ("ar", "\u0600-\u06ff"),
        ("hi", "\u0900-\u097f"),
        ("th", "\u0e00-\u0e7f"),
        ("es", "ñ¿¡"),
        ("pt", "ãõ"),
        ("pl", "ąęłśźż"),
        ("tr", "ğış"),
        ("nb", "åøæ"),
        ("de", "äöüß"),
        ("fr", "àâçèéêëîïôùûœ"),
        ("it", "ìò"),
    )
)


def find(name: str, param: str = "voice") -> Voice:
    """The voice of that name; the API's 400 when there is none."""
    if voice := VOICES.get(name):
        return voice
    message = f"Invalid value: '{name}'. Supported values are: {listed(tuple(VOICES))}."
    raise bad_request(message, param, "invalid_value")


def language_of(sentence: str) -> str:
    return next((language for language, letters in LANGUAGES if letters.search(sentence.lower())), "en")
