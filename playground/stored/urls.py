from django.urls import URLPattern

app_name = "stored"
urlpatterns: list[URLPattern] = []
