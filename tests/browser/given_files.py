"""Files given to a page by hand, as a browser tells it: dropped on a part of it, or pasted into it."""

import base64

from playwright.sync_api import Locator

GIVE = """(target, [events, encoded, name, type]) => {
  const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], name, { type }));
  const options = { bubbles: true, cancelable: true, clipboardData: files, dataTransfer: files };
  for (const event of events) {
    target.dispatchEvent(event === "paste" ? new ClipboardEvent(event, options) : new DragEvent(event, options));
  }
}"""


def drop(target: Locator, content: bytes, name: str, kind: str) -> None:
    """Drop a file of this media type on `target`."""
    give(target, ["dragenter", "dragover", "drop"], content, name, kind)


def paste(target: Locator, content: bytes, name: str, kind: str) -> None:
    """Paste a file of this media type into `target`."""
    give(target, ["paste"], content, name, kind)


def give(target: Locator, events: list[str], content: bytes, name: str, kind: str) -> None:
    target.evaluate(GIVE, [events, base64.b64encode(content).decode(), name, kind])
