"""What happens when nobody speaks after a response, for as long as the session says."""

import asyncio
from typing import TYPE_CHECKING, Any

from .response import Response

if TYPE_CHECKING:
    from .session import Session

QUESTION = "say exactly: Are you still there? This is the sandbox, and I am listening."


class Patience:
    def __init__(self, session: "Session") -> None:
        self.session = session
        self.task: asyncio.Task[Any] | None = None

    def renew(self) -> None:
        """Somebody is there."""
        if self.task:
            self.task.cancel()

    def begin(self, response: Response) -> None:
        """Wait from the end of this response's sound, as it is played."""
        self.renew()
        patience = (self.session.turns.buffer.turns or {}).get("idle_timeout_ms")
        if patience:
            played = sum(item.seconds() for item in response.output)
            self.task = self.session.spawn(self.lose(played, patience))

    async def lose(self, played: float, patience: int) -> None:
        await asyncio.sleep(played + patience / 1000)
        turns, buffer = self.session.turns, self.session.turns.buffer
        if buffer.speaking or self.session.responding.active:
            return
        end = buffer.milliseconds(buffer.end)
        times = {"audio_start_ms": max(0, end - patience), "audio_end_ms": end}
        await turns.send("timeout_triggered", **times, item_id=turns.item_id)
        await turns.keep(buffer.take(buffer.end))
        await turns.answer(QUESTION)
