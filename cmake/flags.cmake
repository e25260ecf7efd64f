# The one place that decides how our own code is compiled.
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
# lld links the sanitizers' builds in a fifth of the time.
include(CheckLinkerFlag)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  check_linker_flag(CXX -fuse-ld=lld AIORUN_LLD)
  if(AIORUN_LLD)
    add_link_options(-fuse-ld=lld)
  endif()
endif()

add_library(aiorun_flags INTERFACE)
target_compile_features(aiorun_flags INTERFACE cxx_std_23)
target_include_directories(aiorun_flags INTERFACE ${PROJECT_SOURCE_DIR}/engine ${PROJECT_SOURCE_DIR})
target_compile_options(aiorun_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Woverloaded-virtual -Werror)
# GCC's forms of clang's warnings refuse too much: a constructor's parameter named as the member that it sets, and the
# protected destructor of a class that has a friend.
target_compile_options(aiorun_flags INTERFACE
  $<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,-Wshadow$<SEMICOLON>-Wnon-virtual-dtor>)

# Completing a coroutine synchronously is a tail call (symmetric transfer). GCC makes it one only with this
# option, and without it a long loop would grow the stack; clang always does.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # -Wmismatched-new-delete misfires on coroutine frames with an allocator of their own.
  target_compile_options(aiorun_flags INTERFACE -foptimize-sibling-calls -Wno-mismatched-new-delete)
endif()

if(AIORUN_SANITIZE)
  target_compile_options(aiorun_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_link_options(aiorun_flags INTERFACE -fsanitize=address,undefined)
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # UBSan's function check does not know the signature of a coroutine's resume function.
    target_compile_options(aiorun_flags INTERFACE -fno-sanitize=function)
  endif()
endif()
