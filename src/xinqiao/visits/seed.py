"""The forms a place begins with; run again, it changes nothing.

Forms that staff have changed since, or taken out of use, are left as they are. The first is the
four-clear visit 四清 (家庭情况清、人员类别清、设施情况清、矛盾隐患清).
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.registry.models import Tag
from xinqiao.visits.models import Form
from xinqiao.visits.services.forms import publish_form, save_draft

# In a shipped form: the categories that the register gives by hand at that moment.
TAGS = "tags"
FOUR_CLEAR, ELDER, CONTACT = "four-clear", "elder-safety", "contact"


def shipped_forms() -> list[dict[str, Any]]:
    """What `data/*.json` holds: code, title, subject, position, definition."""
    folder = Path(__file__).parent / "data"
    forms = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return sorted(forms, key=lambda form: form["position"])


@transaction.atomic
def seed_forms(*, actor: Actor, at: datetime) -> int:
    """Publish the shipped forms whose code is not there yet; how many were new.

    The categories of the register must be there before. at: aware UTC, from when they hold.
    """
    known = set(Form.objects.values_list("code", flat=True))
    tags = [
        {"code": tag.code, "label": tag.name}
        for tag in Tag.objects.filter(rule={}, valid_until__isnull=True).order_by("position", "id")
    ]
    new = [form for form in shipped_forms() if form["code"] not in known]
    for form in new:
        with_tags = {**form, "definition": _with_tags(form["definition"], tags)}
        draft = save_draft(actor=actor, at=at, **with_tags)
        publish_form(actor=actor, form_id=draft.pk, at=at)
    return len(new)


def _with_tags(definition: dict[str, Any], tags: list[dict[str, str]]) -> dict[str, Any]:
    """The definition with the register's categories as options; no categories, no question."""
    sections = []
    for section in definition["sections"]:
        questions = [
            {**question, "options": tags} if question.get("options") == TAGS else question
            for question in section["questions"]
            if question.get("options") != TAGS or tags
        ]
        sections.append({**section, "questions": questions})
    return {"sections": sections}
