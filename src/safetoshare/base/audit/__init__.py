"""The audit: who did what with which record (Data Protection Act 2018 s.62; Rec 4(g)).

rows        one row an act, committed before the act: no audit, no plaintext and no change
requests    the row of each request that changes something, written by construction
tree        each night the day's rows become leaves of a tree, and its head is signed
signing     what the unwrapper signs of it
checking    whether rows, tree and heads still fit together
reading     what the data protection officer reads
"""

from safetoshare.base.audit.rows import audit_place, record_act, record_consultations, record_survey

__all__ = ["audit_place", "record_act", "record_consultations", "record_survey"]
