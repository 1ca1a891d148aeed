variable "name" {
  type = string
}

resource "aws_secretsmanager_secret" "this" {
  name                    = var.name
  recovery_window_in_days = 7
  # settings
}
