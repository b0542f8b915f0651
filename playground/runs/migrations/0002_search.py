from django.db import migrations

# Words arrive folded and cut (see runs/search.py), so neither database should cut or fold them once more.
# Every queried word may be a beginning: short ones are indexed, without that one letter takes a second.
CREATE = {
    "sqlite": [
        """
        CREATE VIRTUAL TABLE runs_search USING fts5(
            words, prefix = '1 2', tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M*'"
        )
        """,
    ],
    "postgresql": [
        "CREATE TABLE runs_search (run_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX runs_search_words ON runs_search USING gin (words)",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE runs_search")


class Migration(migrations.Migration):
    dependencies = [("runs", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
