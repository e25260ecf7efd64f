// Value: one immutable JSON value, 16 bytes, cheap to copy (containers and strings are shared and counted).
// Beside JSON's kinds it can hold what expressions meet: a type (what `type(x)` gives), an opaque object
// (a task handle, a shared object), a failure (an Error on its way out), and "unbound" (no value yet).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "value/pool.hpp"
#include "value/reference.hpp"

namespace aiorun::value {

enum class Kind : uint8_t { unbound, null, boolean, integer, number, string, list, map, type, opaque, failure };

class Value;
class List;
class Map;
class Error;

/// An object that expressions can hold but not look into, except by the fields that it names itself.
class Opaque : public Counted {
  public:
    /// What `type(x)` and error messages call it: "task", "lock", "queue", …
    [[nodiscard]] virtual std::string_view type_name() const = 0;
    /// The field `name` of a handle, or the state `name` of a shared object ("locked", "size", …); nothing when
    /// there is none of that name.
    [[nodiscard]] virtual std::optional<Value> field(std::string_view name) const = 0;
    /// The names that field() knows, for error messages.
    [[nodiscard]] virtual std::span<const std::string_view> field_names() const = 0;
};

/// Bytes of a string, shared by all Values that hold it. UTF-8 unless it comes from outside.
class StringData final : public Counted, public Pooled {
  public:
    explicit StringData(std::string text) : text_(std::move(text)) {}
    [[nodiscard]] std::string_view text() const noexcept { return text_; }

  private:
    std::string text_;
};

class Value {
  public:
    Value() noexcept : payload_{.integer = 0} {}
    Value(std::nullptr_t) noexcept : Value() {}                            // NOLINT(google-explicit-constructor)
    Value(bool boolean) noexcept : kind_(Kind::boolean) { payload_.boolean = boolean; }      // NOLINT
    Value(int64_t integer) noexcept : kind_(Kind::integer) { payload_.integer = integer; }   // NOLINT
    Value(int integer) noexcept : Value(static_cast<int64_t>(integer)) {}                    // NOLINT
    Value(double number) noexcept : kind_(Kind::number) { payload_.number = number; }        // NOLINT
    Value(std::string text);                                                                 // NOLINT
    Value(std::string_view text) : Value(std::string(text)) {}                               // NOLINT
    Value(const char* text) : Value(std::string(text)) {}                                    // NOLINT
    Value(Reference<List> list) noexcept;                                                    // NOLINT
    Value(Reference<Map> map) noexcept;                                                      // NOLINT
    Value(Reference<Error> error) noexcept;                                                  // NOLINT
    Value(Reference<Opaque> object) noexcept;                                                // NOLINT
    Value(const void*) = delete;

    /// The value of a name that nothing has been bound to yet.
    [[nodiscard]] static Value unbound() noexcept;
    /// What `type(x)` gives; `name` has to outlive the program ("int", "string", …).
    [[nodiscard]] static Value type(std::string_view name);

    Value(const Value& other) noexcept : payload_(other.payload_), kind_(other.kind_) {
        if (is_counted()) {
            payload_.counted->add_reference();
        }
    }
    Value(Value&& other) noexcept : payload_(other.payload_), kind_(other.kind_) { other.kind_ = Kind::null; }
    ~Value() {
        if (is_counted()) {
            payload_.counted->drop_reference();
        }
    }
    Value& operator=(const Value& other) noexcept {
        Value copy(other);
        swap(copy);
        return *this;
    }
    Value& operator=(Value&& other) noexcept {
        swap(other);
        return *this;
    }
    void swap(Value& other) noexcept {
        std::swap(kind_, other.kind_);
        std::swap(payload_, other.payload_);
    }

    [[nodiscard]] Kind kind() const noexcept { return kind_; }
    [[nodiscard]] bool is_null() const noexcept { return kind_ == Kind::null; }
    [[nodiscard]] bool is_bool() const noexcept { return kind_ == Kind::boolean; }
    [[nodiscard]] bool is_int() const noexcept { return kind_ == Kind::integer; }
    [[nodiscard]] bool is_double() const noexcept { return kind_ == Kind::number; }
    [[nodiscard]] bool is_number() const noexcept { return is_int() || is_double(); }
    [[nodiscard]] bool is_string() const noexcept { return kind_ == Kind::string; }
    [[nodiscard]] bool is_list() const noexcept { return kind_ == Kind::list; }
    [[nodiscard]] bool is_map() const noexcept { return kind_ == Kind::map; }
    [[nodiscard]] bool is_opaque() const noexcept { return kind_ == Kind::opaque; }
    [[nodiscard]] bool is_failure() const noexcept { return kind_ == Kind::failure; }
    [[nodiscard]] bool is_unbound() const noexcept { return kind_ == Kind::unbound; }

    // Each of these is for a value of that kind only.
    [[nodiscard]] bool as_bool() const noexcept { return payload_.boolean; }
    [[nodiscard]] int64_t as_int() const noexcept { return payload_.integer; }
    [[nodiscard]] double as_double() const noexcept { return payload_.number; }
    /// An int or a double as a double.
    [[nodiscard]] double to_double() const noexcept {
        return is_int() ? static_cast<double>(payload_.integer) : payload_.number;
    }
    /// The text of a string or the name of a type; valid as long as a Value holds it.
    [[nodiscard]] std::string_view as_string() const noexcept {
        return static_cast<const StringData*>(payload_.counted)->text();
    }
    [[nodiscard]] const List& as_list() const noexcept;
    [[nodiscard]] const Map& as_map() const noexcept;
    [[nodiscard]] Opaque& as_opaque() const noexcept { return *static_cast<Opaque*>(payload_.counted); }
    [[nodiscard]] Error& as_failure() const noexcept;

