#include "cli/tracing.hpp"

#include "cli/run_description.hpp"
#include "cli/terminal.hpp"
#include "observe/trace_chrome.hpp"
#include "observe/trace_file.hpp"
#include "observe/trace_jsonl.hpp"
#include "observe/trace_text.hpp"

namespace aiorun::cli {

class Tracing::Output {
  public:
    virtual ~Output() = default;
    [[nodiscard]] virtual observe::TraceSink& sink() = 0;
    [[nodiscard]] virtual std::string finish(const observe::TraceEnd& end) = 0;
};

class Tracing::FileOutput final : public Output {
  public:
    FileOutput(std::unique_ptr<value::Secrets> secrets, std::unique_ptr<observe::TraceFile> file)
        : secrets_(std::move(secrets)), file_(std::move(file)) {}
    [[nodiscard]] observe::TraceSink& sink() override { return *file_; }
    [[nodiscard]] std::string finish(const observe::TraceEnd& end) override { return file_->finish(end); }

  private:
    std::unique_ptr<value::Secrets> secrets_;  // the file's thread has its own: the run's grow
    std::unique_ptr<observe::TraceFile> file_;
};

/// Each line at once and whole, so that log lines stand where they belong.
class Tracing::TerminalOutput final : public Output, private observe::TraceSink {
  public:
    TerminalOutput(const value::Secrets& secrets, const observe::TraceStart& start) : format_(secrets) {
        format_.begin(start, text_);
        write_out();
    }
    [[nodiscard]] observe::TraceSink& sink() override { return *this; }
    [[nodiscard]] std::string finish(const observe::TraceEnd& end) override {
        format_.end(end, text_);
        write_out();
        return {};
    }

  private:
    void take(const observe::TraceEvent& event) override {
        format_.write(event, text_);
        write_out();
    }
    void write_out() {
        write_errors(text_.text());
        text_.clear();
    }

    observe::TextTrace format_;
    observe::TextBuffer text_;
};

Tracing::Tracing(std::string path, runtime::Loop& loop) : path_(std::move(path)), loop_(loop) {}
Tracing::~Tracing() = default;

std::expected<std::unique_ptr<Tracing>, std::string> Tracing::open(const Observation::Subject& subject) {
    const std::string& path = subject.arguments.trace;
    observe::TraceStart start = describe_start(subject);
    std::unique_ptr<Tracing> tracing(new Tracing(path, subject.loop));
    auto secrets = std::make_unique<value::Secrets>(subject.secrets);
    std::unique_ptr<observe::TraceFormat> format;
    if (path.ends_with(".json")) {
        format = std::make_unique<observe::ChromeTrace>(*secrets);
    } else if (path.ends_with(".jsonl")) {
        format = std::make_unique<observe::JsonLinesTrace>(*secrets);
    } else if (path == "-") {
        tracing->output_ = std::make_unique<TerminalOutput>(subject.secrets, start);
    } else {
        return std::unexpected("cannot trace to \"" + path + "\": expected .json, .jsonl or - (text on standard error)");
    }
    observe::TraceWishes wishes;
    if (format) {
        wishes = format->wishes();
        auto file = observe::TraceFile::open(path, std::move(format), start);
        if (!file) {
            return std::unexpected("cannot write the trace to " + path + ": " + file.error());
        }
        tracing->output_ = std::make_unique<FileOutput>(std::move(secrets), std::move(*file));
    }
    tracing->recorder_ =
        std::make_unique<observe::TraceRecorder>(subject.loop, subject.secrets, tracing->output_->sink(), wishes);
    return tracing;
}

std::string Tracing::finish(const workflow::RunResult& result, const value::ErrorReference& error, int exit_status) {
    std::string problem = output_->finish(describe_end(result, error, exit_status, loop_.now()));
    return problem.empty() ? problem : "the trace in " + path_ + " is incomplete: " + problem;
}

}  // namespace aiorun::cli
