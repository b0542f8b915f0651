"""The parameters of `POST /moderations`: https://platform.openai.com/docs/api-reference/moderations/create"""

from dataclasses import dataclass
from typing import Any

from ..errors import bad_request
from ..parameters import Kind, Text
from ..structures import List, Object, Tagged

DEFAULT_MODEL = "omni-moderation-latest"
LONGEST = 1_000_000
MOST = 2048
GIVEN = Text(null=False)
IMAGE_URL = Object(fields={"url": GIVEN}, required=("url",), null=False)
PART = Tagged(
    key="type",
    kinds={
        "text": Object(fields={"type": GIVEN, "text": GIVEN}, required=("text",)),
        "image_url": Object(fields={"type": GIVEN, "image_url": IMAGE_URL}, required=("image_url",)),
    },
    null=False,
)


@dataclass(frozen=True, kw_only=True)
class Inputs(Kind):
    """A text, several, or the parts of one message."""

    words = "a string, an array of strings, or an array of content parts"

    def accepts(self, value: Any) -> bool:
        return isinstance(value, (str, list))

    def check_value(self, value: Any, path: str) -> None:
        if isinstance(value, list):
            List(of=PART if in_parts(value) else GIVEN, least=1, most=MOST).check(value, path)
        if sum(map(len, texts_of(value))) > LONGEST:
            raise bad_request(f"Invalid '{path}': more than {LONGEST} characters in all.", path)


def in_parts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def texts_of(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item if isinstance(item, str) else item.get("text") or "" for item in value]


CREATE = Object(fields={"input": Inputs(null=False), "model": GIVEN}, required=("input",))
