"""Rows of the room of care."""

from xinqiao.care.models.calls import Call, CallSource, Offer, OfferAnswer, Rung
from xinqiao.care.models.classes import Classification, ElderClass
from xinqiao.care.models.rota import BoardLine, Bracelet, Helper, HelpKind, PhoneBasis, Shift
from xinqiao.care.models.serving import CarePlan, HomeService, Manner, ServiceKind, ServiceState
from xinqiao.care.models.wares import (
    Grant,
    GrantState,
    Movement,
    MovementKind,
    SignedBy,
    Stock,
    Store,
    Ware,
)

# What the log and the files call them. A grant's files, and those of a service at home.
GRANT, SERVICE, HELPER = "care_grant", "care_service", "care_helper"

__all__ = [
    "GRANT",
    "HELPER",
    "SERVICE",
    "BoardLine",
    "Bracelet",
    "Call",
    "CallSource",
    "CarePlan",
    "Classification",
    "ElderClass",
    "Grant",
    "GrantState",
    "HelpKind",
    "Helper",
    "HomeService",
    "Manner",
    "Movement",
    "MovementKind",
    "Offer",
    "OfferAnswer",
    "PhoneBasis",
    "Rung",
    "ServiceKind",
    "ServiceState",
    "Shift",
    "SignedBy",
    "Stock",
    "Store",
    "Ware",
]
