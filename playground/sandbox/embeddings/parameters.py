"""The parameters of `POST /embeddings`: https://platform.openai.com/docs/api-reference/embeddings/create"""

from typing import Any

from ..catalog import Model
from ..errors import APIError, bad_request
from ..inputs import Input, Inputs
from ..parameters import Integer, Text
from ..structures import Object

LONGEST = 8192
MOST_TOKENS = 300_000
SIZES = {"text-embedding-3-large": 3072}
USUAL_SIZE = 1536
CREATE = Object(
    fields={
        "input": Inputs(most=2048, null=False),
        "model": Text(null=False),
        "dimensions": Integer(low=1),
        "encoding_format": Text(choices=("float", "base64")),
        "user": Text(),
    },
    required=("input", "model"),
)


def size_of(model: Model) -> int:
    return SIZES.get(model.id, USUAL_SIZE)


def check_dimensions(params: dict[str, Any], model: Model) -> None:
    """Raise the API's 400 for a number that the model cannot shorten its vectors to."""
    if (wanted := params.get("dimensions")) is None:
        return
    if model.id == "text-embedding-ada-002":
        raise bad_request("This model does not support specifying dimensions.")
    if wanted > size_of(model):
        most = f"Must be less than or equal to {size_of(model)}."
        raise bad_request(f"Invalid value for 'dimensions' = {wanted}. {most}", "dimensions")


def check_inputs(inputs: list[Input], single: bool) -> None:
    """Raise the API's 400 for an empty or too long input, or for too much in all."""
    for position, given in enumerate(inputs):
        path = "input" if single else f"input[{position}]"
        if not given.text:
            raise bad_request(f"Invalid '{path}': input cannot be an empty string.", path)
        if given.tokens > LONGEST:
            raise bad_request(
                f"This model's maximum context length is {LONGEST} tokens, however you requested "
                f"{given.tokens} tokens ({given.tokens} in your prompt; 0 for the completion). "
                "Please reduce your prompt; or completion length."
            )
    total = sum(given.tokens for given in inputs)
    if total > MOST_TOKENS:
        kind = "max_tokens_per_request"
        message = f"Requested {total} tokens, max {MOST_TOKENS} tokens per request"
        raise APIError(400, message, type=kind, code=kind)
