from django.urls import path

from .consumers import RunConsumer

websocket_urlpatterns = [path("ws/runs/<uuid:uuid>/", RunConsumer.as_asgi())]
