// How a process is stopped: by a cancellation of the task that waits for it, or with everything else.
#include <sys/prctl.h>

#include "process/child.hpp"
#include "process/reaper.hpp"
#include "tests/process/support.hpp"

using namespace aiorun::process;
using namespace aiorun::process::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto never = std::chrono::hours(1);  // a wait that would be seen

/// Runs a command in a world and cancels its task whenever a line is `cancel`.
class Cancelling {
  public:
    explicit Cancelling(Command command, World& world)
        : lines([&world](const std::string& line) {
              if (line == "cancel") {
                  world.task().cancel();
              }
          }) {
        command.lines = &lines;
        outcome = world.run(std::move(command));
    }
    [[nodiscard]] bool cancelled() const {
        return !outcome && outcome.error().kind == FailureKind::cancelled;
    }
    /// The number that line `index` of the output is.
    [[nodiscard]] int id(size_t index) const { return std::stoi(lines.output.at(index)); }

    Lines lines;
    Outcome outcome;
};

Command patient(std::string script, aiorun::runtime::Duration kill_after = never) {
    Command command = shell(std::move(script));
    command.kill_after = kill_after;
    return command;
}

// For shells: to wait without end, so that a trap finds nothing else to wait for; and until the leader is a
// zombie.
const std::string forever = "while :; do sleep 0.01; done";
const std::string until_ended = "until grep -q ') Z' /proc/$leader/stat; do sleep 0.01; done; ";

}  // namespace

TEST_CASE("a cancelled process gets SIGTERM, may clean up, and is gone when the task goes on") {
    World world;
    Cancelling run(patient("trap 'echo cleaned; exit 0' TERM; echo $$; echo cancel; " + forever), world);
    CHECK(run.cancelled());
    CHECK(run.lines.output.back() == "cleaned");
    CHECK_FALSE(is_running(run.id(0)));
}

TEST_CASE("a process that ignores SIGTERM is killed after its grace") {
    World world;
    auto begin = world.loop().now();
    Cancelling run(patient("trap '' TERM; echo $$; echo cancel; " + forever, 80ms), world);
    CHECK(run.cancelled());
    CHECK(world.loop().now() - begin >= 80ms);
    CHECK_FALSE(is_running(run.id(0)));
}

TEST_CASE("without a grace a cancelled process is killed at once") {
    World world;
    Cancelling run(patient("trap 'echo asked' TERM; echo $$; echo cancel; " + forever, 0s), world);
    CHECK(run.cancelled());
    CHECK(run.lines.output.back() == "cancel");
    CHECK_FALSE(is_running(run.id(0)));
}

TEST_CASE("further cancellations leave a process its grace") {
    World world;
    // It answers SIGTERM with the lines that cancel again.
    Cancelling run(patient("trap 'echo cancel; sleep 0.1; echo cancel; sleep 0.1; echo cleaned; exit 0' TERM; "
                           "echo $$; echo cancel; " +
                           forever),
                   world);
    CHECK(run.cancelled());
    CHECK(run.lines.output.back() == "cleaned");
    CHECK_FALSE(is_running(run.id(0)));
}

TEST_CASE("further cancellations do not prolong the grace, and orphan nothing") {
    World world;
    auto begin = world.loop().now();
    Cancelling run(patient("trap 'echo cancel; echo cancel; echo cancel' TERM; echo $$; echo cancel; echo cancel; " +
                               forever,
                           80ms),
                   world);
    CHECK(run.cancelled());
    CHECK(world.loop().now() - begin >= 80ms);
    CHECK_FALSE(is_running(run.id(0)));
}

TEST_CASE("all of the group is stopped, not only the process") {
    World world;
    Cancelling run(patient("sleep 1000 & echo $!; sleep 1000 & echo $!; echo cancel; wait"), world);
    CHECK(run.cancelled());
    CHECK_FALSE(is_running(run.id(0)));
    CHECK_FALSE(is_running(run.id(1)));
}

