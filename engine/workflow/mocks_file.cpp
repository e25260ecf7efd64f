#include "workflow/mocks_file.hpp"

#include <algorithm>
#include <array>

#include "document/duration.hpp"
#include "document/suggest.hpp"
#include "document/tree.hpp"
#include "expression/pattern.hpp"
#include "steps/options.hpp"
#include "value/json.hpp"

namespace aiorun::workflow {
namespace {

using document::Node;
using effects::MockAnswer;
using effects::MockFailure;
using effects::MockRule;
using effects::Question;
using effects::TextTest;

constexpr std::array<std::string_view, 9> rule_keys{"task", "step", "method", "url", "url_regex", "command", "command_regex", "times", "answers"};
constexpr std::array<std::string_view, 10> answer_keys{"status", "headers", "json", "text", "body", "latency", "failure", "code", "stdout", "stderr"};
/// Keys that only make sense for processes, and for transfers.
constexpr std::array<std::string_view, 5> process_keys{"command", "command_regex", "code", "stdout", "stderr"};
constexpr std::array<std::string_view, 8> transfer_keys{"method", "url", "url_regex", "status", "headers", "json", "text", "body"};
constexpr std::array<std::string_view, 3> body_keys{"json", "text", "body"};

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

/// `/items*` is matched with path and query, all else with the whole URL; without a `?` also with a URL's part before it.
TextTest url_test(std::string glob) {
    return [glob = std::move(glob)](std::string_view url) {
        if (glob.starts_with('/')) {
            size_t host = url.find("://");
            size_t path = url.find('/', host == std::string_view::npos ? 0 : host + 3);
            url = path == std::string_view::npos ? "/" : url.substr(path);
        }
        return effects::glob_matches(glob, url) ||
               (glob.find('?') == std::string::npos && effects::glob_matches(glob, url.substr(0, url.find('?'))));
    };
}

TextTest glob_test(std::string glob) {
    return [glob = std::move(glob)](std::string_view text) { return effects::glob_matches(glob, text); };
}

class MocksReader {
  public:
    explicit MocksReader(document::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    std::vector<MockRule> read(const Node& root) {
        Node list = root;
        if (root.is_map()) {
            constexpr std::array<std::string_view, 1> keys{"mocks"};
            check_keys(root, keys, "a file of mocks");
            list = root.find("mocks").value_or(root);
        }
        std::vector<MockRule> rules;
        if (!list.is_list()) {
            error(list, "wrong-type", "mocks are a list of rules, found " + std::string(list.kind_name()),
                  "for example `- { url: \"*/items*\", json: { items: [] } }`");
            return rules;
        }
        for (size_t i = 0; i < list.size(); ++i) {
            if (std::optional<MockRule> rule = read_rule(list.item(i))) {
                rules.push_back(std::move(*rule));
            }
        }
        return rules;
    }

  private:
    void error(const Node& node, std::string_view code, std::string message, std::string hint = {}) {
        diagnostics_.error(node.source(), node.span(), code, std::move(message), std::move(hint));
    }

    void check_keys(const Node& map, std::span<const std::string_view> keys, const std::string& what) {
        for (size_t i = 0; i < map.size(); ++i) {
            std::string_view key = map.key(i).text();
            if (!is_one_of(key, keys)) {
                error(map.key(i), "unknown-key", what + " has no key \"" + std::string(key) + "\"" + document::did_you_mean(key, keys),
                      "its keys are " + steps::list_words(keys));
            }
        }
    }

    std::optional<MockRule> read_rule(const Node& node) {
        if (!node.is_map()) {
            error(node, "wrong-type", "a rule is a map, found " + std::string(node.kind_name()));
            return std::nullopt;
        }
        std::vector<std::string_view> keys(rule_keys.begin(), rule_keys.end());
        keys.insert(keys.end(), answer_keys.begin(), answer_keys.end());
        check_keys(node, keys, "a rule");
        MockRule rule;
        rule.place = node.source().name() + ":" + std::to_string(node.source().position(node.span().begin).line);
        read_conditions(node, rule);
        if (auto times = node.find("times")) {
            rule.times = static_cast<uint64_t>(integer(*times, "times", 1, INT64_MAX));
        }
        read_answers(node, rule);
        rule.kind = kind_of(node);
        check_failures(node, rule);
        return rule;
    }

    void read_conditions(const Node& node, MockRule& rule) {
        auto glob = [&](std::string_view key, TextTest& test) {
            if (auto value = node.find(key)) {
                test = glob_test(text(*value, key));
            }
        };
        glob("task", rule.task);
        glob("step", rule.step);
        glob("command", rule.command);
        if (auto method = node.find("method")) {
            std::string name = text(*method, "method");
            std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
            rule.method = glob_test(std::move(name));
        }
        if (auto url = node.find("url")) {
            rule.url = url_test(text(*url, "url"));
        }
        regex(node, "url_regex", "url", rule.url);
        regex(node, "command_regex", "command", rule.command);
    }

    void regex(const Node& node, std::string_view key, std::string_view other, TextTest& test) {
        auto pattern = node.find(key);
        if (!pattern) {
            return;
        }
        if (test) {
            error(*pattern, "wrong-value", "a rule has either \"" + std::string(other) + "\" or \"" + std::string(key) + "\"");
        }
        auto compiled = expression::compile_pattern(text(*pattern, key));
        if (!compiled) {
            error(*pattern, "wrong-value", "\"" + std::string(key) + "\" is no regular expression: " + compiled.error());
            return;
        }
        test = std::move(*compiled);
    }

    void read_answers(const Node& node, MockRule& rule) {
        auto answers = node.find("answers");
        if (!answers) {
            rule.answers.push_back(read_answer(node));
            return;
        }
        for (std::string_view key : answer_keys) {
            if (auto beside = node.find(key)) {
                error(*beside, "wrong-value", "\"" + std::string(key) + "\" stands beside \"answers\", it belongs into one of them");
            }
        }
        if (!answers->is_list() || answers->size() == 0) {
            error(*answers, "wrong-type", "\"answers\" is a list of answers, found " + std::string(answers->is_list() ? "an empty one" : answers->kind_name()));
        }
        for (size_t i = 0; answers->is_list() && i < answers->size(); ++i) {
            Node item = answers->item(i);
            if (!item.is_map()) {
                error(item, "wrong-type", "an answer is a map, found " + std::string(item.kind_name()));
                continue;
            }
            check_keys(item, answer_keys, "an answer");
            rule.answers.push_back(read_answer(item));
        }
        if (rule.answers.empty()) {
            rule.answers.emplace_back();
        }
    }

    MockAnswer read_answer(const Node& node) {
        MockAnswer answer;
        if (auto status = node.find("status")) {
            answer.status = static_cast<int>(integer(*status, "status", 100, 599));
        }
        if (auto code = node.find("code")) {
            answer.code = static_cast<int>(integer(*code, "code", -255, 255));
        }
        if (auto latency = node.find("latency")) {
            auto duration = document::to_duration(latency->value());
            if (!duration) {
                std::string found = latency->is_scalar() && !latency->is_null() ? "\"" + std::string(latency->text()) + "\""
                                                                                : std::string(latency->kind_name());
                error(*latency, "wrong-type", "\"latency\" is a duration such as 2, 1.5, `150ms` or `1m30s`, found " + found);
            }
            answer.latency = std::max(duration.value_or(document::Duration(0)), document::Duration(0));
        }
        if (auto headers = node.find("headers")) {
            read_headers(*headers, answer);
        }
        read_body(node, answer);
        if (auto output = node.find("stdout")) {
            answer.output = text(*output, "stdout");
        }
        if (auto errors = node.find("stderr")) {
            answer.errors = text(*errors, "stderr");
        }
        if (auto failure = node.find("failure")) {
            answer.failure = read_failure(*failure);
        }
        return answer;
    }

    void read_headers(const Node& headers, MockAnswer& answer) {
        if (!headers.is_map()) {
            error(headers, "wrong-type", "\"headers\" is a map, found " + std::string(headers.kind_name()));
            return;
        }
        for (size_t i = 0; i < headers.size(); ++i) {
            std::string name(headers.key(i).text());
            std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            Node value = headers.entry(i);
            // A header that comes several times is a list.
            for (size_t at = 0; at < (value.is_list() ? value.size() : 1); ++at) {
                answer.headers.emplace_back(name, text(value.is_list() ? value.item(at) : value, headers.key(i).text()));
            }
        }
    }

    void read_body(const Node& node, MockAnswer& answer) {
        for (std::string_view key : body_keys) {
            auto value = node.find(key);
            if (!value) {
                continue;
            }
            if (answer.body) {
                error(*value, "wrong-value", "an answer has one of json, text and body, found more than one");
            }
            answer.body = key == "json" ? value::to_json(value->value()) : text(*value, key);
            bool has_type = std::ranges::any_of(answer.headers, [](const auto& header) { return header.first == "content-type"; });
            if (!has_type && key != "body") {
                answer.headers.emplace_back("content-type", key == "json" ? "application/json" : "text/plain; charset=utf-8");
            }
        }
    }

    MockFailure read_failure(const Node& node) {
        constexpr std::array<std::string_view, 2> keys{"type", "message"};
        constexpr std::array<std::string_view, 4> types{"ConnectionError", "TimeoutError", "ValueError", "ProcessError"};
        constexpr std::array<std::string_view, 4> messages{"connection refused (mock)", "not finished in time (mock)", "refused (mock)",
                                                           "cannot be started (mock)"};
        Node type = node;
        std::optional<Node> message;
        if (node.is_map()) {
            check_keys(node, keys, "a failure");
            type = node.find("type").value_or(node);
            message = node.find("message");
        }
        std::string name = type.is_scalar() ? std::string(type.text()) : "";
        auto found = std::ranges::find(types, name);
        if (found == types.end()) {
            error(type, "wrong-value", "the type of a failure is " + steps::list_words(types) + ", found " +
                                           (type.is_scalar() ? "\"" + name + "\"" : std::string(type.kind_name())) +
                                           document::did_you_mean(name, types));
            return {};
        }
        auto index = static_cast<size_t>(found - types.begin());
        return {static_cast<MockFailure::Kind>(index), message ? text(*message, "message") : std::string(messages[index])};
    }

    /// A process can only not be started, and a transfer can do anything but that.
    void check_failures(const Node& node, const MockRule& rule) {
        for (const MockAnswer& answer : rule.answers) {
            if (!rule.kind || !answer.failure) {
                continue;
            }
            bool is_of_process = answer.failure->kind == MockFailure::Kind::not_started;
            if (is_of_process != (*rule.kind == Question::Kind::process)) {
                error(node, "wrong-value",
                      is_of_process ? "the failure ProcessError is for `run`, and the rule for `fetch`: expected ConnectionError, TimeoutError or ValueError"
                                    : "the rule is for `run`, which fails with ProcessError alone: that the command cannot be started");
                return;
            }
        }
    }

    /// What a rule is for: processes when it speaks of them, transfers when it speaks of those; else both.
    std::optional<Question::Kind> kind_of(const Node& node) {
        std::vector<Node> maps{node};
        if (auto answers = node.find("answers"); answers && answers->is_list()) {
            for (size_t i = 0; i < answers->size(); ++i) {
                maps.push_back(answers->item(i));
            }
        }
        std::optional<Node> of_processes = first_of(maps, process_keys);
        std::optional<Node> of_transfers = first_of(maps, transfer_keys);
        if (of_processes && of_transfers) {
            error(*of_processes, "wrong-value",
                  "\"" + std::string(of_processes->text()) + "\" is for `run`, and \"" + std::string(of_transfers->text()) +
                      "\" for `fetch`: a rule is for one of them");
        }
        if (of_processes) {
            return Question::Kind::process;
        }
        return of_transfers ? std::optional(Question::Kind::transfer) : std::nullopt;
    }

    /// The first key that is one of those.
    static std::optional<Node> first_of(const std::vector<Node>& maps, std::span<const std::string_view> keys) {
        for (const Node& map : maps) {
            for (size_t i = 0; map.is_map() && i < map.size(); ++i) {
                if (is_one_of(map.key(i).text(), keys)) {
                    return map.key(i);
                }
            }
        }
        return std::nullopt;
    }

    std::string text(const Node& node, std::string_view key) {
        if (!node.is_scalar() || node.is_null()) {
            error(node, "wrong-type", "\"" + std::string(key) + "\" is a text, found " + std::string(node.kind_name()));
            return {};
        }
        return std::string(node.text());
    }

    int64_t integer(const Node& node, std::string_view key, int64_t least, int64_t most) {
        value::Value value = node.is_scalar() ? node.value() : value::Value();
        if (!value.is_int() || value.as_int() < least || value.as_int() > most) {
            error(node, "wrong-value", "\"" + std::string(key) + "\" is an int of at least " + std::to_string(least) +
                                           (most == INT64_MAX ? "" : " and at most " + std::to_string(most)) + ", found " +
                                           (node.is_scalar() ? "\"" + std::string(node.text()) + "\"" : std::string(node.kind_name())));
            return least;
        }
        return value.as_int();
    }

    document::Diagnostics& diagnostics_;
};

}  // namespace

std::vector<MockRule> read_mocks(std::shared_ptr<const document::Source> source, document::Diagnostics& diagnostics) {
    std::optional<document::Tree> tree = document::Tree::read(std::move(source), diagnostics);
    if (!tree || diagnostics.has_errors()) {
        return {};
    }
    return MocksReader(diagnostics).read(tree->root());
}

}  // namespace aiorun::workflow
