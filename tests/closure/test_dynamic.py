"""What ships where only running tells which module or file is meant, and what is said of it."""

from pathlib import Path

import pytest

from closure.folders import SDK, compiled, endpoint, messages, shipped

IMPORTS = SDK + "import importlib\nimport pkgutil\nfrom importlib import import_module\n\n"
PLUGINS = {"plugins/__init__.py": "", "plugins/one.py": "", "plugins/deep/two.py": ""}
HEAD = (
    SDK + "import glob\nimport os\nfrom pathlib import Path\n\nHERE = Path(__file__).parent\n\n\n"
)
WHOLE = "FC626 the package `plugins` ships whole"
UNKNOWN = "FC625 a module that is imported here may be missing in the worker"
FOLDER = "FC628 the folder `pkg/data` ships with the worker"


@pytest.mark.parametrize(
    "call",
    [
        'import_module("plugins." + n)',
        'import_module(f"plugins.{n}")',
        'import_module("plugins.%s" % n)',
        'import_module("plugins.{}".format(n))',
        'import_module(f"{PACKAGE}.{n}")',
        'importlib.import_module(name=f"{plugins.__name__}.{n}")',
        'import_module(f".{n}", "plugins")',
        '__import__("plugins." + n)',
        "list(pkgutil.iter_modules(plugins.__path__))",
        'list(pkgutil.walk_packages(path=plugins.__path__, prefix="plugins."))',
        "[import_module(m.name) for m in pkgutil.walk_packages(plugins.__path__, 'plugins.')]",
    ],
)
def test_a_package_ships_whole_if_any_of_its_modules_may_be_meant(
    tmp_path: Path, call: str
) -> None:
    constant = 'import plugins\n\nPACKAGE = "plugins"\n\n\n'
    text = IMPORTS + constant + endpoint("one", f"    return {call}\n", "(n: str)")
    compilation = compiled(tmp_path, {"one.py": text, **PLUGINS, "plugins/test_it.py": ""})
    assert sorted(shipped(compilation, "one")) == ["one.py", *sorted(PLUGINS)]
    assert messages(compilation) == [WHOLE]


def test_what_a_plugin_imports_ships_as_well(tmp_path: Path) -> None:
    text = IMPORTS + endpoint("one", '    return import_module("plugins." + n)\n', "(n: str)")
    files = {"one.py": text, "plugins/a.py": "import shared\n", "shared.py": ""}
    assert sorted(shipped(compiled(tmp_path, files), "one")) == sorted(files)


@pytest.mark.parametrize(
    "body",
    [
        "    return import_module(n)\n",
        "    return __import__(n)\n",
        "    return import_module(__import__('os').environ['NAME'])\n",
        "    return list(pkgutil.iter_modules([n]))\n",
        '    return import_module("plug" + n)\n',
        "    return load(n)\n",
        "    return [import_module(n) for n in (n, n)]\n",
        '    return import_module("plugins.one"), import_module(n)\n',
    ],
)
def test_an_unknown_module_is_a_warning_with_the_line_to_write(tmp_path: Path, body: str) -> None:
    helper = "def load(name):\n    return import_module(name)\n\n\n"
    text = IMPORTS + helper + endpoint("one", body, "(n: str)")
    compilation = compiled(tmp_path, {"one.py": text, **PLUGINS})
    assert messages(compilation) == [UNKNOWN]
    assert '[endpoint.one]\ninclude = ["FOLDER"]' in (compilation.diagnostics[0].help or "")


@pytest.mark.parametrize(
    "text",
    [
        'NAME = "plugins.one"\nimport_module(NAME)\n',
        'import_module("json")\n',
        'NAME = "json"\nimport_module(NAME)\n',
        'import_module("json." + input())\n',
        "def unused(name):\n    return import_module(name)\n",
        "def unused(name):\n    return also(name)\n\n\ndef also(name):\n    return __import__(name)\n",
        'def main(name):\n    import_module(name)\n\n\nif __name__ == "__main__":\n    main(input())\n',
        "list(pkgutil.iter_modules())\n",
        "from settings import NAME\n\nimport_module(NAME)\n",
    ],
)
def test_constants_strangers_and_what_no_route_reaches_are_no_matter(
    tmp_path: Path, text: str
) -> None:
    files = {"one.py": IMPORTS + text + "\n\n" + endpoint("one"), "settings.py": 'NAME = "json"\n'}
    assert messages(compiled(tmp_path, {**files, **PLUGINS})) == []


