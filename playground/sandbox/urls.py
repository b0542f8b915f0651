from django.urls import path, re_path

from . import views
from .chat import stored_views as stored
from .chat import views as chat
from .endpoint import endpoint

COMPLETION = "chat/completions/<str:completion_id>"

app_name = "sandbox"
urlpatterns = [
    path("models", endpoint(GET=views.list_models)),
    path("models/<path:model>", endpoint(GET=views.retrieve_model)),
    path("chat/completions", endpoint(GET=stored.index, POST=chat.create)),
    path(COMPLETION, endpoint(GET=stored.retrieve, POST=stored.update, DELETE=stored.delete)),
    path(f"{COMPLETION}/messages", endpoint(GET=stored.messages)),
    re_path("", endpoint()),
]
