from django.db import migrations, models

# Letters and digits only go in (see base.search.folding), so the tokenizer has nothing to decide.
SQLITE = (
    "CREATE VIRTUAL TABLE base_searchtext USING"
    " fts5(pairs, signs, content='', columnsize=0, tokenize='unicode61')",
)
POSTGRES = (
    "ALTER TABLE base_searchrow ADD COLUMN grams text[]",
    "CREATE INDEX search_row_grams ON base_searchrow USING gin (grams)",
    # Long words are looked up in it: unpacking would cost more than the space.
    "ALTER TABLE base_searchrow ALTER COLUMN folded SET STORAGE EXTERNAL",
    # Statistics of thousands of pairs a row would cost minutes and help nothing.
    "ALTER TABLE base_searchrow ALTER COLUMN grams SET STATISTICS 0",
)


def make(apps, schema_editor):
    """What finds the rows, in the way of each database."""
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRES if is_postgres else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    """On PostgreSQL it goes with the table."""
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute("DROP TABLE base_searchtext")


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=64)),
                ("unit", models.CharField(blank=True, max_length=64)),
                ("state", models.CharField(blank=True, max_length=40)),
                ("day", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("access", models.CharField(blank=True, max_length=100)),
                ("head", models.TextField(blank=True)),
                ("title", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("folded", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key"), name="search_row_once")
                ],
            },
        ),
        migrations.RunPython(make, drop),
    ]
