"""Durations in words."""


def milliseconds(value: int) -> str:
    """As short as a line needs it: `412 ms`, `2.1 s`, `3 min 5 s`."""
    if value < 1000:
        return f"{value} ms"
    # What one decimal would round up to a minute is one.
    if value < 59_950:
        return f"{value / 1000:.1f} s"
    minutes, seconds = divmod(round(value / 1000), 60)
    return f"{minutes} min {seconds} s"
