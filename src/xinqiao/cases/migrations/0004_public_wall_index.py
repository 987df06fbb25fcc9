"""The public wall finds its few requests among many that nobody may show."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_fewer_indexes")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("may_publish", True)),
                fields=["item"],
                name="cases_publishable",
            ),
        ),
    ]
