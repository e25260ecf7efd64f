#include "runtime/child_tasks.hpp"

#include "tests/runtime/world.hpp"
#include "tests/support/catch.hpp"

namespace aiorun::runtime {
namespace {

class Parent final : public TaskOwner {
  public:
    Parent(World& world, std::unique_ptr<BranchSource> source, size_t limit)
        : children(world.loop, std::move(source), limit, alive), world_(world) {}
    void child_done(Task& task) override { world_.note("end of " + std::to_string(task.index())); }
    [[nodiscard]] std::string_view kind() const noexcept override { return "test"; }

    SiblingList alive{};
    ChildTasks children;

  private:
    World& world_;
};

}  // namespace

TEST_CASE("no more children are started than the limit, and each once") {
    World world;
    auto parent = value::make_counted<Parent>(
        world, branches(world, sleeper(world, 1s, "a"), sleeper(world, 1s, "b"), sleeper(world, 1s, "c")),
        size_t{2});
    parent->children.start(*parent);
    CHECK(parent->children.started() == 2);
    CHECK(parent->children.is_limited());
    CHECK(parent->children.start_next(*parent) != nullptr);
    CHECK(parent->children.start_next(*parent) == nullptr);
    CHECK(world.run());
    CHECK(world.notes == Notes{"a", "b", "c", "end of 0", "end of 1", "end of 2"});
}

TEST_CASE("a list that was closed starts no more children, and lets go of them") {
    World world;
    auto parent = value::make_counted<Parent>(
        world, branches(world, sleeper(world, 1s, "a"), sleeper(world, 1s, "b")), size_t{1});
    parent->children.start(*parent);
    parent->children.close();
    CHECK(parent->children.start_next(*parent) == nullptr);
    CHECK(world.bodies == 1);
    CHECK(world.run());
}

TEST_CASE("cancelling all children asks each of them, in order of creation") {
    World world;
    auto parent = value::make_counted<Parent>(
        world, branches(world, sleeper(world, 9s, "a"), sleeper(world, 9s, "b")), size_t{2});
    parent->children.start(*parent);
    world.at(1s, [&] {
        CHECK(to_holders(parent->alive).size() == 2);
        CHECK(cancel_all(parent->alive));
    });
    CHECK(world.run());
    CHECK(world.notes == Notes{"a cancelled", "b cancelled", "end of 0", "end of 1"});
    CHECK_FALSE(cancel_all(parent->alive));
}

TEST_CASE("what makes no children at all is let go at once, for it may hold the construct that waits for it") {
    World world;
    bool alive = true;
    class Nothing final : public BranchSource {
      public:
        explicit Nothing(bool& is_alive) : alive_(is_alive) {}
        ~Nothing() override { alive_ = false; }
        [[nodiscard]] size_t count() const override { return 0; }
        [[nodiscard]] TaskStart make(size_t) override { return {}; }

      private:
        bool& alive_;
    };
    auto parent = value::make_counted<Parent>(world, std::make_unique<Nothing>(alive), size_t{1});
    parent->children.start(*parent);
    CHECK_FALSE(alive);
}

}  // namespace aiorun::runtime
