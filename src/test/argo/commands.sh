#!/usr/bin/env bash
# Argo's own command, unmodified, against a server of Skiff's.
#
#   ARGO=./argo src/test/argo/commands.sh 127.0.0.1:2746 TOKEN [NAMESPACE [FORBIDDEN]]
#
# Of a server of a cluster the token is what `kubectl create token` prints for an account that may do everything with workflows, templates and
# cron workflows in NAMESPACE (default: default) and read pods, their logs and events; FORBIDDEN is a namespace where it may do nothing.
#
# To build the command from its Go module: copy the module's folder out of the module cache, make ui/dist/app/index.html in it (the
# pages of its server, which this needs not), and `go build ./cmd/argo`. Tried with 3.6.5. Needs the image busybox where the server runs steps.
set -euo pipefail

argo=${ARGO:-argo}
export ARGO_SERVER=$1 ARGO_TOKEN="Bearer $2" ARGO_HTTP1=true ARGO_SECURE=${ARGO_SECURE:-false} ARGO_NAMESPACE=${3:-${ARGO_NAMESPACE:-default}}
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT

cat > "$files/workflow.yml" << 'YAML'
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: argo-command-}
spec:
  entrypoint: main
  templates:
    - name: main
      steps:
        - - {name: a, template: a}
        - - {name: b, template: b, arguments: {parameters: [{name: x, value: "{{steps.a.outputs.result}}"}]}}
    - name: a
      container: {image: busybox, imagePullPolicy: IfNotPresent, command: [echo, "42"]}
    - name: b
      inputs: {parameters: [{name: x}]}
      container: {image: busybox, imagePullPolicy: IfNotPresent, command: [echo, "got {{inputs.parameters.x}}"]}
YAML
cat > "$files/template.yml" << 'YAML'
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: argo-command}
spec:
  entrypoint: main
  templates: [{name: main, container: {image: busybox, imagePullPolicy: IfNotPresent, command: [echo, hi]}}]
YAML
cat > "$files/cron.yml" << 'YAML'
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata: {name: argo-command}
spec:
  schedules: ["0 0 1 1 *"]
  suspend: true
  workflowSpec:
    entrypoint: main
    templates: [{name: main, container: {image: busybox, imagePullPolicy: IfNotPresent, command: [echo, hi]}}]
YAML

# WHAT EXPECTED COMMAND…: what the command prints has the words that are expected
expect() {
    local what=$1 expected=$2 printed
    shift 2
    printed=$(timeout 120 "$argo" "$@" 2>&1) || true
    case $printed in
        *"$expected"*) echo "ok    $what" ;;
        *) printf 'WRONG %s: "%s" is not in\n%s\n' "$what" "$expected" "$printed"; exit 1 ;;
    esac
}

ARGO_TOKEN='Bearer of-nobody' expect 'list by nobody' 'code = Unauthenticated' list
[ -z "${4:-}" ] || expect 'list of another namespace' 'code = PermissionDenied' list -n "$4"
expect lint 'no linting errors' lint "$files/workflow.yml"
expect 'submit --wait' Succeeded submit "$files/workflow.yml" --wait
expect 'submit --log' 'got 42' submit "$files/workflow.yml" --log
expect 'submit --watch' Succeeded submit "$files/workflow.yml" --watch
name=$("$argo" list -o name)
name=${name%%$'\n'*}
expect list "$name" list
expect get STEP get "$name"
expect logs 'got 42' logs "$name"
expect 'retry of what has succeeded' 'restartSuccessful' retry "$name"
expect 'resubmit --wait' Succeeded resubmit "$name" --wait
again=$("$argo" submit "$files/workflow.yml" -o name)
expect suspend suspended suspend "$again"
expect resume resumed resume "$again"
expect terminate terminated terminate "$again"
"$argo" template delete argo-command > /dev/null 2>&1 || true
expect 'template create' argo-command template create "$files/template.yml"
expect 'submit --from' Succeeded submit --from workflowtemplate/argo-command --wait
expect 'template delete' deleted template delete argo-command
"$argo" cron delete argo-command > /dev/null 2>&1 || true
expect 'cron create' argo-command cron create "$files/cron.yml"
expect 'cron resume' resumed cron resume argo-command
"$argo" cron delete argo-command
expect 'cron get of what is gone' 'not found' cron get argo-command
expect delete deleted delete "$name"
expect 'get of what is gone' 'not found' get "$name"
echo 'all as it should be'
