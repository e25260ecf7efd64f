#include "observe/trace_pages.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>

#include "tests/support/catch.hpp"
#include "value/json.hpp"

namespace aiorun::observe {
namespace {

/// A file without a name.
class Scratch {
  public:
    Scratch() : file_(std::tmpfile()) { REQUIRE(file_ != nullptr); }
    ~Scratch() { (void)std::fclose(file_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] int number() const { return fileno(file_); }
    [[nodiscard]] std::string content() const {
        std::string text(static_cast<size_t>(lseek(number(), 0, SEEK_END)), '\0');
        REQUIRE(pread(number(), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
        return text;
    }

  private:
    std::FILE* file_;
};

std::string event(int number, size_t length) {
    return "{\"n\":" + std::to_string(number) + ",\"t\":\"" + std::string(length, 'x') + "\"}";
}

/// Texts of several events each, as TraceFile hands them over. Gives how many events there are in all.
int write_many(TracePages& pages, size_t longest) {
    int count = 0;
    std::string text = "[\n";
    for (int round = 0; round < 60; ++round) {
        for (int i = 0; i < round % 7 + 1; ++i) {
            text += event(count, (static_cast<size_t>(count) * 377) % longest) + ",\n";
            ++count;
        }
        text.erase(text.size() - 2);
        REQUIRE(pages.append(text, "\n]\n", "]\n"));
        text = ",\n";
    }
    return count;
}

TEST_CASE("each page ends after a whole event, and the file is an array after each text") {
    Scratch file;
    TracePages pages(file.number());
    int count = write_many(pages, 900);
    std::string text = file.content();
    auto parsed = value::parse_json(text);
    REQUIRE(parsed.has_value());
    CHECK(parsed->as_list().size() == static_cast<size_t>(count));
    REQUIRE(text.size() > 10 * TracePages::page_bytes);
    for (size_t border = TracePages::page_bytes; border < text.size(); border += TracePages::page_bytes) {
        std::string page = text.substr(0, border);
        page.erase(page.find_last_not_of(" \n") + 1);
        CHECK((page.ends_with("},") || page.ends_with("}")));
    }
}

TEST_CASE("events that are longer than a page are whole, too") {
    Scratch file;
    TracePages pages(file.number());
    int count = write_many(pages, 3 * TracePages::page_bytes);
    auto parsed = value::parse_json(file.content());
    REQUIRE(parsed.has_value());
    CHECK(parsed->as_list().size() == static_cast<size_t>(count));
    CHECK(parsed->as_list()[7].as_map().find(std::string_view("n"))->as_int() == 7);
}

TEST_CASE("a file that may not grow any more ends after the last whole event") {
    Scratch file;
    TracePages pages(file.number());
    rlimit former{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &former) == 0);
    auto* handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit tight{10'000, former.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &tight) == 0);
    bool grows = true;
    std::string text = "[\n";
    for (int i = 0; i < 100 && grows; ++i) {
        grows = pages.append(text + event(i, 300), "\n]\n", "]\n");
        text = ",\n";
    }
    setrlimit(RLIMIT_FSIZE, &former);
    (void)std::signal(SIGXFSZ, handler);
    CHECK_FALSE(grows);
    auto parsed = value::parse_json(file.content());
    REQUIRE(parsed.has_value());
    CHECK(parsed->as_list().size() > 25);
}

}  // namespace
}  // namespace aiorun::observe
