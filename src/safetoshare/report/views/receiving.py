"""Reading a form with files while it arrives: each file goes, piece by piece, to where it is sealed.

Nothing is held back until all of it is here, in memory or on a disk, as Django's own handlers do. The fields that say
whose files they are stand before them in the form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.http.request import UnreadablePostError

from safetoshare.report.api import filing
from safetoshare.report.api.filing import Receiving

MOST_AT_ONCE: Final = 20
# From the fields that have come so far, and the name of a file: where it goes; None if nowhere.
Begin = Callable[[QueryDict, str], Receiving | None]


class _Handler(FileUploadHandler):
    """Gives each file's bytes on. What comes of them stands in `received`, in the form's order."""

    chunk_size = filing.PIECE

    def __init__(self, request: HttpRequest, begin: Begin) -> None:
        super().__init__(request)
        self.parser: Any = None
        self.received: list[Receiving] = []
        self.is_away = False
        self.were_too_many = False
        self._begin = begin
        self._arriving: Receiving | None = None

    def new_file(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401  # Django's own
        super().new_file(*arguments, **named)
        if len(self.received) >= MOST_AT_ONCE:
            self.were_too_many = True
            raise SkipFile
        try:
            # Django tells a handler nothing of the fields before the file.
            self._arriving = self._begin(self.parser._post, str(self.file_name or ""))
        except (AnyDatabaseError, filing.BusyError):
            self._stop()
        if self._arriving is None:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._arriving is None:
            return
        try:
            self._arriving.add(raw_data)
        except AnyDatabaseError:
            self._stop()

    def file_complete(self, file_size: int) -> None:
        arrived, self._arriving = self._arriving, None
        if arrived is None:
            return
        try:
            arrived.end()
        except AnyDatabaseError:
            self.is_away = True
            filing.try_to_drop(arrived)
        else:
            self.received.append(arrived)

    def cut_off(self) -> None:
        """Drop what did not arrive whole."""
        if self._arriving is not None:
            filing.try_to_drop(self._arriving)

    def _stop(self) -> None:
        """Read on to the form's end and keep nothing: the page is answered, and says so."""
        self.is_away = True
        self.cut_off()
        self._arriving = None
        raise SkipFile


def receive(request: HttpRequest, begin: Begin) -> _Handler:
    """Read the form of a request; its fields then stand in `request.POST`. BadRequest for one that is malformed.

    Whoever's line breaks hears no answer, and nothing of the file stays.
    """
    handler = _Handler(request, begin)
    if request.content_type != "multipart/form-data":
        return handler
    try:
        body: Any = request
        parser = MultiPartParser(request.META, body, [handler], request.encoding or "utf-8")
        handler.parser = parser
        request.POST, _ = parser.parse()  # type: ignore[assignment]  # as Django itself sets it
    except (MultiPartParserError, UnreadablePostError):
        handler.cut_off()
        raise BadRequest("The form did not arrive whole.") from None
    except BaseException:
        handler.cut_off()
        raise
    return handler
