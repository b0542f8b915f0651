import json
import shutil
import subprocess

import pytest

from playground.openai import families
from playground.openai.families import Rule

RULES = {name: rule for name, rule in vars(families).items() if isinstance(rule, Rule)}

CASES = [
    ("NOT_REASONING", "gpt-4.1 gpt-4o gpt-5-chat-latest", "o1 o3-mini gpt-5 gpt-5.2-mini ft:o4-mini:org::id"),
    (
        "ONLY_REASONING",
        "o3 gpt-5 gpt-5.2",
        "gpt-4o gpt-4.1-mini gpt-3.5-turbo chatgpt-4o-latest gpt-5-chat",
    ),
    ("ONLY_VERBOSE", "gpt-5 gpt-5-chat-latest", "gpt-4o o3"),
    ("ONLY_AUDIO", "gpt-4o-audio-preview gpt-audio", "gpt-4o o3 gpt-5"),
    ("ONLY_SEARCH", "gpt-4o-search-preview gpt-5-search-api", "gpt-4o gpt-5"),
    ("ONLY_INSTRUCT", "gpt-3.5-turbo-instruct", "davinci-002 babbage-002"),
    ("ONLY_EMBEDDING_3", "text-embedding-3-small", "text-embedding-ada-002"),
    ("ONLY_DALL_E_3", "dall-e-3", "dall-e-2 gpt-image-1 chatgpt-image-latest"),
    ("ONLY_DALL_E", "dall-e-2 dall-e-3", "gpt-image-1 gpt-image-2"),
    ("ONLY_GPT_IMAGE", "gpt-image-1", "dall-e-2 dall-e-3"),
    ("NOT_TTS_1", "gpt-4o-mini-tts", "tts-1 tts-1-hd"),
    ("ONLY_WHISPER", "whisper-1", "gpt-4o-transcribe gpt-4o-mini-transcribe"),
    ("NOT_WHISPER", "gpt-4o-transcribe", "whisper-1"),
    ("ONLY_DIARIZE", "gpt-4o-transcribe-diarize", "whisper-1 gpt-4o-transcribe gpt-4o-mini-transcribe"),
    ("NOT_DIARIZE", "gpt-4o-transcribe whisper-1", "gpt-4o-transcribe-diarize"),
    ("ONLY_GPT_TRANSCRIBE", "gpt-transcribe", "whisper-1 gpt-4o-transcribe gpt-4o-mini-transcribe"),
    ("ONLY_TRANSCRIBE_LOGPROBS", "gpt-4o-transcribe", "whisper-1 gpt-4o-transcribe-diarize"),
]
UNKNOWN = ["llama3.1:8b", "sandbox-large", "org/some-model", "", "gpt-77"]


def test_has_a_case_for_every_rule():
    assert sorted(name for name, _, _ in CASES) == sorted(RULES)


@pytest.mark.parametrize(("name", "taken", "refused"), CASES, ids=[case[0] for case in CASES])
def test_knows_which_models_take_a_parameter(name, taken, refused):
    rule = RULES[name]
    assert all(rule.takes(model) for model in taken.split())
    assert not any(rule.takes(model) for model in refused.split())


@pytest.mark.parametrize("name", RULES)
def test_lets_an_unknown_model_take_everything(name):
    assert all(RULES[name].takes(model) for model in UNKNOWN)
    assert RULES[name].note


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_means_the_same_in_javascript():
    models = [model for _, taken, refused in CASES for model in f"{taken} {refused}".split()] + UNKNOWN
    program = """
        const [rules, models] = JSON.parse(process.argv[1]);
        const takes = rules.map((rule) => models.map((model) => !new RegExp(rule).test(model)));
        console.log(JSON.stringify(takes));
    """
    rules = list(RULES.values())
    argument = json.dumps([[rule.refuses for rule in rules], models])
    output = subprocess.run(["node", "-e", program, argument], capture_output=True, check=True).stdout
    assert json.loads(output) == [[rule.takes(model) for model in models] for rule in rules]
