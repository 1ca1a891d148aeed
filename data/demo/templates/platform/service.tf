variable "name" {
  type = string
}

variable "team" {
  type = string
}

variable "tags" {
  type    = map(string)
  default = {}
}

locals {
  tags = merge(var.tags, {
    service = var.name
    team    = var.team
    # settings
  })
}

module "database" {
  source = "../database"
  name   = var.name
  tags   = local.tags
}

output "database" {
  value = module.database.address
}
