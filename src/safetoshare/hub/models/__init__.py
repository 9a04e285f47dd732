"""The tables of `hub`."""

from safetoshare.hub.models.cases import Case, CaseGroup
from safetoshare.hub.models.erasures import ErasureRequest
from safetoshare.hub.models.referrals import AnswerWords, Referral

__all__ = ["AnswerWords", "Case", "CaseGroup", "ErasureRequest", "Referral"]
