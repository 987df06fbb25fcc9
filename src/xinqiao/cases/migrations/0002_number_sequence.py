"""Numbers start at seven digits; the check digit makes eight, said in two groups of four."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE cases_number_seq START 1000000 CACHE 20",
            "DROP SEQUENCE cases_number_seq",
        ),
    ]
