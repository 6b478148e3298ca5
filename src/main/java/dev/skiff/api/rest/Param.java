package dev.skiff.api.rest;

import java.util.ArrayList;
import java.util.List;

/**
 * A query parameter.
 *
 * @param type of JSON Schema: {@code string}, {@code integer}, {@code boolean}
 */
record Param(String name, String type, String description) {

    static Param text(String name, String description) {
        return new Param(name, "string", description);
    }

    static Param number(String name, String description) {
        return new Param(name, "integer", description);
    }

    static Param flag(String name, String description) {
        return new Param(name, "boolean", description);
    }

    static final Param FIELDS = text(
            "fields",
            "Only these fields of the answer, with commas: metadata.name,status.phase; with a leading - all but these.");

    static final List<Param> LIST = List.of(
            text("listOptions.labelSelector", "key=value, key!=value, key, !key, key in (a,b)"),
            text("listOptions.fieldSelector", "metadata.name, metadata.namespace, status.phase …"),
            number("listOptions.limit", "Most objects of the page; never more than 500."),
            text("listOptions.continue", "Where the page begins: metadata.continue of the one before."),
            text("listOptions.resourceVersion", "From where on changes are told."),
            number("listOptions.timeoutSeconds", "How long changes are told."));

    static final List<Param> WORKFLOWS = List.of(
            text("nameFilter", "How metadata.name of the field selector is compared: Exact, Prefix, Contains"),
            text("createdAfter", "RFC 3339"),
            text("finishedBefore", "RFC 3339"),
            FIELDS);

    static final List<Param> LOGS = List.of(
            text("podName", "A pod, or the id of a node; all of the workflow without it."),
            text("selector", "A label selector of pods."),
            text("grep", "Only lines that match this regular expression (RE2)."),
            text("logOptions.container", "main without it."),
            flag("logOptions.follow", "Whether to wait for what comes."),
            flag("logOptions.previous", "Of the container's life before this one."),
            flag("logOptions.timestamps", "Whether each line begins with its time."),
            number("logOptions.sinceSeconds", "Lines that are not older."),
            text("logOptions.sinceTime", "Lines that are not older; RFC 3339."),
            number("logOptions.tailLines", "The last so many lines."),
            number("logOptions.limitBytes", "At most so many bytes of each container."));

    static final List<Param> WAIT =
            List.of(text("wait", "Wait so long for the end (30s): 200 with phase and outputs, else 202."));

    @SafeVarargs
    static List<Param> together(List<Param>... lists) {
        List<Param> all = new ArrayList<>();
        for (List<Param> list : lists) {
            all.addAll(list);
        }
        return List.copyOf(all);
    }
}
