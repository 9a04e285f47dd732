"""Files that came with a report: the clean copy to look at, and the original as it came, each opening noted.

The original is opened in its case alone. With the day on which it came, its hash and the list of who opened it, a court
can tell that it is still what was sent (continuity).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import answers_again
from safetoshare.base.database import SecurityContext
from safetoshare.base.permissions import Action
from safetoshare.core.errors import LockedError
from safetoshare.hub.api.cases import CaseFile
from safetoshare.hub.views import rows
from safetoshare.hub.views.opening import case_or_404, file_or_404, opening_records, signed_in
from safetoshare.report.api import files as api
from safetoshare.report.api.files import FilePart, SentFile

# How a file's name ends where it is saved; its own name may tell of the person.
_ENDINGS = {"jpeg": "jpg", "heif": "heic", "text": "txt"}
_COPY_TYPES = {"jpeg": "image/jpeg", "png": "image/png"}


@require_safe
@allowed(Action.FILE_OPEN)
@opening_records
def about(request: HttpRequest, realm: str, case: UUID, file: UUID) -> HttpResponse:
    """Say what is known of a file and who opened it, and offer to open it."""
    found, number = _file_or_404(file_or_404(request, case, "read_file_list"), file)
    return _page(request, case, found, number)


@require_POST
@allowed(Action.FILE_OPEN)
@answers_again
@opening_records
def copy(request: HttpRequest, realm: str, case: UUID, file: UUID) -> HttpResponse:
    """Show the copy of a picture that was written anew: nothing in it tells where or when it was made."""
    opened = _opened(request, case, file, FilePart.COPY, "open_copy_of_file")
    if isinstance(opened, HttpResponse):
        return opened
    found, number, content = opened
    shown = f"data:{_COPY_TYPES[found.copy_kind]};base64,{b64encode(b''.join(content)).decode('ascii')}"
    return _page(request, case, found, number, shown=shown)


@require_POST
@allowed(Action.FILE_OPEN)
@answers_again
@opening_records
def original(request: HttpRequest, realm: str, case: UUID, file: UUID) -> HttpResponse:
    """Hand out the file exactly as it came, to be saved: no browser opens it by itself."""
    opened = _opened(request, case, file, FilePart.ORIGINAL, "open_original_file")
    if isinstance(opened, HttpResponse):
        return opened
    found, number, content = opened
    response = StreamingHttpResponse(content, content_type="application/octet-stream")
    ending = _ENDINGS.get(found.kind, found.kind)
    response["Content-Disposition"] = f'attachment; filename="{rows.plain_reference(case)}-{number}.{ending}"'
    response["Content-Length"] = str(found.size)
    # A page of another kind to Django's types alone; the decorators look at no content.
    return cast(HttpResponse, response)


def listed(case: UUID | None, files: Iterable[SentFile]) -> list[dict[str, Any]]:
    """Return the files as a page lists them, in the order in which they came."""
    return [
        {
            "id": file.id,
            "case": case,
            "number": number,
            "group": api.group_name(file.group),
            "size": api.size_in_words(file.size),
            "received_on": rows.day(file.received_on),
        }
        for number, file in enumerate(files, start=1)
    ]


def _opened(
    request: HttpRequest, case: UUID, file: UUID, part: FilePart, purpose: str
) -> tuple[SentFile, int, Iterator[bytes]] | HttpResponse:
    """Open a part of a file, once it is noted that it is opened. Where the keys are locked, the page asks for them."""
    try:
        found, number = _file_or_404(file_or_404(request, case, purpose), file)
    except LockedError:
        return redirect("hub:file", case=case, file=file)
    if part is FilePart.COPY and not found.copy_size:
        raise Http404
    account = signed_in(request).id
    api.note_opening(found.id, part, account, clock.today())
    return found, number, api.content_of(found, part, SecurityContext.of_account(account))


def _file_or_404(case: CaseFile, file: UUID) -> tuple[SentFile, int]:
    files = api.files_of(case.content, case.messages)
    for number, found in enumerate(files, start=1):
        if found.id == file:
            return found, number
    raise Http404


def _page(request: HttpRequest, case: UUID, file: SentFile, number: int, *, shown: str = "") -> HttpResponse:
    case_or_404(case)
    context = {
        "case": case,
        "reference": rows.reference(case),
        "file": listed(case, [file])[0] | {"number": number},
        "facts": rows.file_rows(file),
        "openings": [
            {"name": name, "part": part, "on": rows.day(on)} for name, part, on in api.openings_with_names(file.id)
        ],
        "has_copy": bool(file.copy_size),
        "shown": shown,
    }
    return render(request, "hub/file.html", context)
