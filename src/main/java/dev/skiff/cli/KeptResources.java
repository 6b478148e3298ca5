package dev.skiff.cli;

import dev.skiff.model.Bundle;
import dev.skiff.port.Origin;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.runtime.submission.GivenResources;
import java.util.List;
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

    /** See {@link GivenResources#recorded}. */
    Bundle recorded(CommandContext context, StoredRun run, Origin origin) {
        return given(context).recorded(context.store(), run.name(), origin);
    }

    /** See {@link GivenResources#again}. */
    Bundle again(CommandContext context, StoredRun run, Origin origin) {
        return given(context).again(run.name(), origin);
    }

    private GivenResources given(CommandContext context) {
        return new GivenResources(manifests, fromFiles, context.in());
    }
}
