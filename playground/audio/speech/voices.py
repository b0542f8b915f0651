"""What the API offers to speak with, as suggestions: servers have voices of their own."""

VOICES = (
    *("alloy", "ash", "ballad", "cedar", "coral", "echo", "fable"),
    *("marin", "nova", "onyx", "sage", "shimmer", "verse"),
)
FORMATS = ("mp3", "opus", "aac", "flac", "wav", "pcm")
PRESETS = {
    "Calm": "Speak calmly and slowly, with a warm, low voice and short pauses between sentences.",
    "News": "Speak like a newsreader: clear, neutral and even, with a little weight on names and numbers.",
    "Story": "Read it like a bedtime story: soft and unhurried, with wonder, and a voice for whoever speaks.",
    "Support": "Speak like a patient support agent: friendly, reassuring, never rushed. Spell numbers digit by digit.",
    "Excited": "Speak with energy and delight, as if the news had just come in, but keep every word clear.",
    "Whisper": "Whisper, close to the microphone, as if somebody slept in the next room.",
}
