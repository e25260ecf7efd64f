// Catch2 v2's main function, for Debian 12; v3 brings its own.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
