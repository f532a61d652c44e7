"""Holds a program, of which another process calls names. A request and its reply are lines of JSON."""

import json
import os
import sys
import types

sys.path.insert(0, "/runner")
from data import objects, packed, unpacked
from program import load, main_module


def main():
    replies = os.fdopen(os.dup(1), "w")
    requests = os.fdopen(os.dup(0), "r")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.path[0] = "/tmp"
    sys.argv = ["program.py"]
    code = load("/box/program", "program.py")
    names = main_module()
    names["__name__"] = "program"

    def reply(content):
        replies.write(json.dumps(content) + "\n")
        replies.flush()

    try:
        exec(code, names)
    except BaseException:
        os._exit(1)
    reply({"names": [name for name, value in names.items() if not isinstance(value, types.ModuleType)]})
    for line in requests:
        request = json.loads(line)
        try:
            if request["object"] is None:
                value = names[request["name"]]
            else:
                value = getattr(objects[request["object"]], request["name"])
            given = []
            if request["args"] is not None:
                given = unpacked(request["args"])
                value = value(*given, **unpacked(request["kwargs"]))
            if callable(value) and not isinstance(value, type):
                reply({"callable": True})
            else:
                reply({"value": packed(value), "args": packed(list(given))})
        except Exception as failure:
            known = [kind.__name__ for kind in type(failure).__mro__ if kind.__module__ == "builtins"]
            reply({"error": known[0], "text": str(failure)[:1000]})


main()
os._exit(0)
