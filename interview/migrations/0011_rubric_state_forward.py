"""A published version can only be retired, and a retired one stays so: held by the database itself."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_rubric_return() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'a published rubric version only ever retires'
        USING ERRCODE = 'restrict_violation';
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER rubric_state_forward BEFORE UPDATE OF state ON interview_rubricversion FOR EACH ROW
    WHEN (
        (OLD.state = 'published' AND NEW.state NOT IN ('published', 'retired'))
        OR (OLD.state = 'retired' AND NEW.state <> 'retired')
    )
    EXECUTE FUNCTION refuse_rubric_return();
"""

BACKWARD = """
DROP TRIGGER rubric_state_forward ON interview_rubricversion;
DROP FUNCTION refuse_rubric_return();
"""


class Migration(migrations.Migration):
    dependencies = [("interview", "0010_curation")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
