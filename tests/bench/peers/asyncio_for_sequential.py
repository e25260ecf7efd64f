"""workloads/for-sequential.yaml in Python."""

import sys

total = 0


def main(count):
    global total
    for i in range(count):
        total = total + i
    print(total)


main(int(sys.argv[1]))
