package dev.skiff.cli;

import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import java.util.List;
import picocli.CommandLine.Option;

/** How files are read. */
final class StrictOptions {

    @Option(
            names = "--strict",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "Fields that nobody knows are errors, which is usual; --strict=false: warnings, and ignored.")
    boolean strict = true;

    Loaded load(List<Source> sources) {
        return strict ? Manifests.load(sources) : Manifests.loadStored(sources);
    }
}
