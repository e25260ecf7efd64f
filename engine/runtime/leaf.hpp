// Leaf: an object in the place of a coroutine that would wait at one point only. A coroutine's frame is twice as large, and a
// million tasks that sleep are a million of them.
#pragma once

#include <coroutine>

#include "runtime/wait.hpp"
#include "value/pool.hpp"

namespace aiorun::runtime {

/// Owned and awaited by way of a Coro<T>, as a coroutine is. What it does begins when it is made, so it is to be awaited
/// at once.
template <class T>
class Leaf : public Wait, public value::Pooled {
  public:
    Leaf() = default;
    Leaf(const Leaf&) = delete;
    Leaf& operator=(const Leaf&) = delete;
    virtual ~Leaf() = default;

    /// Suspends the task that runs; it goes on at `caller`.
    virtual void await_suspend(std::coroutine_handle<> caller) = 0;
    /// What awaiting it gives.
    [[nodiscard]] virtual T await_resume() = 0;
};

}  // namespace aiorun::runtime
