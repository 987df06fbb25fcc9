"""What a visit was asked never changes afterwards, whoever asks the database."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from xinqiao.visits.models import Form

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_a_published_version_refuses_other_questions_and_deletion() -> None:
    form = Form.objects.create(
        code="four-clear",
        version=1,
        title="四清",
        subject="household",
        definition={"sections": []},
        saved_at=AT,
    )
    form.definition = {"sections": [{"code": "a"}]}
    form.save()
    Form.objects.filter(pk=form.pk).update(published_at=AT, valid_from=AT)

    with pytest.raises(IntegrityError, match="is published"), transaction.atomic():
        Form.objects.filter(pk=form.pk).update(definition={"sections": []})
    with pytest.raises(IntegrityError, match="is published"), transaction.atomic():
        form.delete()
    assert Form.objects.filter(pk=form.pk).update(valid_until=AT) == 1
