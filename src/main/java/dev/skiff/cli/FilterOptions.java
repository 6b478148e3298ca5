package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.Labels;
import dev.skiff.port.service.LabelSelector;
import dev.skiff.port.service.ListQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which of many workflows; all that is given has to hold. */
final class FilterOptions {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Of all namespaces.")
    boolean allNamespaces;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description = "With these labels, as for skiff stop.")
    @Nullable
    String labels;

    @Option(names = "--field-selector", paramLabel = "SELECTOR", description = "As for skiff stop.")
    @Nullable
    String fields;

    @Option(names = "--completed", description = "Those that have ended.")
    boolean completed;

    @Option(
            names = "--status",
            paramLabel = "PHASE",
            split = ",",
            description = "Those that are Pending, Running, Succeeded, Failed or Error; several with commas.")
    List<String> phases = List.of();

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "Those whose names begin so.")
    String prefix = "";

    @Option(names = "--older", paramLabel = "DURATION", description = "Those that ended longer ago, such as 7d.")
    @Nullable
    String older;

    @Option(names = "--resubmitted", description = "Those that repeat another one (resubmit).")
    boolean resubmitted;

    @Option(
            names = {"--chunk-size", "--query-chunk-size"},
            paramLabel = "N",
            description = "Ask a server for so many at once.")
    int chunkSize;

    /** What is beside them for a list. */
    record More(boolean running, @Nullable Duration since) {
        static final More NONE = new More(false, null);
    }

    boolean isGiven() {
        return labels != null
                || fields != null
                || completed
                || !phases.isEmpty()
                || !prefix.isEmpty()
                || older != null
                || resubmitted;
    }

    /** What a service can choose by itself. */
    ListQuery query(More more, Instant now) {
        List<String> selectors = new ArrayList<>();
        if (labels != null && !labels.isBlank()) {
            selectors.add(labels);
        }
        if (completed) {
            selectors.add(Labels.COMPLETED + "=true");
        }
        if (more.running()) {
            selectors.add(Labels.COMPLETED + "!=true");
        }
        if (resubmitted) {
            selectors.add(Labels.RESUBMITTED_FROM);
        }
        Duration since = more.since();
        return new ListQuery(
                String.join(",", selectors),
                fields == null ? "" : fields,
                prefix.isEmpty() ? ListQuery.NameFilter.EXACT : ListQuery.NameFilter.PREFIX,
                prefix,
                since == null ? null : now.minus(since),
                older == null ? null : now.minus(Spans.parse(older, "--older", this::wrong)),
                chunkSize,
                "",
                "");
    }

    /** For a service that may choose by less than that. */
    boolean matches(JsonNode workflow, More more, Instant now) {
        boolean ended = ServedWorkflow.hasEnded(workflow);
        Instant created = RunRows.time(workflow.at("/metadata/creationTimestamp"));
        Instant finished = RunRows.time(workflow.at("/status/finishedAt"));
        Duration since = more.since();
        return ServedWorkflow.name(workflow).startsWith(prefix)
                && (!completed || ended)
                && (!more.running() || !ended)
                && (phases.isEmpty() || phases.stream().anyMatch(ServedWorkflow.phase(workflow)::equalsIgnoreCase))
                && (!resubmitted || workflow.path("metadata").path("labels").has(Labels.RESUBMITTED_FROM))
                && (since == null || created != null && created.isAfter(now.minus(since)))
                && (older == null
                        || finished != null
                                && finished.isBefore(now.minus(Spans.parse(older, "--older", this::wrong))));
    }

    /** Before anybody is asked. @throws ParameterException for a choice by labels that cannot be read */
    void check() {
        checkLabels(labels, this::wrong);
    }

    static void checkLabels(@Nullable String selector, Function<String, ParameterException> wrong) {
        try {
            LabelSelector.parse(selector == null ? "" : selector);
        } catch (IllegalArgumentException e) {
            throw wrong.apply(String.valueOf(e.getMessage()));
        }
    }

    ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
