"""The table behind Django's cache, which counts sign-in attempts."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS cache")


class Migration(migrations.Migration):
    dependencies = [("interview", "0002_freeze_published_rubrics")]
    operations = [migrations.RunPython(create, drop)]
