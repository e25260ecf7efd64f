#include "cli/run_signals.hpp"

#include <unistd.h>

#include <csignal>
#include <thread>

#include "cli/exit_status.hpp"
#include "cli/overlay.hpp"
#include "cli/run_ending.hpp"
#include "process/process.hpp"
#include "workflow/waiting_report.hpp"

namespace aiorun::cli {
namespace {

/// timeout(1), terminals and supervisors send one request twice: to the process, and to its group. They do so in one
/// breath; a person or a script that insists takes longer.
constexpr auto same_request = std::chrono::milliseconds(20);
/// So long a reader may still begin to read, once the run was asked to end.
constexpr auto patience = std::chrono::milliseconds(500);

constexpr size_t shown_tasks = 100;

bool is_question(int number) {
#ifdef SIGINFO
    if (number == SIGINFO) {
        return true;
    }
#endif
    return number == SIGUSR1;
}

/// Ctrl-Z below a live display: the terminal is handed back clean.
void suspend() {
    if (Overlay* live = overlay()) {
        live->hide();
    }
    (void)raise(SIGSTOP);
}

/// A disk or a collector that does not answer is not waited for.
void end_in_time(int status) {
    std::this_thread::sleep_for(RunSignals::most_for_last_words);
    _exit(status);
}

}  // namespace

std::vector<int> signals_of_a_run() {
    std::vector<int> numbers{SIGINT, SIGTERM, SIGHUP, SIGUSR1};
#ifdef SIGINFO
    numbers.push_back(SIGINFO);  // Ctrl-T, where the terminal has it
#endif
    struct sigaction former {};
    bool is_ignored = sigaction(SIGTSTP, nullptr, &former) == 0 && former.sa_handler == SIG_IGN;
    if (overlay() != nullptr && !is_ignored) {
        numbers.push_back(SIGTSTP);
    }
    return numbers;
}

void RunSignals::set_runner(workflow::Runner& runner) {
    runner_ = &runner;
    set_write_watch(this);
}

void RunSignals::on_signal(int number) {
    if (is_question(number)) {
        workflow::WaitingReport report = workflow::report_waiting(loop_, shown_tasks);
        std::string text = report.tasks.empty() ? "  no task is left" : workflow::to_text(report);
        write_errors(secrets_.mask("waiting:\n" + text + "\n"));
        return;
    }
    if (number == SIGTSTP) {
        suspend();
        return;
    }
    auto now = std::chrono::steady_clock::now();
    if (first_ != 0) {
        if (now - first_time_ > same_request) {
            end_at_once(number);
        }
        return;
    }
    first_ = number;
    first_time_ = now;
    if (runner_ != nullptr) {
        runner_->stop(workflow::StopReason::signal);
    }
}

bool RunSignals::gives_up() { return ends_at_once_ || runner_->has_to_end(patience); }

void RunSignals::end_at_once(int number) {
    ends_at_once_ = true;
    process::kill_all();
    if (Overlay* live = overlay()) {
        live->close();
    }
    std::thread(end_in_time, exit_status::signal + number).detach();
    last_words_(number);
    write_errors("error: " + value::describe(*ended_at_once(number)) + "\n");
    _exit(exit_status::signal + number);
}

}  // namespace aiorun::cli
