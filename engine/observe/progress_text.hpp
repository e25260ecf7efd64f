// Progress as text: a block for a terminal, a line for a log, fields for programs. Functions of a snapshot, nothing else.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "observe/progress.hpp"
#include "value/value.hpp"

namespace aiorun::observe {

/// Makes names fit to be shown: hides secrets.
using Mask = std::function<std::string(std::string)>;

/// Lines without control characters, none wider than `columns`; at most `rows` of them, the most telling ones first.
[[nodiscard]] std::vector<std::string> progress_block(const ProgressSnapshot& shot, size_t columns, size_t rows,
                                                      const Mask& mask);

/// `12.4s, tasks: 340 done, 12 running, 48 waiting; …`
[[nodiscard]] std::string progress_line(const ProgressSnapshot& shot, const Mask& mask);

/// The numbers of the line, as a map.
[[nodiscard]] value::Value progress_fields(const ProgressSnapshot& shot);

/// `0.4s`, `12.4s`, `3m20s`, `2h05m`: as exact as it needs to be while one watches.
[[nodiscard]] std::string shown_time(runtime::Duration time);
/// `312 B`, `12.3 kB`, `1.2 GB`, in powers of 1000.
[[nodiscard]] std::string shown_bytes(double bytes);

}  // namespace aiorun::observe
