"""Which known model takes what. A model that no rule knows takes everything: the server decides.

The rules follow what the API reference says beside each parameter, else what the models answer.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """Models that do not take a parameter: `refuses` is searched in the name, `note` says it to a person.

    The expression means the same in Python and in JavaScript, without flags.
    """

    refuses: str
    note: str

    def takes(self, model: str) -> bool:
        """Whether the model takes the parameter, as far as we know."""
        return re.search(self.refuses, model) is None


NOT_REASONING = Rule(r"^(ft:)?(o[1-9]|gpt-5(?!.*chat))", "reasoning models refuse it")
ONLY_REASONING = Rule(r"^(ft:)?(gpt-3|gpt-4|chatgpt-4|gpt-5.*chat)", "only reasoning models")
ONLY_VERBOSE = Rule(r"^(ft:)?(gpt-3|gpt-4|chatgpt-4|o[1-9])", "only gpt-5 and later")
ONLY_AUDIO = Rule(r"^(ft:)?(?!.*audio)(gpt-3|gpt-4|gpt-5|chatgpt-4|o[1-9])", "only audio models")
ONLY_SEARCH = Rule(r"^(ft:)?(?!.*search)(gpt-3|gpt-4|gpt-5|chatgpt-4|o[1-9])", "only search models")
ONLY_INSTRUCT = Rule(r"^(davinci|babbage)-002", "only gpt-3.5-turbo-instruct")

ONLY_EMBEDDING_3 = Rule(r"^text-embedding-ada", "only text-embedding-3 and later")

ONLY_DALL_E_3 = Rule(r"^(dall-e-2|(chat)?gpt-image)", "only dall-e-3")
ONLY_DALL_E = Rule(r"^(chat)?gpt-image", "only dall-e-2 and dall-e-3")
ONLY_GPT_IMAGE = Rule(r"^dall-e-", "only GPT image models")

NOT_TTS_1 = Rule(r"^tts-1", "tts-1 and tts-1-hd ignore it")
ONLY_WHISPER = Rule(r"^gpt-4o(-mini)?-transcribe", "only whisper-1")
NOT_WHISPER = Rule(r"^whisper-", "whisper-1 ignores it")
ONLY_DIARIZE = Rule(r"^(whisper-|gpt-4o(-mini)?-transcribe(?!-diarize))", "only gpt-4o-transcribe-diarize")
NOT_DIARIZE = Rule(r"-diarize", "gpt-4o-transcribe-diarize refuses it")
ONLY_TRANSCRIBE_LOGPROBS = Rule(r"^whisper-|-diarize", "only gpt-4o-transcribe and gpt-4o-mini-transcribe")
ONLY_GPT_TRANSCRIBE = Rule(r"^whisper-|^gpt-4o(-mini)?-transcribe", "only gpt-transcribe")
