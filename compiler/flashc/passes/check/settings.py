"""FC214: fields of resources whose values only running the code could tell."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.dialects.endpoint_api import argument_of
from flashc.ir.declarations import Declarations
from flashc.passes.toml_words import toml_key

# What `flash.toml` calls a field, and a value of it to start from.
_LINES = {
    "imageName": 'image = "registry/name:tag"',
    "gpus": 'gpus = ["ADA_24"]',
    "gpuCount": "gpuCount = 1",
    "cudaVersions": 'cudaVersions = ["12.8"]',
    "minCudaVersion": 'minCudaVersion = "12.8"',
    "instanceIds": 'instanceIds = ["CPU3G_1_4"]',
    "workersMin": "workersMin = 0",
    "workersMax": "workersMax = 3",
    "idleTimeout": "idleTimeout = 60",
    "executionTimeoutMs": "executionTimeoutMs = 60000",
    "scalerType": 'scalerType = "REQUEST_COUNT"',
    "scalerValue": "scalerValue = 4",
    "flashboot": "flashboot = true",
    "env": 'env = { LOG_LEVEL = "info", API_TOKEN = { from = "API_TOKEN" } }',
    "networkVolumeId": 'networkVolumeId = "..."',
    "locations": 'locations = "..."',
    "datacenter": 'datacenter = "EU_RO_1"',
    "templateId": 'templateId = "..."',
}


def check_settings(declarations: Declarations) -> Iterator[Diagnostic]:
    """Warn of each field that is still unknown, with what settles it."""
    for resource in declarations.resources:
        for setting in resource.unknown:
            line = _LINES.get(setting.name)
            written = argument_of(resource.resource_class, setting.name)
            advice = "write the value out, or set it where the worker is deployed"
            if line is not None:
                table = f"[endpoint.{toml_key(resource.name)}]"
                advice = f"write the value out, or settle it in flash.toml:\n{table}\n{line}"
            yield Diagnostic(
                code=codes.SETTING_UNKNOWN,
                message=f"the value of `{written}` is not known",
                primary=Label(span=setting.span, text=setting.reason),
                help=advice,
            )
