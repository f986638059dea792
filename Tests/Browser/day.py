"""A town that looks real: what a plausible day is like at twenty past two in the afternoon."""

import random
import re
from datetime import datetime, timedelta, timezone

from town import ROOT, Town

# What is put right on the spot, and how often of a hundred: what patrols see on any day.
ON_SITE = [
    ("UM-001", "路边摆摊占人行道", "当场劝离", 15), ("UM-003", "店外摆放桌椅", "已收回店内", 14), ("UM-006", "电动车占盲道", "当场挪开", 16),
    ("UM-007", "共享单车倒成一片", "已扶正摆齐", 9), ("UM-012", "绿化带拉绳晾晒", "已拆绳", 6), ("UM-015", "电线杆上贴小广告", "已撕除", 8),
    ("SN-001", "路口一堆生活垃圾", "已清走", 11), ("SN-002", "垃圾桶满溢", "已通知清运并清空", 8), ("SN-005", "路面遗撒泥沙", "已清扫", 4),
    ("FS-001", "车辆堵住消防通道", "车主已挪车", 5), ("MW-003", "雨水箅子被落叶堵住", "已掏净", 4),
]
# What is open: the day it came (0 is today), when, and which steps were taken when. `late` matters have a short limit.
OPEN = [
    (-4, "10:12", "MW-007", "genzhuyuan-10", "工业路口路面坑洼，货车颠簸", None, [("accept", "10:40", "收到")]),
    (-3, "09:20", "UM-010", "xinzhuang-06", "停车位私装地锁三个", None, [("accept", "09:41", "收到")]),
    (-3, "15:05", "HP-003", "shutianpu-02", "三楼天花板渗水，楼上不配合", "王女士", [("accept", "15:30", "已约楼上业主")]),
    (-2, "08:48", "LS-001", "jiangwei-04", "电子厂拖欠两个月工资，九人", "刘师傅", [("accept", "09:02", "已联系厂方")]),
    (-2, "11:30", "MP-001", "shijia-07", "楼上半夜拖桌椅，吵了几次", "陈女士", [("accept", "14:10", "已上门一次")]),
    (-2, "16:22", "GP-003", "mashantou-05", "树枝挡住路口红绿灯", None, [("accept", "16:40", "已报园林")]),
    (-1, "09:15", "PH-003", "mashantou-06", "出租屋未备案，共 12 间", None, []),
    (-1, "09:50", "CH-002", "genzhuyuan-04", "困难家庭申请临时救助", "李伯", [("accept", "10:05", "材料已收")]),
    (-1, "10:40", "MW-005", "heshuikou-07", "公园后巷路灯三盏不亮", None, [("accept", "11:10", "已报修")]),
    (-1, "14:35", "HP-001", "mashantou-08", "小区电梯常停在五楼", "业主", [("accept", "15:00", "已约物业")]),
    (-1, "15:20", "UM-010", "shutianpu-07", "石墩占住公共车位", None, [("accept", "15:45", "收到")]),
    (-1, "16:05", "PH-006", "shiwei-06", "新开三家小店未采集", None, []),
    (-1, "17:10", "MW-009", "jiangwei-10", "人行道砖松动，下雨溅水", None, [("accept", "17:30", "收到")]),
    (-1, "17:20", "MW-014", "shiwei-03", "天桥扶手锈断，等配件", None, [("accept", "17:30", "收到"), ("suspend", "18:00", "等配件")]),
    (-1, "17:40", "LS-001", "xinzhuang-03", "装修队反映工程款未结", "包工头", [("accept", "17:55", "收到")]),
    (0, "08:10", "SN-001", "heshuikou-03", "菜市场后门垃圾没人收", None, [("accept", "08:19", "收到")]),
    (0, "08:35", "UM-013", "shijia-06", "天台烧烤，烟进楼里", "住户", [("accept", "08:45", "马上到")]),
    (0, "09:05", "PH-002", "heshuikou-04", "整层换租，登记对不上", None, []),
    (0, "09:25", "GP-001", "shutianpu-04", "行道树断枝搭在电线上", None, [("accept", "09:40", "已拉警戒")]),
    (0, "09:50", "MP-004", "genzhuyuan-05", "退租不退押金", "租客", [("accept", "10:12", "已约房东")]),
    (0, "10:20", "SN-006", "shijia-03", "楼下堆旧沙发两张", None, [("accept", "10:34", "已约清运")]),
    (0, "10:45", "CH-003", "shiwei-04", "轮椅坡道被车挡住", "张阿姨", [("accept", "10:58", "收到")]),
    (0, "11:05", "SO-001", "xinzhuang-04", "出租屋门禁坏了一周", None, []),
    (0, "11:30", "UM-017", "shijia-04", "招牌松动，风大会掉", "店主", [("accept", "11:41", "已围挡")]),
    (0, "12:02", "MW-001", "mashantou-02", "车站旁井盖移位", "路人", [("accept", "12:08", "已放路锥")]),
    (0, "12:30", "UM-003", "mashantou-01", "餐馆外摆占满人行道", None, [("accept", "12:38", "在路上")]),
    (0, "12:34", "UM-001", "shijia-09", "学校门口流动摊贩", "家长", [("accept", "12:44", "在路上")]),
    (0, "12:41", "UM-014", "heshuikou-04", "商铺喇叭循环叫卖", "住户", [("accept", "12:52", "收到")]),
    (0, "13:20", "FS-003", "jiangwei-08", "电动车推进楼道充电", None, [("accept", "13:31", "在路上")]),
    (0, "13:34", "UM-002", "shiwei-05", "推车卖水果堵住路口", None, [("accept", "13:42", "在路上")]),
    (0, "13:48", "SN-005", "xinzhuang-09", "泥头车一路撒漏", None, [("accept", "13:58", "收到")]),
    (0, "13:55", "CH-001", "genzhuyuan-07", "独居老人两天没出门", "邻居", [("accept", "14:01", "马上上门")]),
    (0, "14:04", "UM-001", "heshuikou-03", "路口摆摊，堵住盲道", None, [("accept", "14:11", "收到")]),
    (0, "14:12", "MW-004", "shijia-01", "水沟盖板缺一块", "学生家长", [("accept", "14:17", "在路上")]),
    (0, "14:18", "HP-002", "heshuikou-03", "小区停车临时涨价", "业主", []),
]
# What nobody's list has.
TRIAGE = [(0, "13:31", "无人机扰民", "xinzhuang-02", "半夜无人机在窗外飞"), (0, "14:06", None, "shiwei-08", "楼顶信号塔有异响"),
          (0, "14:15", "宠物走失", None, "一只黄色土狗，带红项圈")]
