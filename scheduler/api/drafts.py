"""``/v1/terms/{term}/draft``: the one editable copy of a term."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from scheduler.api.asking import Config, Db, allowed
from scheduler.api.draft_shapes import (
    DraftOut,
    MovesIn,
    PinsIn,
    PreviewOut,
    StepOut,
    StepsOut,
    TakeIn,
    TrialOut,
)
from scheduler.api.etags import ETAG, AsRead, etag
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.problem_shapes import CREATES, EDITS, READS_BODY, SIGNED_IN, answers
from scheduler.api.runs import LimitsIn, RunOut
from scheduler.api.shapes import Date, Id
from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Draft
from scheduler.files import timetable_bytes
from scheduler.service import draft, freezing, pinning, release
from scheduler.service.rights import Action

router = APIRouter(prefix="/terms/{term}/draft", tags=["drafts"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.DRAFT_READ)]
MayEdit = Annotated[Actor, allowed(Action.DRAFT_EDIT)]
_TIMETABLE = {"instance": "met-2026-autumn", "days_out": []}


def version_read(state: str) -> int:
    """Say which version an ETag means; -1 is no version of any draft."""
    return int(state) if state.isascii() and state.isdigit() and len(state) < 10 else -1


def _shown(found: Draft, response: Response) -> DraftOut:
    response.headers["ETag"] = etag(found.version)
    return DraftOut.of(found)


@router.get("")
def read_draft(term: Id, store: Db, actor: MayRead, response: Response) -> DraftOut:
    """Read a term's draft; its ETag goes back with each change."""
    return _shown(draft.read(store, actor, term), response)


@router.put("", responses=READS_BODY | EDITS)
def take_timetable(
    term: Id,
    body: TakeIn,
    store: Db,
    actor: MayEdit,
    response: Response,
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            pattern=ETAG,
            description="The ETag of the draft as read; nothing while there is none.",
            examples=['"3"'],
        ),
    ] = None,
) -> DraftOut:
    """Take a timetable into the draft; what was pinned and is the same in it stays pinned."""
    expected = None if if_match is None else version_read(if_match.strip().strip('"'))
    found = draft.take(store, actor, term, body.timetable, expected, body.instance)
    return _shown(found, response)


@router.patch("", responses=READS_BODY | EDITS)
def move_in_draft(
    term: Id, body: MovesIn, store: Db, actor: MayEdit, read: AsRead, response: Response
) -> DraftOut:
    """Make moves in the draft, all or none. What breaks a rule is refused, in sentences."""
    return _shown(draft.move(store, actor, term, body.moves, version_read(read)), response)


@router.post("/trial", responses=READS_BODY)
def try_moves(term: Id, body: MovesIn, store: Db, actor: MayRead) -> TrialOut:
    """Say what moves would break and cost, and for whom, without making them."""
    return TrialOut.of(draft.look(store, actor, term, body.moves))


@router.patch("/pins", responses=READS_BODY | EDITS)
def pin_in_draft(
    term: Id, body: PinsIn, store: Db, actor: MayEdit, read: AsRead, response: Response
) -> DraftOut:
    """Pin what is in the draft, or let go of it: no move and no run changes what is pinned."""
    change = pinning.pin if body.pinned else pinning.unpin
    return _shown(change(store, actor, term, body.what, version_read(read)), response)


@router.get("/steps")
def list_draft_steps(
    term: Id,
    store: Db,
    actor: MayRead,
    since: Annotated[int, Query(ge=0, le=2**31 - 1, description="Only after this version.")] = 0,
) -> StepsOut:
    """List what was done to the draft, at most the last 200 changes."""
    found = draft.steps(store, actor, term, since)
    return StepsOut(items=[StepOut.of(one) for one in found])


@router.delete("/steps/last", responses=answers(409) | EDITS)
def undo_in_draft(
    term: Id, store: Db, actor: MayEdit, read: AsRead, response: Response
) -> DraftOut:
    """Undo the last change that is not undone yet."""
    return _shown(draft.undo(store, actor, term, version_read(read)), response)


@router.get(
    "/data",
    response_class=Response,
    responses={
        200: {
            "content": {"application/json": {"schema": {"type": "object"}, "example": _TIMETABLE}}
        }
    },
)
def read_draft_data(term: Id, store: Db, actor: MayRead) -> Response:
    """Read the timetable in the draft whole, as docs/reference/files.md says."""
    found = draft.read(store, actor, term)
    return Response(
        timetable_bytes(found.timetable),
        media_type="application/json",
        headers={"ETag": etag(found.version)},
    )


@router.get("/preview", responses=EDITS)
def preview_release(
    term: Id,
    store: Db,
    settings: Config,
    actor: Annotated[Actor, allowed(Action.RELEASE_MAKE)],
    read: AsRead,
    holds_from: Annotated[Date, Query(description="The date the release would hold from.")],
) -> PreviewOut:
    """Say what a release of the draft would mean: warnings, and who would have to be told."""
    prepared = release.prepare(
        store, actor, term, version_read(read), holds_from, mail=bool(settings.smtp_host)
    )
    return PreviewOut.of(prepared)


@router.post(
    "/runs", status_code=202, response_model=RunOut, responses=READS_BODY | CREATES | EDITS
)
def request_run_from_draft(
    term: Id,
    body: LimitsIn,
    settings: Config,
    actor: Annotated[Actor, allowed(Action.RUN_REQUEST)],
    read: AsRead,
    once: Idempotent,
) -> Response:
    """Queue a run that begins from the draft: what is pinned stays, the rest is free."""

    def effect(store: Db) -> Answer:
        run = freezing.request_run(
            store,
            actor,
            term,
            version_read(read),
            body.limits(),
            settings=settings,
            name=body.name,
        )
        made = RunOut.of(run)
        return Answer(status=202, body=made, headers={"Location": made.links.self})

    return once.answer(actor, effect)
