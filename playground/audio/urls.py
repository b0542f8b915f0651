from django.urls import include, path

from . import views

app_name = "audio"
urlpatterns = [
    path("files/<uuid:uuid>/waveform/", views.waveform, name="waveform"),
    path("", include("playground.audio.transcription.urls")),
    path("", include("playground.audio.speech.urls")),
]
