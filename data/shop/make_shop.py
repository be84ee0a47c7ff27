#!/usr/bin/env python3
"""Writes the exports of the worked campaign beside this file: posts, Shopify orders and Google Analytics events.

Everything is invented. Orders are as Shopify writes them: a row per article, amounts on the first row of an order
only, prices with tax. Events are rows of the BigQuery export: numbers are text, page views stand among the visits,
and a purchase names its order.

    python3 data/shop/make_shop.py          writes the files
    python3 data/shop/make_shop.py --check  exits 1 when a file differs from what would be written
"""
import csv
import datetime as dt
import io
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from make_showcase import Numbers  # noqa: E402  (stands in the folder above)

UTC = dt.timezone.utc
SUMMER = dt.timezone(dt.timedelta(hours=2))
FIRST = dt.datetime(2024, 5, 20, tzinfo=UTC)
LAST = dt.datetime(2024, 7, 3, tzinfo=UTC)
CREATORS = ["lena", "湯気", "rex.pours"]
CONTENT = {"lena": "lena", "湯気": "yuge", "rex.pours": "rex"}
CODES = {"lena": "LENA10", "湯気": "YUGE10", "rex.pours": "REX15"}
PRICE = 2380  # cents, with 19 % tax
VISITORS = 90


def posts(numbers):
    rows = []
    for day in range(12):
        creator = CREATORS[day % 3]
        posted = dt.datetime(2024, 6, 2 + 2 * day, 16, numbers.below(60), tzinfo=UTC)
        views = {"lena": 30_000, "湯気": 11_000, "rex.pours": 5_000}[creator] * (70 + numbers.below(60)) // 100
        rows.append([int(posted.timestamp()) << 32 | numbers.below(2**32), creator, posted.strftime("%Y-%m-%dT%H:%M:%SZ"),
                     "Morning pour #embermug #ad", views, views * 6 // 100, views // 180, views // 240, views // 90,
                     views // 95, "2024-07-03T08:00:00Z"])
    return ["post_id", "creator", "posted_at", "caption", "views", "likes", "comments", "shares", "saves", "clicks",
            "exported_at"], rows


def traffic(numbers):
    """Where a visit comes from: source, medium, campaign and content, or nothing for a direct one."""
    at = numbers.below(100)
    if at < 22:
        return None
    if at < 34:
        return ("google", "cpc", "mugs", None)
    if at < 42:
        return ("newsletter", "email", "june", None)
    creator = CREATORS[0 if at < 68 else 1 if at < 86 else 2]
    return ("tiktok", "influencer", "ember-june", CONTENT[creator])


def events_and_orders(numbers):
    events, orders = [], []
    for visitor in range(VISITORS):
        pseudo = f"{1_700_000_000 + 7919 * visitor}.{1_716_000_000 + 613 * visitor}"
        at = FIRST + dt.timedelta(seconds=numbers.below(int((LAST - FIRST).total_seconds()) - 20 * 86_400))
        visits = 1 + numbers.below(4)
        seen = []
        for _ in range(visits):
            came = traffic(numbers)
            seen.append(came)
            events.append(event(pseudo, at, "session_start", came))
            if len(seen) == 1:
                events.append(event(pseudo, at + dt.timedelta(seconds=5), "page_view", None))
            at += dt.timedelta(seconds=1_800 + numbers.below(9 * 86_400))
        if numbers.below(100) >= 38:
            continue
        at = at - dt.timedelta(seconds=numbers.below(1_500))
        creators = [name for name in CREATORS if any(came and came[3] == CONTENT[name] for came in seen)]
        # Most codes come after a visit; some were only heard.
        code = ""
        if creators and numbers.below(100) < 45:
            code = CODES[creators[-1]]
        elif numbers.below(100) < 15:
            code = numbers.one_of(["LENA10", "lena10", "YUGE10", "REX15", "SUMMER5"])
        orders.append({"at": at, "code": code, "pieces": 1 + numbers.below(3), "visitor": visitor,
                       "tracked": numbers.below(100) < 90, "pseudo": pseudo})
    orders.sort(key=lambda order: order["at"])
    for number, order in enumerate(orders, 2001):
        order["name"] = f"#{number}"
        order["status"], order["cancelled"], order["refunded"] = "paid", "", 0
    orders[4]["status"], orders[4]["refunded"] = "partially_refunded", PRICE // 2
    orders[9]["status"], orders[9]["cancelled"] = "refunded", "2024-06-12 10:00:00 +0200"
    orders[13]["status"] = "voided"
    orders[17]["status"], orders[17]["refunded"] = "refunded", None
    for order in orders:
        if order["tracked"]:
            events.append(event(order["pseudo"], order["at"] + dt.timedelta(seconds=20), "purchase", None,
                                order["name"][1:]))
    # Somebody who bought comes back.
    events.append(event(orders[0]["pseudo"], orders[0]["at"] + dt.timedelta(days=2), "session_start",
                        ("tiktok", "influencer", "ember-june", "rex")))
    events.sort(key=lambda one: int(one["event_timestamp"]))
    return events, orders


def event(pseudo, at, name, came, transaction=None):
    row = {"event_date": at.astimezone(SUMMER).strftime("%Y%m%d"), "event_timestamp": str(int(at.timestamp()) * 1_000_000),
           "event_name": name,
           "event_params": [{"key": "ga_session_id", "value": {"string_value": None, "int_value": str(int(at.timestamp()))}},
                            {"key": "page_location", "value": {"string_value": "https://ember.example/"}}],
           "user_pseudo_id": pseudo, "user_id": None, "collected_traffic_source": None}
    if came:
        source, medium, campaign, content = came
        row["collected_traffic_source"] = {"manual_source": source, "manual_medium": medium,
                                           "manual_campaign_name": campaign, "manual_content": content}
    if transaction:
        row["event_params"][1]["value"]["string_value"] = "https://ember.example/checkout/thanks"
        row["ecommerce"] = {"transaction_id": transaction}
    return row


def money(cents):
    return f"{cents // 100}.{cents % 100:02d}"


def order_rows(orders):
    header = ["Name", "Email", "Financial Status", "Paid at", "Currency", "Subtotal", "Shipping", "Taxes", "Total",
              "Discount Code", "Discount Amount", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price",
              "Lineitem sku", "Cancelled at", "Refunded Amount", "Id"]
    rows = []
    for order in orders:
        goods = order["pieces"] * PRICE
        percent = {"": 0, "SUMMER5": 5, "REX15": 15}.get(order["code"], 10)
        discount = goods * percent // 100
        shipping = 0 if order["pieces"] > 2 else 490
        total = goods - discount + shipping
        refunded = total if order["refunded"] is None else order["refunded"]
        tax = (goods - discount) * 19 // 119
        email = f"guest{order['visitor']}@example.com"
        at = order["at"].astimezone(SUMMER).strftime("%Y-%m-%d %H:%M:%S +0200")
        rows.append([order["name"], email, order["status"], at, "EUR", money(goods - discount), money(shipping), money(tax),
                     money(total), order["code"], money(discount), at, 1, "Ember Mug", money(PRICE), "MUG-1",
                     order["cancelled"], money(refunded), 5_500_000_000_000 + int(order["name"][1:])])
        if order["pieces"] > 1:
            rows.append([order["name"], email, "", "", "", "", "", "", "", "", "", at, order["pieces"] - 1,
                         "Ember Mug, rust", money(PRICE), "MUG-2", "", "", ""])
    return header, rows


def table(header, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def files():
    numbers = Numbers(20240601)
    written = {"posts.csv": table(*posts(numbers))}
    events, orders = events_and_orders(numbers)
    written["orders_export.csv"] = table(*order_rows(orders))
    written["events.ndjson"] = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in events)
    return written


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        stale = [name for name, text in files().items() if (HERE / name).read_text(encoding="utf-8") != text]
        if stale:
            sys.exit("not as data/shop/make_shop.py writes them: " + ", ".join(stale))
    else:
        for name, text in files().items():
            (HERE / name).write_text(text, encoding="utf-8", newline="")
