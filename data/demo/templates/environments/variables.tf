variable "vpc_id" {
  type = string
}

variable "private_subnets" {
  type = list(string)
}

variable "cluster_cidrs" {
  type = list(string)
}

variable "oidc_provider" {
  type = string
}

variable "instance_class" {
  type    = string
  default = "db.t3.medium"
}
