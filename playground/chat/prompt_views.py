"""Save prompt: the conversation and its parameters as the form holds them, under a name."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from playground.accounts.requests import HtmxHttpRequest
from playground.openai.errors import BadRequest
from playground.prompts import services, variables
from playground.prompts.forms import SaveForm
from playground.prompts.models import Version

from .earlier import earlier_for
from .forms import ChatCompletionForm
from .parts import parts_for

DIALOG = "prompts/_save.html"


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HtmxHttpRequest) -> HttpResponse:
    """GET asks for name and note; POST, with the chat's whole form, keeps a version and says which."""
    if request.method != "POST":
        form = SaveForm(request.user, initial={"prompt": request.GET.get("prompt", "")})
        return render(request, DIALOG, {"form": form})
    form = SaveForm(request.user, request.POST)
    chat = ChatCompletionForm(
        request.POST,
        composer_parts=parts_for(request.user),
        earlier=earlier_for(request.user),
        needs_values=False,
    )
    if not form.is_valid() or not chat.is_valid():
        return render(request, DIALOG, {"form": form, "problems": chat.error_list}, status=422)
    try:
        version = kept(request, form, chat)
    except BadRequest as error:
        return render(request, DIALOG, {"form": form, "problems": [("", error.message)]}, status=422)
    prompt = version.prompt if version else form.cleaned_data["prompt"]
    return render(request, "prompts/_saved.html", {"version": version, "prompt": prompt, "oob": True})


def kept(request: HtmxHttpRequest, form: SaveForm, chat: ChatCompletionForm) -> Version | None:
    """The new version, None when the prompt's newest says the same. Values typed for variables are its examples."""
    params = chat.template_params()
    examples = {name: chat.values[name] for name in variables.names(params) if chat.values.get(name)}
    note = form.cleaned_data["note"]
    if prompt := form.cleaned_data["prompt"]:
        return services.save(prompt, params, note=note, examples=examples)
    return services.create(request.user, form.cleaned_data["name"], params, note=note, examples=examples)
