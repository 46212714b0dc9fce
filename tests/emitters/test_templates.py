"""Templates hold layout and nothing else."""

import ast
import re
import sys
from pathlib import Path

import pytest

import flashc_emitters
from flashc_emitters.code import Code, PlanError
from flashc_emitters.rendering import render

FOLDER = Path(flashc_emitters.__file__).parent / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.jinja"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_decides_nothing(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert "{% set" not in text
    for inside in re.findall(r"{[{%](.*?)[}%]}", text):
        assert "(" not in inside, "a call"
    assert not re.search(r"[\"']{{|}}[\"']", text), "quotes by hand"


def test_text_that_no_encoder_has_seen_is_refused() -> None:
    with pytest.raises(PlanError):
        render("requirements.txt.jinja", lines=["plain text"])
    assert render("requirements.txt.jinja", lines=[Code("a")]) == "a\n"


def test_generated_text_reads_one_way_on_every_system() -> None:
    for template in TEMPLATES:
        content = template.read_bytes()
        assert b"\r" not in content and content.endswith(b"\n")


def test_emitters_import_the_plan_and_nothing_else_of_the_compiler() -> None:
    allowed = {
        "flashc_emitters",
        "flashc.ir.plan",
        "jinja2",
        "black",
    }
    for module in FOLDER.parent.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            imported = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if isinstance(node, ast.Import):
                imported = [alias.name for alias in node.names]
            for name in imported:
                top = name.partition(".")[0]
                known = any(name == one or name.startswith(f"{one}.") for one in allowed)
                assert known or top in sys.stdlib_module_names, (module, name)
