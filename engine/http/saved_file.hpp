// SavedFile: a body on its way to PATH. It is written to a nameless file beside PATH (so that not even
// SIGKILL leaves anything; where the file system has none, to one with an unpredictable name) and takes
// PATH's place when it is whole. With `resume` it is written to PATH.part, which stays when the transfer
// fails.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/decoder.hpp"
#include "runtime/descriptor.hpp"
#include "http/digest.hpp"
#include "http/request.hpp"

namespace aiorun::http {

/// What a response says of the file as a whole, as far as it does.
struct WholeFile {
    std::string validator{};  ///< for If-Range
    std::optional<uint64_t> size{};
};

class SavedFile final : public ByteSink {
  public:
    /// Looks at the folder and at PATH; nothing is made yet.
    explicit SavedFile(Save save);
    /// Takes back what has been made, but for PATH.part.
    ~SavedFile();
    SavedFile(const SavedFile&) = delete;
    SavedFile& operator=(const SavedFile&) = delete;

    /// What went wrong last, ready to be shown; empty when nothing did.
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
    [[nodiscard]] bool lacks_descriptors() const noexcept { return lacks_descriptors_; }

    /// How much of PATH.part is there to go on from; known() is then what was said of the file that it is a part of.
    [[nodiscard]] uint64_t resumable_bytes();
    [[nodiscard]] const WholeFile& known() const noexcept { return known_; }
    [[nodiscard]] const std::string& validator() const noexcept { return known_.validator; }

    /// Begins the body at `offset` (0, or resumable_bytes()); `whole` is the response's, for a later resume too.
    [[nodiscard]] bool begin(uint64_t offset, WholeFile whole);
    [[nodiscard]] bool begun() const noexcept { return static_cast<bool>(file_); }
    [[nodiscard]] bool write(std::string_view bytes) override;
    /// What is there, with what flush() has yet to bring to the file.
    [[nodiscard]] uint64_t size() const noexcept { return size_; }
    [[nodiscard]] bool flush();
    /// Whether it is as long as the response said.
    [[nodiscard]] bool is_whole();
    /// Whether the digest is the expected one; a PATH.part that does not fit is removed.
    [[nodiscard]] bool verify();
    /// Puts the file in PATH's place.
    [[nodiscard]] bool commit();
    /// Forgets PATH.part.
    void discard_part() noexcept;

  private:
    [[nodiscard]] bool fail(std::string_view what, int error);
    [[nodiscard]] bool open_part();
    [[nodiscard]] bool open_temporary();
    [[nodiscard]] bool open_special();
    [[nodiscard]] bool hash_part();
    [[nodiscard]] bool write_out(std::string_view& bytes);
    void note_whole(const WholeFile& whole) const;
    [[nodiscard]] bool link_nameless();
    [[nodiscard]] std::string temporary_name() const;
    void keep_mode();

    Save save_;
    std::string path_;  // where it goes in the end: symbolic links followed
    std::string folder_;
    std::string part_;
    std::string temporary_;  // has to be removed; empty when nothing has
    std::string problem_;
    WholeFile known_;  // from PATH.part.etag
    std::optional<uint64_t> expected_size_;
    std::unique_ptr<Digest> digest_;
    runtime::Descriptor file_;
    std::string buffer_;  // of a large body: fewer and larger writes cost less
    uint64_t size_ = 0;
    uint64_t written_ = 0;  // without what is in the buffer
    bool special_ = false;  // a device: written in place
    bool nameless_ = false;
    bool lacks_descriptors_ = false;
};

}  // namespace aiorun::http
