# Third-party libraries, all from Debian packages (see scripts/setup). Debian 12 and 13 name some targets differently.

find_package(yaml-cpp REQUIRED)
add_library(aiorun_yaml INTERFACE)
target_link_libraries(aiorun_yaml INTERFACE $<IF:$<TARGET_EXISTS:yaml-cpp::yaml-cpp>,yaml-cpp::yaml-cpp,yaml-cpp>)

find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(CURL MODULE REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(RapidJSON REQUIRED)
add_library(aiorun_rapidjson INTERFACE)
target_include_directories(aiorun_rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE_DIRS})

# Not by pkg-config: on Debian 13 its answer (all of Abseil) takes half a minute.
find_path(RE2_HEADERS re2/re2.h REQUIRED)
find_library(RE2_LIBRARY re2 REQUIRED)
add_library(aiorun_re2 INTERFACE)
target_include_directories(aiorun_re2 SYSTEM INTERFACE ${RE2_HEADERS})
target_link_libraries(aiorun_re2 INTERFACE ${RE2_LIBRARY})

# malloc and free of the whole program, libcurl's as well. Optional: it saves an eighth of the instructions of a small
# transfer. Version 2 only, since Debian 13 has a preview of version 3; and AddressSanitizer brings its own.
find_package(mimalloc QUIET)
if(mimalloc_FOUND AND mimalloc_VERSION VERSION_LESS 3 AND NOT AIORUN_SANITIZE)
  add_library(aiorun_allocator INTERFACE)
  target_link_libraries(aiorun_allocator INTERFACE mimalloc)
endif()

if(AIORUN_TESTS)
  find_package(Catch2 REQUIRED)
  # One main for all test programs: compiled once, it is the slowest part of Catch2 v2.
  add_library(aiorun_catch INTERFACE)
  if(Catch2_VERSION VERSION_LESS 3)
    add_library(aiorun_catch_main STATIC ${PROJECT_SOURCE_DIR}/tests/support/catch_main.cpp)
    target_link_libraries(aiorun_catch_main PUBLIC Catch2::Catch2)
    target_link_libraries(aiorun_catch INTERFACE aiorun_catch_main)
  else()
    target_compile_definitions(aiorun_catch INTERFACE AIORUN_CATCH2_V3)
    target_link_libraries(aiorun_catch INTERFACE Catch2::Catch2WithMain)
  endif()
endif()
