# Refuses compilers that cannot build aiorun, each with one sentence. Also run on its own, by tests/structure.
set(aiorun_advice "use g++ 13 or later, or clang 19 or later (Debian packages g++ and clang-19), for example with \
-DCMAKE_CXX_COMPILER=clang++-19")
set(aiorun_compiler "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    message(FATAL_ERROR
      "aiorun cannot be built with g++ ${CMAKE_CXX_COMPILER_VERSION}: it miscompiles coroutines; ${aiorun_advice}")
  endif()
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
    message(FATAL_ERROR
      "aiorun cannot be built with clang ${CMAKE_CXX_COMPILER_VERSION}: it has no std::expected; ${aiorun_advice}")
  endif()
else()
  message(WARNING "aiorun was never built with ${aiorun_compiler}; ${aiorun_advice}")
endif()
