"""An append-only log of who was told what: RFC 6962 hashing in C2SP formats, and its offline verifier."""
