"""The tree against the public test vectors of RFC 6962 and RFC 9162 (see vectors/README.md)."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from safetoshare.core.ledger.tree import Tree, leaf_hash, verify_consistency, verify_inclusion

VECTORS: dict[str, dict[str, Any]] = {
    path: json.loads(file["content"])
    for path, file in json.loads(
        (Path(__file__).parent / "vectors" / "testdata.json").read_text(encoding="utf-8")
    ).items()
}
INCLUSION = [path for path in VECTORS if path.startswith("testdata/inclusion/")]
CONSISTENCY = [path for path in VECTORS if path.startswith("testdata/consistency/")]

# The eight leaves that every implementation of RFC 6962 is tried on, and their roots by size.
EIGHT_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
EIGHT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.fixture
def eight() -> Tree:
    tree = Tree()
    tree.extend(EIGHT_LEAVES)
    return tree


def decoded(text: str | None) -> bytes:
    return base64.b64decode(text or "", validate=True)


def proof_of(vector: dict[str, Any]) -> list[bytes]:
    return [decoded(text) for text in vector["proof"] or []]


def index_of(vector: dict[str, Any]) -> int:
    index: int = vector["leafIdx" if "leafIdx" in vector else "leafIndex"]
    return index


def test_all_published_vectors_are_here() -> None:
    assert (len(INCLUSION), len(CONSISTENCY), len(VECTORS)) == (98, 98, 196)
    assert sum(not vector["wantErr"] for vector in VECTORS.values()) == 12


@pytest.mark.parametrize("path", INCLUSION)
def test_inclusion_answers_as_the_published_vector_wants(path: str) -> None:
    vector = VECTORS[path]
    answer = verify_inclusion(
        index_of(vector),
        vector["treeSize"],
        decoded(vector["leafHash"]),
        proof_of(vector),
        decoded(vector["root"]),
    )
    assert answer is not vector["wantErr"]


@pytest.mark.parametrize("path", CONSISTENCY)
def test_consistency_answers_as_the_published_vector_wants(path: str) -> None:
    vector = VECTORS[path]
    answer = verify_consistency(
        vector["size1"],
        vector["size2"],
        proof_of(vector),
        decoded(vector["root1"]),
        decoded(vector["root2"]),
    )
    assert answer is not vector["wantErr"]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_tree_makes_the_published_inclusion_proofs(eight: Tree, number: int) -> None:
    vector = VECTORS[f"testdata/inclusion/{number}/happy-path.json"]
    assert eight.inclusion(index_of(vector), vector["treeSize"]) == proof_of(vector)
    assert leaf_hash(EIGHT_LEAVES[index_of(vector)]) == decoded(vector["leafHash"])


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_the_tree_makes_the_published_consistency_proofs(eight: Tree, number: int) -> None:
    vector = VECTORS[f"testdata/consistency/{number}/happy-path.json"]
    assert eight.consistency(vector["size1"], vector["size2"]) == proof_of(vector)


@pytest.mark.parametrize(("size", "root"), list(enumerate(EIGHT_ROOTS)))
def test_the_eight_leaves_have_the_known_roots(eight: Tree, size: int, root: str) -> None:
    assert eight.root(size).hex() == root


def test_the_root_grows_with_each_leaf_to_the_known_roots() -> None:
    tree = Tree()
    roots = [tree.root().hex()]
    for expected_index, leaf in enumerate(EIGHT_LEAVES):
        assert tree.append(leaf) == expected_index
        roots.append(tree.root().hex())
    assert roots == EIGHT_ROOTS
