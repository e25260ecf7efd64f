// What functions ask of the run: its clock, its randomness, its environment, and the state of shared objects.
#include <array>

#include "expression/functions/tables.hpp"

namespace aiorun::expression::functions {

using value::Value;

namespace {

Host& host(const Call& call) {
    return *call.evaluation.environment.host;
}

Value elapsed(Call& call) {
    return host(call).elapsed();
}
Value now(Call& call) {
    return host(call).now();
}
Value random(Call& call) {
    return host(call).random();
}

/// RFC 9562, version 4.
Value uuid(Call& call) {
    std::array<uint64_t, 2> bits{host(call).random_bits(), host(call).random_bits()};
    bits[0] = (bits[0] & ~0xF000ULL) | 0x4000ULL;
    bits[1] = (bits[1] & ~(3ULL << 62U)) | (2ULL << 62U);
    std::string text;
    for (size_t digit = 0; digit < 32; ++digit) {
        text += digit == 8 || digit == 12 || digit == 16 || digit == 20 ? "-" : "";
        text += "0123456789abcdef"[bits[digit / 16] >> (60 - 4 * (digit % 16)) & 15U];
    }
    return text;
}

Value env(Call& call) {
    std::optional<std::string> found = host(call).env(call.text(0));
    return found ? Value(std::move(*found)) : call.size() > 1 ? call[1] : Value();
}

/// The state of a shared object, which it knows under the name of the function.
Value state(Call& call) {
    std::optional<Value> found = call[0].as_opaque().field(call.function.name);
    return found ? *found : call.fail("not defined for a " + std::string(kind_of(call[0])));
}

}  // namespace

std::span<const Function> run_state() {
    using enum CallStyle;
    constexpr Purity live = Purity::of_the_run;
    constexpr uint16_t locks =
        kind_bit(NameKind::lock) | kind_bit(NameKind::condition) | kind_bit(NameKind::semaphore);
    // clang-format off
    static const auto table = std::to_array<Function>({
        {"elapsed", function, {}, 0, 0, types::floating,
         "elapsed()", "seconds since the start, on the run's clock",
         elapsed, live},
        {"now", function, {}, 0, 0, types::floating,
         "now()", "Unix seconds",
         now, live},
        {"random", function, {}, 0, 0, types::floating,
         "random()", "from 0 up to, but without, 1; seeded by `--seed`",
         random, live},
        {"uuid", function, {}, 0, 0, types::string,
         "uuid()", "a random UUID (version 4); seeded by `--seed`",
         uuid, live},
        {"env", function, {types::string, types::any}, 1, 2, types::any,
         "env(name, default?)", "a variable of the environment; null, or the default, when it is not set",
         env, live},
        {"locked", function, {types::opaque}, 1, 1, types::boolean,
         "locked(lock)", "whether a lock is held; of a semaphore, whether none is left",
         state, live, false, nullptr, locks},
        {"is_set", function, {types::opaque}, 1, 1, types::boolean,
         "is_set(event)", "whether an event is set",
         state, live, false, nullptr, kind_bit(NameKind::event)},
        {"value", function, {types::opaque}, 1, 1, types::integer,
         "value(semaphore)", "how many more may enter",
         state, live, false, nullptr, kind_bit(NameKind::semaphore)},
    });
    // clang-format on
    return table;
}

}  // namespace aiorun::expression::functions
