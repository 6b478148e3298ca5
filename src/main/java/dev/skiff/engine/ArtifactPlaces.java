package dev.skiff.engine;

import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.ArtifactoryArtifact;
import dev.skiff.model.HTTPArtifact;
import dev.skiff.model.S3Artifact;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an artifact says of where it lies. */
final class ArtifactPlaces {
    private ArtifactPlaces() {}

    /** Whether it says where it lies; a key alone is enough (ART-08). */
    static boolean known(Artifact a) {
        S3Artifact s3 = a.s3();
        boolean key = s3 != null && s3.key() != null && !s3.key().isEmpty();
        return key || a.http() != null || a.git() != null || a.raw() != null || a.artifactory() != null;
    }

    /** The store that it names and this version has no access to; null when there is none. */
    static @Nullable String unsupported(ArtifactLocation location) {
        if (location.gcs() != null) {
            return "gcs";
        }
        if (location.azure() != null) {
            return "azure";
        }
        if (location.oss() != null) {
            return "oss";
        }
        if (location.hdfs() != null) {
            return "hdfs";
        }
        return location.plugin() == null ? null : "plugin";
    }

    /**
     * What lies below its place (ART-11).
     *
     * @throws TextTree.Unresolvable when it has no key, or the path would lead out of its place (ART-10)
     */
    static Artifact below(Artifact a, String subPath) throws TextTree.Unresolvable {
        S3Artifact s3 = a.s3();
        if (s3 != null && s3.key() != null) {
            return a.toBuilder().s3(s3.withKey(join(a, s3.key(), subPath))).build();
        }
        HTTPArtifact http = a.http();
        if (http != null) {
            String url = joinUrl(a, http.url(), subPath);
            return a.toBuilder()
                    .http(new HTTPArtifact(http.auth(), http.headers(), http.saveStreamViaFile(), url))
                    .build();
        }
        ArtifactoryArtifact artifactory = a.artifactory();
        if (artifactory != null) {
            String url = joinUrl(a, artifactory.url(), subPath);
            return a.toBuilder()
                    .artifactory(
                            new ArtifactoryArtifact(artifactory.passwordSecret(), url, artifactory.usernameSecret()))
                    .build();
        }
        throw new TextTree.Unresolvable("artifact '" + a.name() + "' has no key that the subPath '"
                + Texts.start(subPath) + "' could be a part of; use the artifact without subPath");
    }

    private static String joinUrl(Artifact a, String url, String subPath) throws TextTree.Unresolvable {
        int query = url.indexOf('?');
        return query < 0 ? join(a, url, subPath) : join(a, url.substring(0, query), subPath) + url.substring(query);
    }

    private static String join(Artifact a, String key, String subPath) throws TextTree.Unresolvable {
        List<String> parts = new ArrayList<>();
        for (String part : subPath.split("/", -1)) {
            if (part.equals("..")) {
                throw new TextTree.Unresolvable(
                        "artifact '" + a.name() + "': attempted to use a path containing '..': '" + Texts.start(subPath)
                                + "'. Directory traversal is not permitted");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        String start = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
        return parts.isEmpty() ? key : start + "/" + String.join("/", parts);
    }
}
