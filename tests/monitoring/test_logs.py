import json
import logging
import sys

import pytest

from playground.logs import JSONLines, Lines
from playground.runs.current import run_id

SECRETS = ["own-secret-of-this-site", "sk-proj-abcdefghijkl"]
TEXTS = [
    "the key is own-secret-of-this-site",
    "Authorization: Bearer abcdefghijkl",
    "sk-other-abcdefghijkl in a body",
    "postgres://user:own-password@host/name",
]


@pytest.mark.parametrize("style", [Lines, JSONLines])
@pytest.mark.parametrize("text", TEXTS)
def test_cuts_secrets_out_of_messages_and_tracebacks(style: type[Lines], text: str) -> None:
    try:
        raise ValueError(text)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "failed: %s", (text,), sys.exc_info())
    line = style(SECRETS).format(record)
    assert "ValueError" in line
    for secret in ("own-secret-of-this-site", "abcdefghijkl", "own-password"):
        assert secret not in line


def test_names_the_run_that_a_line_is_about() -> None:
    token = run_id.set("a-run")
    try:
        record = logging.LogRecord("x", logging.INFO, "x", 1, 'said "so"\nand more', (), None)
        line = JSONLines().format(record)
    finally:
        run_id.reset(token)
    assert "\n" not in line
    assert json.loads(line)["run"] == "a-run"
    assert json.loads(line)["message"] == 'said "so"\nand more'
