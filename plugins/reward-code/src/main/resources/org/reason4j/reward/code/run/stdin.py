"""Runs a program that reads its standard input and writes its standard output."""

import sys

sys.path.insert(0, "/runner")
from program import load, main_module

sys.path[0] = "/tmp"
sys.argv = ["program.py"]
exec(load("/box/program", "program.py"), main_module())
