terraform {
  required_version = ">= 1.3"

  backend "s3" {
    bucket = "<<slug>>-terraform-state"
    key    = "<<service>>/terraform.tfstate"
    region = "eu-west-1"
  }
}
