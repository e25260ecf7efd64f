// Scripts that let shells complete what can be said to aiorun: one function a shell, from the commands as they are.
#pragma once

#include <span>
#include <string>

#include "cli/options.hpp"

namespace aiorun::cli {

/// For bash 4.4 and later; needs no other package.
[[nodiscard]] std::string bash_completion(std::span<const CommandDescription> commands);
/// For zsh: to be sourced, or put into a folder of $fpath as `_aiorun`.
[[nodiscard]] std::string zsh_completion(std::span<const CommandDescription> commands);
/// For fish 3 and later.
[[nodiscard]] std::string fish_completion(std::span<const CommandDescription> commands);

/// A text in single quotes, as bash and zsh read them.
[[nodiscard]] std::string shell_quoted(std::string_view text);
/// The words with a space between them.
[[nodiscard]] std::string joined(std::span<const std::string> words, std::string_view separator = " ");

}  // namespace aiorun::cli
