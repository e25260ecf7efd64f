// The keys that all constructs with branches take.
#pragma once

#include <array>

#include "steps/key.hpp"

namespace aiorun::steps {

inline constexpr std::array<Key, 6> branch_keys{{
    {"branches", Shape::branches, Presence::optional, "", "the branches, each a step or a list of steps"},
    {"for", Shape::name, Presence::optional, "", "generated branches: the name of a branch's item"},
    {"in", Shape::list, Presence::optional, "", "generated branches: the list of items"},
    {"index", Shape::name, Presence::optional, "", "generated branches: the name of a branch's number, from 0"},
    {"do", Shape::branch, Presence::optional, "", "generated branches: a branch's steps"},
    {"limit", Shape::integer, Presence::optional, "", "how many branches are alive at once; the others wait in order"},
}};

template <size_t N>
[[nodiscard]] constexpr std::array<Key, N + branch_keys.size()> with_branch_keys(const std::array<Key, N>& more) {
    std::array<Key, N + branch_keys.size()> all{};
    for (size_t i = 0; i < branch_keys.size(); ++i) {
        all[i] = branch_keys[i];
    }
    for (size_t i = 0; i < N; ++i) {
        all[branch_keys.size() + i] = more[i];
    }
    return all;
}

}  // namespace aiorun::steps
