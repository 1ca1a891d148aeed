# Vault policy of <<service>>
path "<<team>>/data/<<service>>/*" {
  capabilities = ["read"]
}

path "auth/token/renew-self" {
  capabilities = ["update"]
}
