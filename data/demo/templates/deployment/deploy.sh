#!/usr/bin/env bash
# Rolls <<service>> out: build number in, cluster changed. Called from ci/steps.sh on main.
set -euo pipefail

# settings

tag=${1:?usage: deploy.sh TAG [cluster]}
cluster=${2:-ledger-primary}

kubectl config use-context "$cluster"
sed "s|image: <<service>>|image: ledger/<<service>>:$tag|" k8s/deployment.yaml | kubectl apply -n ledger -f -
kubectl rollout status -n ledger "deployment/<<service>>" --timeout=300s || {
  kubectl rollout undo -n ledger "deployment/<<service>>"
  exit 1
}
