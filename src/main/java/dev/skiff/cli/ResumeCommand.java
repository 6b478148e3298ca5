package dev.skiff.cli;

import dev.skiff.model.Bundle;
import dev.skiff.model.Workflow;
import dev.skiff.port.Origin;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skiff resume}: goes on with a run whose process is dead. */
@Command(
        name = "resume",
        description = {
            "Go on with a run whose process has died.",
            "No step that has ended is started again; steps that still run are adopted.",
            "Of a run that has ended, what is left is cleaned up."
        })
final class ResumeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "NAME", description = "The run; @latest for the last one.")
    String name = "";

    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description =
                    "Documents with the Secrets of the run, if they are not where they were: Secrets are not recorded.")
    List<String> manifests = List.of();

    @Option(names = "--from-file", paramLabel = "KIND/NAME=PATH", description = "As for skiff run.")
    List<String> fromFiles = List.of();

    @Mixin
    ShowOptions show = new ShowOptions();

    ResumeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        StoredRun run = new RunNames(context.store()).run(name);
        Origin origin = context.store().origin(run.name());
        Workflow workflow = run.workflow().toBuilder().status(null).build();
        Bundle resources = run.completed() ? Resources.NONE : resources(run, origin);
        try (RunSession session = RunSession.open(context, show, origin)) {
            return session.resume(workflow, resources);
        }
    }

    /** Reads again what the run was given, for its Secrets; files that are gone matter only if a Secret is missing. */
    private Bundle resources(StoredRun run, Origin origin) {
        List<String> files = new ArrayList<>(origin.files().stream()
                .filter(f -> Files.isReadable(Path.of(f)))
                .toList());
        files.addAll(manifests);
        List<Source> sources = new SourceFiles(context.in()).read(files);
        List<String> made = new ArrayList<>(origin.fromFiles().stream()
                .filter(f -> Files.isReadable(Path.of(f.substring(f.indexOf('=') + 1))))
                .toList());
        made.addAll(fromFiles);
        Bundle resources = Resources.of(Manifests.load(sources).bundle(), FromFile.of(made));
        List<String> there =
                resources.secrets().stream().map(s -> s.getMetadata().getName()).toList();
        List<String> missing =
                origin.secrets().stream().filter(s -> !there.contains(s)).toList();
        if (!missing.isEmpty()) {
            throw new UserError("run " + run.name() + " was given secrets that are not recorded and no longer found: "
                    + String.join(", ", missing)
                    + ". Give the document with --manifest FILE, or --from-file secret/NAME=PATH");
        }
        return resources;
    }
}
