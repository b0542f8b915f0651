from django.urls import URLPattern

app_name = "stored_responses"
urlpatterns: list[URLPattern] = []
