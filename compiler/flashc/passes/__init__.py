"""The passes: pure functions from one representation to the next. `flashc.pipeline` lists them in order."""
