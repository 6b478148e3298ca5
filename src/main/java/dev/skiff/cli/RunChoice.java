package dev.skiff.cli;

import dev.skiff.engine.NodeSelector;
import dev.skiff.port.RunStore.StoredRun;
import java.util.List;
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
