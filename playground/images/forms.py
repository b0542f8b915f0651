"""The declarations of the image operations: https://platform.openai.com/docs/api-reference/images"""

from typing import Any

from playground.openai import families
from playground.params.fields import (
    ChoiceField,
    FileField,
    FlagField,
    IntegerField,
    ModelField,
    Needs,
    TextField,
)
from playground.params.forms import OperationForm

from .families import (
    NOT_DALL_E,
    ONLY_DALL_E,
    ONLY_DALL_E_2,
    ONLY_DALL_E_3,
    family_of,
)
from .widgets import Offer, Offers

SIZES = (
    Offer("auto", "auto", NOT_DALL_E),
    Offer("1024x1024", "1:1"),
    Offer("1536x1024", "3:2", NOT_DALL_E),
    Offer("1024x1536", "2:3", NOT_DALL_E),
    Offer("1792x1024", "7:4", ONLY_DALL_E_3),
    Offer("1024x1792", "4:7", ONLY_DALL_E_3),
    Offer("512x512", "512", ONLY_DALL_E_2),
    Offer("256x256", "256", ONLY_DALL_E_2),
)
QUALITIES = (
    Offer("auto", "auto"),
    Offer("low", "low", NOT_DALL_E),
    Offer("medium", "medium", NOT_DALL_E),
    Offer("high", "high", NOT_DALL_E),
    Offer("standard", "standard", ONLY_DALL_E),
    Offer("hd", "hd", ONLY_DALL_E_3),
)
LOSSY = ("jpeg", "webp")
EDITED = "image/png,image/jpeg,image/webp"


class OfferField(ChoiceField):
    """Words to press that depend on the model, and any other word typed."""

    def __init__(self, offers: tuple[Offer, ...], default: str | None = None, **declared: Any) -> None:
        words = tuple(offer.value for offer in offers)
        super().__init__(options=words, default=default, widget=Offers(offers, default), **declared)


class PromptForm(OperationForm):
    """What generations and edits have in common."""

    sections = {"Model": True, "Picture": True, "File": True, "Advanced": False}

    prompt = TextField(
        section=None,
        required=True,
        lines=3,
        help="What to draw, in up to 32,000 characters; DALL·E takes fewer.",
    )
    model = ModelField(section="Model", help="Suggested or typed: any name is sent.", default="dall-e-2")
    n = IntegerField(section="Model", min=1, max=10, slider=True, default=1, help="How many images to draw.")
    stream = FlagField(
        section="Model",
        default=False,
        models=families.ONLY_GPT_IMAGE,
        help="Show each image as soon as it is drawn.",
    )
    partial_images = IntegerField(
        section="Model",
        min=0,
        max=3,
        slider=True,
        default=0,
        models=families.ONLY_GPT_IMAGE,
        needs=Needs("stream", (True,)),
        help="Unfinished views of each image on the way. Each costs a few tokens more.",
    )
    size = OfferField(
        SIZES, section="Picture", default="auto", help="Width by height in pixels, such as 1024x1024."
    )
    quality = OfferField(
        QUALITIES, section="Picture", default="auto", help="More takes longer and costs more."
    )
    background = ChoiceField(
        section="Picture",
        options=("auto", "opaque", "transparent"),
        default="auto",
        models=families.ONLY_GPT_IMAGE,
        help="transparent needs png or webp.",
    )
    output_format = ChoiceField(
        section="File",
        options=("png", "jpeg", "webp"),
        default="png",
        models=families.ONLY_GPT_IMAGE,
        help="The kind of file to make.",
    )
    output_compression = IntegerField(
        section="File",
        min=0,
        max=100,
        slider=True,
        default=100,
        models=families.ONLY_GPT_IMAGE,
        needs=Needs("output_format", LOSSY),
        help="How much of the detail is kept, in per cent: for jpeg and webp.",
    )
    response_format = ChoiceField(
        section="File",
        options=("url", "b64_json"),
        default="url",
        models=families.ONLY_DALL_E,
        help="How images come. They are kept here at once, either way.",
    )
    user = TextField(section="Advanced", help="A stable id of your end user.")

    def check(self, params: dict[str, Any]) -> None:
        model = self.model_name
        family = family_of(model)
        prompt, n = params.get("prompt"), params.get("n")
        if isinstance(prompt, str) and len(prompt) > family.longest_prompt and "prompt" not in self.extra:
            whose = f" for {model}" if model else ""
            words = (
                f"prompt must be {family.longest_prompt:,} characters or fewer{whose}: it has {len(prompt):,}"
            )
            self.add_error("prompt", words)
        if isinstance(n, int) and n > family.most and "n" not in self.extra:
            self.add_error("n", f"{model} draws {family.most} image a request: set n to {family.most}")
        if params.get("background") == "transparent" and params.get("output_format") == "jpeg":
            words = (
                "A jpeg has no transparent background: set output_format to png or webp, or reset background"
            )
            self.add_error("background", words)


class ImageForm(PromptForm):
    """All parameters of an image generation."""

    operation = "create_image"

    style = ChoiceField(
        section="Picture",
        options=("vivid", "natural"),
        default="vivid",
        models=families.ONLY_DALL_E_3,
        help="vivid is dramatic, natural is plainer.",
    )
    moderation = ChoiceField(
        section="Advanced",
        options=("auto", "low"),
        default="auto",
        models=families.ONLY_GPT_IMAGE,
        help="How strictly the prompt and the images are filtered.",
    )


class ImageEditForm(PromptForm):
    """All parameters of an image edit: https://platform.openai.com/docs/api-reference/images/createEdit"""

    operation = "create_image_edit"

    image = FileField(
        section=None, required=True, accept=EDITED, help="The picture to edit: a PNG, JPEG or WebP."
    )
    mask = FileField(
        section=None,
        accept="image/png",
        help="A PNG as large as the picture, transparent where to draw anew.",
    )
    input_fidelity = ChoiceField(
        section="Picture",
        options=("low", "high"),
        default="low",
        models=families.ONLY_GPT_IMAGE,
        help="How closely faces and style of the picture are kept.",
    )


class ImageVariationForm(OperationForm):
    """All parameters of image variations. The picture is squared and converted by the page before it is sent."""

    operation = "create_image_variation"
    sections = {"Model": True, "Picture": True, "Advanced": False}

    image = FileField(
        section=None,
        required=True,
        accept="image/png,image/jpeg,image/webp,image/gif",
        help="The picture to vary: any PNG, JPEG, WebP or GIF.",
    )
    model = ModelField(
        section="Model", default="dall-e-2", help="dall-e-2, or another that makes variations."
    )
    n = IntegerField(
        section="Model", min=1, max=10, slider=True, default=1, help="How many variations to draw."
    )
    size = ChoiceField(
        section="Picture",
        options=("256x256", "512x512", "1024x1024"),
        default="1024x1024",
        help="Width by height in pixels.",
    )
    response_format = ChoiceField(
        section="Picture",
        options=("url", "b64_json"),
        default="url",
        help="How images come. They are kept here at once, either way.",
    )
    user = TextField(section="Advanced", help="A stable id of your end user.")
