#pragma once
// Where readers deliver records. Implemented by the store (aggregate) and by record writers
// (render).
#include "model/batch.hpp"
#include "model/dictionary.hpp"

namespace tiktok_kpi {

/// Called from several workers at once, each with its own `worker` number and dictionaries; a batch
/// and the text it points to are valid during the call only. A sink that returns true from
/// `in_order` gets all batches from one thread, in order of Origin.
class Sink {
 public:
  virtual ~Sink() = default;
  [[nodiscard]] virtual bool in_order() const { return false; }
  /// Once, before any batch: how many workers there will be.
  virtual void begin(unsigned workers) = 0;
  virtual void accept(unsigned worker, const Batch& batch, const Dictionaries& dictionaries) = 0;
  /// Forget every batch of this input: it will be read again with a better plan. Never called on
  /// sinks that want batches in order.
  virtual void discard(std::uint32_t input) = 0;
  /// True once nobody wants more records: reading stops at the end of a block.
  [[nodiscard]] virtual bool done() const { return false; }
  /// Once per worker, after its last batch: the sink takes its dictionaries.
  virtual void end(unsigned worker, Dictionaries dictionaries) = 0;
};

}  // namespace tiktok_kpi
