"""A worker's files in memory: what is not a tree has no constructor."""

import json

import pytest

from flashc_emitters.tree import InvalidTree, OutputFile, WorkerTree, check_names, parents, sha256
from output.scenario import worker


def manifest(name: str = "api", **changes: object) -> OutputFile:
    value = {"schema": 1, "endpoint": name, "files": {}} | changes
    return OutputFile(path="flashc.json", content=json.dumps(value).encode())


@pytest.mark.parametrize(
    "path",
    [
        *("", "/a", "a/", "a//b", ".", "./a", "a/./b", "..", "../a", "a/../b"),
        *("a\\b", "a\0b", "C:a", "a/\udc80"),
    ],
)
def test_a_path_that_is_not_plain_is_refused(path: str) -> None:
    with pytest.raises(InvalidTree):
        OutputFile(path=path, content=b"")


@pytest.mark.parametrize("path", ["a", "a/b.py", ".dockerignore", "ü/日本.txt", "...", "a b"])
def test_a_plain_path_is_kept_as_it_is(path: str) -> None:
    assert OutputFile(path=path, content=b"").path == path


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "/a", ".hidden", ".flashc-writing"])
def test_a_name_that_is_not_one_plain_segment_is_refused(name: str) -> None:
    with pytest.raises(InvalidTree):
        WorkerTree(name=name, files=(manifest(name),))


@pytest.mark.parametrize(
    "paths", [("a.py", "a.py"), ("a.py", "A.py"), ("\u00e9", "e\u0301"), ("a", "a/b"), ("A", "a/b")]
)
def test_files_that_would_share_a_path_on_some_system_are_refused(paths: tuple[str, ...]) -> None:
    files = tuple(OutputFile(path=path, content=b"") for path in paths)
    with pytest.raises(InvalidTree):
        WorkerTree(name="api", files=(manifest(), *files))


def test_folders_that_differ_in_case_only_are_no_collision_of_files() -> None:
    assert len(worker("api", {"a/x.py": "", "A/y.py": ""}).files) == 3


def test_files_are_sorted_by_path_with_their_digests() -> None:
    tree = worker("api", {"b.py": "b", "a.py": "a"})
    assert [file.path for file in tree.files] == ["a.py", "b.py", "flashc.json"]
    assert tree.digests["a.py"] == sha256(b"a")


@pytest.mark.parametrize(
    "file",
    [
        OutputFile(path="app.py", content=b""),
        manifest("other"),
        manifest(schema="1"),
        manifest(files={"app.py": sha256(b"")}),
        manifest(files=[]),
        OutputFile(path="flashc.json", content=b"[]"),
        OutputFile(path="flashc.json", content=b"{"),
    ],
)
def test_a_tree_without_a_true_manifest_is_refused(file: OutputFile) -> None:
    with pytest.raises(InvalidTree):
        WorkerTree(name="api", files=(file,))


def test_two_workers_in_one_folder_are_refused() -> None:
    with pytest.raises(InvalidTree, match="'api' and 'API'"):
        check_names([worker("api", {}), worker("API", {})])


def test_parents_are_the_folders_that_lead_to_a_path() -> None:
    assert list(parents("a/b/c")) == ["a/b", "a"]
    assert list(parents("a")) == []
