// Our ends of a process's streams, in the reactor: standard input that is written, output that is read,
// without blocking.
#pragma once

#include <string>

#include "runtime/descriptor.hpp"
#include "process/process.hpp"
#include "runtime/reactor.hpp"

namespace aiorun::process {

/// Writes a text and closes the pipe. That nobody reads all of it is no error (subprocess.communicate).
class InputPipe final : private runtime::IoHandler {
  public:
    /// Without a descriptor there is nothing to write.
    InputPipe(runtime::Reactor& reactor, runtime::Descriptor descriptor, std::string text);
    ~InputPipe() { close(); }
    InputPipe(const InputPipe&) = delete;
    InputPipe& operator=(const InputPipe&) = delete;

    /// False when the kernel refuses to watch the pipe; errno says why.
    [[nodiscard]] bool start();

  private:
    void on_io(uint32_t events) override;
    void write_some();
    void close() noexcept;

    runtime::Reactor& reactor_;
    runtime::Descriptor descriptor_;
    std::string text_;
    size_t written_ = 0;
    bool watched_ = false;
};

/// Who hears that an output stream ended, or gave more than may be kept.
class OutputWatcher {
  public:
    virtual void output_changed() = 0;

  protected:
    ~OutputWatcher() = default;
};

/// Reads to the end. Keeps at most `limit` bytes; what comes after that is read and dropped, so that a
/// process that is being stopped is not held up by a full pipe.
class OutputPipe final : private runtime::IoHandler {
  public:
    OutputPipe(runtime::Reactor& reactor, Stream stream, runtime::Descriptor descriptor, const Command& command,
               OutputWatcher& watcher);
    ~OutputPipe() { close(); }
    OutputPipe(const OutputPipe&) = delete;
    OutputPipe& operator=(const OutputPipe&) = delete;

    [[nodiscard]] bool start();
    [[nodiscard]] bool has_ended() const noexcept { return !descriptor_.is_open(); }
    [[nodiscard]] bool is_over_limit() const noexcept { return over_limit_; }
    [[nodiscard]] std::string take_text() noexcept { return std::move(text_); }

  private:
    void on_io(uint32_t events) override;
    void keep(std::string_view bytes);
    void tell_lines();
    void tell(std::string_view line);
    void end();
    void close() noexcept;

    runtime::Reactor& reactor_;
    OutputWatcher& watcher_;
    LineSink* lines_;
    Stream stream_;
    runtime::Descriptor descriptor_;
    std::string text_;
    size_t limit_;
    size_t line_begin_ = 0;  // of the first line that was not told yet
    size_t searched_ = 0;    // up to where there is no line feed after it
    bool over_limit_ = false;
    bool watched_ = false;
};

}  // namespace aiorun::process
