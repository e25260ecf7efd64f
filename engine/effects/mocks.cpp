#include "effects/mocks.hpp"

#include <algorithm>

namespace aiorun::effects {

/// Goes back to the last `*` when what follows does not fit: no more than the product of the lengths.
bool glob_matches(std::string_view pattern, std::string_view text) {
    size_t at = 0;
    size_t in = 0;
    size_t star = std::string_view::npos;
    size_t star_end = 0;
    while (at < text.size()) {
        if (in < pattern.size() && pattern[in] == '*') {
            star = in++;
            star_end = at;
        } else if (in < pattern.size() && (pattern[in] == '?' || pattern[in] == text[at])) {
            ++in;
            ++at;
        } else if (star != std::string_view::npos) {
            in = star + 1;
            at = ++star_end;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in) == std::string_view::npos;
}

bool MockRule::fits(const Question& question) const {
    auto holds = [](const TextTest& test, std::string_view text) { return !test || test(text); };
    return (!kind || *kind == question.kind) && (holds(task, question.task) || holds(task, question.body) ||
            (!question.imported_body.empty() && holds(task, question.imported_body))) && holds(step, question.step) &&
           holds(method, question.method) && holds(url, question.url) && holds(command, question.command);
}

std::optional<Mocks::Found> Mocks::answer(const Question& question) {
    for (size_t i = 0; i < rules_.size(); ++i) {
        MockRule& rule = rules_[i];
        bool is_left = !rule.times || rule.used < *rule.times;
        if (is_left && rule.fits(question)) {
            const MockAnswer& answer = rule.answers[std::min<size_t>(rule.used, rule.answers.size() - 1)];
            ++rule.used;
            for (size_t behind = i + 1; behind < rules_.size(); ++behind) {
                MockRule& other = rules_[behind];
                other.is_shadowed = other.is_shadowed || (other.used == 0 && other.fits(question));
            }
            return Found{answer, rule};
        }
    }
    return std::nullopt;
}

}  // namespace aiorun::effects
