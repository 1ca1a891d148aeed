"""What every repository declares for itself is no copy, however alike; all else of the same kinds is."""

import numpy as np
import pandas as pd
import pytest

from assessment.repositories.duplication.copies.declarations import by_name, by_text
from assessment.repositories.duplication.copies.documents import documents
from assessment.repositories.duplication.find import find

VERSIONS = """\
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "aws" {
  region = var.region
}
"""
BUCKET = """\
resource "aws_s3_bucket" "logs" {
  bucket        = "${var.name}-logs"
  force_destroy = true
}

resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id
  versioning_configuration {
    status = "Enabled"
  }
}
"""
VARIABLES = 'variable "{}" {{\n  type        = string\n  description = "What {} is for, in this account and in this region"\n}}\n'


def declared(rules, path, text):
    return by_text([path], [text], np.array([0]), rules.similar).item()


@pytest.mark.parametrize(
    "text",
    [
        VERSIONS,
        VARIABLES.format("name", "name") + VARIABLES.format("region", "region"),
        'output "id" {\n  value = aws_s3_bucket.logs.id\n}\n',
        "# resources stand elsewhere\n" + VERSIONS,
        'variable "tags" {\ndefault = {\na = "b"\n}\n}\n',  # not formatted: a map is no block
    ],
    ids=["versions", "variables", "output", "a comment", "a map at the edge"],
)
def test_hcl_of_declared_blocks_alone_is_a_declaration(rules, text):
    assert declared(rules, "infra/main.tf", text)
    assert declared(rules, "infra/main.tofu", text)
    assert not declared(rules, "infra/main.hcl", text)


@pytest.mark.parametrize("text", [BUCKET, VERSIONS + BUCKET, "", 'region = "eu-west-1"\n', "locals {\n  a = 1\n}\n", 'module "x" {\n}\n'])
def test_hcl_that_does_something_is_none(rules, text):
    assert not declared(rules, "main.tf", text)


DEFINITION = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    controller-gen.kubebuilder.io/version: v0.16.3
  name: caches.shop.example.org
spec:
  group: shop.example.org
"""


def test_what_a_tool_says_it_wrote_is_generated(rules):
    assert declared(rules, "config/crd/bases/caches.yaml", DEFINITION)
    assert declared(rules, "config/crd/bases/caches.yaml", "# licence\n" * 100 + DEFINITION)
    assert not declared(
        rules, "config/crd/bases/caches.yaml", DEFINITION.replace("controller-gen.kubebuilder.io/version: v0.16.3", "made-by: hand")
    )
    assert not declared(rules, "docs.yaml", "a: b\n" * 1000 + DEFINITION)


def test_kinds_and_names_are_those_of_the_rules(rules):
    files = pd.DataFrame(
        {
            "kind": ["build-manifest", "editorconfig", "github-workflow", "helm-chart", "helm-chart"],
            "path": ["pom.xml", ".editorconfig", ".github/workflows/ci.yml", "chart/templates/_helpers.tpl", "chart/values.yaml"],
        }
    )
    assert by_name(files, rules.similar).tolist() == [True, True, False, True, False]


def test_only_what_does_something_has_a_document(contents_of, rules):
    texts = {"versions.tf": VERSIONS, "main.tf": BUCKET, "Chart.yaml": "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\n", "CODEOWNERS": "* @a\n" * 9}
    table = contents_of({"one": texts, "two": texts})
    files = documents(table, pd.Series(False, index=table.index), rules).files
    assert set(files.loc[files["declared"], "path"]) == {"versions.tf", "CODEOWNERS"}
    assert set(files.loc[files["document"] >= 0, "path"]) == {"main.tf", "Chart.yaml"}


def test_long_declarations_do_not_hide_a_copied_module(make_fleet, rules):
    """The longest file of a workflow stands for its solution, but for what only declares something."""
    long = "".join(VARIABLES.format(f"v{n}", f"v{n}") for n in range(9))
    fleet = make_fleet({name: {"variables.tf": long, "main.tf": BUCKET} for name in ("a", "b")}, {"a": "red", "b": "blue"})
    found = find(fleet, rules)
    assert found.solutions["path"].tolist() == ["main.tf", "main.tf"]
    assert found.solutions["kind"].tolist() == ["copy", "copy"]
    assert found.clusters["medoid_path"].tolist() == ["main.tf"]
