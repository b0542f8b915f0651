from django.urls import path

from playground.runs import heat_views

from . import (
    code_views,
    conversation_views,
    export_views,
    fit_views,
    message_views,
    prompt_views,
    sound_views,
    views,
)

app_name = "chat"
urlpatterns = [
    path("", views.page, name="page"),
    path("rows/", message_views.rows, name="rows"),
    path("earlier/<uuid:uuid>/<int:count>/", message_views.earlier, name="earlier"),
    path("export/<uuid:uuid>.<str:kind>", export_views.export, name="export"),
    path("conversations/", conversation_views.list_conversations, name="conversations"),
    path("conversations/<uuid:uuid>/", conversation_views.outline, name="outline"),
    path("conversations/<uuid:uuid>/rename/", conversation_views.rename, name="rename"),
    path("conversations/<uuid:uuid>/delete/", conversation_views.delete, name="delete"),
    path("save/", prompt_views.save, name="save"),
    path("fit/<uuid:uuid>/<int:choice>/", fit_views.answer, name="answer_fit"),
    path("fit/<uuid:uuid>/<int:choice>/<int:call>/", fit_views.call, name="call_fit"),
    path("answers/<uuid:uuid>/<int:choice>/probabilities/", heat_views.heat, name="heat"),
    path("answers/<uuid:uuid>/<int:choice>/probabilities/until/", heat_views.until, name="heat_until"),
    path("answers/<uuid:uuid>/<int:choice>/sound/", sound_views.player, name="sound"),
    path("code/", code_views.code, name="code"),
]
