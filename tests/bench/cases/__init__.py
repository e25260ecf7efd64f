"""The benchmarks: each module here has a list CASES."""

import importlib
import pkgutil


def all_cases():
    cases = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        cases += importlib.import_module(f"{__name__}.{module.name}").CASES
    return cases
