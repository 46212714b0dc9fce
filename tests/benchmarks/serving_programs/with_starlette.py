"""The same routes with Starlette and pydantic alone, and neither document nor error envelope."""

from pydantic import BaseModel, TypeAdapter
from pydantic_core import to_json
from serve_plainly import serve
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

LARGE = [{"id": n, "name": f"user {n}", "score": n / 7, "tags": ["a", "b"]} for n in range(15_000)]
NUMBER = TypeAdapter(int)


class NewUser(BaseModel):
    """Who is created."""

    name: str
    email: str
    age: int = 0


def answer(content: object) -> Response:
    return Response(to_json(content), media_type="application/json")


async def ping(_request: Request) -> Response:
    return answer({"status": "healthy"})


async def create_user(request: Request) -> Response:
    user = NewUser.model_validate_json(await request.body())
    return answer({"id": 1, "name": user.name, "email": user.email, "age": user.age})


async def get_user(request: Request) -> Response:
    user_id = NUMBER.validate_python(request.path_params["user_id"])
    limit = NUMBER.validate_python(request.query_params.get("limit", 10))
    return answer({"id": user_id, "limit": limit})


def get_user_sync(request: Request) -> Response:
    user_id = NUMBER.validate_python(request.path_params["user_id"])
    limit = NUMBER.validate_python(request.query_params.get("limit", 10))
    return answer({"id": user_id, "limit": limit})


async def large(_request: Request) -> Response:
    return answer(LARGE)


app = Starlette(
    routes=[
        Route("/ping", ping),
        Route("/users", create_user, methods=["POST"]),
        Route("/users/{user_id}", get_user),
        Route("/sync/{user_id}", get_user_sync),
        Route("/large", large),
    ]
)

if __name__ == "__main__":
    serve(app)
