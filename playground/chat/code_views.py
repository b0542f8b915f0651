"""Get code: the request as the form would send it now, before anything is sent."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.runs import operations

from .earlier import earlier_for
from .forms import ChatCompletionForm
from .parts import parts_for
from .views import REFUSED


@require_POST
def code(request: HtmxHttpRequest) -> HttpResponse:
    """The code in each language, or the form's errors with status 422."""
    form = ChatCompletionForm(
        request.POST, composer_parts=parts_for(request.user), earlier=earlier_for(request.user)
    )
    return operations.code(request, form, REFUSED)
