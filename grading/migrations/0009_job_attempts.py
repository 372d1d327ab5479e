"""How often a curator's job has been taken up: what ends its worker is not tried for ever."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("grading", "0008_regrades")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        )
        for name in ("trial", "preview", "regrade", "meaningcheck", "meaningsearch")
    ]
