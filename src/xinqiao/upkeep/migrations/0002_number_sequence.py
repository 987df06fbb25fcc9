"""Numbers of upkeep, in a range of their own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("upkeep", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE upkeep_number_seq START 780000000",
            "DROP SEQUENCE upkeep_number_seq",
        ),
    ]
