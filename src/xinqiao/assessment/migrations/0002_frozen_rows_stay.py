"""What a round froze is never changed: the database refuses it, whoever asks."""

from django.db import migrations

TABLES = ("assessment_unitscore", "assessment_partscore", "assessment_counteditem")

REFUSE = """
CREATE FUNCTION assessment_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM assessment_round r WHERE r.id = OLD.round_id AND r.frozen_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'round % is frozen', OLD.round_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""


def trigger(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION assessment_refuse_frozen()",
        f"DROP TRIGGER {table}_frozen ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION assessment_refuse_frozen()"),
        *(trigger(table) for table in TABLES),
    ]
