#include "steps/link_header.hpp"

#include <algorithm>

#include "http/text.hpp"

namespace aiorun::steps {
namespace {

/// Reads a Link header from its start to its end.
class LinkReader {
  public:
    explicit LinkReader(std::string_view text) : rest_(text) {}

    struct Link {
        std::string target;
        std::string relations;
    };

    /// The next link, if there is one more.
    std::optional<Link> next() {
        while (true) {
            skip_blanks(" \t,");
            if (rest_.empty()) {
                return std::nullopt;
            }
            size_t close = rest_.starts_with('<') ? rest_.find('>') : std::string_view::npos;
            if (close != std::string_view::npos) {
                Link link{std::string(http::trim(rest_.substr(1, close - 1))), {}};
                rest_.remove_prefix(close + 1);
                link.relations = read_params();
                return link;
            }
            (void)read_params();  // malformed: up to the next comma
            if (rest_.starts_with('<')) {
                rest_.remove_prefix(1);
            }
        }
    }

  private:
    void skip_blanks(std::string_view blanks) {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size()));
    }

    std::string_view take_until(std::string_view ends) {
        size_t end = std::min(rest_.find_first_of(ends), rest_.size());
        std::string_view part = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return http::trim(part);
    }

    /// The value of the first `rel` (RFC 8288 3.3: further ones are ignored); stops at the comma behind.
    std::string read_params() {
        std::optional<std::string> relations;
        while (!rest_.empty() && rest_.front() != ',') {
            skip_blanks(" \t;");
            std::string_view name = take_until("=;,<");
            if (rest_.starts_with('<')) {
                break;
            }
            std::string value;
            if (rest_.starts_with('=')) {
                rest_.remove_prefix(1);
                skip_blanks(" \t");
                value = rest_.starts_with('"') ? read_quoted() : std::string(take_until(";,"));
            }
            if (!relations && http::equal_ignoring_case(name, "rel")) {
                relations = std::move(value);
            }
        }
        return relations.value_or("");
    }

    std::string read_quoted() {
        std::string value;
        rest_.remove_prefix(1);
        while (!rest_.empty() && rest_.front() != '"') {
            if (rest_.front() == '\\' && rest_.size() > 1) {
                rest_.remove_prefix(1);
            }
            value += rest_.front();
            rest_.remove_prefix(1);
        }
        rest_.remove_prefix(rest_.empty() ? 0 : 1);
        return value;
    }

    std::string_view rest_;
};

bool has_word(std::string_view words, std::string_view word) {
    while (!words.empty()) {
        size_t end = std::min(words.find_first_of(" \t"), words.size());
        if (http::equal_ignoring_case(words.substr(0, end), word)) {
            return true;
        }
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

}  // namespace

std::optional<std::string> find_link(std::string_view header, std::string_view relation) {
    LinkReader reader(header);
    while (auto link = reader.next()) {
        if (has_word(link->relations, relation)) {
            return std::move(link->target);
        }
    }
    return std::nullopt;
}

}  // namespace aiorun::steps
