// TraceFile: a trace on its way into a file. The run hands its events over; a thread of its own formats and writes them, so
// that a run is hardly slower for being traced. What was handed over is in the file after a second at the latest: a process
// that is killed leaves a file that ends after a whole event, and, unless it was just being written to, an array with its bracket.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <thread>

#include "observe/trace_format.hpp"
#include "observe/trace_pages.hpp"
#include "observe/trace_ring.hpp"
#include "runtime/descriptor.hpp"

namespace aiorun::observe {

class TraceFile final : public TraceSink {
  public:
    /// Creates or empties the file and writes its beginning. The error is the system's ("No such file or directory").
    [[nodiscard]] static std::expected<std::unique_ptr<TraceFile>, std::string> open(const std::string& path,
                                                                                     std::unique_ptr<TraceFormat> format,
                                                                                     const TraceStart& start);
    ~TraceFile();
    TraceFile(const TraceFile&) = delete;
    TraceFile& operator=(const TraceFile&) = delete;

    void take(const TraceEvent& event) override;
    /// Writes what is left, and the end. Gives the system's error if something could not be written, else an empty text.
    [[nodiscard]] std::string finish(const TraceEnd& end);

  private:
    TraceFile(runtime::Descriptor file, std::unique_ptr<TraceFormat> format);
    void start_writing();
    void write_events();
    void format_all();
    void write_out();
    [[nodiscard]] bool write_to_pipe(std::string_view left);
    [[nodiscard]] bool write_to_pages(std::string_view text);
    void stop_writing();

    TraceRing ring_;
    runtime::Descriptor file_;
    std::unique_ptr<TraceFormat> format_;
    TextBuffer text_;
    bool is_regular_;
    TracePages pages_;              // of a regular file
    bool is_closed_array_ = false;  // the file ends with a bracket, which the next text takes the place of
    int error_ = 0;                 // why nothing is written any more
    std::thread writer_;
};

}  // namespace aiorun::observe
