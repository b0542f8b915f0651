"""Pictures and files in a message: looked at when they come, and left out of what is stored."""

from typing import Any

from .. import media
from ..errors import APIError, bad_request

LONGEST_PICTURE = 200_000
Item = dict[str, Any]


def look(part: Item, path: str) -> media.Finding:
    if part.get("file_id"):
        raise APIError(404, f"No such File object: {part['file_id']}", param="id")
    if part["type"] == "input_image":
        if not part.get("image_url"):
            message = f"Missing required parameter: '{path}.image_url'."
            raise bad_request(message, f"{path}.image_url", "missing_required_parameter")
        return media.look_at_picture(part["image_url"], f"{path}.image_url")
    if url := part.get("file_url"):
        return media.elsewhere("a file", url, f"{path}.file_url")
    return media.open_file({name: value for name, value in part.items() if value is not None}, path)


def slim(item: Item) -> Item:
    """The item without files and large pictures, which are not stored."""
    if not isinstance(item.get("content"), list):
        return item
    return {**item, "content": [slim_part(part) for part in item["content"]]}


def slim_part(part: Item) -> Item:
    if part["type"] == "input_file":
        return {**part, "file_data": None}
    if part["type"] == "input_image" and len(part.get("image_url") or "") > LONGEST_PICTURE:
        return {**part, "image_url": None}
    return part
