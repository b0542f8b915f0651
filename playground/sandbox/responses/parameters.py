"""The parameters of `POST /responses`: https://platform.openai.com/docs/api-reference/responses/create"""

from ..parameters import Anything, Flag, Integer, Number, Text
from ..structures import METADATA, Either, List, Object, Pairs, Tagged
from .items import INPUT
from .tools import TOOL, TOOL_CHOICE

GIVEN = Text(null=False)
INCLUDES = (
    *("file_search_call.results", "web_search_call.results", "web_search_call.action.sources"),
    *("message.input_image.image_url", "computer_call_output.output.image_url"),
    *("code_interpreter_call.outputs", "reasoning.encrypted_content", "message.output_text.logprobs"),
)
INCLUDE = List(of=Text(choices=INCLUDES, null=False))
FORMAT = Tagged(
    key="type",
    kinds={
        "text": Object(fields={"type": GIVEN}),
        "json_object": Object(fields={"type": GIVEN}),
        "json_schema": Object(
            fields={
                "type": GIVEN,
                "name": Text(null=False, longest=64),
                "description": Text(),
                "schema": Object(open=True),
                "strict": Flag(),
            },
            required=("name", "schema"),
        ),
    },
)
SUMMARIES = Text(choices=("auto", "concise", "detailed"))
REASONING = Object(
    fields={
        "effort": Text(choices=("none", "minimal", "low", "medium", "high", "xhigh", "max")),
        "summary": SUMMARIES,
        "generate_summary": SUMMARIES,
        "context": Text(choices=("auto", "current_turn", "all_turns")),
        "mode": Text(),
    }
)
CREATE = Object(
    fields={
        "background": Flag(),
        "context_management": List(of=Object(open=True), least=1),
        "conversation": Either(kinds=(GIVEN, Object(fields={"id": GIVEN}, required=("id",)))),
        "include": INCLUDE,
        "input": INPUT,
        "instructions": Text(),
        "max_output_tokens": Integer(low=16, high=200_000),
        "max_tool_calls": Integer(low=1, high=1_000_000),
        "metadata": METADATA,
        "model": GIVEN,
        "moderation": Object(fields={"model": GIVEN, "policy": Anything()}, required=("model",)),
        "parallel_tool_calls": Flag(),
        "previous_response_id": Text(),
        "prompt": Object(
            fields={"id": GIVEN, "version": Text(), "variables": Pairs(of=Anything())}, required=("id",)
        ),
        "prompt_cache_key": Text(),
        "prompt_cache_options": Object(open=True),
        "prompt_cache_retention": Text(choices=("in_memory", "in-memory", "24h")),
        "reasoning": REASONING,
        "safety_identifier": Text(longest=64),
        "service_tier": Text(choices=("auto", "default", "flex", "scale", "priority", "fast", "ultrafast")),
        "store": Flag(),
        "stream": Flag(),
        "stream_options": Object(fields={"include_obfuscation": Flag()}),
        "temperature": Number(low=0, high=2),
        "text": Object(fields={"format": FORMAT, "verbosity": Text(choices=("low", "medium", "high"))}),
        "tool_choice": TOOL_CHOICE,
        "tools": List(of=TOOL, most=128),
        "top_logprobs": Integer(low=0, high=20),
        "top_p": Number(low=0, high=1),
        "truncation": Text(choices=("auto", "disabled")),
        "user": Text(),
    },
)
