"""What a page may weigh on the wire, compressed and with its headers, so that it reaches a poor line."""

# The first page of a visit, its style sheet with it: bytes, and requests.
FIRST_PAGE = 14_000
REQUESTS = 2
# Each next page, the style sheet being there.
NEXT_PAGE = 8_000
