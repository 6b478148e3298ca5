package dev.skiff.cli;

import dev.skiff.engine.Event;
import dev.skiff.model.Bundle;
import dev.skiff.port.Origin;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run was given, for going on with it or repeating it: Secrets are not recorded, and so are read again. */
final class KeptResources {

    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description =
                    "Documents with the Secrets of the run, if they are not where they were: Secrets are not recorded.")
    List<String> manifests = List.of();

    @Option(names = "--from-file", paramLabel = "KIND/NAME=PATH", description = "As for skiff run.")
    List<String> fromFiles = List.of();

    /** As recorded, with the Secrets. @throws UserError when a Secret is found no longer */
    Bundle recorded(CommandContext context, StoredRun run, Origin origin) {
        AtomicReference<@Nullable Bundle> recorded = new AtomicReference<>();
        context.store().replay(run.name(), event -> {
            if (event instanceof Event.Submitted s) {
                recorded.set(s.resources());
            }
        });
        Bundle again = again(context, run, origin);
        Bundle first = recorded.get();
        return first == null ? again : first.withSecrets(again.secrets());
    }

    /** Reads again what the run was given; files that are gone matter only if a Secret is missing. */
    Bundle again(CommandContext context, StoredRun run, Origin origin) {
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
