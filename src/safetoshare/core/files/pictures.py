"""A picture written anew: its points alone, so that place, day, device, name and hidden thumbnails stay behind.

The copy stands upright and in the common colours (sRGB), as JPEG, or as PNG where it was drawn or has clear parts.
"""

from __future__ import annotations

import io
import warnings
from typing import Final

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from safetoshare.core.files.wholeness import Refusal

# More points than any telephone of today writes (200 million) would open to more memory than there is to look at it.
MOST_POINTS: Final = 210_000_000
# Beyond this a copy is made smaller: a page of A3 at 400 points an inch has as many.
MOST_POINTS_OF_COPY: Final = 30_000_000
QUALITY: Final = 90
# These were drawn or photographed from a screen as a rule: letters stay sharp in a PNG.
_SHARP: Final = frozenset({"png", "gif", "bmp"})
_OPENED_AS: Final = {
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "gif": ("GIF",),
    "webp": ("WEBP",),
    "bmp": ("BMP",),
    "tiff": ("TIFF",),
    "heif": ("HEIF", "AVIF"),
}


def prepare() -> None:
    """Load every reader of pictures now: later nothing can be loaded any more."""
    Image.preinit()
    Image.init()
    Image.MAX_IMAGE_PIXELS = MOST_POINTS // 2
    pillow_heif.register_heif_opener(thumbnails=False)
    ImageCms.createProfile("sRGB")
    for form in ("JPEG", "PNG", "GIF", "WEBP", "TIFF"):
        drawn = io.BytesIO()
        Image.new("RGB", (8, 8)).save(drawn, form)
        clean_copy("jpeg" if form == "JPEG" else form.lower(), drawn.getvalue())


def clean_copy(kind: str, content: bytes) -> tuple[str, bytes] | Refusal:
    """Return the form ("jpeg" or "png") and the bytes of the copy, or why there is none.

    A picture that moves gives its first moment. MemoryError passes through.
    """
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(content), formats=_OPENED_AS[kind]) as opened,
        ):
            if opened.width * opened.height > MOST_POINTS:
                return Refusal.OPENS_TO_TOO_MUCH
            opened.draft("RGB", _smaller(opened.size))
            opened.load()
            return _written(kind, _upright(opened))
    except MemoryError:
        raise
    except Image.DecompressionBombError:
        return Refusal.OPENS_TO_TOO_MUCH
    except Exception:  # readers of pictures raise whatever they like of a file that is none
        return Refusal.NOT_WHOLE


def _smaller(size: tuple[int, int]) -> tuple[int, int]:
    """Return a size of the same shape with no more points than a copy has."""
    width, height = size
    share = min(1.0, (MOST_POINTS_OF_COPY / max(1, width * height)) ** 0.5)
    return max(1, int(width * share)), max(1, int(height * share))


def _upright(opened: Image.Image) -> Image.Image:
    """Return the picture upright, in common colours, and no larger than a copy may be."""
    profile, mode = opened.info.get("icc_profile"), "RGBA" if opened.has_transparency_data else "RGB"
    wanted = _smaller(opened.size)
    # Smaller first: everything after it takes memory by the point. Colours by number cannot be mixed.
    plain = opened.convert(mode) if opened.mode in ("P", "PA", "1") else opened
    picture = plain if wanted == plain.size else plain.resize(wanted, Image.Resampling.LANCZOS)
    ImageOps.exif_transpose(picture, in_place=True)
    return _in_common_colours(picture, profile, mode)


def _in_common_colours(picture: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        try:
            common = ImageCms.createProfile("sRGB")
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            wanted = mode if picture.mode != "CMYK" else "RGB"
            changed = ImageCms.profileToProfile(picture, source, common, outputMode=wanted)
            if changed is not None:
                return changed.convert(mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            # A profile that cannot be read: the colours stay as the numbers say.
            pass
    return picture.convert(mode)


def _written(kind: str, picture: Image.Image) -> tuple[str, bytes]:
    """Write the points alone: what the file knew besides is not carried over."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    copy = io.BytesIO()
    if picture.mode == "RGBA" or kind in _SHARP:
        bare.save(copy, "PNG")
        return "png", copy.getvalue()
    bare.save(copy, "JPEG", quality=QUALITY)
    return "jpeg", copy.getvalue()
