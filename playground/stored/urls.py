from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import (
    bulk_views,
    change_views,
    detail_views,
    open_views,
    review_views,
    set_views,
    sync_views,
    synced_views,
    views,
)
from .models import Source


class CompletionId(StringConverter):
    """An id in an address; one with a NUL is none that a database could hold."""

    regex = r"[^/\x00]+"


register_converter(CompletionId, "completion")

UPSTREAM, HISTORY = {"source": Source.UPSTREAM}, {"source": Source.HISTORY}

app_name = "stored"
urlpatterns = [
    path("", views.page, name="list"),
    path("questions/", views.questions, name="questions"),
    path("sync/", sync_views.sync, name="sync"),
    path("sync/stop/", sync_views.stop, name="stop_sync"),
    path("keys/", synced_views.keys, name="keys"),
    path("models/", synced_views.models, name="models"),
    path("counts/", synced_views.count, name="counts"),
    path("views/", synced_views.save_view, name="save_view"),
    path("views/<int:pk>/delete/", synced_views.delete_view, name="delete_view"),
    path("bulk/", bulk_views.ask, name="bulk"),
    path("bulk/recent/", set_views.recent, name="bulk_recent"),
    path("bulk/<uuid:uuid>/", set_views.show, name="bulk_set"),
    path("bulk/<uuid:uuid>/stop/", set_views.stop, name="bulk_stop"),
    path("bulk/<uuid:uuid>/again/", set_views.again, name="bulk_again"),
    path("bulk/<uuid:uuid>/undo/", set_views.undo, name="bulk_undo"),
    path("changed/<uuid:uuid>/", open_views.changed, name="changed"),
    path("synced/", synced_views.page, UPSTREAM, name="synced"),
    path("synced/<completion:completion_id>/", synced_views.detail, UPSTREAM, name="synced_detail"),
    path("history/", synced_views.page, HISTORY, name="history"),
    path("history/<completion:completion_id>/", synced_views.detail, HISTORY, name="history_detail"),
    path("<completion:completion_id>/", detail_views.detail, name="detail"),
    path("<completion:completion_id>/metadata/", change_views.update, name="update"),
    path("<completion:completion_id>/delete/", change_views.delete, name="delete"),
    path("<completion:completion_id>/review/", review_views.review, name="review"),
    path("<completion:completion_id>/chat/", open_views.open_in_chat, name="open_in_chat"),
    path("<completion:completion_id>/json/", open_views.as_json, name="json"),
    path("<completion:completion_id>/forget/", open_views.forget, name="forget"),
]
