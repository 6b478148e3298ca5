package dev.skiff.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.runtime.submission.FromKept;
import dev.skiff.runtime.submission.SourceFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is to be different of schedules from what their files say (features.md section 6, {@code argo cron create}). */
final class CronChanges {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    @Option(names = "--name", paramLabel = "NAME", description = "Its name.")
    @Nullable
    String name;

    @Option(names = "--generate-name", paramLabel = "PREFIX", description = "What its name begins with.")
    @Nullable
    String generateName;

    @Option(
            names = {"-l", "--labels"},
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "Labels, with commas.")
    List<String> labels = List.of();

    @Option(names = "--schedule", paramLabel = "CRON", description = "When, instead of the schedules of the file.")
    @Nullable
    String schedule;

    @Option(names = "--entrypoint", paramLabel = "TEMPLATE", description = "Of its workflows.")
    @Nullable
    String entrypoint;

    @Option(names = "--serviceaccount", paramLabel = "NAME", description = "Of the pods of its workflows.")
    @Nullable
    String serviceAccount;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "Set a parameter of its workflows.")
    List<String> parameters = List.of();

    @Option(
            names = {"-f", "--parameter-file"},
            paramLabel = "FILE",
            description = "Parameters from a file, YAML or JSON.")
    @Nullable
    String parameterFile;

    /** Changes it. */
    ObjectNode of(ObjectNode cron, CommandContext context) {
        ObjectNode metadata = cron.withObjectProperty("metadata");
        if (name != null) {
            metadata.put("name", name).remove("generateName");
        } else if (generateName != null) {
            metadata.put("generateName", generateName).remove("name");
        }
        Pairs.of(labels, "-l", this::calledWrongly)
                .forEach((key, value) -> metadata.withObjectProperty("labels").put(key, value));
        ObjectNode its = cron.withObjectProperty("spec");
        if (schedule != null) {
            its.remove("schedule");
            its.putArray("schedules").add(schedule);
        }
        ObjectNode workflow = its.withObjectProperty("workflowSpec");
        if (entrypoint != null) {
            workflow.put("entrypoint", entrypoint);
        }
        if (serviceAccount != null) {
            workflow.put("serviceAccountName", serviceAccount);
        }
        FromKept.parameters(workflow, values(context));
        return cron;
    }

    private Map<String, String> values(CommandContext context) {
        Map<String, String> all = new LinkedHashMap<>(Pairs.of(parameters, "-p", this::calledWrongly));
        if (parameterFile != null) {
            var file =
                    new SourceFiles(context.in()).read(List.of(parameterFile)).getFirst();
            ParameterFile.read(file).forEach(all::putIfAbsent);
        }
        return all;
    }

    private ParameterException calledWrongly(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