@pytest.mark.parametrize(
    "expression",
    [
        '(HERE / "data" / f"{n}.json").read_text()',
        '(HERE / "data" / n).read_text()',
        '(HERE / "data").joinpath(n).read_text()',
        'open(f"{HERE}/data/x-{n:03d}.json")',
        'open(os.path.join(os.path.dirname(__file__), "data", n + ".json"))',
        'list((HERE / "data").glob("*.json"))',
        'list((HERE / "data").iterdir())',
        'glob.glob(f"{HERE}/data/*.json")',
        'os.listdir(HERE / "data")',
        'load(HERE / "data" / n)',
        '(HERE / "data" / n / "x.json").read_text()',
    ],
)
def test_a_folder_ships_if_any_of_its_files_may_be_meant(tmp_path: Path, expression: str) -> None:
    text = f"{HEAD}def load(path): ...\n\n\n" + endpoint(
        "one", f"    return str({expression})\n", "(n: str)"
    )
    files = {"pkg/one.py": text, "pkg/data/x.json": "{}", "pkg/data/é/y.json": "[]"}
    kept = {"pkg/data/.env": "KEY=1", "pkg/data/.git/config": "", "pkg/data/a.pem": ""}
    compilation = compiled(tmp_path, {**files, **kept, "pkg/data/tool.py": "", "x.json": ""})
    assert sorted(shipped(compilation, "one")) == sorted(files)
    assert messages(compilation) == [FOLDER]
    assert compilation.diagnostics[0].notes == ("never shipped: `pkg/data/.env`, `pkg/data/a.pem`",)


def test_a_package_that_resources_name_ships_its_data(tmp_path: Path) -> None:
    text = SDK + "from importlib import resources\n\nimport pkg\n\n\n"
    body = '    return (resources.files(pkg) / f"{n}.txt").read_text()\n'
    files = {"one.py": text + endpoint("one", body, "(n: str)"), "pkg/__init__.py": ""}
    compilation = compiled(tmp_path, {**files, "pkg/a.txt": "", "pkg/other.py": ""})
    assert sorted(shipped(compilation, "one")) == ["one.py", "pkg/__init__.py", "pkg/a.txt"]


def test_a_folder_seen_from_the_working_folder_ships_with_a_warning(tmp_path: Path) -> None:
    text = HEAD + endpoint("one", '    return open(f"data/{n}").read()\n', "(n: str)")
    compilation = compiled(tmp_path, {"one.py": text, "data/x.json": "{}"})
    assert sorted(shipped(compilation, "one")) == ["data/x.json", "one.py"]
    assert [one[:5] for one in messages(compilation)] == ["FC617", "FC628"]


@pytest.mark.parametrize(
    "expression",
    [
        'open(HERE / "data" / f"{n}.json", "w")',
        '(HERE / "data" / n).write_text("x")',
        '(HERE / "gone" / n).read_text()',
        "open(n)",
        'open(f"/data/{n}")',
        'open("data/x.py")',
        '(HERE / "data" / ".." / ".." / n).read_text()',
        "len(n) / 2",
    ],
)
def test_what_is_written_or_elsewhere_ships_no_folder(tmp_path: Path, expression: str) -> None:
    text = HEAD + endpoint("one", f"    return str({expression})\n", "(n: str)")
    compilation = compiled(tmp_path, {"one.py": text, "data/x.json": "{}"})
    assert sorted(shipped(compilation, "one")) == ["one.py"]
    assert messages(compilation) == []


def test_a_folder_that_is_too_large_stays_at_home_with_the_line_to_write(tmp_path: Path) -> None:
    text = HEAD + endpoint("one", '    return open(HERE / "data" / n).read()\n', "(n: str)")
    many = {f"data/{number}.txt": "" for number in range(1001)}
    compilation = compiled(tmp_path, {"one.py": text, **many})
    assert sorted(shipped(compilation, "one")) == ["one.py"]
    assert messages(compilation) == ["FC627 `data/*` does not ship with the worker"]
    assert 'include = ["data"]' in (compilation.diagnostics[0].help or "")


