#!/usr/bin/env python3
"""Writes a workflow of many steps to standard output: the usual mix, with expressions and names.

Usage: make_large.py [STEPS]    100000 by default, which is a file of 12 MB. It runs without a network: its fetches
stand behind an `if` that is false.
"""
import sys

# Six steps a group, some 720 bytes.
GROUP = """\
  - name: fetch the page {i} of the collection and look at what came
    fetch: /collections/items/pages/${{{{ start + {i} }}}}?size=20&order=name
    if: enabled && start < 0
    retry: {{ attempts: 3, delay: 200ms, backoff: 2 }}
    as: response_{i}
  - assign: {{ total: "${{{{ total + {i} }}}}", label: "page {i} of ${{{{ count }}}}, ${{{{ total }}}} seen so far" }}
  - if: total % 5000 == {i} % 5000 && total >= 0
    print: "step {i}: ${{{{ label }}}}, the total is ${{{{ total }}}}, and ${{{{ skipped }}}} were not worth a line"
    else:
      - assign: {{ skipped: "${{{{ skipped + 1 }}}}" }}
  - sleep: 0
    if: start + {i} < 0
    timeout: 5s
  - gather:
      - sleep: 0ms
    name: the only thing here that makes a task of its own, {i}
"""


def main():
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    write = sys.stdout.write
    write("name: large\nparams: { start: 0, count: 1000, enabled: true }\n")
    write("http: { base_url: 'http://127.0.0.1:1' }\n")
    write("vars: { total: 0, skipped: 0, label: none }\nmain:\n")
    for i in range(steps // 6):
        write(GROUP.format(i=i))
    for _ in range(steps % 6):
        write("  - assign: { total: 0 }\n")


if __name__ == "__main__":
    main()
