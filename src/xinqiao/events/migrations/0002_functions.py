"""Functions and extensions that every room's tables stand on; events is the lowest room with tables."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

from xinqiao.kit.numbers import DAMM_SQL, DROP_DAMM_SQL
from xinqiao.kit.words import BIGRAMS_SQL, DROP_BIGRAMS_SQL


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(DAMM_SQL, DROP_DAMM_SQL),
        migrations.RunSQL(BIGRAMS_SQL, DROP_BIGRAMS_SQL),
    ]
