"""flashc: compiles `@remote` endpoints into standalone FastAPI workers, without importing user code."""
