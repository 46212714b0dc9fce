"""`requirements.txt`: every form of a line that pip knows."""

from pathlib import Path

import pytest

from dependencies.reading import entries, read, text_at
from flashc.ir.constraints import Role


def test_every_form_of_a_line_is_read(tmp_path: Path) -> None:
    text = """\
# a comment
numpy            # another
 Torch >= 2 , < 3
pandas[excel,PARQUET]~=2.1
importlib-metadata; python_version < "3.9"
uvloop==0.23.0 ; sys_platform != 'win32' and \\
    python_version >= "3.10"
pip @ https://example.com/pip-24.0-py3-none-any.whl
https://example.com/a/b/flit-3.9-py3-none-any.whl ; python_version > "3"
git+https://example.com/acme/tools.git@v1#egg=acme_tools&subdirectory=python
-e git+https://example.com/acme/more.git#egg=more
scipy==1.11.0 --hash=sha256:aa --hash=sha256:bb
requests \\
    >=2 \\
    # the last line of this one
"""
    assert entries(tmp_path, requirements_dot_txt=text) == [
        "numpy",
        "torch>=2,<3",
        "pandas[excel,parquet]~=2.1",
        'importlib-metadata; python_version < "3.9"',
        'uvloop==0.23.0; sys_platform != "win32" and python_version >= "3.10"',
        "pip @ https://example.com/pip-24.0-py3-none-any.whl",
        'flit @ https://example.com/a/b/flit-3.9-py3-none-any.whl ; python_version > "3"',
        "acme-tools @ git+https://example.com/acme/tools.git@v1#subdirectory=python",
        "more @ git+https://example.com/acme/more.git",
        "scipy==1.11.0",
        "requests>=2",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_are_those_of_the_text(tmp_path: Path, end: str) -> None:
    text = end.join(["\ufeff# first", "  numpy >= 1", "torch<3 # x", "", "scipy ; os_name == 'nt'"])
    found = read(tmp_path, requirements_dot_txt=text)
    written = [text_at(found, entry) for entry in found.scopes[0].entries]
    assert written == ["numpy >= 1", "torch<3", "scipy ; os_name == 'nt'"]


def test_files_name_files(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        requirements_dot_txt="-r deep/more.txt\n--constraint=limits.txt\nnumpy\n-r requirements.txt\n",
        deep__more_dot_txt="-r other.txt\nscipy\n",
        deep__other_dot_txt="torch\n-r ../requirements.txt\n",
        limits_dot_txt="numpy<3\n-r deep/other.txt\n",
    )
    said = [(entry.requirement, entry.role) for entry in found.scopes[0].entries]
    assert said == [
        ("torch", Role.REQUIRED),
        ("scipy", Role.REQUIRED),
        ("numpy<3", Role.CONSTRAINT),
        ("torch", Role.CONSTRAINT),
        ("numpy", Role.REQUIRED),
    ]
    assert found.diagnostics == ()


def test_nothing_is_read_outside_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hunter2 is the password\n", encoding="utf-8")
    project = tmp_path / "project"
    project.mkdir()
    (project / ".git").mkdir()
    (project / "link.txt").symlink_to(tmp_path / "secret.txt")
    text = f"-r ../secret.txt\n-r {tmp_path}/secret.txt\n-r link.txt\n-r /etc/hostname\n"
    found = read(project, requirements_dot_txt=text)
    assert [d.primary.text for d in found.diagnostics if d.primary] == [
        "it lies outside of the project"
    ] * 4
    assert list(found.files) == [f for f in found.files if f.path.endswith("requirements.txt")]


def test_options_of_indexes_are_noted_without_their_passwords(tmp_path: Path) -> None:
    text = (
        "-i https://me:hunter2@example.com/simple\n-fhttps://x.example\n--trusted-host=h\nnumpy\n"
    )
    found = read(tmp_path, requirements_dot_txt=text)
    assert [d.message for d in found.diagnostics] == [
        "`-i` is left out",
        "`-f` is left out",
        "`--trusted-host` is left out",
    ]
    assert "hunter2" not in found.files[0].text
    assert [entry.name for entry in found.scopes[0].entries] == ["numpy"]


def test_local_folders_are_left_out(tmp_path: Path) -> None:
    text = "-e .\n./a\n../b[extra]\n/c\nfile:///d\ne-1-py3-none-any.whl\n-e ./f[x]\nx @ file:///g\n~/h\n"
    found = read(tmp_path, requirements_dot_txt=text)
    assert found.scopes[0].entries == ()
    assert {d.code.number for d in found.diagnostics} == {"FC606"}
    assert len(found.diagnostics) == 9


def test_a_password_in_an_address_is_refused_and_a_variable_is_not(tmp_path: Path) -> None:
    lines = [
        "a @ https://me:pw@example.com/a.whl",
        "b @ git+https://ghp_token@github.com/x/b",
        "c @ git+https://${TOKEN}@github.com/x/c",
        "d @ git+ssh://git@github.com/x/d",
        "e @ https://${USER}:${PASSWORD}@example.com/e.whl",
    ]
    found = read(tmp_path, requirements_dot_txt="\n".join(lines))
    assert [e.name for e in found.scopes[0].entries] == ["c", "d", "e"]
    assert [d.code.number for d in found.diagnostics] == ["FC610", "FC610"]
