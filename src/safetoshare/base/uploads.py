"""What becomes of files that a form sends. No form of this version takes one, so every file is refused unread.

Django's own handlers would write it, in the clear, into a temporary file before any view is asked.
"""

from __future__ import annotations

from typing import NoReturn

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class RefuseFiles(FileUploadHandler):
    """Refuse at the first byte: the answer is 400, and nothing is stored anywhere."""

    def new_file(self, *_arguments: object, **_named: object) -> NoReturn:
        raise RequestDataTooBig("No form of this version takes a file.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
