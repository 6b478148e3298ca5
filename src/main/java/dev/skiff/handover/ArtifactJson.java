package dev.skiff.handover;

import dev.skiff.model.ArchiveStrategy;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactoryArtifact;
import dev.skiff.model.BasicAuth;
import dev.skiff.model.CreateS3BucketOptions;
import dev.skiff.model.GitArtifact;
import dev.skiff.model.HTTPArtifact;
import dev.skiff.model.HTTPAuth;
import dev.skiff.model.Header;
import dev.skiff.model.NoneStrategy;
import dev.skiff.model.RawArtifact;
import dev.skiff.model.S3Artifact;
import dev.skiff.model.S3EncryptionOptions;
import dev.skiff.model.TarStrategy;
import dev.skiff.model.ZipStrategy;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Artifacts in the JSON that Argo writes, as far as an agent handles them. A Secret is named, never quoted.
 */
final class ArtifactJson {
    private ArtifactJson() {}

    /** What of an artifact an agent cannot handle, as a sentence for the user; empty when it can. */
    static Optional<String> unsupported(Artifact artifact) {
        String kind = kind(artifact);
        if (!kind.isEmpty()) {
            return Optional.of("artifact '" + artifact.name() + "' lies in " + kind
                    + ", which Skiff cannot reach: use s3, http, artifactory, git or raw");
        }
        HTTPArtifact http = artifact.http();
        HTTPAuth auth = http == null ? null : http.auth();
        if (auth != null && (auth.oauth2() != null || auth.clientCert() != null)) {
            return Optional.of("artifact '" + artifact.name() + "': http.auth."
                    + (auth.oauth2() != null ? "oauth2" : "clientCert")
                    + " is not supported: use basicAuth, or a header");
        }
        S3Artifact s3 = artifact.s3();
        var encryption = s3 == null ? null : s3.encryptionOptions();
        if (encryption != null && encryption.serverSideCustomerKeySecret() != null) {
            return Optional.of("artifact '" + artifact.name()
                    + "': s3.encryptionOptions.serverSideCustomerKeySecret is not supported: use enableEncryption"
                    + " or kmsKeyId");
        }
        return Optional.empty();
    }

    private static String kind(Artifact a) {
        return a.azure() != null
                ? "azure"
                : a.gcs() != null
                        ? "gcs"
                        : a.hdfs() != null ? "hdfs" : a.oss() != null ? "oss" : a.plugin() != null ? "plugin" : "";
    }

    static void write(Artifact artifact, JsonText to) throws IOException {
        to.text("name", artifact.name())
                .text("path", artifact.path())
                .number("mode", artifact.mode())
                .flag("recurseMode", artifact.recurseMode())
                .flag("optional", artifact.optional())
                .optional("archive", artifact.archive(), ArtifactJson::writeArchive)
                .optional("s3", artifact.s3(), ArtifactJson::writeS3)
                .optional("http", artifact.http(), ArtifactJson::writeHttp)
                .optional("artifactory", artifact.artifactory(), ArtifactJson::writeArtifactory)
                .optional("git", artifact.git(), ArtifactJson::writeGit)
                .optional("raw", artifact.raw(), (raw, inner) -> inner.whole("data", raw.data()));
    }

    static Artifact read(JsonObject from) throws MalformedException {
        JsonObject raw = from.optionalObject("raw");
        return Artifact.builder()
                .name(from.text("name"))
                .path(from.optionalText("path"))
                .mode(from.optionalInt("mode"))
                .recurseMode(from.optionalFlag("recurseMode"))
                .optional(from.optionalFlag("optional"))
                .archive(archive(from.optionalObject("archive")))
                .s3(s3(from.optionalObject("s3")))
                .http(http(from.optionalObject("http")))
                .artifactory(artifactory(from.optionalObject("artifactory")))
                .git(git(from.optionalObject("git")))
                .raw(raw == null ? null : new RawArtifact(raw.text("data")))
                .build();
    }

