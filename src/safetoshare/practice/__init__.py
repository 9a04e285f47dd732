"""How staff take up the policy framework: adoption, reading, briefings, outreach (Recs 4-5)."""
