// LiveBlock: a few lines at the bottom of a terminal that are drawn again and again, and are never in the way of what else
// is written. The cursor stays where the next line of text belongs, in the first column of the block's first row: whatever
// becomes of the window meanwhile, all below the cursor is the block's, and nothing above it is. The cursor is never hidden
// and no mode is left changed, so there is nothing to restore.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "cli/overlay.hpp"
#include "document/diagnostic.hpp"

namespace aiorun::cli {

class LiveBlock final : public Overlay {
  public:
    struct Size {
        size_t columns = 0;
        size_t rows = 0;
        bool operator==(const Size&) const = default;
    };
    /// Where standard output leads: text for the same terminal is written between erasing and drawing; what goes into a pipe
    /// may turn up on the terminal a little later, out of our sight.
    enum class OutputTo : uint8_t { terminal, pipe, elsewhere };

    /// On the terminal of standard error.
    LiveBlock(OutputTo output, document::Color color);
    ~LiveBlock() override;
    LiveBlock(const LiveBlock&) = delete;
    LiveBlock& operator=(const LiveBlock&) = delete;

    [[nodiscard]] static Size terminal_size();
    /// Draws the lines, none of which may be wider than the terminal, unless they stand there already, or it is not the
    /// time: a program in the background leaves the terminal alone.
    void show(std::vector<std::string> lines);

    void before_write(int descriptor) override;
    void after_write(int descriptor, std::string_view text) override;
    void hide() override;
    void close() override;

  private:
    void draw();

    OutputTo output_;
    document::Color color_;
    std::vector<std::string> lines_;
    Size size_;  // when they were drawn
    bool is_drawn_ = false;
    bool draw_again_ = false;        // when what is being written has been written
    bool is_line_complete_ = true;   // what was written last ended with a line feed
    bool is_closed_ = false;
    std::chrono::steady_clock::time_point not_before_{};
};

}  // namespace aiorun::cli
