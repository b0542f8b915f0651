"""The parameters of `POST /chat/completions`: https://platform.openai.com/docs/api-reference/chat/create"""

from ..parameters import Anything, Flag, Integer, Number, Text
from ..structures import METADATA, Either, List, Object, Pairs, Tagged
from .messages import MESSAGES, TEXT_CONTENT

GIVEN = Text(null=False)
NAME = Text(null=False, longest=64)
SCHEMA = Object(open=True)
FUNCTION = Object(
    fields={"name": NAME, "description": Text(), "parameters": SCHEMA, "strict": Flag()}, required=("name",)
)
CUSTOM = Object(fields={"name": NAME, "description": Text(), "format": Object(open=True)}, required=("name",))
TOOL = Tagged(
    key="type",
    kinds={
        "function": Object(fields={"type": GIVEN, "function": FUNCTION}, required=("function",)),
        "custom": Object(fields={"type": GIVEN, "custom": CUSTOM}, required=("custom",)),
    },
    null=False,
)
CHOSEN = Object(fields={"name": GIVEN}, required=("name",))
NAMING = Object(fields={"name": GIVEN}, required=("name",), open=True, null=False)
ALLOWED_TOOL = Tagged(
    key="type",
    kinds={
        "function": Object(fields={"type": GIVEN, "function": NAMING}, required=("function",)),
        "custom": Object(fields={"type": GIVEN, "custom": NAMING}, required=("custom",)),
    },
    null=False,
)
ALLOWED = Object(
    fields={"mode": Text(choices=("auto", "required")), "tools": List(of=ALLOWED_TOOL, least=1)},
    required=("mode", "tools"),
)
TOOL_CHOICE = Tagged(
    key="type",
    kinds={
        "function": Object(fields={"type": GIVEN, "function": CHOSEN}, required=("function",)),
        "custom": Object(fields={"type": GIVEN, "custom": CHOSEN}, required=("custom",)),
        "allowed_tools": Object(
            fields={"type": GIVEN, "allowed_tools": ALLOWED}, required=("allowed_tools",)
        ),
    },
)
JSON_SCHEMA = Object(
    fields={"name": NAME, "description": Text(), "schema": SCHEMA, "strict": Flag()}, required=("name",)
)
RESPONSE_FORMAT = Tagged(
    key="type",
    kinds={
        "json_object": Object(fields={"type": GIVEN}),
        "json_schema": Object(fields={"type": GIVEN, "json_schema": JSON_SCHEMA}, required=("json_schema",)),
        "text": Object(fields={"type": GIVEN}),
    },
)
AUDIO_FORMATS = ("wav", "aac", "mp3", "flac", "opus", "pcm16")
AUDIO = Object(
    fields={
        "voice": Either(kinds=(GIVEN, Object(fields={"id": GIVEN}, required=("id",)))),
        "format": Text(choices=AUDIO_FORMATS),
    },
    required=("voice", "format"),
)
WEB_SEARCH = Object(
    fields={
        "search_context_size": Text(choices=("low", "medium", "high")),
        "user_location": Object(
            fields={"type": Text(choices=("approximate",)), "approximate": Object(open=True)},
            required=("type", "approximate"),
        ),
    }
)
CREATE = Object(
    fields={
        "messages": MESSAGES,
        "model": GIVEN,
        "audio": AUDIO,
        "frequency_penalty": Number(low=-2, high=2),
        "function_call": Either(kinds=(Text(choices=("none", "auto")), CHOSEN)),
        "functions": List(of=FUNCTION, least=1, most=128),
        "logit_bias": Pairs(of=Number(low=-100, high=100, null=False)),
        "logprobs": Flag(),
        "max_completion_tokens": Integer(low=1, high=200_000),
        "max_tokens": Integer(low=1, high=200_000),
        "metadata": METADATA,
        "modalities": List(of=Text(choices=("text", "audio"), null=False), least=1),
        "moderation": Object(fields={"model": GIVEN, "policy": Anything()}, required=("model",)),
        "n": Integer(low=1, high=128),
        "parallel_tool_calls": Flag(),
        "prediction": Object(
            fields={"type": Text(choices=("content",)), "content": TEXT_CONTENT}, required=("type", "content")
        ),
        "presence_penalty": Number(low=-2, high=2),
        "prompt_cache_key": Text(),
        "prompt_cache_options": Object(open=True),
        "prompt_cache_retention": Text(choices=("in_memory", "in-memory", "24h")),
        "reasoning_effort": Text(choices=("none", "minimal", "low", "medium", "high", "xhigh", "max")),
        "response_format": RESPONSE_FORMAT,
        "safety_identifier": Text(longest=64),
        "seed": Integer(low=-(2**63), high=2**63 - 1),
        "service_tier": Text(choices=("auto", "default", "flex", "scale", "priority", "fast")),
        "stop": Either(kinds=(Text(), List(of=GIVEN, least=1, most=4))),
        "store": Flag(),
        "stream": Flag(),
        "stream_options": Object(fields={"include_usage": Flag(), "include_obfuscation": Flag()}),
        "temperature": Number(low=0, high=2),
        "tool_choice": Either(kinds=(Text(choices=("none", "auto", "required")), TOOL_CHOICE)),
        "tools": List(of=TOOL, least=1, most=128),
        "top_logprobs": Integer(low=0, high=20),
        "top_p": Number(low=0, high=1),
        "user": Text(),
        "verbosity": Text(choices=("low", "medium", "high")),
        "web_search_options": WEB_SEARCH,
    },
    required=("model", "messages"),
)