TEST_CASE("others of the group have their grace too when the process itself is gone") {
    World world;
    TemporaryFolder folder;
    Cancelling run(patient("(trap 'sleep 0.1; echo cleaned > " + folder.file("file") +
                           "; exit' TERM; echo cancel; while :; do sleep 0.01; done) & exec sleep 1000"),
                   world);
    CHECK(run.cancelled());
    std::string text;
    std::ifstream(folder.file("file")) >> text;
    CHECK(text == "cleaned");
}

TEST_CASE("others of the group that ignore SIGTERM are killed too") {
    World world;
    Cancelling run(patient("sh -c 'trap \"\" TERM; echo $$; echo cancel; while :; do sleep 0.01; done' & "
                           "exec sleep 1000",
                           50ms),
                   world);
    CHECK(run.cancelled());
    CHECK_FALSE(is_running(run.id(0)));
}

TEST_CASE("a halted process is stopped too") {
    World world;
    Cancelling run(
        patient("trap 'echo cleaned; exit 0' TERM; (until grep -q ') T' /proc/$$/stat; do sleep 0.01; "
                "done; echo cancel) & kill -STOP $$; wait"),
        world);
    CHECK(run.cancelled());
    CHECK(run.lines.output.back() == "cleaned");
}

TEST_CASE("a process that fills its pipes while it is being stopped is not held up") {
    World world;
    Command command = patient(
        "trap 'head -c 300000 /dev/zero; echo; echo cleaned >&2; exit 0' TERM; echo cancel; "
        "while :; do sleep 0.01; done");
    command.max_output = 1000;
    Cancelling run(command, world);
    CHECK(run.cancelled());
    CHECK(run.lines.errors.back() == "cleaned");
}

TEST_CASE("output of a background process that outlives the command is waited for") {
    World world;
    Outcome outcome = world.run(shell("leader=$$; (" + until_ended + "echo late) & echo early"));
    REQUIRE(outcome);
    CHECK(outcome->code == 0);
    CHECK(outcome->output == "early\nlate\n");
}

TEST_CASE("a background process without our pipes is neither waited for nor stopped") {
    World world;
    Outcome outcome = world.run(shell("sleep 1000 > /dev/null 2>&1 & echo $!"));
    REQUIRE(outcome);
    int id = std::stoi(outcome->output);
    CHECK(is_running(id));
    kill(id, SIGKILL);
}

TEST_CASE("a cancellation ends the wait for a background process, and the process") {
    World world;
    Cancelling run(
        patient("leader=$$; (" + until_ended + "echo $leader; echo cancel; exec sleep 1000) & echo $!"),
        world);
    CHECK(run.cancelled());
    CHECK_FALSE(is_running(run.id(0)));
    CHECK_FALSE(is_running(run.id(1)));
}

TEST_CASE("a background process that left the group and holds the pipe does not hold up a cancellation") {
    World world;
    Cancelling run(patient("leader=$$; export leader; setsid sh -c \"" + until_ended +
                           "echo \\$\\$; echo cancel; exec sleep 1000\" &"),
                   world);
    CHECK(run.cancelled());
    CHECK(is_running(run.id(0)));  // it asked not to belong to us
    kill(run.id(0), SIGKILL);
}

TEST_CASE("a cancellation that comes when the process has just ended wins over its result") {
    World world;
    Outcome outcome;
    aiorun::runtime::TaskReference task = world.start(shell("true"), outcome);
    // Runs in every turn; in the one in which the process was seen to end, before the task does.
    struct Late final : aiorun::runtime::Callback {
        explicit Late(aiorun::runtime::Task& which) : task(which) { task.loop().call_soon(*this); }
        void run() override {
            const auto* wait = static_cast<const aiorun::runtime::Waiter*>(task.waiting_for());
            if (wait != nullptr && !wait->is_pending()) {
                task.cancel();
            } else {
                task.loop().call_soon(*this);
            }
        }
        aiorun::runtime::Task& task;
    } late(*task);
    world.run_all();
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == FailureKind::cancelled);
}

