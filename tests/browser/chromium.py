"""Which Chromium the browser tests drive: the one named by CHROMIUM, the machine's own, else Playwright's."""

import os
import shutil
import subprocess
from collections.abc import Iterator

# The shell draws no window of its own around each page, which takes half of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def candidates() -> Iterator[str]:
    for name in (os.environ.get("CHROMIUM", ""), *NAMES, *MAC_APPS):
        if path := shutil.which(name):
            yield path


def own_chromium() -> str | None:
    """The path of the machine's own, or None to use Playwright's."""
    for path in candidates():
        # Ubuntu's chromium-browser may be a note that tells to install a snap: only a browser has a version.
        if subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None
