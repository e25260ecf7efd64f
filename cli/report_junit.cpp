// `--report FILE.xml`: what the JUnit report takes from the command line, the workflow and the machine.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <set>

#include "cli/error_report.hpp"
#include "cli/report.hpp"
#include "observe/report_junit.hpp"

namespace aiorun::cli {
namespace {

std::string host_name() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

std::string time_of_day() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
}

/// The names by which tasks are called, in all files.
std::set<std::string, std::less<>> task_names(const workflow::Workflow& workflow) {
    std::set<std::string, std::less<>> names;
    for (const auto& file : workflow.files) {
        for (const auto& [name, task] : file->names.tasks) {
            names.emplace(name);
        }
    }
    return names;
}

std::vector<std::pair<std::string, std::string>> properties_of(const RunArguments& arguments) {
    std::vector<std::pair<std::string, std::string>> properties{
        {"aiorun.version", AIORUN_VERSION},
        {"workflow.file", arguments.file},
        {"clock", !arguments.dry_run.empty() ? "simulated" : arguments.virtual_time ? "virtual" : "real"},
    };
    if (arguments.seed) {
        properties.emplace_back("seed", std::to_string(*arguments.seed));
    }
    return properties;
}

class JUnitFile final : public Report {
  public:
    explicit JUnitFile(const Observation::Subject& subject) : report_(subject.loop, setting(subject)) {}
    [[nodiscard]] runtime::Observer& observer() override { return report_; }
    [[nodiscard]] std::string text(const workflow::RunResult& result, const value::ErrorReference& error,
                                   int exit_status) override {
        std::string details = result.deadlock ? workflow::to_text(*result.deadlock) + "\n" : "";
        return report_.finish({error, std::move(details), result.forgotten, exit_status});
    }

  private:
    static observe::JUnitReport::Setting setting(const Observation::Subject& subject) {
        const workflow::WorkflowFile& root = subject.workflow.root();
        return {.suite = root.name.empty() ? root.source->name() : root.name,
                .file = root.source->name(),
                .timestamp = time_of_day(),
                .host = host_name(),
                .properties = properties_of(subject.arguments),
                .is_task = [names = task_names(subject.workflow)](std::string_view name) { return names.contains(name); },
                .mask = [&secrets = subject.secrets](std::string text) { return secrets.mask(std::move(text)); },
                .explain = [&workflow = subject.workflow](const value::Error& error) {
                    return explain_error(error, workflow);
                }};
    }

    observe::JUnitReport report_;
};

}  // namespace

std::unique_ptr<Report> make_junit_report(const Observation::Subject& subject) {
    return std::make_unique<JUnitFile>(subject);
}

}  // namespace aiorun::cli
