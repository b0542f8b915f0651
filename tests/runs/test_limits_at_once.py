"""Limits hold where many start at the same moment, as several processes do."""

import subprocess
import sys
from pathlib import Path

from tests.started import ROOT, unset


def test_lets_no_more_through_over_many_connections(postgres_url: str, tmp_path: Path) -> None:
    kept = unset() | {
        "DATABASE_URL": postgres_url,
        "PLAYGROUND_DATA_DIR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    script = [sys.executable, "tests/runs/starting_at_once.py"]
    told = subprocess.run(
        script, cwd=ROOT, env=kept, capture_output=True, text=True, timeout=120, check=False
    )
    assert told.stdout.splitlines() == ["{'concurrent': 3} 3", "{'per_minute': 5} 5"], told.stderr
