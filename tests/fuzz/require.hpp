#pragma once
// What a fuzz target demands. Not assert: it must also bite in optimised builds.
#include <cstdlib>

inline void require(bool holds) {
  if (!holds) std::abort();
}
