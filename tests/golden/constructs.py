"""What public code of this family is made of, by how often it occurs, and the fixture of each construct."""

from dataclasses import dataclass
from pathlib import Path

from golden.fixtures import FOLDER, Fixture


@dataclass(frozen=True, slots=True)
class Construct:
    """One construct: the fixture below `fixtures/` that shows it, and what its sources must hold.

    `pattern` is a regular expression, `^` and `$` mean lines; `file` a file that must be there.
    """

    words: str
    fixture: str
    pattern: str
    file: str = "**/*.py"

    @property
    def folder(self) -> Path:
        """Where the fixture is."""
        return FOLDER / self.fixture


CONSTRUCTS = (
    # Modules.
    Construct("helpers at module level", "constructs/helpers_constants_and_caches", r"^def _\w+\("),
    Construct("constants", "constructs/helpers_constants_and_caches", r"^VAT = "),
    Construct("caches", "constructs/helpers_constants_and_caches", r"^@lru_cache"),
    Construct("`global`", "constructs/globals_that_functions_rebind", r"^    global \w"),
    Construct(
        "local modules imported inside bodies",
        "constructs/modules_imported_inside_bodies",
        r"^    (import splitting|from counting\.totals import)",
    ),
    # Parameters.
    Construct("`dict`", "constructs/dictionaries", r"data: dict[,)]"),
    Construct("scalars", "constructs/scalars", r"width: float, height: float = 1\.5, whole: bool"),
    Construct("`X | None`", "constructs/types_or_none", r": str \| None = None, .*: dict \| None"),
    Construct("`list[..]`", "constructs/lists", r": list\[float\], names: list\[str\]"),
    Construct(
        "pydantic models",
        "accept/a_model_is_the_body_alone_and_a_key_beside_others",
        r"^class \w+\(BaseModel\):",
    ),
    Construct("unannotated", "constructs/unannotated_parameters", r"\(first, second=2\)"),
    Construct(
        "`**payload`", "accept/keyword_arguments_take_the_rest_of_the_body", r"^def \w+\(\*\*\w+\):"
    ),
    # Values of resources.
    Construct("`NetworkVolume`", "constructs/network_volume", r"NetworkVolume\(name="),
    Construct("`PodTemplate`", "constructs/pod_template", r"PodTemplate\(containerDiskInGb="),
    Construct("`GpuType`", "constructs/gpu_type", r"GpuType\.NVIDIA_\w+"),
    Construct(
        "`DataCenter`", "constructs/data_center", r"DataCenter as Place[\s\S]*Place\.EU_RO_1"
    ),
    Construct("`CudaVersion`", "constructs/cuda_version", r"min_cuda_version=CudaVersion\."),
    Construct(
        "a variable passed on in `env`",
        "constructs/variables_passed_on_in_env",
        r'"HF_TOKEN": os\.environ\.get\("HF_TOKEN", ""\)',
    ),
    Construct(
        "`**_COMMON` with overrides",
        "constructs/common_settings_with_overrides",
        r'\*\*\{\*\*_COMMON, "idle_timeout"',
    ),
    Construct(
        "`os.getenv` in a name",
        "constructs/a_name_from_the_environment",
        r'name=os\.getenv\("\w+", ',
    ),
    Construct(
        "flash.toml that settles a name",
        "constructs/a_name_from_the_environment",
        r"^\[resource\.",
        "flash.toml",
    ),
    Construct(
        "`os.getenv` in a hardware field",
        "constructs/hardware_from_the_environment",
        r'cpu=os\.getenv\("CPU", ',
    ),
    Construct(
        "a settings object as a placeholder",
        "constructs/a_settings_object",
        r"idle_timeout=settings\.\w+",
    ),
    # The SDK.
    Construct(
        "an optional SDK",
        "constructs/an_import_of_the_sdk_that_may_fail",
        r"^except ImportError:\n    Endpoint = None$",
    ),
    Construct("`if Endpoint:`", "constructs/declarations_under_if_endpoint", r"^if Endpoint:$"),
    Construct(
        "submodule imports",
        "constructs/imports_below_the_sdk",
        r"^import runpod_flash\.endpoint$[\s\S]*^from tetra_rp\.core\.resources import",
    ),
    Construct(
        "conditional imports",
        "constructs/imports_under_conditions",
        r"^if sys\.version_info >= .*\n    import ",
    ),
    Construct(
        "a class with properties",
        "constructs/classes_with_properties_static_and_class_methods",
        r"^    @property$",
    ),
    Construct(
        "static methods",
        "constructs/classes_with_properties_static_and_class_methods",
        r"^    @staticmethod$",
    ),
    Construct(
        "class methods",
        "constructs/classes_with_properties_static_and_class_methods",
        r"^    @classmethod$",
    ),
    # Forms of `Endpoint`.
    Construct(
        "an object shared by modules",
        "accept/an_endpoint_object_shared_by_modules",
        r"^from catalog\.settings import .*\bapi\b",
    ),
    Construct(
        "several routes on one function",
        "constructs/routes_stacked_on_one_function",
        r"^(@new\.\w+\(.*\)\n){3}def ",
    ),
    Construct(
        "`@Endpoint(...)`",
        "constructs/an_endpoint_called_as_a_decorator",
        r"^@Endpoint\(.*\)\n(async )?def ",
    ),
    Construct("bare `@ep`", "constructs/a_bare_endpoint_as_a_decorator", r"^@ep\nclass "),
    Construct(
        "application as a call",
        "constructs/an_endpoint_applied_as_a_call",
        r"^(\w+) = Endpoint\(.*\)\(\1\)$",
    ),
    Construct("a client by `id=`", "constructs/a_client_by_id", r"Endpoint\(id="),
    Construct("a client by `image=`", "constructs/a_client_by_image", r"Endpoint\(.*image="),
    # Layouts.
    Construct(
        "a folder called `runpod`",
        "accept/folders_called_like_an_sdk",
        r"^HERE = ",
        "runpod/__init__.py",
    ),
    Construct(
        "a folder called `tetra_rp`",
        "accept/folders_called_like_an_sdk",
        r"^OLD = ",
        "tetra_rp/notes.py",
    ),
    Construct(
        "a mothership's application",
        "accept/an_application_that_calls_endpoints_is_left_alone",
        r"^app = FastAPI\(",
        "main.py",
    ),
    Construct(
        "a mothership's routers",
        "accept/an_application_that_calls_endpoints_is_left_alone",
        r"APIRouter\(",
        "workers/*/__init__.py",
    ),
)

# The small ones; those of `fixtures/accept` have their own tests.
SMALL = tuple(Fixture(path) for path in sorted((FOLDER / "constructs").iterdir()) if path.is_dir())
