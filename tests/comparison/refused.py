"""A function that the released SDK's handler cannot serve: it does not start with it."""

from fastapi import Request

from runpod_flash import Endpoint

api = Endpoint(name="refused", cpu="cpu3c-1-2")


@api.post("/echo")
async def echo(request: Request, times: int = 1):
    """Answer with the body, as it came."""
    return (await request.body()).decode() * times
