"""Loads a program as python itself would, without the start-up costs of the module site."""

import builtins
import os
import sys

SYNTAX_ERROR = 98


def add_installed():
    """Makes installed packages and the functions of the module site known."""
    for folder in (
        "%s/lib/python%d.%d/site-packages" % ((sys.prefix,) + sys.version_info[:2]),
        "%s/local/lib/python%d.%d/dist-packages" % ((sys.prefix,) + sys.version_info[:2]),
        "/usr/lib/python3/dist-packages",
    ):
        if os.path.isdir(folder):
            sys.path.append(folder)
    builtins.exit = builtins.quit = sys.exit


def load(path, name):
    """Returns the compiled program; ends the process if it can't be compiled."""
    add_installed()
    try:
        with open(path, "rb") as file:
            return compile(file.read(), name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        os._exit(SYNTAX_ERROR)


def main_module():
    """Returns the names of a fresh module __main__."""
    module = type(sys)("__main__")
    module.__builtins__ = builtins
    sys.modules["__main__"] = module
    return module.__dict__
