// Callback: something the loop is to run, once, in its turn (asyncio.Handle). Destroying it takes it out of the queue.
#pragma once

#include "runtime/hook.hpp"

namespace aiorun::runtime {

struct ReadyTag;

class Callback : public Hook<ReadyTag> {
  public:
    virtual void run() = 0;
    /// Instead of run(), when the loop ends before its turn came: gives back what waiting for it held.
    virtual void drop() {}

  protected:
    ~Callback() = default;
};

using CallbackList = HookList<Callback, ReadyTag>;

}  // namespace aiorun::runtime
