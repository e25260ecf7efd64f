// Intrusive doubly-linked lists. An object that is destroyed leaves its list by itself.
#pragma once

#include <cstddef>

namespace aiorun::runtime {

/// A place in one list; an object that can be in several lists at once has several hooks, told apart by Tag.
template <class Tag>
class Hook {
  public:
    Hook() = default;
    Hook(const Hook&) = delete;
    Hook& operator=(const Hook&) = delete;

    [[nodiscard]] bool is_linked() const noexcept { return next_ != nullptr; }
    void unlink() noexcept {
        if (is_linked()) {
            previous_->next_ = next_;
            next_->previous_ = previous_;
            next_ = previous_ = nullptr;
        }
    }

  protected:
    ~Hook() { unlink(); }

  private:
    template <class T, class OfTag>
    friend class HookList;
    Hook* next_ = nullptr;
    Hook* previous_ = nullptr;
};

/// A list of T, which derives from Hook<Tag>. It owns nothing.
template <class T, class Tag>
class HookList {
    using Link = Hook<Tag>;
    struct Sentinel : Link {};

  public:
    HookList() noexcept { head_.next_ = head_.previous_ = &head_; }
    HookList(const HookList&) = delete;
    HookList& operator=(const HookList&) = delete;
    ~HookList() {
        while (!empty()) {
            pop_front();
        }
    }

    [[nodiscard]] bool empty() const noexcept { return head_.next_ == &head_; }
    [[nodiscard]] T& front() noexcept { return static_cast<T&>(*head_.next_); }
    [[nodiscard]] T& back() noexcept { return static_cast<T&>(*head_.previous_); }

    void push_back(T& item) noexcept {
        Link& link = item;
        link.previous_ = head_.previous_;
        link.next_ = &head_;
        head_.previous_->next_ = &link;
        head_.previous_ = &link;
    }
    T& pop_front() noexcept {
        T& item = front();
        static_cast<Link&>(item).unlink();
        return item;
    }
    /// Moves all of `other` to the end, in order, in constant time.
    void splice_back(HookList& other) noexcept {
        if (other.empty()) {
            return;
        }
        Link* first = other.head_.next_;
        Link* last = other.head_.previous_;
        other.head_.next_ = other.head_.previous_ = &other.head_;
        first->previous_ = head_.previous_;
        head_.previous_->next_ = first;
        last->next_ = &head_;
        head_.previous_ = last;
    }
    /// The item after `item`, or null at the end.
    [[nodiscard]] T* next(T& item) noexcept {
        Link* link = static_cast<Link&>(item).next_;
        return link == &head_ ? nullptr : static_cast<T*>(link);
    }
    [[nodiscard]] T* first() noexcept { return empty() ? nullptr : &front(); }

  private:
    Sentinel head_;
};

}  // namespace aiorun::runtime
