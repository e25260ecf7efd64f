# Writes the files of a page as a C++ source: cmake -DOUTPUT=… -DFOLDER=… -P embed_page.cmake
# Raw strings hold at most 64 KiB with some compilers; each file is far below.
set(scripts data.js format.js overview.js timeline.js details.js table.js main.js)

file(GLOB found RELATIVE ${FOLDER} ${FOLDER}/*.js)
list(SORT found)
set(expected ${scripts})
list(SORT expected)
if(NOT found STREQUAL expected)
  message(FATAL_ERROR "scripts of the page: listed are ${expected}, there are ${found}")
endif()

function(append_literal path)
  file(READ ${path} text)
  string(FIND "${text}" ")page\"" at)
  if(NOT at EQUAL -1)
    message(FATAL_ERROR "${path} holds the end of a raw string")
  endif()
  file(APPEND ${OUTPUT}.new "\n    R\"page(${text})page\"")
endfunction()

function(append_constant name)
  file(APPEND ${OUTPUT}.new "const std::string_view ${name} =")
  foreach(path ${ARGN})
    append_literal(${FOLDER}/${path})
  endforeach()
  file(APPEND ${OUTPUT}.new ";\n")
endfunction()

file(WRITE ${OUTPUT}.new
  "#include \"observe/page_files.hpp\"\n\nnamespace aiorun::observe::page_files {\n\n")
append_constant(document report.html)
append_constant(style report.css)
append_constant(script ${scripts})
file(APPEND ${OUTPUT}.new "\n}  // namespace aiorun::observe::page_files\n")
file(RENAME ${OUTPUT}.new ${OUTPUT})
