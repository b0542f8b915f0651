from django.urls import path

from . import session_views, views

app_name = "realtime"
CAPTIONS = {"kind": "transcription"}
urlpatterns = [
    path("", views.page, name="page"),
    path("code/", views.code, name="code"),
    path("connect/", session_views.connect, name="connect"),
    path("update/", session_views.update, name="update"),
    path("transcription/", views.page, CAPTIONS, name="transcription"),
    path("transcription/code/", views.code, CAPTIONS, name="transcription_code"),
    path("transcription/connect/", session_views.connect, CAPTIONS, name="transcription_connect"),
    path("transcription/update/", session_views.update, CAPTIONS, name="transcription_update"),
    path("<uuid:uuid>/secret/", session_views.secret, name="secret"),
    path("<uuid:uuid>/secret/code/", session_views.code, name="secret_code"),
    path("<uuid:uuid>/events/", session_views.events, name="events"),
    path("<uuid:uuid>/recording/", session_views.recording, name="recording"),
    path("<uuid:uuid>/events.jsonl", session_views.events_file, name="events_file"),
]
