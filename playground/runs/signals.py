"""What features are told about runs."""

from django.dispatch import Signal

# Sent as a run's end is stored, in the same transaction: `run`, and the `transcript` that its end was taken from.
run_ended = Signal()

# Sent once upstream has begun an answer that goes on there without us: `run`, and the `transcript` so far.
run_goes_on = Signal()