    /// How deeply lists and maps nest in it: 0 for a scalar, 1 for a list of scalars.
    [[nodiscard]] uint32_t depth() const noexcept;

    /// Equality of JSON values: 1 == 1.0, maps regardless of order, different kinds are unequal.
    friend bool operator==(const Value& a, const Value& b);

  private:
    [[nodiscard]] bool is_counted() const noexcept { return kind_ >= Kind::string; }
    Value(Kind kind, Counted* counted) noexcept;

    union Payload {
        bool boolean;
        int64_t integer;
        double number;
        Counted* counted;
    } payload_;
    Kind kind_ = Kind::null;  // last, so that what holds a value can put its own flags behind it
};

/// An immutable list. It can also be a range of integers, which takes no memory however long it is.
class List final : public Counted, public Pooled {
  public:
    explicit List(std::vector<Value> items);
    /// The integers begin, begin + 1, …, end - 1; empty when end <= begin.
    [[nodiscard]] static Value range(int64_t begin, int64_t end);

    [[nodiscard]] size_t size() const noexcept { return is_range_ ? range_size_ : items_.size(); }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    [[nodiscard]] Value operator[](size_t index) const {
        return is_range_ ? Value(range_begin_ + static_cast<int64_t>(index)) : items_[index];
    }
    [[nodiscard]] uint32_t depth() const noexcept { return depth_; }

    /// Iteration by value: `for (Value item : list)`.
    class Iterator {
      public:
        Iterator(const List& list, size_t index) : list_(&list), index_(index) {}
        Value operator*() const { return (*list_)[index_]; }
        Iterator& operator++() {
            ++index_;
            return *this;
        }
        bool operator==(const Iterator& other) const { return index_ == other.index_; }

      private:
        const List* list_;
        size_t index_;
    };
    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, size()}; }

  private:
    List(int64_t begin, size_t size) : range_begin_(begin), range_size_(size), is_range_(true) {}

    std::vector<Value> items_;
    int64_t range_begin_ = 0;
    size_t range_size_ = 0;
    uint32_t depth_ = 1;
    bool is_range_ = false;
};

[[nodiscard]] Value make_list(std::vector<Value> items);

/// An immutable map in order of insertion. Keys are strings; expressions may also make int and bool keys.
class Map final : public Counted, public Pooled {
  public:
    struct Entry {
        Value key;
        Value value;
    };
    /// Where the entries of a map come from that makes each only when it is looked at.
    class Source {
      public:
        virtual ~Source() = default;
        /// All of them, in order. Asked for once.
        [[nodiscard]] virtual std::vector<Entry> all() = 0;
        /// Null when there is none; valid as long as the map.
        [[nodiscard]] virtual const Value* find(std::string_view key) = 0;
        /// Why the value of a key is null because it could not be made: a failure; null when null is its value.
        [[nodiscard]] virtual Value problem(std::string_view key) const = 0;
        /// At least the depth() of the whole map.
        [[nodiscard]] virtual uint32_t depth() const noexcept = 0;
    };
    /// Whether a string finds a key of other case; the keys are then in lower case.
    enum class Keys : uint8_t { exact, ignoring_case };

    /// `entries` may hold no key twice (MapBuilder sees to it).
    explicit Map(std::vector<Entry> entries, Keys keys = Keys::exact);
    explicit Map(std::unique_ptr<Source> source);
    [[nodiscard]] size_t size() const noexcept { return entries().size(); }
    [[nodiscard]] bool empty() const noexcept { return entries().empty(); }
    [[nodiscard]] std::span<const Entry> entries() const noexcept {
        if (source_) {
            fill();
        }
        return entries_;
    }
    /// The value of a key, or null; valid as long as the map.
    [[nodiscard]] const Value* find(std::string_view key) const noexcept;
    [[nodiscard]] const Value* find(const Value& key) const noexcept;
    /// See Source::problem; null for a map without a source.
    [[nodiscard]] Value problem(const Value& key) const;
    [[nodiscard]] uint32_t depth() const noexcept { return depth_; }
    [[nodiscard]] auto begin() const noexcept { return entries().begin(); }
    [[nodiscard]] auto end() const noexcept { return entries().end(); }

  private:
    void fill() const;

    mutable std::vector<Entry> entries_;
    std::vector<uint32_t> index_;  // open addressing over entries_, only for maps that are not small
    std::unique_ptr<Source> source_;
    Keys keys_ = Keys::exact;
    uint32_t depth_ = 1;
};

/// Collects entries; a key that comes again replaces the value and keeps its place.
class MapBuilder {
  public:
    MapBuilder() = default;
    explicit MapBuilder(const Map& start);
    MapBuilder& set(Value key, Value value);
    [[nodiscard]] bool contains(const Value& key) const;
    [[nodiscard]] size_t size() const noexcept { return entries_.size(); }
    [[nodiscard]] Value build();

  private:
    [[nodiscard]] size_t find(const Value& key) const;
    std::vector<Map::Entry> entries_;
    std::vector<uint32_t> index_;
};

/// The name that expressions give to a value's type: null_type, bool, int, double, string, list, map, type, …
[[nodiscard]] std::string_view type_name(const Value& value);

}  // namespace aiorun::value
