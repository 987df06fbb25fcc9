"""Versions come from a sequence: a rolled back edit never gives its number to another."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("grid", "0002_snapshot_version")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE grid_snapshot_version AS bigint START WITH 2",
            "DROP SEQUENCE grid_snapshot_version",
        ),
    ]
