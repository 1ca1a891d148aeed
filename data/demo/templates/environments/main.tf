locals {
  service = "<<service>>"
  team    = "<<team>>"
  tags = {
    service = local.service
    team    = local.team
    # settings
  }
}

resource "aws_db_subnet_group" "this" {
  name       = local.service
  subnet_ids = var.private_subnets
  tags       = local.tags
}

resource "aws_security_group" "database" {
  name   = "${local.service}-database"
  vpc_id = var.vpc_id
  tags   = local.tags

  ingress {
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = var.cluster_cidrs
  }
}

resource "aws_db_instance" "this" {
  identifier             = local.service
  engine                 = "postgres"
  engine_version         = "14.7"
  instance_class         = var.instance_class
  allocated_storage      = 50
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.database.id]
  backup_retention_period = 7
  deletion_protection    = true
  storage_encrypted      = true
  username               = replace(local.service, "-", "_")
  manage_master_user_password = true
  skip_final_snapshot    = false
  tags                   = local.tags
}

resource "aws_sqs_queue" "events" {
  name                       = "${local.service}-events"
  visibility_timeout_seconds = 60
  message_retention_seconds  = 345600
  tags                       = local.tags
}

resource "aws_iam_role" "service" {
  name               = local.service
  assume_role_policy = data.aws_iam_policy_document.assume.json
  tags               = local.tags
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [var.oidc_provider]
    }
  }
}
