"""Which form a cluster is drafted in: what its tool can call where that pays, else a template."""

import pytest

from assessment.reporting.exports import drafts as exported
from assessment.repositories.duplication.drafts import forms
from assessment.repositories.duplication.drafts.draft import draft
from assessment.repositories.duplication.drafts.form import Member
from assessment.repositories.duplication.drafts.rules import DraftRules

RULES = DraftRules(home="organisation/platform", ref="v1", constants=0.5, members=3, outlier=0.9, forgotten=4, variants=3)
BUCKET = """resource "aws_s3_bucket" "logs" {{
  bucket = "{name}-logs"
  tags = {{
    team = var.team
  }}
}}
{more}"""
RULE = """resource "aws_s3_bucket_lifecycle_configuration" "r{number}" {{
  bucket = aws_s3_bucket.logs.id
  rule {{
    id     = "expire-{number}"
    status = "Enabled"
    expiration {{
      days = {number}
    }}
    filter {{
      prefix = "p{number}/"
    }}
  }}
}}
"""


def drafted(kind: str, path: str, texts: dict[str, str]):
    return draft([Member(name, "", path, text) for name, text in texts.items()], kind, RULES)


def test_terraform_is_a_module_where_that_is_shorter():
    more = "".join(RULE.format(number=number) for number in range(4))
    made = drafted("terraform", "main.tf", {name: BUCKET.format(name=name, more=more) for name in ("orders", "billing", "users", "mail")})
    assert (made.form, made.accepted, made.fits["fits"].all()) == ("terraform module", True, True)


def test_terraform_that_belongs_to_the_root_is_a_template():
    text = 'provider "aws" {{\n  region = "{region}"\n}}\nterraform {{\n  backend "s3" {{}}\n  required_version = ">= 1.5"\n}}\n'
    made = drafted("terraform", "providers.tf", {name: text.format(region=f"eu-{name}") for name in ("west", "north", "south")})
    assert (made.form, made.accepted) == ("template", True)


def test_a_dockerfile_is_a_template_where_build_files_would_be_longer():
    text = 'FROM host/java:21\nCOPY agent.json /opt/\nCOPY {name}.jar /opt/\nUSER 1000\nWORKDIR /opt\nEXPOSE 8080\nCMD ["{name}.jar"]\n'
    made = drafted("dockerfile", "Dockerfile", {name: text.format(name=name) for name in ("orders", "billing", "users")})
    assert (made.form, made.accepted) == ("template", True)


def test_a_long_dockerfile_takes_build_arguments():
    steps = "".join(f"RUN install-tool --number {number} --quiet\n" for number in range(30))
    text = "FROM host/java:{java}\n" + steps + "EXPOSE 8080\n"
    made = drafted(
        "dockerfile", "Dockerfile", {name: text.format(java=java) for name, java in {"orders": 21, "billing": 17, "users": 21}.items()}
    )
    assert (made.form, made.accepted) == ("dockerfile template", True)


@pytest.mark.parametrize(
    ("kind", "names"),
    [("github-workflow", ["reusable workflow"]), ("gitlab-ci", ["gitlab template", "template"]), ("makefile", ["template"])],
)
def test_every_kind_has_its_forms_and_every_form_its_name(kind, names):
    found = [form.NAME for form in forms.of(kind)]
    assert found == names
    assert [forms.named(name).NAME for name in found] == found


def test_a_caller_that_is_another_kind_of_file_has_a_path_of_its_own():
    text = "name: {name}\n" + "".join(f"key{number}: same\n" for number in range(9))
    made = drafted("makefile", "deploy/values.yaml", {name: text.format(name=name) for name in ("orders", "billing", "users")})
    assert made.places["orders", "deploy/values.yaml"] == "deploy/values.yaml.values.yaml"
    assert "callers/orders/deploy/values.yaml.values.yaml" in exported.files(made)
    assert not drafted(
        "terraform", "main.tf", {name: BUCKET.format(name=name, more="".join(RULE.format(number=n) for n in range(4))) for name in "abcd"}
    ).places
