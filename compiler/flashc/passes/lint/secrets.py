"""FC705: a literal in `env=` that looks like a secret."""

from collections.abc import Iterator, Mapping

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.program import LoadBalancedEndpoint, Program
from flashc.passes.plan.settings import looks_secret


def lint_secrets(program: Program) -> Iterator[Diagnostic]:
    """Warn at each such variable; its value never reaches what is emitted."""
    for endpoint in program.endpoints:
        if not isinstance(endpoint, LoadBalancedEndpoint):
            continue
        for setting in endpoint.resource.settings:
            if setting.name != "env" or not isinstance(setting.value, Mapping):
                continue
            for name, value in setting.value.items():
                if isinstance(value, str) and looks_secret(name, value):
                    yield Diagnostic(
                        code=codes.SECRET_LITERAL,
                        message=f"the value of `{name}` in `env` looks like a secret",
                        primary=Label(span=setting.span, text="written in the source"),
                        notes=(
                            "what is generated leaves it out; your module still holds it, as it is",
                        ),
                        help=f'read it where the worker runs: `os.environ["{name}"]`',
                    )
