package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.view.Elapsed;
import dev.skiff.model.NodePhase;
import dev.skiff.model.NodeType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of many workflows. It reads no more of each than it shows: there may be many, and each may be large.
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

    List<String> row(JsonNode workflow) {
        return row(workflow, isSuspended(workflow));
    }

    /** @param waits whether it waits for somebody */
    List<String> row(JsonNode workflow, boolean waits) {
        boolean dead = ServedWorkflow.isInterrupted(workflow);
        JsonNode status = workflow.path("status");
        String name = ServedWorkflow.name(workflow);
        Instant created = time(workflow.at("/metadata/creationTimestamp"));
        List<String> row = new ArrayList<>();
        if (namespaces) {
            row.add(ServedWorkflow.namespace(workflow));
        }
        row.addAll(List.of(
                name,
                dead ? "Interrupted" : phase(workflow, waits),
                Elapsed.between(created == null ? now : created, null, now),
                dead ? "" : Elapsed.between(time(status.path("startedAt")), time(status.path("finishedAt")), now),
                status.path("progress").asText(""),
                dead
                        ? "its process has died: skiff resume " + name
                        : status.path("message").asText("").lines().findFirst().orElse("")));
        if (wide) {
            row.add(parameters(workflow));
        }
        return row;
    }

    static @Nullable Instant time(JsonNode value) {
        try {
            return value.isTextual() ? OffsetDateTime.parse(value.textValue()).toInstant() : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** {@code Running (Suspended)} for one that waits for somebody. */
    private static String phase(JsonNode workflow, boolean waits) {
        String phase = ServedWorkflow.phase(workflow);
        return phase.equals("Running") && waits ? phase + " (Suspended)" : phase;
    }

    /** As far as it is to be seen. */
    static boolean isSuspended(JsonNode workflow) {
        if (workflow.at("/spec/suspend").asBoolean(false)) {
            return true;
        }
        for (JsonNode node : workflow.at("/status/nodes")) {
            if (node.path("type").asText().equals(NodeType.SUSPEND.text())
                    && node.path("phase").asText().equals(NodePhase.RUNNING.text())) {
                return true;
            }
        }
        return false;
    }

    private static String parameters(JsonNode workflow) {
        List<String> pairs = new ArrayList<>();
        for (JsonNode parameter : workflow.at("/spec/arguments/parameters")) {
            pairs.add(parameter.path("name").asText() + "="
                    + parameter.path("value").asText(""));
        }
        return String.join(",", pairs);
    }
}
