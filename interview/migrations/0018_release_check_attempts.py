"""How often a release check has been taken up: what ends its worker is not tried for ever."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interview", "0017_rooms_outlive_hosts")]

    operations = [
        migrations.AddField(
            model_name="releasecheck",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
