from django.db import migrations


def name_by_run(apps, schema_editor):
    """Edits were told by the number of their segment: in a recording of one run that is its number there."""
    for revision in apps.get_model("audio", "Revision").objects.exclude(transcription__run=None).select_related(
        "transcription__run"
    ):
        run = revision.transcription.run.uuid
        revision.texts = {f"{run}/{number}": text for number, text in revision.texts.items()}
        revision.save(update_fields=["texts"])


class Migration(migrations.Migration):
    dependencies = (("audio", "0005_not_kept"),)
    operations = (migrations.RunPython(name_by_run, migrations.RunPython.noop),)
