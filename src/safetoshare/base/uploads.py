"""What becomes of files that a form sends: refused unread, but at the few addresses whose views take them themselves.

Django's own handlers would write them, in the clear, into a temporary file before any view is asked.
"""

from __future__ import annotations

from typing import Final, NoReturn

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

# How their addresses end, in each language. Their views read the form as it arrives (`report.views.receiving`).
TAKE_FILES: Final = ("/report/files/add/", "/return/files/")
# Of one form, with several files: what is longer is refused unread.
LARGEST_UPLOAD: Final = 1024 * 1024 * 1024

# Set by the server on a request whose files it did not receive, since as many as may are on their way already.
NO_ROOM: Final = "safetoshare.no_room"


def takes_files(path: str) -> bool:
    """Whether the form that is sent to an address may hold files, and is so read as it arrives."""
    return path.endswith(TAKE_FILES)


class RefuseFiles(FileUploadHandler):
    """Refuse at the first byte: the answer is 400, and nothing is stored anywhere."""

    def new_file(self, *_arguments: object, **_named: object) -> NoReturn:
        raise RequestDataTooBig("This form takes no file.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
