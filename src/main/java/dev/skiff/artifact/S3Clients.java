package dev.skiff.artifact;

import dev.skiff.model.S3Artifact;
import dev.skiff.port.ArtifactException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** One client for each endpoint and each identity. */
final class S3Clients implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final String USUAL_REGION = "us-east-1";

    private final Map<Key, S3Client> clients = new ConcurrentHashMap<>();

    private record Key(
            String endpoint,
            boolean insecure,
            String region,
            boolean pathStyle,
            @Nullable AwsCredentials credentials) {}

    /** @throws ArtifactException for what is not supported, or a Secret that is not there */
    S3Client of(S3Artifact s3, Secrets secrets) throws ArtifactException {
        refuse(s3);
        String endpoint = s3.endpoint() == null ? "" : s3.endpoint();
        Key key = new Key(
                endpoint,
                Boolean.TRUE.equals(s3.insecure()),
                s3.region() == null || s3.region().isEmpty() ? USUAL_REGION : s3.region(),
                isPathStyle(s3, endpoint),
                credentials(s3, secrets).orElse(null));
        try {
            return clients.computeIfAbsent(key, S3Clients::make);
        } catch (IllegalArgumentException e) {
            throw new ArtifactException("the S3 endpoint '" + endpoint + "' is no host name, with a port perhaps");
        }
    }

    private static void refuse(S3Artifact s3) throws ArtifactException {
        if (s3.roleARN() != null && !s3.roleARN().isEmpty()) {
            throw new ArtifactException("s3.roleARN is not supported: assume the role with a profile of your AWS"
                    + " configuration, and leave accessKeySecret out");
        }
        if (s3.caSecret() != null) {
            throw new ArtifactException(
                    "s3.caSecret is not supported: add the certificate to this machine's trust store");
        }
        var encryption = s3.encryptionOptions();
        if (encryption != null && encryption.serverSideCustomerKeySecret() != null) {
            throw new ArtifactException("s3.encryptionOptions.serverSideCustomerKeySecret is not supported");
        }
    }

    /** Servers other than Amazon's rarely have a name for each bucket. */
    private static boolean isPathStyle(S3Artifact s3, String endpoint) {
        String style = s3.addressingStyle() == null ? "" : s3.addressingStyle();
        return switch (style) {
            case "path" -> true;
            case "virtual-hosted" -> false;
            default -> !isAmazon(endpoint);
        };
    }

    private static boolean isAmazon(String endpoint) {
        return endpoint.isEmpty() || endpoint.equals("s3.amazonaws.com") || endpoint.endsWith(".amazonaws.com");
    }

    /** Empty for those of the machine: environment, profile, instance. */
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
        return Optional.of(
                token.isPresent()
                        ? AwsSessionCredentials.create(access.get(), secret.get(), token.get())
                        : AwsBasicCredentials.create(access.get(), secret.get()));
    }

    private static S3Client make(Key key) {
        AwsCredentials own = key.credentials();
        AwsCredentialsProvider credentials =
                own == null ? DefaultCredentialsProvider.builder().build() : StaticCredentialsProvider.create(own);
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_WITHIN)
                        .socketTimeout(SILENCE))
                .region(Region.of(key.region()))
                .credentialsProvider(credentials)
                .forcePathStyle(key.pathStyle())
                // what is newer than S3's first checksums is not known to all that speaks like it
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (!isAmazon(key.endpoint())) {
            builder.endpointOverride(URI.create((key.insecure() ? "http://" : "https://") + key.endpoint()));
        }
        return builder.build();
    }

    @Override
    public void close() {
        clients.values().forEach(S3Client::close);
    }
}
