package dev.skiff.artifact;

import dev.skiff.model.Artifact;
import dev.skiff.model.S3Artifact;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.FileTree;
import dev.skiff.port.LocalTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Artifacts whose places say all that is needed to get there, for a process that knows nothing of runs and repositories.
 */
public final class PlacedArtifacts {
    private final Stores stores;
    private final Secrets secrets;
    private final Limits limits;

    /** Gives fresh paths, at which nothing is, for what is on its way. */
    @FunctionalInterface
    public interface Room {
        Path fresh() throws IOException;
    }

    /**
     * Trusts the certificate authorities of a file in PEM, in place of those that the program has brought along, in all that this process
     * asks by TLS from now on.
     *
     * @throws ArtifactException when it has none
     */
    public static void trust(Path file) throws ArtifactException {
        try {
            HttpsURLConnection.setDefaultSSLSocketFactory(
                    Authorities.trusting(Files.readString(file, StandardCharsets.ISO_8859_1), file.toString()));
        } catch (IOException e) {
            throw new ArtifactException(Stores.words(e));
        }
    }

    /** @param pause before a failed request is made again */
    public PlacedArtifacts(Secrets secrets, Limits limits, Duration pause) {
        this.stores = new Stores(Path.of("/nowhere"), pause, S3Client.USUAL_PART);
        this.secrets = secrets;
        this.limits = limits;
    }

    /**
     * Fetches an input artifact, unpacks it (ART-03, ART-04), gives it its {@code mode} (ART-11) and puts it at {@code target}.
     *
     * @throws ArtifactException when its store does not give it out; also {@link ArtifactException#isNotFound}
     * @throws IOException when it is not what an archive should be, or cannot be put there
     */
    public void fetch(Artifact artifact, Room room, Path target) throws ArtifactException, IOException {
        String what = what(artifact);
        Path fresh = room.fresh();
        try {
            Store store = stores.of(place(artifact), secrets);
            Store.Content content = content(store, fresh, what);
            FileTree tree = Unpacker.unpack(artifact, content.path(), content.asItIs(), limits);
            LocalTree.write(tree, target);
        } finally {
            Spool.discard(fresh);
        }
    }

    /**
     * What was fetched as it lay there.
     *
     * @param path a file
     * @param packed whether it was a directory, which has been packed into it
     */
    public record Found(Path path, boolean packed) {}

    /**
     * Fetches what lies at an artifact's place as it lies there; a directory is packed (.tgz).
     *
     * @throws ArtifactException when its store does not give it out; also {@link ArtifactException#isNotFound}
     * @throws IOException when it cannot be put into the room
     */
    public Found download(Artifact artifact, Room room) throws ArtifactException, IOException {
        String what = what(artifact);
        Store store = stores.of(place(artifact), secrets);
        Path found = content(store, room.fresh(), what).path();
        if (!Files.isDirectory(found)) {
            return new Found(found, false);
        }
        Path packed = room.fresh();
        Packer.TAR.pack(
                new LocalTree(found), Artifact.builder().name(artifact.name()).build(), packed);
        return new Found(packed, true);
    }

    private Store.Content content(Store store, Path fresh, String what) throws ArtifactException, TooLargeException {
        try {
            return store.fetch(fresh, limits.meter(what, 0));
        } catch (TooLargeException e) {
            throw e;
        } catch (IOException e) {
            throw new ArtifactException(Stores.words(e));
        }
    }

    /**
     * Packs what is at {@code source} (ART-01, ART-02) and stores it.
     *
     * @throws ArtifactException when it cannot be stored
     * @throws IOException when {@code source} cannot be read
     */
    public void save(Artifact artifact, Path source, Room room) throws ArtifactException, IOException {
        Packer packer = Packer.of(artifact);
        put(artifact, room, fresh -> packer.pack(Blame.on(new LocalTree(source)), artifact, fresh));
    }

    /**
     * Stores a file as it is (ART-06).
     *
     * @throws ArtifactException when it cannot be stored
     * @throws IOException when {@code file} cannot be read
     */
    public void saveFile(Artifact artifact, Path file, Room room) throws ArtifactException, IOException {
        put(artifact, room, fresh -> LocalTree.write(Blame.on(new LocalTree(file)), fresh));
    }

    private interface Packing {
        void into(Path fresh) throws IOException;
    }

    private void put(Artifact artifact, Room room, Packing packing) throws ArtifactException, IOException {
        Path fresh = null;
        try {
            Store store = stores.of(place(artifact), secrets);
            fresh = room.fresh();
            packing.into(fresh);
            store.put(fresh);
        } catch (IOException e) {
            throw new ArtifactException(Stores.words(e));
        } catch (Blame.Target e) {
            throw new ArtifactException(Stores.words(e.why()));
        } catch (Blame.Source e) {
            throw e.why();
        } finally {
            if (fresh != null) {
                Spool.discard(fresh);
            }
        }
    }

    private static Place place(Artifact artifact) throws ArtifactException {
        S3Artifact s3 = artifact.s3();
        if (s3 != null && isSaid(s3.endpoint()) && isSaid(s3.bucket()) && isSaid(s3.key())) {
            return new Place.InS3(s3);
        }
        if (artifact.http() != null) {
            return new Place.AtUrl(artifact.http());
        }
        if (artifact.artifactory() != null) {
            return new Place.InArtifactory(artifact.artifactory());
        }
        if (artifact.git() != null) {
            return new Place.InGit(artifact.git());
        }
        if (artifact.raw() != null) {
            return new Place.Raw(artifact.raw());
        }
        throw new ArtifactException(what(artifact) + " has no place that says all that is needed to get there");
    }

    private static boolean isSaid(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static String what(Artifact artifact) {
        return "artifact '" + artifact.name() + "'";
    }
}
