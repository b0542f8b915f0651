"""The fields of a session's structured parameters, each with what it does."""

from .widgets import Part, Variant

FLAGS = ("true", "false")
ANSWERING = (
    Part("create_response", "Answer by itself when you stop speaking.", "flag", FLAGS, "true"),
    Part("interrupt_response", "Fall silent when you begin to speak.", "flag", FLAGS, "true"),
)
TURN_DETECTION = (
    Variant("off", "You say when your turn is over: hold to talk, or send text.", off=True),
    Variant(
        "server_vad",
        "Your turn ends after a silence.",
        "server_vad",
        (
            Part("threshold", "How loud speech must be, 0 to 1. Raise it in noise.", "number", (), "0.5"),
            Part("prefix_padding_ms", "Sound kept from before speech was noticed.", "integer", (), "300"),
            Part("silence_duration_ms", "How long a silence ends your turn.", "integer", (), "500"),
            Part("idle_timeout_ms", "Ask for you after so long a silence. GA only.", "integer"),
            *ANSWERING,
        ),
    ),
    Variant(
        "semantic_vad",
        "A model judges whether you have finished.",
        "semantic_vad",
        (
            Part(
                "eagerness",
                "How soon it takes its turn. low lets you think.",
                "choice",
                ("low", "medium", "high", "auto"),
                "auto",
            ),
            *ANSWERING,
        ),
    ),
)
NOISE_REDUCTION = (
    Variant("off", "The sound goes on as it is.", off=True),
    Variant("near_field", "A headset or a microphone close by.", "near_field"),
    Variant("far_field", "A laptop's or a room's microphone.", "far_field"),
)
TRANSCRIPTION = (
    Variant("off", "What you say is not written down.", off=True),
    Variant(
        "on",
        "What you say is written down by a model of its own.",
        parts=(
            Part("model", "The model that transcribes.", placeholder="gpt-4o-transcribe"),
            Part("language", "ISO-639-1, such as en: faster and more exact.", placeholder="found by itself"),
            Part("prompt", "Words that may come up, or the style."),
        ),
    ),
)
