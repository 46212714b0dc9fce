"""Targets: the functions and classes that a queue endpoint runs, with all that a job can name.

A class is given as Python will see it: methods that it inherits are there, each with the class that
defines it, and what no job can call (properties, private methods) is told apart.
"""

from dataclasses import dataclass
from enum import StrEnum

from flashc.ir.functions import Function, Packages, Parameter
from flashc.source import Span


class MethodKind(StrEnum):
    """What a method is called on."""

    INSTANCE = "instance"
    CLASS = "class"
    STATIC = "static"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetMethod:
    """One method that a job can name: `name` is its name in the class, also where it is an alias.

    `function` has no parameter for the object or class itself; `owner` is the class in
    `function.module` whose body defines it, None where the module itself does.
    """

    name: str
    kind: MethodKind
    owner: str | None
    function: Function


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetProperty:
    """A property: read by methods, never called by a job. `owner` of `module` defines it."""

    name: str
    module: str
    owner: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NoConstructor:
    """The class is made without arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryConstructor:
    """A class outside the project, by its full name, decides what arguments there are."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Constructor:
    """The arguments that the class is made with: of `__init__`, or the fields of a dataclass or model.

    `owner` of `module` is the class that says so.
    """

    module: str
    owner: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFunction:
    """A function that runs once for each job."""

    function: Function
    packages: Packages
    span: Span

    @property
    def module(self) -> str:
        """The module that defines it."""
        return self.function.module

    @property
    def name(self) -> str:
        """Its name there."""
        return self.function.name


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueClass:
    """A class that is made once, and whose methods run for jobs.

    Methods and properties are in the order of Python's method resolution, those of a class in source
    order. `libraries` are the bases outside the project, whose methods are not listed.
    """

    module: str
    name: str
    docstring: str | None
    constructor: Constructor | LibraryConstructor | NoConstructor
    methods: tuple[TargetMethod, ...]
    properties: tuple[TargetProperty, ...]
    libraries: tuple[str, ...]
    packages: Packages
    span: Span


QueueTarget = QueueFunction | QueueClass
