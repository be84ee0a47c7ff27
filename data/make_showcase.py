#!/usr/bin/env python3
"""Writes the showcase: exports/ beside this file, as data/campaign.json names them.

Everything is invented: brand, creators, captions, numbers. The shapes are those of real exports, with
their quirks: TikTok Studio writes a byte order mark, quotes every cell, leaves the year out and dates viewers
one day late; pyktok writes local times without an offset. The upper 32 bits of a post id are its upload time.

    python3 data/make_showcase.py          writes the files
    python3 data/make_showcase.py --check  exits 1 when a file differs from what would be written
"""
import csv
import datetime as dt
import io
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
UTC = dt.timezone.utc
EXPORTED = dt.datetime(2024, 6, 10, 8, 0, tzinfo=UTC)
EARLIER = dt.datetime(2024, 5, 20, 8, 0, tzinfo=UTC)
FIRST_DAY = dt.date(2024, 3, 1)
LAST_DAY = dt.date(2024, 6, 9)


class Numbers:
    """SplitMix64: the same numbers from any Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % 2**64
        return (mixed ^ (mixed >> 31)) * bound >> 64

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def one_of(self, values):
        return values[self.below(len(values))]


def post(numbers, creator, uploaded, caption, views, permille, duration=24, sponsored=False):
    """One post. `permille` is likes, comments, shares and saves for each thousand views."""
    moment = dt.datetime.strptime(uploaded, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    moment += dt.timedelta(seconds=numbers.below(60))
    views += numbers.between(-views // 40, views // 40)
    likes, comments, shares, saves = (
        views * (rate * 1000 + numbers.between(-90 * rate, 90 * rate)) // 1_000_000 for rate in permille)
    return {
        "id": int(moment.timestamp()) << 32 | numbers.below(2**32),
        "creator": creator, "uploaded": moment, "posted": moment + dt.timedelta(seconds=numbers.between(2, 6)),
        "caption": caption, "views": views, "likes": likes, "comments": comments, "shares": shares,
        "saves": saves, "duration": duration, "sponsored": sponsored,
    }


def url(entry):
    return f"https://www.tiktok.com/@{entry['creator']}/video/{entry['id']}"


def tags(caption):
    return [word[1:] for word in caption.replace("#", " #").split() if word.startswith("#")]


def ana():
    n = Numbers(1)
    rows = [
        ("2024-03-06 17:12", "three ways to use an oat mask #skincare #sensitiveskin", 31_000, (71, 4, 3, 6)),
        ("2024-03-15 18:03", "my bathroom shelf, honestly #shelfie #skincare", 24_500, (66, 5, 2, 4)),
        ("2024-03-27 17:40", "why I stopped double cleansing #skincaretips", 52_000, (78, 8, 5, 9)),
        ("2024-04-05 18:21", "packing light: five products for a week #travelbeauty", 27_300, (64, 3, 3, 8)),
        ("2024-04-14 16:55", "asking my mum about her routine #skincare #family", 38_900, (90, 9, 4, 4)),
        ("2024-04-23 18:30", "sunscreen under make-up, tested #spf #skincaretips", 29_800, (69, 5, 3, 7)),
        ("2024-05-03 17:05", "a soap that does not dry? first wash #glowsoap #ad", 61_000, (83, 7, 6, 9)),
        ("2024-05-08 18:10", "day five, and the honest part #glowsoap#skincare #ad", 84_500, (88, 10, 7, 11)),
        ("2024-05-12 09:30", "sunday reset with nothing sponsored #sundayreset", 26_100, (70, 4, 2, 4)),
        ("2024-05-14 17:48", "you asked: does it sting? @glow #glowsoap #ad", 142_000, (92, 14, 9, 12)),
        ("2024-05-18 18:22", "soap, shower, shelf #glowsoap ", 47_800, (76, 6, 4, 7)),
        ("2024-05-23 17:31", "two weeks later #glowsoap #ad #skincare", 77_000, (85, 8, 6, 10)),
        ("2024-06-02 18:02", "what stays on my shelf in june #shelfie", 30_400, (73, 6, 3, 5)),
    ]
    return [post(n, "ana", *row, duration=31) for row in rows]


def chiyo():
    n = Numbers(2)
    rows = [
        ("2024-03-10 11:20", "朝のルーティン #スキンケア #朝活", 21_000, (62, 5, 4, 10), 22, False),
        ("2024-03-24 11:45", "乾燥肌の夜 #スキンケア", 18_400, (60, 4, 3, 9), 18, False),
        ("2024-04-02 12:05", "桜と手湯 #京都", 33_700, (75, 6, 7, 6), 25, False),
        ("2024-04-12 11:30", "ポーチの中身 #コスメ", 25_200, (64, 5, 3, 12), 27, False),
        ("2024-04-21 12:10", "泡立てネットの選び方 #スキンケア", 28_900, (68, 7, 5, 14), 29, False),
        ("2024-04-28 11:55", "休みの日の台所 #暮らし", 16_800, (70, 6, 2, 4), 20, False),
        ("2024-05-02 11:40", "新しい石けん、使ってみました #glowsoap #PR #スキンケア", 44_100, (70, 6, 5, 15), 26, True),
        ("2024-05-09 12:00", "泡のかたさ、比べました #glowsoap #PR", 39_600, (66, 6, 6, 16), 31, True),
        ("2024-05-16 11:35", "一週間の記録 #glowsoap #PR", 52_300, (74, 8, 6, 17), 34, True),
        ("2024-05-19 12:30", "雨の日の本 #読書", 14_900, (58, 4, 2, 5), 19, False),
        ("2024-05-24 11:50", "母と半分こ #glowsoap #PR", 36_200, (69, 7, 4, 12), 23, True),
        ("2024-05-30 12:15", "使い切りました #glowsoap #PR #スキンケア", 30_800, (65, 5, 4, 13), 21, True),
    ]
    return [post(n, "千代", *row) for row in rows]


def bo():
    n = Numbers(3)
    rows = [
        ("2024-03-08 19:20", "soap carving, attempt one", 2_900, (38, 3, 1, 1), 45, False),
        ("2024-03-19 20:05", "repairing the bench #woodwork", 4_100, (44, 4, 2, 3), 52, False),
        ("2024-04-01 19:40", "workshop tour #workshop", 5_300, (46, 5, 2, 3), 59, False),
        ("2024-04-11 20:15", "hands after sanding #woodwork", 3_700, (41, 3, 1, 2), 38, False),
        ("2024-04-22 19:55", "a box without screws #woodwork", 7_900, (52, 5, 4, 6), 57, False),
        ("2024-05-06 19:30", "does it get oil off? #glowsoap #ad", 21_400, (32, 3, 2, 3), 41, True),
        ("2024-05-13 20:10", "soap dish from an offcut #glowsoap #woodwork #ad", 34_800, (37, 4, 3, 4), 48, True),
        ("2024-05-20 19:45", "second bar #glowsoap", 17_900, (28, 2, 1, 2), 12, True),
        ("2024-05-27 20:20", "the dish, three weeks on #glowsoap #ad", 22_000, (33, 3, 2, 3), 36, True),
        ("2024-06-03 19:50", "a stool for the shower #woodwork", 6_200, (49, 4, 3, 5), 55, False),
    ]
    return [post(n, "bo", *row) for row in rows]


def mara():
    n = Numbers(4)
    rows = [
        ("2024-03-05 06:40", "gym bag basics #gymtok", 88_000, (47, 3, 3, 3), 28, False),
        ("2024-03-18 06:35", "stretching for desk people #mobility", 121_000, (52, 4, 7, 9), 33, False),
        ("2024-03-29 06:50", "rest day, really #gymtok", 76_000, (45, 4, 2, 2), 21, False),
        ("2024-04-09 06:45", "the cold shower question #gymtok", 140_000, (55, 9, 6, 4), 26, False),
        ("2024-04-19 06:30", "five minute warm-up #mobility", 97_000, (49, 3, 6, 8), 30, False),
        ("2024-05-05 06:40", "what I shower with after training #glowsoap #ad", 118_000, (44, 4, 3, 5), 25, True),
        ("2024-05-11 06:55", "gym bag, new tenant #glowsoap #gymtok #ad", 164_000, (48, 5, 4, 6), 29, True),
        ("2024-05-17 06:20", "sensitive skin and sweat @glow #glowsoap #ad", 96_000, (41, 4, 3, 5), 34, True),
        ("2024-05-21 06:48", "squats before coffee #gymtok", 83_000, (46, 4, 3, 3), 24, False),
        ("2024-05-29 06:42", "last bar of may #glowsoap #ad", 71_000, (39, 3, 2, 4), 22, True),
        ("2024-06-05 06:37", "a week without mirrors #gymtok", 102_000, (53, 8, 5, 4), 27, False),
    ]
    entries = [post(n, "mara.k", *row) for row in rows]
    for entry in entries:
        views = entry["views"]
        entry["reach"] = views * n.between(820, 880) // 1000
        entry["views_2s"] = views * n.between(560, 650) // 1000
        entry["views_6s"] = views * n.between(270, 340) // 1000
        entry["completed"] = views * n.between(150, 240) // 1000
        entry["watched"] = n.between(52, 118)  # tenths of a second
        entry["clicks"] = views * n.between(7, 12) // 1000 if entry["sponsored"] else None
        entry["sessions"] = entry["clicks"] * n.between(780, 900) // 1000 if entry["sponsored"] else None
        entry["orders"] = entry["clicks"] * n.between(38, 55) // 1000 if entry["sponsored"] else None
        entry["cents"] = entry["orders"] * n.between(2300, 2700) if entry["sponsored"] else None
    return entries


def quoted_csv(header, rows):
    """As TikTok Studio writes it: byte order mark, every cell quoted, no line end after the last row."""
    lines = [",".join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in [header, *rows]]
    return "\ufeff" + "\n".join(lines)


def plain_csv(header, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([header, *rows])
    return out.getvalue()


def yearless(day):
    return f"{day:%B} {day.day}"


def days():
    return [FIRST_DAY + dt.timedelta(days=i) for i in range((LAST_DAY - FIRST_DAY).days + 1)]


def daily(numbers, posts, base):
    """Views of each day: the account's usual ones and, from each post, shares that fade within nine days."""
    fading = (380, 240, 140, 90, 60, 40, 25, 15, 10)
    series = []
    for day in days():
        views = base + numbers.between(-base // 8, base // 8)
        for entry in posts:
            age = (day - entry["posted"].date()).days
            if 0 <= age < len(fading):
                views += entry["views"] * fading[age] // 1000
        series.append(views)
    return series


def studio(posts, seed, base, followers, gain_per_mille):
    n = Numbers(seed)
    views = daily(n, posts, base)
    overview, history = [], []
    for day, count in zip(days(), views):
        overview.append((yearless(day), count, count * n.between(9, 15) // 1000, count * n.between(60, 85) // 1000,
                         count * n.between(4, 9) // 1000, count * n.between(2, 6) // 1000))
        change = count * gain_per_mille // 1000 + n.between(-3, 4)
        followers += change
        history.append((yearless(day), followers, change))
    # Viewers of a day stand one row late.
    late = [day + dt.timedelta(days=1) for day in days()][:-1]
    viewers = []
    for day, count in zip(late, views):
        total = count * n.between(760, 800) // 1000
        new = total * n.between(610, 680) // 1000
        viewers.append((yearless(day), total, new, total - new))
    return {
        "Overview.csv": quoted_csv(("Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"), overview),
        "FollowerHistory.csv": quoted_csv(("Date", "Followers", "Difference in followers from previous day"), history),
        "Viewers.csv": quoted_csv(("Date", "Total Viewers", "New Viewers", "Returning Viewers"), viewers),
    }


def studio_content(posts):
    header = ("Time", "Video title", "Video link", "Post time", "Total likes", "Total comments", "Total shares", "Total views")
    return quoted_csv(header, [
        (yearless(EXPORTED), e["caption"], url(e), yearless(e["posted"]), e["likes"], e["comments"], e["shares"], e["views"])
        for e in reversed(posts)])


def apify(posts):
    return json.dumps([{
        "id": str(e["id"]), "text": e["caption"], "createTime": int(e["posted"].timestamp()),
        "createTimeISO": f"{e['posted']:%Y-%m-%dT%H:%M:%S}.000Z", "isAd": e["sponsored"], "isSponsored": False,
        "authorMeta": {"name": e["creator"], "nickName": "千代の暮らし", "verified": False, "fans": 31_900,
                       "following": 0, "heart": 1_204_500, "video": 218},
        "musicMeta": {"musicName": "original sound", "musicOriginal": True},
        "webVideoUrl": url(e), "videoMeta": {"duration": e["duration"]},
        "diggCount": e["likes"], "shareCount": e["shares"], "playCount": e["views"], "collectCount": e["saves"],
        "commentCount": e["comments"], "hashtags": [{"name": tag} for tag in tags(e["caption"])],
        "mentions": [], "isSlideshow": False, "isPinned": False,
    } for e in posts], ensure_ascii=False, indent=1) + "\n"


def pyktok(posts):
    header = ("video_id,video_timestamp,video_duration,video_locationcreated,suggested_words,video_diggcount,video_sharecount,"
              "video_commentcount,video_playcount,video_description,video_is_ad,video_stickers,author_username,author_name,"
              "author_followercount,author_followingcount,author_heartcount,author_videocount,author_diggcount,author_verified").split(",")
    berlin = lambda moment: moment + dt.timedelta(hours=1 if moment < dt.datetime(2024, 3, 31, 1, tzinfo=UTC) else 2)
    rows = [(e["id"], f"{berlin(e['posted']):%Y-%m-%dT%H:%M:%S}", e["duration"], "DE", "", e["likes"], e["shares"], e["comments"],
             e["views"], e["caption"], e["sponsored"], "", "bo", "Bo from the workshop", 4_850 if i % 3 else "", "", "", "", "", False)
            for i, e in enumerate(posts)]
    return plain_csv(header, rows)


CANONICAL = ("post_id,creator,url,caption,posted_at,views,likes,comments,shares,saves,followers,reach,views_2s,views_6s,completed_views,"
             "avg_watch_s,duration_s,clicks,sessions,conversions,revenue,sponsored,music_cleared,ugc_cleared,exported_at").split(",")


def iso(moment):
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def canonical(posts):
    def row(i, e):
        money = "" if e["cents"] is None else f"{e['cents'] // 100}.{e['cents'] % 100:02}"
        optional = ["" if e[key] is None else e[key] for key in ("clicks", "sessions", "orders")]
        return (e["id"], e["creator"], url(e), e["caption"], iso(e["posted"]), e["views"], e["likes"], e["comments"], e["shares"],
                e["saves"], 152_000 + 900 * i, e["reach"], e["views_2s"], e["views_6s"], e["completed"],
                f"{e['watched'] // 10}.{e['watched'] % 10}", e["duration"], *optional, money, str(e["sponsored"]).lower(),
                "true", "true" if i % 2 else "", iso(EXPORTED))
    return plain_csv(CANONICAL, [row(i, e) for i, e in enumerate(posts)])


def earlier(posts):
    """The same posts as they stood three weeks before: snapshots for growth and fading."""
    lines = []
    for e in posts:
        if not e["sponsored"] or e["posted"] > EARLIER:
            continue
        hours = int((EARLIER - e["posted"]).total_seconds()) // 3600
        share = hours * 1000 // (hours + 40)  # per mille of the final count, half of it after 40 hours
        counts = {key: e[key] * share // 1000 for key in ("views", "likes", "comments", "shares", "saves")}
        lines.append(json.dumps({"post_id": str(e["id"]), "creator": e["creator"], "caption": e["caption"], "posted_at": iso(e["posted"]),
                                 **counts, "duration_s": e["duration"], "sponsored": True, "exported_at": iso(EARLIER)}))
    return "\n".join(lines) + "\n"


def tracker():
    """The agency's link tracker: what came of the posts' links, in its own words and with decimal commas."""
    n = Numbers(6)
    rows = []
    for e in [e for maker in (ana, chiyo, bo) for e in maker() if "#glowsoap" in e["caption"]]:
        clicks = e["views"] * n.between(8, 16) // 1000
        orders = clicks * n.between(30, 48) // 1000
        cents = orders * n.between(2200, 2800)
        rows.append((e["id"], clicks, clicks * n.between(760, 880) // 1000, orders, f"{cents // 100},{cents % 100:02}"))
    return "Post;Clicks;Visits;Orders;Net sales\n" + "".join(";".join(map(str, row)) + "\n" for row in rows)


def fans():
    n = Numbers(5)
    entries = [
        post(n, "zoe.writes", "2024-05-16 15:02", "okay the soap from ana works #glowsoap", 8_300, (95, 11, 6, 5), 17),
        post(n, "tomandtea", "2024-05-22 20:44", "stole my sister's soap #glowsoap", 3_100, (81, 9, 3, 2), 14),
        post(n, "lila_plants", "2024-05-31 10:11", "soap, but for the monstera (no) #glowsoap #plantsoftiktok", 12_900, (110, 15, 12, 4), 20),
        post(n, "lila_plants", "2024-05-28 10:30", "repotting day #plantsoftiktok", 5_600, (88, 7, 3, 6), 32),
    ]
    return "".join(json.dumps({
        "post_id": str(e["id"]), "creator": e["creator"], "url": url(e), "caption": e["caption"], "posted_at": iso(e["posted"]),
        "views": e["views"], "likes": e["likes"], "comments": e["comments"], "shares": e["shares"], "saves": e["saves"],
        "duration_s": e["duration"], "sponsored": False, "exported_at": iso(EXPORTED)}) + "\n" for e in entries)


CODES = {"ana": "ANA10", "千代": "CHIYO10", "bo": "BO10", "mara.k": "MARA10"}
CONTENTS = {"ana": "ana", "千代": "chiyo", "bo": "bo", "mara.k": "mara"}


def shop():
    """The shop's orders as Shopify exports them, and the visits of its customers."""
    n = Numbers(8)
    header = ("Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,"
              "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount").split(",")
    people = list(CODES)
    rows, visits = [], []
    for i in range(118):
        moment = dt.datetime(2024, 5, 3, 6, tzinfo=UTC) + dt.timedelta(minutes=n.between(0, 40_300))
        pieces = n.between(1, 3)
        goods = 1_490 * pieces
        person = people[(0, 0, 0, 1, 1, 2, 3, 3, 3, 3)[n.below(10)]]
        coded = n.below(100) < 46
        code = CODES[person] if coded else ""
        if i % 31 == 30:
            code = "ANA1O"  # a zero read as the letter
        if i % 29 == 28:
            code = "SUMMER5"  # of the whole shop
        discount = goods // 10 if code and code != "ANA1O" else 0
        total = goods - discount + 490
        refunded = total if i % 23 == 22 else 0
        euro = lambda cents: f"{cents // 100}.{cents % 100:02}"
        local = moment + dt.timedelta(hours=2)
        rows.append((f"#{1001 + i}", f"customer{i}@example.com", "refunded" if refunded else "paid", "EUR", euro(goods - discount),
                     "4.90", "0.00", euro(total), code, euro(discount), "Standard", f"{local:%Y-%m-%d %H:%M:%S} +0200", pieces,
                     "Glow Soap", "14.90", "SOAP-1", euro(refunded)))
        journey = [person] if n.below(100) < (40 if coded else 62) else []
        if n.below(100) < 22:
            journey.insert(0, people[n.below(4)])
        if n.below(100) < 25:
            journey.append("google")
        if n.below(100) < 12:
            journey.append("direct")
        ages = sorted((n.between(20, 60 * 24 * 9) for _ in journey), reverse=True)
        for place, (channel, minutes) in enumerate(zip(journey, ages)):
            visit = {"touched_at": iso(moment - dt.timedelta(minutes=minutes)), "client_key": f"visitor-{i}"}
            if place == len(journey) - 1:
                visit["order_id"] = f"#{1001 + i}"  # the visit that ended in the order
            if channel == "google":
                visit.update(utm_source="google", utm_medium="cpc")
            elif channel != "direct":
                visit.update(utm_source="tiktok", utm_medium="influencer", utm_campaign="glow-may", utm_content=CONTENTS[channel])
            visits.append(visit)
    for i in range(240):  # visitors who bought nothing
        visits.append({"touched_at": iso(dt.datetime(2024, 5, 3, tzinfo=UTC) + dt.timedelta(minutes=n.between(0, 40_300))),
                       "client_key": f"looker-{i}", "utm_source": "tiktok", "utm_medium": "influencer", "utm_campaign": "glow-may",
                       "utm_content": CONTENTS[people[n.below(4)]]})
    return plain_csv(header, rows), "".join(json.dumps(visit) + "\n" for visit in visits)


def checks():
    """Posts of data/checks.json: dana keeps her contract, erik breaks each promise, fay's captions are not exported."""
    header = "post_id,creator,posted_at,caption,duration_s,views,likes,comments,shares,sponsored,branded_content,music_cleared,ugc_cleared,exported_at".split(",")
    rows = [
        ("dana", "2024-06-05 17:00", "Anzeige: gentle on hands @glow, link in bio #glowsoap", 31, (24_000, 1_900, 160, 90), "true", "true"),
        ("dana", "2024-06-18 17:30", "the refill, link in bio @glow #glowsoap #werbung", 60, (31_000, 2_300, 210, 130), "true", "true"),
        ("dana", "2024-06-22 18:00", "our garden in june #garden", 22, (9_000, 700, 60, 20), "", ""),
        ("erik", "2024-06-12 19:00", "soap in the workshop #glowsoap #ad", 9, (6_000, 240, 12, 8), "false", "true"),
        ("erik", "2024-06-21 19:00", "day two, link in bio @glow #glowsoap #werbung", 75, (5_000, 190, 10, ""), "true", ""),
        ("erik", "2024-06-28 20:00", "honestly, rival soap is not bad either", 20, (7_000, 310, 45, 12), "", ""),
        ("fay", "2024-06-15 08:00", "", "", (4_000, 150, 9, 5), "", ""),
    ]
    lines = []
    for i, (creator, posted, caption, duration, counts, music, content) in enumerate(rows):
        moment = dt.datetime.strptime(posted, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        lines.append(((int(moment.timestamp()) << 32) + i, creator, iso(moment), caption, duration, *counts,
                      *["true" if creator == "fay" else ""] * 2, music, content, "2024-06-30T08:00:00Z"))
    return plain_csv(header, lines)


def files():
    out = {"ana/Content.csv": studio_content(ana())}
    out.update({"ana/" + name: text for name, text in studio(ana(), 11, 5_200, 45_900, 5).items()})
    brand = [e for maker in (ana, chiyo, bo, mara) for e in maker() if "#glowsoap" in e["caption"]]
    account = studio([{**e, "views": e["views"] // 30} for e in brand], 12, 900, 8_120, 7)
    out.update({"glow/" + name: account[name] for name in ("Overview.csv", "FollowerHistory.csv")})
    out["chiyo_apify.json"] = apify(chiyo())
    out["bo_pyktok.csv"] = pyktok(bo())
    out["mara_posts.csv"] = canonical(mara())
    out["mara_posts_2024-05-20.ndjson"] = earlier(mara())
    out["glowsoap_fans.ndjson"] = fans()
    out["tracking/links.csv"] = tracker()
    out["checks/posts.csv"] = checks()
    out["shop/orders_export.csv"], out["shop/visits.ndjson"] = shop()
    return out


def main():
    stale = []
    for name, text in files().items():
        path = HERE / "exports" / name
        data = text.encode("utf-8")
        if path.is_file() and path.read_bytes() == data:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    if "--check" in sys.argv and stale:
        sys.exit("not as data/make_showcase.py writes them: " + ", ".join(stale))


if __name__ == "__main__":
    main()
