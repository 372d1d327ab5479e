"""What all tests share. The servers come first: they set the environment that settings read."""

pytest_plugins = ["tests.servers"]
