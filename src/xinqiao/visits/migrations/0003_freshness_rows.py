import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_merge_stayed"),
        ("visits", "0002_plans_and_freshness"),
    ]

    operations = [
        migrations.AddField(
            model_name="feedmark",
            name="weighed_at",
            field=models.DateTimeField(null=True),
        ),
        # No row was written yet; a merger needs an id that stays when the person changes.
        migrations.DeleteModel(name="PersonFreshness"),
        migrations.CreateModel(
            name="PersonFreshness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stale_on", models.DateField(db_index=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="freshness",
                        to="registry.person",
                    ),
                ),
            ],
        ),
    ]
