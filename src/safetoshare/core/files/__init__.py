"""Files that a person sends with a report: what they are, whether they are whole, and the clean copy of a picture.

`kinds` recognises a file by its content, by `kinds.toml`; `wholeness` finds what is cut off, hides a second file or
opens to far more than it says; `pictures` writes a picture anew; `examining` does all three in turn. Nothing here
trusts a file: it runs where it can reach nothing (`base.confined`).
"""

from safetoshare.core.files.kinds import Group
from safetoshare.core.files.wholeness import Refusal

__all__ = ["Group", "Refusal"]
