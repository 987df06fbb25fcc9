"""The one row that tells every process whether its picture of the rules is still true."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("grid", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO grid_snapshotversion (id, version) VALUES (1, 1) ON CONFLICT DO NOTHING",
            "DELETE FROM grid_snapshotversion",
        ),
    ]
