#pragma once
// What names a customer or visitor is hashed before anybody else sees it.
#include <deque>
#include <string>

#include "input/plan.hpp"
#include "model/batch.hpp"

namespace tiktok_kpi {

/// Replaces the keys of customers and visitors by keyed hashes: under the user's key (`plan.keys`)
/// by HMAC-SHA-256 in hexadecimal digits, which can be written; without one by bytes that are only
/// compared within the run. Keys compare without regard to case. `texts` keeps the hashes as long
/// as the batch. Keys of nobody (empty, 0) become missing. Where customers are only counted
/// (`plan.customers_counted`) they all have one key.
void hash_person_keys(Batch& batch, const ReadPlan& plan, std::deque<std::string>& texts);

}  // namespace tiktok_kpi
