"""Client secrets: taken out of the answer that brought them, kept sealed until they expire, given out on demand."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from playground.connections.encryption import Undecryptable
from playground.openai.errors import AuthenticationFailed, NotFound, OpenAIError
from playground.openai.errors import from_dict as error_from
from playground.runs.engine import engine
from playground.runs.live import Followed
from playground.runs.models import Run, Status

from .models import ClientSecret
from .secret_transcript import SecretTranscript

EXPIRED = "Connect again: that mints a new one."


@sensitive_variables()
def keep(sender: Any, run: Run, transcript: Any, **more: Any) -> None:
    """Seal what a minting run brought, in the transaction that stores its end; forget what has expired."""
    if not isinstance(transcript, SecretTranscript) or not transcript.secret:
        return
    ClientSecret.objects.filter(expires_at__lt=timezone.now()).delete()
    secret = ClientSecret(run=run, expires_at=datetime.fromtimestamp(transcript.expires_at, UTC))
    secret.seal(transcript.secret)
    secret.save()


@sensitive_variables()
def given(run: Run) -> str:
    """The secret of a minting run; raises AuthenticationFailed when it has expired or cannot be read."""
    secret = ClientSecret.objects.filter(run=run).first()
    if secret is None or secret.expires_at <= timezone.now():
        at = f" at {timezone.localtime(secret.expires_at):%H:%M:%S}" if secret else ""
        raise AuthenticationFailed(
            f"The client secret has expired{at}.", code="token_expired", advice=EXPIRED
        )
    try:
        return secret.value()
    except Undecryptable:
        words = "The client secret cannot be read with the current SECRET_KEY."
        raise AuthenticationFailed(words, advice=EXPIRED) from None


async def minted(owner_id: int, uuid: str) -> str:
    """The secret of that run once it has ended, "" where the server mints none; raises what its minting failed for."""
    run = await Run.objects.filter(owner_id=owner_id, uuid=uuid).afirst()
    if run is None:
        raise NotFound("The run that was to mint the secret is not here.", advice=EXPIRED)
    live = engine.live.get(run.pk) or Followed(run)
    while not live.finished:
        await live.wait_beyond(live.version)
    await run.arefresh_from_db()
    if run.status != Status.COMPLETED:
        raise error_of(run)
    return await asyncio.to_thread(given, run)


def error_of(run: Run) -> OpenAIError:
    if run.error:
        return error_from(run.error)
    return OpenAIError("Minting the secret was stopped.", advice=EXPIRED)
