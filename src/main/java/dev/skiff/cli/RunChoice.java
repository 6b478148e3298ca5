package dev.skiff.cli;

import dev.skiff.engine.NodeSelector;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which runs a command is about: their names, or a choice by labels or fields. */
final class RunChoice {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Runs; @latest for the last one.")
    List<String> names = List.of();

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description =
                    "Runs by their labels: key=value, key!=value, key, !key, 'key in (a,b)'; all of them, with commas.")
    @Nullable
    String labels;

    @Option(
            names = "--field-selector",
            paramLabel = "SELECTOR",
            description = "Runs by metadata.name or status.phase, such as status.phase=Failed.")
    @Nullable
    String fields;

    /**
     * @param completed whether runs that have ended are meant when they are chosen and not named
     * @throws UserError when there is no such run
     */
    List<StoredRun> runs(CommandContext context, boolean completed) {
        if (labels == null && fields == null) {
            if (names.isEmpty()) {
                throw calledWrongly("name the runs, or choose them with -l or --field-selector");
            }
            RunNames known = new RunNames(context.store());
            return names.stream().map(known::run).distinct().toList();
        }
        if (!names.isEmpty()) {
            throw calledWrongly("name the runs or choose them with a selector, not both");
        }
        RunSelector selector = selector();
        return context.store().list().stream()
                .filter(run -> run.completed() == completed)
                .filter(selector::matches)
                .toList();
    }

    /** The names of those of somebody else, likewise. */
    List<String> names(Served served, boolean completed) throws InterruptedException {
        if (labels == null && fields == null) {
            if (names.isEmpty()) {
                throw calledWrongly("name the workflows, or choose them with -l or --field-selector");
            }
            Set<String> known = new LinkedHashSet<>();
            for (String name : names) {
                known.add(served.known(name));
            }
            return List.copyOf(known);
        }
        if (!names.isEmpty()) {
            throw calledWrongly("name the workflows or choose them with a selector, not both");
        }
        ListQuery query =
                ListQuery.ALL.withLabels(labels == null ? "" : labels).withFields(fields == null ? "" : fields);
        List<String> found = new ArrayList<>();
        served.each(ResourceKind.WORKFLOW, served.namespace(), query, 0, one -> {
            if (ServedWorkflow.hasEnded(one) == completed) {
                found.add(ServedWorkflow.name(one));
            }
        });
        return found;
    }

    private RunSelector selector() {
        try {
            return RunSelector.of(labels, fields);
        } catch (IllegalArgumentException e) {
            throw calledWrongly(String.valueOf(e.getMessage()));
        }
    }

    /** @param text null for all */
    NodeSelector nodes(@Nullable String text) {
        try {
            return NodeSelector.parse(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw calledWrongly("--node-field-selector: " + e.getMessage());
        }
    }

    ParameterException calledWrongly(String message) {
        CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
        return new ParameterException(line, message);
    }
}
