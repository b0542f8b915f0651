"""What a long recording costs this machine, from the upload to the stitched transcript.

Run `python bench/transcription.py [minutes]` (70 by default). A recording of 128 kbit/s, 67 MB, is made: a spoken
sentence each half minute. It is uploaded to a started server, cut into parts of 5 minutes and heard by the sandbox.
Counted are the times and the most memory of the server and of the process that cuts. Ends with status 1 when either
took over 200 MB more than the server had at rest, or when times do not grow.
"""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import httpx
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
READY = "Playground is at "
RATE = 24_000
EVERY = 30
LIMIT = 200
PORT = "8399"
SAID = "We are going to the park tomorrow morning."


def main(minutes: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        recording = Path(folder) / "long.mp3"
        write(recording, minutes)
        print(f"recording: {minutes} min, {recording.stat().st_size / 1e6:.0f} MB")
        environment = {**os.environ, "PLAYGROUND_DATA_DIR": f"{folder}/data", "PORT": PORT}
        command = [sys.executable, "manage.py", "serve"]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        ) as server:
            try:
                for line in server.stdout:
                    if READY in line:
                        break
                return measured(server.pid, recording)
            finally:
                server.terminate()
                server.wait()


def write(path: Path, minutes: int) -> None:
    """A sentence in each half minute, and quiet between."""
    from playground.sandbox.audio.speaker import speak

    said = np.frombuffer(b"".join(speak(SAID, "cedar")), "<i2")
    block = np.zeros(EVERY * RATE, np.int16)
    block[RATE : RATE + len(said)] = said
    with av.open(str(path), "w", format="mp3") as target:
        stream = target.add_stream("mp3", rate=RATE, layout="mono")
        stream.bit_rate = 128_000
        resampler = av.AudioResampler(stream.format, "mono", RATE, frame_size=1152)
        for number in range(minutes * 60 // EVERY):
            frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, number * len(block), Fraction(1, RATE)
            for fitting in resampler.resample(frame):
                target.mux(stream.encode(fitting))
        target.mux(stream.encode(None))


def measured(pid: int, recording: Path) -> int:
    at_rest = rss(pid)
    most = {"server": at_rest, "cutting": 0.0}
    over = threading.Event()
    watch = threading.Thread(target=watched, args=(pid, most, over))
    watch.start()
    try:
        starts = transcribed(recording)
    finally:
        over.set()
        watch.join()
    grown = most["server"] - at_rest
    print(f"server: {at_rest:.0f} MB at rest, {grown:.0f} MB more at most; cutting: {most['cutting']:.0f} MB")
    print(f"{len(starts)} segments, from {starts[0]:.1f} to {starts[-1]:.1f} s")
    return int(starts != sorted(starts) or max(grown, most["cutting"]) > LIMIT)


def transcribed(recording: Path) -> list[float]:
    with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=600, trust_env=False) as client:
        page = client.get("/audio/transcriptions/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        headers = {"X-CSRFToken": token, "X-File-Name": recording.name, "HX-Request": "true"}
        began = time.monotonic()
        chip = client.post("/files/", content=recording.open("rb"), headers=headers).raise_for_status().text
        print(f"uploaded in {time.monotonic() - began:.1f} s")
        form = {
            "run": (run := str(uuid.uuid4())),
            "model": "sandbox-transcribe",
            "file": re.search(r'value="([0-9a-f-]{36})"', chip)[1],
            "parts": "5",
            "response_format": "verbose_json",
        }
        began = time.monotonic()
        client.post("/audio/transcriptions/", data=form, headers=headers).raise_for_status()
        for body in bodies(client, f"/audio/transcriptions/{run}/", headers):
            if "data-preparing" not in body and "every 900ms" not in body:
                break
        print(
            f"transcribed in {time.monotonic() - began:.0f} s: {re.search('[0-9]+ of [0-9]+ parts', body)[0]}"
        )
        read = client.get(f"/audio/transcriptions/{run}/transcript.json").json()
        return [segment["start"] for segment in read["segments"]]


def bodies(client: httpx.Client, address: str, headers: dict[str, str]) -> Iterator[str]:
    while True:
        yield client.get(address, headers=headers).raise_for_status().text
        time.sleep(2)


def watched(pid: int, most: dict[str, float], over: threading.Event) -> None:
    while not over.wait(0.1):
        most["server"] = max(most["server"], rss(pid))
        for child in cutting(pid):
            most["cutting"] = max(most["cutting"], rss(child))


def cutting(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task").glob("*/children")
        pids = [int(text) for file in children for text in file.read_text().split()]
        return [each for each in pids if b"cutting" in Path(f"/proc/{each}/cmdline").read_bytes()]
    except OSError:
        return []


def rss(pid: int) -> float:
    """Megabytes in memory now; 0 when the process is gone."""
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 70))
