"""What can be done with one version: restore it, give its variables example values."""

import uuid as uuids

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from playground.accounts.requests import HtmxHttpRequest

from . import services, variables
from .views import back, own_prompt, own_version


@require_POST
def restore(request: HtmxHttpRequest, uuid: uuids.UUID, number: int) -> HttpResponse:
    prompt = own_prompt(request, uuid)
    restored = services.restore(own_version(request, prompt, str(number)))
    if restored is None:
        return back(request, prompt, f"Version {number} says the same as the newest: nothing was restored.")
    return back(request, prompt, f"Version {number} is version {restored.number} now.")


@require_POST
def examples(request: HtmxHttpRequest, uuid: uuids.UUID, number: int) -> HttpResponse:
    """A new version of the same content whose variables have the posted values as their examples."""
    prompt = own_prompt(request, uuid)
    version = own_version(request, prompt, str(number))
    values = {name: value for name, value in variables.typed(request.POST.dict()).items() if value}
    note = "Example values of variables"
    saved = services.save(prompt, version.params, note=note, examples=values)
    if saved is None:
        return back(request, prompt, "These are the example values already.")
    return back(request, prompt, f"Saved as version {saved.number}.")
