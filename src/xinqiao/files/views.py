"""Upload and open files."""

from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.requests import actor_of, client_key
from xinqiao.accounts.services.limits import take
from xinqiao.files import storage
from xinqiao.files.errors import FileMissing, NoSuchFile
from xinqiao.files.gates import may_open
from xinqiao.files.models import Attachment, Purpose
from xinqiao.files.selectors import attachment_of_token
from xinqiao.files.services.upload import store_upload
from xinqiao.kit.time import now

# A family behind one address may send a few reports with nine photos each; a flood may not.
ANONYMOUS_PER_HOUR = 60
KNOWN_PER_HOUR = 600


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep one file (form field `file`) and answer with the token that opens and claims it."""
    actor, at = actor_of(request), now()
    if actor.is_anonymous:
        key, limit = f"upload:{client_key(request)}", ANONYMOUS_PER_HOUR
    else:
        key, limit = f"upload:user:{actor.user_id}", KNOWN_PER_HOUR
    take(key=key, limit=limit, period_seconds=3600, at=at)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise FileMissing(field="file")
    wanted = request.POST.get("purpose", "")
    purpose = Purpose(wanted) if wanted in Purpose.values and actor.is_staff else Purpose.REPORT
    row = store_upload(actor=actor, file=file, purpose=purpose, at=at)
    answer = {
        "token": row.token,
        "name": row.name,
        "content_type": row.content_type,
        "width": row.width,
        "height": row.height,
        "url": row.url,
        "thumb_url": row.thumb_url,
    }
    return JsonResponse(answer, status=201)


@require_safe
def open_file(request: HttpRequest, token: str) -> FileResponse:
    """Send a file to somebody who may see it."""
    row = _allowed(request, token)
    return _send(row, storage.path_of(row.sha256))


@require_safe
def open_thumb(request: HttpRequest, token: str) -> FileResponse:
    """Send the thumbnail of a photo to somebody who may see the photo."""
    row = _allowed(request, token)
    if not row.is_photo:
        raise NoSuchFile
    return _send(row, storage.path_of(row.sha256, thumb=True))


def _allowed(request: HttpRequest, token: str) -> Attachment:
    row = attachment_of_token(token, at=now())
    if row.claimed_at is not None and not may_open(request, row):
        # The same answer as for a token that never was.
        raise NoSuchFile
    return row


def _send(row: Attachment, path: Path) -> FileResponse:
    try:
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise NoSuchFile from error
    response = FileResponse(
        stream,
        as_attachment=not row.is_photo,
        filename=row.name or "file",
        content_type=row.content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # The right to see it may end: no shared cache, and not for long.
    response.headers["Cache-Control"] = "private, max-age=600"
    return response
