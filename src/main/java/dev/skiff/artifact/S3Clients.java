package dev.skiff.artifact;

import dev.skiff.model.S3Artifact;
import dev.skiff.port.ArtifactException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One client for each endpoint and each identity. */
final class S3Clients {
    private static final int CUSTOMER_KEY = 32;

    private final Duration pause;
    private final Map<Key, S3Client> clients = new ConcurrentHashMap<>();

    /** @param pause before a failed request is made again */
    S3Clients(Duration pause) {
        this.pause = pause;
    }

    /**
     * @param role empty for none
     * @param credentials null for those of the machine
     * @param authority certificates as PEM; empty for those that the machine trusts
     */
    private record Key(
            S3Endpoint endpoint, String role, @Nullable AwsCredentials credentials, String authority) {}

    /** Keys win over a role, as in Argo. */
    S3Client of(S3Artifact s3, Secrets secrets) throws ArtifactException {
        Key key = new Key(
                endpoint(s3),
                text(s3.roleARN()),
                credentials(s3, secrets).orElse(null),
                secrets.value(s3.caSecret(), "s3.caSecret").orElse(""));
        S3Client known = clients.get(key);
        if (known != null) {
            return known;
        }
        S3Client made = make(key);
        S3Client other = clients.putIfAbsent(key, made);
        return other == null ? made : other;
    }

    private static S3Endpoint endpoint(S3Artifact s3) throws ArtifactException {
        String server = text(s3.endpoint());
        try {
            return S3Endpoint.of(
                    server, Boolean.TRUE.equals(s3.insecure()), text(s3.region()), text(s3.addressingStyle()));
        } catch (IllegalArgumentException e) {
            throw new ArtifactException("the S3 endpoint '" + server + "' is no host name, with a port perhaps");
        }
    }

    /** Empty for those of the machine. */
    private static Optional<AwsCredentials> credentials(S3Artifact s3, Secrets secrets) throws ArtifactException {
        Optional<String> access = secrets.value(s3.accessKeySecret(), "s3.accessKeySecret");
        Optional<String> secret = secrets.value(s3.secretKeySecret(), "s3.secretKeySecret");
        Optional<String> token = secrets.value(s3.sessionTokenSecret(), "s3.sessionTokenSecret");
        if (access.isEmpty() && secret.isEmpty()) {
            return Optional.empty();
        }
        if (access.isEmpty() || secret.isEmpty()) {
            throw new ArtifactException("s3.accessKeySecret and s3.secretKeySecret belong together: one is missing");
        }
        return Optional.of(new AwsCredentials(access.get(), secret.get(), token.orElse(null), null));
    }

    private S3Client make(Key key) throws ArtifactException {
        AwsCredentials own = key.credentials();
        AwsIdentity identity = own == null ? new MachineIdentity(key.role()) : AwsIdentity.of(own);
        AwsHttp.Way usual = AwsHttp.Way.USUAL;
        AwsHttp.Way way = key.authority().isEmpty()
                ? usual
                : new AwsHttp.Way(
                        usual.connectWithin(), usual.silence(), Authorities.trusting(key.authority(), "s3.caSecret"));
        return new S3Client(key.endpoint(), identity, pause, way);
    }

    /** By the artifact's encryptionOptions. */
    static S3Encryption encryption(S3Artifact s3, Secrets secrets) throws ArtifactException {
        var options = s3.encryptionOptions();
        if (options == null || !Boolean.TRUE.equals(options.enableEncryption())) {
            return S3Encryption.NONE;
        }
        Optional<String> customer = secrets.value(
                options.serverSideCustomerKeySecret(), "s3.encryptionOptions.serverSideCustomerKeySecret");
        String kms = text(options.kmsKeyId());
        if (customer.isEmpty()) {
            return kms.isEmpty()
                    ? S3Encryption.OF_THE_SERVER
                    : S3Encryption.kms(kms, text(options.kmsEncryptionContext()));
        }
        byte[] bytes = customer.get().getBytes(StandardCharsets.UTF_8);
        if (!kms.isEmpty() || bytes.length != CUSTOMER_KEY) {
            throw new ArtifactException(
                    kms.isEmpty()
                            ? "s3.encryptionOptions.serverSideCustomerKeySecret has to be a key of 32 bytes, not of "
                                    + bytes.length
                            : "s3.encryptionOptions has a kmsKeyId and a serverSideCustomerKeySecret: leave out one");
        }
        return S3Encryption.ownKey(bytes);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
