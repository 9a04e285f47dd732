"""Names of the bodies that answer: forces, commissioners, national bodies; and what kind of body a name is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_TITLES = "Chief|Constable|Deputy|Acting|Temporary|Assistant|Dear|Yours|The|Office|From|To|Our|Response|Joint|Super"
_WORD = rf"(?!(?:{_TITLES})\b)[A-Z][A-Za-z’'-]{{1,30}}"
_NAME = rf"{_WORD}(?:(?: and | & | of | on | upon | )(?:{_WORD})){{0,4}}"
_COMMISSIONER = r"(?:Police,? (?:Fire,? )?(?:and |& )(?:Crime )?Commissioner|PCC|PFCC|OPCC|OPFCC)"
_NATIONAL = (
    r"National Police Chiefs[’']? Council|NPCC|Association of Police and Crime Commissioners|APCC|Home Office|"
    r"College of Policing|Crown Prosecution Service|Ministry of Justice|National Crime Agency"
)
BODY = (
    rf"(?:(?:{_NATIONAL})"
    rf"|(?:Office of the )?{_COMMISSIONER} for {_NAME}"
    rf"|{_NAME}(?:[’']s?)? "
    rf"(?:{_COMMISSIONER}|Constabulary|Police Service|Police(?! and Crime|,? Fire| Commissioner| Chiefs))"
    r"|Mayor[’']s Office for Policing and Crime|MOPAC)"
)
_NATIONAL_KIND = re.compile(rf"\b(?:{_NATIONAL}|Home Secretary|CPS|HMICFRS|IOPC)\b", re.IGNORECASE)
_ANY_BODY = re.compile(rf"\b{BODY}")
_SHORT = re.compile(rf"\s*(?:(?:Office of the )?{_COMMISSIONER}(?: for)?|Constabulary|Police Service|Police)\s*")


class BodyKind(StrEnum):
    """What kind of body answers; `JOINT` is a force and its commissioner together."""

    PCC = "pcc"
    FORCE = "force"
    JOINT = "joint"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name as printed, and its kind where the name says it."""

    name: str
    kind: BodyKind | None


def find_bodies(text: str) -> list[str]:
    """Return the names of bodies in a text, in order, each once; names in capitals are not found (they run on)."""
    return list(dict.fromkeys(match[0] for match in _ANY_BODY.finditer(text)))


def kind_of(name: str) -> BodyKind | None:
    """Return the kind of body or bodies that a name says."""
    flat = name.replace("’", "'")
    if _NATIONAL_KIND.search(flat):
        return BodyKind.NATIONAL
    pcc = re.search(
        r"\b(?:O?P(?:F)?CC|Crime Commissioner|Fire Commissioner|Commissioner|MOPAC|Mayor)\b", flat, re.IGNORECASE
    )
    rest = re.sub(r"Police,? (?:Fire,? )?(?:and|&) (?:Crime )?Commissioner", "", flat, flags=re.IGNORECASE)
    force = re.search(r"\b(?:Constabulary|Police|Chief Constable)\b", rest, re.IGNORECASE)
    if pcc and force:
        return BodyKind.JOINT
    return BodyKind.PCC if pcc else BodyKind.FORCE if force else None


def short_name(name: str) -> str:
    """Return the place in a body's name ("Northmoor" of "Northmoor Constabulary"); empty when nothing is left."""
    return _SHORT.sub(" ", name).strip(" ’'s") if find_bodies(name) else ""
