"""Published rubrics are kept from change by the database itself, whoever the writer is."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION refuse_rubric_change() RETURNS trigger AS $$
DECLARE
    version_state text;
BEGIN
    IF TG_TABLE_NAME = 'interview_rubricpoint' THEN
        SELECT state INTO version_state FROM interview_rubricversion
        WHERE id = COALESCE(OLD.version_id, NEW.version_id);
    ELSE
        version_state := OLD.state;
    END IF;
    IF version_state IN ('published', 'retired') THEN
        RAISE EXCEPTION 'a published rubric version never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER rubric_point_frozen BEFORE INSERT OR UPDATE OR DELETE ON interview_rubricpoint
    FOR EACH ROW EXECUTE FUNCTION refuse_rubric_change();

-- the state itself may go from published to retired; nothing else of the row may change
CREATE TRIGGER rubric_version_frozen BEFORE UPDATE OF
    question_id, number, prompt_ko, prompt_en, model_answer_ko, model_answer_en, hints, facts,
    content_hash, structure_hash, source_hash, created_at, published_at
    ON interview_rubricversion FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION refuse_rubric_change();

CREATE TRIGGER rubric_version_kept BEFORE DELETE ON interview_rubricversion
    FOR EACH ROW EXECUTE FUNCTION refuse_rubric_change();
"""

THAW = """
DROP TRIGGER rubric_version_kept ON interview_rubricversion;
DROP TRIGGER rubric_version_frozen ON interview_rubricversion;
DROP TRIGGER rubric_point_frozen ON interview_rubricpoint;
DROP FUNCTION refuse_rubric_change();
"""


class Migration(migrations.Migration):
    dependencies = [("interview", "0001_initial")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
