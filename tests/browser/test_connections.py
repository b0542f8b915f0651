"""Adding, testing and choosing a connection; secrets stay in the browser while the form is mended."""

from playwright.sync_api import Page, expect

from tests.started import StartedServer

KEY = "sk-browser-0123456789-7f3a"


def test_keeps_typed_secrets_while_the_form_is_mended(page: Page, server: StartedServer) -> None:
    page.goto("/connections/add/")
    page.get_by_label("Base URL").fill("localhost/v1/")
    expect(page.locator("[data-request-address]")).to_have_text("localhost/v1/chat/completions")
    page.get_by_label("Key", exact=True).fill(KEY)
    page.get_by_text("More: organisation").click()
    page.get_by_label("Extra headers").fill("X-Gateway: secret-of-the-gateway")
    page.get_by_role("button", name="Save and use").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Name: Give the connection a name.")
    expect(page.get_by_label("Key", exact=True)).to_have_value(KEY)
    expect(page.get_by_label("Extra headers")).to_have_value("X-Gateway: secret-of-the-gateway")
    assert KEY not in page.content()

    page.get_by_label("Name", exact=True).fill("Mine")
    page.get_by_label("Base URL").fill(f"{server.url}/sandbox/v1")
    page.get_by_role("button", name="Save and use").click()
    row = page.get_by_role("listitem").filter(has_text="Mine")
    expect(row).to_contain_text("in use")
    expect(row).to_contain_text("key …7f3a")
    expect(row).to_contain_text("never tested")

    page.get_by_role("button", name="Test Mine").click()
    expect(row).to_contain_text("Reached the sandbox at")
    page.get_by_role("link", name="Delete Mine").click()
    page.get_by_role("button", name="Delete connection").click()
    expect(page.get_by_role("listitem").filter(has_text="Mine")).to_have_count(0)


def test_fits_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    for path in ("/connections/", "/connections/add/"):
        page.goto(path)
        widths = page.locator("#main").evaluate("main => [main.scrollWidth, main.clientWidth]")
        assert widths[0] <= widths[1], path
