// bench_measure REPORT REPEAT PROGRAM ARGUMENTS…: runs the program REPEAT times, one after the other, and
// writes to REPORT the seconds that passed, those of CPU in user and in system mode (all for all runs
// together) and the peak of memory in bytes. Small, since the kernel counts the memory of the process that
// starts a program as the program's.
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

struct Sum {
    double user = 0;
    double system = 0;
    long peak = 0;
};

/// False when the program could not be started, or failed.
bool run(char** arguments, Sum& sum) {
    pid_t child = 0;
    int error = posix_spawnp(&child, arguments[0], nullptr, nullptr, arguments, environ);
    if (error != 0) {
        std::fprintf(stderr, "bench_measure: cannot start %s: %s\n", arguments[0], std::strerror(error));
        return false;
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    sum.user += seconds(usage.ru_utime);
    sum.system += seconds(usage.ru_stime);
    sum.peak = std::max(sum.peak, usage.ru_maxrss);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        std::fprintf(stderr, "bench_measure: %s ended with wait status %d\n", arguments[0], status);
        return false;
    }
    return true;
}

}  // namespace

int main(int argument_count, char** arguments) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (argument_count < 4) {
        std::fprintf(stderr, "usage: bench_measure REPORT REPEAT PROGRAM ARGUMENTS…\n");
        return 2;
    }
    Sum sum;
    auto start = std::chrono::steady_clock::now();
    for (int left = std::atoi(arguments[2]); left > 0; --left) {
        if (!run(arguments + 3, sum)) {
            return 1;
        }
    }
    std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    std::FILE* report = std::fopen(arguments[1], "w");
    if (report == nullptr) {
        std::perror("bench_measure: cannot write the report");
        return 1;
    }
    std::fprintf(report, "%.9f %.6f %.6f %ld\n", passed.count(), sum.user, sum.system, sum.peak * 1024);
    return std::fclose(report) == 0 ? 0 : 1;
}
