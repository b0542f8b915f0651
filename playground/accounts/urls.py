from django.urls import path

from . import audit_views, views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    path("tokens/<int:id>/revoke/", views.revoke, name="revoke"),
    path("users/", views.users, name="users"),
    path("audit/", audit_views.page, name="audit"),
    path("audit/export/<slug:kind>/", audit_views.export, name="audit_export"),
    path("users/add/", views.add, name="add"),
    path("users/<int:id>/", views.change, name="change"),
    path("users/<int:id>/limits/", views.user_limits, name="limits"),
    path("users/<int:id>/password/", views.password, name="password"),
]
