"""Backups of the embedded form: SQLite, one folder of state, one folder of key files.

    archive         the data: databases and state as one file, whose manifest says what is in it
    secrets         the key files, sealed so that any two recovery holders open them

Data and secrets are two files, to be kept in two places: the first tells nothing without the second, and the second
opens for no single person. `safetoshare backup` makes both, `safetoshare restore` puts them back.
"""
