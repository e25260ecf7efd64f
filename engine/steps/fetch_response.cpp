#include "steps/fetch_response.hpp"

#include <array>

#include "steps/fetch_error.hpp"
#include "value/error.hpp"
#include "value/json.hpp"
#include "value/limits.hpp"
#include "value/stand_in.hpp"
#include "value/utf8.hpp"

namespace aiorun::steps {
namespace {

using value::Map;
using value::Value;

enum Field : uint8_t { status, ok, headers, text, json, size, url, elapsed, timings, field_count };
constexpr std::array<std::string_view, field_count> names{"status", "ok",  "headers", "text",   "json",
                                                          "size",   "url", "elapsed", "timings"};

Value seconds(http::Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

Value timings_value(const http::Timings& times) {
    return value::MapBuilder()
        .set("redirect", seconds(times.redirect))
        .set("dns", seconds(times.dns))
        .set("connect", seconds(times.connect))
        .set("tls", seconds(times.tls))
        .set("first_byte", seconds(times.first_byte))
        .set("total", seconds(times.total))
        .build();
}

Value headers_value(const Value& given) {
    std::vector<Map::Entry> entries;
    if (given.is_map()) {
        entries.assign(given.as_map().begin(), given.as_map().end());
    }
    return Value(value::make_counted<Map>(std::move(entries), Map::Keys::ignoring_case));
}

class ResponseSource final : public Map::Source {
  public:
    ResponseSource(http::Response response, ResponseBody body) : response_(std::move(response)), body_(body) {
        made_.fill(Value::unbound());
    }

    std::vector<Map::Entry> all() override {
        std::vector<Map::Entry> entries;
        for (uint8_t i = 0; i < field_count; ++i) {
            entries.push_back({Value(names[i]), get(static_cast<Field>(i))});
        }
        return entries;
    }
    const Value* find(std::string_view key) override {
        for (uint8_t i = 0; i < field_count; ++i) {
            if (names[i] == key) {
                return &get(static_cast<Field>(i));
            }
        }
        return nullptr;
    }
    Value problem(std::string_view key) const override {
        return key == names[json] && !problem_.empty() ? value::value_error(problem_) : Value();
    }
    uint32_t depth() const noexcept override { return limits::json_depth + 1; }

  private:
    const Value& get(Field field) {
        if (made_[field].is_unbound()) {
            made_[field] = make(field);
        }
        return made_[field];
    }

    Value make(Field field) {
        if (const value::StandIn* unknown = value::as_stand_in(response_.body)) {
            return make_unknown(*unknown, field);
        }
        switch (field) {
            case status:
                return response_.status;
            case ok:
                return response_.status < 400;
            case headers:
                return headers_value(response_.headers);
            case text:
                return make_text();
            case json:
                return make_json();
            case size:
                return static_cast<int64_t>(response_.size);
            case url:
                return response_.url;
            case elapsed:
                return seconds(response_.timings.total);
            case timings:
                return timings_value(response_.timings);
            case field_count:
                break;
        }
        return {};
    }

    /// Of a simulation's stand-in: what it does not say is as for any response.
    Value make_unknown(const value::StandIn& unknown, Field field) {
        bool has_body = body_ == ResponseBody::held;
        switch (field) {
            case status:
            case ok:
            case url:
            case headers:
                return *unknown.field(names[field]);
            case text:
            case json:
                return has_body ? *unknown.field(names[field]) : Value();
            default:
                break;
        }
        return field == size      ? Value(static_cast<int64_t>(response_.size))
               : field == elapsed ? seconds(response_.timings.total)
                                  : timings_value(response_.timings);
    }

    [[nodiscard]] std::string_view bytes() const {
        return response_.body.is_string() ? response_.body.as_string() : std::string_view();
    }

    Value make_text() {
        if (body_ == ResponseBody::elsewhere) {
            return {};
        }
        bool shared = response_.body.is_string() && value::is_valid_utf8(bytes());
        return shared ? response_.body : Value(value::to_valid_utf8(std::string(bytes())));
    }

    Value make_json() {
        if (body_ == ResponseBody::elsewhere) {
            return {};
        }
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  // RFC 8259 8.1: may be ignored
        std::string_view json = bytes();
        json.remove_prefix(json.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
        auto parsed = value::parse_json(json);
        if (parsed) {
            return std::move(*parsed);
        }
        problem_ = "the body of " + response_.url + " is not JSON";
        if (bytes().empty()) {
            problem_ += ", it is empty";
        } else {
            problem_ += ": " + parsed.error().message + " at byte " + std::to_string(parsed.error().offset) +
                        "; it begins with " + show_body(bytes());
        }
        return {};
    }

    http::Response response_;
    ResponseBody body_;
    std::array<Value, field_count> made_;
    std::string problem_;  // why the body is not JSON
};

}  // namespace

value::Value response_value(http::Response response, ResponseBody body) {
    return Value(value::make_counted<Map>(std::make_unique<ResponseSource>(std::move(response), body)));
}

}  // namespace aiorun::steps
