from django.urls import path

from .consumers import SessionConsumer

websocket_urlpatterns = [path("ws/realtime/<uuid:uuid>/", SessionConsumer.as_asgi())]
