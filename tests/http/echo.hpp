// What /echo of the test server says about a request.
#pragma once

#include <string>
#include <string_view>

#include "tests/http/client_fixture.hpp"
#include "value/json.hpp"

namespace aiorun::http {

class Echo {
  public:
    explicit Echo(const Result<Response>& outcome) {
        INFO(body_of(outcome));
        auto parsed = value::parse_json(body_of(outcome));
        REQUIRE(parsed);
        map_ = *parsed;
    }
    [[nodiscard]] std::string field(std::string_view name) const { return text(map_, name); }
    [[nodiscard]] std::string header(std::string_view name) const {
        return text(*map_.as_map().find(std::string_view("headers")), name);
    }

  private:
    [[nodiscard]] static std::string text(const value::Value& map, std::string_view name) {
        const value::Value* value = map.as_map().find(name);
        return value == nullptr ? "(none)" : value::to_text(*value);
    }
    value::Value map_;
};

}  // namespace aiorun::http
