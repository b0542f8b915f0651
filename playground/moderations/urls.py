from django.urls import path

from . import threshold_views, verdict_views, views

app_name = "moderations"
urlpatterns = [
    path("", views.page, name="page"),
    path("code/", views.code, name="code"),
    path("thresholds/", threshold_views.keep, name="thresholds"),
    path("<uuid:uuid>/", verdict_views.show, name="verdicts"),
]
