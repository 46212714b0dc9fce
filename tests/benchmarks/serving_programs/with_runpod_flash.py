"""The same functions behind the request handler of the released SDK, in an environment with it."""

from runpod_flash.runtime.lb_handler import create_lb_handler
from serve_plainly import serve

LARGE = [{"id": n, "name": f"user {n}", "score": n / 7, "tags": ["a", "b"]} for n in range(15_000)]


async def create_user(name: str, email: str, age: int = 0):
    return {"id": 1, "name": name, "email": email, "age": age}


async def get_user(user_id: int, limit: int = 10):
    return {"id": user_id, "limit": limit}


def get_user_sync(user_id: int, limit: int = 10):
    return {"id": user_id, "limit": limit}


async def large():
    return LARGE


async def ping():
    return {"status": "healthy"}


app = create_lb_handler(
    {
        ("POST", "/users"): create_user,
        ("GET", "/users/{user_id}"): get_user,
        ("GET", "/sync/{user_id}"): get_user_sync,
        ("GET", "/large"): large,
        ("GET", "/ping"): ping,
    }
)

if __name__ == "__main__":
    serve(app)
