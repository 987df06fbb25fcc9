"""The log and its seals refuse UPDATE, DELETE and TRUNCATE."""

from django.db import migrations

from xinqiao.events.sql import (
    DROP_REFUSE_SQL,
    KEPT_TABLES,
    REFUSE_SQL,
    drop_keep_sql,
    keep_sql,
)


class Migration(migrations.Migration):
    dependencies = [("events", "0002_functions")]

    operations = [
        migrations.RunSQL(REFUSE_SQL, DROP_REFUSE_SQL),
        *[migrations.RunSQL(keep_sql(table), drop_keep_sql(table)) for table in KEPT_TABLES],
    ]
