"""The label that a rater was compared with: curators may change it later."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("grading", "0009_job_attempts")]

    operations = [
        migrations.AddField(
            model_name="trainingrating",
            name="labels",
            field=models.JSONField(default=dict),
        ),
    ]
