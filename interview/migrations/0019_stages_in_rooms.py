"""A design case in a live room stands at one of its stages, and the recording says when it moved."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('interview', '0018_release_check_attempts'),
    ]

    operations = [
        migrations.AddField(
            model_name='roomquestion',
            name='stage',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AlterField(
            model_name='roomevent',
            name='kind',
            field=models.CharField(choices=[('started', 'Started'), ('paused', 'Clock stopped'), ('resumed', 'Clock runs again'), ('extended', 'Time added'), ('pushed', 'Question'), ('stage', 'Stage'), ('hint', 'Hint'), ('run', 'Code run'), ('joined', 'Joined'), ('left', 'Left'), ('ended', 'Over')], max_length=10),
        ),
    ]
