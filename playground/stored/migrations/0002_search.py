from django.db import migrations

# As runs_search: words arrive folded and cut, and every queried word may be a beginning.
CREATE = {
    "sqlite": [
        """
        CREATE VIRTUAL TABLE stored_search USING fts5(
            words, prefix = '1 2', tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M*'"
        )
        """,
    ],
    "postgresql": [
        "CREATE TABLE stored_search (completion_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX stored_search_words ON stored_search USING gin (words)",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE stored_search")


class Migration(migrations.Migration):
    dependencies = [("stored", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
