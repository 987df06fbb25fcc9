"""Colours are counted from the indexes of open items alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0004_search_halves'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='item',
            name='workflow_item_open_due',
        ),
        migrations.RemoveIndex(
            model_name='item',
            name='workflow_item_open_area_due',
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['due_at', 'id'], include=('yellow_at', 'paused_at', 'done_at', 'area_path', 'category_code'), name='workflow_item_open_by_due'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['area_path', 'due_at', 'id'], include=('yellow_at', 'paused_at', 'done_at', 'category_code'), name='workflow_item_open_by_area'),
        ),
    ]
