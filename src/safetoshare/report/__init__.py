"""The safe reporting pathway: report, receipt, mailbox, and what was shared about me (Recs 4-5)."""
