package dev.skiff.cli;

import dev.skiff.engine.NodeSelector;
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
     * Their names.
     *
     * @param completed whether those that have ended are meant when they are chosen and not named
     * @throws UserError when this machine has no such run
     */
    List<String> names(Served served, boolean completed) throws InterruptedException {
        FilterOptions.checkLabels(labels, this::calledWrongly);
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
        ListQuery query = ListQuery.ALL
                .withLabels(labels == null ? "" : labels)
                .withFields(fields == null ? "" : fields)
                .showing(Served.OUTLINE);
        List<String> found = new ArrayList<>();
        served.each(ResourceKind.WORKFLOW, served.namespace(), query, 0, one -> {
            if (ServedWorkflow.hasEnded(one) == completed) {
                found.add(ServedWorkflow.name(one));
            }
        });
        return found;
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
