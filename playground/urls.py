from django.conf import settings
from django.urls import include, path, re_path

from playground import views
from playground.monitoring import views as monitoring

handler500 = "playground.views.server_error"
urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", monitoring.readyz, name="readyz"),
    path("metrics", monitoring.metrics, name="metrics"),
    path("chat/compare/", include("playground.compare.urls")),
    path("chat/", include("playground.chat.urls")),
    path("responses/", include("playground.responses.urls")),
    path("completions/", include("playground.completions.urls")),
    path("images/", include("playground.images.urls")),
    path("audio/", include("playground.audio.urls")),
    path("realtime/", include("playground.realtime.urls")),
    path("embeddings/", include("playground.embeddings.urls")),
    path("moderations/", include("playground.moderations.urls")),
    path("models/", include("playground.catalog.urls")),
    path("stored/completions/", include("playground.stored.urls")),
    path("stored/responses/", include("playground.responses.stored_urls")),
    path("prompts/", include("playground.prompts.urls")),
    path("", include("playground.runs.urls")),
    path("", include("playground.sharing.urls")),
    path("library/", include("playground.library.urls")),
    path("connections/", include("playground.connections.urls")),
    path("sandbox/v1/", include("playground.sandbox.urls")),
]
if settings.LOGIN_REQUIRED:
    urlpatterns += [
        # What needs mail, which is never sent from here: an admin sets the password that somebody forgot.
        re_path(r"^accounts/(email|confirm-email|password/reset|login/code)/", views.not_found),
        path("accounts/", include("allauth.urls")),
        path("account/", include("playground.accounts.urls")),
    ]
