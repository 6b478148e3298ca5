package dev.skiff.remote;

import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.LogQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The parameters of a request's URL, under the names of Argo's server. */
final class Query {
    private final StringBuilder text = new StringBuilder();

    /** Nothing when the value is empty. */
    Query with(String name, String value) {
        if (!value.isEmpty()) {
            text.append(text.isEmpty() ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
        return this;
    }

    private Query flag(String name, boolean value) {
        return value ? with(name, "true") : this;
    }

    private Query time(String name, java.time.@Nullable Instant value) {
        return value == null ? this : with(name, value.toString());
    }

    /** A part of a path. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @param inAnswer where objects are in an answer: {@code items}; lists have a {@code metadata} of their own beside them */
    static Query of(ListQuery list, String inAnswer) {
        return of(list).with("fields", list.shown().textUnder(inAnswer, "metadata"));
    }

    static Query of(ListQuery list) {
        String fields = list.fields();
        if (!list.name().isEmpty()) {
            fields = fields + (fields.isEmpty() ? "" : ",") + "metadata.name=" + list.name();
        }
        String filter =
                switch (list.nameFilter()) {
                    case EXACT -> "";
                    case PREFIX -> "Prefix";
                    case CONTAINS -> "Contains";
                };
        return new Query()
                .with("listOptions.labelSelector", list.labels())
                .with("listOptions.fieldSelector", fields)
                .with("listOptions.limit", list.limit() > 0 ? Integer.toString(list.limit()) : "")
                .with("listOptions.continue", list.continueToken())
                .with("listOptions.resourceVersion", list.resourceVersion())
                .with("nameFilter", list.name().isEmpty() ? "" : filter)
                .time("createdAfter", list.createdAfter())
                .time("finishedBefore", list.finishedBefore());
    }

    static Query of(LogQuery logs) {
        return new Query()
                .with("podName", logs.pod())
                .with("logOptions.container", logs.container().isEmpty() ? "main" : logs.container())
                .with("selector", logs.labels())
                .flag("logOptions.follow", logs.follow())
                .flag("logOptions.previous", logs.previous())
                .flag("logOptions.timestamps", logs.timestamps())
                .time("logOptions.sinceTime", logs.since())
                .with("logOptions.tailLines", logs.tail() < 0 ? "" : Long.toString(logs.tail()))
                .with("logOptions.limitBytes", logs.limitBytes() > 0 ? Long.toString(logs.limitBytes()) : "")
                .with("grep", logs.grep());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
