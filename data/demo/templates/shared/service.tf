module "service" {
  source = "git::https://github.com/<<slug>>/terraform-modules.git//service?ref=v2.1.0"
  name   = "<<service>>"
  # settings
}
