package dev.skiff.cli;

import dev.skiff.model.Bundle;
import dev.skiff.model.CronWorkflow;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowTemplate;
import dev.skiff.rehearsal.Stage;
import dev.skiff.runtime.submission.FromFile;
import dev.skiff.runtime.submission.Resources;
import dev.skiff.runtime.submission.SourceFiles;
import dev.skiff.runtime.submission.Submission;
import dev.skiff.spec.Lint;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Located;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Problem;
import dev.skiff.spec.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which workflows are to be rehearsed, with what, as for {@code skiff run}. */
final class RehearsedFiles {
    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "Set a parameter of the workflow.")
    List<String> parameters = List.of();

    @Option(
            names = {"-f", "--parameter-file"},
            paramLabel = "FILE",
            description = "Set parameters from a YAML or JSON mapping; -p wins.")
    @Nullable
    String parameterFile;

    @Option(names = "--entrypoint", paramLabel = "TEMPLATE", description = "Start with this template.")
    @Nullable
    String entrypoint;

    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description = "Further documents, or directories of them: templates, ConfigMaps, Secrets, claims.")
    List<String> manifests = List.of();

    @Option(
            names = "--from-file",
            paramLabel = "KIND/NAME=PATH",
            description = "Make a configmap or secret of a file, or of the files in a directory.")
    List<String> fromFiles = List.of();

    /** @param problems of reading and linting, errors and warnings; with errors the workflows cannot be played */
    record Read(List<Problem> problems, List<Workflow> workflows, Bundle resources) {}

    /** @throws UserError when the files cannot be read, or hold nothing that could be submitted */
    Read read(CommandContext context, List<String> files, CommandSpec spec) {
        List<String> names = new ArrayList<>(files);
        names.addAll(manifests);
        List<Source> sources = new SourceFiles(context.in()).read(names);
        Map<String, String> values = new LinkedHashMap<>(
                Pairs.of(parameters, "-p", message -> new ParameterException(spec.commandLine(), message)));
        if (parameterFile != null) {
            Source file =
                    new SourceFiles(context.in()).read(List.of(parameterFile)).getFirst();
            ParameterFile.read(file).forEach(values::putIfAbsent);
        }
        return read(sources, files, values, entrypoint, FromFile.of(fromFiles));
    }

    static Read read(
            List<Source> sources,
            List<String> files,
            Map<String, String> values,
            @Nullable String entrypoint,
            FromFile made) {
        Loaded read = Manifests.load(sources);
        Loaded loaded = values.isEmpty() ? read : read.withParameters(values);
        List<Workflow> workflows = submittable(loaded, files);
        if (workflows.isEmpty() && !loaded.hasErrors()) {
            throw new UserError("there is no Workflow in " + String.join(", ", files)
                    + ": a document with 'kind: Workflow' is what can be played");
        }
        return new Read(
                Lint.check(loaded),
                workflows.stream()
                        .map(w -> entrypoint == null
                                ? w
                                : w.toBuilder()
                                        .spec(w.spec().toBuilder()
                                                .entrypoint(Submission.knownEntrypoint(w.spec(), entrypoint))
                                                .build())
                                        .build())
                        .toList(),
                Resources.of(loaded.bundle(), made));
    }

    /** The files' workflows; without any, what their schedules and templates would submit. */
    private static List<Workflow> submittable(Loaded loaded, List<String> files) {
        List<Workflow> found = new ArrayList<>();
        List<Workflow> others = new ArrayList<>();
        int workflows = 0;
        for (Located located : loaded.objects()) {
            boolean own = isOf(files, located.map().file());
            switch (located.object()) {
                case Workflow w -> {
                    // the same workflow, with the order of the parameters that PARAM-17 says
                    List<Workflow> bundled = loaded.bundle().workflows();
                    if (own && workflows < bundled.size()) {
                        found.add(bundled.get(workflows));
                    }
                    workflows++;
                }
                case CronWorkflow c when own -> others.add(Stage.of(c));
                case WorkflowTemplate t when own && t.spec().entrypoint() != null -> others.add(Stage.of(t));
                default -> {}
            }
        }
        return found.isEmpty() ? others : found;
    }

    private static boolean isOf(List<String> files, String source) {
        return files.stream().anyMatch(f -> source.equals(f) || Path.of(source).startsWith(Path.of(f)));
    }
}