TEST_CASE("many processes at once all end") {
    World world;
    std::vector<Outcome> outcomes(100);
    for (size_t i = 0; i < outcomes.size(); ++i) {
        Command command = shell("cat; exit " + std::to_string(i));
        command.input = std::to_string(i);
        world.start(command, outcomes[i]);
    }
    world.run_all();
    for (size_t i = 0; i < outcomes.size(); ++i) {
        REQUIRE(outcomes[i]);
        CHECK(outcomes[i]->code == static_cast<int>(i));
        CHECK(outcomes[i]->output == std::to_string(i));
    }
}

TEST_CASE("a process takes real time also under the virtual clock") {
    World world(std::make_unique<aiorun::runtime::VirtualClock>());
    Outcome outcome = world.run(shell("sleep 0.05; echo done"));
    REQUIRE(outcome);
    CHECK(outcome->output == "done\n");
    CHECK(world.loop().now() >= 40ms);
}

TEST_CASE("the task says which process it waits for") {
    World world;
    std::string seen;
    Lines lines([&](const std::string&) { seen = world.task().waiting_for()->describe().what; });
    Command command = shell("echo now");
    command.lines = &lines;
    REQUIRE(world.run(command));
    CHECK(seen == "process `sh`");
}

TEST_CASE("a process whose object is destroyed is killed and collected") {
    World world;
    Command command = shell("trap '' TERM; while :; do sleep 0.01; done");
    auto spawned = spawn(command);
    REQUIRE(spawned);
    pid_t id = spawned->id;
    {
        Child child(world.loop(), std::move(*spawned), command);
        REQUIRE(child.watch());
        CHECK(is_running(id));
    }
    CHECK(kill(id, 0) == -1);
}

TEST_CASE("kill_all ends every process and its group") {
    World world;
    std::vector<Outcome> outcomes(3);
    Lines lines([ready = 0](const std::string&) mutable {
        if (++ready == 3) {
            kill_all();
        }
    });
    for (Outcome& outcome : outcomes) {
        Command command = shell("trap '' TERM; echo ready; sleep 1000 & wait");
        command.lines = &lines;
        world.start(command, outcome);
    }
    world.run_all();
    for (const Outcome& outcome : outcomes) {
        REQUIRE(outcome);
        CHECK(outcome->code == -9);
    }
}

TEST_CASE("the reaper collects orphans, and leaves processes of ours their codes") {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    {
        World world;
        Reaper reaper(world.loop().reactor(), Reaper::When::always);
        // The orphan ends, the reaper takes it out of /proc, and only then the command goes on.
        Outcome outcome =
            world.run(shell("orphan=$(sh -c 'sleep 0 > /dev/null & echo $!'); "
                            "while test -e /proc/$orphan; do sleep 0.01; done; echo collected; exit 7"));
        REQUIRE(outcome);
        CHECK(outcome->code == 7);
        CHECK(outcome->output == "collected\n");
    }
    prctl(PR_SET_CHILD_SUBREAPER, 0);
}

TEST_CASE("with a reaper a process may be collected long before its output ends") {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    {
        World world;
        std::optional<Reaper> reaper;
        reaper.emplace(world.loop().reactor(), Reaper::When::always);
        Outcome outcome = world.run(shell(
            "leader=$$; (while test -e /proc/$leader; do sleep 0.01; done; echo late) & echo early; exit 5"));
        REQUIRE(outcome);
        CHECK(outcome->code == 5);
        CHECK(outcome->output == "early\nlate\n");
        reaper.reset();
        while (waitpid(-1, nullptr, 0) > 0) {  // the last orphan may have ended after the reaper
        }
    }
    prctl(PR_SET_CHILD_SUBREAPER, 0);
}

TEST_CASE("a reaper is at work only as PID 1") {
    World world;
    ptrdiff_t before = open_descriptors();
    Reaper reaper(world.loop().reactor());
    CHECK(open_descriptors() == before + (getpid() == 1 ? 1 : 0));
}
