"""The unwrapper: one small process that alone uses private keys.

Web processes ask it over a Unix socket; they never see a private key. It keeps unlocked keys in memory only (15
minutes idle, 8 hours at most; a restart locks all), asks the permission table, keeps a quota, and commits an audit
row before it returns a word: no audit, no plaintext.

    protocol    the messages, length-prefixed JSON (never pickles: they run code)
    client      what web processes call
    server      the process; `hardening` keeps its memory to itself
    openings    from a question's name to who answers it; `questions` reads what it holds
    room        what all of them share, and who asks
    unlocking   unlocking, locking, and drawing a member's new key; `tries` slows wrong passphrases
    reading     opening records, counting over many, and allowing a colleague more
    surveys     what is counted over many records that nobody reads
    searching   search by name or telephone number; `index` is what it knows
    signing     a member's signature on the next key list
    wrapping    keys wrapped to colleagues, and anew to a unit's next key
    preparing   what follows on each unlocking
    operations  what parts have done with the log's key
    keyring     the unlocked keys, and the quotas
"""
