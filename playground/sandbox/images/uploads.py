"""Pictures that came with a request: looked at before they are decoded, so that none is larger than it seems."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from ..errors import APIError, bad_request
from ..multipart import Files
from ..parameters import missing

SMALL, LARGE = 4 * 1024**2, 50 * 1024**2
MOST_PIXELS = 20_000_000
# Sixteen pictures are held at once, so none is held larger than it is used.
LONGEST_SIDE = 1536
FORMATS = ("PNG", "JPEG", "WEBP")
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def given(files: Files, known: tuple[str, ...], most: int = 1) -> list["UploadedFile[Any]"]:
    """The pictures sent as `image`. Others than `known` are refused."""
    for name in files:
        if name not in known:
            message = f"Unrecognized request argument supplied: {name}"
            raise bad_request(message, name, "unknown_parameter")
    images = files.get("image", [])
    if not images:
        raise missing("image")
    if len(images) > most:
        message = f"Invalid 'image': array too long. Expected an array with maximum length {most}, "
        raise bad_request(f"{message}but got {len(images)} instead.", "image", "array_above_max_length")
    return images


def opened(file: "UploadedFile[Any]", param: str = "image") -> Image.Image:
    """A png, jpeg or webp of sane size, decoded, and made smaller if it is very large."""
    if (file.size or 0) > LARGE:
        raise bad_request("Invalid image: the file must be less than 50 MB.", param, "image_too_large")
    try:
        picture = Image.open(file, formats=FORMATS)
    except UNREADABLE:
        raise unsupported(file, param) from None
    return decoded(picture, param)


def square_png(file: "UploadedFile[Any]") -> Image.Image:
    """What dall-e-2 takes: a square png of less than 4 MB."""
    picture = small_png(file, "image")
    width, height = picture.size
    if width != height:
        message = f"Invalid input image - expected an image with equal width and height, got {width}x{height} instead."
        raise APIError(400, message)
    return decoded(picture, "image")


def small_png(file: "UploadedFile[Any]", param: str) -> Image.Image:
    """The head of a png of less than 4 MB, not decoded."""
    try:
        if (file.size or 0) < SMALL:
            return Image.open(file, formats=("PNG",))
    except UNREADABLE:
        pass
    what = "image" if param == "image" else "mask"
    raise APIError(400, f"Uploaded {what} must be a PNG and less than 4 MB.")


def mask_for(image: "UploadedFile[Any]", file: "UploadedFile[Any]") -> Image.Image:
    """The alpha of the mask of an image that was opened before: nothing where it is to be painted anew."""
    mask = small_png(file, "mask")
    if mask.size != Image.open(image).size:
        message = "Invalid mask image format - mask size does not match image size"
        raise bad_request(message, "mask", "invalid_mask_image_format")
    if "A" not in mask.mode and "transparency" not in mask.info:
        message = "Invalid mask image format - mask image missing alpha channel"
        raise bad_request(message, "mask", "invalid_mask_image_format")
    return decoded(mask, "mask").getchannel("A")


def decoded(picture: Image.Image, param: str) -> Image.Image:
    if picture.width * picture.height > MOST_PIXELS:
        message = f"Invalid image: it has more than {MOST_PIXELS:,} pixels."
        raise bad_request(message, param, "image_too_large")
    try:
        whole = picture.convert("RGBA")
        whole.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return whole
    except UNREADABLE:
        message = "Invalid image file or mode for image 1, please check your image file."
        raise bad_request(message, param, "invalid_image_file") from None


def unsupported(file: "UploadedFile[Any]", param: str) -> APIError:
    return bad_request(
        f"Invalid file '{param}': unsupported mimetype ('{file.content_type}'). "
        "Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'.",
        param,
        "unsupported_file_mimetype",
    )
