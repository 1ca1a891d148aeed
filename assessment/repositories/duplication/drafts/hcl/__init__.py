"""HCL: read, compared and written again, for Terraform modules drafted from copies and for build files."""
