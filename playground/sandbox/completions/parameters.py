"""The parameters of `POST /completions`: https://platform.openai.com/docs/api-reference/completions/create"""

from typing import Any

from ..catalog import Model
from ..errors import bad_request, unsupported_parameter
from ..inputs import Input, Inputs
from ..parameters import Flag, Integer, Number, Text
from ..structures import Either, List, Object, Pairs

MOST_CHOICES = 128
MOST_TOKENS = 65_536
CONTEXT = 16_385
DEFAULT_MAX_TOKENS = 16
GIVEN = Text(null=False)
CREATE = Object(
    fields={
        "model": GIVEN,
        "prompt": Inputs(most=2048),
        "best_of": Integer(low=0, high=20),
        "echo": Flag(),
        "frequency_penalty": Number(low=-2, high=2),
        "logit_bias": Pairs(of=Number(low=-100, high=100, null=False)),
        "logprobs": Integer(low=0, high=5),
        "max_tokens": Integer(low=0),
        "n": Integer(low=1, high=128),
        "presence_penalty": Number(low=-2, high=2),
        "seed": Integer(low=-(2**63), high=2**63 - 1),
        "stop": Either(kinds=(Text(), List(of=GIVEN, most=4))),
        "stream": Flag(),
        "stream_options": Object(fields={"include_usage": Flag(), "include_obfuscation": Flag()}),
        "suffix": Text(),
        "temperature": Number(low=0, high=2),
        "top_p": Number(low=0, high=1),
        "user": Text(),
    },
    required=("model",),
)


def check(params: dict[str, Any], model: Model, prompts: list[Input]) -> None:
    """Raise the API's 400 for what does not fit together. `params` holds no nulls."""
    check_counts(params, len(prompts))
    if "stream_options" in params and not params.get("stream"):
        message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        raise bad_request(message, "stream_options")
    for token in params.get("logit_bias", ()):
        if not token.isdigit():
            raise bad_request(
                f"Invalid key in 'logit_bias': {token}. Keys are token IDs.", "logit_bias", "invalid_value"
            )
    if params.get("suffix") and model.id in ("davinci-002", "babbage-002"):
        raise unsupported_parameter("suffix")
    if params.get("suffix") and params.get("echo"):
        raise bad_request("Setting 'echo' and 'suffix' at the same time is not supported.", "suffix")
    most = params.get("max_tokens", DEFAULT_MAX_TOKENS)
    for prompt in prompts:
        check_length(prompt.tokens, most)
    check_total(params, sum(most + prompt.tokens * bool(params.get("echo")) for prompt in prompts))


def check_counts(params: dict[str, Any], prompts: int) -> None:
    n = params.get("n", 1)
    best_of = params.get("best_of", n)
    if best_of < n:
        raise bad_request(
            "You requested that the server return more choices than it will generate (HINT: you must set "
            f"'best_of' (currently {best_of}) to be at least 'n' (currently {n}), or omit either parameter "
            "if you don't specifically want to use them.)",
            "best_of",
        )
    if best_of > n and params.get("stream"):
        raise bad_request("Results cannot be streamed when 'best_of' is greater than 'n'.", "best_of")
    if prompts * best_of > MOST_CHOICES:
        raise bad_request(
            f"Too many parallel completions requested. You asked for {prompts * best_of}, but you can "
            f"currently request up to at most a total of {MOST_CHOICES}.",
            "prompt",
        )


def check_length(prompt: int, completion: int) -> None:
    if prompt + completion > CONTEXT:
        raise bad_request(
            f"This model's maximum context length is {CONTEXT} tokens, however you requested "
            f"{prompt + completion} tokens ({prompt} in your prompt; {completion} for the completion). "
            "Please reduce your prompt; or completion length.",
            code="context_length_exceeded",
        )


def check_total(params: dict[str, Any], tokens: int) -> None:
    """All candidates are held in memory: not every combination of what is allowed alone is."""
    total = tokens * params.get("best_of", params.get("n", 1))
    if total > MOST_TOKENS:
        raise bad_request(
            f"Too many tokens requested. All choices together may be as long as {total} tokens, but you can "
            f"currently request up to at most a total of {MOST_TOKENS}.",
            "max_tokens",
        )
