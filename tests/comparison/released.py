"""Generates the released SDK's handler for the endpoint of a module, with the SDK's own generator.

argv names the modules; the first has `api`. Run in an environment that holds the SDK, in their
folder; writes `handler_<name>.py`. The SDK finds functions with `dir(module)`, so that routes are
registered in order of their names.
"""

import importlib
import sys
from pathlib import Path

from runpod_flash.cli.commands.build_utils.lb_handler_generator import LBHandlerGenerator

modules = [importlib.import_module(name) for name in sys.argv[1:]]
api = modules[0].api
routes = sorted(
    api._routes, key=lambda route: (route["function"].__module__, route["function_name"])
)
functions = [
    {
        "name": route["function_name"],
        "module": route["function"].__module__,
        "http_method": route["method"],
        "http_path": route["path"],
    }
    for route in routes
]
resource = {"is_load_balanced": True, "is_live_resource": False, "functions": functions}
LBHandlerGenerator({"resources": {api.name: resource}}, Path.cwd()).generate_handlers()
