from django.urls import path

from . import live_views, set_views, take_views, views

one = "speech/<uuid:uuid>"
urlpatterns = [
    path("speech/", views.page, name="speech"),
    path("speech/code/", views.code, name="speech_code"),
    path("speech/takes/", take_views.rows, name="takes"),
    path("speech/beside/", take_views.beside, name="beside_takes"),
    path("speech/sets/<uuid:uuid>/", set_views.page, name="speech_set"),
    path("speech/sets/<uuid:uuid>/whole/", set_views.whole, name="speech_whole"),
    path("speech/sets/<uuid:uuid>/stop/", set_views.stop, name="stop_speech_set"),
    path("speech/sets/<uuid:uuid>/resume/", set_views.resume, name="resume_speech_set"),
    path("speech/sets/<uuid:uuid>/again/<int:position>/", set_views.again, name="speech_again"),
    path(f"{one}/live/", live_views.live, name="speech_live"),
    path(f"{one}/take/", take_views.take, name="take"),
    path(f"{one}/star/", take_views.star, name="star_take"),
    path(f"{one}/note/", take_views.note, name="note_take"),
    path(f"{one}/heard.wav", take_views.as_wav, name="take_wav"),
]
