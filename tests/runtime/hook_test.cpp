#include "runtime/hook.hpp"

#include <memory>
#include <vector>

#include "tests/support/catch.hpp"

using namespace aiorun::runtime;

namespace {

struct FirstTag;
struct SecondTag;

struct Item : Hook<FirstTag>, Hook<SecondTag> {
    explicit Item(int value) : number(value) {}
    int number;
};
using FirstList = HookList<Item, FirstTag>;
using SecondList = HookList<Item, SecondTag>;

std::vector<int> numbers(FirstList& list) {
    std::vector<int> found;
    for (Item* item = list.first(); item != nullptr; item = list.next(*item)) {
        found.push_back(item->number);
    }
    return found;
}

}  // namespace

TEST_CASE("a list keeps the order in which items were added") {
    Item one(1);
    Item two(2);
    Item three(3);
    FirstList list;
    CHECK(list.empty());
    CHECK(list.first() == nullptr);
    for (Item* item : {&one, &two, &three}) {
        list.push_back(*item);
    }
    CHECK(numbers(list) == std::vector{1, 2, 3});
    CHECK(&list.front() == &one);
    CHECK(&list.back() == &three);
    CHECK(&list.pop_front() == &one);
    CHECK(numbers(list) == std::vector{2, 3});
}

TEST_CASE("an item leaves its list from any place, and knows it") {
    Item one(1);
    Item two(2);
    Item three(3);
    FirstList list;
    for (Item* item : {&one, &two, &three}) {
        list.push_back(*item);
    }
    two.Hook<FirstTag>::unlink();
    CHECK(numbers(list) == std::vector{1, 3});
    CHECK_FALSE(two.Hook<FirstTag>::is_linked());
    two.Hook<FirstTag>::unlink();  // once more changes nothing
    one.Hook<FirstTag>::unlink();
    three.Hook<FirstTag>::unlink();
    CHECK(list.empty());
    list.push_back(two);
    CHECK(numbers(list) == std::vector{2});
}

TEST_CASE("an item that is destroyed leaves its list") {
    Item one(1);
    Item three(3);
    FirstList list;
    list.push_back(one);
    {
        Item two(2);
        list.push_back(two);
        list.push_back(three);
    }
    CHECK(numbers(list) == std::vector{1, 3});
}

TEST_CASE("a list that is destroyed lets its items go") {
    Item item(1);
    {
        FirstList list;
        list.push_back(item);
        CHECK(item.Hook<FirstTag>::is_linked());
    }
    CHECK_FALSE(item.Hook<FirstTag>::is_linked());
}

TEST_CASE("an item is in two lists at once by two hooks") {
    Item one(1);
    Item two(2);
    FirstList first;
    SecondList second;
    first.push_back(one);
    first.push_back(two);
    second.push_back(two);
    second.push_back(one);
    CHECK(second.front().number == 2);
    two.Hook<SecondTag>::unlink();
    CHECK(second.front().number == 1);
    CHECK(numbers(first) == std::vector{1, 2});
}

TEST_CASE("splicing moves all of a list behind another") {
    Item one(1);
    Item two(2);
    Item three(3);
    FirstList list;
    FirstList other;
    list.push_back(one);
    other.push_back(two);
    other.push_back(three);
    list.splice_back(other);
    CHECK(numbers(list) == std::vector{1, 2, 3});
    CHECK(other.empty());
    list.splice_back(other);  // of an empty list
    CHECK(numbers(list) == std::vector{1, 2, 3});
    other.splice_back(list);  // into an empty list
    CHECK(numbers(other) == std::vector{1, 2, 3});
    two.Hook<FirstTag>::unlink();
    CHECK(numbers(other) == std::vector{1, 3});
    list.push_back(two);
    CHECK(numbers(list) == std::vector{2});
}
