"""What a session may be configured with, flat as the beta has it and nested as it is today.

https://platform.openai.com/docs/api-reference/realtime-sessions
"""

from ..parameters import Anything, Flag, Integer, Number, Text
from ..structures import METADATA, Either, List, Object, Pairs, Tagged

GIVEN = Text(null=False)
FORMATS = ("pcm16", "g711_ulaw", "g711_alaw")
LOGPROBS = "item.input_audio_transcription.logprobs"
VOICE = Either(kinds=(GIVEN, Object(fields={"id": GIVEN}, required=("id",))))
MODALITIES = List(of=Text(choices=("text", "audio"), null=False), least=1, most=2)
MOST_TOKENS = Either(kinds=(Integer(low=1, high=4096), Text(choices=("inf",))))
INCLUDE = List(of=Text(choices=(LOGPROBS,), null=False))
SPEED = Number(low=0.25, high=1.5)
NOISE_REDUCTION = Object(
    fields={"type": Text(choices=("near_field", "far_field")), "strength": Number(low=0, high=1)}
)
TRANSCRIPTION = Object(
    fields={
        "model": Text(),
        "language": Text(),
        "languages": List(of=GIVEN, least=1),
        "keywords": List(of=GIVEN),
        "prompt": Text(),
        "delay": Text(choices=("minimal", "low", "medium", "high", "xhigh")),
    }
)
ANSWERING = {"create_response": Flag(), "interrupt_response": Flag()}
SERVER_VAD = {
    **ANSWERING,
    "threshold": Number(low=0, high=1),
    "prefix_padding_ms": Integer(low=0, high=5000),
    "silence_duration_ms": Integer(low=0, high=10_000),
    "idle_timeout_ms": Integer(low=5000, high=30_000),
}
EAGERNESS = {"eagerness": Text(choices=("low", "medium", "high", "auto"))}
DETECTORS = ("server_vad", "semantic_vad")
# The beta takes a turn detection without its type, and both kinds' fields in one object.
FLAT_TURN_DETECTION = Object(fields={"type": Text(choices=DETECTORS), **SERVER_VAD, **EAGERNESS})
TURN_DETECTION = Tagged(
    key="type",
    kinds={
        "server_vad": Object(fields={"type": Text(), **SERVER_VAD}),
        "semantic_vad": Object(fields={"type": Text(), **ANSWERING, **EAGERNESS}),
    },
)
FUNCTION = Object(
    fields={
        "type": Text(),
        "name": Text(null=False, longest=64),
        "description": Text(),
        "parameters": Object(open=True),
    },
    required=("name",),
)
# No MCP servers: the sandbox asks nobody.
TOOLS = List(of=Tagged(key="type", kinds={"function": FUNCTION}, null=False), most=128)
CHOSEN = Object(fields={"type": Text(choices=("function",)), "name": GIVEN}, required=("type", "name"))
TOOL_CHOICE = Either(kinds=(Text(), CHOSEN))
TRACING = Either(
    kinds=(
        Text(choices=("auto",)),
        Object(fields={"workflow_name": Text(), "group_id": Text(), "metadata": Object(open=True)}),
    )
)
RATIO = Object(
    fields={
        "type": Text(choices=("retention_ratio",)),
        "retention_ratio": Number(low=0, high=1),
        "token_limits": Object(fields={"post_instructions": Integer(low=0)}),
    },
    required=("type", "retention_ratio"),
)
TRUNCATION = Either(kinds=(Text(choices=("auto", "disabled")), RATIO))
PROMPT = Object(fields={"id": GIVEN, "version": Text(), "variables": Pairs(of=Anything())}, required=("id",))
TOLD = {"instructions": Text(), "tools": TOOLS, "tool_choice": TOOL_CHOICE}
BOTH = {**TOLD, "model": Text(), "include": INCLUDE, "prompt": PROMPT}
BOTH |= {"tracing": TRACING, "truncation": TRUNCATION}
FLAT_INPUT = {
    "input_audio_format": Text(choices=FORMATS),
    "input_audio_noise_reduction": NOISE_REDUCTION,
    "input_audio_transcription": TRANSCRIPTION,
    "turn_detection": FLAT_TURN_DETECTION,
    "modalities": MODALITIES,
}
SPOKEN = {"voice": VOICE, "output_audio_format": Text(choices=FORMATS)}
ANSWER_OF_BETA = {
    **SPOKEN,
    "modalities": MODALITIES,
    "temperature": Number(low=0.6, high=1.2),
    "max_response_output_tokens": MOST_TOKENS,
}
FLAT = {**BOTH, **FLAT_INPUT, **ANSWER_OF_BETA, "speed": SPEED}
SECRET = Object(open=True)
BETA_SESSION = Object(fields={**FLAT, "client_secret": SECRET}, null=False)
BETA_TRANSCRIPTION = Object(fields={**FLAT_INPUT, "include": INCLUDE, "client_secret": SECRET}, null=False)

PCM = Object(fields={"type": Text(), "rate": Integer(low=24_000, high=24_000)})
LAW = Object(fields={"type": Text()})
FORMAT = Tagged(key="type", kinds={"audio/pcm": PCM, "audio/pcmu": LAW, "audio/pcma": LAW})
INPUT = Object(
    fields={
        "format": FORMAT,
        "noise_reduction": NOISE_REDUCTION,
        "transcription": TRANSCRIPTION,
        "turn_detection": TURN_DETECTION,
    }
)
REASONING = Object(fields={"effort": Text(choices=("minimal", "low", "medium", "high", "xhigh"))})
ANSWER = {
    "output_modalities": MODALITIES,
    "max_output_tokens": MOST_TOKENS,
    "reasoning": REASONING,
    "parallel_tool_calls": Flag(),
}
OUTPUT = Object(fields={"format": FORMAT, "voice": VOICE, "speed": SPEED})
AUDIO = Object(fields={"input": INPUT, "output": OUTPUT})
SESSION = Tagged(
    key="type",
    kinds={
        "realtime": Object(fields={"type": Text(), **BOTH, **ANSWER, "audio": AUDIO}),
        "transcription": Object(
            fields={"type": Text(), "audio": Object(fields={"input": INPUT}), "include": INCLUDE}
        ),
    },
    null=False,
)
EXPIRES_AFTER = Object(
    fields={"anchor": Text(choices=("created_at",)), "seconds": Integer(low=10, high=7200)}
)
CLIENT_SECRET = Object(fields={"expires_after": EXPIRES_AFTER, "session": SESSION})

# What one response may be told otherwise than its session; `input` is checked as items are.
APART = {"conversation": Text(), "metadata": METADATA, "input": List(of=Anything(null=False), most=200)}
BETA_RESPONSE = Object(fields={**TOLD, **ANSWER_OF_BETA, **APART})
RESPONSE = Object(
    fields={
        **TOLD,
        **ANSWER,
        **APART,
        "prompt": PROMPT,
        "audio": Object(fields={"output": OUTPUT}),
    }
)
