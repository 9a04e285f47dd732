"""The policy language: closed vocabulary, box rules, a decision per kind of data, exact proofs."""
