#!/usr/bin/env bash
# Skiff's command against Argo's own server, and a controller of Skiff's to run the workflows.
#
#   ARGO=./argo KUBECONFIG=… src/test/argo/server.sh NAMESPACE
#
# The cluster has the kinds of k8s/crds; the namespace is made, and deleted at the end. How to build argo: see commands.sh. Tried with 3.6.5.
# SKIFF names another command than local-runner/skiff. Needs the image busybox on the nodes.
set -euo pipefail
cd "$(dirname "$0")/../../.."

argo=${ARGO:-argo}
skiff=${SKIFF:-local-runner/skiff}
namespace=$1
port=${PORT:-27461}
files=$(mktemp -d)
export XDG_DATA_HOME=$files/data
kubectl create namespace "$namespace" > /dev/null
# Argo Server does not begin without one
kubectl -n "$namespace" create configmap workflow-controller-configmap > /dev/null
cleanup() {
    # shellcheck disable=SC2046 # several numbers
    kill $(jobs -p) 2> /dev/null || true
    wait 2> /dev/null || true
    kubectl delete namespace "$namespace" --wait=false > /dev/null
    rm -rf "$files"
}
trap cleanup EXIT

ARGO_SERVER='' "$argo" server --auth-mode server --secure=false --namespaced -n "$namespace" -p "$port" > "$files/argo.log" 2>&1 &
"$skiff" serve --on kubernetes --namespace "$namespace" --port $((port + 1)) > "$files/skiff.log" 2>&1 &

export SKIFF_SERVER=http://127.0.0.1:$port ARGO_NAMESPACE=$namespace
unset ARGO_SERVER ARGO_TOKEN SKIFF_TOKEN
for _ in $(seq 60); do
    curl -sf "$SKIFF_SERVER/api/v1/info" > /dev/null && break
    sleep 1
done
curl -sf "$SKIFF_SERVER/api/v1/info" > /dev/null || { echo 'Argo Server does not answer:'; tail -n 5 "$files/argo.log"; exit 1; }

cat > "$files/workflow.yml" << 'YAML'
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: skiff-command-, labels: {team: a}}
spec:
  entrypoint: main
  arguments: {parameters: [{name: who, value: world}]}
  templates:
    - name: main
      steps:
        - - {name: a, template: say, arguments: {parameters: [{name: x, value: "hello {{workflow.parameters.who}}"}]}}
        - - {name: b, template: say, arguments: {parameters: [{name: x, value: bye}]}}
    - name: say
      inputs: {parameters: [{name: x}]}
      container: {image: busybox, imagePullPolicy: IfNotPresent, command: [echo, "{{inputs.parameters.x}}"]}
YAML
cat > "$files/approve.yml" << 'YAML'
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: approve}
spec:
  entrypoint: main
  templates:
    - name: main
      steps:
        - - {name: ask, template: ask}
    - name: ask
      suspend: {}
      outputs: {parameters: [{name: who, valueFrom: {supplied: {}}}]}
YAML
cat > "$files/template.yml" << 'YAML'
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: skiff-command}
spec:
  entrypoint: main
  templates: [{name: main, container: {image: busybox, imagePullPolicy: IfNotPresent, command: [echo, hi]}}]
YAML
cat > "$files/cron.yml" << 'YAML'
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata: {name: skiff-command}
spec:
  schedules: ["0 0 1 1 *"]
  workflowSpec:
    entrypoint: main
    templates: [{name: main, container: {image: busybox, imagePullPolicy: IfNotPresent, command: [echo, hi]}}]
YAML

wrong=0
# WHAT CODE EXPECTED COMMAND…: the command ends with the code, and what it prints has the words that are expected
expect() {
    local what=$1 code=$2 expected=$3 printed its=0
    shift 3
    printed=$(timeout 120 "$skiff" "$@" 2>&1) || its=$?
    if [ "$its" = "$code" ] && [[ $printed == *"$expected"* ]]; then
        echo "ok    $what"
    else
        printf 'WRONG %s: exit code %s, wanted %s; wanted "%s" in\n%s\n' "$what" "$its" "$code" "$expected" "$printed"
        wrong=1
    fi
}

