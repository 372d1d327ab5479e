"""A point is refused on its way into a published rubric as well as out of it, whoever the writer is."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_rubric_change() RETURNS trigger AS $$
DECLARE
    frozen boolean;
BEGIN
    IF TG_TABLE_NAME = 'interview_rubricpoint' THEN
        SELECT COALESCE(bool_or(state IN ('published', 'retired')), false) INTO frozen
        FROM interview_rubricversion WHERE id IN ({versions});
    ELSE
        frozen := OLD.state IN ('published', 'retired');
    END IF;
    IF frozen THEN
        RAISE EXCEPTION 'a published rubric version never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
"""


class Migration(migrations.Migration):
    dependencies = [("interview", "0019_stages_in_rooms")]
    operations = [
        migrations.RunSQL(
            FUNCTION.format(versions="OLD.version_id, NEW.version_id"),
            FUNCTION.format(versions="COALESCE(OLD.version_id, NEW.version_id)"),
        )
    ]
