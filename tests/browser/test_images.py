"""The image pages as a person uses them, against the sandbox."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.images.samples import picture

from .given_files import drop, paste
from .test_accessibility import TAGS

# Drawing takes seconds of work, more where other tests work too.
DRAWN = 60_000


def run(page: Page) -> None:
    page.locator("#run").click()
    expect(page.locator("#images-result [data-status='completed'][data-run]")).to_be_visible(timeout=DRAWN)


def draw(page: Page, prompt: str, count: int) -> None:
    page.goto("/images/?model=sandbox-image&stream=true")
    page.locator("#id_prompt").fill(prompt)
    page.locator("[name='n']").fill(str(count))
    page.locator("[data-param='size'] [data-value='1024x1024']").click()


def loaded(image: Locator) -> None:
    expect(image).to_be_visible()
    image.evaluate("image => image.decode()")


def test_draws_three_and_follows_one_through_its_variations(page: Page) -> None:
    draw(page, "Layered paper hills at dawn", 3)
    expect(page.locator("#prompt-count")).to_have_text("27 of 32,000 characters")
    expect(page.locator("#estimate")).to_have_text("3 × 1024×1024, auto quality · no cost")
    page.locator("[name='partial_images']").fill("1")
    page.locator("#run").click()
    expect(page.locator(".images-head")).to_contain_text("3 of 3 ready", timeout=DRAWN)
    for image in page.locator(".picture img").all():
        loaded(image)
    expect(page.get_by_role("link", name="Download all")).to_be_visible()

    first = page.locator(".picture-link").first
    first.focus()
    page.keyboard.press("Enter")
    heading = page.locator("#lightbox h2")
    expect(heading).to_have_text("Image 1 of 3")
    page.keyboard.press("ArrowRight")
    expect(heading).to_have_text("Image 2 of 3")
    page.keyboard.press("ArrowLeft")
    expect(heading).to_have_text("Image 1 of 3")
    page.keyboard.press("Escape")
    expect(page.locator("#lightbox[open]")).to_have_count(0)
    expect(first).to_be_focused()

    page.locator(".picture").first.hover()
    page.locator(".picture-actions").first.get_by_role("link", name="Variations").click()
    expect(page.locator(".prepared-words")).to_contain_text("1024 × 1024 png")
    page.locator("[name='n']").fill("2")
    run(page)
    page.locator(".picture-link").last.click()
    expect(page.locator(".lineage-steps li")).to_have_count(3)
    expect(page.locator(".lineage-root")).to_contain_text("Layered paper hills")
    page.locator("#lightbox").get_by_role("link", name="Compare").click()
    slider = page.locator("[data-image-compare] [type='range']")
    slider.focus()
    page.keyboard.press("Home")
    assert page.locator("[data-image-compare]").evaluate("it => it.style.getPropertyValue('--share')") == "0%"
    for image in page.locator("[data-image-compare] img").all():
        loaded(image)


def test_shows_any_picture_as_it_will_be_sent(page: Page, tmp_path: Path) -> None:
    (tmp_path / "wide.jpg").write_bytes(picture(90, 30, "JPEG"))
    (tmp_path / "page.png").write_text("<html>")
    page.goto("/images/variations/")
    page.locator("#id_image").set_input_files(tmp_path / "page.png")
    expect(page.locator("#prepared [role='alert']")).to_contain_text("no PNG, JPEG, WebP or GIF")
    page.locator("#id_image").set_input_files(tmp_path / "wide.jpg")
    words = page.locator(".prepared-words")
    expect(words).to_contain_text("30 × 30 png")
    page.get_by_role("radio", name="Pad with transparency").check()
    expect(words).to_contain_text("90 × 90 png")
    page.reload()
    expect(words).to_contain_text("90 × 90 png")
    drop(page.locator("#main"), picture(40, 20, "JPEG"), "dropped.jpg", "image/jpeg")
    expect(words).to_contain_text("From dropped.jpg")
    paste(page.locator("body"), picture(24, 24), "pasted.png", "image/png")
    expect(words).to_contain_text("24 × 24 png")


def test_edits_what_is_painted_over(page: Page, tmp_path: Path) -> None:
    (tmp_path / "hill.png").write_bytes(picture(256, 256))
    page.goto("/images/edits/")
    page.locator("#id_image").set_input_files(tmp_path / "hill.png")
    canvas = page.locator(".painted canvas")
    canvas.scroll_into_view_if_needed()
    canvas.hover(position={"x": 60, "y": 60})
    page.mouse.down()
    canvas.hover(position={"x": 120, "y": 90})
    page.mouse.up()
    page.locator("#id_prompt").fill("A lake")
    run(page)
    expect(page.locator(".picture")).to_have_count(1)
    page.locator("#inspector").get_by_role("tab", name="Request").click()
    expect(page.locator("#inspector-panel")).to_contain_text('"mask"')


def test_offers_what_the_model_takes(page: Page) -> None:
    draw(page, "x", 2)
    page.locator("[name='model']").fill("dall-e-3")
    expect(page.locator("#prompt-count")).to_have_text("1 of 4,000 characters")
    sizes = page.locator("[data-param='size'] .offer-words button:visible")
    expect(sizes).to_have_text(["1:1", "7:4", "4:7"])
    page.locator("#run").click()
    expect(page.locator("#id_n_error")).to_have_text("dall-e-3 draws 1 image a request: set n to 1")
    page.locator("[name='size']").fill("640x480")
    expect(page.locator("[data-param='size'] .field-state")).to_have_text("640x480")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gives_axe_nothing_to_find_and_fits(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    draw(page, "Long " * 300, 1)
    page.locator("[data-param='size'] [data-value='1024x1024']").click()
    page.locator("[name='size']").fill("256x256")
    page.locator("[name='model']").fill("dall-e-2")
    page.locator("#id_prompt").fill("A hill " + "x" * 300)
    run(page)
    for address in (page.url, "/images/variations/", "/images/edits/"):
        page.goto(address)
        found = Axe().run(
            page, options={"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
        )
        assert found.violations_count == 0, found.generate_report()
    page.goto("/images/")
    page.locator(".thumbnails a").first.click()
    expect(page.locator("#lightbox")).to_be_visible()
    expect(page.locator("#lightbox h2")).to_have_text(re.compile("Image 1 of"))
    for width in (1440, 900, 360):
        page.set_viewport_size({"width": width, "height": 740})
        for part in ("#main", "#lightbox"):
            assert page.locator(part).evaluate("it => it.scrollWidth <= it.clientWidth")