    /** Every Secret that is named, in the order of the fields. */
    static List<SecretKeySelector> secrets(Artifact artifact) {
        List<@Nullable SecretKeySelector> named = new ArrayList<>();
        S3Artifact s3 = artifact.s3();
        if (s3 != null) {
            named.add(s3.accessKeySecret());
            named.add(s3.secretKeySecret());
            named.add(s3.sessionTokenSecret());
            named.add(s3.caSecret());
        }
        HTTPArtifact http = artifact.http();
        HTTPAuth auth = http == null ? null : http.auth();
        BasicAuth basic = auth == null ? null : auth.basicAuth();
        if (basic != null) {
            named.add(basic.usernameSecret());
            named.add(basic.passwordSecret());
        }
        ArtifactoryArtifact artifactory = artifact.artifactory();
        if (artifactory != null) {
            named.add(artifactory.usernameSecret());
            named.add(artifactory.passwordSecret());
        }
        GitArtifact git = artifact.git();
        if (git != null) {
            named.add(git.usernameSecret());
            named.add(git.passwordSecret());
            named.add(git.sshPrivateKeySecret());
        }
        List<SecretKeySelector> secrets = new ArrayList<>();
        for (SecretKeySelector secret : named) {
            if (secret != null && secret.getName() != null && !secret.getName().isEmpty()) {
                secrets.add(secret);
            }
        }
        return secrets;
    }

    private static void writeArchive(ArchiveStrategy archive, JsonText to) throws IOException {
        to.optional("none", archive.none(), (_, _) -> {})
                .optional(
                        "tar", archive.tar(), (tar, inner) -> inner.number("compressionLevel", tar.compressionLevel()))
                .optional("zip", archive.zip(), (_, _) -> {});
    }

    private static @Nullable ArchiveStrategy archive(@Nullable JsonObject from) throws MalformedException {
        if (from == null) {
            return null;
        }
        JsonObject tar = from.optionalObject("tar");
        return new ArchiveStrategy(
                from.optionalObject("none") == null ? null : new NoneStrategy(),
                tar == null ? null : new TarStrategy(tar.optionalInt("compressionLevel")),
                from.optionalObject("zip") == null ? null : new ZipStrategy());
    }

    private static void writeS3(S3Artifact s3, JsonText to) throws IOException {
        to.text("endpoint", s3.endpoint())
                .text("bucket", s3.bucket())
                .text("key", s3.key())
                .text("region", s3.region())
                .text("addressingStyle", s3.addressingStyle())
                .text("roleARN", s3.roleARN())
                .flag("insecure", s3.insecure())
                .flag("useSDKCreds", s3.useSDKCreds())
                .optional("accessKeySecret", s3.accessKeySecret(), ArtifactJson::writeSecret)
                .optional("secretKeySecret", s3.secretKeySecret(), ArtifactJson::writeSecret)
                .optional("sessionTokenSecret", s3.sessionTokenSecret(), ArtifactJson::writeSecret)
                .optional("caSecret", s3.caSecret(), ArtifactJson::writeSecret)
                .optional("encryptionOptions", s3.encryptionOptions(), (options, inner) -> {
                    inner.flag("enableEncryption", options.enableEncryption())
                            .text("kmsKeyId", options.kmsKeyId())
                            .text("kmsEncryptionContext", options.kmsEncryptionContext());
                })
                .optional("createBucketIfNotPresent", s3.createBucketIfNotPresent(), (options, inner) -> {
                    inner.flag("objectLocking", options.objectLocking());
                });
    }

    private static @Nullable S3EncryptionOptions encryption(@Nullable JsonObject from) throws MalformedException {
        return from == null
                ? null
                : new S3EncryptionOptions(
                        from.optionalFlag("enableEncryption"),
                        from.optionalText("kmsEncryptionContext"),
                        from.optionalText("kmsKeyId"),
                        null);
    }

    private static @Nullable CreateS3BucketOptions bucket(@Nullable JsonObject from) throws MalformedException {
        return from == null ? null : new CreateS3BucketOptions(from.optionalFlag("objectLocking"));
    }

    private static @Nullable S3Artifact s3(@Nullable JsonObject from) throws MalformedException {
        return from == null
                ? null
                : new S3Artifact(
                        secret(from, "accessKeySecret"),
                        from.optionalText("addressingStyle"),
                        from.optionalText("bucket"),
                        secret(from, "caSecret"),
                        bucket(from.optionalObject("createBucketIfNotPresent")),
                        encryption(from.optionalObject("encryptionOptions")),
                        from.optionalText("endpoint"),
                        from.optionalFlag("insecure"),
                        from.optionalText("key"),
                        from.optionalText("region"),
                        from.optionalText("roleARN"),
                        secret(from, "secretKeySecret"),
                        secret(from, "sessionTokenSecret"),
                        from.optionalFlag("useSDKCreds"));
    }

