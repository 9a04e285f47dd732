"""What others' tools say of our pages, in `make test-long` alone: html-validate and Lighthouse.

Both are pinned in package-lock.json. They need Node 18.19 or later and npm, as the style sheet does (`assets/build`).
Nothing that runs needs either.
"""
