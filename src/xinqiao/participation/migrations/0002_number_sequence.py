"""Numbers of projects, in a range of their own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("participation", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE participation_number_seq START 740000000",
            "DROP SEQUENCE participation_number_seq",
        ),
    ]
