"""Which data files ship, and what is said about the others."""

from pathlib import Path

import pytest

from closure.folders import SDK, compiled, endpoint, messages, shipped

HEAD = SDK + "import os\nfrom pathlib import Path\n\n"


@pytest.mark.parametrize(
    "expression",
    [
        'Path(__file__).parent / "data" / "x.json"',
        'Path(__file__).resolve().parent.joinpath("data", "x.json")',
        'Path(__file__).with_name("data") / "x.json"',
        'Path(__file__).parents[0] / "data/x.json"',
        'os.path.join(os.path.dirname(__file__), "data", "x.json")',
        'os.path.join(os.path.dirname(os.path.abspath(__file__)), "data/x.json")',
        'f"{Path(__file__).parent}/data/{NAME}.json"',
        'os.path.dirname(__file__) + "/data/x.json"',
        'Path(__file__).parent / "data" / "other" / ".." / "x.json"',
        '(Path(__file__).parent / "data" / "x").with_suffix(".json")',
        'open(HERE / "data" / "x.json")',
    ],
)
def test_a_path_from_the_module_ships_its_file(tmp_path: Path, expression: str) -> None:
    constants = 'NAME = "x"\nHERE = Path(__file__).parent\n'
    source = f"{HEAD}{constants}FOUND = {expression}\n\n{endpoint('one')}"
    compilation = compiled(tmp_path, {"pkg/one.py": source, "pkg/data/x.json": "{}"})
    assert shipped(compilation, "one") == {"pkg/one.py": source, "pkg/data/x.json": "{}"}
    assert messages(compilation) == []


@pytest.mark.parametrize(
    "expression",
    [
        'open("x.json", "w")',
        'open("gone.json")',
        "open(os.environ.get('NAME', ''))",
        'Path(__file__).parent.parent / "x.json"',
        'print("x.json")',
        'open("/x.json")',
    ],
)
def test_what_is_written_unknown_or_elsewhere_ships_nothing(
    tmp_path: Path, expression: str
) -> None:
    source = f"{HEAD}FOUND = {expression}\n\n{endpoint('one')}"
    compilation = compiled(tmp_path, {"one.py": source, "x.json": "{}"})
    assert sorted(shipped(compilation, "one")) == ["one.py"]
    assert messages(compilation) == []


def test_a_relative_path_ships_with_a_warning_that_shows_the_sure_form(tmp_path: Path) -> None:
    source = f'{HEAD}FOUND = open("x.json")\n\n{endpoint("one")}'
    compilation = compiled(tmp_path, {"pkg/one.py": source, "x.json": "{}"})
    assert sorted(shipped(compilation, "one")) == ["pkg/one.py", "x.json"]
    (finding,) = compilation.diagnostics
    assert finding.code.number == "FC617"
    assert finding.help == 'write `Path(__file__).parent.parent / "x.json"`'


@pytest.mark.parametrize("name", [".env", ".env.local", "server.pem", "id_rsa", "my.key"])
def test_secrets_never_ship(tmp_path: Path, name: str) -> None:
    source = f'{HEAD}FOUND = Path(__file__).with_name("{name}")\n\n{endpoint("one")}'
    compilation = compiled(tmp_path, {"one.py": source, name: "secret"})
    assert sorted(shipped(compilation, "one")) == ["one.py"]
    assert messages(compilation) == [f"FC616 `{name}` does not ship with the worker"]


@pytest.mark.parametrize("folder", ["flashc_runtime", "runpod_flash", "one_worker"])
def test_data_in_a_place_of_generated_files_does_not_ship(tmp_path: Path, folder: str) -> None:
    source = f'{HEAD}FOUND = Path(__file__).parent / "{folder}/app.py"\n\n{endpoint("one")}'
    compilation = compiled(tmp_path, {"one.py": source, f"{folder}/app.py": "x = 1"})
    assert sorted(shipped(compilation, "one")) == ["one.py"]
    assert messages(compilation) == [f"FC616 `{folder}/app.py` does not ship with the worker"]
    listed = source.replace('app.py"', '" / f"{input()}.txt"')
    compilation = compiled(tmp_path, {"one.py": listed, f"{folder}/x.txt": "x"})
    assert sorted(shipped(compilation, "one")) == ["one.py"]
    (finding,) = compilation.diagnostics
    assert (finding.code.number, finding.primary and finding.primary.text) == (
        "FC627",
        "it would be among flashc's own files",
    )


