"""The coding part of a published rubric is kept from change like everything else of it."""

from django.db import migrations

TRIGGER = """
DROP TRIGGER rubric_version_frozen ON interview_rubricversion;
CREATE TRIGGER rubric_version_frozen BEFORE UPDATE OF
    question_id, number, prompt_ko, prompt_en, model_answer_ko, model_answer_en, hints, facts,
    {coding} content_hash, structure_hash, source_hash, created_at, published_at
    ON interview_rubricversion FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION refuse_rubric_change();
"""


class Migration(migrations.Migration):
    dependencies = [("interview", "0004_coding_rounds")]
    operations = [
        migrations.RunSQL(TRIGGER.format(coding="coding,"), TRIGGER.format(coding=""))
    ]
