"""The unwrapper: one small process that alone uses private keys.

Web processes ask it over a Unix socket; they never see a private key. It keeps unlocked keys in memory only (15
minutes idle, 8 hours at most; a restart locks all), asks the permission table, keeps a quota, and commits an audit
row before it returns a word: no audit, no plaintext.

    protocol   the messages, length-prefixed JSON (never pickles: they run code)
    client     what web processes call
    server     the process
    openings   unlocking and opening, with permission, quota and audit
    surveys    counting over many records that nobody reads
    keyring    the unlocked keys
    audit      the row that comes first
"""
