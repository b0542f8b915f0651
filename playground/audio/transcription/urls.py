from django.urls import path

from . import card_views, reader_views, views

TRANSCRIPTION, TRANSLATION = {"operation": "create_transcription"}, {"operation": "create_translation"}
one = "transcriptions/<uuid:uuid>"
urlpatterns = [
    path("transcriptions/", views.page, TRANSCRIPTION, name="transcriptions"),
    path("transcriptions/code/", views.code, TRANSCRIPTION, name="transcription_code"),
    path("transcriptions/picked/", views.picked, name="picked"),
    path("translations/", views.page, TRANSLATION, name="translations"),
    path("translations/code/", views.code, TRANSLATION, name="translation_code"),
    path(f"{one}/", card_views.show, name="transcription"),
    path(f"{one}/progress/", card_views.progress, name="progress"),
    path(f"{one}/stop/", card_views.stop, name="stop"),
    path(f"{one}/resume/", card_views.resume, name="resume_parts"),
    path(f"{one}/prepare/", card_views.prepare, name="prepare"),
    path(f"{one}/parts/<int:number>/again/", card_views.again, name="part_again"),
    path(f"{one}/save/", reader_views.save, name="save"),
    path(f"{one}/replace/", reader_views.replace, name="replace"),
    path(f"{one}/undo/", reader_views.undo, name="undo"),
    path(f"{one}/reset/", reader_views.reset, name="reset"),
    path(f"{one}/beside/", reader_views.beside, name="beside"),
    path(f"{one}/transcript.<slug:ending>", reader_views.download, name="download"),
]
