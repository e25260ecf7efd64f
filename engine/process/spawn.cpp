#include "process/spawn.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>

#include "process/check.hpp"
#include "process/environment.hpp"
#include "runtime/signals.hpp"

namespace aiorun::process {
namespace {

struct Pipe {
    runtime::Descriptor reading;
    runtime::Descriptor writing;
};

/// The three ends that become the process's streams; without `input` it reads /dev/null.
struct ChildEnds {
    runtime::Descriptor input;
    runtime::Descriptor output;
    runtime::Descriptor errors;
};

/// When we were started with a standard stream closed, a new descriptor would take its number, and be
/// overwritten while the process gets its streams.
runtime::Descriptor above_standard_streams(runtime::Descriptor descriptor) {
    if (!descriptor.is_open() || descriptor.number() > STDERR_FILENO) {
        return descriptor;
    }
    return runtime::Descriptor(fcntl(descriptor.number(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

/// Both ends closed when there are no descriptors left; errno says so.
Pipe make_pipe() {
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return {};
    }
    Pipe pipe{above_standard_streams(runtime::Descriptor(ends[0])),
              above_standard_streams(runtime::Descriptor(ends[1]))};
    return pipe.reading.is_open() && pipe.writing.is_open() ? std::move(pipe) : Pipe{};
}

runtime::Descriptor without_blocking(runtime::Descriptor descriptor) {
    if (descriptor.is_open()) {
        fcntl(descriptor.number(), F_SETFL, fcntl(descriptor.number(), F_GETFL) | O_NONBLOCK);
    }
    return descriptor;
}

class FileActions {
  public:
    FileActions() { posix_spawn_file_actions_init(&actions_); }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

    /// 0, or why it could not be prepared.
    [[nodiscard]] int prepare(const ChildEnds& ends, const runtime::Descriptor& directory) {
        int error = 0;
        auto check = [&error](int result) { error = error != 0 ? error : result; };
        if (directory.is_open()) {
            check(posix_spawn_file_actions_addfchdir_np(&actions_, directory.number()));
        }
        if (ends.input.is_open()) {
            check(posix_spawn_file_actions_adddup2(&actions_, ends.input.number(), STDIN_FILENO));
        } else {
            check(posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0));
        }
        check(posix_spawn_file_actions_adddup2(&actions_, ends.output.number(), STDOUT_FILENO));
        check(posix_spawn_file_actions_adddup2(&actions_, ends.errors.number(), STDERR_FILENO));
        // What we inherited ourselves, or a library opened without close-on-exec (subprocess's
        // close_fds=True).
        check(posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1));
        return error;
    }
    [[nodiscard]] const posix_spawn_file_actions_t* get() const noexcept { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

class Attributes {
  public:
    Attributes() {
        sigset_t all;
        sigset_t none;
        sigfillset(&all);
        sigemptyset(&none);
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setflags(&attributes_,
                                 POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setsigmask(&attributes_, &none);
    }
    ~Attributes() { posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    [[nodiscard]] const posix_spawnattr_t* get() const noexcept { return &attributes_; }

  private:
    posix_spawnattr_t attributes_{};
};

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (const std::string& text : texts) {
        pointers.push_back(
            const_cast<char*>(text.c_str()));  // the C interface lacks the const; it only reads
    }
    pointers.push_back(nullptr);
    return pointers;
}

/// The id of the new process, or errno.
std::expected<pid_t, int> start_program(const Command& command, const ChildEnds& ends,
                                        const runtime::Descriptor& directory) {
    std::vector<std::string> environment = make_environment(command.environment);
    auto file = find_program(command.arguments.front(), environment,
                             directory.is_open() ? directory.number() : AT_FDCWD);
    if (!file) {
        return std::unexpected(file.error());
    }
    FileActions actions;
    if (int error = actions.prepare(ends, directory)) {
        return std::unexpected(error);
    }
    Attributes attributes;
    pid_t id = -1;
    int error = posix_spawn(&id, file->c_str(), actions.get(), attributes.get(),
                            pointers_to(command.arguments).data(), pointers_to(environment).data());
    return error == 0 ? std::expected<pid_t, int>(id) : std::unexpected(error);
}

/// pidfd_open (by its number: the header of glibc 2.36 forgets that it is a C function). A process that
/// cannot be watched is not let live.
runtime::Descriptor open_handle(pid_t id) {
    runtime::Descriptor handle(static_cast<int>(syscall(SYS_pidfd_open, id, 0)));
    if (!handle.is_open()) {
        int error = errno;
        kill(-id, SIGKILL);
        waitpid(id, nullptr, 0);
        errno = error;
    }
    return handle;
}

/// What we may have inherited and cannot live with: an ignored SIGCHLD lets the kernel collect children
/// before we know their codes; and a process that does not read its input must not end us.
void prepare_ourselves() {
    static const bool prepared = [] {
        struct sigaction action{};
        action.sa_handler = SIG_DFL;
        sigaction(SIGCHLD, &action, nullptr);
        runtime::ignore_broken_pipes();
        return true;
    }();
    static_cast<void>(prepared);
}

}  // namespace

std::expected<Spawned, NotSpawned> spawn(const Command& command) {
    auto failure = [&command](StartPlace where, int error) {
        bool is_starved = error == EMFILE || error == ENFILE || error == EAGAIN;
        return std::unexpected(NotSpawned{cannot_start(command, where, error), is_starved});
    };
    if (std::string unfit = find_unfit(command); !unfit.empty()) {
        return std::unexpected(NotSpawned{unfit});
    }
    prepare_ourselves();
    runtime::Descriptor directory;
    if (!command.directory.empty()) {
        directory = runtime::Descriptor(open(command.directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
        if (!directory.is_open()) {
            return failure(StartPlace::directory, errno);
        }
    }
    Pipe input = command.input ? make_pipe() : Pipe{};
    Pipe output = make_pipe();
    Pipe errors = make_pipe();
    if (!errors.reading.is_open() || !output.reading.is_open() ||
        (command.input && !input.reading.is_open())) {
        return failure(StartPlace::program, errno);
    }
    // Kept for the handle, since a program that runs and cannot be watched must not be started again.
    runtime::Descriptor reserve(open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!reserve.is_open()) {
        return failure(StartPlace::program, errno);
    }
    ChildEnds ends{std::move(input.reading), std::move(output.writing), std::move(errors.writing)};
    std::expected<pid_t, int> id = start_program(command, ends, directory);
    if (!id) {
        return failure(StartPlace::program, id.error());
    }
    reserve.reset();
    runtime::Descriptor handle = open_handle(*id);
    if (!handle.is_open()) {
        NotSpawned ran = failure(StartPlace::program, errno).error();
        ran.is_starved = false;
        return std::unexpected(std::move(ran));
    }
    return Spawned{*id, std::move(handle), without_blocking(std::move(input.writing)),
                   without_blocking(std::move(output.reading)), without_blocking(std::move(errors.reading))};
}

}  // namespace aiorun::process
