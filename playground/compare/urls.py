from django.urls import path

from . import look_views, views

app_name = "compare"
urlpatterns = [
    path("", views.new, name="new"),
    path("open/", views.from_chat, name="open"),
    path("<uuid:uuid>/", views.page, name="page"),
    path("<uuid:uuid>/run/", views.run, name="run"),
    path("<uuid:uuid>/panes/", views.add_pane, name="add_pane"),
    path("<uuid:uuid>/figures/", look_views.figures, name="figures"),
    path("<uuid:uuid>/differences/", look_views.differences, name="differences"),
]