expect 'submit --wait' 0 Succeeded submit "$files/workflow.yml" --wait --name first -p who=you
expect 'submit --watch' 0 Succeeded submit "$files/workflow.yml" --watch --name second
expect 'submit --log' 0 'hello world' submit "$files/workflow.yml" --log --name third
expect 'submit of a name that is taken' 1 'already exists' submit "$files/workflow.yml" --name first
expect 'submit --server-dry-run' 0 'kind: Workflow' submit "$files/workflow.yml" --server-dry-run
expect list 0 second list
expect 'list -o wide' 0 'who=you' list -o wide
expect 'list -l' 0 first list -l team=a --completed -o name
expect 'list --prefix' 0 third list --prefix th -o name
expect 'list -o json' 0 '"name" : "first"' list -o json
expect get 0 'template=say' get first -o wide
expect 'get @latest' 0 third get @latest -o name
expect 'get -o yaml' 0 'name: first' get first -o yaml
expect 'get of what is not there' 1 'not found' get none
expect wait 0 Succeeded wait first second
expect watch 0 Succeeded watch first
expect logs 0 'hello you' logs first
expect 'logs of a step' 0 bye logs first b
expect 'logs --grep' 0 hello logs first --grep hello
expect 'logs --tail --timestamps' 0 bye logs first b --tail 1 --timestamps
expect 'retry of what has succeeded' 1 'To retry a succeeded workflow' retry first
expect 'resubmit --wait' 0 Succeeded resubmit first --wait
expect 'resubmit --priority' 0 'priority: 5' resubmit first --priority 5 -o yaml
expect submit 0 approve submit "$files/approve.yml" -o name
for _ in $(seq 60); do [[ $("$skiff" list) == *'Running (Suspended)'* ]] && break; sleep 1; done
expect 'node set' 0 'workflow values set' node set approve --node-field-selector displayName=ask -p who=me
expect suspend 0 'approve suspended' suspend approve
expect resume 0 'approve resumed' resume approve
expect 'wait for what was resumed' 0 'approve Succeeded' wait approve
expect 'stop of what has ended' 1 'cannot shutdown a completed workflow' stop approve
again=$("$skiff" submit "$files/approve.yml" --name approve-not -o name)
expect 'terminate --dry-run' 0 '(dry-run)' terminate "$again" --dry-run
expect terminate 0 "$again terminated" terminate "$again"
expect 'template create' 0 "WorkflowTemplate 'skiff-command' created" template create "$files/template.yml"
expect 'template get -o yaml can be created again' 0 'kind: WorkflowTemplate' template get skiff-command -o yaml
expect 'template create twice' 1 'already exists' template create "$files/template.yml"
expect 'template update' 0 "updated" template update "$files/template.yml"
expect 'template list' 0 skiff-command template list
expect 'template get' 0 'entrypoint: main' template get skiff-command
expect 'submit --from' 0 Succeeded submit --from workflowtemplate/skiff-command --wait
expect 'template delete' 0 deleted template delete skiff-command
expect 'cron create' 0 created cron create "$files/cron.yml" --name skiff-cron
expect 'cron suspend' 0 suspended cron suspend skiff-cron
expect 'cron resume' 0 resumed cron resume skiff-cron
expect 'cron list' 0 '0 0 1 1 *' cron list
expect 'submit --from cronwf' 0 Succeeded submit --from cronwf/skiff-cron --wait
expect 'cron delete' 0 deleted cron delete skiff-cron
expect 'cluster-template list' 0 '' cluster-template list
expect lint 0 'no problems' lint "$files/workflow.yml"
expect 'archive list' 0 '' archive list
expect 'archive get of what is not there' 1 'skiff: ' archive get 00000000-0000-4000-8000-000000000000
expect 'delete --dry-run' 0 "Workflow 'first' deleted (dry-run)" delete first --dry-run
expect delete 0 "Workflow 'first' deleted" delete first
expect 'delete of what is gone' 1 'not found' delete first
[ $wrong = 0 ] && echo 'all as it should be'
exit $wrong
