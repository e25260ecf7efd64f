// Coro<T>: a lazy coroutine, owned by its caller, awaited once. Awaiting one costs no turn of the loop: it starts at
// once, by symmetric transfer, and its caller goes on in the same step when it ends.
//
// Parameters are taken by value, except services that outlive the run. A coroutine lambda captures nothing.
#pragma once

#include <coroutine>
#include <cstdint>
#include <memory>
#include <utility>

#include "runtime/leaf.hpp"
#include "value/pool.hpp"

namespace aiorun::runtime {

namespace detail {

struct PromiseBase : value::Pooled {
    std::coroutine_handle<> continuation = std::noop_coroutine();

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

/// `T& result = co_await own_result;` gives a Coro<T> the place where its result goes, for one that wants no other.
struct OwnResult {};
inline constexpr OwnResult own_result;

template <class T>
class [[nodiscard]] Coro {
  public:
    struct promise_type : detail::PromiseBase {
        T result{};
        Coro get_return_object() { return Coro(std::coroutine_handle<promise_type>::from_promise(*this)); }
        void return_value(T&& value) { result = std::move(value); }

        struct OwnResultAwaiter {
            T& result;
            [[nodiscard]] bool await_ready() const noexcept { return true; }
            void await_suspend(std::coroutine_handle<>) const noexcept {}
            [[nodiscard]] T& await_resume() const noexcept { return result; }
        };
        [[nodiscard]] OwnResultAwaiter await_transform(OwnResult) noexcept { return {result}; }
        template <class Awaitable>
        [[nodiscard]] Awaitable&& await_transform(Awaitable&& awaitable) noexcept {
            return std::forward<Awaitable>(awaitable);
        }
    };

    Coro() = default;
    /// A leaf in the place of a coroutine.
    Coro(std::unique_ptr<Leaf<T>> leaf)  // NOLINT(google-explicit-constructor)
        : address_(reinterpret_cast<uintptr_t>(leaf.release()) | leaf_bit) {}
    Coro(Coro&& other) noexcept : address_(std::exchange(other.address_, 0)) {}
    Coro& operator=(Coro&& other) noexcept {
        std::swap(address_, other.address_);
        return *this;
    }
    ~Coro() {
        if (is_leaf()) {
            delete &leaf();
        } else if (address_ != 0) {
            handle().destroy();
        }
    }

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) {
        if (is_leaf()) {
            leaf().await_suspend(caller);
            return std::noop_coroutine();
        }
        handle().promise().continuation = caller;
        return handle();
    }
    T await_resume() { return is_leaf() ? leaf().await_resume() : take_result(); }

    /// `co_await coroutine.end()` waits for its end, and leaves the result for put_result(). What awaits it so has nothing
    /// on its frame but the Coro.
    [[nodiscard]] auto end() noexcept {
        struct Awaiter {
            Coro& coroutine;
            [[nodiscard]] bool await_ready() const noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) { return coroutine.await_suspend(caller); }
            void await_resume() const noexcept {}
        };
        return Awaiter{*this};
    }
    [[gnu::noinline]] void put_result(T& place) { place = await_resume(); }

    [[nodiscard]] explicit operator bool() const noexcept { return address_ != 0; }
    [[nodiscard]] bool is_leaf() const noexcept { return (address_ & leaf_bit) != 0; }

    // For Task, which runs a coroutine at the top; never a leaf.
    using Handle = std::coroutine_handle<promise_type>;
    [[nodiscard]] Handle handle() const noexcept { return Handle::from_address(reinterpret_cast<void*>(address_)); }
    [[nodiscard]] bool done() const { return handle().done(); }
    [[nodiscard]] T take_result() { return std::move(handle().promise().result); }

  private:
    static constexpr uintptr_t leaf_bit = 1;

    explicit Coro(Handle handle) : address_(reinterpret_cast<uintptr_t>(handle.address())) {}
    [[nodiscard]] Leaf<T>& leaf() const noexcept { return *reinterpret_cast<Leaf<T>*>(address_ & ~leaf_bit); }

    uintptr_t address_ = 0;  // of a coroutine's frame, or of a leaf with leaf_bit
};

}  // namespace aiorun::runtime
