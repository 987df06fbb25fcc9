"""The published scheme that ships (成都金牛); run again, it changes nothing.

It holds everywhere and compares the communities of whoever plays it. Staff save a scheme of their
own like it. Source: RULES "Requests".
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.assessment.drafts import GroupDraft, PartDraft, SchemeDraft
from xinqiao.assessment.models import Period, Scheme, UnitLevel
from xinqiao.assessment.services.schemes import save_scheme
from xinqiao.kit.time import local_day

JINNIU: Final = "诉求办理质效考评（成都金牛公开口径）"
PARTS: Final = (
    PartDraft(indicator_code="handled_rate", weight=Decimal(30)),
    PartDraft(indicator_code="on_time_rate", weight=Decimal(20)),
    PartDraft(indicator_code="rework_rate", weight=Decimal(20), is_inverted=True),
    PartDraft(indicator_code="overdue_pending_rate", weight=Decimal(20), is_inverted=True),
    PartDraft(indicator_code="extension_rate", weight=Decimal(10), is_inverted=True),
)


def seed_assessment(*, actor: Actor, at: datetime) -> int:
    """Save the published scheme unless any version of it is there; how many were new.

    at: aware UTC; it holds from that day on. The indicators must have been seeded before.
    """
    if Scheme.objects.filter(name=JINNIU, area=None).exists():
        return 0
    save_scheme(
        actor=actor,
        draft=SchemeDraft(
            name=JINNIU,
            source="成都市金牛区：30×办理 + 20×按时 + 20×(1−返工) + 20×(1−超期未办) + 10×(1−延期)",
            flow="case",
            unit_level=UnitLevel.COMMUNITY,
            period=Period.MONTH,
            valid_from=local_day(at),
            parts=PARTS,
            groups=(GroupDraft(name="全部社区", rules=("rest",)),),
        ),
        at=at,
    )
    return 1
