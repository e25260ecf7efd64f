"""Which file includes which, and which of these includes the architecture does not allow (docs/architecture.md).

`problems(files)` takes the text of every source file by its path from the project's root and gives sentences,
one for each broken rule; an empty list means that the project keeps to its structure.
"""

import re
from fnmatch import fnmatch

ENGINE_LAYERS = {
    "value": [],
    "document": ["value"],
    "runtime": ["value"],
    "expression": ["document", "value"],
    "http": ["runtime", "value"],
    "process": ["runtime", "value"],
    "effects": ["http", "process", "document", "runtime", "value"],
    "steps": ["effects", "expression", "http", "process", "document", "runtime", "value"],
    "workflow": ["steps", "effects", "expression", "http", "process", "document", "runtime", "value"],
    "observe": ["runtime", "value"],
}
ALLOWED = ENGINE_LAYERS | {"cli": list(ENGINE_LAYERS)}

# The first part of the header's name, and the files that may see it.
LIBRARIES = {
    "yaml-cpp": ["engine/document/tree*.cpp"],
    "CLI": ["cli/options*"],
    "spdlog": ["cli/log*"],
    "curl": ["engine/http/*"],
    "re2": ["engine/expression/*"],
    "openssl": ["engine/expression/*", "engine/http/*"],
    "rapidjson": ["engine/value/json.cpp"],
    "zlib.h": ["engine/http/*"],
    "fmt": ["*.cpp"],
}
SYSTEM_FOLDERS = {"sys", "linux", "netinet", "arpa", "net"}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def includes(text):
    """The includes of a text: pairs of "<" or '"' and the name between them."""
    return INCLUDE.findall(text)


def layer_of(path):
    """"runtime" for engine/runtime/task.cpp, "cli" for cli/main.cpp."""
    parts = path.split("/")
    return parts[1] if parts[0] == "engine" else parts[0]


def resolve(name, files):
    """The path of the project's file that `#include "name"` means, or None."""
    for path in ("engine/" + name, name):
        if path in files:
            return path
    return None


def problems(files):
    found = []
    for path in sorted(files):
        for bracket, name in includes(files[path]):
            if bracket == '"':
                problem = project_include_problem(path, name, files)
            else:
                problem = library_include_problem(path, name)
            if problem:
                found.append(problem)
    return found + circles(files)


def project_include_problem(path, name, files):
    target = resolve(name, files)
    if target is None:
        return f'{path} includes "{name}", which is no file of engine/ or cli/: write it from engine/ on, or with <>'
    here, there = layer_of(path), layer_of(target)
    if here not in ALLOWED:
        return f"{path} lies in no known layer: expected one of {', '.join(ALLOWED)}"
    if here != there and there not in ALLOWED[here]:
        below = ", ".join(ALLOWED[here]) or "nothing"
        return f'{path} includes "{name}": {here} may include {below}, not {there}'
    return None


def library_include_problem(path, name):
    library, slash, _ = name.partition("/")
    if library in LIBRARIES:
        if not any(fnmatch(path, pattern) for pattern in LIBRARIES[library]):
            return f"{path} includes <{name}>: only {', '.join(LIBRARIES[library])} may see {library}"
    elif slash and library not in SYSTEM_FOLDERS:
        return f"{path} includes <{name}>: unknown library {library}, expected one of {', '.join(LIBRARIES)}"
    return None


def circles(files):
    """One sentence for each circle of files that include one another."""
    found = []
    finished = set()

    def walk(path, trail):
        if path in trail:
            found.append("circle of includes: " + " -> ".join(trail[trail.index(path):] + [path]))
            return
        if path in finished:
            return
        for bracket, name in includes(files[path]):
            target = resolve(name, files) if bracket == '"' else None
            if target:
                walk(target, trail + [path])
        finished.add(path)

    for path in sorted(files):
        walk(path, [])
    return found
