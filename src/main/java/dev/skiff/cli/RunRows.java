package dev.skiff.cli;

import dev.skiff.cli.view.Elapsed;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of many workflows.
 *
 * @param namespaces whether it has a column of them
 */
record RunRows(boolean namespaces, boolean wide, Instant now) {

    List<String> titles() {
        List<String> titles = new ArrayList<>();
        if (namespaces) {
            titles.add("NAMESPACE");
        }
        titles.addAll(List.of("NAME", "STATUS", "AGE", "DURATION", "PROGRESS", "MESSAGE"));
        if (wide) {
            titles.add("PARAMETERS");
        }
        return titles;
    }

    /** @param dead whether it goes on no longer although it has not ended */
    List<String> row(Workflow workflow, Instant created, boolean dead) {
        WorkflowStatus status = workflow.status();
        String message = status == null || status.message() == null ? "" : status.message();
        String name = workflow.metadata().getName();
        List<String> row = new ArrayList<>();
        if (namespaces) {
            String namespace = workflow.metadata().getNamespace();
            row.add(namespace == null ? "" : namespace);
        }
        row.addAll(List.of(
                name,
                dead ? "Interrupted" : Phases.of(workflow),
                Elapsed.between(created, null, now),
                status == null || dead ? "" : Elapsed.between(status.startedAt(), status.finishedAt(), now),
                status == null || status.progress() == null ? "" : status.progress(),
                dead
                        ? "its process has died: skiff resume " + name
                        : message.lines().findFirst().orElse("")));
        if (wide) {
            row.add(parameters(workflow));
        }
        return row;
    }

    private static String parameters(Workflow workflow) {
        var arguments = workflow.spec().arguments();
        return arguments == null
                ? ""
                : String.join(
                        ",",
                        arguments.parameters().stream()
                                .map(p -> p.name() + "=" + (p.value() == null ? "" : p.value()))
                                .toList());
    }
}
