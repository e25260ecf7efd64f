#include "http/saved_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "http/limits.hpp"
#include "http/text.hpp"

namespace aiorun::http {
namespace {

constexpr mode_t default_mode = 0666;  // less the process's umask
constexpr uint64_t page = 4096;        // writes that begin and end with one cost less

std::string folder_of(const std::string& path) {
    size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

/// Where a chain of symbolic links ends; the path itself when there is none, or it leads nowhere.
std::string follow_links(const std::string& path) {
    std::array<char, PATH_MAX> resolved{};
    return realpath(path.c_str(), resolved.data()) == nullptr ? path : resolved.data();
}

/// Beside PATH.part: the validator, and on a second line the size of the whole; each may be empty.
std::string note_path(const std::string& part) {
    return part + ".etag";
}

std::optional<uint64_t> read_size(const std::string& text) {
    uint64_t size = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(size) : std::nullopt;
}

}  // namespace

SavedFile::SavedFile(Save save) : save_(std::move(save)), path_(follow_links(save_.path)) {
    folder_ = folder_of(path_);
    part_ = path_ + ".part";
    struct stat status{};
    if (save_.path.empty()) {
        problem_ = "the path to save to is empty";
    } else if (stat(folder_.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
        problem_ =
            "cannot save to " + save_.path + ": the folder " + folder_ + " does not exist, create it first";
    } else if (stat(path_.c_str(), &status) == 0) {
        if (S_ISDIR(status.st_mode)) {
            problem_ = "cannot save to " + save_.path + ": it is a folder, expected a file's path";
        } else if (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode)) {
            // Writing would wait for its reader, and everything else with it.
            problem_ = "cannot save to " + save_.path + ": it is a " + (S_ISFIFO(status.st_mode) ? "pipe" : "socket") +
                       ", expected a file's path";
        }
        special_ = !S_ISREG(status.st_mode);
    }
    if (problem_.empty() && !special_ && access(folder_.c_str(), W_OK | X_OK) != 0) {
        (void)fail("cannot save to", errno);
    }
    if (!save_.sha256.empty()) {
        digest_ = std::make_unique<Digest>();
    }
}

SavedFile::~SavedFile() {
    if (!temporary_.empty()) {
        unlink(temporary_.c_str());
    }
    if (save_.resume && file_) {
        (void)flush();  // as much as can be is kept for the next time
    }
    if (save_.resume && file_ && size_ == 0) {
        discard_part();
    }
}

bool SavedFile::fail(std::string_view what, int error) {
    lacks_descriptors_ = error == EMFILE || error == ENFILE;
    problem_ = std::string(what) + " " + save_.path + ": " + std::strerror(error);
    return false;
}

uint64_t SavedFile::resumable_bytes() {
    struct stat status{};
    if (!save_.resume || special_ || stat(part_.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return 0;
    }
    std::ifstream note(note_path(part_));
    std::string size;
    known_ = {};
    std::getline(note, known_.validator);
    std::getline(note, size);
    known_.size = read_size(size);
    return static_cast<uint64_t>(status.st_size);
}

bool SavedFile::begin(uint64_t offset, WholeFile whole) {
    if (digest_) {
        digest_->restart();
    }
    bool opened = special_ ? open_special() : save_.resume ? open_part() : open_temporary();
    if (!opened) {
        return false;
    }
    size_ = written_ = offset;
    expected_size_ = whole.size;
    if (!save_.resume || special_) {
        return true;
    }
    if (offset > 0) {
        whole.validator = whole.validator.empty() ? known_.validator : whole.validator;
        note_whole(whole);
        return hash_part();
    }
    if (ftruncate(file_.number(), 0) != 0 || lseek(file_.number(), 0, SEEK_SET) != 0) {
        return fail("cannot write", errno);
    }
    note_whole(whole);
    return true;
}

void SavedFile::note_whole(const WholeFile& whole) const {
    if (whole.validator.empty() && !whole.size) {
        unlink(note_path(part_).c_str());
        return;
    }
    std::ofstream note(note_path(part_), std::ios::trunc);
    note << whole.validator << '\n' << (whole.size ? std::to_string(*whole.size) : "") << '\n';
}

bool SavedFile::open_part() {
    file_ = runtime::Descriptor(open(part_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, default_mode));
    if (!file_) {
        return fail("cannot save to", errno);
    }
    if (flock(file_.number(), LOCK_EX | LOCK_NB) != 0) {
        file_.reset();
        problem_ = "cannot save to " + save_.path + ": another transfer is writing " + part_;
        return false;
    }
    // Between the opening and the lock another transfer may have ended, and the file may be PATH by now.
    struct stat opened{};
    struct stat named{};
    bool same = fstat(file_.number(), &opened) == 0 && stat(part_.c_str(), &named) == 0 &&
                opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
    if (!same) {
        file_.reset();
        problem_ = "cannot save to " + save_.path + ": another transfer has just ended " + part_;
    }
    return same;
}

bool SavedFile::open_temporary() {
    file_ = runtime::Descriptor(open(folder_.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, default_mode));
    nameless_ = static_cast<bool>(file_);
    for (int attempt = 0; !file_ && attempt < 3 && (attempt == 0 || errno == EEXIST); ++attempt) {
        std::string name = temporary_name();
        file_ = runtime::Descriptor(open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, default_mode));
        if (file_) {
            temporary_ = std::move(name);
        }
    }
    return file_ ? true : fail("cannot save to", errno);
}

/// /dev/null and the like are written as they are.
bool SavedFile::open_special() {
    file_ = runtime::Descriptor(open(path_.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file_) {
        return fail("cannot save to", errno);
    }
    fcntl(file_.number(), F_SETFL, O_WRONLY);
    return true;
}

/// What is there already belongs to the digest, and writing goes on behind it.
bool SavedFile::hash_part() {
    struct stat status{};
    if (fstat(file_.number(), &status) != 0 || static_cast<uint64_t>(status.st_size) != size_) {
        file_.reset();
        problem_ = "cannot save to " + save_.path + ": " + part_ + " has changed while its rest was asked for";
        return false;
    }
    std::array<char, size_t{64} << 10U> buffer;
    uint64_t left = digest_ ? size_ : 0;
    while (left > 0) {
        ssize_t count = read(file_.number(), buffer.data(), std::min<uint64_t>(buffer.size(), left));
        if (count <= 0) {
            return fail("cannot read the partial file of", count == 0 ? EIO : errno);
        }
        digest_->add({buffer.data(), static_cast<size_t>(count)});
        left -= static_cast<uint64_t>(count);
    }
    return lseek(file_.number(), static_cast<off_t>(size_), SEEK_SET) >= 0 ? true : fail("cannot write", errno);
}

bool SavedFile::write(std::string_view bytes) {
    if (digest_) {
        digest_->add(bytes);
    }
    size_ += bytes.size();
    bool is_large = std::max(size_, expected_size_.value_or(0)) > limits::file_writes;
    if (special_ || !is_large) {
        return write_out(bytes);
    }
    buffer_.reserve(limits::file_writes);
    while (!bytes.empty()) {
        size_t most = limits::file_writes - written_ % page;
        size_t taken = std::min(bytes.size(), most - buffer_.size());
        buffer_.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        if (buffer_.size() == most && !flush()) {
            return false;
        }
    }
    return true;
}

bool SavedFile::flush() {
    std::string_view rest = buffer_;
    bool done = write_out(rest);
    buffer_.erase(0, buffer_.size() - rest.size());
    return done;
}

/// Leaves in `bytes` what could not be written.
bool SavedFile::write_out(std::string_view& bytes) {
    while (!bytes.empty()) {
        ssize_t count = ::write(file_.number(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return fail("cannot write", errno);
        }
        written_ += static_cast<uint64_t>(count);
        bytes.remove_prefix(static_cast<size_t>(count));
    }
    return true;
}

bool SavedFile::is_whole() {
    if (!expected_size_ || size_ == *expected_size_) {
        return true;
    }
    problem_ = std::to_string(size_) + " bytes came for " + save_.path + ", expected " + std::to_string(*expected_size_);
    if (save_.resume && size_ > *expected_size_) {
        discard_part();
    }
    return false;
}

bool SavedFile::verify() {
    if (!digest_) {
        return true;
    }
    std::string actual = digest_->finish();
    if (equal_ignoring_case(actual, save_.sha256)) {
        return true;
    }
    problem_ = "the sha256 of what came for " + save_.path + " is " + actual + ", expected " + save_.sha256;
    if (save_.resume) {
        discard_part();
    }
    return false;
}

bool SavedFile::commit() {
    if (special_) {
        file_.reset();
        return true;
    }
    keep_mode();
    if (nameless_ && !link_nameless()) {
        return false;
    }
    const std::string& from = save_.resume ? part_ : temporary_;
    if (!from.empty() && rename(from.c_str(), path_.c_str()) != 0) {
        return fail("cannot save to", errno);
    }
    temporary_.clear();
    if (save_.resume) {
        unlink(note_path(part_).c_str());
    }
    file_.reset();
    return true;
}

/// Gives the nameless file a name: PATH itself when it is free, else one beside it, which is then renamed.
bool SavedFile::link_nameless() {
    std::string self = "/proc/self/fd/" + std::to_string(file_.number());
    if (linkat(AT_FDCWD, self.c_str(), AT_FDCWD, path_.c_str(), AT_SYMLINK_FOLLOW) == 0) {
        return true;
    }
    std::string name = temporary_name();
    if (linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) != 0) {
        return fail("cannot save to", errno);
    }
    temporary_ = std::move(name);
    return true;
}

void SavedFile::discard_part() noexcept {
    unlink(part_.c_str());
    unlink(note_path(part_).c_str());
}

/// `.NAME.RANDOM.tmp` beside the path; the name is cut, since file systems bound names to 255 bytes.
std::string SavedFile::temporary_name() const {
    std::array<char, 12> noise{};
    if (getrandom(noise.data(), noise.size(), 0) != static_cast<ssize_t>(noise.size())) {
        std::snprintf(noise.data(), noise.size(), "%d", getpid());
    }
    std::string suffix = base64({noise.data(), noise.size()});
    for (char& c : suffix) {
        c = c == '/' || c == '+' || c == '=' ? '_' : c;
    }
    std::string name = path_.substr(path_.rfind('/') + 1);
    return folder_ + "/." + name.substr(0, 200) + "." + suffix + ".tmp";
}

/// A file that is replaced passes its permissions on.
void SavedFile::keep_mode() {
    struct stat status{};
    if (stat(path_.c_str(), &status) == 0) {
        fchmod(file_.number(), status.st_mode & 07777U);
    }
}

}  // namespace aiorun::http
