from django.urls import path

from . import batch_views, exchange_views, version_views, views

app_name = "prompts"
urlpatterns = [
    path("", views.list_prompts, name="list"),
    path("import/", exchange_views.import_prompts, name="import"),
    path("export.jsonl", exchange_views.export_all, name="export_all"),
    path("batches/<uuid:uuid>/", batch_views.batch, name="batch"),
    path("batches/<uuid:uuid>/stop/", batch_views.stop, name="batch_stop"),
    path("batches/<uuid:uuid>/go-on/", batch_views.go_on, name="batch_go_on"),
    path("batches/<uuid:uuid>/retry/", batch_views.retry, name="batch_retry"),
    path("batches/<uuid:uuid>/results.csv", batch_views.as_csv, name="batch_csv"),
    path("batches/<uuid:uuid>/results.jsonl", batch_views.as_jsonl, name="batch_jsonl"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>.json", exchange_views.export_json, name="json"),
    path("<uuid:uuid>.jsonl", exchange_views.export_jsonl, name="jsonl"),
    path("<uuid:uuid>/rename/", views.rename, name="rename"),
    path("<uuid:uuid>/duplicate/", views.duplicate, name="duplicate"),
    path("<uuid:uuid>/delete/", views.delete, name="delete"),
    path("<uuid:uuid>/<int:number>/batch/", batch_views.new, name="batch_new"),
    path("<uuid:uuid>/<int:number>/restore/", version_views.restore, name="restore"),
    path("<uuid:uuid>/<int:number>/examples/", version_views.examples, name="examples"),
]
