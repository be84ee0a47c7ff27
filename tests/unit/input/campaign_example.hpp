#pragma once
// A campaign file that uses most keys; the tests change it one thing at a time.
namespace tiktok_kpi {

inline constexpr const char* campaign_example =
    R"json({ "version": 1, "name": "Glow Soap May", "brand": "glow", "objective": "sales",
  "timezone": "Europe/Berlin", "currency": "EUR", "period": {"from": "2024-05-01", "to": "2024-05-31"},
  // everything the agency sent
  "sources": ["exports/*.csv", {"path": "shop/orders_export.csv"},
              {"path": "exports/ana/", "creator": "ana", "year": 2024, "exported_at": "2024-06-02"},
              {"path": "partner.csv", "columns": {"views": "Video plays"}, "decimal": ",", "delimiter": ";", "date_order": "dmy", "timezone": "Asia/Jakarta", "encoding": "windows-1252", "format": "mapped"}],
  "track": {"hashtags": ["#GlowSoap"], "mentions": ["@Glow"], "utm_campaign": ["glow-may"]},
  "links": {"url": "https://glow.example/soap", "utm_source": "tiktok", "utm_medium": "influencer"},
  "creators": [{"handle": "@Ana", "followers": 48200, "fee": "1200 EUR", "commission": "10%",
     "gifts": [{"what": "soap box", "cost": "18 EUR", "count": 2, "shipping": null}],
     "costs": [{"what": "studio", "kind": "production", "amount": 90.5}],
     "codes": ["ANA10", {"code": "ANAVIP", "from": "2024-05-10", "to": "2024-05-20"}], "utm_content": ["ana"],
     "contract": {"posts": 5, "due": "2024-05-25", "hashtags": ["glowsoap"], "mentions": ["glow"], "caption": ["10% off"], "min_duration_s": 15, "max_duration_s": 60.5, "disclosure": true, "disclosure_country": "de", "rights_cleared": true,
        "exclusivity": {"from": "2024-05-01", "to": "2024-06-30", "competitors": ["otherbrand"]},
        "usage_rights": {"granted": "2024-05-01", "months": 6, "paid_ads": true}},
     "ratings": {"relevance": 5, "production": 4.5}, "audience": {"de": 70, "at": "30"},
     "outreach": {"contacted": "2024-04-02", "replied": "2024-04-03"},
     "drafts": [{"sent": "2024-05-01T09:00", "approved": "2024-05-01T15:00"}]},
    {"handle": "千代", "followers": null, "fee": null, "commission": 0.125}],
  "audience": {"de": 80, "at": 20}, "data": {"missing_share": "<= 5%"},
  "checks": {"contract": "error", "disclosure": "warning", "exclusivity": "warn", "rights": "note"},
  "costs": [{"what": "agency", "amount": "400"}], "fx": {"USD": "0.92", "jpy": 0.0061},
  "goals": {"total_views": ">= 500000", "roi": [{"pass": ">= 100%", "level": "error"}, {"pass": ">= 150%", "level": "warning"}]},
  "attribution": {"model": "time_decay", "lookback_days": 28, "half_life_days": 3.5, "credit_policy": "split", "multi_code": "first", "position_weights": [0.3, 0.3, 0.4]},
  "tiers": {"list": [{"name": "small", "lower": 0}, {"name": "big", "lower": 50000}]}, "posting": {"band": [0.5, 2]},
  "metrics": {"deep_rate": {"formula": "(comments * 2 + shares * 3) / views", "unit": "ratio", "aggregation": "mean"}},
  "posts": [{"post_id": "7364000000000000001", "views": 10}],
  "settings": {"set": {"er_followers": "lc"}, "missing": "partial", "headline": "er_followers", "aggregate": "median", "view_definition": "start", "subject": "brand",
     "margin": "60%", "revenue_basis": "gross", "ctr_denominator": "impressions", "confidence": 0.9, "power": {"engagement": 2, "views": 1.5, "posts": 8},
     "best_time": {"posts": 4, "shrink": 6}, "benchmarks": "benchmarks.csv", "emv": {"reference_cpm": "12.50", "value_per_mille": 1, "likes": 0.01, "comments": 0.2, "shares": 0.3, "saves": 0.1, "clicks": "0.5"}, "rating_weights": {"relevance": 2}, "disclosure_tags": ["werbung"], "disclosure_country": "de", "sentiment": {"lexicon": "words.csv"}}
})json";

}  // namespace tiktok_kpi
