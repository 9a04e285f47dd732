"""The directory of services and where the gaps are (Rec 6): Open Referral UK, access and gaps, provider forum."""
