"""The words of `luodi measure`: of results, in Chinese and English."""

from __future__ import annotations

from luodi.measuring.outlook import BAND_WORDS
from luodi.measuring.plausibility.remarks import CHECK_WORDS
from luodi.measuring.ranks import PLACE_WORDS
from luodi.measuring.tracking import EUROSTAT_WORDS, SDSN_WORDS

# Facts and headings.
KEYS: dict[str, tuple[str, str]] = {
    "time": ("时间", "time"), "name": ("名称", "name"), "value": ("数值", "value"),
    "planned_low": ("应达到", "at least"), "planned_high": ("不超过", "at most"),
    "gap": ("差距", "gap"), "days": ("天数", "days"), "days_are": ("天数为", "days are"),
    "met": ("达到进度", "met"), "mean": ("均值", "mean"), "lower": ("下限", "lower limit"),
    "upper": ("上限", "upper limit"), "assurance": ("达标把握", "assurance"),
    "provisional": ("界限暂定（不足13点）", "limits provisional (below 13 points)"),
    "calls_for": ("结论", "calls for"), "cause": ("标记", "label"), "kind": ("性质", "kind"),
    "points": ("数据点", "points"), "sdsn": ("SDSN趋势", "SDSN trend"),
    "sdsn_ratio": ("SDSN比值", "SDSN ratio"), "eurostat": ("Eurostat趋势", "Eurostat trend"),
    "eurostat_ratio": ("Eurostat比值", "Eurostat ratio"), "basis": ("比较方式", "basis"),
    "forecast": ("到期预测", "forecast"), "outlook": ("展望", "outlook"),
    "probability": ("达到的概率", "probability"), "series": ("序列数", "series"),
    "forecasts": ("回测次数", "forecasts tested"), "brier": ("Brier得分", "Brier score"),
    "base": ("基准得分", "score of the base rate"), "shown": ("概率可示", "probability shown"),
    "backtest": ("回测", "backtest"), "gain": ("改进", "gain"),
    "distance": ("距离", "distance"), "far": ("过远界限", "far from"),
    "peers": ("可比单位", "peers"), "rank": ("位次", "rank"), "of": ("共", "of"),
    "percentile": ("百分位", "percentile"), "median": ("中位数", "median"),
    "to_median": ("与中位数之差", "to the median"), "in_ranges": ("差距/四分位距",
        "in quartile ranges"),
    "best": ("最好位次", "best rank"), "worst": ("最差位次", "worst rank"),
    "place": ("是否在内", "place"), "first": ("前几名", "first"), "ranking": ("排名", "ranking"),
    "unit": ("单位", "unit"), "herfindahl": ("赫芬达尔指数", "Herfindahl"),
    "krugman": ("克鲁格曼指数", "Krugman"), "change": ("变化", "change"),
    "national": ("全域份额", "national share"), "mix": ("结构份额", "industry mix"),
    "regional": ("竞争份额", "regional shift"), "two_city": ("首位度（两城）", "two-city index"),
    "four_city": ("首位度（四城）", "four-city index"), "share": ("首位占比", "share of the first"),
    "slope": ("位序规模斜率", "rank-size slope"), "error": ("标准误", "standard error"),
    "theil": ("泰尔指数", "Theil"), "between": ("组间", "between"), "within": ("组内", "within"),
    "gini": ("基尼系数", "Gini"), "check": ("检查", "check"), "voice": ("性质", "voice"),
    "says": ("说明", "says"), "made": ("已查", "checked"), "not_made": ("未查", "not checked"),
    "remarks": ("发现", "remarks"), "life": ("寿命指数", "life index"),
    "education": ("教育指数", "education index"), "income": ("收入指数", "income index"),
    "hdi": ("人类发展指数", "HDI"),
}  # fmt: skip

# Classes of results.
VALUES: dict[str, tuple[str, str]] = {
    "yes": ("是", "yes"), "no": ("否", "no"),
    "exact": ("确数", "exact"), "at_least": ("至少", "at least"), "at_most": ("落后更多",
        "at most"),
    "not_applicable": ("不适用", "not applicable"),
    "consistent_pass": ("稳定达标", "consistently passes"),
    "consistent_fail": ("稳定不达标", "consistently fails"),
    "inconsistent": ("时达时不达", "by chance"), "no_target": ("无目标", "no target"),
    "common_cause": ("正常波动", "common cause"),
    "special_cause_improvement": ("异常向好", "special cause, improvement"),
    "special_cause_concern": ("异常变差", "special cause, concern"),
    "special_cause_neutral_high": ("异常偏高", "special cause, high"),
    "special_cause_neutral_low": ("异常偏低", "special cause, low"),
    "Common Cause": ("正常波动", "Common Cause"),
    "Above UCL": ("高于上限", "Above UCL"), "Below LCL": ("低于下限", "Below LCL"),
    "7 Point Trend (Increasing)": ("连续7点上升", "7 Point Trend (Increasing)"),
    "7 Point Trend (Decreasing)": ("连续7点下降", "7 Point Trend (Decreasing)"),
    "2 in 3 Above CL": ("3点中2点接近上限", "2 in 3 Above CL"),
    "2 in 3 Below CL": ("3点中2点接近下限", "2 in 3 Below CL"),
    "7 Points Above CL": ("连续7点高于均值", "7 Points Above CL"),
    "7 Points Below CL": ("连续7点低于均值", "7 Points Below CL"),
    "growth_rate": ("年均增长率", "growth rate"), "difference": ("年均增减量", "difference"),
    "contradiction": ("矛盾", "contradiction"), "question": ("询问", "question"),
    **SDSN_WORDS, **EUROSTAT_WORDS, **BAND_WORDS, **PLACE_WORDS, **CHECK_WORDS,
}  # fmt: skip

# Usual names of columns, in the order in which they are looked for.
TIME = ("时间", "日期", "年份", "期", "time", "date", "year", "period")
VALUE = ("数值", "值", "完成数", "报送值", "value", "figure")
NAME = ("名称", "单位", "地区", "市", "区县", "name", "unit", "place", "iso3")

WHATS: dict[str, tuple[str, str]] = {
    "trajectory": ("各日应达到的计划值，超前或滞后多少、多少天",
        "planned values and the gap to them"),
    "control": ("XmR控制图：是波动还是变化", "XmR control chart: noise or change"),
    "trend": ("按目前步伐能否如期达标", "whether the target will be reached by its date"),
    "peers": ("可比单位，位次与中位数，是否进入前N名", "peers, rank and median, among the first N"),
    "region": ("区位商、偏离份额、集中度、首位度、差距分解",
        "quotients, shift-share, sizes, inequality"),
    "plausibility": ("报送数据是否可信：先矛盾，后询问", "whether reported figures can be true"),
    "hdi": ("人类发展指数", "the Human Development Index"),
}  # fmt: skip
