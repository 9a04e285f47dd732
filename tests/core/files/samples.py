"""Small files of each kind, made here: no photograph of anybody."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Final

import pillow_heif
from PIL import Image

MAKER: Final = "canary-phone"
PLACE: Final = "canary-place"


def picture(form: str, size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    """A picture of two colours, with what a phone writes into it where the form has a place for that."""
    pillow_heif.register_heif_opener()
    image = Image.new(mode, size, "white")
    image.paste(Image.new(mode, (size[0] // 2, size[1]), "black"))
    about = Image.Exif()
    about[0x010F] = MAKER
    about[0x9286] = PLACE
    written = io.BytesIO()
    more = {"exif": about} if form in ("JPEG", "PNG", "WEBP", "HEIF", "AVIF") else {}
    image.save(written, form, **more)
    return written.getvalue()


def turned_picture() -> bytes:
    """A photo that lies on its side, and says so: 60 wide and 40 high, to be shown 40 wide."""
    about = Image.Exif()
    about[0x0112] = 6
    written = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(written, "JPEG", exif=about)
    return written.getvalue()


def box(name: bytes, content: bytes = b"") -> bytes:
    """A box of ISO/IEC 14496-12."""
    return struct.pack(">I4s", 8 + len(content), name) + content


def video(brand: bytes = b"isom") -> bytes:
    """The boxes of a video, with nothing to see in it."""
    return box(b"ftyp", brand + bytes(4) + brand) + box(b"mdat", bytes(500)) + box(b"moov", bytes(100))


def riff(form: bytes) -> bytes:
    """A file of RIFF chunks."""
    content = form + b"data" + struct.pack("<I", 100) + bytes(100)
    return b"RIFF" + struct.pack("<I", len(content)) + content


def webm() -> bytes:
    """An EBML header and a segment that says its length."""
    header = b"\x1a\x45\xdf\xa3" + b"\x84" + bytes(4)
    return header + b"\x18\x53\x80\x67" + b"\x40\xc8" + bytes(200)


def webm_as_recorded() -> bytes:
    """The same, as a browser records it: the segment does not know its length."""
    return webm()[:9] + b"\x18\x53\x80\x67" + b"\x01\xff\xff\xff\xff\xff\xff\xff" + bytes(50)


def pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def archive(content: bytes = b"12/11/2026, 21:04 - A: Come at nine.\n", name: str = "chat.txt") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return written.getvalue()


# What each is -> its group, and a file of it.
WHOLE: Final = {
    "jpeg": ("picture", picture("JPEG")),
    "png": ("picture", picture("PNG")),
    "gif": ("picture", picture("GIF")),
    "webp": ("picture", picture("WEBP")),
    "bmp": ("picture", picture("BMP")),
    "tiff": ("picture", picture("TIFF")),
    "heif": ("picture", picture("HEIF")),
    "mp4": ("video", video()),
    "m4a": ("audio", video(b"M4A ")),
    "webm": ("video", webm()),
    "avi": ("video", riff(b"AVI ")),
    "wav": ("audio", riff(b"WAVE")),
    "ogg": ("audio", b"OggS" + bytes(100)),
    "amr": ("audio", b"#!AMR\n" + bytes(100)),
    "flac": ("audio", b"fLaC" + bytes(100)),
    "mp3": ("audio", b"\xff\xfb\x90\x00" + bytes(100)),
    "aac": ("audio", b"\xff\xf1\x50\x80" + bytes(100)),
    "pdf": ("pdf", pdf()),
    "zip": ("archive", archive()),
    "text": ("text", "خرجت من البيت\n".encode()),
}
