package dev.skiff.artifact;

import dev.skiff.engine.Task;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.S3Artifact;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.RunContext;
import org.jspecify.annotations.Nullable;

/** Finds out where an artifact lies: at a place of its own, or under a key of the template's or the run's repository (ART-08). */
final class Places {
    private final Repositories repositories;

    Places(Repositories repositories) {
        this.repositories = repositories;
    }

    /** An output artifact's place, and the artifact as the status will have it. */
    record Output(Place place, Artifact saved) {}

    Place of(RunContext run, @Nullable ArtifactLocation archiveLocation, Artifact artifact) throws ArtifactException {
        return of(run, archiveLocation, artifact, false);
    }

    /** As {@link #of}, where having no key means everything. */
    Place ofListing(RunContext run, @Nullable ArtifactLocation archiveLocation, Artifact artifact)
            throws ArtifactException {
        return of(run, archiveLocation, artifact, true);
    }

    private Place of(
            RunContext run, @Nullable ArtifactLocation archiveLocation, Artifact artifact, boolean mayBeKeyless)
            throws ArtifactException {
        ArtifactLocation location = artifact.location();
        S3Artifact s3 = location.s3();
        if (s3 != null && has(s3.endpoint()) && has(s3.bucket()) && (has(s3.key()) || mayBeKeyless)) {
            return new Place.InS3(s3);
        }
        if (location.http() != null) {
            return new Place.AtUrl(location.http());
        }
        if (location.artifactory() != null) {
            return new Place.InArtifactory(location.artifactory());
        }
        if (location.git() != null) {
            return new Place.InGit(location.git());
        }
        if (location.raw() != null) {
            return new Place.Raw(location.raw());
        }
        if (isWhole(location)) {
            throw Repository.unsupported("artifact '" + artifact.name() + "'", kind(location));
        }
        String key = key(location);
        if (key.isEmpty() && !mayBeKeyless) {
            throw new ArtifactException("artifact '" + artifact.name() + "' has no place to come from");
        }
        return repository(run, archiveLocation).at(key);
    }

    /** @param fileName the last part of the key of an artifact without one (ART-01) */
    Output output(RunContext run, Task task, Artifact declared, String fileName) throws ArtifactException {
        ArtifactLocation archiveLocation = task.template().archiveLocation();
        ArtifactLocation own = declared.location();
        boolean placed = !key(own).isEmpty()
                || own.http() != null
                || own.artifactory() != null
                || own.git() != null
                || own.raw() != null;
        if (placed) {
            return new Output(of(run, archiveLocation, declared), declared);
        }
        Repository repository = repository(run, archiveLocation);
        String prefix = KeyFormat.fill(repository.keyFormat(), run.workflow(), task.id())
                .replaceAll("/+$", "");
        String key = prefix.isEmpty() ? fileName : prefix + "/" + fileName;
        return new Output(repository.at(key), repository.keyOnly(declared, key));
    }

    private Repository repository(RunContext run, @Nullable ArtifactLocation archiveLocation) throws ArtifactException {
        return archiveLocation != null && isWhole(archiveLocation)
                ? Repository.ofTemplate(archiveLocation)
                : repositories.of(run);
    }

    /** Whether the location says all that is needed to get there, as Argo asks before it puts the repository in its place. */
    private static boolean isWhole(ArtifactLocation location) {
        var s3 = location.s3();
        var gcs = location.gcs();
        var oss = location.oss();
        var azure = location.azure();
        var hdfs = location.hdfs();
        var plugin = location.plugin();
        return s3 != null && has(s3.endpoint()) && has(s3.bucket()) && has(s3.key())
                || gcs != null && has(gcs.bucket()) && has(gcs.key())
                || oss != null && has(oss.bucket()) && has(oss.endpoint()) && has(oss.key())
                || azure != null && has(azure.container()) && has(azure.blob())
                || hdfs != null && !hdfs.addresses().isEmpty()
                || plugin != null && has(plugin.name()) && has(plugin.key())
                || location.artifactory() != null
                || location.http() != null
                || location.git() != null
                || location.raw() != null;
    }

    /** The key in whatever store; empty when there is none. */
    private static String key(ArtifactLocation location) {
        String key = location.s3() != null
                ? location.s3().key()
                : location.gcs() != null
                        ? location.gcs().key()
                        : location.oss() != null
                                ? location.oss().key()
                                : location.azure() != null
                                        ? location.azure().blob()
                                        : location.hdfs() != null
                                                ? location.hdfs().path()
                                                : location.plugin() != null
                                                        ? location.plugin().key()
                                                        : null;
        return key == null ? "" : key;
    }

    /** The field's name. */
    static String kind(ArtifactLocation location) {
        return location.gcs() != null
                ? "gcs"
                : location.oss() != null
                        ? "oss"
                        : location.azure() != null
                                ? "azure"
                                : location.hdfs() != null
                                        ? "hdfs"
                                        : location.plugin() != null
                                                ? "plugin"
                                                : location.git() != null
                                                        ? "git"
                                                        : location.http() != null ? "http" : "raw";
    }

    private static boolean has(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
