from playwright.sync_api import Page, expect


def test_opens_the_chat_page_first(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url("/chat/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
