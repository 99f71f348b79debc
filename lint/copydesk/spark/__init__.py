"""Lint data frames of Apache Spark: the findings of `copydesk.check`, from a cluster.

    import copydesk.spark

    findings = copydesk.spark.check(spark.read.parquet("s3://lake/articles"), text="body", id="url")
    findings.where("rule LIKE 'DUP%'").show()

Needs `pip install 'copydesk[spark]'`; executors need copydesk too (docs/guide/cluster.md).
"""

from copydesk.spark.calls import check, dedupe, index

__all__ = ["check", "dedupe", "index"]
