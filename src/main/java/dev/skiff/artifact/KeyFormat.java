package dev.skiff.artifact;

import dev.skiff.engine.Task;
import dev.skiff.model.Workflow;
import dev.skiff.port.ArtifactException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The key under which the artifacts of a step lie, with its variables (ART-01). */
final class KeyFormat {
    static final String USUAL = "{{workflow.name}}/{{pod.name}}";

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
    private static final Map<String, String> STRFTIME = Map.ofEntries(
            Map.entry("Y", "uuuu"),
            Map.entry("m", "MM"),
            Map.entry("d", "dd"),
            Map.entry("H", "HH"),
            Map.entry("I", "hh"),
            Map.entry("M", "mm"),
            Map.entry("S", "ss"),
            Map.entry("y", "uu"),
            Map.entry("j", "DDD"),
            Map.entry("a", "EEE"),
            Map.entry("A", "EEEE"),
            Map.entry("b", "MMM"),
            Map.entry("B", "MMMM"),
            Map.entry("p", "a"),
            Map.entry("RFC3339", "uuuu-MM-dd'T'HH:mm:ss'Z'"));

    private KeyFormat() {}

    /** @throws ArtifactException for a variable that a key format cannot have, or that this workflow has not */
    static String fill(String format, Workflow workflow, Task.Id task) throws ArtifactException {
        StringBuilder key = new StringBuilder();
        Matcher variable = VARIABLE.matcher(format);
        while (variable.find()) {
            String name = variable.group(1);
            String value = value(name, workflow, task)
                    .orElseThrow(
                            () -> new ArtifactException(
                                    "the key format '" + format + "' has the variable '" + name
                                            + "', which this workflow does not have; there are workflow.name, workflow.namespace,"
                                            + " workflow.uid, workflow.serviceAccountName, workflow.creationTimestamp.Y (m, d, H, M, S …),"
                                            + " workflow.parameters.…, workflow.labels.…, workflow.annotations.…, pod.name, node.name"));
            variable.appendReplacement(key, Matcher.quoteReplacement(value));
        }
        return variable.appendTail(key).toString();
    }

    private static Optional<String> value(String name, Workflow workflow, Task.Id task) {
        var metadata = workflow.metadata();
        return switch (name) {
            case "workflow.name" -> Optional.of(task.run());
            case "workflow.namespace" ->
                Optional.of(metadata.getNamespace() == null ? "default" : metadata.getNamespace());
            case "workflow.uid" -> Optional.of(metadata.getUid() == null ? "" : metadata.getUid());
            case "workflow.serviceAccountName" ->
                Optional.of(Optional.ofNullable(workflow.spec().serviceAccountName())
                        .orElse("default"));
            case "workflow.creationTimestamp" -> Optional.ofNullable(metadata.getCreationTimestamp());
            case "pod.name" -> Optional.of(task.podName());
            case "node.name" -> Optional.of(task.nodeName());
            default ->
                member(name, "workflow.labels.", metadata.getLabels())
                        .or(() -> member(name, "workflow.annotations.", metadata.getAnnotations()))
                        .or(() -> time(name, metadata.getCreationTimestamp()))
                        .or(() -> parameter(name, workflow));
        };
    }

    private static Optional<String> member(String name, String prefix, @Nullable Map<String, String> values) {
        return name.startsWith(prefix) && values != null
                ? Optional.ofNullable(values.get(name.substring(prefix.length())))
                : Optional.empty();
    }

    private static Optional<String> time(String name, @Nullable String created) {
        String prefix = "workflow.creationTimestamp.";
        if (!name.startsWith(prefix) || created == null) {
            return Optional.empty();
        }
        var time = ZonedDateTime.parse(created).withZoneSameInstant(ZoneOffset.UTC);
        String which = name.substring(prefix.length());
        if (which.equals("s")) {
            return Optional.of(Long.toString(time.toEpochSecond()));
        }
        return Optional.ofNullable(STRFTIME.get(which))
                .map(p -> DateTimeFormatter.ofPattern(p, Locale.ROOT).format(time));
    }

    private static Optional<String> parameter(String name, Workflow workflow) {
        String prefix = "workflow.parameters.";
        var arguments = workflow.spec().arguments();
        if (!name.startsWith(prefix) || arguments == null) {
            return Optional.empty();
        }
        return arguments.parameters().stream()
                .filter(p -> p.name().equals(name.substring(prefix.length())))
                .findFirst()
                .map(p -> p.value() == null ? p.defaultValue() : p.value());
    }
}
