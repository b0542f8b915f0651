from playwright.sync_api import Page, Request, expect


def test_opens_the_chat_page_first(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url("/chat/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_sends_less_than_100_kb_at_a_first_visit(page: Page) -> None:
    came: list[Request] = []
    page.on("requestfinished", lambda request: came.append(request))
    page.goto("/chat/", wait_until="networkidle")
    sizes = {request: request.sizes()["responseBodySize"] for request in came}
    scripts = sum(size for request, size in sizes.items() if request.resource_type == "script")
    assert len(sizes) > 4
    assert sum(sizes.values()) < 100_000
    assert 10_000 < scripts < 60_000, sizes
