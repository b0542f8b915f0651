from django.urls import path

from . import views

app_name = "audio"
urlpatterns = [
    path("files/<uuid:uuid>/waveform/", views.waveform, name="waveform"),
]
