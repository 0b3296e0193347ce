"""Invented people and organisations: names that nobody was asked for, numbers valid in form only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from data.model.applicant import Agent, Applicant, IdKind
from data.model.item import ApplicantKind

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛")
GIVEN = "晓明志强秀英建国桂兰海燕文博雨桐子涵思远佳怡浩然静雯俊杰雪梅永福春华玉珍立新德才小红"
TRADES = (
    ("渝味", "餐饮服务有限公司"),
    ("江岸", "建设工程有限公司"),
    ("宏达", "建筑劳务有限公司"),
    ("青山", "物业管理有限公司"),
    ("乌江", "汽车运输有限公司"),
    ("白鹤", "人力资源有限公司"),
    ("枳城", "置业有限公司"),
    ("榨菜巷", "食品有限公司"),
    ("蔺市", "医疗管理有限公司"),
    ("八缸", "农业开发有限公司"),
    ("长涪", "科技有限公司"),
    ("石沱", "商贸有限公司"),
)
LONG_NAME = "重庆市涪陵区乌江榨菜巷老味道餐饮文化传播与连锁经营管理服务有限责任公司第二分公司"
AWKWARD_NAME = "渝[辣]·C&D 餐饮(涪陵)有限公司"
DISTRICT = "500102"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ELDEST, YOUNGEST = 78, 19
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented."""

    name: str
    id_number: str
    phone: str


def person(random: Random, today: date) -> Person:
    """A grown-up of the district, by the day of the demo."""
    surname = random.choice(DOUBLE_SURNAMES) if random.random() < 0.04 else random.choice(SURNAMES)
    given = "".join(random.sample(GIVEN, 1 if random.random() < 0.3 else 2))
    age = timedelta(days=random.randrange(YOUNGEST * 366, ELDEST * 366))
    born = max(today - age, date(1900, 1, 1))
    return Person(surname + given, resident_id(born, random.randrange(1, 1000)), phone(random))


def applicant(random: Random, kinds: tuple[ApplicantKind, ...], today: date) -> Applicant:
    """An applicant of one of these kinds; organisations send somebody with a power of attorney."""
    kind = random.choice(kinds)
    somebody = person(random, today)
    if kind is ApplicantKind.PERSON:
        return Applicant(name=somebody.name, kind=kind, id_number=somebody.id_number, phone=somebody.phone)
    return Applicant(
        name=organisation(random, kind),
        kind=kind,
        id_kind=IdKind.CREDIT_CODE,
        id_number=credit_code(random, kind),
        phone=somebody.phone,
        agent=Agent(name=somebody.name, id_number=somebody.id_number, authority="授权委托书"),
    )


def organisation(random: Random, kind: ApplicantKind) -> str:
    """The name of an organisation of that kind; now and then one that is hard to show."""
    mark, trade = random.choice(TRADES)
    match kind:
        case ApplicantKind.INSTITUTION:
            return f"重庆市涪陵区{mark}中心小学校"
        case ApplicantKind.SOCIAL:
            return f"涪陵区{mark}志愿服务协会"
        case ApplicantKind.AGENCY:
            return f"涪陵区{mark}街道办事处"
        case _:
            chance = random.random()
            if chance < 0.05:
                return LONG_NAME
            if chance < 0.1:
                return AWKWARD_NAME
            return f"{'重庆' if random.random() < 0.6 else '涪陵'}{mark}{trade}"


def resident_id(born: date, order: int) -> str:
    """A number of GB 11643 that is valid in form."""
    from stdnum.iso7064 import mod_11_2

    stem = f"{DISTRICT}{born:%Y%m%d}{order:03}"
    check: str = mod_11_2.calc_check_digit(stem)
    return stem + check


def credit_code(random: Random, kind: ApplicantKind) -> str:
    """A code of GB 32100 that is valid in form."""
    from stdnum.cn import uscc

    begins = {
        ApplicantKind.INSTITUTION: "12",
        ApplicantKind.SOCIAL: "51",
        ApplicantKind.AGENCY: "11",
    }.get(kind, "91")
    stem = begins + DISTRICT + "MA" + "".join(random.choices(CREDIT_ALPHABET, k=7))
    check: str = uscc.calc_check_digit(stem)
    return stem + check


def phone(random: Random) -> str:
    """A mobile number of a series that is kept for examples here."""
    return f"1380000{random.randrange(10_000):04}"
