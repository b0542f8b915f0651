"""The categories of a moderation, and which of them look at pictures."""

Scores = dict[str, float]
CATEGORIES = (
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/intent",
    "self-harm/instructions",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
)
OF_PICTURES = frozenset(
    (
        *("self-harm", "self-harm/intent", "self-harm/instructions"),
        *("sexual", "violence", "violence/graphic"),
    )
)
# Models before omni did not know these.
NEWER = ("illicit", "illicit/violent")
FLAGGED_FROM = 0.5


def highest(all_scores: list[Scores]) -> Scores:
    """For each category its highest score."""
    return {name: max(scores.get(name, 0.0) for scores in all_scores) for name in CATEGORIES}
