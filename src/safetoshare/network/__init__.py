"""The directory of services, who takes part and where the gaps are (Rec 6): Open Referral UK, access, provider forum."""
