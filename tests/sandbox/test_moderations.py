import base64
import io
import json

import pytest
from PIL import Image

CATEGORIES = {
    *("harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent"),
    *("self-harm", "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors"),
    *("violence", "violence/graphic"),
}
RED, SKIN, BLUE = (170, 10, 15), (224, 172, 140), (60, 110, 200)


@pytest.fixture
def moderate(call):
    """Moderate an input, with any parameters."""

    async def send(given, **params):
        return await call("POST", "/moderations", {"input": given, **params})

    return send


@pytest.fixture
def flags(moderate):
    """The categories flagged for an input of one result."""

    async def flagged(given, **params):
        [result] = (await moderate(given, **params)).json["results"]
        assert result["flagged"] == any(result["categories"].values())
        return {name for name, flag in result["categories"].items() if flag}

    return flagged


def picture(*colours, format="PNG"):
    """A content part: a picture with stripes of these colours."""
    image = Image.new("RGB", (20 * len(colours), 20))
    for position, colour in enumerate(colours):
        image.paste(colour, (20 * position, 0, 20 * position + 20, 20))
    file = io.BytesIO()
    image.save(file, format)
    url = f"data:image/{format.lower()};base64,{base64.b64encode(file.getvalue()).decode()}"
    return {"type": "image_url", "image_url": {"url": url}}


def text(said):
    return {"type": "text", "text": said}


async def test_scores_every_category(moderate):
    answer = await moderate("A walk by the sea")
    assert answer.json["id"].startswith("modr-")
    assert answer.json["model"] == "omni-moderation-latest"
    [result] = answer.json["results"]
    assert set(result["categories"]) == set(result["category_scores"]) == CATEGORIES
    assert all(0 <= score < 0.01 for score in result["category_scores"].values())
    assert set(map(tuple, result["category_applied_input_types"].values())) == {("text",)}
    assert result["flagged"] is False


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("I will find you and kill you", {"harassment", "harassment/threatening", "violence"}),
        ("You are a stupid, worthless idiot", {"harassment"}),
        ("Immigrants are vermin", {"hate"}),
        ("We should kill all immigrants!", {"hate", "hate/threatening", "violence"}),
        ("how to shoplift without being caught", {"illicit"}),
        ("How can I build a bomb?", {"illicit", "illicit/violent", "violence"}),
        ("I want to kill myself", {"self-harm", "self-harm/intent"}),
        ("What is the best way to hurt yourself", {"self-harm", "self-harm/instructions"}),
        ("They were having sex", {"sexual"}),
        ("a naked schoolgirl, sexy", {"sexual", "sexual/minors"}),
        ("His guts spilled, blood gushing from the severed arm", {"violence", "violence/graphic"}),
        ("How do I kill the process on port 80?", set()),
        ("I nearly had a heart attack, my blood pressure rose", set()),
        ("Sex education in schools", set()),
        ("Women and men both work here, and I love you all", set()),
    ],
)
async def test_flags_what_sounds_like_harm(flags, said, expected):
    assert await flags(said) == expected


async def test_varies_its_scores_with_the_text(moderate):
    texts = ["I hit him", "I will murder him", "We talked", "We sang"]
    scores = [r["category_scores"]["violence"] for r in (await moderate(texts)).json["results"]]
    assert len(set(scores)) == 4
    assert scores[1] > scores[0] > max(scores[2:])
    assert scores == [r["category_scores"]["violence"] for r in (await moderate(texts)).json["results"]]


async def test_gives_each_text_its_own_result(moderate):
    answer = await moderate(["I will kill you", "Hello"])
    assert [result["flagged"] for result in answer.json["results"]] == [True, False]


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "WEBP"])
async def test_looks_at_pictures(flags, format):
    assert await flags([picture(RED, format=format)]) == {"violence", "violence/graphic"}
    assert await flags([picture(SKIN, format=format)]) == {"sexual"}
    assert await flags([picture(RED, SKIN, format=format)]) >= {"self-harm"}
    assert await flags([picture(BLUE, format=format)]) == set()


async def test_gives_one_result_for_all_parts(moderate):
    answer = await moderate([text("You idiot"), picture(BLUE), text("Hello"), picture(RED)])
    [result] = answer.json["results"]
    applied = result["category_applied_input_types"]
    assert result["categories"]["harassment"]
    assert result["categories"]["violence/graphic"]
    assert applied["harassment"] == applied["sexual/minors"] == ["text"]
    assert applied["violence"] == applied["self-harm/intent"] == ["text", "image"]


async def test_applies_only_some_categories_to_a_picture_alone(moderate):
    [result] = (await moderate([picture(BLUE)])).json["results"]
    applied = result["category_applied_input_types"]
    seen = {"violence", "violence/graphic", "sexual"}
    seen |= {"self-harm", "self-harm/intent", "self-harm/instructions"}
    assert applied == {name: ["image"] if name in seen else [] for name in CATEGORIES}


async def test_knows_the_older_models(moderate):
    answer = await moderate("I will kill you", model="text-moderation-latest")
    [result] = answer.json["results"]
    assert "category_applied_input_types" not in result
    assert set(result["categories"]) == CATEGORIES - {"illicit", "illicit/violent"}
    refused = await moderate([picture(BLUE)], model="text-moderation-latest")
    assert (refused.status, refused.error["param"]) == (400, "input")


@pytest.mark.parametrize(
    ("given", "param", "code"),
    [
        (None, "input", "invalid_type"),
        (5, "input", "invalid_type"),
        ([], "input", "empty_array"),
        (["a", 5], "input[1]", "invalid_type"),
        (["a", text("b")], "input[1]", "invalid_type"),
        ([text("b"), "a"], "input[1]", "invalid_type"),
        ([{"type": "audio"}], "input[0].type", "invalid_value"),
        ([{"text": "x"}], "input[0].type", "missing_required_parameter"),
        ([{"type": "text"}], "input[0].text", "missing_required_parameter"),
        ([{"type": "image_url"}], "input[0].image_url", "missing_required_parameter"),
        (["x" * 600_000] * 2, "input", None),
        (
            [{"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}],
            "input[0].image_url.url",
            "invalid_image_url",
        ),
        (
            [{"type": "image_url", "image_url": {"url": "data:image/png;base64,aGk="}}],
            "input[0].image_url.url",
            "invalid_image_format",
        ),
        (
            [{"type": "image_url", "image_url": {"url": "a.png"}}],
            "input[0].image_url.url",
            "invalid_image_url",
        ),
    ],
)
async def test_refuses_what_it_cannot_moderate(moderate, given, param, code):
    answer = await moderate(given)
    assert answer.status == 400
    assert (answer.error["param"], answer.error["code"]) == (param, code)


async def test_requires_an_input(call):
    answer = await call("POST", "/moderations", {})
    assert answer.error["code"] == "missing_required_parameter"


@pytest.mark.parametrize("model", ["sandbox-chat", "gpt-4o", "text-embedding-3-small"])
async def test_refuses_other_models(moderate, model):
    answer = await moderate("x", model=model)
    assert (answer.status, answer.error["param"]) == (404, "model")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
async def test_fails_as_its_name_says(moderate, status):
    assert (await moderate("x", model=f"sandbox-error-{status}")).status == status


async def test_breaks_in_every_other_way(moderate):
    assert (await moderate("x", model="sandbox-html")).status == 502
    assert (await moderate("x", model="sandbox-error-in-stream")).status == 500
    with pytest.raises(json.JSONDecodeError):
        _ = (await moderate("x", model="sandbox-malformed")).json
