variable "name" {
  type = string
}

variable "tags" {
  type = map(string)
}

resource "aws_rds_cluster" "this" {
  cluster_identifier          = var.name
  engine                      = "aurora-postgresql"
  engine_version              = "15.4"
  manage_master_user_password = true
  storage_encrypted           = true
  tags                        = var.tags
  # settings
}

output "address" {
  value = aws_rds_cluster.this.endpoint
}
