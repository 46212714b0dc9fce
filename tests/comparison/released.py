"""Generates the released SDK's handler for `service.py`, with the SDK's own generator.

Run in an environment that holds the SDK, in the folder of the module; writes `handler_compared.py`.
The SDK finds functions with `dir(module)`, so that routes are registered in order of their names.
"""

from pathlib import Path

import service
from runpod_flash.cli.commands.build_utils.lb_handler_generator import LBHandlerGenerator

routes = sorted(service.api._routes, key=lambda route: route["function_name"])
functions = [
    {
        "name": route["function_name"],
        "module": "service",
        "http_method": route["method"],
        "http_path": route["path"],
    }
    for route in routes
]
resource = {"is_load_balanced": True, "is_live_resource": False, "functions": functions}
LBHandlerGenerator({"resources": {"compared": resource}}, Path.cwd()).generate_handlers()
