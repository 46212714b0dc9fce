"""The program that is compiled."""

from tetra_rp import LoadBalancerSlsResource, remote

api = LoadBalancerSlsResource(name="bench")
LARGE = [{"id": n, "name": f"user {n}", "score": n / 7, "tags": ["a", "b"]} for n in range(15_000)]


@remote(api, method="POST", path="/users")
async def create_user(name: str, email: str, age: int = 0):
    return {"id": 1, "name": name, "email": email, "age": age}


@remote(api, method="GET", path="/users/{user_id}")
async def get_user(user_id: int, limit: int = 10):
    return {"id": user_id, "limit": limit}


@remote(api, method="GET", path="/sync/{user_id}")
def get_user_sync(user_id: int, limit: int = 10):
    return {"id": user_id, "limit": limit}


@remote(api, method="GET", path="/large")
async def large():
    return LARGE
