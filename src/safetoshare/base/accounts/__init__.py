"""Who signs in, how, and what a signed-in person sees first.

Signing in (a name and a one-time code) proves who somebody is and opens no record. Unlocking (the passphrase, see
`base.unwrapper`) opens a unit's keys for a while. Both stand between anybody and any record.
"""
