"""The safeguarding unit: triage, needs assessment, consent, referral, outcomes, anti-slavery partnership (Rec 4)."""
