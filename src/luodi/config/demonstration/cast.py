"""The invented city: its units and the accounts of the demonstration. None of it exists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit to create under the unit of that short name (empty: the root)."""

    name: str
    short_name: str
    kind: str
    parent: str = "望川市"
    aliases: tuple[str, ...] = ()
    duty: str = ""


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """An account, its post and role; `assists` names the account whose post it assists."""

    account: str
    name: str
    unit: str
    title: str
    role: str
    assists: str = ""


ROOT = UnitPlan("望川市人民政府", "望川市", "city", "", ("望川市政府", "市政府"))

DEPARTMENTS = (
    UnitPlan(
        "望川市委市政府督查室",
        "市督查室",
        "department",
        aliases=("督查室", "市委督查室"),
        duty="督促检查重大决策部署和领导批示的落实，汇总通报办理情况",
    ),
    UnitPlan(
        "望川市发展和改革委员会",
        "市发改委",
        "department",
        aliases=("发改委", "市发展和改革委员会"),
        duty="国民经济和社会发展规划，固定资产投资和重大项目，县域经济和新型城镇化，价格和能源",
    ),
    UnitPlan(
        "望川市经济和信息化局",
        "市经信局",
        "department",
        aliases=("经信局",),
        duty="工业和信息化，园区和企业服务，中小企业发展",
    ),
    UnitPlan(
        "望川市科学技术局",
        "市科技局",
        "department",
        aliases=("科技局",),
        duty="科技创新，高新技术企业",
    ),
    UnitPlan(
        "望川市教育局",
        "市教育局",
        "department",
        aliases=("教育局",),
        duty="基础教育，学位建设，校园安全",
    ),
    UnitPlan(
        "望川市公安局", "市公安局", "department", aliases=("公安局",), duty="治安管理，道路交通管理"
    ),
    UnitPlan(
        "望川市民政局",
        "市民政局",
        "department",
        aliases=("民政局",),
        duty="养老服务，社会救助，基层政权",
    ),
    UnitPlan(
        "望川市财政局",
        "市财政局",
        "department",
        aliases=("财政局",),
        duty="预算管理，政府采购，专项资金",
    ),
    UnitPlan(
        "望川市人力资源和社会保障局",
        "市人社局",
        "department",
        aliases=("人社局", "市人力资源社会保障局"),
        duty="就业，社会保险，根治欠薪",
    ),
    UnitPlan("望川市自然资源局", "市自然资源局", "department", duty="空间规划，土地管理，耕地保护"),
    UnitPlan(
        "望川市生态环境局",
        "市生态环境局",
        "department",
        aliases=("生态环境局", "环保局"),
        duty="大气和水环境质量，排污口整治",
    ),
    UnitPlan(
        "望川市住房和城乡建设局",
        "市住建局",
        "department",
        aliases=("住建局",),
        duty="老旧小区改造，城市管网，建筑业，排水防涝",
    ),
    UnitPlan(
        "望川市城市管理委员会",
        "市城管委",
        "department",
        aliases=("城管委",),
        duty="市容环境，垃圾分类",
    ),
    UnitPlan(
        "望川市交通运输局",
        "市交通局",
        "department",
        aliases=("交通局", "市交通运输局"),
        duty="公路水路建设和运输，农村公路",
    ),
    UnitPlan(
        "望川市水利局",
        "市水利局",
        "department",
        aliases=("水利局",),
        duty="河湖长制，防汛抗旱，农村供水",
    ),
    UnitPlan(
        "望川市农业农村局",
        "市农业农村局",
        "department",
        aliases=("农业农村局",),
        duty="粮食生产，高标准农田，乡村振兴",
    ),
    UnitPlan(
        "望川市林业局", "市林业局", "department", aliases=("林业局",), duty="造林绿化，湿地保护"
    ),
    UnitPlan(
        "望川市商务局",
        "市商务局",
        "department",
        aliases=("商务局",),
        duty="消费促进，外贸外资，招商",
    ),
    UnitPlan(
        "望川市卫生健康委员会",
        "市卫健委",
        "department",
        aliases=("卫健委", "市卫生健康委"),
        duty="医疗卫生，托育服务",
    ),
    UnitPlan(
        "望川市应急管理局",
        "市应急局",
        "department",
        aliases=("应急局", "市应急管理局"),
        duty="安全生产，防灾减灾",
    ),
    UnitPlan(
        "望川市数据局", "市数据局", "department", aliases=("数据局",), duty="政务数据共享，智慧城市"
    ),
    UnitPlan("望川市政务服务局", "市政务服务局", "department", duty="一网通办，营商环境"),
    UnitPlan(
        "望川市国有资产监督管理委员会",
        "市国资委",
        "department",
        aliases=("国资委",),
        duty="国有企业监管",
    ),
    UnitPlan("市发改委综合科", "综合科", "section", "市发改委", duty="综合协调，规划起草"),
    UnitPlan("市住建局排水管理科", "排水管理科", "section", "市住建局", duty="城市排水防涝"),
    UnitPlan(
        "望川港务集团有限公司",
        "望川港务集团",
        "firm",
        aliases=("港务集团",),
        duty="港口运营，多式联运",
    ),
    UnitPlan(
        "望川市城市建设投资有限公司",
        "望川城投",
        "firm",
        aliases=("城投公司",),
        duty="城市基础设施投资建设",
    ),
)

COUNTIES = (
    UnitPlan("江城区人民政府", "江城区", "county"),
    UnitPlan("云岭县人民政府", "云岭县", "county"),
    UnitPlan("平湖县人民政府", "平湖县", "county"),
    UnitPlan("清河县人民政府", "清河县", "county"),
    UnitPlan("临渡市人民政府", "临渡市", "county"),
    UnitPlan("云岭县茶山镇人民政府", "茶山镇", "township", "云岭县"),
    UnitPlan("云岭县石桥镇人民政府", "石桥镇", "township", "云岭县"),
    UnitPlan("平湖县湖口镇人民政府", "湖口镇", "township", "平湖县"),
)

ACCOUNTS = (
    AccountPlan("guanli", "演示·系统管理员", "望川市", "系统管理岗", "system_admin"),
    AccountPlan("anquan", "演示·安全管理员", "望川市", "安全管理岗", "security_admin"),
    AccountPlan("shenji", "演示·审计员", "望川市", "审计岗", "auditor"),
    AccountPlan("duchashi", "演示·督查室经办人", "市督查室", "督查一岗", "followup"),
    AccountPlan("duchashi2", "演示·督查室复核人", "市督查室", "督查二岗", "followup"),
    AccountPlan("shizhang", "演示·市领导", "望川市", "市领导甲岗", "city_leader"),
    AccountPlan("mishu", "演示·市领导助理", "望川市", "市领导甲岗联络员", "assistant", "shizhang"),
    AccountPlan("fagaiwei", "演示·市发改委联络员", "市发改委", "联络岗", "liaison"),
    AccountPlan("zhujianju", "演示·市住建局联络员", "市住建局", "联络岗", "liaison"),
    AccountPlan("zhujianjuzhang", "演示·市住建局负责人", "市住建局", "负责人岗", "unit_leader"),
    AccountPlan("yunling", "演示·云岭县联络员", "云岭县", "联络岗", "liaison"),
)
