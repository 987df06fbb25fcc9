"""The purposes that a place begins with; its security administrator edits them."""

from datetime import UTC, datetime

from django.db import migrations

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
GRID, AREA = ["grid_worker", "grid_leader"], ["community", "street"]
PURPOSES = [
    {
        "code": "population",
        "name": "实有人口服务管理",
        "notice": "为掌握辖区实有人口、提供社区服务，登记姓名、性别、出生日期、公民身份号码和住址。",
        "fields": [
            "person.name",
            "person.sex",
            "person.born_on",
            "person.citizen_number",
            "person.address",
        ],
        "basis": "duty",
        "roles": GRID + AREA,
        "legal_basis": "个人信息保护法第十三条第一款第三项；城市居民委员会组织法第三条",
    },
    {
        "code": "contact",
        "name": "联系与上门服务",
        "notice": "为上门走访、通知事项和紧急联系，登记电话、工作单位和备注。",
        "fields": ["person.phone", "person.employer", "person.note"],
        "basis": "duty",
        "roles": ["stairwell_leader", *GRID, *AREA],
        "legal_basis": "个人信息保护法第十三条第一款第三项",
    },
    {
        "code": "care_groups",
        "name": "重点关爱人群服务",
        "notice": "为安排探访和关爱服务，登记空巢、独居、高龄、新来人员等类别。",
        "fields": ["tag.ordinary"],
        "basis": "duty",
        "roles": ["stairwell_leader", *GRID, *AREA],
        "legal_basis": "个人信息保护法第十三条第一款第三项；老年人权益保障法第三十八条",
    },
    {
        "code": "sensitive_care",
        "name": "健康与困难帮扶",
        "notice": "为提供照护、助残和帮扶，登记残疾、健康、困难等敏感信息。须您单独同意，可随时撤回，"
        "撤回不影响其他服务。",
        "fields": ["tag.sensitive", "person.health"],
        "basis": "consent",
        "is_sensitive": True,
        "roles": [*GRID, "community"],
        "legal_basis": "个人信息保护法第二十八条、第二十九条",
    },
]


def add_purposes(apps, _schema_editor):
    purpose = apps.get_model("registry", "Purpose")
    purpose.objects.bulk_create([purpose(valid_from=LONG_AGO, **row) for row in PURPOSES])


def remove_purposes(apps, _schema_editor):
    codes = [row["code"] for row in PURPOSES]
    apps.get_model("registry", "Purpose").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_law_columns")]
    operations = [migrations.RunPython(add_purposes, remove_purposes)]