def test_of_the_import_root_only_what_fits_the_name_ships(tmp_path: Path) -> None:
    text = HEAD + endpoint("one", '    return open(HERE / f"{n}.json").read()\n', "(n: str)")
    compilation = compiled(tmp_path, {"one.py": text, "x.json": "", "x.txt": "", "d/y.json": ""})
    assert sorted(shipped(compilation, "one")) == ["one.py", "x.json"]


def test_what_no_route_reaches_ships_no_folder(tmp_path: Path) -> None:
    unused = 'def unused(n):\n    return (HERE / "data" / n).read_text()\n\n\n'
    compilation = compiled(tmp_path, {"one.py": HEAD + unused + endpoint("one"), "data/x": ""})
    assert sorted(shipped(compilation, "one")) == ["one.py"]
    assert messages(compilation) == []


@pytest.mark.parametrize(
    ("package", "expected"),
    [("n", ["FC627"]), ('"json"', []), ("json", []), ("__package__", []), ("PACKAGE", [])],
)
def test_data_of_an_unknown_package_is_a_warning(
    tmp_path: Path, package: str, expected: list[str]
) -> None:
    text = SDK + 'import json\nfrom importlib.resources import files\n\nPACKAGE = "json"\n\n\n'
    body = f'    return (files({package}) / "x.txt").read_text()\n'
    compilation = compiled(tmp_path, {"one.py": text + endpoint("one", body, "(n: str)")})
    assert [one[:5] for one in messages(compilation)] == expected


REGISTERED = """KINDS = {{}}


class Base:
    PACKAGE = "plugins"

    def __init_subclass__(cls, **options):
        KINDS[cls.__name__] = cls


{decorator}class Kind({bases}):
    {name}

    {method}def run(self, n):
        return import_module({call})


"""


@pytest.mark.parametrize(
    ("decorator", "bases", "method"),
    [("", "Base", ""), ("@register\n", "", ""), ("", "", "@register\n    ")],
)
def test_a_class_that_is_only_registered_may_run(
    tmp_path: Path, decorator: str, bases: str, method: str
) -> None:
    register = "def register(one):\n    return one\n\n\n"
    text = REGISTERED.format(
        decorator=decorator, bases=bases, name="pass", method=method, call='f"plugins.{n}"'
    )
    body = "    return Base.__subclasses__()[0]().run(n)\n"
    source = IMPORTS + register + text + endpoint("one", body, "(n: str)")
    compilation = compiled(tmp_path, {"one.py": source, **PLUGINS})
    assert sorted(shipped(compilation, "one")) == ["one.py", *sorted(PLUGINS)]
    assert messages(compilation) == [WHOLE]


@pytest.mark.parametrize("call", ['f"{self.FROM}.{n}"', 'self.FROM + "." + n'])
def test_the_package_of_an_import_may_be_a_constant_of_the_class(tmp_path: Path, call: str) -> None:
    text = REGISTERED.format(
        decorator="", bases="Base", name='FROM = "plugins"', method="", call=call
    )
    source = IMPORTS + text + endpoint("one", "    return Kind().run(n)\n", "(n: str)")
    compilation = compiled(tmp_path, {"one.py": source, **PLUGINS})
    assert sorted(shipped(compilation, "one")) == ["one.py", *sorted(PLUGINS)]
    changed = source.replace("    return Kind()", "    Kind.FROM = n\n    return Kind()")
    (tmp_path / "other").mkdir()
    again = compiled(tmp_path / "other", {"one.py": changed, **PLUGINS})
    assert messages(again) == [UNKNOWN]


def test_a_class_that_nothing_comes_to_may_import_what_it_likes(tmp_path: Path) -> None:
    text = REGISTERED.format(decorator="", bases="", name="pass", method="", call="n")
    source = IMPORTS + text + endpoint("one", "    return n\n", "(n: str)")
    assert messages(compiled(tmp_path, {"one.py": source})) == []


def test_what_the_body_of_a_class_calls_runs_when_the_worker_starts(tmp_path: Path) -> None:
    helper = "def find(n):\n    return import_module(n)\n\n\n"
    text = helper + 'class Table:\n    ROWS = find("a" + "b")\n\n\n'
    source = IMPORTS + text + endpoint("one", "    return n\n", "(n: str)")
    assert messages(compiled(tmp_path, {"one.py": source})) == [UNKNOWN]
