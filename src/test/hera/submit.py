#!/usr/bin/env python3
"""Hera, as it comes from PyPI, against a server of Skiff's: programs of the kinds that Hera's own examples show, submitted and looked at.

  python3 -m venv venv && venv/bin/pip install hera==5.27.0
  IMAGE=python:3.12-alpine venv/bin/python src/test/hera/submit.py http://127.0.0.1:2746 --token TOKEN

Ends with 0 when each of them came to the end that it should.
"""
import argparse
import os
import sys
import time

from hera.exceptions import AlreadyExists, NotFound
from hera.shared import global_config
from hera.workflows import (
    DAG, Container, CronWorkflow, Env, Parameter, RetryStrategy, Script, Steps, Suspend, Workflow, WorkflowsService, WorkflowTemplate, script)
from hera.workflows.models import (
    Arguments, SubmitOpts, WorkflowResumeRequest, WorkflowRetryRequest, WorkflowStopRequest, WorkflowSubmitRequest, WorkflowTemplateRef)

# what the decorators below take
global_config.image = os.environ.get("IMAGE", "python:3.12-alpine")


@script()
def hello(name: str):
    print("Hello, {name}!".format(name=name))


@script()
def numbers():
    import json
    import sys

    print("about to count", file=sys.stderr)
    json.dump([n for n in range(3)], sys.stdout)


@script()
def double(value: int):
    print(value * 2)


@script()
def flip():
    print("heads")


@script()
def fail():
    raise SystemExit(3)


def hello_world():
    with Workflow(generate_name="hello-world-", entrypoint="steps") as w:
        with Steps(name="steps"):
            hello(arguments={"name": "Hera"})
    return w, "Succeeded"


def diamond():
    with Workflow(generate_name="dag-diamond-", entrypoint="diamond") as w:
        with DAG(name="diamond"):
            a, b, c, d = (hello(name=n, arguments={"name": n}) for n in "ABCD")
            a >> [b, c] >> d
    return w, "Succeeded"


def fan_out_and_in():
    with Workflow(generate_name="dynamic-fanout-", entrypoint="d") as w:
        with DAG(name="d"):
            made = numbers()
            each = double(with_param=made.result, arguments={"value": "{{item}}"})
            last = hello(name="last", arguments={"name": each.result})
            made >> each >> last
    return w, "Succeeded"


def coin():
    with Workflow(generate_name="coinflip-", entrypoint="d") as w:
        with DAG(name="d"):
            thrown = flip()
            hello(name="heads", arguments={"name": "heads"}).on_other_result(thrown, "heads")
            hello(name="tails", arguments={"name": "tails"}).on_other_result(thrown, "tails")
    return w, "Succeeded"


def container():
    with Workflow(
        generate_name="container-", entrypoint="c", arguments=[Parameter(name="text", value="said")], labels={"made-by": "hera"},
    ) as w:
        Container(name="c", image=global_config.image, command=["sh", "-c"], args=["test \"$TEXT\" = said"],
                  env=[Env(name="TEXT", value="{{workflow.parameters.text}}")])
    return w, "Succeeded"


def with_exit_handler():
    with Workflow(generate_name="exit-handler-", entrypoint="s", on_exit="bye") as w:
        Script(name="bye", source="print('bye')", image=global_config.image, command=["python"])
        with Steps(name="s"):
            hello(arguments={"name": "you"})
    return w, "Succeeded"


def failing():
    with Workflow(generate_name="fails-", entrypoint="s") as w:
        Script(name="f", source="raise SystemExit(3)", image=global_config.image, command=["python"],
               retry_strategy=RetryStrategy(limit="1"))
        with Steps(name="s") as s:
            from hera.workflows import Step

            Step(name="f", template="f")
    return w, "Failed"


PROGRAMS = [hello_world, diamond, fan_out_and_in, coin, container, with_exit_handler, failing]