@pytest.mark.parametrize("folder", ["runtime", "two_worker", "pkg/flashc_runtime"])
def test_data_in_a_folder_of_a_like_name_ships(tmp_path: Path, folder: str) -> None:
    source = f'{HEAD}FOUND = Path(__file__).parent / "{folder}/app.py"\n\n{endpoint("one")}'
    compilation = compiled(tmp_path, {"one.py": source, f"{folder}/app.py": "x = 1"})
    assert sorted(shipped(compilation, "one")) == sorted(["one.py", f"{folder}/app.py"])
    assert messages(compilation) == []


def test_a_link_that_leaves_the_root_does_not_ship(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("x", encoding="utf-8")
    (tmp_path / "root").mkdir()
    (tmp_path / "root/x.txt").symlink_to(tmp_path / "outside.txt")
    source = f'{HEAD}FOUND = Path(__file__).with_name("x.txt")\n\n{endpoint("one")}'
    compilation = compiled(tmp_path / "root", {"one.py": source})
    assert sorted(shipped(compilation, "one")) == ["one.py"]
    assert messages(compilation) == ["FC616 `x.txt` does not ship with the worker"]


def test_what_another_endpoints_function_opens_stays_at_home(tmp_path: Path) -> None:
    opens = '    return open(Path(__file__).with_name("x.txt")).read()\n'
    source = f"{HEAD}{endpoint('one', opens)}\n\n{endpoint('two')}"
    compilation = compiled(tmp_path, {"both.py": source, "x.txt": "x"})
    assert sorted(shipped(compilation, "one")) == ["both.py", "x.txt"]
    assert sorted(shipped(compilation, "two")) == ["both.py"]


def test_a_name_that_is_bound_twice_is_no_constant_path(tmp_path: Path) -> None:
    opens = '    name = "x.txt"\n    name = input()\n    return open(name).read()\n'
    compilation = compiled(tmp_path, {"one.py": HEAD + endpoint("one", opens), "x.txt": "x"})
    assert sorted(shipped(compilation, "one")) == ["one.py"]


OWNER = """class Words:
    ROOT = Path(__file__).parent
    DATA = ROOT / "data"
    NAME = "x.json"

    def __init__(self, size=3):
        self.size = size
        self.folder = Path(__file__).parent / "data"

    def read(self):
        return {expression}

    @classmethod
    def shared(cls):
        return cls.NAME


class More(Words):
    def again(self):
        return {again}

"""


@pytest.mark.parametrize(
    ("expression", "again"),
    [
        ('(self.ROOT / "data" / "x.json").read_text()', "1"),
        ("open(self.DATA / self.NAME)", "1"),
        ('(self.folder / "x.json").read_text()', "1"),
        ("(Words.DATA / Words.NAME).read_text()", "1"),
        ("1", "(self.DATA / self.NAME).read_text()"),
        ("1", 'open(More.ROOT / "data" / "x.json")'),
    ],
)
def test_a_path_that_a_class_holds_ships_its_file(
    tmp_path: Path, expression: str, again: str
) -> None:
    text = OWNER.format(expression=expression, again=again)
    source = HEAD + text + "\n" + endpoint("one", "    return More().again()\n")
    compilation = compiled(tmp_path, {"pkg/one.py": source, "pkg/data/x.json": "{}"})
    assert "pkg/data/x.json" in shipped(compilation, "one")
    assert [one for one in messages(compilation) if one.startswith("FC61")] == []


@pytest.mark.parametrize(
    "expression",
    [
        "open(self.size / self.NAME)",
        "open(self.gone / self.NAME)",
        "open(other.DATA / self.NAME)",
    ],
)
def test_a_path_that_a_class_does_not_hold_ships_nothing(tmp_path: Path, expression: str) -> None:
    text = OWNER.format(expression=expression, again="1").replace('    DATA = ROOT / "data"\n', "")
    text = text.replace('        self.folder = Path(__file__).parent / "data"\n', "")
    source = HEAD + text + "\n" + endpoint("one", "    return More().again()\n")
    compilation = compiled(tmp_path, {"pkg/one.py": source, "pkg/data/x.json": "{}"})
    assert "pkg/data/x.json" not in shipped(compilation, "one")
