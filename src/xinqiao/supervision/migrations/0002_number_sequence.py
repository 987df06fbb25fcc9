"""Numbers of notices start far above those of requests, which share the form and the check digit."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE supervision_number_seq START 700000000",
            "DROP SEQUENCE supervision_number_seq",
        ),
    ]
