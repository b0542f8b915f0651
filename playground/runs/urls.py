from django.urls import path

from . import history_views, inspector_views, sets_views, views

app_name = "runs"
urlpatterns = [
    path("history/", history_views.list_runs, name="list"),
    path("history/recent/", history_views.recent, name="recent"),
    path("history/rows/", history_views.rows, name="rows"),
    path("history/bulk/", history_views.bulk, name="bulk"),
    path("history/<uuid:uuid>.json", history_views.run_json, name="json"),
    path("history/<uuid:uuid>/", history_views.detail, name="detail"),
    path("history/<uuid:uuid>/delete/", history_views.delete, name="delete"),
    path("history/<uuid:uuid>/pin/", history_views.pin, name="pin"),
    path("history/<uuid:uuid>/inspector/", inspector_views.panel, name="inspector_panel"),
    path("history/<uuid:uuid>/inspector/<slug:tab>/", inspector_views.tab, name="inspector"),
    path("history/<uuid:uuid>/stop/", views.stop, name="stop"),
    path("history/<uuid:uuid>/fragment/", views.fragment, name="fragment"),
    path("history/<uuid:uuid>/repeat/", sets_views.repeat, name="repeat"),
    path("history/sets/<uuid:uuid>/", sets_views.page, name="set"),
    path("history/sets/<uuid:uuid>/stop/", sets_views.stop, name="stop_set"),
    path("history/sets/<uuid:uuid>/resume/", sets_views.resume, name="resume_set"),
    path("history/sets/<uuid:uuid>.json", sets_views.export_json, name="set_json"),
    path("history/sets/<uuid:uuid>.csv", sets_views.export_csv, name="set_csv"),
    path("files/", views.upload, name="upload"),
    path("files/attached/", views.attached, name="attached"),
    path("files/<uuid:uuid>/", views.file, name="file"),
]
