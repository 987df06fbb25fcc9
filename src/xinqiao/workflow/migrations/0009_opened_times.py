"""Recent items are found without reading old ones, at next to no cost for intake."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0008_word_statistics'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='item',
            index=django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['opened_at'], name='workflow_item_opened_times', pages_per_range=32),
        ),
    ]
