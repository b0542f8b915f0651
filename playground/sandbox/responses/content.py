"""The parts that messages of a response hold, and what messages there are."""

from ..parameters import Anything, Kind, Text
from ..structures import Either, List, Object, Tagged

GIVEN = Text(null=False)
TYPED = {"type": Text(), "prompt_cache_breakpoint": Anything()}
ITEM = {"type": Text(), "id": Text()}
STATUS = Text(choices=("in_progress", "completed", "incomplete"))
ANYTHING = List(of=Anything())

INPUT_PARTS: dict[str, Kind] = {
    "input_text": Object(fields={**TYPED, "text": GIVEN}, required=("text",)),
    "input_image": Object(
        fields={
            **TYPED,
            "image_url": Text(),
            "file_id": Text(),
            "detail": Text(choices=("low", "high", "auto", "original")),
        }
    ),
    "input_file": Object(
        fields={
            **TYPED,
            **dict.fromkeys(("file_id", "filename", "file_data", "file_url"), Text()),
            "detail": Text(choices=("auto", "low", "high")),
        }
    ),
}
OUTPUT_PARTS: dict[str, Kind] = {
    "output_text": Object(
        fields={**TYPED, "text": GIVEN, "annotations": ANYTHING, "logprobs": ANYTHING}, required=("text",)
    ),
    "refusal": Object(fields={**TYPED, "refusal": GIVEN}, required=("refusal",)),
}
PHASE = Text(choices=("commentary", "final_answer"))


def content(parts: dict[str, Kind]) -> Kind:
    return Either(kinds=(Text(), List(of=Tagged(key="type", kinds=parts, null=False))), null=False)


def message(parts: dict[str, Kind]) -> Object:
    fields = {**ITEM, "role": Text(), "content": content(parts), "status": STATUS, "phase": PHASE}
    return Object(fields=fields, required=("content",))


MESSAGE = Tagged(
    key="role",
    kinds={
        "assistant": message(OUTPUT_PARTS),
        "system": message(INPUT_PARTS),
        "developer": message(INPUT_PARTS),
        "user": message(INPUT_PARTS),
    },
)
RESULT = content(INPUT_PARTS)
