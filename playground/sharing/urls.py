from django.urls import path

from . import views

app_name = "sharing"
urlpatterns = [
    path("history/<uuid:uuid>/share/", views.share, name="share"),
    path("shares/", views.shares, name="list"),
    path("shares/<int:id>/revoke/", views.revoke, name="revoke"),
    path("shared/<str:token>/", views.shared, name="shared"),
    path("shared/<str:token>/files/<uuid:uuid>/", views.shared_file, name="file"),
]
