from django.urls import path, re_path

from .endpoint import endpoint, later

COMPLETION = "chat/completions/<str:completion_id>"
RESPONSE = "responses/<str:response_id>"

app_name = "sandbox"
urlpatterns = [
    path("models", endpoint(GET="views.list_models")),
    path("models/<path:model>", endpoint(GET="views.retrieve_model", DELETE="views.delete_model")),
    path("chat/completions", endpoint(GET="chat.stored_views.index", POST="chat.views.create")),
    path(
        COMPLETION,
        endpoint(
            GET="chat.stored_views.retrieve",
            POST="chat.stored_views.update",
            DELETE="chat.stored_views.delete",
        ),
    ),
    path(f"{COMPLETION}/messages", endpoint(GET="chat.stored_views.messages")),
    path("completions", endpoint(POST="completions.views.create")),
    path("embeddings", endpoint(POST="embeddings.views.create")),
    path("moderations", endpoint(POST="moderations.views.create")),
    path("images/generations", endpoint(POST="images.views.create")),
    path("images/edits", endpoint(POST="images.views.edit")),
    path("images/variations", endpoint(POST="images.views.create_variation")),
    path("images/files/<str:name>", later("images.files.image"), name="image"),
    path("audio/speech", endpoint(POST="audio.speech_views.create")),
    path("audio/transcriptions", endpoint(POST="audio.views.transcribe")),
    path("audio/translations", endpoint(POST="audio.views.translate")),
    path("realtime/client_secrets", endpoint(POST="realtime.views.create_client_secret")),
    path("realtime/sessions", endpoint(POST="realtime.views.create_session")),
    path("realtime/transcription_sessions", endpoint(POST="realtime.views.create_transcription_session")),
    path("responses", endpoint(POST="responses.views.create")),
    path(RESPONSE, endpoint(GET="responses.stored_views.retrieve", DELETE="responses.stored_views.delete")),
    path(f"{RESPONSE}/cancel", endpoint(POST="responses.stored_views.cancel", body=False)),
    path(f"{RESPONSE}/input_items", endpoint(GET="responses.stored_views.input_items")),
    re_path("", endpoint()),
]
