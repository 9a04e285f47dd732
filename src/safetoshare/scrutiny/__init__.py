"""The commissioner's register: super-complaints, recommendations by recipient, clocks, responses, evidence (Rec 8)."""
