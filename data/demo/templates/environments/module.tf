module "service" {
  source = "git::https://github.com/<<slug>>/terraform-modules.git//service?ref=v1.4.0"

  name = "<<service>>"
  team = "<<team>>"
  tags = {
    # settings
  }
}

terraform {
  backend "s3" {
    bucket = "<<slug>>-terraform-state"
    key    = "<<service>>/terraform.tfstate"
    region = "eu-west-1"
  }
}
