"""FC214, FC235: fields of resources whose values only running the code could tell."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.declarations import Declarations
from flashc.passes.toml_words import settled_with, toml_key
from flashc.sdk.endpoint import argument_of

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
    "python_version": 'python = "3.12"',
}
# What the image is made of: the compile itself needs it.
_IMAGE = frozenset({"imageName", "python_version"})
# On what the worker runs: a deployment must not take something else for it.
_HARDWARE = frozenset({"gpus", "gpuCount", "instanceIds", "cudaVersions", "minCudaVersion"})


def check_settings(declarations: Declarations) -> Iterator[Diagnostic]:
    """Report each field that is still unknown, with what settles it.

    Most fields are for whoever deploys the worker, so that it is compiled without them.
    """
    for resource in declarations.resources:
        for setting in resource.unknown:
            written = argument_of(resource.resource_class, setting.name)
            is_needed = setting.name in _IMAGE or (
                setting.name in _HARDWARE and setting.variable is not None
            )
            line = _LINES.get(setting.name)
            table = None if line is None else f"[endpoint.{toml_key(resource.name)}]"
            advice = "write the value out"
            if line is None and setting.variable is None:
                advice = "write the value out, or set it where the worker is deployed"
            yield Diagnostic(
                code=codes.FIELD_NOT_KNOWN if is_needed else codes.SETTING_UNKNOWN,
                message=f"the value of `{written}` is not known",
                primary=Label(span=setting.span, text=setting.reason),
                help=settled_with(advice, table, line or "", setting.variable),
            )
