package dev.skiff.artifact;

import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.ArtifactRepository;
import dev.skiff.model.ArtifactoryArtifact;
import dev.skiff.model.S3Artifact;
import dev.skiff.model.S3ArtifactRepository;
import dev.skiff.port.ArtifactException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where an artifact lies that has only a key.
 *
 * @param s3 without a key; null when it is not S3
 * @param artifactory whose path is to be replaced; null when it is not Artifactory. Without either it is the default directory.
 * @param keyFormat for artifacts without a key; may have variables
 */
record Repository(@Nullable S3Artifact s3, @Nullable ArtifactoryArtifact artifactory, String keyFormat) {

    /** The directory that needs no set-up. */
    static final Repository DIRECTORY = new Repository(null, null, KeyFormat.USUAL);

    /** @throws ArtifactException for a kind that Skiff does not speak */
    static Repository of(ArtifactRepository configured) throws ArtifactException {
        var s3 = configured.s3();
        if (s3 != null) {
            return ofS3(s3);
        }
        var artifactory = configured.artifactory();
        if (artifactory != null) {
            String base =
                    artifactory.repoURL() == null ? "" : artifactory.repoURL().replaceAll("/+$", "");
            if (base.isEmpty()) {
                throw new ArtifactException("the artifact repository has no artifactory.repoURL");
            }
            String path = URI.create(base).getPath();
            String format = usual(artifactory.keyFormat(), "");
            return new Repository(
                    null,
                    new ArtifactoryArtifact(artifactory.passwordSecret(), base, artifactory.usernameSecret()),
                    (path == null ? "" : path.replaceAll("^/+", "")) + "/" + format);
        }
        String kind = configured.gcs() != null
                ? "gcs"
                : configured.azure() != null
                        ? "azure"
                        : configured.oss() != null
                                ? "oss"
                                : configured.hdfs() != null ? "hdfs" : configured.plugin() != null ? "plugin" : "";
        if (kind.isEmpty()) {
            throw new ArtifactException(
                    "the artifact repository says of no store where it is: give it s3, or artifactory");
        }
        throw unsupported("the artifact repository", kind);
    }

    static ArtifactException unsupported(String what, String kind) {
        return new ArtifactException(what + " is of kind " + kind + ", which Skiff does not support: it knows s3 (and"
                + " what speaks like it), http, artifactory, git, raw, and its own directory");
    }

    private static Repository ofS3(S3ArtifactRepository s3) throws ArtifactException {
        if (s3.bucket() == null || s3.bucket().isEmpty()) {
            throw new ArtifactException("the artifact repository has no s3.bucket");
        }
        return new Repository(
                new S3Artifact(
                        s3.accessKeySecret(),
                        s3.addressingStyle(),
                        s3.bucket(),
                        s3.caSecret(),
                        s3.createBucketIfNotPresent(),
                        s3.encryptionOptions(),
                        s3.endpoint(),
                        s3.insecure(),
                        "",
                        s3.region(),
                        s3.roleARN(),
                        s3.secretKeySecret(),
                        s3.sessionTokenSecret(),
                        s3.useSDKCreds()),
                null,
                usual(s3.keyFormat(), s3.keyPrefix() == null ? "" : s3.keyPrefix()));
    }

    private static String usual(@Nullable String format, String prefix) {
        if (format != null && !format.isEmpty()) {
            return format;
        }
        String start = prefix.replaceAll("/+$", "");
        return start.isEmpty() ? KeyFormat.USUAL : start + "/" + KeyFormat.USUAL;
    }

    /** A template's {@code archiveLocation}, whose key is a key format. */
    static Repository ofTemplate(ArtifactLocation location) throws ArtifactException {
        var s3 = location.s3();
        if (s3 != null) {
            return new Repository(withKey(s3, ""), null, s3.key() == null ? "" : s3.key());
        }
        var artifactory = location.artifactory();
        if (artifactory != null) {
            String path = URI.create(artifactory.url()).getPath();
            return new Repository(null, artifactory, path == null ? "" : path.replaceAll("^/+", ""));
        }
        throw unsupported("the template's archiveLocation", Places.kind(location));
    }

    Place at(String key) throws ArtifactException {
        if (s3 != null) {
            return new Place.InS3(withKey(s3, key));
        }
        if (artifactory != null) {
            return new Place.InArtifactory(atPath(artifactory, key));
        }
        return new Place.InDirectory(key);
    }

    /** The artifact as a status has it: the key alone, but for stores whose artifacts are told apart by an URL (ART-08). */
    Artifact keyOnly(Artifact declared, String key) {
        return artifactory == null
                ? declared.toBuilder().s3(keyAlone(key)).build()
                : declared.toBuilder().artifactory(atPath(artifactory, key)).build();
    }

    private static ArtifactoryArtifact atPath(ArtifactoryArtifact of, String key) {
        return new ArtifactoryArtifact(
                of.passwordSecret(),
                URI.create(of.url()).resolve("/").resolve(Urls.path(key)).toString(),
                of.usernameSecret());
    }

    static S3Artifact keyAlone(String key) {
        return new S3Artifact(null, null, null, null, null, null, null, null, key, null, null, null, null, null);
    }

    private static S3Artifact withKey(S3Artifact s3, String key) {
        return new S3Artifact(
                s3.accessKeySecret(),
                s3.addressingStyle(),
                s3.bucket(),
                s3.caSecret(),
                s3.createBucketIfNotPresent(),
                s3.encryptionOptions(),
                s3.endpoint(),
                s3.insecure(),
                key,
                s3.region(),
                s3.roleARN(),
                s3.secretKeySecret(),
                s3.sessionTokenSecret(),
                s3.useSDKCreds());
    }
}
