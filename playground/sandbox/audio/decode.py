"""A process of its own that recognises English: utterances come by its input, words go by its output, until its end.

In: 4 bytes with the length, then that much PCM (16 kHz, 16-bit, mono). Out: a line with a JSON list of
[word, first frame, last frame, probability]; a second has 100 frames. Run as a script, so that it loads nothing else.
"""

import json
import sys

from pocketsphinx import Decoder

# The mean cepstrum of clean speech. A decoder keeps that of its last utterance, so that what one recording
# said would depend on the one before it, and the first would be misheard.
CLEAN = "64.1,4.9,0.8,20.9,-20.8,2.1,-12.2,-6.1,-6.5,-6.7,7.6,-6.4,6.5"


def words(decoder: Decoder, voiced: bytes) -> list[tuple[str, int, int, float]]:
    decoder.set_cmn(CLEAN)
    decoder.start_utt()
    decoder.process_raw(voiced, False, False)
    decoder.end_utt()
    return [
        # `read(2)` is another way to say "read".
        (segment.word.partition("(")[0], segment.start_frame, segment.end_frame, segment.prob)
        for segment in decoder.seg() or ()
        if segment.word[0] not in "<[+"
    ]


def main() -> None:
    decoder = Decoder(samprate=16_000, fwdflat=False, loglevel="FATAL")
    while length := sys.stdin.buffer.read(4):
        voiced = sys.stdin.buffer.read(int.from_bytes(length, "little"))
        print(json.dumps(words(decoder, voiced)), flush=True)


if __name__ == "__main__":
    main()
