package dev.skiff.runtime.submission;

import dev.skiff.engine.Event;
import dev.skiff.model.Bundle;
import dev.skiff.port.Origin;
import dev.skiff.port.RunStore;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Source;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a run was given, for going on with it or repeating it: Secrets are not recorded, and so are read again.
 *
 * @param manifests further documents, for what is not where it was
 * @param fromFiles likewise, see {@link FromFile}
 * @param in for a document named {@code -}
 * @param secrets that every run of this process is given
 */
public record GivenResources(List<String> manifests, List<String> fromFiles, InputStream in, List<Secret> secrets) {

    public GivenResources(List<String> manifests, List<String> fromFiles, InputStream in) {
        this(manifests, fromFiles, in, List.of());
    }

    /** From where the run says that it had them, or from these. */
    public static GivenResources whereTheyWere(List<Secret> secrets) {
        return new GivenResources(List.of(), List.of(), InputStream.nullInputStream(), secrets);
    }

    /** As recorded, with the Secrets. @throws InputException when a Secret is found no longer */
    public Bundle recorded(RunStore store, String run, Origin origin) {
        AtomicReference<@Nullable Bundle> recorded = new AtomicReference<>();
        store.replay(run, event -> {
            if (event instanceof Event.Submitted s) {
                recorded.set(s.resources());
            }
        });
        Bundle again = again(run, origin);
        Bundle first = recorded.get();
        return first == null ? again : first.withSecrets(again.secrets());
    }

    /** Reads again what the run was given; files that are gone matter only if a Secret is missing. @throws InputException then */
    public Bundle again(String run, Origin origin) {
        Bundle resources = found(origin);
        List<String> there =
                resources.secrets().stream().map(s -> s.getMetadata().getName()).toList();
        List<String> missing =
                origin.secrets().stream().filter(s -> !there.contains(s)).toList();
        if (!missing.isEmpty()) {
            throw new InputException("run " + run + " was given secrets that are not recorded and no longer found: "
                    + String.join(", ", missing)
                    + ". Give the document with --manifest FILE, or --from-file secret/NAME=PATH");
        }
        return resources;
    }

    private Bundle found(Origin origin) {
        List<String> files = new ArrayList<>(origin.files().stream()
                .filter(f -> Files.isReadable(Path.of(f)))
                .toList());
        files.addAll(manifests);
        List<Source> sources = new SourceFiles(in).read(files);
        List<String> made = new ArrayList<>(origin.fromFiles().stream()
                .filter(f -> Files.isReadable(Path.of(f.substring(f.indexOf('=') + 1))))
                .toList());
        made.addAll(fromFiles);
        Bundle read = Resources.of(Manifests.load(sources).bundle(), FromFile.of(made));
        List<String> names =
                read.secrets().stream().map(s -> s.getMetadata().getName()).toList();
        List<Secret> all = new ArrayList<>(read.secrets());
        secrets.stream().filter(s -> !names.contains(s.getMetadata().getName())).forEach(all::add);
        return read.withSecrets(all);
    }
}
