#!/usr/bin/env python3
"""Hera's own published examples, as they are, against a server of Skiff's: each is linted by it; those that can run anywhere are run.

  git clone https://github.com/argoproj-labs/hera && git -C hera checkout 5.27.0
  python3 -m venv venv && venv/bin/pip install hera==5.27.0
  IMAGE=python:3.12-alpine venv/bin/python src/test/hera/examples.py http://127.0.0.1:2746 hera/examples/workflows --token TOKEN

The examples are not kept here. Nothing of them is changed: they take host, token and image from Hera's global configuration. Ends with 0 when
the server accepts each of them and each of ENDS that is there comes to its end.
"""
import argparse
import importlib.util
import os
import pathlib
import sys
import time
import traceback

from hera.shared import global_config
from hera.workflows import ClusterWorkflowTemplate, CronWorkflow, Workflow, WorkflowsService, WorkflowTemplate

# Which phases an example may end with: some throw dice.
GOOD = {"Succeeded"}
# a task that is omitted ends its branch as the failed one before it
DICE = {"Succeeded", "Failed"}
ENDS = {
    "artifacts/basic_artifacts.py": GOOD,
    "dags/conditional_dag_parameter_output.py": GOOD,
    "dags/conditional_on_task_status.py": DICE,
    "dags/dag_diamond_with_container.py": GOOD,
    "dags/dag_diamond_with_script.py": GOOD,
    "dags/recursive_dag.py": GOOD,
    "dags/run_script_on_task_exit.py": GOOD,
    "loops/dynamic_fanout_json_payload.py": GOOD,
}
# What a cluster must have before the example makes sense, or what this server says that it does not have.
REFUSED = {
    "artifacts/plugin_artifact.py": "plugin",
}


def workflows(file):
    """What the example makes at its top."""
    spec = importlib.util.spec_from_file_location("example_" + file.stem, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    kinds = (Workflow, WorkflowTemplate, ClusterWorkflowTemplate, CronWorkflow)
    return list({id(v): v for v in vars(module).values() if isinstance(v, kinds)}.values())


def ended(service, workflow, patience):
    made = workflow.create()
    name, end = made.metadata.name, time.time() + patience
    while time.time() < end:
        status = service.get_workflow(name, namespace=made.metadata.namespace).status
        if status and status.phase in ("Succeeded", "Failed", "Error"):
            return name, status.phase, status.message or ""
        time.sleep(1)
    return name, "no end", f"after {patience} s"


def tried(service, file, name, patience):
    """What is wrong with an example; empty when nothing is."""
    for workflow in workflows(file):
        try:
            workflow.lint()
        except Exception as refusal:
            if name in REFUSED and REFUSED[name] in str(refusal):
                print(f"as meant {name}: {refusal}", flush=True)
                return ""
            return f"refused: {refusal}"
        if name in ENDS and type(workflow) is Workflow:
            run, phase, message = ended(service, workflow, patience)
            if phase not in ENDS[name]:
                return f"{run}: {phase} {message}"
            print(f"{phase:9} {name}", flush=True)
        else:
            print(f"accepted  {name}", flush=True)
    return ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("host")
    parser.add_argument("examples", type=pathlib.Path)
    parser.add_argument("--token", default=os.environ.get("SKIFF_TOKEN", ""))
    parser.add_argument("--namespace", default="default")
    parser.add_argument("--patience", type=int, default=180, help="seconds for each run")
    parser.add_argument("--only", nargs="*", default=[], help="parts of names")
    arguments = parser.parse_args()
    global_config.host = arguments.host
    global_config.token = arguments.token
    global_config.namespace = arguments.namespace
    global_config.image = os.environ.get("IMAGE", "python:3.12-alpine")
    service = WorkflowsService()
    wrong, count = [], 0
    for file in sorted(arguments.examples.rglob("*.py")):
        name = file.relative_to(arguments.examples).as_posix()
        if arguments.only and not any(part in name for part in arguments.only):
            continue
        count += 1
        try:
            problem = tried(service, file, name, arguments.patience)
        except Exception:
            problem = traceback.format_exc(limit=3)
        if problem:
            wrong.append(name)
            print(f"WRONG     {name}: {problem}", flush=True)
    print(f"{count} examples, {len(wrong)} wrong: {', '.join(wrong) or 'none'}")
    sys.exit(1 if wrong or not count else 0)


main()
