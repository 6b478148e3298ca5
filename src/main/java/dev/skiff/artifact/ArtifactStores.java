package dev.skiff.artifact;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.Artifacts;
import dev.skiff.port.FileTree;
import dev.skiff.port.LocalTree;
import dev.skiff.port.RunContext;
import dev.skiff.port.service.Download;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every store that this Skiff knows. */
public final class ArtifactStores implements Artifacts {
    private final Options options;
    private final Spool spool;
    private final Places places;
    private final Stores stores;

    /**
     * @param directory holds the default repository and what is on its way; made when first needed, for its owner alone
     * @param configuration see {@link Repositories}; need not be there
     * @param pause before a failed request is made again
     * @param s3Part size of the parts in which large files are sent, in bytes
     */
    public record Options(Path directory, Path configuration, Limits limits, Duration pause, long s3Part) {

        public static Options in(Path directory, Path configuration) {
            return new Options(directory, configuration, Limits.USUAL, Duration.ofSeconds(1), S3Client.USUAL_PART);
        }

        Path repository() {
            return directory.resolve("repository");
        }
    }

    /** Touches nothing yet. */
    public ArtifactStores(Options options) {
        this.options = options;
        this.stores = new Stores(options.repository(), options.pause(), options.s3Part());
        this.spool = new Spool(options.directory().resolve("spool"));
        this.places = new Places(new Repositories(options.configuration()));
    }

    @Override
    public Optional<Fetched> load(RunContext run, Task task, Artifact artifact) throws ArtifactException {
        String what = "artifact '" + artifact.name() + "'";
        try {
            Place place = places.of(run, task.template().archiveLocation(), artifact);
            return Optional.of(fetch(store(place, run), artifact, what));
        } catch (ArtifactException e) {
            if (e.isNotFound() && Boolean.TRUE.equals(artifact.optional())) {
                return Optional.empty();
            }
            String sentence = what + " cannot be loaded: " + e.getMessage();
            throw e.isNotFound() ? ArtifactException.notFound(sentence) : new ArtifactException(sentence);
        } catch (IOException e) {
            throw new ArtifactException(what + " cannot be loaded: " + Stores.words(e));
        }
    }

    private Fetched fetch(Store store, Artifact artifact, String what) throws ArtifactException, IOException {
        Path fresh = spool.fresh();
        boolean fetched = false;
        try {
            Store.Content content = store.fetch(fresh, options.limits().meter(what, 0));
            FileTree tree = Unpacker.unpack(artifact, content.path(), content.asItIs(), options.limits());
            fetched = true;
            return new Spooled(tree, fresh);
        } finally {
            if (!fetched) {
                Spool.discard(fresh);
            }
        }
    }

    private record Spooled(FileTree tree, Path spooled) implements Fetched {
        @Override
        public void read(Reader reader) throws IOException {
            tree.read(reader);
        }

        @Override
        public void close() {
            Spool.discard(spooled);
        }
    }

    @Override
    public OutputArtifact save(RunContext run, Task task, Artifact declared, FileTree content) throws IOException {
        Packer packer = Packer.of(declared);
        return save(
                run,
                task,
                declared,
                packer.fileName(declared),
                fresh -> packer.pack(Blame.on(content), declared, fresh));
    }

    @Override
    public OutputArtifact saveLog(RunContext run, Task task, String container, Log log) throws IOException {
        Artifact artifact = Artifact.builder().name(container + "-logs").build();
        return save(run, task, artifact, container + ".log", fresh -> {
            try (var out = Files.newOutputStream(fresh)) {
                Blame.write(log, out);
            }
        });
    }

    private interface Packing {
        void into(Path fresh) throws IOException;
    }

    private OutputArtifact save(RunContext run, Task task, Artifact declared, String fileName, Packing packing)
            throws IOException {
        Path fresh = null;
        try {
            Places.Output output = places.output(run, task, declared, fileName);
            Store store = store(output.place(), run);
            fresh = spool.fresh();
            packing.into(fresh);
            store.put(fresh);
            return new OutputArtifact.Saved(output.saved());
        } catch (ArtifactException e) {
            return unsaved(declared, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return unsaved(declared, Stores.words(e));
        } catch (Blame.Target e) {
            return unsaved(declared, Stores.words(e.why()));
        } catch (Blame.Source e) {
            throw e.why();
        } finally {
            if (fresh != null) {
                Spool.discard(fresh);
            }
        }
    }

    private static OutputArtifact unsaved(Artifact artifact, String why) {
        return new OutputArtifact.Unsaved("artifact '" + artifact.name() + "' cannot be saved: " + why);
    }

    @Override
    public List<String> list(RunContext run, Task task, Artifact artifact) throws ArtifactException {
        try {
            return store(places.ofListing(run, task.template().archiveLocation(), artifact), run)
                    .list();
        } catch (IOException e) {
            throw new ArtifactException("artifact '" + artifact.name() + "' cannot be listed: " + Stores.words(e));
        }
    }

    @Override
    public Download open(RunContext run, @Nullable ArtifactLocation archiveLocation, Artifact artifact)
            throws ArtifactException {
        String what = "artifact '" + artifact.name() + "'";
        try {
            Store store = store(places.of(run, archiveLocation, artifact), run);
            return new Downloads(spool, options.limits()).of(store, artifact, what);
        } catch (ArtifactException e) {
            String sentence = what + " cannot be loaded: " + e.getMessage();
            throw e.isNotFound() ? ArtifactException.notFound(sentence) : new ArtifactException(sentence);
        } catch (IOException e) {
            throw new ArtifactException(what + " cannot be loaded: " + Stores.words(e));
        }
    }

    @Override
    public void delete(RunContext run, @Nullable ArtifactLocation archiveLocation, Artifact artifact)
            throws ArtifactException {
        try {
            store(places.of(run, archiveLocation, artifact), run).delete();
        } catch (IOException e) {
            throw new ArtifactException("artifact '" + artifact.name() + "' cannot be deleted: " + Stores.words(e));
        }
    }

    @Override
    public void deleteAll(String run) throws ArtifactException {
        if (run.isEmpty() || run.indexOf('/') >= 0 || run.startsWith(".")) {
            throw new ArtifactException("'" + run + "' is no name of a run");
        }
        try {
            LocalTree.delete(options.repository().resolve(run));
        } catch (IOException e) {
            throw new ArtifactException("the artifacts of run " + run + " cannot be deleted: " + Stores.words(e));
        }
    }

    private Store store(Place place, RunContext run) throws ArtifactException {
        return stores.of(place, new RunSecrets(run));
    }
}
