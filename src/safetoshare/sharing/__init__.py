"""Every disclosure: decided by the published policy in force, promised, recorded, shown to the person (Recs 1-4).

Only `sharing.services` writes a disclosure and touches the ledger; nothing else sends personal data to another body.
"""
