// StandIn: a value that a simulation does not know. It is whatever the workflow takes it for: fields, items and comparisons
// are open until a use has to know, that use decides, and what was decided holds from then on.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "value/value.hpp"

namespace aiorun::value {

/// Who is told what a simulation took for granted. One for all stand-ins of a run.
class Assumptions : public Counted {
  public:
    virtual void assume(std::string text) = 0;
    /// How many times the running task came to `place` before with an answer to that question (StandInStart::question), each
    /// call being one more.
    [[nodiscard]] virtual uint32_t count_visit(const void* place, uint64_t question) = 0;

    void tell(std::string text) {
        if (silence_ == 0) {
            assume(std::move(text));
        }
    }
    /// While one of these lives, choices are not told: whoever made it tells them in its own words.
    class Silence {
      public:
        explicit Silence(const Reference<Assumptions>& assumptions) : assumptions_(assumptions) { ++assumptions_->silence_; }
        ~Silence() { --assumptions_->silence_; }
        Silence(const Silence&) = delete;

      private:
        Reference<Assumptions> assumptions_;
    };
    /// While one of these lives, what is firm gives way: a loop has to end.
    class Insistence {
      public:
        explicit Insistence(const Reference<Assumptions>& assumptions) : assumptions_(assumptions) { ++assumptions_->insistence_; }
        ~Insistence() { --assumptions_->insistence_; }
        Insistence(const Insistence&) = delete;

      private:
        Reference<Assumptions> assumptions_;
    };
    [[nodiscard]] bool insists() const noexcept { return insistence_ > 0; }

  private:
    uint32_t silence_ = 0;
    uint32_t insistence_ = 0;
};

/// What is known of a stand-in from the start.
struct StandInStart {
    Reference<Assumptions> assumptions{};
    std::string path{};              ///< how messages call it: `response.json.items`
    Kind kind = Kind::unbound;       ///< the only kind it can be of; unbound: any
    Value usual = Value::unbound();  ///< what it is unless somebody wants something else
    Value other = Value::unbound();  ///< what it is when it may not be that
    /// It is what it usually is, whatever anybody wants, unless a loop needs something else to end.
    bool is_firm = false;
    uint32_t depth = 0;     ///< how many calculations lie between it and what it was calculated from
    uint64_t question = 0;  ///< stands for what was asked of the outside, to which it is the answer
    /// Which values it may have; all when it is empty.
    std::function<bool(const Value&)> accepts{};
    /// For one that follows from another: what a decision means for that one; gives the value that comes of it.
    std::function<Value(const Value& wanted)> decide{};
};

class StandIn final : public Opaque {
  public:
    using Start = StandInStart;
    [[nodiscard]] static Value make(Start start);

    // An array, not a literal: its address tells a stand-in from all else.
    static constexpr char name_text[] = "stand-in";
    static constexpr std::string_view name{name_text};
    [[nodiscard]] std::string_view type_name() const override { return name; }
    /// Of an undecided one: any field there is to ask for.
    [[nodiscard]] std::optional<Value> field(std::string_view key) const override;
    [[nodiscard]] std::span<const std::string_view> field_names() const override { return {}; }

    [[nodiscard]] const Value& decided() const noexcept { return decided_; }
    [[nodiscard]] bool is_decided() const noexcept { return !decided_.is_unbound(); }
    [[nodiscard]] const std::string& path() const noexcept { return start_.path; }
    [[nodiscard]] const Value& usual() const noexcept { return start_.usual; }
    /// Whether it follows from another one, which it tells when it is decided.
    [[nodiscard]] bool is_derived() const noexcept { return static_cast<bool>(start_.decide); }
    [[nodiscard]] Kind kind() const noexcept { return start_.kind; }
    [[nodiscard]] bool is_firm() const noexcept { return start_.is_firm; }
    [[nodiscard]] const Value& other() const noexcept { return start_.other; }
    [[nodiscard]] uint32_t depth() const noexcept { return start_.depth; }
    [[nodiscard]] uint64_t question() const noexcept { return start_.question; }
    [[nodiscard]] const Reference<Assumptions>& assumptions() const noexcept { return start_.assumptions; }

    /// The part of that key: the same one each time.
    [[nodiscard]] Value part(const Value& key);
    /// What a function makes of it; the same one each time. Not a part, so it is not shown as one.
    [[nodiscard]] Value derived(const std::string& what, Start start = {});
    /// One that follows from this one, to the same question.
    [[nodiscard]] Value following(Start start) const;
    void set_part(std::string_view key, Value value) { parts_.emplace_back(Value(key), std::move(value)); }
    /// From now on there is, or there is not, a part of that key.
    void set_presence(const Value& key, bool is_there);

    /// Makes it `wanted`, when it can be that; else what it is anyhow. Gives its value.
    Value decide(const Value& wanted);
    /// It is not going to be that value.
    void exclude(const Value& value);
    [[nodiscard]] bool can_be(const Value& value) const;

    // Each decides, unless it is decided; what does not fit is null.
    [[nodiscard]] bool as_bool(bool wanted);
    [[nodiscard]] Value as_list(size_t size = 1);
    [[nodiscard]] Value as_map();
    [[nodiscard]] Value as_number(const Value& wanted);
    /// As it is shown: known values, maps of the parts that were asked for, `~name~`. A truth, a number, a list are decided by that.
    [[nodiscard]] Value shown() const;

  private:
    explicit StandIn(Start start) : start_(std::move(start)), decided_(Value::unbound()) {}
    [[nodiscard]] Value placeholder() const;
    [[nodiscard]] std::string last_name() const;
    [[nodiscard]] Value parts_as_map() const;
    void tell_choice() const;

    Start start_;
    Value decided_;
    bool deciding_ = false;
    std::vector<std::pair<Value, Value>> parts_;
    std::vector<std::pair<std::string, Value>> derived_;
    std::vector<Value> excluded_;
};

/// The stand-in that a value is, decided or not; null for all others.
[[nodiscard]] inline StandIn* as_stand_in(const Value& value) noexcept {
    if (!value.is_opaque() || value.as_opaque().type_name().data() != StandIn::name.data()) {
        return nullptr;
    }
    return static_cast<StandIn*>(&value.as_opaque());
}
/// The value that a stand-in was decided to be; any other value as it is.
[[nodiscard]] Value resolved(Value value);
/// The same; and one that is firm is decided to be what it is.
[[nodiscard]] Value settled(Value value);
/// The stand-in when it is one and still undecided. Only for resolved values.
[[nodiscard]] inline StandIn* as_unknown(const Value& value) noexcept { return as_stand_in(value); }
/// Whether responses have a field of that name only when something went wrong: `error`, `failure`.
[[nodiscard]] bool is_unusual_part(const Value& key);
/// The value with all stand-ins in it as they are shown.
[[nodiscard]] Value without_stand_ins(const Value& value);
/// Whether a text was made of what is not known: it holds a `~name~`.
[[nodiscard]] bool has_placeholder(std::string_view text) noexcept;
/// Such a text where a number has to be: `~name~s` is `1s`.
[[nodiscard]] std::string with_numbers(std::string_view text);
/// The first stand-in in a value or its parts; looks at no more than some thousand of them.
[[nodiscard]] StandIn* find_stand_in(const Value& value);

}  // namespace aiorun::value
