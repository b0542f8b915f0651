"""What an item of a conversation may hold, type by type and role by role."""

from ..parameters import Flag, Text
from ..structures import List, Object, Tagged

GIVEN = Text(null=False)
TEXT = Object(fields={"type": Text(), "text": GIVEN, "id": Text()}, required=("text",))
SPOKEN = Object(fields={"type": Text(), "audio": Text(), "transcript": Text(), "id": Text()})
SOUND = Object(fields=SPOKEN.fields, required=("audio",))
IMAGE = Object(
    fields={"type": Text(), "image_url": GIVEN, "detail": Text(choices=("auto", "low", "high"))},
    required=("image_url",),
)
HEARD = {"input_text": TEXT, "input_audio": SOUND}
# By the role of the message.
CONTENT = {
    "system": {"input_text": TEXT},
    "user": {**HEARD, "input_image": IMAGE},
    "assistant": {"output_text": TEXT, "output_audio": SPOKEN},
}
BETA_CONTENT = {
    "system": {"input_text": TEXT},
    "user": HEARD,
    "assistant": {"text": TEXT, "audio": SPOKEN},
}
ANY = {
    "id": Text(longest=32),
    "object": Text(choices=("realtime.item",)),
    "type": Text(),
    "status": Text(choices=("completed", "incomplete", "in_progress")),
}


def message(content: dict[str, dict[str, Object]]) -> Tagged:
    return Tagged(
        key="role",
        kinds={
            role: Object(
                fields={
                    **ANY,
                    "role": Text(),
                    "content": List(of=Tagged(key="type", kinds=parts, null=False), least=1),
                },
                required=("content",),
            )
            for role, parts in content.items()
        },
    )


MESSAGE = message(CONTENT)
BETA_MESSAGE = message(BETA_CONTENT)
CALL = {**ANY, "call_id": Text(), "name": GIVEN, "arguments": GIVEN}
ITEM = Tagged(
    key="type",
    kinds={
        "message": Object(open=True),
        "function_call": Object(fields=CALL, required=("name", "arguments")),
        "function_call_output": Object(
            fields={**ANY, "call_id": GIVEN, "output": GIVEN, "is_error": Flag()},
            required=("call_id", "output"),
        ),
    },
    null=False,
)
