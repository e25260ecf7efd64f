// The files in engine/observe/page, which CMake puts into the program.
#pragma once

#include <string_view>

namespace aiorun::observe::page_files {

extern const std::string_view document;  ///< report.html
extern const std::string_view style;     ///< report.css
extern const std::string_view script;    ///< all of *.js, in the order that CMake gives

}  // namespace aiorun::observe::page_files
