#include "observe/progress_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "observe/text_width.hpp"
#include "value/utf8.hpp"

namespace aiorun::observe {
namespace {

constexpr size_t widest_bar = 30;
constexpr size_t narrowest_bar = 8;

std::string shown_name(std::string text, const Mask& mask) { return value::escape_for_terminal(mask(std::move(text))); }

std::string tasks_part(const ProgressSnapshot& shot) {
    return fmt::format("{} done, {} running, {} waiting", shot.done, shot.running, shot.waiting);
}

/// Empty when the run has nothing to do with transfers.
std::string transfers_part(const ProgressSnapshot& shot) {
    const TransferCounts& count = shot.transfers;
    if (count.open + count.queued + count.finished == 0) {
        return {};
    }
    std::string text = fmt::format("{} open", count.open);
    if (count.queued > 0) {
        text += fmt::format(", {} queued", count.queued);
    }
    text += fmt::format(", {} done, {}", count.finished, shown_bytes(static_cast<double>(count.received)));
    return shot.rate && *shot.rate >= 1 ? text + ", " + shown_bytes(*shot.rate) + "/s" : text;
}

int percent(const BranchProgress& branches) {
    return static_cast<int>(100 * branches.done / std::max<size_t>(branches.total, 1));
}

std::string branches_part(const BranchProgress& branches) {
    return fmt::format("{} of {} ({} %)", branches.done, branches.total, percent(branches));
}

std::string left_part(const BranchProgress& branches) {
    return branches.left ? ", about " + shown_time(*branches.left) + " left" : "";
}

/// `[#####-----] `, as wide as there is room.
std::string bar(const BranchProgress& branches, size_t room) {
    if (room < narrowest_bar + 3) {
        return {};
    }
    size_t width = std::min(room - 3, widest_bar);
    size_t full = width * branches.done / std::max<size_t>(branches.total, 1);
    return "[" + std::string(full, '#') + std::string(width - full, '-') + "] ";
}

std::string branches_row(const BranchProgress& branches, size_t columns, const Mask& mask) {
    std::string head = fmt::format("{:<10} ", branches.kind);
    std::string tail = branches_part(branches) + left_part(branches);
    size_t taken = head.size() + tail.size();
    std::string row = head + bar(branches, columns > taken ? columns - taken : 0) + tail;
    std::string place = branches.place.empty() ? "" : "  " + shown_name(branches.place, mask);
    return columns_of(row + place) <= columns ? row + place : row;
}

std::string slow_part(const SlowStep& slow, const Mask& mask) {
    std::string text = shown_name(slow.step, mask);
    if (!slow.waits_for.empty() && slow.waits_for != slow.step) {
        text += ": " + shown_name(slow.waits_for, mask);
    }
    if (slow.task != "main") {
        text += "  (" + shown_name(slow.task, mask) + ")";
    }
    return slow.place.empty() ? text : text + "  " + shown_name(slow.place, mask);
}

}  // namespace

std::string shown_time(runtime::Duration time) {
    double seconds = std::chrono::duration<double>(time).count();
    if (seconds < 99.95) {
        return fmt::format("{:.1f}s", seconds);
    }
    auto whole = static_cast<int64_t>(std::min(seconds + 0.5, 1e15));
    if (whole < 3600) {
        return fmt::format("{}m{:02}s", whole / 60, whole % 60);
    }
    return fmt::format("{}h{:02}m", whole / 3600, whole % 3600 / 60);
}

std::string shown_bytes(double bytes) {
    constexpr std::array<std::string_view, 6> units{"B", "kB", "MB", "GB", "TB", "PB"};
    size_t unit = 0;
    while (bytes >= 999.5 && unit + 1 < units.size()) {
        bytes /= 1000;
        ++unit;
    }
    return unit == 0 || bytes >= 99.95 ? fmt::format("{:.0f} {}", bytes, units[unit])
                                       : fmt::format("{:.1f} {}", bytes, units[unit]);
}

std::vector<std::string> progress_block(const ProgressSnapshot& shot, size_t columns, size_t rows, const Mask& mask) {
    std::vector<std::string> lines;
    auto add = [&](std::string line) {
        if (lines.size() < rows) {
            lines.push_back(fit_columns(line, columns));
        }
    };
    add(fmt::format("{:<10} {}  {}", "tasks", tasks_part(shot), shown_time(shot.elapsed)));
    if (shot.branches) {
        add(branches_row(*shot.branches, columns, mask));
    }
    if (std::string transfers = transfers_part(shot); !transfers.empty()) {
        add(fmt::format("{:<10} {}", "transfers", transfers));
    }
    if (shot.processes > 0) {
        add(fmt::format("{:<10} {} running", "processes", shot.processes));
    }
    for (const SlowStep& slow : shot.slowest) {
        add(fmt::format("{:>9}  {}", shown_time(slow.age), slow_part(slow, mask)));
    }
    return lines;
}

std::string progress_line(const ProgressSnapshot& shot, const Mask& mask) {
    std::string line = shown_time(shot.elapsed) + ", tasks: " + tasks_part(shot);
    if (shot.branches) {
        line += "; " + std::string(shot.branches->kind) + ": " + branches_part(*shot.branches) + left_part(*shot.branches);
    }
    if (std::string transfers = transfers_part(shot); !transfers.empty()) {
        line += "; transfers: " + transfers;
    }
    if (shot.processes > 0) {
        line += fmt::format("; processes: {} running", shot.processes);
    }
    if (!shot.slowest.empty()) {
        line += "; slowest: " + shown_time(shot.slowest.front().age) + " " + slow_part(shot.slowest.front(), mask);
    }
    return line;
}

value::Value progress_fields(const ProgressSnapshot& shot) {
    auto integer = [](uint64_t number) { return value::Value(static_cast<int64_t>(number)); };
    auto seconds = [](runtime::Duration time) { return value::Value(std::chrono::duration<double>(time).count()); };
    value::MapBuilder fields;
    fields.set("elapsed", seconds(shot.elapsed)).set("done", integer(shot.done)).set("running", integer(shot.running));
    fields.set("waiting", integer(shot.waiting)).set("processes", integer(shot.processes));
    fields.set("transfers_open", integer(shot.transfers.open)).set("transfers_queued", integer(shot.transfers.queued));
    fields.set("transfers_done", integer(shot.transfers.finished)).set("bytes", integer(shot.transfers.received));
    if (shot.branches) {
        fields.set("branches_done", integer(shot.branches->done)).set("branches", integer(shot.branches->total));
        if (shot.branches->left) {
            fields.set("left", seconds(*shot.branches->left));
        }
    }
    return fields.build();
}

}  // namespace aiorun::observe
