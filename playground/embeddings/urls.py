from django.urls import path

from . import compare_views, download_views, search_views, set_views, views

app_name = "embeddings"
urlpatterns = [
    path("", views.page, name="page"),
    path("code/", views.code, name="code"),
    path("<uuid:uuid>/", set_views.show, name="set"),
    path("<uuid:uuid>/map/", set_views.draw, name="map"),
    path("<uuid:uuid>/points/", set_views.list_points, name="points"),
    path("<uuid:uuid>/neighbours/", set_views.neighbours, name="neighbours"),
    path("<uuid:uuid>/compare/", compare_views.compare, name="compare"),
    path("<uuid:uuid>/search/", search_views.search, name="search"),
    path("<uuid:uuid>/search/<uuid:query>/", search_views.found, name="found"),
    path("<uuid:uuid>/embeddings.json", download_views.as_json, name="json"),
    path("<uuid:uuid>/embeddings.csv", download_views.as_csv, name="csv"),
    path("<uuid:uuid>/embeddings.npy", download_views.as_npy, name="npy"),
]
