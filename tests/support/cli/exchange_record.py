"""One record of the item exchange, as a department sends it."""

from __future__ import annotations

RECORD = {
    "AUDIT_ITEM": {
        "task_code": "11500102MB000000001",
        "task_version": "1",
        "task_name": "甲乙丙许可",
        "task_type": "01",
        "project_type": "2",
        "dept_code": "11500102MB0000000A",
        "dept_name": "某区某局",
        "promise_day": "5",
        "promise_type": "1",
        "anticipate_day": "20",
        "anticipate_type": "1",
    }
}
