"""Numbers of calls and fittings start far above those of requests and of notices."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("care", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE care_number_seq START 820000000",
            "DROP SEQUENCE care_number_seq",
        ),
    ]
