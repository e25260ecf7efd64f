"""The rules of the project's structure, and that the project keeps to them."""

import pathlib
import re
import subprocess
import unittest

from includes import problems

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE_ENDINGS = {".cpp", ".hpp"}


def project_sources():
    paths = [path for folder in ("engine", "cli") for path in (ROOT / folder).rglob("*")]
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in paths
        if path.suffix in SOURCE_ENDINGS
    }


def project_files():
    """What git knows, or all files when this is no checkout (an unpacked archive)."""
    listing = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, check=False)
    if listing.returncode == 0 and listing.stdout:
        paths = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if path.relative_to(ROOT).parts[0] not in ("build", ".git")]
    return [path for path in paths if path.is_file()]


class TheRules(unittest.TestCase):
    def test_an_include_of_a_lower_layer_is_allowed(self):
        files = {"engine/runtime/task.hpp": '#include "value/value.hpp"', "engine/value/value.hpp": ""}
        self.assertEqual(problems(files), [])

    def test_an_include_of_a_higher_layer_is_refused(self):
        files = {"engine/runtime/task.hpp": "", "engine/value/value.hpp": '#include "runtime/task.hpp"'}
        self.assertEqual(
            problems(files),
            ['engine/value/value.hpp includes "runtime/task.hpp": value may include nothing, not runtime'],
        )

    def test_a_layer_beside_is_refused(self):
        files = {"engine/http/driver.hpp": "", "engine/process/child.cpp": '#include "http/driver.hpp"'}
        self.assertEqual(len(problems(files)), 1)

    def test_only_cli_may_see_observe(self):
        files = {"engine/observe/trace.hpp": "", "cli/main.cpp": '#include "observe/trace.hpp"'}
        self.assertEqual(problems(files), [])
        files["engine/workflow/run.cpp"] = '#include "observe/trace.hpp"'
        self.assertEqual(len(problems(files)), 1)

    def test_a_library_is_seen_by_its_own_files_only(self):
        self.assertEqual(problems({"engine/document/tree.cpp": "#include <yaml-cpp/eventhandler.h>"}), [])
        self.assertEqual(len(problems({"engine/document/tree.hpp": "#include <yaml-cpp/eventhandler.h>"})), 1)
        self.assertEqual(len(problems({"engine/steps/fetch.cpp": "#include <curl/curl.h>"})), 1)

    def test_an_unknown_library_is_refused(self):
        self.assertEqual(len(problems({"cli/main.cpp": "#include <boost/asio.hpp>"})), 1)

    def test_headers_of_the_system_are_allowed(self):
        self.assertEqual(problems({"engine/runtime/reactor.cpp": "#include <sys/epoll.h>\n#include <vector>"}), [])

    def test_a_circle_within_a_layer_is_refused(self):
        files = {"engine/value/a.hpp": '#include "value/b.hpp"', "engine/value/b.hpp": '#include "value/a.hpp"'}
        self.assertEqual(
            problems(files),
            ["circle of includes: engine/value/a.hpp -> engine/value/b.hpp -> engine/value/a.hpp"],
        )

    def test_an_include_of_a_file_that_is_not_there_is_refused(self):
        self.assertEqual(len(problems({"engine/value/a.hpp": '#include "b.hpp"'})), 1)


class TheProject(unittest.TestCase):
    maxDiff = None

    def test_the_arrows_between_layers_go_one_way(self):
        self.assertEqual(problems(project_sources()), [])

    def test_every_folder_of_the_engine_is_a_layer_that_is_built(self):
        built = re.findall(r"^aiorun_layer\((\w+)", (ROOT / "engine/CMakeLists.txt").read_text(), re.MULTILINE)
        folders = [path.name for path in (ROOT / "engine").iterdir() if path.is_dir()]
        self.assertEqual(sorted(set(folders) - set(built)), [])

    def test_no_file_names_a_path_of_the_machine_it_was_written_on(self):
        machine_path = re.compile(rb"(?<![\w.-])/(work|root)/")
        naming = [
            path.relative_to(ROOT).as_posix()
            for path in project_files()
            if path != pathlib.Path(__file__).resolve() and machine_path.search(path.read_bytes())
        ]
        self.assertEqual(naming, [])


if __name__ == "__main__":
    unittest.main()
