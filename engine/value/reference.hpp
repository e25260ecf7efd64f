// Reference<T>: an owning pointer to an object that counts its own references. The program is
// single-threaded, so the count is a plain integer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace aiorun::value {

/// Base of everything that is counted. Starts with no reference; the first Reference makes it one.
class Counted {
  public:
    Counted() = default;
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

    void add_reference() noexcept { ++references_; }
    /// Gives one reference back; destroys the object with the last one.
    void drop_reference() noexcept {
        if (--references_ == 0) {
            delete this;
        }
    }
    [[nodiscard]] bool unique() const noexcept { return references_ == 1; }

  protected:
    virtual ~Counted() = default;

  private:
    uint32_t references_ = 0;
};

template <class T>
class Reference {
  public:
    Reference() = default;
    Reference(std::nullptr_t) noexcept {}  // NOLINT(google-explicit-constructor)
    explicit Reference(T* object) noexcept : object_(object) {
        if (object_ != nullptr) {
            object_->add_reference();
        }
    }
    Reference(const Reference& other) noexcept : Reference(other.object_) {}
    Reference(Reference&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    template <class U>
        requires std::is_convertible_v<U*, T*>
    Reference(const Reference<U>& other) noexcept : Reference(other.get()) {}  // NOLINT(google-explicit-constructor)
    ~Reference() {
        if (object_ != nullptr) {
            object_->drop_reference();
        }
    }
    Reference& operator=(Reference other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }

    [[nodiscard]] T* get() const noexcept { return object_; }
    T& operator*() const noexcept { return *object_; }
    T* operator->() const noexcept { return object_; }
    explicit operator bool() const noexcept { return object_ != nullptr; }
    friend bool operator==(const Reference& a, const Reference& b) noexcept { return a.object_ == b.object_; }

  private:
    T* object_ = nullptr;
};

template <class T, class... Arguments>
[[nodiscard]] Reference<T> make_counted(Arguments&&... arguments) {
    return Reference<T>(new T(std::forward<Arguments>(arguments)...));
}

}  // namespace aiorun::value
