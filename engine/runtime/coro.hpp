// Coro<T>: a lazy coroutine, owned by its caller, awaited once. Awaiting one costs no turn of the loop: it starts at
// once, by symmetric transfer, and its caller goes on in the same step when it ends.
//
// Parameters are taken by value, except services that outlive the run. A coroutine lambda captures nothing.
#pragma once

#include <coroutine>
#include <optional>
#include <utility>

#include "runtime/frame_pool.hpp"

namespace aiorun::runtime {

namespace detail {

struct PromiseBase {
    std::coroutine_handle<> continuation = std::noop_coroutine();

    static void* operator new(size_t size) { return pool_allocate(size); }
    static void operator delete(void* memory, size_t size) noexcept { pool_release(memory, size); }

    [[nodiscard]] std::suspend_always initial_suspend() const noexcept { return {}; }
    struct FinalAwaiter {
        [[nodiscard]] bool await_ready() const noexcept { return false; }
        template <class Promise>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> ended) const noexcept {
            return ended.promise().continuation;
        }
        void await_resume() const noexcept {}
    };
    [[nodiscard]] FinalAwaiter final_suspend() const noexcept { return {}; }
    /// Only our own bugs and a lack of memory throw; they end the run at its border.
    [[noreturn]] void unhandled_exception() const { throw; }
};

}  // namespace detail

template <class T>
class [[nodiscard]] Coro {
  public:
    struct promise_type : detail::PromiseBase {
        T result{};
        Coro get_return_object() { return Coro(std::coroutine_handle<promise_type>::from_promise(*this)); }
        void return_value(T value) { result = std::move(value); }
    };

    Coro() = default;
    Coro(Coro&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Coro& operator=(Coro&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~Coro() {
        if (handle_) {
            handle_.destroy();
        }
    }

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
        handle_.promise().continuation = caller;
        return handle_;
    }
    T await_resume() { return std::move(handle_.promise().result); }

    // For Task, which runs a coroutine at the top.
    [[nodiscard]] std::coroutine_handle<> handle() const noexcept { return handle_; }
    [[nodiscard]] bool done() const { return handle_.done(); }
    [[nodiscard]] T take_result() { return std::move(handle_.promise().result); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(handle_); }

  private:
    explicit Coro(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    std::coroutine_handle<promise_type> handle_;
};

}  // namespace aiorun::runtime
