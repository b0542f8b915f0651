from django.urls import include, path

from playground import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("chat/", include("playground.chat.urls")),
    path("", include("playground.runs.urls")),
    path("connections/", include("playground.connections.urls")),
    path("sandbox/v1/", include("playground.sandbox.urls")),
]
