// Texts of a run as traces show them: secrets masked, and escaped for JSON or for a terminal.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "observe/text_buffer.hpp"
#include "runtime/task.hpp"
#include "value/secrets.hpp"

namespace aiorun::observe {

class ShownText {
  public:
    /// Borrowed.
    explicit ShownText(const value::Secrets& secrets) : secrets_(secrets) {}

    /// As a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD.
    void add_json(TextBuffer& out, std::string_view text) const;
    [[nodiscard]] std::string json(std::string_view text) const;
    /// On one line, whatever it holds.
    [[nodiscard]] std::string terminal(std::string_view text) const;

  private:
    const value::Secrets& secrets_;
};

/// What is written of a step, made once for each.
class StepTexts {
  public:
    using Make = std::function<std::string(const runtime::StepInfo&)>;
    explicit StepTexts(Make make) : make_(std::move(make)) {}

    [[nodiscard]] std::string_view of(const runtime::StepInfo& step) {
        if (&step != last_) {
            last_ = &step;
            auto [found, is_new] = texts_.try_emplace(&step);
            if (is_new) {
                found->second = make_(step);
            }
            last_text_ = found->second;  // nodes stay where they are
        }
        return last_text_;
    }

  private:
    Make make_;
    std::unordered_map<const runtime::StepInfo*, std::string> texts_;
    const runtime::StepInfo* last_ = nullptr;
    std::string_view last_text_;
};

/// `flow.yaml:12:5`, or empty.
[[nodiscard]] std::string place_of(const runtime::StepInfo& step);

}  // namespace aiorun::observe