    private static void writeHttp(HTTPArtifact http, JsonText to) throws IOException {
        HTTPAuth auth = http.auth();
        to.text("url", http.url())
                .objects(
                        "headers",
                        http.headers(),
                        (header, inner) -> inner.text("name", header.name()).whole("value", header.value()))
                .optional("basicAuth", auth == null ? null : auth.basicAuth(), (basic, inner) -> {
                    inner.optional("usernameSecret", basic.usernameSecret(), ArtifactJson::writeSecret)
                            .optional("passwordSecret", basic.passwordSecret(), ArtifactJson::writeSecret);
                });
    }

    private static @Nullable HTTPArtifact http(@Nullable JsonObject from) throws MalformedException {
        if (from == null) {
            return null;
        }
        List<Header> headers = new ArrayList<>();
        for (JsonObject header : from.objects("headers")) {
            headers.add(new Header(header.text("name"), header.text("value")));
        }
        JsonObject basic = from.optionalObject("basicAuth");
        HTTPAuth auth = basic == null
                ? null
                : new HTTPAuth(
                        new BasicAuth(secret(basic, "passwordSecret"), secret(basic, "usernameSecret")), null, null);
        return new HTTPArtifact(auth, headers, null, from.text("url"));
    }

    private static void writeArtifactory(ArtifactoryArtifact artifactory, JsonText to) throws IOException {
        to.text("url", artifactory.url())
                .optional("usernameSecret", artifactory.usernameSecret(), ArtifactJson::writeSecret)
                .optional("passwordSecret", artifactory.passwordSecret(), ArtifactJson::writeSecret);
    }

    private static @Nullable ArtifactoryArtifact artifactory(@Nullable JsonObject from) throws MalformedException {
        return from == null
                ? null
                : new ArtifactoryArtifact(
                        secret(from, "passwordSecret"), from.text("url"), secret(from, "usernameSecret"));
    }

    private static void writeGit(GitArtifact git, JsonText to) throws IOException {
        to.text("repo", git.repo())
                .text("revision", git.revision())
                .text("branch", git.branch())
                .number("depth", git.depth())
                .texts("fetch", git.fetch())
                .flag("singleBranch", git.singleBranch())
                .flag("disableSubmodules", git.disableSubmodules())
                .flag("insecureIgnoreHostKey", git.insecureIgnoreHostKey())
                .flag("insecureSkipTLS", git.insecureSkipTLS())
                .optional("usernameSecret", git.usernameSecret(), ArtifactJson::writeSecret)
                .optional("passwordSecret", git.passwordSecret(), ArtifactJson::writeSecret)
                .optional("sshPrivateKeySecret", git.sshPrivateKeySecret(), ArtifactJson::writeSecret);
    }

    private static @Nullable GitArtifact git(@Nullable JsonObject from) throws MalformedException {
        return from == null
                ? null
                : new GitArtifact(
                        from.optionalText("branch"),
                        from.optionalNumber("depth"),
                        from.optionalFlag("disableSubmodules"),
                        from.texts("fetch"),
                        from.optionalFlag("insecureIgnoreHostKey"),
                        from.optionalFlag("insecureSkipTLS"),
                        secret(from, "passwordSecret"),
                        from.text("repo"),
                        from.optionalText("revision"),
                        from.optionalFlag("singleBranch"),
                        secret(from, "sshPrivateKeySecret"),
                        secret(from, "usernameSecret"));
    }

    private static void writeSecret(SecretKeySelector secret, JsonText to) throws IOException {
        to.text("name", secret.getName()).text("key", secret.getKey()).flag("optional", secret.getOptional());
    }

    private static @Nullable SecretKeySelector secret(JsonObject from, String field) throws MalformedException {
        JsonObject secret = from.optionalObject(field);
        return secret == null
                ? null
                : new SecretKeySelector(
                        secret.textOr("key", ""), secret.textOr("name", ""), secret.optionalFlag("optional"));
    }
}
