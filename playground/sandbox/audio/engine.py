"""espeak-ng: one engine in a thread of its own, because it keeps global state and serves one caller at a time."""

import ctypes
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import espeakng_loader

RATE = 22_050
# What espeak-ng takes as words a minute.
SLOWEST, FASTEST = 80, 450
SYNCHRONOUS, DO_NOT_EXIT, UTF8 = 2, 0x8000, 1
WORDS_A_MINUTE, PITCH = 1, 3
CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
# Callers queue here for a sentence each, so that none waits for another's whole text.
queue = ThreadPoolExecutor(max_workers=1, thread_name_prefix="espeak")


class Engine:
    """The C library. Only ever used in the queue's thread."""

    def __init__(self) -> None:
        self.library = ctypes.CDLL(espeakng_loader.get_library_path())
        self.library.espeak_Synth.argtypes = [
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int,
            ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        self.heard = bytearray()
        # The library keeps the pointer, so the callback must live as long.
        self.callback = CALLBACK(self.collect)
        data = espeakng_loader.get_data_path().encode()
        if self.library.espeak_Initialize(SYNCHRONOUS, 0, data, DO_NOT_EXIT) != RATE:
            raise RuntimeError("espeak-ng did not start")
        self.library.espeak_SetSynthCallback(self.callback)

    def collect(self, samples: int | None, count: int, events: int | None) -> int:
        if samples and count > 0:
            self.heard += ctypes.string_at(samples, 2 * count)
        return 0

    def say(self, text: str, voice: str, words_a_minute: int, pitch: int) -> bytes:
        self.heard.clear()
        if self.library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise RuntimeError(f"espeak-ng has no voice {voice}")
        self.library.espeak_SetParameter(WORDS_A_MINUTE, words_a_minute, 0)
        self.library.espeak_SetParameter(PITCH, pitch, 0)
        raw = text.encode() + b"\0"
        self.library.espeak_Synth(raw, len(raw), 0, 0, 0, UTF8, None, None)
        return bytes(self.heard)


@cache
def engine() -> Engine:
    return Engine()


def say(text: str, voice: str, words_a_minute: int, pitch: int) -> bytes:
    """A sentence as PCM: 16 bit, mono, at RATE. Waits until the sentences before it in the queue are spoken."""
    return queue.submit(lambda: engine().say(text, voice, words_a_minute, pitch)).result()