class Run:
    def __init__(self, service, namespace):
        self.service = service
        self.namespace = namespace
        self.wrong = []

    def check(self, what, holds, seen=""):
        print(("ok    " if holds else "WRONG ") + what + (f": {seen}" if seen and not holds else ""), flush=True)
        if not holds:
            self.wrong.append(what)

    def ended(self, name, patience=180):
        last = time.time() + patience
        while time.time() < last:
            found = self.service.get_workflow(name, namespace=self.namespace)
            if found.status and found.status.phase in ("Succeeded", "Failed", "Error"):
                return found
            time.sleep(0.3)
        return found

    def programs(self):
        begun = []
        for program in PROGRAMS:
            workflow, phase = program()
            workflow.namespace, workflow.workflows_service = self.namespace, self.service
            workflow.lint()
            begun.append((program.__name__, workflow.create().metadata.name, phase))
        for what, name, phase in begun:
            found = self.ended(name)
            self.check(what, found.status.phase == phase, f"{name}: {found.status.phase} {found.status.message}")
        fanned = next(name for what, name, _ in begun if what == "fan_out_and_in")
        last = [n for n in self.ended(fanned).status.nodes.values() if n.display_name == "last"]
        self.check("results of a loop", last and "0" in last[0].inputs.parameters[0].value, last and last[0].inputs)
        failed = next(name for what, name, _ in begun if what == "failing")
        self.service.retry_workflow(failed, WorkflowRetryRequest(name=failed, namespace=self.namespace), namespace=self.namespace)
        self.check("retry", self.ended(failed).status.phase == "Failed")
        listed = self.service.list_workflows(namespace=self.namespace, label_selector="made-by=hera")
        self.check("list by label", any(w.metadata.name.startswith("container-") for w in listed.items))
        hello_name = next(name for what, name, _ in begun if what == "hello_world")
        log = self.service.workflow_logs(hello_name, namespace=self.namespace, container="main")
        self.check("logs", log is not None)

    def suspended(self):
        with Workflow(generate_name="waits-", entrypoint="s") as w:
            wait = Suspend(name="wait")
            with Steps(name="s"):
                wait()
                hello(arguments={"name": "again"})
        w.namespace, w.workflows_service = self.namespace, self.service
        name = w.create().metadata.name
        for _ in range(100):
            found = self.service.get_workflow(name, namespace=self.namespace)
            if found.status and found.status.nodes and any(n.type == "Suspend" for n in found.status.nodes.values()):
                break
            time.sleep(0.1)
        self.service.resume_workflow(name, WorkflowResumeRequest(name=name, namespace=self.namespace), namespace=self.namespace)
        self.check("resume", self.ended(name).status.phase == "Succeeded")

    def templates(self):
        with WorkflowTemplate(name="hera-template", entrypoint="s", arguments=[Parameter(name="name", value="nobody")]) as t:
            with Steps(name="s"):
                hello(arguments={"name": "{{workflow.parameters.name}}"})
        t.namespace, t.workflows_service = self.namespace, self.service
        try:
            self.service.delete_workflow_template("hera-template", namespace=self.namespace)
        except NotFound:
            pass
        t.create()
        try:
            t.create()
            self.check("a second template of the name", False)
        except AlreadyExists:
            self.check("a second template of the name", True)
        made = self.service.submit_workflow(WorkflowSubmitRequest(
            namespace=self.namespace, resource_kind="WorkflowTemplate", resource_name="hera-template",
            submit_options=SubmitOpts(parameters=["name=somebody"])), namespace=self.namespace)
        self.check("submit from a template", self.ended(made.metadata.name).status.phase == "Succeeded")
        with Workflow(generate_name="by-ref-", workflow_template_ref=WorkflowTemplateRef(name="hera-template"),
                      arguments=[Parameter(name="name", value="ref")]) as w:
            pass
        w.namespace, w.workflows_service = self.namespace, self.service
        self.check("workflowTemplateRef", self.ended(w.create().metadata.name).status.phase == "Succeeded")
        t.update()
        with CronWorkflow(name="hera-cron", entrypoint="s", schedules=["0 0 1 1 *"], cron_suspend=True) as c:
            with Steps(name="s"):
                hello(arguments={"name": "new year"})
        c.namespace, c.workflows_service = self.namespace, self.service
        try:
            self.service.delete_cron_workflow("hera-cron", namespace=self.namespace)
        except NotFound:
            pass
        c.create()
        self.check("cron workflow", self.service.get_cron_workflow("hera-cron", namespace=self.namespace).spec.suspend)
        self.service.delete_cron_workflow("hera-cron", namespace=self.namespace)
        self.service.delete_workflow_template("hera-template", namespace=self.namespace)

    def stopped(self):
        with Workflow(generate_name="long-", entrypoint="c") as w:
            Container(name="c", image=global_config.image, command=["sleep", "600"])
        w.namespace, w.workflows_service = self.namespace, self.service
        name = w.create().metadata.name
        self.service.stop_workflow(name, WorkflowStopRequest(name=name, namespace=self.namespace), namespace=self.namespace)
        self.check("stop", self.ended(name).status.phase == "Failed")
        self.service.delete_workflow(name, namespace=self.namespace)
        try:
            self.service.get_workflow(name, namespace=self.namespace)
            self.check("delete", False)
        except NotFound:
            self.check("delete", True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("server")
    parser.add_argument("--token", default="")
    parser.add_argument("--namespace", default="default")
    arguments = parser.parse_args()
    service = WorkflowsService(host=arguments.server, token="Bearer " + arguments.token, verify_ssl=False, namespace=arguments.namespace)
    print("server:", service.get_version().version, "as", service.get_user_info().subject or "nobody known")
    run = Run(service, arguments.namespace)
    for part in (run.programs, run.suspended, run.templates, run.stopped):
        part()
    print("\n" + (f"{len(run.wrong)} WRONG: " + ", ".join(run.wrong) if run.wrong else "all as it should be"))
    sys.exit(1 if run.wrong else 0)


if __name__ == "__main__":
    main()
