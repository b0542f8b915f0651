from django.apps import AppConfig


class StoredConfig(AppConfig):
    name = "playground.stored"
