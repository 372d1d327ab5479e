"""Each question's worst points, counted beforehand; the next sweeps count what is there already."""

from datetime import UTC, datetime

from django.db import migrations, models


def count_again(apps, _schema_editor):
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    apps.get_model("grading", "RatedQuestion").objects.update(refreshed_at=long_ago)


class Migration(migrations.Migration):
    dependencies = [("grading", "0010_training_labels")]

    operations = [
        migrations.AddField(
            model_name="ratedquestion", name="points", field=models.JSONField(default=list)
        ),
        migrations.AddField(
            model_name="ratedquestion",
            name="most_wrong",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="ratedquestion",
            index=models.Index(fields=["-most_wrong"], name="grading_rat_most_wr_5d090a_idx"),
        ),
        migrations.RunPython(count_again, migrations.RunPython.noop),
    ]
