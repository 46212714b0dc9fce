"""Names: what each name of each module is bound to, and what an expression leads to."""
