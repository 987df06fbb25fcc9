"""V5 太原市 南内环街二社区: care of elders, class by class, and one call that finds somebody.

Elders are registered and classified by grid, 130 get handrails, bracelets and fittings, 17 who
cannot manage alone are served at home, and whoever lives alone is visited or called twice a week.
At night two volunteers carry the stretcher. Names and numbers hang on the estate's board.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.care.board_sheet import board_pdf
from xinqiao.care.models import Call, HomeService, Offer, OfferAnswer, ServiceKind, Ware
from xinqiao.care.rota import bits
from xinqiao.care.sealed import code_of_day
from xinqiao.care.selectors.board import board_of
from xinqiao.care.selectors.classes import counts_by_grid
from xinqiao.care.selectors.grants import fitted_people
from xinqiao.care.selectors.rota import rota_gaps
from xinqiao.care.selectors.serving import served_people
from xinqiao.care.selectors.statistics import answering, helped_by
from xinqiao.care.services.answer import arrive, finish, take_call
from xinqiao.care.services.call import CallDraft, call_for_help
from xinqiao.care.services.classify import confirm_class, propose_classes
from xinqiao.care.services.grants import Signature, grant_ware, hand_over
from xinqiao.care.services.rate import rate_call
from xinqiao.care.services.ring import sweep_offers
from xinqiao.care.services.serving import Confirmation, PlanDraft, make_plan, record_service
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Person
from xinqiao.stories.communities import Community, Plan, found
from xinqiao.stories.figures import Figure
from xinqiao.stories.registry import Story
from xinqiao.stories.stage import Stage
from xinqiao.stories.v5_cast import (
    FULL,
    SHORT,
    Elders,
    Numbers,
    cast,
    enlist,
    hang_board,
    open_stores,
    settle,
)
from xinqiao.stories.v5_contacts import THURSDAY, contact_twice_a_week

PLAN = Plan(
    chain=(
        ("14", "山西省"),
        ("1401", "太原市"),
        ("140106", "迎泽区"),
        ("140106004", "迎泽街道"),
    ),
    code="140106004012",
    name="南内环街二社区",
    west=112.5600,
    south=37.8480,
    grids=5,
    estate="南内环街小区",
)


def tell(stage: Stage) -> Sequence[Figure]:
    """Two weeks: register, classify, fit, serve, contact, and answer calls by day and night."""
    return _tell(stage, FULL)


def rehearse(stage: Stage) -> Sequence[Figure]:
    """The same with fewer elders."""
    return _tell(stage, SHORT)


def _tell(stage: Stage, numbers: Numbers) -> Sequence[Figure]:
    place = found(stage, PLAN)
    cast(stage, place)
    elders = settle(stage, place, numbers)
    desk = stage.actor("nneihuan_desk")
    _classify(stage, place, elders)
    helpers = enlist(stage, place)
    store = open_stores(stage, place, numbers)
    _fit(stage, elders, store.pk, place)
    _plan_services(stage, elders, helpers["carer"].pk)
    contacts = contact_twice_a_week(stage, place, numbers, meanwhile=lambda: _serve(stage))
    begin = stage.now
    _call(stage, elders.b[0], "repair", silent=1)
    _call(stage, elders.a[0], "escort")
    _night_call(stage, elders.c[0])
    end = stage.now + timedelta(minutes=1)
    together = answering(actor=desk, since=begin, until=end)[-1]
    today = local_day(stage.now)
    grids = counts_by_grid(actor=desk, at=stage.now)[1]
    return [
        Figure("elders classified", len(elders.all), sum(row.total for row in grids)),
        Figure("grids with a list of their own", len(place.grids), len(grids)),
        Figure("elders fitted", numbers.fitted, fitted_people(actor=desk)),
        Figure(
            "disabled or half-disabled served at home",
            numbers.a,
            served_people(actor=desk, since=today - timedelta(days=30), until=today),
        ),
        *contacts,
        Figure("calls for help", 3, together.calls),
        Figure("calls answered", 3, together.answered),
        Figure("calls rated", 3, together.rated),
        Figure(
            "stretcher carried at night by volunteers",
            1,
            helped_by(actor=desk, kind="stretcher", since=begin, until=end),
        ),
        *_walls(stage, place),
    ]


def _walls(stage: Stage, place: Community) -> Sequence[Figure]:
    """The rota has no hole at night, and the board of the estate hangs."""
    gaps = rota_gaps(area_path=place.area.path, at=stage.now)
    board = board_of(place=hang_board(stage, place), at=stage.now)
    pdf = board_pdf(board, address="https://xinqiao.example/help/")
    return [
        Figure("hours of the night nobody covers", 0, len(gaps)),
        Figure("helpers of the night on the board", 2, len(board.night)),
        Figure("service board printed", "%PDF", pdf[:4].decode()),
    ]


def _classify(stage: Stage, place: Community, elders: Elders) -> None:
    """The rules propose, the community confirms what they propose."""
    desk = stage.actor("nneihuan_desk")
    propose_classes(actor=desk, area_path=place.area.path, at=stage.now)
    groups = (("A", elders.a), ("B", elders.b), ("C", elders.c), ("D", elders.d))
    for code, people in groups:
        for person in people:
            confirm_class(actor=desk, person_id=person.pk, code=code, at=stage.now)
    stage.wait(hours=2)


def _fit(stage: Stage, elders: Elders, store_id: int, place: Community) -> None:
    """Handrails, grab bars and chairs are fitted by the grid workers; bracelets handed over."""
    desk = stage.actor("nneihuan_desk")
    wares = {ware.code: ware.pk for ware in Ware.objects.all()}
    workers = {grid.pk: n for n, grid in enumerate(place.grids, start=1)}
    chosen = [
        *((person, "shower_chair") for person in elders.a),
        *((p, "bracelet" if n % 2 else "handrail") for n, p in enumerate(elders.b)),
        *((person, "grab_bar") for person in elders.c),
    ]
    grants = [
        grant_ware(
            actor=desk,
            person_id=person.pk,
            ware_id=wares[code],
            store_id=store_id,
            fitter_post_id=place.workers[workers[person.area_id] - 1].pk,
            at=stage.now,
        )
        for person, code in chosen
    ]
    stage.morning()
    for grant in grants:
        worker = stage.actor(f"nneihuan_worker{workers[grant.person.area_id]}")
        hand_over(
            actor=worker,
            grant_id=grant.pk,
            signature=Signature(by="elder", name=grant.person.name),
            at=stage.now,
        )


def _plan_services(stage: Stage, elders: Elders, helper_id: int) -> None:
    """Company and a bath once a week for whoever cannot manage alone."""
    desk = stage.actor("nneihuan_desk")
    kinds = {kind.code: kind.pk for kind in ServiceKind.objects.all()}
    for number, person in enumerate(elders.a):
        code = "bath" if number % 2 else "company"
        draft = PlanDraft(
            person_id=person.pk,
            kind_id=kinds[code],
            helper_id=helper_id,
            weekdays=bits([THURSDAY]),
            starts_on=local_day(stage.now),
        )
        make_plan(actor=desk, draft=draft, at=stage.now)


def _serve(stage: Stage) -> None:
    """The carer goes round on Thursday; the elder tells the code of the day."""
    carer, today = stage.actor("nneihuan_carer"), local_day(stage.now)
    for service in HomeService.objects.filter(due_on=today, state="planned").order_by("id"):
        record_service(
            actor=carer,
            service_id=service.pk,
            confirmation=Confirmation(manner="code", code=code_of_day(service.person_id, today)),
            minutes=60,
            at=stage.now,
        )


def _call(stage: Stage, person: Person, kind: str, *, silent: int = 0) -> Call:
    """A call by telephone; whoever does not answer is passed over."""
    draft = CallDraft(kind_code=kind, source="phone", person=person)
    call = call_for_help(actor=stage.actor("nneihuan_desk"), draft=draft, at=stage.now)
    for _again in range(silent):
        stage.wait(minutes=call.kind.answer_minutes)
        sweep_offers(at=stage.now)
    return _help(stage, call)


def _night_call(stage: Stage, person: Person) -> Call:
    """At half past two in the night the bracelet is pressed; the night turn carries."""
    night = stage.now.replace(hour=18, minute=30, second=0, microsecond=0)
    stage.wait(seconds=(night - stage.now).total_seconds())
    draft = CallDraft(kind_code="stretcher", source="bracelet", person=person)
    return _help(stage, call_for_help(actor=ANONYMOUS, draft=draft, at=stage.now))


def _help(stage: Stage, call: Call) -> Call:
    """Whoever is rung now comes, helps, and the caller is content."""
    offer = Offer.objects.select_related("helper").get(call=call, answer=OfferAnswer.OPEN)
    helper = _actor_of(stage, offer)
    stage.wait(minutes=1)
    take_call(actor=helper, offer=offer, at=stage.now)
    stage.wait(minutes=10)
    arrive(actor=helper, offer=offer, at=stage.now)
    stage.wait(minutes=40)
    finish(actor=helper, offer=offer, words="已办好。", at=stage.now)
    rate_call(actor=ANONYMOUS, call=call, score=5, is_caller=True, at=stage.now)
    return call


def _actor_of(stage: Stage, offer: Offer) -> Actor:
    user_id = offer.helper.user_id if offer.helper else None
    names = (name for name, user in stage.people.items() if user.pk == user_id)
    return stage.actor(next(names))


STORY = Story("V5", "太原市：老人分类有档，一键直达有人应", "002", tell, rehearse)