# The case of the picture: everything that can happen to one, short of its end.
STORY = [
    (-2, "09:02", {"matter": "MW-010", "grid": "heshuikou-03", "summary": "站前路盲道被施工围挡切断，轮椅和盲人过不去",
                   "place": "站前路 18 号门口", "reporter": "残联转办", "subject": "站前路改造工程"}),
    (-2, "09:20", {"type": "accept", "by": "张三", "note": "已到现场看过"}),
    (-2, "15:40", {"type": "suspend", "by": "张三", "note": "等施工方出绕行方案", "until": (-1, "10:00")}),
    (-1, "10:05", {"type": "note", "by": "热线", "note": "来电人问什么时候能走"}),
    (-1, "11:10", {"type": "extend", "by": "张三", "by_limit": "4wh", "note": "方案要改一处"}),
    (0, "09:30", {"type": "note", "by": "张三", "note": "围挡已退一米，临时坡道今天铺"}),
]
# How many stand open from the days before, spread over the town, with limits of weeks.
BACKGROUND = [("MP-008", "信访件转办"), ("PH-005", "民房改作仓库"), ("UM-009", "路边废弃车"), ("MW-012", "路名牌歪斜"), ("PB-001", "流动党员报到"),
              ("MP-009", "股民分红争议"), ("SO-011", "岗亭玻璃破损"), ("PH-008", "旧厂房空置无人管"), ("PB-006", "红色物业共建建议")]


