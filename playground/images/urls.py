from django.urls import path

from . import download_views, edit_views, gallery_views, picture_views, variation_views, views

app_name = "images"
urlpatterns = [
    path("", views.page, name="page"),
    path("code/", views.code, name="code"),
    path("estimate/", views.price, name="estimate"),
    path("variations/", variation_views.page, name="variations"),
    path("variations/code/", variation_views.code, name="variations_code"),
    path("edits/", edit_views.page, name="edits"),
    path("edits/code/", edit_views.code, name="edits_code"),
    path("edits/picture/", edit_views.show_given, name="edited"),
    path("prepare/", variation_views.show_prepared, name="prepare"),
    path("earlier/", gallery_views.earlier, name="earlier"),
    path("pictures/<uuid:uuid>/", picture_views.picture, name="picture"),
    path("pictures/<uuid:uuid>/thumbnail/", picture_views.thumbnail, name="thumbnail"),
    path("pictures/<uuid:uuid>/compare/", picture_views.compare, name="compare"),
    path("<uuid:uuid>/images.zip", download_views.as_zip, name="zip"),
]
