from django.urls import path, re_path

from . import views
from .audio import speech_views as speech
from .audio import views as audio
from .chat import stored_views as stored
from .chat import views as chat
from .completions import views as completions
from .embeddings import views as embeddings
from .endpoint import endpoint
from .images import views as images
from .images.files import image
from .moderations import views as moderations
from .realtime import views as realtime
from .responses import stored_views as stored_responses
from .responses import views as responses

COMPLETION = "chat/completions/<str:completion_id>"
RESPONSE = "responses/<str:response_id>"

app_name = "sandbox"
urlpatterns = [
    path("models", endpoint(GET=views.list_models)),
    path("models/<path:model>", endpoint(GET=views.retrieve_model, DELETE=views.delete_model)),
    path("chat/completions", endpoint(GET=stored.index, POST=chat.create)),
    path(COMPLETION, endpoint(GET=stored.retrieve, POST=stored.update, DELETE=stored.delete)),
    path(f"{COMPLETION}/messages", endpoint(GET=stored.messages)),
    path("completions", endpoint(POST=completions.create)),
    path("embeddings", endpoint(POST=embeddings.create)),
    path("moderations", endpoint(POST=moderations.create)),
    path("images/generations", endpoint(POST=images.create)),
    path("images/edits", endpoint(POST=images.edit)),
    path("images/variations", endpoint(POST=images.create_variation)),
    path("images/files/<str:name>", image, name="image"),
    path("audio/speech", endpoint(POST=speech.create)),
    path("audio/transcriptions", endpoint(POST=audio.transcribe)),
    path("audio/translations", endpoint(POST=audio.translate)),
    path("realtime/client_secrets", endpoint(POST=realtime.create_client_secret)),
    path("realtime/sessions", endpoint(POST=realtime.create_session)),
    path("realtime/transcription_sessions", endpoint(POST=realtime.create_transcription_session)),
    path("responses", endpoint(POST=responses.create)),
    path(RESPONSE, endpoint(GET=stored_responses.retrieve, DELETE=stored_responses.delete)),
    path(f"{RESPONSE}/cancel", endpoint(POST=stored_responses.cancel, body=False)),
    path(f"{RESPONSE}/input_items", endpoint(GET=stored_responses.input_items)),
    re_path("", endpoint()),
]
