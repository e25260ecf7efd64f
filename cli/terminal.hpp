// Standard output and standard error: whether they are terminals, and writing to them whole or not at all.
#pragma once

#include <string>
#include <string_view>

#include "cli/options.hpp"
#include "document/diagnostic.hpp"

namespace aiorun::cli {

class Terminal {
  public:
    explicit Terminal(ColorChoice choice);
    /// For what goes to standard error.
    [[nodiscard]] document::Color color() const noexcept { return color_; }
    /// `error: ` in colours, or not.
    [[nodiscard]] std::string error_word() const;

  private:
    document::Color color_;
};

/// Keeps the numbers of standard streams that are closed from being given to files: what is written to a closed standard
/// output is an error, and does not end up in a file of the workflow's.
void reserve_standard_streams();

/// Looks after the run while a standard stream takes nothing, as a pipe does whose reader has stopped.
class WriteWatch {
  public:
    /// Asked several times a second; whether the write is to be given up.
    [[nodiscard]] virtual bool gives_up() = 0;

  protected:
    ~WriteWatch() = default;
};

/// Null, which is how it begins: writes wait as long as it takes.
void set_write_watch(WriteWatch* watch) noexcept;

/// Writes all of it; false when that is not possible (errno says why).
[[nodiscard]] bool write_all(int descriptor, std::string_view text);
[[nodiscard]] bool write_output(std::string_view text);
/// All that a command has to say goes to standard output: gives the exit status. That it could not be written is an error,
/// which is reported.
[[nodiscard]] int print_answer(std::string_view text, int status = 0);
/// What cannot be written to standard error is lost: there is nobody left to tell.
void write_errors(std::string_view text);

}  // namespace aiorun::cli
