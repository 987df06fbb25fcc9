"""Find out whether other uploads share the bytes of an expired one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(fields=["sha256"], name="files_by_content"),
        ),
    ]
