#include "http/batch_queue.hpp"

#include "tests/support/catch.hpp"

namespace aiorun::http {
namespace {

TEST_CASE("a batch holds the lower levels first, and each in its order") {
    BatchQueue queue({});
    for (auto [item, level] : {std::pair("deep", 1000), {"c", 2}, {"a", 0}, {"b", 1}, {"d", 2}, {"deeper", 2000}}) {
        queue.add(item, static_cast<uint32_t>(level));
    }
    CHECK(queue.size() == 6);
    CHECK(queue.take().items == "a,b,c,d,deep,deeper");
    CHECK(queue.empty());
}

TEST_CASE("a batch is no longer than its limits, but for a single item") {
    BatchQueue queue({.most_items = 2, .most_bytes = 10});
    for (const char* item : {"a", "b", "c", "0123456789abc", "d"}) {
        queue.add(item, 0);
    }
    CHECK(queue.take().items == "a,b");
    CHECK(queue.take().items == "c");
    CHECK(queue.take().items == "0123456789abc");
    CHECK(queue.take().count == 1);
    CHECK(queue.take().count == 0);
}

TEST_CASE("a quarter of the room is kept for what is needed, and what is vital finds room always") {
    BatchQueue queue({.waiting_bytes = 4000});
    auto fill = [&](Importance importance) {
        int count = 0;
        for (; queue.has_room(36, importance); ++count) {
            queue.add(std::string(36, 'x'), 0);
        }
        return count;
    };
    CHECK(fill(Importance::ordinary) == 30);
    CHECK(fill(Importance::needed) == 10);
    CHECK(queue.has_room(36, Importance::vital));
    CHECK_FALSE(queue.has_caught_up());
    (void)queue.take();
    CHECK(queue.has_caught_up());
}

}  // namespace
}  // namespace aiorun::http
