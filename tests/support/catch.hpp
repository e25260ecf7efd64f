// Catch2 under one name: v2 on Debian 12, v3 on Debian 13.
#pragma once
#ifdef AIORUN_CATCH2_V3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
