"""What others' tools say of our pages, in `make test-long` alone: html-validate and Lighthouse.

Both are pinned in package-lock.json. They need Node 18.19 or later and npm, as the style sheet does (`assets/build`).
Nothing that runs needs either.

Neither is the newest: Debian 12 has Node 18 and npm 9. Lighthouse after 12.2 brings along packages "latest", which
npm 9 finds missing from any lock that holds no addresses; html-validate after 9 needs Node 20.
"""
