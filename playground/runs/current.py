"""Which run a task works on, for the lines that it logs."""

from contextvars import ContextVar

run_id: ContextVar[str] = ContextVar("run_id", default="")
