"""Front ends: each recognises one generation of the API through bindings and declares endpoints."""
