"""The same routes as one writes them with FastAPI."""

from fastapi import FastAPI
from pydantic import BaseModel
from serve_plainly import serve

app = FastAPI()
LARGE = [{"id": n, "name": f"user {n}", "score": n / 7, "tags": ["a", "b"]} for n in range(15_000)]


class NewUser(BaseModel):
    """Who is created."""

    name: str
    email: str
    age: int = 0


@app.get("/ping")
async def ping():
    return {"status": "healthy"}


@app.post("/users")
async def create_user(user: NewUser):
    return {"id": 1, "name": user.name, "email": user.email, "age": user.age}


@app.get("/users/{user_id}")
async def get_user(user_id: int, limit: int = 10):
    return {"id": user_id, "limit": limit}


@app.get("/sync/{user_id}")
def get_user_sync(user_id: int, limit: int = 10):
    return {"id": user_id, "limit": limit}


@app.get("/large")
async def large():
    return LARGE


if __name__ == "__main__":
    serve(app)
