module "secrets" {
  source = "git::https://github.com/<<slug>>/terraform-modules.git//secrets?ref=v2.1.0"
  name   = "<<service>>"
}
