"""The worker plan: everything decided, every generated name allocated; no spans and no syntax.

Emitters print this and decide nothing but layout. All texts are the user's literal texts; only the
emitters' encoders turn them into Python, TOML, Dockerfile and so on.
"""