def rules_of_today():
    """The rules of the repository, in a zone where it is 14:20 on a working day, whenever that is; and the moment of the picture."""
    now = datetime.now(timezone.utc).replace(microsecond=0)
    minutes = (14 * 60 + 20 - now.hour * 60 - now.minute + 12 * 60) % (24 * 60) - 12 * 60
    local = now + timedelta(minutes=minutes)
    text = (ROOT / "rules.yaml").read_text(encoding="utf-8")
    sign = "-" if minutes < 0 else "+"
    days = [local.date() + timedelta(days=n) for n in range(-12, 40)]
    weekends = "\n".join(f'    - "{day}"' for day in days if day.weekday() >= 5)
    for what, instead in [
        (r'utc_offset: "[^"]*"', f'utc_offset: "{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"'),
        (r"  holidays:\n(    - .*\n)+", "  holidays: []\n"),
        (r"  make_up_days:.*\n(    - .*\n)+", f"  make_up_days:\n{weekends}\n"),
        (r'known_until: "[^"]*"', f'known_until: "{local.year + 1}-12-31"'),
        # Its examples are of the town's own hours.
        (r"(?m)^examples:\n(.*\n)*?(?=^# ── 12)", ""),
        # The rounds would fill every cell; and who has accepted is told before his case climbs.
        (r"(?m)^rounds:\n(.*\n)*?(?=^# ── 14)", ""),
        (r"- \{to: group\}   ", "- {to: group, unless_accepted: true}   "),
    ]:
        text, count = re.subn(what, instead, text, count=1)
        if count != 1:
            raise RuntimeError(f"rules.yaml has no longer: {what}")
    return text, local, timedelta(minutes=minutes)


def plausible():
    """The town, all its day dropped and pressed; and the case of the picture."""
    dice = random.Random(20261130)
    text, local, offset = rules_of_today()
    town = Town(text, prefix="day-")
    midnight = local.replace(hour=0, minute=0, second=0)

    def moment(day, clock):
        hour, minute = clock.split(":")
        return midnight + timedelta(days=day, hours=int(hour), minutes=int(minute)) - offset

    grids = sorted(set(re.findall(r"\b([a-z]+): +\{name: \S+社区,", text)))
    grids = [f"{community}-{n:02}" for community in grids for n in range(1, 11)]
    happens = []
    for number, (matter, summary) in enumerate(BACKGROUND * 3):
        day, clock = -dice.randint(2, 6), f"{dice.randint(9, 17):02}:{dice.randint(0, 59):02}"
        grid = dice.choice(grids)
        happens.append((moment(day, clock), {"id": f"back-{number}", "matter": matter, "grid": grid, "summary": summary}))
        happens.append((moment(day, clock) + timedelta(minutes=35), {"type": "accept", "report": {"source": "desk", "id": f"back-{number}"}, "by": "网格员", "note": "收到"}))
    for number, (day, clock, matter, grid, summary, reporter, steps) in enumerate(OPEN):
        id = f"open-{number}"
        happens.append((moment(day, clock), {"id": id, "matter": matter, "grid": grid, "summary": summary, "reporter": reporter}))
        for step, at, note in steps:
            until = {"until": moment(5, "10:00").strftime("%Y-%m-%dT%H:%M:%SZ")} if step == "suspend" else {}
            happens.append((moment(day, at), {"type": step, "report": {"source": "desk", "id": id}, "by": "网格员", "note": note, **until}))
    for number, (day, clock, matter, grid, summary) in enumerate(TRIAGE):
        happens.append((moment(day, clock), {"id": f"triage-{number}", "matter": matter, "grid": grid, "summary": summary}))
    for number, (day, clock, event) in enumerate(STORY):
        event = dict(event)
        if "until" in event:
            event["until"] = moment(*event["until"]).strftime("%Y-%m-%dT%H:%M:%SZ")
        if "type" in event:
            event["report"] = {"source": "desk", "id": "story"}
        happens.append((moment(day, clock), event | {"id": "story" if number == 0 else f"story-{number}"}))
    for number in range(248):
        matter, summary, note, _ = dice.choices(ON_SITE, weights=[weight for *_, weight in ON_SITE])[0]
        at = moment(0, "08:05") + timedelta(minutes=round(dice.betavariate(1.3, 1.5) * 373))
        happens.append((at, {"id": f"site-{number}", "matter": matter, "grid": dice.choice(grids), "summary": summary,
                             "resolved": {"by": "巡查员", "note": note}}))

    happens.sort(key=lambda pair: pair[0])
    # One pass presses and takes for several minutes of the spots, and exactly for what has clocks.
    begun = happens[0][0] - timedelta(hours=1)
    town.pass_at(begun)
    waiting = []
    for index, (at, event) in enumerate(happens):
        waiting.append(event)
        following = happens[index + 1][0] if index + 1 < len(happens) else None
        spot = "resolved" in event and following and following - at < timedelta(minutes=5)
        if following == at or (spot and "resolved" in happens[index + 1][1] and len(waiting) < 8):
            continue
        town.drop(*waiting)
        town.pass_at(at)
        waiting = []
    town.start("run")
    town.drain()
    story = next(item["item"] for item in town.items("--grid", "heshuikou-03") if item["id"] == "story")
    return town, story
