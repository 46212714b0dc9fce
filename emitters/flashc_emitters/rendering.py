"""Templates: the layout of whole files. They are compiled once, and print only encoded text."""

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from flashc_emitters.code import Code, PlanError
from flashc_emitters.literals import dockerfile, docstrings, markdown, python, shell, toml


def render(name: str, **values: Any) -> str:
    """Return the text of the template, which lies at `name` below `templates/`.

    Raises `PlanError` when the template prints a value that no encoder has seen.
    """
    return _template(name).render(values)


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(  # noqa: S701  (no HTML; `finalize` refuses what is not encoded)
        loader=FunctionLoader(_source),
        undefined=StrictUndefined,
        finalize=_only_code,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters.clear()
    environment.filters.update(
        docstring=lambda text: docstrings.docstring(text, 0),
        docker=dockerfile.quoted,
        exec_form=dockerfile.exec_form,
        image=dockerfile.image,
        md=markdown.text,
        md_code=markdown.code,
        package=dockerfile.package,
        py=python.string,
        shell=shell.word,
        toml=toml.string,
    )
    return environment


def _source(name: str) -> str:
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8")


def _only_code(value: object) -> Code:
    if not isinstance(value, Code):
        raise PlanError(f"a template prints text that no encoder has seen: {value!r}")
    return value
