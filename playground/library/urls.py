from django.urls import path

from . import editing_views, result_views, views

app_name = "library"
urlpatterns = [
    path("", views.list_definitions, name="list"),
    path("add/", views.add, name="add"),
    path("import/", views.paste, name="import"),
    path("export.json", views.export, name="export"),
    path("<int:id>/", views.edit, name="edit"),
    path("<int:id>/duplicate/", views.duplicate, name="duplicate"),
    path("<int:id>/delete/", views.delete, name="delete"),
    path("choose/", editing_views.choose, name="choose"),
    path("dialog/", editing_views.dialog, name="dialog"),
    path("dialog/apply/", editing_views.apply, name="apply"),
    path("examine/", editing_views.examine, name="examine"),
    path("mend/", editing_views.mend, name="mend"),
    path("result/", result_views.box, name="result"),
    path("result/remember/", result_views.remember, name="remember"),
]
