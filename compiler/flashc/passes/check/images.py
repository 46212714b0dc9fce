"""FC506: the platform's runtime images are not bases to build on."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.program import LoadBalancedEndpoint, Program
from flashc.sdk.names import is_platform_image


def check_images(program: Program) -> Iterator[Diagnostic]:
    """Note each endpoint that names one of the platform's own images."""
    for endpoint in program.endpoints:
        if not isinstance(endpoint, LoadBalancedEndpoint):
            continue
        for setting in endpoint.resource.settings:
            image = setting.value
            if setting.name == "imageName" and isinstance(image, str) and is_platform_image(image):
                yield Diagnostic(
                    code=codes.PLATFORM_IMAGE,
                    message=f"`{image}` is the platform's runtime, not a base image",
                    primary=Label(span=setting.span),
                    notes=("the worker's image is built on a slim Python image instead",),
                    help="nothing to do; name an image of your own to build on that",
                )
